"""Whether there are assessors enough without a tie for the bids that are likely to come."""

from datetime import date

from sqlmodel import Session

from fundflow import applications, organisations, people
from fundflow.definitions import Criteria
from fundflow.definitions.fund import Fund


def likely_leads(session: Session, fund: Fund, *, on: date) -> list[str]:
    """Who is likely to lead a bid: who led one before, else every group of the practices of the fund's commissioners."""
    before = sorted({case.lead for case in applications.find_cases(session, fund=fund.fund)})
    if before:
        known = organisations.known(session, before)
        return [code for code in before if code in known and organisations.open_on(session, code, on=on)]
    practices = [code for body in fund.commissioners for code in organisations.practices_of(session, body, on=on)]
    groups = organisations.groups_of_many(session, practices, on=on)
    return sorted({group for found in groups.values() for group in found})


def without_cover(session: Session, fund: Fund, scheme: Criteria, *, on: date) -> tuple[list[str], int, int]:
    """Likely leads with fewer untied assessors than a bid needs, how many leads are likely, and how many a bid needs."""
    leads = likely_leads(session, fund, on=on)
    belong = organisations.members_of_many(session, leads, on=on)
    bodies = {lead: {lead, *belong.get(lead, ())} for lead in leads}
    everybody = set().union(*bodies.values()) if bodies else set()
    groups = organisations.groups_of_many(session, sorted(everybody), on=on)
    inside = {lead: own | {group for code in own for group in groups.get(code, ())} for lead, own in bodies.items()}
    assessors = people.holders(session, "assessor", on=on, fund=fund.fund)
    ties = [set(people.ties(session, one.id, on=on)) for one in assessors]
    bare = []
    for lead, own in inside.items():
        barred = _barred(session, fund, own, inside, on=on)
        if sum(not (tied & barred) for tied in ties) < scheme.assessors.number:
            bare.append(lead)
    return bare, len(leads), scheme.assessors.number


def _barred(session: Session, fund: Fund, own: set[str], inside: dict[str, set[str]], *, on: date) -> set[str]:
    """The bodies to which an assessor of a bid may have no tie, by the fund's rule about rivals."""
    rivals = set().union(*inside.values())
    if fund.rivals == "exclude":
        return own | rivals
    if fund.rivals == "declare_and_allow":
        return own
    belongs = organisations.commissioners_of(session, sorted(own | rivals), on=on)
    here = {belongs[code] for code in own if code in belongs}
    return own | {code for code in rivals if belongs.get(code) in here}
