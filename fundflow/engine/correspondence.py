"""Letters on their way out: approved, released and voided, held while the decision may still change."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session

from fundflow import applications, audit, letters, practising
from fundflow.definitions import Library
from fundflow.engine.rounds import act_of, must_hold
from fundflow.errors import BadInput
from fundflow.people import Actor


def approve(session: Session, refs: Sequence[str], *, actor: Actor, now: datetime) -> list[letters.Letter]:
    """Approve drafts as they stand; facts and template were frozen when each was drafted."""
    return [letters.approve(session, ref, act=_act(session, ref, "letter.approve", actor, now)) for ref in refs]


def release(session: Session, refs: Sequence[str], *, actor: Actor, now: datetime) -> list[letters.Letter]:
    """Release approved letters: rendered, stored with their hash, and from then on never changed."""
    return [letters.release(session, ref, act=_act(session, ref, "letter.release", actor, now)) for ref in refs]


def void(session: Session, ref: str, *, reason: str, actor: Actor, now: datetime) -> letters.Letter:
    """Void a letter that was not released; it stays in the record."""
    act = _act(session, ref, "letter.void", actor, now, reason=reason)
    return letters.void(session, ref, reason=reason, act=act)


def reissue(session: Session, ref: str, *, reason: str, actor: Actor, now: datetime) -> letters.Letter:
    """Draft a letter anew from the case as it stands; the new one names the old, which stands if it was released.

    Raises:
        Refused: no role, no reason, or the old letter was voided. BadInput: it hangs on no case, or a fact is missing.
    """
    act = _act(session, ref, "letter.reissue", actor, now, reason=reason)
    old = letters.get(session, ref)
    if old.application_id is None:
        raise BadInput("this letter is about no case, so its facts cannot be gathered again", place=ref)
    facts = letters.gather(session, old.code, application_id=old.application_id, now=now, extra={"reason": reason})
    return letters.reissue(session, ref, facts, reason=reason, act=act)


def add_template(
    session: Session,
    code: str,
    content: bytes,
    *,
    file_name: str,
    fund: str | None,
    reason: str,
    library: Library,
    actor: Actor,
    now: datetime,
) -> letters.LetterTemplate:
    """Put the office's own template of a letter in use, for one fund or for all.

    Raises:
        Refused: no role, or the template has problems. NotFound: no such letter or fund.
    """
    act = _desk(code, "template.add", fund=fund, library=library, actor=actor, now=now, reason=reason)
    return letters.add_template(session, code, content, file_name=file_name, fund=fund or "", act=act)


def restore_template(
    session: Session,
    code: str,
    *,
    number: int | None,
    fund: str | None,
    reason: str,
    library: Library,
    actor: Actor,
    now: datetime,
) -> letters.LetterTemplate:
    """Put an earlier version of the office's own template in use again, or the one that came with the product."""
    act = _desk(code, "template.restore", fund=fund, library=library, actor=actor, now=now, reason=reason)
    return letters.restore_template(session, code, number=number, fund=fund or "", act=act)


def preview(
    session: Session, ref: str, content: bytes, *, file_name: str, code: str | None, now: datetime
) -> tuple[str, bytes]:
    """A real letter, or a letter that a case would get now, in a template that need not be in use.

    Gives what to call its file, and its bytes; nothing is kept.

    Raises:
        BadInput: the template has problems (the first is told), a fact cannot be had, or a case comes without a code.
    """
    if "/" in ref:
        letter = letters.get(session, ref)
        chosen: str = letter.code
        facts: object = letter.facts
    elif code is None:
        raise BadInput("say which letter the case would get with --code, e.g. --code L04", place=ref)
    else:
        case = applications.get(session, ref)
        chosen = code
        facts = letters.gather(session, code, application_id=case.id or 0, now=now)
    problems = letters.check_content(content, chosen, place=file_name)
    if problems:
        more = f" (and {len(problems) - 1} more: 'fundflow letters template add' tells them all)"
        raise BadInput(f"{problems[0].message}{more if len(problems) > 1 else ''}", place=file_name)
    template = letters.describe(file_name.removesuffix(".docx"), content)
    practice = practising.marker(session) is not None
    return f"{ref.replace('/', '-')}-{chosen}-preview.docx", letters.filled(chosen, facts, template, practice=practice)  # type: ignore[arg-type]


def _desk(
    code: str, what: str, *, fund: str | None, library: Library, actor: Actor, now: datetime, reason: str
) -> audit.Act:
    letters.model_for(code)
    if fund is not None:
        library.fund(fund)
    must_hold(actor, "officer", "administrator", fund=fund, doing="Changing the office's letters")
    return act_of(actor, now=now, what=what, subject=code, reason=reason)


def _act(session: Session, ref: str, what: str, actor: Actor, now: datetime, *, reason: str = "") -> audit.Act:
    row = letters.get(session, ref)
    fund = applications.get_by_id(session, row.application_id).fund if row.application_id else None
    must_hold(actor, "officer", "finance", fund=fund, doing="Sending letters")
    return act_of(actor, now=now, what=what, subject=ref, reason=reason)
