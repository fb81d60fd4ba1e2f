"""The life of a letter, how it is numbered, and what its file is called."""

import re
from collections.abc import Sequence
from datetime import datetime

from fundflow.clock import moment_words
from fundflow.errors import Refused

STEPS: dict[str, tuple[tuple[str, ...], str]] = {
    "approve": (("draft",), "approved"),
    "release": (("approved",), "released"),
    "void": (("draft", "approved"), "voided"),
}
"""Step: the states it leaves, and the one it reaches."""

DELIVERIES: dict[str, tuple[str, ...]] = {
    "waiting": ("none", "bounced"),
    "sent": ("waiting", "bounced"),
    "opened": ("sent",),
    "bounced": ("waiting", "sent"),
    "by_hand": ("none", "waiting", "sent", "bounced"),
}
"""How a released letter travels: each status, and those that it may follow."""

_CLOSED = {
    "approve": "has been approved already",
    "release": "has not been approved yet",
    "void": "cannot be voided",
}


def step(ref: str, state: str, name: str) -> str:
    """The state that a step leads to.

    Raises:
        Refused: the letter stands elsewhere; an issued letter is never changed, only replaced.
    """
    leaves, reaches = STEPS[name]
    if state in leaves:
        return reaches
    if state == "released":
        raise Refused.because(
            "letter_released",
            f"Letter {ref} has been sent, so it cannot be changed. If it is wrong, issue a new letter that "
            "replaces it. Nothing has changed.",
        )
    if state == "voided":
        raise Refused.because(
            "letter_voided", f"Letter {ref} was voided and will not be sent. Draft a new letter. Nothing has changed."
        )
    raise Refused.because(
        "letter_state", f"Letter {ref} {_CLOSED[name]}: it is {state}. Open the letter to see its next step."
    )


def deliver(ref: str, state: str, was: str, becomes: str) -> str:
    """The delivery status that follows another.

    Raises:
        Refused: the letter is not released, or the status does not follow.
    """
    if state != "released":
        raise Refused.because(
            "letter_not_released", f"Letter {ref} is {state}, so it cannot be sent. Approve and release it first."
        )
    if not may_follow(was, becomes):
        raise Refused.because(
            "letter_delivery",
            f"Letter {ref} is marked '{was}', and '{becomes}' cannot come after that. Nothing has changed. "
            "Look at the letter, and mark what happened to it since.",
        )
    return becomes


def may_follow(was: str, becomes: str) -> bool:
    """Whether a delivery status follows another."""
    return was in DELIVERIES[becomes]


def reference(subject: str, code: str, number: int) -> str:
    """`TF-17-0001/L04`, and from the second of a kind on `TF-17-0001/L04-2`."""
    return f"{subject}/{code}" if number == 1 else f"{subject}/{code}-{number}"


def file_name(ref: str, template: str) -> str:
    """A name that any disk accepts: `TF-17-0001-L04-offer.docx`."""
    return re.sub(r"[^A-Za-z0-9-]+", "-", f"{ref}-{template}").strip("-") + ".docx"


def must_stand_to_sign(ref: str, state: str) -> None:
    """Let people sign only what will not change any more: an approved letter that has not left.

    Raises:
        Refused: it is a draft, sent or voided.
    """
    if state == "approved":
        return
    if state == "draft":
        raise Refused.because(
            "letter_signatures",
            f"Letter {ref} was not signed: it is still a draft, and a draft may be voided. Nothing has changed. Ask an "
            f"officer to approve it first (fundflow letters approve {ref}).",
        )
    step(ref, state, "approve")


def signed_already(ref: str, who: str, name: str, at: datetime) -> str:
    """The sentence for a second signature of one commissioner."""
    return (
        f"Letter {ref} was signed for {who} already, by {name} on {moment_words(at)}. Nothing has changed. "
        "You need do nothing more."
    )


def need_not_sign(ref: str, who: str, names: Sequence[str]) -> str:
    """The sentence for a commissioner that does not stand under a letter."""
    asked = f"It is signed for {' and '.join(names)}" if names else "It needs no signature here"
    return f"Letter {ref} was not signed for {who}. {asked}. Nothing has changed. Look at it first (fundflow letters preview)."


def not_signed(ref: str, names: Sequence[str], people: Sequence[str] = ()) -> str:
    """The sentence for a letter that may not leave yet: whose signatures are missing, and who can give them."""
    some_one = "signature" if len(names) == 1 else "signatures"
    ask = f"Ask {', and '.join(people)} to sign it" if people else "Each of them signs it"
    return (
        f"Letter {ref} was not released: the {some_one} of {' and of '.join(names)} "
        f"{'is' if len(names) == 1 else 'are'} missing. It stays approved, and nothing has changed. "
        f"{ask} (fundflow letters sign {ref})."
    )
