"""Whether money may move from one budget key to another, and under which paper."""

from dataclasses import dataclass

from fundflow import money
from fundflow.definitions.fund import Fund
from fundflow.errors import Refusal


@dataclass(frozen=True)
class KeyFacts:
    """What the money of one budget key is."""

    fund: str
    commissioner: str
    period: str
    recurrence: str
    capital: bool
    ring_fence: str | None

    def __str__(self) -> str:
        return f"{self.fund}, {self.commissioner}, {self.period}"


def facts_of(fund: Fund, *, commissioner: str, period: str) -> KeyFacts:
    """What a fund's definition says of the money of one key."""
    terms = fund.money
    return KeyFacts(fund.fund, commissioner, period, terms.recurrence_of(period), terms.capital, terms.ring_fence)


def refusals(source: KeyFacts, target: KeyFacts, *, pence: int, minute: str, reason: str) -> list[Refusal]:
    """Every reason against a virement that can be known without the balances (ledger.md, VIRE; WO 7.7, row 13).

    A minute is needed as soon as the money leaves its fund or its commissioner; inside one fund and commissioner (a
    span split by year) a reason is enough. What is left to move is the ledger's question.
    """
    against: list[Refusal] = []
    amount = money.pounds(pence)
    same = (source.fund, source.commissioner, source.period) == (target.fund, target.commissioner, target.period)
    if pence <= 0 or same:
        against.append(
            Refusal("virement_amount", f"No money was moved: {amount} from {source} to {target} is no movement.")
        )
    if source.capital and not target.capital:
        against.append(
            Refusal(
                "capital_stays_capital",
                f"{amount} was not moved: {source} is capital and {target} is revenue, and capital may not pay for "
                "revenue. Choose a capital fund, or leave the money where it is.",
            )
        )
    if not minute.strip() and source.ring_fence and source.fund != target.fund:
        against.append(
            Refusal(
                "ring_fence",
                f"{amount} was not moved: {source} is ring-fenced ({source.ring_fence}), so it leaves only by a "
                "committee's decision. Give the minute number.",
            )
        )
    elif not minute.strip() and (source.fund, source.commissioner) != (target.fund, target.commissioner):
        against.append(
            Refusal(
                "virement_minute",
                f"{amount} was not moved from {source} to {target}: money leaves a fund or a commissioner only by a "
                "committee's decision. Give the minute number.",
            )
        )
    if not reason.strip():
        against.append(
            Refusal("virement_reason", f"{amount} was not moved: say why, in a sentence that others can read.")
        )
    return against
