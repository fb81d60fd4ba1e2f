"""The payment schedule: cutting an award into tranches that add up by key, and changing it with the award."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fundflow import money
from fundflow.clock import day_words
from fundflow.definitions.fund import Payment, TrancheRule
from fundflow.errors import BadInput, Refusal, Refused
from fundflow.payments.rules.facts import Key, Room, Standing


@dataclass(frozen=True)
class PlannedTranche:
    """One tranche before it has a row; `amounts` by key, in pence; `payee` where it is not the recipient."""

    number: int
    key: str
    kind: str
    title: str
    evidence: str
    amounts: Mapping[Key, int]
    earliest_on: date | None = None
    payee: str | None = None

    @property
    def pence(self) -> int:
        """Its amount over all keys."""
        return sum(self.amounts.values())


def schedule(
    payment: Payment, amounts: Mapping[Key, int], *, earliest: Mapping[str, date] | None = None
) -> tuple[PlannedTranche, ...]:
    """Cut an award into the fund's tranches, each key's pence exactly (I3).

    An advance is rounded down, so it never passes its percentage; the rest goes by largest remainder, ties to the
    last-listed. `earliest` gives a tranche key its first day.

    Raises:
        Refused: the advances together pass the fund's cap.
        BadInput: the fund has no tranche to pay by, or an amount is below zero.
    """
    rules = [rule for rule in payment.tranches if rule.percent]
    if not rules:
        raise BadInput("the fund names no tranche with a percentage", place="payment.tranches")
    advances = sum(rule.percent for rule in rules if rule.kind == "advance")
    if advances > payment.advance_cap_percent:
        raise Refused.because(
            "advance_cap",
            f"This schedule was not made. Its advances come to {advances} % and the fund allows "
            f"{payment.advance_cap_percent} %. Lower the advance, or change the cap in the fund's payment rules.",
        )
    cut = {key: _cut(pence, rules) for key, pence in amounts.items() if pence}
    planned: list[PlannedTranche] = []
    for rule in rules:
        mine = {key: parts[rule.key] for key, parts in cut.items() if parts[rule.key]}
        if mine:
            first = (earliest or {}).get(rule.key)
            planned.append(
                PlannedTranche(len(planned) + 1, rule.key, rule.kind, rule.title, rule.evidence, mine, first)
            )
    return tuple(planned)


def _cut(pence: int, rules: Sequence[TrancheRule]) -> dict[str, int]:
    whole = sum(rule.percent for rule in rules)
    rest = {rule.key: rule.percent for rule in rules if rule.kind != "advance"}
    if not rest:
        return money.apportion(pence, {rule.key: rule.percent for rule in rules}, ties="last")
    parts = {rule.key: pence * rule.percent // whole for rule in rules if rule.kind == "advance"}
    return parts | money.apportion(pence - sum(parts.values()), rest, ties="last")


def closed_because(room: Sequence[Room], *, earliest: Mapping[int, date | None], on: date) -> list[Refusal]:
    """Why the tranches of a claim cannot be claimed on a day: too early, or nothing left."""
    refusals = []
    for tranche_id, first in earliest.items():
        mine = [row for row in room if row.tranche_id == tranche_id]
        title = mine[0].title if mine else "This instalment"
        if first and on < first:
            refusals.append(
                Refusal(
                    "tranche_open",
                    f"'{title}' cannot be claimed yet: it opens on {day_words(first)}. "
                    "Your draft is saved; send it on that day.",
                )
            )
        if not sum(row.pence for row in mine):
            refusals.append(
                Refusal(
                    "tranche_left",
                    f"'{title}' has £0.00 left to claim. Take it off this claim, or choose another instalment.",
                )
            )
    return refusals


def retention_held(room: Sequence[Room], standing: Standing) -> list[Refusal]:
    """Retention waits for the final report."""
    held = [row for row in room if row.kind == "retention"]
    if not held or standing.final_report:
        return []
    total = money.pounds(sum(row.pence for row in held))
    return [
        Refusal(
            "final_report_received",
            f"'{held[0].title}' ({total}) was not claimed: it is held until we have your final report. "
            "Send the report, then this claim.",
        )
    ]


@dataclass(frozen=True)
class Slice:
    """One tranche's amount for one key as it stands: what it may pay, and what is not yet claimed of it."""

    tranche_id: int
    number: int
    pence: int
    left: int


def respread(slices: Sequence[Slice], *, key: Key, pence: int) -> dict[int, int]:
    """New amounts by tranche so that one key comes to `pence`, never below what is already claimed.

    A cut is shared by what is left of each tranche, a rise by the same (all to the last tranche if none is left).

    Raises:
        Refused: more than the key's new total is already claimed.
    """
    ordered = sorted(slices, key=lambda row: row.number)
    if not ordered:
        raise BadInput(f"no instalment holds money of {key[0]} for {key[1]}: add one first", place="schedule")
    change = pence - sum(row.pence for row in ordered)
    left = sum(row.left for row in ordered)
    if change + left < 0:
        used = sum(row.pence for row in ordered) - left
        raise Refused.because(
            "tranches_cover_claims",
            f"The schedule was not changed. {money.pounds(used)} is already claimed from {key[0]} in {key[1]} and the "
            f"award would be {money.pounds(pence)}. Keep at least {money.pounds(used)}, or recover what was paid.",
        )
    weights = {str(row.tranche_id): row.left for row in ordered}
    if not left:
        weights = {str(row.tranche_id): int(row is ordered[-1]) for row in ordered}
    moved = money.apportion(abs(change), weights, ties="last")
    sign = 1 if change >= 0 else -1
    return {row.tranche_id: row.pence + sign * moved[str(row.tranche_id)] for row in ordered}
