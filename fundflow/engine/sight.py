"""What a person may see: of one case, and which cases at all; pages and programs ask here and decide nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from fundflow import applications, committees, scoring, support
from fundflow.clock import london_day
from fundflow.engine import parties, visibility
from fundflow.engine.case import Case, open_case
from fundflow.errors import NotFound
from fundflow.people import Actor

OFFICE = (
    *("officer", "finance", "auditor", "delegate", "data_officer", "moderation_chair", "group_secretary"),
    *("committee_secretary", "implementation_group", "implementation_group_chair", "reconsideration_panel"),
    *("claim_checker", "claim_approver", "payment_releaser", "nhs_england", "foi_officer"),
)
OWN = ("applicant", "signatory")
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
LEADS = frozenset({"content", "participants", "money", "letters", "claims", "decisions", "history", "steps"})
HELPS = frozenset({"participants", "money", "letters", "claims", "steps"})
PAPERS = frozenset({"content", "participants", "decisions", "scores", "seats"})


@dataclass(frozen=True)
class Sight:
    """How a person stands to a case, and which parts of it they may therefore see."""

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
    actor = case.actor
    if in_office(actor, fund=case.fund_id) or visibility.works_on(actor, case.fund_id):
        return Sight("office", WHOLE - ({"scores"} if _scores_are_open(case) else set()))
    if any(actor.has(role, organisation=case.lead) and actor.holds(role) for role in OWN):
        return Sight("lead", LEADS)
    if any(actor.has(role, organisation=one.organisation) for one in case.dossier.present for role in OWN):
        return Sight("partner", frozenset({"content", "participants"}))
    if any(case.id in support.helped_by(case.session, code) for code in _provides_for(actor)):
        return Sight("provider", HELPS)
    if actor.holds("assessor") and _may_read(case):
        return Sight("assessor", frozenset({"content"}))
    if _has_papers(case):
        return Sight("member", PAPERS)
    raise NotFound(
        f"There is no case '{case.ref}' among those that you may see. Check the reference, or ask the office."
    )


def in_office(actor: Actor, *, fund: str | None = None) -> bool:
    """Whether somebody works in the office, for a fund if one is asked about."""
    return any(actor.has(role, fund=fund) for role in (*OFFICE, "administrator"))


def _may_read(case: Case) -> bool:
    """Whether this person has a seat on the bid and has opened its papers, which asks for their interests first."""
    seats = scoring.assignments(case.session, case.id, live=True)
    return any(seat.person_id == case.actor.id and seat.opened_at is not None for seat in seats)


def _scores_are_open(case: Case) -> bool:
    """Whether assessors are still scoring, so that nobody else may look."""
    return case.workflow.states[case.application.state].assessing


def _has_papers(case: Case) -> bool:
    """Whether the case is, or was, on an agenda of a body in which this person sits, and its papers are not withheld."""
    if parties.own_ties(case, case.actor.id):
        return False
    day = london_day(case.now)
    mine = {seat.committee_id for seat in committees.seats_of(case.session, case.actor.id, on=day)}
    for item in committees.items_for(case.session, case.id):
        sitting = {one.committee_id for one in committees.sittings(case.session, item.meeting_id)}
        if sitting & mine:
            return True
    return False


def only_reads(actor: Actor) -> bool:
    """Whether somebody reads everything and changes nothing: an auditor who is nothing else."""
    return bool(actor.roles) and all(role.role == "auditor" for role in actor.roles)


def cases(session: Session, actor: Actor, *, round_ref: str | None = None) -> list[applications.CaseRow]:
    """The cases of which a person may see something, by reference; the office's are those of its funds."""
    if in_office(actor):
        found = applications.find_cases(session, round_ref=round_ref)
        mine = [one for one in found if in_office(actor, fund=one.fund)]
        return visibility.shown(session, mine, actor=actor)
    refs: dict[str, applications.CaseRow] = {}
    for code in own_organisations(actor):
        for one in (
            *applications.find_cases(session, lead=code, round_ref=round_ref),
            *applications.find_cases(session, participant=code, round_ref=round_ref),
        ):
            refs[one.ref] = one
    for code in _provides_for(actor):
        helped = support.helped_by(session, code)
        refs |= {one.ref: one for one in applications.find_cases(session, round_ref=round_ref) if one.id in helped}
    return [refs[ref] for ref in sorted(refs)]


def hidden(session: Session, *, actor: Actor, now: datetime, part: str = "") -> frozenset[str]:
    """References of every case of which a person may not see a part (or, with none named, anything), to leave out of a list."""
    lost = set(visibility.hidden(session, actor=actor))
    mine = {one.ref for one in cases(session, actor)}
    for row in applications.find_cases(session, with_set_aside=True):
        if in_office(actor, fund=row.fund) or visibility.works_on(actor, row.fund):
            continue
        if row.ref not in mine or (part and part not in of_case(open_case(session, row.ref, actor=actor, now=now))):
            lost.add(row.ref)
    return frozenset(lost)


def _provides_for(actor: Actor) -> list[str]:
    """The organisations for which a person gives support to practices."""
    return list(dict.fromkeys(role.organisation for role in actor.holds("support_provider") if role.organisation))


def own_organisations(actor: Actor) -> Sequence[str]:
    """The organisations for which a person acts."""
    held = (role.organisation for name in OWN for role in actor.holds(name))
    return list(dict.fromkeys(code for code in held if code))
