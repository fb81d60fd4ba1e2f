"""Reads chairs' actions, whom they were talked over with, and the ways out of a quorum that failed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from fundflow.committees.queries.bodies import members_on, terms_row
from fundflow.committees.rules import urgent as rules
from fundflow.committees.tables import ChairsAction, Consultee, Item, QuorumRoute, ShareEvent, Sitting
from fundflow.definitions.committee import Terms
from fundflow.errors import NotFound


def chairs_action(session: Session, ref: str) -> ChairsAction:
    """The chair's action of a reference.

    Raises:
        NotFound: there is none.
    """
    found = session.exec(select(ChairsAction).where(ChairsAction.ref == ref)).first()
    if found is None:
        raise NotFound(f"There is no chair's action '{ref}'. Look at the list of them (fundflow chairs-action list).")
    return found


def chairs_actions(session: Session, *, states: Sequence[str] = ()) -> Sequence[ChairsAction]:
    """Every chair's action, oldest first; in some states, where asked."""
    wanted = select(ChairsAction).order_by(col(ChairsAction.id))
    return session.exec(wanted.where(col(ChairsAction.state).in_(states)) if states else wanted).all()


def consultees(session: Session, chairs_action_id: int) -> Sequence[Consultee]:
    """Those with whom a chair's action was talked over, in order."""
    return session.exec(
        select(Consultee).where(Consultee.chairs_action_id == chairs_action_id).order_by(col(Consultee.id))
    ).all()


def heard(session: Session, chairs_action_id: int, *, but: int) -> list[rules.Said]:
    """What others than the chair said, as the rule weighs it."""
    return [_said(one) for one in consultees(session, chairs_action_id) if one.person_id != but]


def _said(one: Consultee) -> rules.Said:
    return rules.Said(one.name, one.agrees, one.executive, one.interest)


@dataclass(frozen=True)
class Asked:
    """What a chair's action asks of one member: whether they may take the chair, and have said what they think.

    `lacking` says in words which views a chair still waits for; it is empty where enough have agreed.
    """

    chairs: bool
    spoke: bool
    lacking: str


def asked_of(session: Session, row: ChairsAction, person_id: int, *, on: date) -> Asked:
    """What a chair's action asks of one member of its body on a day."""
    terms = Terms.model_validate(terms_row(session, row.committee_id, on=on).terms)
    roles = {seat.role for seat in members_on(session, row.committee_id, on=on) if seat.person_id == person_id}
    said = consultees(session, row.id or 0)
    others = [_said(one) for one in said if one.person_id != person_id]
    return Asked(
        chairs=not roles.isdisjoint(terms.chairs),
        spoke=any(one.person_id == person_id for one in said),
        lacking=(rules.unconsulted(terms, others) or "") if terms.chairs_action else "",
    )


def routes(session: Session, sitting_id: int, item_id: int) -> Sequence[QuorumRoute]:
    """The ways out that were recorded for an item that a body could not decide."""
    return session.exec(
        select(QuorumRoute)
        .where(QuorumRoute.sitting_id == sitting_id, QuorumRoute.item_id == item_id)
        .order_by(col(QuorumRoute.id))
    ).all()


@dataclass(frozen=True)
class Failed:
    """An item that a body could not decide for want of a quorum: when, at which meeting, and the ways out recorded."""

    meeting_id: int
    item: int
    at: datetime
    routes: tuple[str, ...]


def failed_quorum(session: Session, share_decision_id: int, *, since: datetime) -> Failed | None:
    """The last time since a moment when this share could not be decided for want of a quorum."""
    event = session.exec(
        select(ShareEvent)
        .where(
            ShareEvent.share_decision_id == share_decision_id,
            ShareEvent.action == "not_quorate",
            ShareEvent.at >= since,
        )
        .order_by(col(ShareEvent.id).desc())
    ).first()
    if event is None or event.sitting_id is None:
        return None
    sitting = session.get_one(Sitting, event.sitting_id)
    item_id = (event.before or {}).get("quorum", {}).get("item", 0)
    item = session.get_one(Item, item_id)
    found = tuple(row.route for row in routes(session, event.sitting_id, item_id))
    return Failed(sitting.meeting_id, item.number, event.at, found)
