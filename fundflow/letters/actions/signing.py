"""Commissioners' signatures under a letter: who must sign a copy, who has, and that none leaves without them."""

from collections.abc import Sequence
from typing import TypeVar

from sqlmodel import Session

from fundflow import audit
from fundflow.errors import Refused
from fundflow.letters import queries, rules
from fundflow.letters.facts import Common, Sender
from fundflow.letters.tables import Letter, LetterSignature

Facts = TypeVar("Facts", bound=Common)


def copies(facts: Facts, *, way: str) -> list[tuple[Facts, tuple[str, ...]]]:
    """The letters that one set of facts makes, each with the codes of those who must sign it before it leaves.

    `printed`: one that nobody signs here; `held`: one that all sign; `counterparts`: one for each, which that one signs.
    A letter of one commissioner is never kept back.
    """
    codes = tuple(sender.code for sender in facts.senders)
    if way == "printed" or len(codes) < 2:
        return [(facts, ())]
    if way == "held":
        return [(facts, codes)]
    return [(_counterpart(facts, code), (code,)) for code in codes]


def _counterpart(facts: Facts, code: str) -> Facts:
    own = tuple(sender for sender in facts.senders if sender.code == code)
    others = tuple(sender.name for sender in facts.senders if sender.code != code)
    return facts.model_copy(update={"senders": own, "counterparts": others})


def like(old: Letter, facts: Facts) -> Facts:
    """New facts cut to the copy that an old letter was: those of its own commissioner where it was a counterpart."""
    if not old.facts.get("counterparts") or old.signs[0] not in {sender.code for sender in facts.senders}:
        return facts
    return _counterpart(facts, old.signs[0])


def sign(
    session: Session, ref: str, commissioner: str, *, person_id: int, name: str, title: str, act: audit.Act
) -> LetterSignature:
    """Sign an approved letter for one of those who must; the last signature frees it to leave.

    Raises:
        Refused: it is not approved, or this commissioner need not sign it or has signed (`letter_signatures`).
    """
    letter = queries.locked(session, ref)
    rules.must_stand_to_sign(ref, letter.state)
    signed = {one.commissioner: one for one in queries.signatures(session, letter.id or 0)}
    if commissioner not in letter.signs or commissioner in signed:
        raise Refused.because("letter_signatures", _not_asked(letter, commissioner, signed.get(commissioner)))
    row = LetterSignature(
        letter_id=letter.id or 0,
        commissioner=commissioner,
        person_id=person_id,
        name=name,
        title=title,
        signed_at=act.now,
    )
    session.add(row)
    session.flush()
    after = {"for": commissioner, "name": name, "title": title, "template_sha256": letter.template_sha256}
    audit.record(session, act, what="letter_signed", subject=letter.subject, after=after, item=f"letter {ref}")
    return row


def _not_asked(letter: Letter, commissioner: str, signed: LetterSignature | None) -> str:
    who = called(letter, commissioner)
    if signed is not None:
        return rules.signed_already(letter.ref, who, signed.name, signed.signed_at)
    names = [called(letter, code) for code in letter.signs]
    return rules.need_not_sign(letter.ref, who, names)


def called(letter: Letter, code: str) -> str:
    """The name of one of those who write a letter, as it stands in its facts."""
    return next((sender.name for sender in _senders(letter) if sender.code == code), code)


def _senders(letter: Letter) -> Sequence[Sender]:
    found = letter.facts.get("senders")
    return [Sender.model_validate(one) for one in found] if isinstance(found, list) else []


def unsigned(session: Session, letter: Letter) -> list[str]:
    """The codes of those whose signature a letter still waits for, in the order in which they stand under it."""
    if not letter.signs:
        return []
    signed = {one.commissioner for one in queries.signatures(session, letter.id or 0)}
    return [code for code in letter.signs if code not in signed]


def must_be_signed(session: Session, letter: Letter) -> None:
    """Let a letter leave only when everybody who must has signed it.

    Raises:
        Refused: signatures are missing (`letter_signatures`), with the names of those.
    """
    missing = unsigned(session, letter)
    if missing:
        names = [called(letter, code) for code in missing]
        raise Refused.because("letter_signatures", rules.not_signed(letter.ref, names))


def with_signatures(session: Session, letter: Letter, facts: Facts) -> Facts:
    """The facts of a letter with who signed it, and when, beside each commissioner's name."""
    if not letter.signs:
        return facts
    signed = {one.commissioner: one for one in queries.signatures(session, letter.id or 0)}
    senders = tuple(
        sender.model_copy(
            update={"signed_by": signed[sender.code].name, "signed_at": signed[sender.code].signed_at}
            | {"signatory": signed[sender.code].name, "signatory_title": signed[sender.code].title}
        )
        if sender.code in signed
        else sender
        for sender in facts.senders
    )
    return facts.model_copy(update={"senders": senders})
