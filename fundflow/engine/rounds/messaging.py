"""A message to everybody in a round: a letter for each draft and each sent bid that is still alive, changing nothing."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from fundflow import applications, audit
from fundflow.engine.rounds import notices
from fundflow.engine.rounds.opening import act_of, must_hold
from fundflow.errors import BadInput, Refused
from fundflow.people import Actor

LONGEST = 2_000
"""Characters of a message: it is a letter and no brochure."""


@dataclass(frozen=True)
class Messaged:
    """To which bids a message goes, and the letters that were drafted."""

    to: tuple[str, ...]
    letters: tuple[str, ...]


def message_all(session: Session, ref: str, *, text: str, to: str = "all", actor: Actor, now: datetime) -> Messaged:
    """Draft one letter with the same words for every bid of a round; people approve and release them like any other.

    The first paragraph opens the letter, and each further one follows as a point of its own.

    Raises:
        Refused: no role, or no such bid is alive (`somebody_to_tell`). BadInput: no words, too many, or no such choice.
    """
    row = applications.get_round(session, ref)
    must_hold(actor, "officer", fund=row.fund, doing="Writing to everybody in a round")
    touched = notices.affected(session, row)
    refs = touched.among(to)
    said = [line.strip() for line in text.split("\n") if line.strip()]
    if not said:
        raise BadInput("The message is empty, so nobody was written to. Write it.", place="text")
    if len(text) > LONGEST:
        raise BadInput(
            f"The message has {len(text):,} characters and may have {LONGEST:,}. Nobody was written to. Shorten it.",
            place="text",
        )
    if not refs:
        raise Refused.because(
            "somebody_to_tell",
            f"Nobody was written to: {row.title} has {touched.line} that are alive, and none is among those that you chose. "
            "Nothing has changed. Choose others.",
        )
    act = act_of(actor, now=now, what="message_round", subject=ref, reason=said[0])
    notice = notices.Notice("message", row.closes_at, said[0], tuple(said[1:]))
    drafted = notices.tell(session, row, refs, notice, act=act)
    audit.record(session, act, after={"to": list(refs), "text": text, "letters": list(drafted)})
    return Messaged(tuple(refs), drafted)
