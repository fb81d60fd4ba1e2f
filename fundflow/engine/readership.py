"""Who may read what is not a case: letters, meetings, claims, runs, reports, and what happened; doors ask here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from fundflow import applications, audit, committees, letters, payments
from fundflow.clock import london_day
from fundflow.definitions import Workflow
from fundflow.engine import outgoing, sight, visibility
from fundflow.engine.case import Case, open_case
from fundflow.engine.machine import ORGANISATIONS_OWN
from fundflow.errors import NotFound, Refused
from fundflow.people import Actor

LED = ("save", "confirm_entry", "start_from", "prefer")
"""What a bid's own people do to it beside its steps."""
OFFICE = "The office"
"""Who did it, as a bid's own people are told: never which officer, and never an assessor."""
FIGURES = ("state", "version", "ask_pence", "waiting_for")
"""What the feed of events tells of a case before and after; the rest is read on the case itself."""


def must_be_office(actor: Actor, *, doing: str, fund: str = "") -> None:
    """Let only the office go on: those who work for one fund, or (with none named) for all of them.

    Raises:
        Refused: the person holds no role of the office there.
    """
    if sight.in_office(actor, fund=fund):
        return
    where = f"for {fund}" if fund else "for all funds"
    raise Refused.because(
        "may_act",
        f"{doing} is for the office, and {actor.name} holds no role there {where}. Nothing has changed. "
        f"{'Name a fund of yours, or ask' if sight.in_office(actor) else 'Ask'} your administrator if that is wrong.",
    )


def must_see_office(actor: Actor, *, doing: str) -> None:
    """Let only the office go on, those who work for one fund too: they see what is of it.

    Raises:
        Refused: the person holds no role of the office.
    """
    if not sight.in_office(actor):
        must_be_office(actor, doing=doing)


def letters_of(
    session: Session, *, actor: Actor, state: str | None = None, code: str | None = None
) -> list[letters.Letter]:
    """The letters that somebody of the office may read, oldest first: of one fund, those about its cases."""
    found = letters.find(session, state=state, code=code)
    if sight.in_office(actor, fund=""):
        return found
    mine = {one.id for one in sight.cases(session, actor) if sight.in_office(actor, fund=one.fund)}
    return [one for one in found if one.application_id in mine]


def case(session: Session, ref: str, *, actor: Actor, now: datetime) -> tuple[Case, sight.Sight]:
    """A case with what this person may see of it.

    Raises:
        NotFound: there is none, or nothing of it is theirs to see.
    """
    found = open_case(session, ref, actor=actor, now=now)
    return found, sight.of_case(found)


def letters_among(
    session: Session, found: Sequence[letters.Letter], *, actor: Actor, now: datetime
) -> list[letters.Letter]:
    """Those of some letters that somebody may read, as `letter` decides for one."""
    lost = sight.hidden(session, actor=actor, now=now, part="letters")
    every = applications.find_cases(session, with_set_aside=True)
    office = {row.ref for row in every if sight.works_on(actor, row.fund)}
    cases = {one.id: one.ref.partition("/")[0] for one in found if one.application_id}
    own = [one for one in found if one.id in cases and cases[one.id] not in lost]
    mine = {one.id for one in own if cases[one.id] in office or one.state == "released"}
    if sight.in_office(actor, fund=""):
        mine |= {one.id for one in found if one.application_id is None}
    return [one for one in found if one.id in mine or outgoing.signs(session, one, actor.id, now=now)]


def letter(session: Session, ref: str, *, actor: Actor, now: datetime) -> letters.Letter:
    """A letter: the office reads every one, whoever signs it the one that they sign, a bid's own people the released ones.

    Raises:
        NotFound: there is none, or it is not theirs to read.
    """
    row = letters.get(session, ref)
    if row.application_id is None:
        if not sight.in_office(actor, fund=""):
            raise NotFound(f"there is no letter {ref}")
        return row
    if outgoing.signs(session, row, actor.id, now=now):
        return row
    case_ref = applications.get_by_id(session, row.application_id).ref
    _, view = case(session, case_ref, actor=actor, now=now)
    if "letters" not in view or (view.relation != "office" and row.state != "released"):
        raise NotFound(f"there is no letter {ref}")
    return row


def claim(session: Session, ref: str, *, actor: Actor, now: datetime) -> payments.Claim:
    """A claim, for those who may see the claims of its case.

    Raises:
        NotFound: there is none, or it is not theirs to see.
    """
    row = payments.claim(session, ref)
    _must_see_claims(session, row.case_ref, f"there is no claim {ref}", actor=actor, now=now)
    return row


def recovery(session: Session, ref: str, *, actor: Actor, now: datetime) -> payments.Recovery:
    """Money asked back, for those who may see the claims of its case, once they are told of it.

    Raises:
        NotFound: there is none, or it is not theirs to see.
    """
    row = payments.recovery(session, ref)
    view = _must_see_claims(session, row.case_ref, f"there is no recovery {ref}", actor=actor, now=now)
    if not recoveries_seen([row], view):
        raise NotFound(f"there is no recovery {ref}")
    return row


def recoveries_seen(found: Sequence[payments.Recovery], view: sight.Sight) -> list[payments.Recovery]:
    """Those recoveries of a case that its reader may see: until notice is given, a proposal is the office's own."""
    if "claims" not in view:
        return []
    return [one for one in found if view.relation == "office" or one.notice_at is not None]


def _must_see_claims(session: Session, case_ref: str, otherwise: str, *, actor: Actor, now: datetime) -> sight.Sight:
    _, view = case(session, case_ref, actor=actor, now=now)
    if "claims" not in view:
        raise NotFound(otherwise)
    return view


def meetings(session: Session, *, actor: Actor, now: datetime) -> Sequence[committees.Meeting]:
    """Meetings by date: every one for the office, else those of the bodies in which this person has a seat."""
    found = committees.meetings(session)
    if sight.in_office(actor):
        return found
    mine = {seat.committee_id for seat in committees.seats_of(session, actor.id, on=london_day(now))}
    if not mine:
        return []
    return [row for row in found if mine & {one.committee_id for one in committees.sittings(session, row.id or 0)}]


def meeting(session: Session, ref: str, *, actor: Actor, now: datetime) -> committees.Meeting:
    """A meeting, for the office, for the members of the bodies that sit, and for who sat in it or was co-opted.

    Raises:
        NotFound: there is none, or this person has no seat in it.
    """
    row = committees.meeting(session, ref)
    if not sight.in_office(actor):
        mine = {seat.committee_id for seat in committees.seats_of(session, actor.id, on=london_day(now))}
        sittings = committees.sittings(session, row.id or 0)
        if not mine & {one.committee_id for one in sittings} and not any(
            seat.person_id == actor.id
            for one in sittings
            for seat in committees.members_on(session, one.committee_id, on=row.held_on, sitting_id=one.id)
        ):
            raise NotFound(f"There is no meeting '{ref}' among those that you may see.")
    return row


@dataclass(frozen=True)
class Followed:
    """Events that a person may know of, up to which event was looked, and whether there are any later ones to look at."""

    told: list[audit.Event]
    last: int
    more: bool


def events(session: Session, *, after: int, limit: int, actor: Actor) -> Followed:
    """What happened after an event, oldest first, as far as this person may know of it.

    The office follows everything but the cases that a fund keeps from it, or the cases of the funds for which somebody
    works; a bid's own people what they and their partners did and which steps the office took; nobody else is told
    anything.
    """
    if sight.in_office(actor, fund=""):
        found, last, more = _looked_at(session, after, limit)
        lost = visibility.hidden(session, actor=actor)
        return Followed([one for one in found if one.subject.partition("/")[0] not in lost], last, more)
    mine = {one.ref: one for one in sight.cases(session, actor)}
    led = {ref for ref, one in mine.items() if one.lead in sight.own_organisations(actor)}
    subjects = None if sight.in_office(actor) else sorted(led)
    if subjects == []:
        return Followed([], after, more=False)
    found, last, more = _looked_at(session, after, limit, subjects=subjects)
    office = {ref for ref, one in mine.items() if sight.in_office(actor, fund=one.fund)}
    rounds = {mine[one.subject].round for one in found if one.subject in led}
    lives = {ref: applications.definitions(applications.get_round(session, ref)).workflow for ref in sorted(rounds)}
    told: list[audit.Event | None] = []
    for one in found:
        if one.subject.partition("/")[0] in office:
            told.append(one)
        elif one.subject in led:
            told.append(_told_to_lead(one, lives[mine[one.subject].round]))
    return Followed([one for one in told if one is not None], last, more)


def _looked_at(
    session: Session, after: int, limit: int, *, subjects: Sequence[str] | None = None
) -> tuple[list[audit.Event], int, bool]:
    """So many events after one at the most, the last of them, and whether there are later ones."""
    found = audit.since(session, after, subjects=subjects, limit=limit + 1)
    shown = found[:limit]
    return shown, shown[-1].seq if shown else after, len(found) > limit


def history(case: Case, view: sight.Sight) -> list[audit.Event]:
    """What happened to a case, oldest first, as far as whoever looks may know of it."""
    if "history" not in view:
        return []
    found = audit.history(case.session, case.ref)
    if view.relation == "office":
        return found
    return [told for one in found if (told := _told_to_lead(one, case.workflow)) is not None]


def _told_to_lead(event: audit.Event, workflow: Workflow | None) -> audit.Event | None:
    """An event as a bid's own people are told of it: their own acts whole, of the office's steps only that they were."""
    what = event.what.removesuffix(".signed")
    if what in LED or what.startswith("consent."):
        return event
    if workflow is None:
        return None
    if what in workflow.openings:
        by = {*workflow.openings[what].by}
    else:
        by = {role for step in workflow.steps if step.step == what for role in (*step.by, *step.signatures)}
    if not by:
        return None
    return event if by <= ORGANISATIONS_OWN else replace(event, actor=OFFICE, payload=_without_reason(event))


def _without_reason(event: audit.Event) -> str:
    return audit.canonical({name: part for name, part in event.contents.items() if name in ("before", "after")})
