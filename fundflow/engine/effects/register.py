"""What follows in live cases where the register of organisations changes: officers are asked to look."""

from dataclasses import replace
from datetime import date, datetime

from sqlmodel import Session

from fundflow import applications, organisations, people
from fundflow.clock import day_words
from fundflow.engine.case import open_case
from fundflow.engine.effects.correspondence import raise_task
from fundflow.people import Actor


def register_changed(session: Session, code: str, what: str, *, on: date, actor: Actor, now: datetime) -> list[str]:
    """Ask officers to look at every live bid and award in which an organisation takes part, because it has changed.

    `what` says what happened (`merged into Kestrel Practice`); gives the references of these cases.
    """
    name = organisations.names(session, [code]).get(code, code)
    rows = [
        *applications.find_cases(session, participant=code),
        *applications.find_cases(session, lead=code),
    ]
    for_all = replace(actor, roles=(*actor.roles, people.Role("system")))  # it may fall in a case that they do not see
    told = []
    for ref in sorted({row.ref for row in rows}):
        case = open_case(session, ref, actor=for_all, now=now, step="register_changed")
        state = case.workflow.states[case.application.state]
        if state.kind == "end" or state.editable:
            continue
        paid = case.award is not None and case.award.recipient == code
        about = f"{name} ({code}) {what} on {day_words(on)}" + ("; it is the one that is paid" if paid else "")
        raise_task(case, "review_award", about=about, thing=f"{code}:{what}:{on}")
        told.append(ref)
    return told
