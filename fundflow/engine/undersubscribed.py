"""A closed round that asks for less than there is: what is left over, and what may be done; no threshold is lowered (case 35)."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from fundflow import applications, ledger, organisations, scoring
from fundflow.applications import CaseRow, Round
from fundflow.definitions import Pinned
from fundflow.engine import tasks
from fundflow.money import Pence, pounds

Key = tuple[str, str]
"""A commissioner and a period."""


@dataclass(frozen=True)
class Spare:
    """One commissioner and year that keeps money if every bid that can be funded is agreed: asked of what is free; pence."""

    commissioner: str
    period: str
    asked: Pence
    free: Pence


@dataclass(frozen=True)
class UnderSubscribed:
    """What a round leaves over, whether that is so everywhere, and the rule that holds all the same (empty: none)."""

    spare: Sequence[Spare]
    everywhere: bool
    rule: str

    @property
    def left(self) -> Pence:
        """What would be left in all."""
        return sum(one.free - one.asked for one in self.spare)


def lines(session: Session, row: Round) -> tuple[str, ...]:
    """For each commissioner and year that would keep money if every bid that can be funded were agreed: how much of it.

    Then that the line between what can be funded and what cannot stays where it is, and what people can do. Empty while
    the round is open, and where nothing would be left.
    """
    if row.state != "closed":
        return ()
    pinned = applications.definitions(row)
    cases = undecided(pinned, applications.find_cases(session, round_ref=row.ref))
    low = {number for number, one in scoring.results(session, [one.id for one in cases]).items() if not one.fundable}
    under = found(
        pinned, cases, asked=_asked(session, cases), low=low, positions=ledger.positions(session, fund=row.fund)
    )
    if under is None:
        return ()
    names = organisations.names(session, sorted({one.commissioner for one in under.spare}))
    all_agreed = f"if every bid that can be funded were agreed in full, {pounds(under.left)} would be left"
    return (
        f"{row.title} is under-subscribed{'' if under.everywhere else ' in part'}: {all_agreed}.",
        *(
            f"- {names.get(one.commissioner, one.commissioner)} in {one.period}: "
            f"{pounds(one.asked)} is asked of the {pounds(one.free)} that is free"
            for one in under.spare
        ),
        f"{under.rule} You can:".strip(),
        f"- open another round for what is left (fundflow round new --from {row.ref})",
        "- give it to another commissioner or year, under a minute (fundflow allocation vire)",
    )


def undecided(pinned: Pinned, cases: Iterable[CaseRow]) -> list[CaseRow]:
    """The bids of a round that were sent and wait for a decision; one that was turned down waits for nobody."""
    life = pinned.workflow
    open_still = {
        name
        for name, state in (life.states if life else {}).items()
        if life and state.holds == "nothing" and (state.assessing or tasks.awaits(life, name))
    }
    return [one for one in cases if one.submitted_at is not None and one.state in open_still]


def found(
    pinned: Pinned,
    cases: Sequence[CaseRow],
    *,
    asked: Mapping[int, Mapping[Key, Pence]],
    low: Iterable[int],
    positions: Iterable[ledger.Balances],
) -> UnderSubscribed | None:
    """What undecided bids leave over, each asking so much of each key; those that scored too `low` are not counted."""
    too_low = set(low)
    wanted = together(asked.get(one.id, {}) for one in cases if one.id not in too_low)
    keys = [one for one in positions if one.key.period in pinned.fund.money.periods]
    spare = [
        Spare(one.key.commissioner, one.key.period, here, one.uncommitted)
        for one in keys
        if one.uncommitted > (here := wanted[one.key.commissioner, one.key.period])
    ]
    below = [one.ref for one in cases if one.id in too_low]
    return UnderSubscribed(spare, len(spare) == len(keys), _rule(pinned, below)) if spare else None


def together(asked: Iterable[Mapping[Key, Pence]]) -> Counter[Key]:
    """What several bids ask of each commissioner and year, added up."""
    wanted: Counter[Key] = Counter()
    for each in asked:
        wanted.update(each)
    return wanted


def _asked(session: Session, bids: Sequence[CaseRow]) -> dict[int, dict[Key, Pence]]:
    return {
        bid.id: {(share.commissioner, period): pence for share in bid.shares for period, pence in share.asked.items()}
        for bid in applications.dossiers(session, [one.ref for one in bids])
    }


def _rule(pinned: Pinned, below: Sequence[str]) -> str:
    if pinned.criteria is None:
        return ""
    least = scoring.tenths_words(pinned.criteria.fundable_tenths)
    which = f", and {', '.join(below)} stay{'s' if len(below) == 1 else ''} below it" if below else ""
    return f"No threshold is lowered for that: {least} of 100 and every minimum stand as published{which}."
