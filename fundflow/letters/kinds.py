"""What each letter is, in the words in which people speak of it: `the offer letter to Stay Well Ltd`."""

from collections.abc import Mapping
from typing import Final

KINDS: Final[Mapping[str, str]] = {
    "L01": "acknowledgement",
    "L01b": "notice that the bid goes to assessment",
    "L02": "letter that the bid cannot be assessed",
    "L02b": "notice that another programme has it",
    "L03": "question about the bid",
    "L03b": "reminder of a question",
    "L03c": "receipt for an answer",
    "L03d": "notice that we go on without an answer",
    "L04": "offer letter",
    "L04a": "part approval",
    "L05": "rejection letter",
    "L06": "deferral letter",
    "L07a": "offer of support",
    "L07b": "support agreement",
    "L08": "remittance advice",
    "L08a": "question about a claim",
    "L08b": "letter that a claim is refused or cut",
    "L09": "recovery notice",
    "L09b": "final demand",
    "L09c": "outcome of a disputed recovery",
    "L10": "closure letter",
    "L10b": "final settlement",
    "L11": "variation",
    "L11b": "refusal of a variation",
    "L12": "confirmation of withdrawal",
    "L13": "notice of an overdue report",
    "L13b": "notice of a review",
    "L13c": "outcome of a review",
    "L13d": "notice that a partner has left",
    "L16": "reserve list letter",
    "L17": "award confirmation",
    "L18": "notice that an offer has ended",
    "L18b": "notice of more time to accept",
    "L19": "receipt for a request to look again",
    "L20": "outcome of a request to look again",
    "L21": "authority to start",
    "L22": "notice that payments stop",
    "L22b": "notice that payments start again",
    "L23": "receipt for the final report",
    "L23b": "request for more in the final report",
    "L24": "termination letter",
    "N1": "notice that a draft was not sent",
    "N2": "notice of delay",
    "N3": "notice that the end date is near",
    "N4": "notice that the round is cancelled",
    "N5": "notice that a claim waits",
    "N7": "reminder of a date",
    "N8": "notice that the round has changed",
    "N9": "notice about payment details",
    "R1": "request for consent to support",
    "R2": "letter about other help",
    "R3": "letter about the reserve list for support",
    "R6": "letter at the end of support",
    "R7": "letter about what happens next",
    "R8": "confirmation that support was declined",
}
"""Letter code to the words; a code of an office's own is called by its code."""


def kind(code: str) -> str:
    """What a letter of a code is called in a sentence."""
    return KINDS.get(code, f"letter {code}")
