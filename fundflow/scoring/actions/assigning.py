"""Verbs that give a bid its assessors, and take a seat away while keeping what was written in it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from sqlmodel import Session

from fundflow.audit import Act
from fundflow.definitions.criteria import Criteria
from fundflow.errors import Refused
from fundflow.scoring import queries, rules
from fundflow.scoring.actions.superseding import end_seat, supersede_results
from fundflow.scoring.tables import Assignment


def assign(
    session: Session, application_id: int, candidate: rules.Candidate, *, parties: rules.Parties, act: Act
) -> Assignment:
    """Give somebody a seat on a bid. An answer about interests that they gave earlier in the round still counts.

    To somebody who has a seat it adds what they bring and the seat does not say yet.

    Raises:
        Refused: a tie (named), a seat that says all this already, or an earlier one that was set aside.
    """
    seated = _check_may_join(session, application_id, candidate, parties)
    if seated is not None:
        seated.finance_aware = seated.finance_aware or candidate.finance_aware
        seated.clinical = seated.clinical or candidate.clinical
        session.add(seated)
        session.flush()
        return seated
    earlier = queries.declaration(session, application_id, candidate.person_id)
    known = earlier is not None and rules.cleared(earlier.answer, earlier.ruling)
    row = Assignment(
        application_id=application_id,
        person_id=candidate.person_id,
        person=candidate.name,
        finance_aware=candidate.finance_aware,
        clinical=candidate.clinical,
        outside=earlier is None or earlier.answer != "declare",
        state="declared" if known else "assigned",
        assigned_by=act.actor_id,
        assigned_at=act.now,
    )
    session.add(row)
    session.flush()
    return row


def _check_may_join(
    session: Session, application_id: int, candidate: rules.Candidate, parties: rules.Parties
) -> Assignment | None:
    """The seat that they have already, if they bring something to it that it does not say yet."""
    rules.check_untied(candidate, parties)
    seats = [row for row in queries.assignments(session, application_id) if row.person_id == candidate.person_id]
    live = next((row for row in seats if row.state in rules.LIVE), None)
    if live is not None:
        if (candidate.finance_aware and not live.finance_aware) or (candidate.clinical and not live.clinical):
            return live
        raise Refused.because(
            "assessor_new",
            f"{candidate.name} assesses this bid already. Choose somebody else. Nothing has changed.",
        )
    aside = next((row for row in seats if row.state == "void" or row.why == "conflict"), None)
    if aside is not None:
        raise Refused.because(
            "assessor_new",
            f"{candidate.name} was not assigned: their part in this bid ended before ({aside.reason}). "
            "Choose somebody who has not seen it. Nothing has changed.",
        )
    return None


def plan_assignment(
    session: Session,
    asks: Mapping[int, int],
    candidates: Sequence[rules.Candidate],
    *,
    parties: Mapping[int, rules.Parties],
    criteria: Criteria,
) -> rules.Plan:
    """Who would be seated where, and what panels would still lack; `asks` is pence by application id."""
    bids = []
    brought = {one.person_id: one for one in candidates}
    for application_id, ask_pence in asks.items():
        rows = queries.assignments(session, application_id)
        barred = frozenset(row.person_id for row in rows if row.state not in rules.LIVE)
        seats = tuple(_with_kinds(queries.seat_of(row), brought.get(row.person_id)) for row in rows)
        bids.append(rules.BidToSeat(application_id, ask_pence, parties[application_id], seats, barred))
    return rules.balance(bids, candidates, criteria.assessors)


def _with_kinds(seat: rules.Seat, candidate: rules.Candidate | None) -> rules.Seat:
    """A seat as it is once it also says what its person is now known to bring."""
    if candidate is None:
        return seat
    finance_aware, clinical = seat.finance_aware or candidate.finance_aware, seat.clinical or candidate.clinical
    return replace(seat, finance_aware=finance_aware, clinical=clinical)


def hand_back(
    session: Session, application_id: int, *, why: Literal["ill", "conflict", "no_time"], reason: str = "", act: Act
) -> Assignment:
    """The assessor who acts gives up their own seat before locking; drafts are kept sealed.

    Raises:
        NotFound: they have no seat here.
        Refused: their scores are locked.
    """
    row = queries.assignment(session, application_id, act.actor_id)
    return end_seat(session, row, "hand_back", why=why, reason=reason or why.replace("_", " "), act=act)


def void(
    session: Session, application_id: int, person_id: int, *, reason: str, why: str = "other", act: Act
) -> Assignment:
    """Set a seat aside: its scores are kept and count as missing.

    A result that used them is superseded, unless it stands in a frozen list already: then scoring is reopened by its
    own verb, so that what a committee has seen does not change silently.

    Raises:
        NotFound: the person has no live seat here.
        Refused: no reason was given.
    """
    _need(reason)
    row = queries.assignment(session, application_id, person_id)
    return end_seat(session, row, "void", why=why, reason=reason, act=act)


def reassign(
    session: Session,
    application_id: int,
    person_id: int,
    candidate: rules.Candidate,
    *,
    parties: rules.Parties,
    reason: str,
    act: Act,
) -> Assignment:
    """Replace an assessor, for a conflict or because they are missing; the old scores are void and kept.

    Raises:
        Refused: the new one has a tie or was here before, or no reason was given.
        NotFound: the old one never had a seat here.
    """
    _need(reason)
    _check_may_join(session, application_id, candidate, parties)
    seats = [row for row in queries.assignments(session, application_id) if row.person_id == person_id]
    if not seats or seats[-1].state in rules.LIVE:
        void(session, application_id, person_id, reason=reason, why="replaced", act=act)
    return assign(session, application_id, candidate, parties=parties, act=act)


def fresh_panel(session: Session, application_id: int, *, reason: str, act: Act) -> list[Assignment]:
    """Set every seat aside and supersede the result, for a bid that must be scored again by people new to it."""
    _need(reason)
    rows = queries.assignments(session, application_id, live=True)
    for row in rows:
        end_seat(session, row, "void", why="fresh_panel", reason=reason, act=act)
    supersede_results(session, application_id, because=reason, act=act)
    return rows


def _need(reason: str) -> None:
    if not reason.strip():
        raise Refused.because(
            "reason_given",
            "Nothing was changed: a seat is taken away only with a reason. Write 1 sentence that says why.",
        )
