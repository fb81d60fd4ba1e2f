"""Writes to everybody whom we hold for an organisation when somebody asks to change how it is paid (N9)."""

from datetime import datetime

from sqlmodel import Session

from fundflow import applications, audit, awards, payments, people
from fundflow.clock import london_day
from fundflow.engine.case import open_case
from fundflow.engine.effects.correspondence import draft_letter
from fundflow.people import Actor

CODE = "N9"
CONTACTS = ("signatory", "applicant")


def tell_of_change(session: Session, row: payments.Payee, *, actor: Actor, now: datetime) -> list[str]:
    """Draft N9 to each person who signs or writes for the payee, about its latest award; gives their names.

    Where the organisation has no award, or its fund has no such letter, nobody can be written to and the list is empty.
    """
    awarded = [
        case
        for case in applications.find_cases(session, lead=row.organisation)
        if awards.find_award(session, case.id or 0)
    ]
    latest = max(awarded, key=lambda case: case.id or 0, default=None)
    if latest is None:
        return []
    case = open_case(session, latest.ref, actor=actor, now=now, step="payee.request")
    if CODE not in case.fund.letters:
        return []
    told: dict[str, str] = {}
    for role in CONTACTS:
        for one in people.holders(session, role, on=london_day(now), organisation=row.organisation):
            if one.has(role, organisation=row.organisation) and one.sign_in_name not in told:
                told[one.sign_in_name] = one.name
                draft_letter(case, CODE, payee=row.id, to=one.name)
    audit.record(session, case.act("payee.tell"), subject=row.organisation, after={"told": list(told.values())})
    return list(told.values())
