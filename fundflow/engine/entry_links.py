"""A bid that the office entered on somebody's behalf, confirmed by its own people by a link that needs no account."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from fundflow import applications, audit, drafting, organisations, people
from fundflow.clock import london_day, moment_words
from fundflow.engine import answer_links, bids
from fundflow.engine.case import Case, open_case
from fundflow.engine.rounds import must_hold
from fundflow.errors import NotFound, Refused
from fundflow.people import Actor

OWN = ("signatory", "applicant")


@dataclass(frozen=True)
class Entered:
    """What a link shows: whose it is, the bid as it was entered, and until when the link works."""

    actor: Actor
    bid: applications.Dossier
    entered_from: str
    confirmed: bool
    until: datetime


def ask(session: Session, ref: str, *, actor: Actor, now: datetime) -> Sequence[str]:
    """Write to the lead's own people that a bid was entered for them; their names. It counts once one has confirmed it.

    Raises:
        Refused: not an officer, the bid was not entered on behalf, or the register knows no address of the lead's people.
    """
    case = open_case(session, ref, actor=actor, now=now, step="entry.ask", lock=True)
    must_hold(actor, "officer", fund=case.fund_id, doing="Asking for a bid to be confirmed")
    if case.application.entered_from == "online":
        raise Refused.because(
            "entered_on_behalf",
            f"Nobody was written to: {ref} was written by {case.lead} itself, so there is nothing to confirm. Nothing has "
            "changed. Its people can send it.",
        )
    known = [one for one in own_people(case) if one.email]
    if not known:
        raise Refused.because(
            "contact_known",
            f"Nobody was written to: our register has no address of anybody who acts for {case.lead}. Nothing has changed. "
            "Add a person for it, or send its letter of confirmation by post.",
        )
    for one in known:
        _write(case, one)
    audit.record(session, case.act(), after={"written_to": [one.name for one in known]})
    return [one.name for one in known]


def own_people(case: Case) -> list[Actor]:
    """Those who act for the lead today, each once."""
    found: dict[int, Actor] = {}
    for role in OWN:
        for one in people.holders(case.session, role, on=case.day, organisation=case.lead):
            if any(held.organisation == case.lead for held in one.holds(role)):
                found.setdefault(one.id, one)
    return list(found.values())


def _write(case: Case, to: Actor) -> None:
    lead = organisations.names(case.session, [case.lead]).get(case.lead, case.lead)
    answer_links.write(
        case,
        to,
        organisation=case.lead,
        kind="entry",
        subject="is this your bid?",
        path="/confirm",
        says=lambda until: (
            f"We typed in the bid '{case.application.title}' ({case.ref}) for {lead}, from what you sent us "
            f"({case.application.entered_from}). Please read it and confirm that it is yours: it counts only then, and must be "
            f"sent by {moment_words(case.round.closes_at)}. It needs no account. The link works until "
            f"{until}; opening it changes nothing. If something is wrong, or you did not expect "
            f"this, ring {'us' if case.fund.contact else case.actor.name}."
        ),
    )


def shown(session: Session, token: str, *, now: datetime) -> Entered:
    """What stands behind a link; looking uses nothing up.

    Raises:
        NotFound: the link cannot be used, or is about something else.
    """
    found = drafting.usable_holder(session, token, now=now)
    row = applications.get(session, found.link.ref)
    if found.link.organisation != row.lead:
        raise NotFound("This link is for something else. Open it from the message that we sent you.")
    actor = people.actor_of(found.person, found.grants, on=london_day(now))
    confirmed = row.confirmed_at is not None
    return Entered(actor, applications.dossier(session, row.ref), row.entered_from, confirmed, found.link.expires_at)


def confirm(session: Session, token: str, *, code: str, now: datetime) -> str:
    """Confirm a bid by link and code; the sentence that says why not, or nothing where it is confirmed.

    A wrong code is counted, so it is told and not raised.

    Raises:
        NotFound: the link cannot be used. Refused: this person does not act for the lead any more.
    """
    row, wrong = answer_links.opened(
        session, token, code=code, kept="Nothing was confirmed", renew="Ask our office for a new link.", now=now
    )
    if wrong is not None:
        return wrong.said
    found = shown(session, token, now=now)
    bids.confirm(session, found.bid.ref, actor=found.actor, now=now)
    drafting.use_link(session, row, now=now)
    return ""
