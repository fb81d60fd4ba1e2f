"""Who may answer for a partner that nobody signs in for yet: the lead proposes a person, an officer rings and confirms."""

from datetime import datetime

from sqlmodel import Session

from fundflow import applications, audit, organisations, people
from fundflow.engine.case import Case, open_case
from fundflow.engine.effects.correspondence import TASKS, task_key
from fundflow.engine.machine import holds
from fundflow.engine.rounds import must_hold
from fundflow.errors import BadInput, Refused
from fundflow.people import Actor, Person

KIND = "confirm_contact"


def propose(
    session: Session, ref: str, organisation: str, *, name: str, email: str, actor: Actor, now: datetime
) -> applications.CaseTask:
    """The lead names a person who may sign for a partner; they can do nothing until an officer has confirmed them.

    Raises:
        Refused: not the lead's people, the partner is not in the bid, or the address is one of the lead's own people.
        BadInput: a name or an address is missing.
    """
    case = open_case(session, ref, actor=actor, now=now, step="propose_contact", lock=True)
    if not any(holds(actor, role, case) for role in ("applicant", "signatory")):
        raise Refused.because(
            "may_act",
            f"Contacts of partners are named by the people of {case.lead}, and {actor.name} is not one. Nothing has changed. "
            "Ask them.",
        )
    if not name.strip() or "@" not in email:
        raise BadInput("give the person's name and their own address", place="email" if name.strip() else "name")
    row = applications.participant(session, case.application, organisation)
    known = organisations.require(session, organisation)
    _not_the_lead_s(case, known.name, email)
    role, words = TASKS[KIND]
    about = f"{name.strip()} <{email.strip()}> for {known.name}, {known.telephone or 'no telephone on record'}"
    task = applications.raise_task(
        session,
        key=task_key(case, KIND, f"{organisation}:{email.strip().casefold()}"),
        kind=KIND,
        role=role,
        fund=case.fund_id,
        text=words.format(ref=ref, about=about),
        payload={"organisation": row.organisation, "name": name.strip(), "email": email.strip()},
        application_id=case.id,
        act=case.act(),
    )
    audit.record(session, case.act(), after={"organisation": organisation, "name": name.strip()})
    return task


def _not_the_lead_s(case: Case, partner: str, email: str) -> None:
    """Nobody agrees for a neighbour from the lead's own mailbox (journeys 3.3)."""
    for person in people.at_address(case.session, email):
        acts = people.actor(case.session, person.sign_in_name, now=case.now)
        if any(holds(acts, role, case) for role in ("applicant", "signatory")):
            raise Refused.because(
                "own_address",
                f"Nobody was named for {partner}: {email} is the address of {person.name}, who acts for {case.lead}. Nothing "
                "has changed. Give the partner's own address, or send its signed letter for an officer to check.",
            )


def confirm(
    session: Session, ref: str, organisation: str, *, sign_in_name: str, called: str, actor: Actor, now: datetime
) -> Person:
    """An officer has rung the number on the register and confirmed the person, who may then sign for the partner.

    Raises:
        Refused: not an officer, nobody was proposed, the number is not the one that we hold, or the officer named them.
    """
    case = open_case(session, ref, actor=actor, now=now, step="confirm_contact", lock=True)
    must_hold(actor, "officer", fund=case.fund_id, doing="Confirming a partner's contact")
    task = _proposed(case, organisation)
    _number_held(case, organisation, called)
    name, email = task.payload["name"], task.payload["email"]
    act = case.act()
    row = people.add(session, sign_in_name=sign_in_name, name=name, email=email, organisation=organisation, act=act)
    people.grant(session, row.id or 0, "signatory", organisation=organisation, starts=case.day, act=act)
    applications.finish_task(session, task.key, act=act)
    audit.record(session, act, after={"organisation": organisation, "person": row.sign_in_name, "called": called})
    return row


def _proposed(case: Case, organisation: str) -> applications.CaseTask:
    for one in applications.tasks(case.session, application_id=case.id):
        if one.kind == KIND and one.payload.get("organisation") == organisation:
            return one
    raise Refused.because(
        "contact_proposed",
        f"Nobody waits to be confirmed for {organisation} on {case.ref}. Nothing has changed. Ask {case.lead} to name somebody.",
    )


def _number_held(case: Case, organisation: str, called: str) -> None:
    known = organisations.require(case.session, organisation)
    digits = [char for char in known.telephone if char.isdigit()]
    if digits and digits == [char for char in called if char.isdigit()]:
        return
    held = f"the number that we hold is {known.telephone}" if digits else "we hold no number of it"
    raise Refused.because(
        "number_held",
        f"The contact of {known.name} was not confirmed: {called or 'no number'} was rung, and {held}. Nothing has changed. "
        + ("Ring that one." if digits else "Enter its number from the public register first."),
    )


__all__ = ["confirm", "propose"]
