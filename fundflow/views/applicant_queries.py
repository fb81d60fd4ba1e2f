"""What an applicant's pages read across domains in one round trip."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from fundflow import together
from fundflow.awards import Award, Condition, Offer, OfferLine
from fundflow.committees import Committee, Item, Meeting, ShareDecision, Sitting
from fundflow.database import in_force
from fundflow.drafting import SectionMark
from fundflow.files import FileFacts, facts
from fundflow.letters import Letter
from fundflow.monitoring import Measure, Milestone, MilestoneWindow, QuarterlyReturn, Reading
from fundflow.organisations import CommissionerLink, Organisation
from fundflow.payments import Claim, Recovery, RecoveryShare
from fundflow.people import Person, RoleGrant

OWN = ("applicant", "signatory")


@dataclass(frozen=True)
class PlannedMeeting:
    """A committee's next meeting: when it sits, and its short title."""

    committee: str
    held_on: date


@dataclass(frozen=True)
class Practice:
    """A practice that is open, and the commissioner to which it falls."""

    code: str
    name: str
    commissioner: str


@dataclass(frozen=True)
class Papers:
    """Everything beside the bid itself that its own people see; released letters and applied decisions alone."""

    marks: dict[str, SectionMark]
    letters: list[Letter]
    conditions: list[Condition]
    claims: list[Claim]
    recoveries: list[Recovery]
    owed: list[RecoveryShare]
    decisions: list[ShareDecision]
    offers: list[Offer]
    offered: list[OfferLine]
    award: Award | None
    milestones: list[Milestone]
    measures: list[Measure]
    returns: list[QuarterlyReturn]
    people: list[tuple[Person, tuple[str, ...]]]
    meetings: list[Meeting]


_OF_A_CASE = (
    *(Condition, Claim, Recovery, ShareDecision, Offer, Award, SectionMark, Milestone, Measure, QuarterlyReturn),
)
_LIVE = ("open", "queried", "accepted")


def papers_of(session: Session, application_id: int, *, lead: str, on: date, undecided: Collection[str] = ()) -> Papers:
    """What an applicant sees of a case beside the bid, and who acts for the organisation that leads it.

    The meetings are those whose agenda it is on, and those to come of the committees that have it still to decide.
    """
    found = together.read(session, [*_beside(application_id, undecided, on), *_people(lead, on)])
    last = max((row.tabling for row in found[ShareDecision]), default=0)
    roles = found[RoleGrant]
    return Papers(
        marks={row.section: row for row in found[SectionMark]},
        letters=found[Letter],
        conditions=found[Condition],
        claims=found[Claim],
        recoveries=found[Recovery],
        owed=found[RecoveryShare],
        decisions=[row for row in found[ShareDecision] if row.tabling == last and row.applied_at],
        offers=found[Offer],
        offered=found[OfferLine],
        award=found[Award][0] if found[Award] else None,
        milestones=found[Milestone],
        measures=found[Measure],
        returns=found[QuarterlyReturn],
        people=[
            (one, tuple(dict.fromkeys(row.role for row in roles if row.person_id == one.id))) for one in found[Person]
        ],
        meetings=found[Meeting],
    )


def _beside(application_id: int, undecided: Collection[str], on: date) -> list[together.Wanted]:
    offers = select(Offer.id).where(col(Offer.application_id) == application_id, col(Offer.state).in_(_LIVE))
    asked_back = select(Recovery.id).where(col(Recovery.application_id) == application_id)
    items = select(Item.meeting_id).where(col(Item.application_id) == application_id)
    bodies = select(Committee.id).where(col(Committee.key).in_(undecided))
    sittings = select(Sitting.meeting_id).where(col(Sitting.committee_id).in_(bodies))
    ahead = (col(Meeting.held_on) >= on) & col(Meeting.id).in_(sittings)
    return [
        *((table, col(table.application_id) == application_id) for table in _OF_A_CASE),
        (Letter, (col(Letter.application_id) == application_id) & (col(Letter.state) == "released")),
        (OfferLine, col(OfferLine.offer_id).in_(offers)),
        (Meeting, col(Meeting.id).in_(items) | ahead),
        (RecoveryShare, col(RecoveryShare.recovery_id).in_(asked_back)),
    ]


def _people(lead: str, on: date) -> list[together.Wanted]:
    granted = (col(RoleGrant.organisation) == lead) & col(RoleGrant.role).in_(OWN) & in_force(RoleGrant, on)
    holders = select(RoleGrant.person_id).where(granted)
    return [(RoleGrant, granted), (Person, col(Person.id).in_(holders) & col(Person.left_on).is_(None))]


@dataclass(frozen=True)
class DeliveryRows:
    """Rows of what an award promised and reports."""

    returns: list[QuarterlyReturn]
    milestones: list[Milestone]
    windows: list[MilestoneWindow]
    measures: list[Measure]
    readings: list[Reading]


def delivery_of(session: Session, application_id: int) -> DeliveryRows:
    """What an award promised and reports, in one round trip."""
    mine = (QuarterlyReturn, Milestone, Measure)
    milestones = select(Milestone.id).where(col(Milestone.application_id) == application_id)
    measures = select(Measure.id).where(col(Measure.application_id) == application_id)
    found = together.read(
        session,
        [
            *((table, col(table.application_id) == application_id) for table in mine),
            (MilestoneWindow, col(MilestoneWindow.milestone_id).in_(milestones)),
            (Reading, col(Reading.measure_id).in_(measures)),
        ],
    )
    return DeliveryRows(
        found[QuarterlyReturn], found[Milestone], found[MilestoneWindow], found[Measure], found[Reading]
    )


def documents_of(session: Session, addresses: Sequence[str]) -> dict[str, FileFacts]:
    """Names and sizes of attached files, by address."""
    return facts(session, addresses) if addresses else {}


def meetings_after(session: Session, committees: Sequence[str], *, after: date) -> list[PlannedMeeting]:
    """The first meeting of each committee after a day, by day."""
    query = (
        select(Committee, Meeting)
        .join(Sitting, col(Sitting.committee_id) == Committee.id)
        .join(Meeting, col(Meeting.id) == Sitting.meeting_id)
        .where(col(Committee.key).in_(committees), col(Meeting.held_on) > after)
        .order_by(col(Meeting.held_on))
    )
    first: dict[str, date] = {}
    for body, meeting in session.exec(query):
        first.setdefault(body.short_title, meeting.held_on)
    return [PlannedMeeting(title, day) for title, day in first.items()]


def practices_of(session: Session, commissioners: Sequence[str], *, on: date) -> list[Practice]:
    """The open practices of some commissioners on a day, by name."""
    query = (
        select(Organisation, CommissionerLink.commissioner)
        .join(CommissionerLink, col(CommissionerLink.practice) == Organisation.code)
        .where(
            col(CommissionerLink.commissioner).in_(commissioners),
            in_force(CommissionerLink, on),
            col(Organisation.closed).is_(None) | (col(Organisation.closed) > on),
        )
        .order_by(col(Organisation.name), col(Organisation.code))
    )
    return [Practice(row.code, row.name, commissioner) for row, commissioner in session.exec(query)]


FEW = 400


@dataclass(frozen=True)
class Register:
    """Organisations that can be asked to take part; `searched` if there are so many that a word is needed."""

    found: list[Practice]
    searched: bool


def bodies_of(session: Session, commissioners: Sequence[str], *, on: date, search: str = "") -> Register:
    """The open practices of some commissioners and every open group of practices, by name."""
    groups = select(Organisation).where(
        col(Organisation.kind).in_(("federation", "super_practice", "network")),
        col(Organisation.closed).is_(None) | (col(Organisation.closed) > on),
    )
    known = [Practice(row.code, row.name, "") for row in session.exec(groups.order_by(col(Organisation.name)))]
    practices = practices_of(session, commissioners, on=on)
    every = [*known, *(one for one in practices if one.code not in {group.code for group in known})]
    words = search.casefold().split()
    many = len(every) > FEW
    found = [one for one in every if all(word in f"{one.code} {one.name}".casefold() for word in words)]
    return Register(found if words or not many else [], many)
