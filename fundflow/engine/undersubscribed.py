"""A closed round that asks for less than there is: what is left over, and what may be done; no threshold is lowered (case 35)."""

from collections.abc import Iterator

from sqlmodel import Session

from fundflow import applications, ledger, organisations, scoring
from fundflow.applications import CaseRow, Round
from fundflow.definitions import Pinned
from fundflow.money import pounds


def lines(session: Session, row: Round) -> tuple[str, ...]:
    """For each commissioner and year that would keep money if every bid that can be funded were agreed: how much of it.

    Then that the line between what can be funded and what cannot stays where it is, and what people can do. Empty while
    the round is open, and where nothing would be left.
    """
    if row.state != "closed":
        return ()
    pinned = applications.definitions(row)
    undecided, below = _bids(session, row, pinned)
    asked = _asked(session, undecided)
    positions = [one for one in ledger.positions(session, fund=row.fund) if one.key.period in pinned.fund.money.periods]
    spare = [(one, asked.get((one.key.commissioner, one.key.period), 0)) for one in positions]
    spare = [(one, wanted) for one, wanted in spare if one.uncommitted > wanted]
    if not spare:
        return ()
    names = organisations.names(session, sorted({one.key.commissioner for one, _ in spare}))
    left = sum(one.uncommitted - wanted for one, wanted in spare)
    part = " in part" if len(spare) < len(positions) else ""
    all_agreed = f"if every bid that can be funded were agreed in full, {pounds(left)} would be left"
    found = [f"{row.title} is under-subscribed{part}: {all_agreed}."]
    for one, wanted in spare:
        place = f"{names.get(one.key.commissioner, one.key.commissioner)} in {one.key.period}"
        found.append(f"- {place}: {pounds(wanted)} is asked of the {pounds(one.uncommitted)} that is free")
    return (*found, *_ways(row, pinned, below))


def _bids(session: Session, row: Round, pinned: Pinned) -> tuple[list[CaseRow], list[str]]:
    """The bids of a round that wait for a decision and may be funded, and the references of those that scored too low."""
    workflow = pinned.workflow
    waiting, low = [], []
    for one in applications.find_cases(session, round_ref=row.ref):
        state = workflow.states[one.state] if workflow else None
        if state is None or state.kind == "end" or state.holds != "nothing" or one.submitted_at is None:
            continue
        result = scoring.consolidation(session, one.id)
        if result is not None and not result.fundable:
            low.append(one.ref)
        else:
            waiting.append(one)
    return waiting, low


def _asked(session: Session, bids: list[CaseRow]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for bid in applications.dossiers(session, [one.ref for one in bids]):
        for share in bid.shares:
            for period, pence in share.asked.items():
                found[share.commissioner, period] = found.get((share.commissioner, period), 0) + pence
    return found


def _ways(row: Round, pinned: Pinned, below: list[str]) -> Iterator[str]:
    if pinned.criteria is not None:
        least = scoring.tenths_words(pinned.criteria.fundable_tenths)
        which = f", and {', '.join(below)} stay{'s' if len(below) == 1 else ''} below it" if below else ""
        yield f"No threshold is lowered for that: {least} of 100 and every minimum stand as published{which}. You can:"
    else:
        yield "You can:"
    yield f"- open another round for what is left: fundflow round new --from {row.ref}"
    yield "- give it to another commissioner or year, under a minute: fundflow allocation vire"
