"""Separation of duties: who may take which hand in paying one claim."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from fundflow.errors import Refusal

Hand = Literal["check", "approve", "release"]
_DID = {"declare": "declared", "check": "checked", "approve": "approved", "release": "released"}


@dataclass(frozen=True)
class Hands:
    """Who has done what with a claim so far: person id and the name that refusals print, by `declare`, `check`, ..."""

    ref: str
    by: Mapping[str, tuple[int, str]]


def duties(hands: Hands, hand: Hand, *, person: int, ties: Mapping[str, str]) -> list[Refusal]:
    """Why a person may not check, approve or release: they declared, checked or approved it, or have an interest.

    `ties` are this person's interests in the organisations of this claim (organisation to why).
    """
    done = [(did, name) for did, (who, name) in hands.by.items() if who == person and did != hand]
    refusals = [
        Refusal(
            "separate_people",
            f"{hands.ref} was not {_DID[hand]}. You are {name}, who {_DID[did]} it, and each step needs another "
            "person. Ask a colleague with this role; nothing has changed.",
        )
        for did, name in done
    ]
    refusals += [
        Refusal(
            "no_interest",
            f"{hands.ref} was not {_DID[hand]}. You have an interest in {organisation} ({why}). "
            "Ask a colleague without one; nothing has changed.",
        )
        for organisation, why in ties.items()
    ]
    return refusals
