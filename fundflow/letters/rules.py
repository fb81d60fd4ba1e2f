"""The life of a letter, how it is numbered, and what its file is called."""

import re

from fundflow.errors import Refused

STATES = ("draft", "approved", "released", "voided")

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
    if was not in DELIVERIES[becomes]:
        raise Refused.because(
            "letter_delivery",
            f"Letter {ref} is marked '{was}', which '{becomes}' does not follow. Nothing has changed.",
        )
    return becomes


def reference(subject: str, code: str, number: int) -> str:
    """`TF-17-0001/L04`, and from the second of a kind on `TF-17-0001/L04-2`."""
    return f"{subject}/{code}" if number == 1 else f"{subject}/{code}-{number}"


def file_name(ref: str, template: str) -> str:
    """A name that any disk accepts: `TF-17-0001-L04-offer.docx`."""
    return re.sub(r"[^A-Za-z0-9-]+", "-", f"{ref}-{template}").strip("-") + ".docx"
