"""Asks a partner's signatories by a link that needs no account, and takes the answer that comes by it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from fundflow import applications, audit, drafting, organisations, people
from fundflow.clock import london_day, moment_words
from fundflow.engine import answer_links, consents
from fundflow.engine.case import Case, open_case
from fundflow.engine.machine import holds
from fundflow.errors import NotFound, Refused
from fundflow.people import Actor


@dataclass(frozen=True)
class Invited:
    """Whose link it is, about what, and until when it can be answered."""

    ref: str
    organisation: str
    actor: Actor
    until: datetime


@dataclass(frozen=True)
class Answered:
    """What came of an answer by link: what was recorded, or the sentence that says why nothing was."""

    said: str = ""
    refused: str = ""
    tries_left: int = drafting.MOST_TRIES


def invite(session: Session, ref: str, organisation: str, *, actor: Actor, now: datetime) -> Sequence[str]:
    """Write to everybody on the register who may sign for a partner; their names. The bidder gives no address.

    Raises:
        Refused: not the lead's people or an officer, the partner is not in the bid, or nobody who may sign is known.
    """
    case = open_case(session, ref, actor=actor, now=now, step="consent.invite", lock=True)
    if not (_lead(case) or actor.has("officer", fund=case.fund_id)):
        raise Refused.because(
            "may_act",
            f"Partners of {ref} are asked by the people of {case.lead}, and {actor.name} is not one. Nothing was sent. Ask "
            "them.",
        )
    row = applications.participant(session, case.application, organisation)
    name = organisations.names(session, [organisation]).get(organisation, organisation)
    if row.role == "lead" or row.state not in applications.PRESENT:
        raise Refused.because(
            "participant_present",
            f"Nobody was written to: {name} leads {ref} or is not in it. Nothing has changed. Look at who takes part.",
        )
    known = [one for one in consents.signatories(case, organisation) if one.email]
    if not known:
        raise Refused.because(
            "contact_known",
            f"Nobody was written to: our register has no address of anybody who signs for {name} ({organisation}). Name "
            "somebody below: an officer rings the practice and confirms them. Or upload a signed letter.",
        )
    for one in known:
        _write(case, organisation, name, one)
    audit.record(session, case.act(), after={"organisation": organisation, "written_to": [one.name for one in known]})
    return [one.name for one in known]


def _lead(case: Case) -> bool:
    return any(holds(case.actor, role, case) for role in ("applicant", "signatory"))


def _write(case: Case, organisation: str, name: str, to: Actor) -> None:
    lead = organisations.names(case.session, [case.lead]).get(case.lead, case.lead)
    answer_links.write(
        case,
        to,
        organisation=organisation,
        kind="consent",
        subject=f"does {name} agree?",
        path="/consent",
        says=lambda until: (
            f"{lead} names {name} as a partner in its bid '{case.application.title}' ({case.ref}). Please read what it says of "
            f"your practice and answer: agree, agree with a condition, ask, or say no. It takes two minutes and needs no "
            f"account. The link works until {until}; the bid must be sent by "
            f"{moment_words(case.round.closes_at)}. Opening it changes nothing. If you did not expect this, ring "
            f"{'us' if case.fund.contact else lead}."
        ),
    )


def invited(session: Session, token: str, *, now: datetime) -> Invited:
    """Whose link it is; looking uses nothing up, however often.

    Raises:
        NotFound: the link cannot be used.
    """
    found = drafting.usable_holder(session, token, now=now)
    actor = people.actor_of(found.person, found.grants, on=london_day(now))
    return Invited(found.link.ref, found.link.organisation, actor, found.link.expires_at)


def answer(session: Session, token: str, *, code: str, kind: str, given: Mapping[str, str], now: datetime) -> Answered:
    """Take an answer by link from whoever has its code; a question leaves the link open for the answer itself.

    `given` are condition, reason, text, interest and seen, as `consents.answer` takes them. A wrong code is counted, so
    this gives back why instead of raising.

    Raises:
        NotFound: the link cannot be used. Refused, Stale, BadInput: as `consents.answer`.
    """
    row, wrong = answer_links.opened(
        session, token, code=code, kept="Your answer was not recorded", renew="Ask the lead for a new link.", now=now
    )
    if wrong is not None:
        return Answered(refused=wrong.said, tries_left=wrong.left)
    who = invited(session, token, now=now)
    if kind not in ("agree", "refuse", "ask", "leave"):
        raise NotFound("Choose one of the answers. Nothing was recorded.")
    consents.answer(session, who.ref, who.organisation, answer=kind, actor=who.actor, now=now, **given)
    if kind != "ask":
        drafting.use_link(session, row, now=now)
    audit.record(
        session,
        audit.Act(who.actor.id, who.actor.name, now, "consent.by_link", who.ref),
        after={"organisation": who.organisation, "link": row.id},
    )
    return Answered(
        said={"agree": "You have agreed.", "ask": "Your question is sent."}.get(kind, "Your answer is recorded.")
    )
