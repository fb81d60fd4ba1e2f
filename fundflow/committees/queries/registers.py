"""The register of decisions: every applied share, every one opened again, every resolution."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from fundflow import together
from fundflow.clock import london_day, moment
from fundflow.committees.queries.agendas import sittings
from fundflow.committees.queries.bodies import committees
from fundflow.committees.queries.quorums import as_interest
from fundflow.committees.queries.urgent import chairs_actions, consultees
from fundflow.committees.rules.interests import words
from fundflow.committees.rules.voting import count
from fundflow.committees.tables import (
    ChairsAction,
    Committee,
    Item,
    ItemInterest,
    Meeting,
    Motion,
    Resolution,
    Ruling,
    ShareDecision,
    ShareEvent,
    Sitting,
    TermsVersion,
    Vote,
)
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
    records = _records(session, wanted)
    rows = [_registered(records, one, bodies) for one in taken]
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


@dataclass(frozen=True)
class _Records:
    """Everything that lines of the register are made of, by number."""

    items: dict[int | None, Item]
    sittings: dict[int | None, Sitting]
    meetings: dict[int | None, Meeting]
    terms: dict[int | None, Terms]
    votes: list[Vote]
    interests: list[ItemInterest]
    rulings: dict[int, list[Ruling]]

    def vote(self, taken: _Taken, *, casting_allowed: bool) -> str:
        """How a motion was voted, in words."""
        standing = [one for one in self.votes if one.motion_id == taken.motion_id and one.void_at is None]
        cast = next((one.choice for one in standing if one.casting), None)
        votes = {one.person_id: one.choice for one in standing if not one.casting}
        return count(votes, casting=cast, casting_allowed=casting_allowed).words()

    def handled(self, taken: _Taken) -> tuple[str, ...]:
        """How the interests in an item were handled."""
        place = (taken.sitting_id, taken.item_id)
        rows = [one for one in self.interests if (one.sitting_id, one.item_id) == place]
        return tuple(_handled(row, self.rulings.get(row.id or 0, [])) for row in rows)


def _records(session: Session, wanted: set[int | None] | None) -> _Records:
    """The records of some sittings, or of all, in one question."""
    here = select(Sitting.id) if wanted is None else select(Sitting.id).where(col(Sitting.id).in_(wanted))
    meetings = select(Sitting.meeting_id).where(col(Sitting.id).in_(here))
    found = together.read(
        session,
        [
            (Sitting, col(Sitting.id).in_(here)),
            (Meeting, col(Meeting.id).in_(meetings)),
            (Item, col(Item.meeting_id).in_(meetings)),
            (TermsVersion, col(TermsVersion.id).in_(select(Sitting.terms_id).where(col(Sitting.id).in_(here)))),
            (Vote, col(Vote.motion_id).in_(select(Motion.id).where(col(Motion.sitting_id).in_(here)))),
            (ItemInterest, col(ItemInterest.sitting_id).in_(here)),
            (
                Ruling,
                col(Ruling.interest_id).in_(select(ItemInterest.id).where(col(ItemInterest.sitting_id).in_(here))),
            ),
        ],
    )
    by_interest: dict[int, list[Ruling]] = {}
    for row in sorted(found[Ruling], key=lambda one: (one.ruled_at, one.id)):
        by_interest.setdefault(row.interest_id, []).append(row)
    return _Records(
        items={row.id: row for row in found[Item]},
        sittings={row.id: row for row in found[Sitting]},
        meetings={row.id: row for row in found[Meeting]},
        terms={row.id: Terms.model_validate(row.terms) for row in found[TermsVersion]},
        votes=sorted(found[Vote], key=lambda one: (one.cast_at, one.id)),
        interests=sorted(found[ItemInterest], key=lambda one: (one.declared_at, one.id)),
        rulings=by_interest,
    )


def _registered(records: _Records, taken: _Taken, bodies: dict[int | None, Committee]) -> Registered:
    item, sitting = records.items[taken.item_id], records.sittings[taken.sitting_id]
    meeting, terms = records.meetings[sitting.meeting_id], records.terms[sitting.terms_id]
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
        vote=records.vote(taken, casting_allowed=terms.casting_vote),
        interests=records.handled(taken),
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


def _handled(row: ItemInterest, ruled: Sequence[Ruling]) -> str:
    interest = as_interest(row, ruled)
    last = interest.rulings[-1].actions if interest.rulings else interest.proposed
    return f"{row.name} ({row.nature}): {words(last)}"
