"""The register of decisions: every applied share, every one opened again, every resolution."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from fundflow.clock import london_day, moment
from fundflow.committees.queries.agendas import interests, item_by_id, meeting_by_id, rulings, sitting_by_id, sittings
from fundflow.committees.queries.bodies import committees
from fundflow.committees.queries.quorums import as_interest
from fundflow.committees.queries.urgent import chairs_actions, consultees
from fundflow.committees.queries.votes import counted
from fundflow.committees.rules.interests import words
from fundflow.committees.tables import ChairsAction, Committee, Resolution, ShareDecision, ShareEvent, TermsVersion
from fundflow.definitions.committee import Terms


@dataclass(frozen=True)
class Registered:
    """One line of the register: what, by whom, on which vote, and how interests were handled.

    `standing` is `stands`, `void` (its vote was void, or its tabling set aside) or `opened again`; a chair's action is
    `to be ratified`, `stands, ratified` or `not ratified`.
    """

    decided_at: datetime
    meeting: str
    held_on: date
    body: str
    commissioner: str | None
    item: int
    title: str
    private: bool
    application_id: int | None
    decision: str
    amounts: tuple[tuple[str, int], ...]
    reason: str
    vote: str
    interests: tuple[str, ...]
    minute_number: str
    standing: str


@dataclass(frozen=True)
class _Taken:
    """A decision from any of its three sources."""

    sitting_id: int
    item_id: int
    motion_id: int
    decided_at: datetime
    commissioner: str | None
    decision: str
    amounts: Sequence[dict[str, Any]]
    reason: str
    minute_number: str
    standing: str = "stands"


def register(session: Session, *, meeting_id: int | None = None, public_only: bool = False) -> list[Registered]:
    """The register of decisions (procurement register duty), oldest first; staged ones are not decisions yet."""
    wanted = None if meeting_id is None else {sitting.id for sitting in sittings(session, meeting_id)}
    bodies = {body.id: body for body in committees(session)}
    taken = [one for one in _taken(session) if wanted is None or one.sitting_id in wanted]
    rows = [_registered(session, one, bodies) for one in taken]
    if wanted is None:
        decided = chairs_actions(session, states=tuple(_ALONE))
        rows += [_alone(session, one, bodies[one.committee_id]) for one in decided]
        by_commissioner = {body.commissioner: body for body in bodies.values() if body.kind == "committee"}
        rows += [_by_delegates(one, by_commissioner.get(one.commissioner)) for one in _delegated(session)]
    kept = [row for row in rows if not (public_only and row.private)]
    return sorted(kept, key=lambda row: (row.decided_at, row.item, row.body))


def _taken(session: Session) -> list[_Taken]:
    voted = col(ShareDecision.motion_id).is_not(None)
    applied = session.exec(select(ShareDecision).where(col(ShareDecision.applied_at).is_not(None), voted))
    found = [_share(row) for row in applied]
    again = select(ShareEvent, ShareDecision).join(ShareDecision).where(col(ShareEvent.action).in_(_AGAIN))
    found += [_earlier(event, row) for event, row in session.exec(again) if (event.before or {}).get("motion_id")]
    return found + [_resolution(row) for row in session.exec(select(Resolution))]


_AGAIN = {"void_vote": "void", "bring_back": "opened again", "money_freed": "opened again"}


def _share(row: ShareDecision) -> _Taken:
    assert row.decided_at is not None
    return _Taken(
        sitting_id=row.sitting_id or 0,
        item_id=row.item_id or 0,
        motion_id=row.motion_id or 0,
        decided_at=row.decided_at,
        commissioner=row.commissioner,
        decision=row.outcome or "",
        amounts=row.amounts,
        reason=row.reason,
        minute_number=row.minute_number,
        standing="void" if row.void_at is not None else "stands",
    )


def _earlier(event: ShareEvent, row: ShareDecision) -> _Taken:
    said = event.before or {}
    return _Taken(
        sitting_id=said["sitting_id"],
        item_id=said["item_id"],
        motion_id=said["motion_id"],
        decided_at=moment(said["decided_at"]),
        commissioner=row.commissioner,
        decision=said["outcome"],
        amounts=said["amounts"],
        reason=said["reason"],
        minute_number=said["minute_number"],
        standing=_AGAIN[event.action],
    )


def _resolution(row: Resolution) -> _Taken:
    return _Taken(
        sitting_id=row.sitting_id,
        item_id=row.item_id,
        motion_id=row.motion_id,
        decided_at=row.decided_at,
        commissioner=None,
        decision=f"{row.action}: {row.outcome}",
        amounts=row.amounts,
        reason=row.reason,
        minute_number=row.minute_number,
    )


def _registered(session: Session, taken: _Taken, bodies: dict[int | None, Committee]) -> Registered:
    item = item_by_id(session, taken.item_id)
    sitting = sitting_by_id(session, taken.sitting_id)
    meeting = meeting_by_id(session, sitting.meeting_id)
    terms = Terms.model_validate(session.get_one(TermsVersion, sitting.terms_id).terms)
    return Registered(
        decided_at=taken.decided_at,
        meeting=meeting.ref,
        held_on=meeting.held_on,
        body=terms.title,
        commissioner=taken.commissioner or bodies[sitting.committee_id].commissioner,
        item=item.number,
        title=item.title,
        private=item.private,
        application_id=item.application_id,
        decision=taken.decision,
        amounts=tuple((str(part["period"]), int(part["pence"])) for part in taken.amounts),
        reason=taken.reason,
        vote=counted(session, taken.motion_id, casting_allowed=terms.casting_vote).words(),
        interests=tuple(handled(session, taken.sitting_id, taken.item_id)),
        minute_number=taken.minute_number,
        standing=taken.standing,
    )


_ALONE = {"decided": "to be ratified", "ratified": "stands, ratified", "not_ratified": "not ratified"}


def _alone(session: Session, row: ChairsAction, body: Committee) -> Registered:
    """A chair's action as a line of the register."""
    assert row.decided_at is not None
    heard = [f"{one.name}: {one.interest or 'no interest'}" for one in consultees(session, row.id or 0)]
    return Registered(
        decided_at=row.decided_at,
        meeting="between meetings",
        held_on=london_day(row.decided_at),
        body=body.title,
        commissioner=row.commissioner,
        item=0,
        title="Chair's action",
        private=False,
        application_id=row.application_id,
        decision=row.outcome,
        amounts=tuple((str(part["period"]), int(part["pence"])) for part in row.amounts),
        reason=f"{row.urgent} {row.reason}".strip(),
        vote=f"{row.chair_name} alone, after talking to {', '.join(one.split(':')[0] for one in heard)}",
        interests=(f"{row.chair_name}: none", *heard),
        minute_number=row.ref,
        standing=_ALONE[row.state],
    )


def _delegated(session: Session) -> Sequence[ShareDecision]:
    applied = col(ShareDecision.applied_at).is_not(None)
    return session.exec(select(ShareDecision).where(applied, col(ShareDecision.authority) != "")).all()


def _by_delegates(row: ShareDecision, body: Committee | None) -> Registered:
    """What delegates decided as a line of the register: who signed, under which paragraph of the scheme."""
    assert row.decided_at is not None
    return Registered(
        decided_at=row.decided_at,
        meeting="between meetings",
        held_on=london_day(row.decided_at),
        body=body.title if body else "",
        commissioner=row.commissioner,
        item=0,
        title="Decided by delegation",
        private=False,
        application_id=row.application_id,
        decision=row.outcome or "",
        amounts=tuple((str(part["period"]), int(part["pence"])) for part in row.amounts),
        reason=row.reason,
        vote=f"{' and '.join(row.delegates)}, by delegation",
        interests=tuple(f"{name}: none known" for name in row.delegates),
        minute_number=row.minute_number,
        standing="void" if row.void_at is not None else "stands",
    )


def handled(session: Session, sitting_id: int, item_id: int) -> list[str]:
    """`Dr Lee (partner at Elmsgate Surgery): leaves the room for the item`, by declaration."""
    ruled = rulings(session, sitting_id)
    said = []
    for row in interests(session, sitting_id, item_id=item_id):
        interest = as_interest(row, ruled.get(row.id or 0, []))
        last = interest.rulings[-1].actions if interest.rulings else interest.proposed
        said.append(f"{row.name} ({row.nature}): {words(last)}")
    return said
