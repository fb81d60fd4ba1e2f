"""Reads everything of a case, or of a round that is set up, at once, for a page that asks about it from many sides."""

from sqlmodel import Session

from fundflow import (
    allocations,
    applications,
    awards,
    committees,
    finance,
    letters,
    organisations,
    payments,
    people,
    scoring,
    together,
)
from fundflow.definitions.fund import Fund
from fundflow.people import Actor
from fundflow.together import Part


def read_case(session: Session, ref: str, *, actor: Actor) -> None:
    """Hold a case, its round, its papers, the organisations in it and what ties the person who looks to any of them."""
    case = Part(applications.Application, "ref", (ref,))
    version = Part(applications.ApplicationVersion, "application_id", case)
    participant = Part(applications.Participant, "application_id", case)
    share = Part(applications.Share, "application_id", case)
    offer = Part(awards.Offer, "application_id", case)
    award = Part(awards.Award, "application_id", case)
    item = Part(committees.Item, "application_id", case)
    together.hold(
        session,
        f"case {ref} as {actor.sign_in_name}",
        [
            *(case, version, participant, share, offer, award, item),
            Part(applications.Round, "id", case, "round_id"),
            Part(applications.BudgetLine, "version_id", version),
            Part(applications.ShareAmount, "share_id", share),
            Part(awards.OfferLine, "offer_id", offer),
            Part(awards.AwardLine, "award_id", award),
            Part(committees.Meeting, "id", item, "meeting_id"),
            *(Part(table, "application_id", case) for table in _OF_A_CASE),
            *(_register(case, "lead")),
            *(_register(participant, "organisation")),
            Part(people.Person, "id", (actor.id,)),
            Part(people.RegisteredInterest, "person_id", (actor.id,)),
            Part(people.RoleGrant, "person_id", (actor.id,)),
        ],
    )


def read_setting_up(session: Session, fund: Fund) -> None:
    """Hold what a round of a fund finds when it is set up: its money, codes, committees with their meetings, assessors."""
    bodies = tuple(dict.fromkeys([*fund.committees.values(), *([fund.group] if fund.group else [])]))
    committee = Part(committees.Committee, "key", bodies)
    sitting = Part(committees.Sitting, "committee_id", committee)
    assessor = Part(people.RoleGrant, "role", ("assessor",))
    together.hold(
        session,
        f"setting up {fund.fund}",
        [
            *(committee, sitting, assessor),
            Part(committees.Meeting, "id", sitting, "meeting_id"),
            Part(committees.CommitteeMember, "committee_id", committee),
            Part(people.RoleGrant, "person_id", assessor, "person_id"),
            Part(people.RegisteredInterest, "person_id", assessor, "person_id"),
            Part(organisations.CommissionerLink, "commissioner", tuple(fund.commissioners)),
            Part(allocations.Allocation, "fund", (fund.fund,)),
            Part(finance.Coding, "fund", (fund.fund,)),
        ],
    )


def read_seats(session: Session, ref: str) -> None:
    """Hold everybody who sits in a meeting or came to it, with what ties each of them to an organisation."""
    meeting = Part(committees.Meeting, "ref", (ref,))
    sitting = Part(committees.Sitting, "meeting_id", meeting)
    member = Part(committees.CommitteeMember, "committee_id", sitting, "committee_id")
    stay = Part(committees.Attendance, "sitting_id", sitting)
    interests = [Part(people.RegisteredInterest, "person_id", one, "person_id") for one in (member, stay)]
    grants = [Part(people.RoleGrant, "person_id", one, "person_id") for one in (member, stay)]
    together.hold(
        session,
        f"seats of {ref}",
        [
            *(meeting, sitting, member, stay, *interests, *grants),
            *(Part(people.Person, "id", one, "person_id") for one in (member, stay)),
            *(part for one in (*interests, *grants) for part in _register(one, "organisation")),
        ],
    )


_OF_A_CASE = (
    *(applications.Clarification, applications.GateResult, applications.Signature, applications.CaseTask),
    *(applications.Note, scoring.Assignment, scoring.Consolidation, scoring.ModerationRecord, scoring.Recommendation),
    *(committees.ShareDecision, awards.Condition, payments.Claim, payments.Recovery, payments.Tranche, letters.Letter),
)


def _register(of: Part, code: str) -> list[Part]:
    """The bodies that a case names, as the register has them."""
    return [
        Part(organisations.Organisation, "code", of, code),
        Part(organisations.CommissionerFacts, "code", of, code),
        Part(organisations.Membership, "organisation", of, code),
        Part(organisations.Membership, "group_code", of, code),
        Part(organisations.CommissionerLink, "practice", of, code),
    ]
