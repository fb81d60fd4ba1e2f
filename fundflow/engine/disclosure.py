"""Calls kept about a case of support, names let out or shown, and what must go from the audit trail blanked in it."""

from datetime import datetime

from sqlmodel import Session

from fundflow import audit, support
from fundflow.engine.case import Case, open_case
from fundflow.engine.guards.supporting import rules_of
from fundflow.engine.rounds import act_of, must_hold
from fundflow.engine.visibility import OFFICE, quiet
from fundflow.errors import BadInput, Refused
from fundflow.people import Actor


def call(session: Session, ref: str, *, spoke_to: str, said: str, actor: Actor, now: datetime) -> Case:
    """Keep a telephone call about a case.

    Raises:
        Refused: this person is no officer of its fund, or the fund gives no support. BadInput: a part is missing.
    """
    case = open_case(session, ref, actor=actor, now=now, step="support.call", lock=True)
    must_hold(actor, "officer", "nhs_england", fund=case.fund_id, doing="Keeping a telephone call")
    rules_of(case)
    support.note_contact(session, case.id, spoke_to=spoke_to, said=said, act=case.act())
    audit.record(session, case.act(), after={"spoke_to": spoke_to, "said": said})
    return case


def disclose(session: Session, ref: str, *, exemption: str, reason: str, actor: Actor, now: datetime) -> Case:
    """Let out a name that its fund keeps to itself: by one role only, with the section weighed and a reason (case 58).

    Raises:
        Refused: another role, no reason, let out before, or the fund publishes its names anyway.
        BadInput: no section is named.
    """
    case = open_case(session, ref, actor=actor, now=now, reason=reason, step="support.disclose", lock=True)
    if not actor.has("foi_officer", fund=case.fund_id):
        raise Refused.because(
            "may_act",
            f"The name in {ref} was not let out: that is for the freedom of information officer alone, and {actor.name} "
            "does not have that role. Nothing has changed. Ask that person.",
        )
    if not quiet(case.fund):
        raise Refused.because(
            "name_withheld",
            f"{case.fund.title} publishes its names, so there is nothing to let out. Nothing has changed.",
        )
    support.disclose(session, case.id, exemption=exemption, act=case.act())
    audit.record(session, case.act(), after={"exemption": exemption})
    return case


def redact(session: Session, event: int, *, exemption: str, reason: str, actor: Actor, now: datetime) -> None:
    """Blank for ever what an event of the audit trail says; that it happened, and that it was blanked, both stay.

    Raises:
        Refused: another role, no reason, or it was blanked before. NotFound: there is no such event.
        BadInput: no ground is named.
    """
    if not actor.has("foi_officer"):
        raise Refused.because(
            "may_act",
            f"Event {event} was not blanked: that is for the freedom of information officer alone, and {actor.name} does "
            "not have that role. Nothing has changed. Ask that person.",
        )
    if not exemption.strip():
        raise BadInput("name the section or the duty for which it is blanked", place="exemption")
    why = f"{exemption.strip()}: {reason.strip()}" if reason.strip() else ""
    audit.redact(session, event, act=act_of(actor, now=now, what="audit.redact", subject=f"event {event}", reason=why))


def show_names(session: Session, report: str, *, fund: str | None, actor: Actor, now: datetime) -> None:
    """Let the office's own people see a report with names, and keep who saw it and when (case 58, H7).

    It lets out nothing: a copy with names is not for publication. `disclose` alone changes what is published.

    Raises:
        Refused: this person works in no office that needs the names.
    """
    must_hold(actor, *OFFICE, fund=fund, doing="A report with names that are not published")
    act = act_of(actor, now=now, what="report.names", subject=report)
    audit.record(session, act, after={"report": report, "fund": fund or "all"})
