"""Chairs' actions as their pages show them: what is asked, who spoke, and what whoever looks may do about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from fundflow import applications, committees
from fundflow.applications import Application
from fundflow.clock import london_day
from fundflow.committees import ChairsAction, CommitteeMember, Consultee
from fundflow.engine import parties, readership, sight
from fundflow.engine.case import open_case
from fundflow.errors import NotFound
from fundflow.people import Actor


@dataclass(frozen=True)
class ActionSheet:
    """One action: the bid, the body's members of today, who spoke, and how whoever looks stands to it.

    `sits` that they have a seat on the body, `chairs` that they may take its chair, `spoke` that they said what they
    think; `lacking` which views a chair still waits for; `tie` how they are tied to the bid, so that they take no part.
    """

    action: ChairsAction
    case: Application
    consulted: Sequence[Consultee]
    members: Sequence[CommitteeMember]
    sits: bool
    chairs: bool
    spoke: bool
    lacking: str
    tie: str


def actions_of(session: Session, *, actor: Actor, now: datetime) -> list[ChairsAction]:
    """Those of the funds for whose office somebody works, and of the bodies in which they sit today; the newest first."""
    found = committees.chairs_actions(session)[::-1]
    mine = {seat.committee_id for seat in committees.seats_of(session, actor.id, on=london_day(now))}
    cases = applications.by_ids(session, {one.application_id for one in found})
    return [
        one for one in found if one.committee_id in mine or sight.in_office(actor, fund=cases[one.application_id].fund)
    ]


def of_action(session: Session, ref: str, *, actor: Actor, now: datetime) -> ActionSheet:
    """One action, for the office of the bid's fund and for the members of the body.

    Raises:
        NotFound: there is none, or it is not theirs to see.
    """
    row, today = committees.chairs_action(session, ref), london_day(now)
    application = applications.get_by_id(session, row.application_id)
    members = committees.members_on(session, row.committee_id, on=today)
    sits = any(one.person_id == actor.id for one in members)
    if not sits and not _works_on(session, application, actor=actor, now=now):
        raise NotFound(f"There is no chair's action {ref} among those that you may see.")
    asked = committees.asked_of(session, row, actor.id, on=today)
    ties = parties.own_ties(open_case(session, application.ref, actor=actor, now=now), actor.id) if sits else {}
    return ActionSheet(
        action=row,
        case=application,
        consulted=committees.consultees(session, row.id or 0),
        members=members,
        sits=sits,
        chairs=asked.chairs,
        spoke=asked.spoke,
        lacking=asked.lacking,
        tie=next(iter(ties.values()), ""),
    )


def _works_on(session: Session, application: Application, *, actor: Actor, now: datetime) -> bool:
    try:
        _, view = readership.case(session, application.ref, actor=actor, now=now)
    except NotFound:
        return False
    return view.relation == "office"
