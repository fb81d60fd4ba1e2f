"""A bid that several people write section by section: nobody's text is lost, and each sees who writes where."""

from datetime import datetime

from sqlmodel import Session

from fundflow import applications, audit, drafting
from fundflow.clock import time_words
from fundflow.drafting import SectionMark
from fundflow.engine.bids import Draft, save
from fundflow.engine.case import Case, open_case
from fundflow.engine.machine import holds
from fundflow.errors import BadInput, Refused, Stale
from fundflow.people import Actor

OWN = ("applicant", "signatory")


def print_of(case: Case, section: str) -> str:
    """The fingerprint of what stands in a section now; a form carries it from the page to the save."""
    return drafting.section_print(case.dossier.content, section, partners=_partners(case))


def _partners(case: Case) -> dict[str, str]:
    return {one.organisation: one.commitments for one in case.dossier.present if one.role != "lead"}


def save_section(
    session: Session, ref: str, section: str, draft: Draft, *, was: str, actor: Actor, now: datetime
) -> Case:
    """Save one section of a bid, unless somebody else has changed it since the page was opened.

    `was` is the fingerprint that the page was filled from; other sections may have changed meanwhile. Text that stands
    there already is not written again, so that nobody's signature falls for nothing.

    Raises:
        Stale: the section was changed; nothing was saved and both texts can be shown. Refused, BadInput: as `save`.
    """
    case = open_case(session, ref, actor=actor, now=now, step="save", lock=True)
    if was and was != print_of(case, section):
        mark = drafting.section_marks(session, case.id).get(section)
        who = (
            f"{mark.saved_name} saved other words here at {time_words(mark.saved_at)}" if mark and mark.saved_at else ""
        )
        raise Stale(
            f"{who or 'Somebody else saved other words here'} after you opened this page, so yours were not saved. Both "
            "are below and nothing is lost. Put together what you want to keep, and save again."
        )
    if _same(case, section, draft):
        return case
    return save(session, ref, draft, actor=actor, now=now)


def _same(case: Case, section: str, draft: Draft) -> bool:
    head, _, key = section.partition(".")
    given = getattr(draft, head, None)
    if head == "answers" and given is not None:
        given = given.get(key, "")
    if head not in ("answers", "exit_plan", "actions") or given is None:
        return False
    return bool(given == drafting.section_of(case.dossier.content, section))


def writing(session: Session, ref: str, section: str, *, actor: Actor, now: datetime) -> SectionMark:
    """Note that somebody's page is open on a section, and tell who writes there first.

    Raises:
        Refused: this person does not write this bid.
    """
    case = open_case(session, ref, actor=actor, now=now, step="writing")
    _own(case)
    return drafting.note_writing(session, case.application, section[:60], act=case.act())


def _own(case: Case) -> None:
    if not any(holds(case.actor, role, case) for role in OWN):
        raise Refused.because(
            "may_act",
            f"{case.ref} is written by the people of {case.lead}, and {case.actor.name} is not one. Ask them.",
        )


def send_back(session: Session, ref: str, comment: str, *, actor: Actor, now: datetime) -> Case:
    """Give a bid back to whoever writes it instead of signing it; signatures that stood are taken off.

    Raises:
        Refused: not a signatory of the lead, or the bid is not being written. BadInput: no comment.
    """
    case = open_case(session, ref, actor=actor, now=now, reason=comment, step="send_back_unsigned", lock=True)
    if not holds(actor, "signatory", case):
        raise Refused.because(
            "may_act",
            f"{ref} is signed or given back by a signatory of {case.lead}, and {actor.name} is not one. Nothing has changed.",
        )
    if not case.workflow.states[case.application.state].editable:
        raise Refused.because(
            "draft_open",
            f"{ref} is not being written now, so it was not given back. Nothing has changed. Look at it again.",
        )
    if not case.reason:
        raise BadInput("say what should be changed, so that the writer knows", place="comment")
    applications.clear_signatures(session, case.application, because="the signatory gave it back", act=case.act())
    told = {"by": actor.name, "at": now.isoformat(), "comment": case.reason}
    applications.record_facts(session, case.application, {"given_back": told})
    audit.record(session, case.act(), after={"given_back": told})
    return case
