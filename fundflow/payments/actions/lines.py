"""Gives each part of a payment its code: parts of kinds of cost that share a code stay together."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from fundflow import money
from fundflow.errors import Refusal
from fundflow.finance import ANY, Code, CodingNeed, code_for, coding_gaps
from fundflow.payments.queries import claims as claim_reads
from fundflow.payments.rules.claims import years_of
from fundflow.payments.rules.facts import Cost
from fundflow.payments.tables import Claim

Amounts = Mapping[tuple[str, str], int]


@dataclass(frozen=True)
class Terms:
    """What a run needs of a fund: its short title, its codes, whether it is capital, and the type of each payee.

    Without any code the file's code columns stay empty; once there is one, every payment needs one.
    """

    title: str
    codes: tuple[Code, ...] = ()
    capital: bool = False
    payee_types: Mapping[str, str] = field(default_factory=dict)

    def need(self, claim: Claim, commissioner: str, year: str, cost_line: str = ANY) -> CodingNeed:
        """What a code is wanted for."""
        payee = self.payee_types.get(claim.payee, ANY)
        return CodingNeed(claim.fund, self.title, commissioner, year, self.capital, payee, cost_line)


def missing_codes(
    session: Session, claim: Claim, payable: Mapping[str, Amounts], terms: Terms, *, on: date
) -> list[Refusal]:
    """What of a claim has no code; nothing where the fund has no codes at all."""
    if not terms.codes:
        return []
    needs = [
        terms.need(claim, commissioner, year, cost_line)
        for commissioner, amounts in payable.items()
        for _, year in amounts
        for cost_line in _weights(session, claim, year)
    ]
    return coding_gaps(terms.codes, dict.fromkeys(needs), on=on)


def by_code(
    session: Session, claim: Claim, commissioner: str, amounts: Amounts, terms: Terms, *, on: date
) -> dict[tuple[str, str, str], tuple[int, Code | None]]:
    """Pence and code by (period, delivery year, kinds of cost); the kinds are named only where codes differ by them."""
    found: dict[tuple[str, str, str], tuple[int, Code | None]] = {}
    for (period, year), pence in amounts.items():
        shares = money.apportion(pence, _weights(session, claim, year), ties="first")
        groups: dict[tuple[str, ...], list[str]] = {}
        codes: dict[tuple[str, ...], Code | None] = {}
        for kind in shares:
            code = code_for(terms.codes, terms.need(claim, commissioner, year, kind), on=on)
            texts = code.texts if code else ()
            groups.setdefault(texts, []).append(kind)
            codes[texts] = code
        for texts, kinds in groups.items():
            name = "+".join(kinds) if len(groups) > 1 else ANY
            share = sum(shares[kind] for kind in kinds)
            if share:
                found[period, year, name] = (share, codes[texts])
    return found


def _weights(session: Session, claim: Claim, year: str) -> dict[str, int]:
    """Approved pence of a claim by kind of cost, of what was delivered in a year (of all, where none was)."""
    here: dict[str, int] = {}
    whole: dict[str, int] = {}
    for line in claim_reads.lines(session, claim.id):
        pence = line.approved_pence if line.approved_pence is not None else line.pence
        if not pence:
            continue
        cost = Cost(
            line.number, line.cost_type, line.description, line.delivered_from, line.delivered_to, pence, line.vat_pence
        )
        whole[line.cost_type] = whole.get(line.cost_type, 0) + pence
        mine = years_of(cost).get(year, 0)
        if mine:
            here[line.cost_type] = here.get(line.cost_type, 0) + mine
    return dict(sorted((here or whole).items()))
