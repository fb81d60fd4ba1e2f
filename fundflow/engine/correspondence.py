"""Letters on their way out: approved, released and voided, held while the decision may still change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from fundflow import applications, audit, letters, practising
from fundflow.definitions import Library
from fundflow.engine import mailing, outgoing
from fundflow.engine.rounds import act_of, must_hold
from fundflow.errors import BadInput, Refusal, Refused
from fundflow.people import Actor


def approve(session: Session, refs: Sequence[str], *, actor: Actor, now: datetime) -> list[letters.Letter]:
    """Approve drafts as they stand; facts and template were frozen when each was drafted."""
    return [letters.approve(session, ref, act=_act(session, ref, "letter.approve", actor, now)) for ref in refs]


def release(session: Session, refs: Sequence[str], *, actor: Actor, now: datetime) -> list[letters.Letter]:
    """Release approved letters: rendered, stored with their hash, and from then on never changed.

    Raises:
        Refused: one of them is not approved, or may not leave yet (`letters_after`, `letter_signatures`); none leaves.
    """
    acts = {ref: _act(session, ref, "letter.release", actor, now) for ref in refs}
    found = [letters.get(session, ref) for ref in refs]
    reasons = [why for one in found if one.state == "approved" for why in outgoing.held(session, one, now=now)]
    if reasons:
        raise Refused(reasons)
    released = [letters.release(session, ref, act=acts[ref]) for ref in refs]
    for one in released:
        mailing.of_letter(session, one, act=acts[one.ref])
    return released


def sign(
    session: Session, refs: Sequence[str], *, commissioner: str | None = None, actor: Actor, now: datetime
) -> list[letters.LetterSignature]:
    """Sign letters for every commissioner for which this person may, or for the one named.

    Raises:
        Refused: there is nothing of a letter that this person may sign (`may_sign`), or it is not approved.
    """
    made = []
    for ref in refs:
        letter = letters.get(session, ref)
        waiting = outgoing.signers(session, letter, now=now)
        own = outgoing.mine(waiting, actor.id)
        chosen = {code: one for code, one in own.items() if commissioner in (None, code)}
        if not chosen:
            raise Refused.because("may_sign", _not_yours(letter, commissioner, waiting, actor))
        act = act_of(actor, now=now, what="letter.sign", subject=ref)
        for code, one in chosen.items():
            made.append(letters.sign(session, ref, code, person_id=actor.id, name=one.name, title=one.title, act=act))
    return made


def may_sign(session: Session, ref: str, *, actor: Actor, now: datetime) -> bool:
    """Whether a letter waits for a signature that this person may give."""
    letter = letters.get(session, ref)
    return bool(outgoing.mine(outgoing.signers(session, letter, now=now), actor.id))


def _not_yours(
    letter: letters.Letter,
    commissioner: str | None,
    waiting: Mapping[str, Sequence[outgoing.Signer]],
    actor: Actor,
) -> str:
    if not waiting or (commissioner is not None and commissioner not in waiting):
        which = f" for {letters.called(letter, commissioner)}" if commissioner else ""
        return (
            f"Letter {letter.ref} waits for no signature{which}: it was not signed. Nothing has changed. "
            "See which letters wait, and for whom (fundflow letters held)."
        )
    who = "; ".join(
        f"for {letters.called(letter, code)}, {' or '.join(one.name for one in found) or 'nobody yet'}"
        for code, found in waiting.items()
    )
    return (
        f"{actor.name} did not sign letter {letter.ref}: {actor.name} has no seat that signs for those whose signature is "
        f"missing. Nothing has changed. Ask those who can: {who}."
    )


@dataclass(frozen=True)
class Held:
    """An approved letter and why it may not leave yet; without reasons it may."""

    ref: str
    code: str
    addressee: str
    reasons: tuple[Refusal, ...]


def waiting_to_leave(session: Session, *, application_id: int | None, now: datetime) -> list[Held]:
    """Every approved letter that has not left, of one case or of all, each with what keeps it."""
    found = letters.find(session, application_id=application_id, state="approved")
    return [Held(one.ref, one.code, one.addressee, tuple(outgoing.held(session, one, now=now))) for one in found]


def deliver(session: Session, ref: str, how: str, *, actor: Actor, now: datetime) -> letters.Letter:
    """Note how a released letter travels: sent, opened, bounced (then on its way again), or handed over.

    Raises:
        Refused: no role, it is not released, or this does not follow what was noted last; in a practice copy nothing leaves.
    """
    act = _act(session, ref, "letter.deliver", actor, now)
    before = letters.get(session, ref).delivery
    letter = letters.deliver(session, ref, how, now=now)
    audit.record(session, act, before={"delivery": before}, after={"delivery": letter.delivery})
    return letter


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
        raise BadInput("say which letter the case would get (--code L04, for example)", place=ref)
    else:
        case = applications.get(session, ref)
        chosen = code
        facts = letters.gather(session, code, application_id=case.id or 0, now=now)
    problems = letters.check_content(content, chosen, place=file_name)
    if problems:
        more = f" (and {len(problems) - 1} more)"
        raise BadInput(f"{problems[0].message}{more if len(problems) > 1 else ''}", place=file_name)
    template = letters.describe(file_name.removesuffix(".docx"), content)
    practice = practising.marker(session) is not None
    return f"{ref.replace('/', '-')}-{chosen}-preview.docx", letters.filled(chosen, facts, template, practice=practice)  # type: ignore[arg-type]


def may_change_templates(actor: Actor, *, fund: str | None = None) -> None:
    """Let only those go on who may change the office's letters, for one fund if one is named.

    Raises:
        Refused: this person may not.
    """
    must_hold(actor, "officer", "administrator", fund=fund, doing="Changing the office's letters")


def _desk(
    code: str, what: str, *, fund: str | None, library: Library, actor: Actor, now: datetime, reason: str
) -> audit.Act:
    letters.model_for(code)
    if fund is not None:
        library.fund(fund)
    may_change_templates(actor, fund=fund)
    return act_of(actor, now=now, what=what, subject=code, reason=reason)


def _act(session: Session, ref: str, what: str, actor: Actor, now: datetime, *, reason: str = "") -> audit.Act:
    row = letters.get(session, ref)
    fund = applications.get_by_id(session, row.application_id).fund if row.application_id else None
    must_hold(actor, "officer", "finance", fund=fund, doing="Sending letters")
    return act_of(actor, now=now, what=what, subject=ref, reason=reason)
