"""What a person may see: of one case, and which cases at all; pages and programs ask here and decide nothing.

Whoever stands to a case in several ways sees what any of them shows, but nothing that an interest or the lock keeps back.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeAlias

from sqlmodel import Session

from fundflow import applications, committees, scoring, support
from fundflow.applications import CaseRow
from fundflow.clock import london_day
from fundflow.definitions import Workflow
from fundflow.engine import parties, visibility
from fundflow.engine.case import Case
from fundflow.errors import NotFound
from fundflow.people import Actor

OFFICE = (
    *("officer", "finance", "auditor", "delegate", "data_officer", "moderation_chair", "group_secretary"),
    *("committee_secretary", "implementation_group", "implementation_group_chair", "reconsideration_panel"),
    *("claim_checker", "claim_approver", "payment_releaser", "nhs_england", "foi_officer"),
)
OWN = ("applicant", "signatory")
JUDGES = frozenset(
    ("moderation_chair", "implementation_group", "implementation_group_chair", "reconsideration_panel", "delegate")
)
"""Those of the office who advise or decide, and therefore may not weigh a bid to which they are tied."""
WHOLE = frozenset(
    {
        "content",
        "participants",
        "money",
        "letters",
        "claims",
        "decisions",
        "scores",
        "seats",
        "notes",
        "history",
        "steps",
    }
)
WEIGHED = frozenset({"scores", "seats", "notes"})
"""What shows how others weigh a bid."""
STANDS = {
    "office": WHOLE,
    "lead": frozenset({"content", "participants", "money", "letters", "claims", "decisions", "history", "steps"}),
    "partner": frozenset({"content", "participants"}),
    "provider": frozenset({"participants", "money", "letters", "claims", "steps"}),
    "assessor": frozenset({"content"}),
    "member": frozenset({"content", "participants", "decisions", "scores", "seats"}),
}
"""How somebody can stand to a case, the nearest first, and which of its parts that shows."""


@dataclass(frozen=True)
class Sight:
    """How a person stands to a case (nearest first, where in several ways), and which parts of it they therefore see."""

    relation: str
    parts: frozenset[str]

    def __contains__(self, part: str) -> bool:
        """Whether they may see a part."""
        return part in self.parts


def of_case(case: Case) -> Sight:
    """What the person who looks may see of a case.

    Raises:
        NotFound: nothing at all: they are told no more than of a case that there is not.
    """
    stands = tuple(_stands(case))
    if not stands:
        raise NotFound(
            f"There is no case '{case.ref}' among those that you may see. Check the reference, or ask the office."
        )
    return seen(stands, locked=still_scored(case.workflow, case.application.state), tied=_weighs_own(case, stands))


def seen(stands: Collection[str], *, locked: bool, tied: bool = False) -> Sight:
    """What several ways of standing to a case show together.

    `locked` says that scores are still being given, and nobody looks at another's; `tied` that this person may not know
    how others weigh the bid, because they judge bids and have an interest in this one.
    """
    parts = frozenset().union(*(STANDS[one] for one in stands))
    return Sight(
        min(stands, key=list(STANDS).index), parts - ({"scores"} if locked else set()) - (WEIGHED if tied else set())
    )


def _stands(case: Case) -> Iterator[str]:
    """Every way in which whoever looks stands to a case that adds to what they see."""
    actor = case.actor
    if works_on(actor, case.fund_id):
        yield "office"
        return
    bodies = {"lead": [case.lead], "partner": [one.organisation for one in case.dossier.present]}
    acts = [name for name, codes in bodies.items() if _acts_for(actor, codes)]
    yield from acts
    if any(case.id in support.helped_by(case.session, code) for code in _provides_for(actor)):
        yield "provider"
    if actor.holds("assessor") and _may_read(case):
        yield "assessor"
    if not acts and _has_papers(case):
        yield "member"


def _acts_for(actor: Actor, bodies: Collection[str]) -> bool:
    return any(actor.holds(role) and actor.has(role, organisation=one) for role in OWN for one in bodies)


def in_office(actor: Actor, *, fund: str | None = None) -> bool:
    """Whether somebody works in the office, for a fund if one is asked about."""
    return any(actor.has(role, fund=fund) for role in (*OFFICE, "administrator"))


def works_on(actor: Actor, fund: str) -> bool:
    """Whether somebody works on a fund's cases, in its office or with their hands alone."""
    return in_office(actor, fund=fund) or visibility.works_on(actor, fund)


def _weighs_own(case: Case, stands: Collection[str]) -> bool:
    """Whether somebody of the office is there to judge alone, and is tied to the bid."""
    if "office" not in stands:
        return False
    return _judges(case.actor, case.fund_id) and bool(parties.own_ties(case, case.actor.id))


def _judges(actor: Actor, fund: str) -> bool:
    """Whether somebody is of a fund's office to judge, and for nothing else."""
    working = {*OFFICE, *visibility.OFFICE, *visibility.HANDS}
    held = {one for one in working if actor.has(one, fund=fund)}
    return bool(held) and held <= JUDGES


def _may_read(case: Case) -> bool:
    """Whether this person has a seat on the bid and has opened its papers, which asks for their interests first."""
    seats = scoring.assignments(case.session, case.id, live=True)
    return any(seat.person_id == case.actor.id and seat.opened_at is not None for seat in seats)


def still_scored(workflow: Workflow, state: str) -> bool:
    """Whether scores can still be given in a state or after it, so that nobody else may look: until assessing is over."""
    stages = [workflow.stages.index(one.stage) for one in workflow.states.values() if one.assessing]
    here = workflow.states[state]
    return here.assessing or (bool(stages) and workflow.stages.index(here.stage) < min(stages))


def _has_papers(case: Case) -> bool:
    """Whether the case is, or was, on an agenda of a body in which this person sits, and its papers are not withheld."""
    mine = committees.papers_of(case.session, case.actor.id, on=london_day(case.now))
    return case.id in mine and not parties.own_ties(case, case.actor.id)


def only_reads(actor: Actor) -> bool:
    """Whether somebody reads everything and changes nothing: an auditor who is nothing else."""
    return bool(actor.roles) and all(role.role == "auditor" for role in actor.roles)


def cases(session: Session, actor: Actor, *, round_ref: str | None = None) -> list[CaseRow]:
    """The cases of which a person may see something, by reference; the office's are those of its funds.

    What an assessor or a member reads stands on a desk of their own, in the order in which it was given, and not here.
    """
    found = _own(session, actor, round_ref=round_ref)
    if in_office(actor):
        every = applications.find_cases(session, round_ref=round_ref)
        _put(found, "office", [one for one in every if in_office(actor, fund=one.fund)])
    shown = visibility.shown(session, [row for row, _ in found.values()], actor=actor)
    return sorted(shown, key=lambda one: one.ref)


def hidden(session: Session, *, actor: Actor, now: datetime, part: str = "") -> frozenset[str]:
    """References of every case of which a person may not see a part (or, with none named, anything), to leave out of a list.

    Decided for all of them together, in as many questions for a thousand as for one.
    """
    every = applications.find_cases(session, with_set_aside=True)
    found = _own(session, actor, set_aside=True)
    _put(found, "office", [one for one in every if works_on(actor, one.fund)])
    _put_desks(session, actor, found, every, on=london_day(now))
    visible = {one.ref for one in visibility.shown(session, every, actor=actor)}
    locked = _still_scored(session, every) if part == "scores" else frozenset()
    tied = _tied(session, actor, found, on=london_day(now)) if part in WEIGHED else frozenset()

    def may(ref: str) -> bool:
        if ref not in found or ref not in visible:
            return False
        return not part or part in seen(found[ref][1], locked=ref in locked, tied=ref in tied)

    return frozenset(one.ref for one in every if not may(one.ref))


Found: TypeAlias = dict[str, tuple[CaseRow, set[str]]]
"""Cases by reference, each with every way in which somebody stands to it."""


def _put(found: Found, stands: str, rows: Iterable[CaseRow]) -> None:
    for row in rows:
        found.setdefault(row.ref, (row, set()))[1].add(stands)


def _own(session: Session, actor: Actor, *, round_ref: str | None = None, set_aside: bool = False) -> Found:
    """The cases of the bodies for which somebody acts."""
    found: Found = {}
    asked: dict[str, Any] = {"round_ref": round_ref, "with_set_aside": set_aside}
    for code in own_organisations(actor):
        _put(found, "lead", applications.find_cases(session, lead=code, **asked))
        _put(found, "partner", applications.find_cases(session, participant=code, **asked))
    helped = {number for code in _provides_for(actor) for number in support.helped_by(session, code)}
    if helped:
        _put(found, "provider", [one for one in applications.find_cases(session, **asked) if one.id in helped])
    return found


def _put_desks(session: Session, actor: Actor, found: Found, every: Sequence[CaseRow], *, on: date) -> None:
    """Beside one's own, what one has opened as an assessor or has the papers of as a member without a tie."""
    seats = scoring.assigned_to(session, actor.id) if actor.holds("assessor") else ()
    opened = {one.application_id for one in seats if one.opened_at is not None}
    _put(found, "assessor", [one for one in every if one.id in opened])
    papers = committees.papers_of(session, actor.id, on=on)
    tabled = [one for one in every if one.id in papers]
    tied = parties.ties_to_many(session, actor.id, _bodies(session, tabled), on=on)
    _put(found, "member", [one for one in tabled if one.ref not in tied])


def _bodies(session: Session, rows: Sequence[CaseRow]) -> dict[str, set[str]]:
    found = applications.dossiers(session, [one.ref for one in rows]) if rows else ()
    return {bid.ref: {bid.lead, *(one.organisation for one in bid.present)} for bid in found}


def _tied(session: Session, actor: Actor, found: Found, *, on: date) -> frozenset[str]:
    """Those cases in the office of somebody who is there to judge alone to which they are tied."""
    return tied_among(session, actor, [row for row, stands in found.values() if "office" in stands], on=on)


def tied_among(session: Session, actor: Actor, rows: Iterable[CaseRow], *, on: date) -> frozenset[str]:
    """Those of an office's cases whose weighing is kept from somebody: they are there to judge alone, and tied to them."""
    judged = [row for row in rows if _judges(actor, row.fund)]
    return (
        frozenset(parties.ties_to_many(session, actor.id, _bodies(session, judged), on=on)) if judged else frozenset()
    )


def tied_in(session: Session, actor: Actor, round_ref: str, *, on: date) -> frozenset[str]:
    """The same among the bids of one round."""
    return tied_among(session, actor, applications.find_cases(session, round_ref=round_ref), on=on)


def _still_scored(session: Session, every: Sequence[CaseRow]) -> frozenset[str]:
    lives = {one.ref: applications.definitions(one).workflow for one in applications.rounds(session)}
    return frozenset(one.ref for one in every if (life := lives[one.round]) and still_scored(life, one.state))


def _provides_for(actor: Actor) -> list[str]:
    """The organisations for which a person gives support to practices."""
    return list(dict.fromkeys(role.organisation for role in actor.holds("support_provider") if role.organisation))


def own_organisations(actor: Actor) -> Sequence[str]:
    """The organisations for which a person acts."""
    held = (role.organisation for name in OWN for role in actor.holds(name))
    return list(dict.fromkeys(code for code in held if code))
