"""A joint meeting of three committees and a group, with two bids on its agenda."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from sqlmodel import Session

from fundflow import committees
from fundflow.applications.tables import Application, Round
from fundflow.audit import Act
from fundflow.committees.tables import Meeting, Motion, ShareDecision
from fundflow.people.tables import Person
from tests.committees.builders import AO, CFO, CHAIR, GP1, GP2, LAY, LMC, NURSE, ROLES, VICE, at, terms

SECRETARY = 99
BODIES = {
    "pccc-rb": ("05J", "Redditch and Bromsgrove"),
    "pccc-sw": ("05T", "South Worcestershire"),
    "pccc-wf": ("06D", "Wyre Forest"),
}
EVENING = at("17:00")


def act(now: datetime = EVENING, reason: str = "") -> Act:
    return Act(
        actor_id=SECRETARY, actor="Jo Ash", now=now, what="meeting", subject="PCCC-2017-06", reason=reason, key=""
    )


@dataclass
class World:
    session: Session
    meeting: Meeting
    sittings: dict[str, int]
    items: dict[int, int]
    shares: dict[str, ShareDecision] = field(default_factory=dict)

    def come(self, *people: int, clock: str = "13:00", **more: Any) -> None:
        for person in people:
            committees.arrive(self.session, self.meeting.id or 0, person, at=at(clock), act=act(), **more)

    def vote(self, body: str, item: int, votes: dict[int, str], clock: str = "14:00", **more: Any) -> Motion:
        return committees.take_vote(
            self.session,
            self.sittings[body],
            self.items[item],
            text="To approve the share.",
            votes=votes,
            at=at(clock),
            act=act(),
            **more,
        )

    def stage(self, body: str, outcome: str, item: int = 1, **more: Any) -> ShareDecision:
        return committees.stage_decision(
            self.session,
            self.shares[body].id or 0,
            sitting_id=self.sittings[body],
            item_id=self.items[item],
            outcome=outcome,
            act=act(),
            **more,
        )


def build(session: Session) -> World:
    _people(session)
    _applications(session)
    early = act(at("08:00"))
    for key, (code, name) in BODIES.items():
        committees.ensure(
            session, terms(committee=key, commissioner=code, short_title=name, title=f"{name} PCCC"), act=early
        )
        for person, (called, role) in ROLES.items():
            committees.add_member(
                session, key, person, name=called, role=role, starts=date(2017, 4, 1), act=early, voting=person != LMC
            )
    meeting = committees.call_meeting(
        session,
        ref="PCCC-2017-06",
        title="Committees in common",
        starts_at=at("13:00"),
        committees=list(BODIES),
        place="Kings Court",
        papers_out_on=date(2017, 6, 7),
        act=early,
    )
    assert meeting.id is not None
    items = {
        1: committees.add_item(
            session, meeting.id, title="Hub", application_id=1, organisations=["M81001", "M81002"], act=early
        ).id,
        2: committees.add_item(
            session, meeting.id, title="Training", application_id=2, organisations=["M81002"], act=early
        ).id,
        3: committees.add_item(session, meeting.id, title="Conflict panel", private=True, act=early).id,
    }
    committees.open_meeting(session, meeting.id, at=at("13:00"), act=act())
    sittings = {key: committees.sitting(session, meeting.ref, key).id or 0 for key in BODIES}
    world = World(session, meeting, sittings, {number: one or 0 for number, one in items.items()})
    codes = {code: key for key, (code, _) in BODIES.items()}
    asked = {code: {"2017/18": 4_000_000, "2018/19": 1_000_000} for code in codes}
    for share in committees.open_tabling(session, 1, asked, act=early):
        world.shares[codes[share.commissioner]] = share
    return world


def _people(session: Session) -> None:
    for person, name in [(SECRETARY, "Jo Ash"), (20, "Mr Fox"), *((one, called) for one, (called, _) in ROLES.items())]:
        session.add(Person(id=person, sign_in_name=f"person{person}", name=name, added_at=EVENING, changed_by="test"))
    session.flush()


def _applications(session: Session) -> None:
    moment = datetime(2017, 4, 3, tzinfo=UTC)
    session.add(
        Round(
            id=1,
            ref="r",
            fund="f",
            workflow="w",
            year=2017,
            number=1,
            title="r",
            opens_at=moment,
            closes_at=EVENING,
            state="closed",
            pinned={},
            pinned_sha256="x",
            created_at=moment,
            created_by=SECRETARY,
        )
    )
    session.flush()
    for one in (1, 2):
        session.add(
            Application(
                id=one,
                ref=f"TF-17-000{one}",
                sequence_year=2017,
                sequence=one,
                round_id=1,
                fund="f",
                workflow="w",
                lead="M81001",
                title="Hub",
                state="at_committee",
                state_since=moment,
                created_by=SECRETARY,
                created_at=moment,
            )
        )
    session.flush()


ALL = (CHAIR, VICE, LAY, AO, CFO, GP1, GP2, NURSE)
