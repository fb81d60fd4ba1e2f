"""Letters of targeted support: R1, R2, R3, R6, R7, R8, and the offer L07a and agreement L07b."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from fundflow.letters.facts.fact import Common, Count, Fact, Moment, Pence, Text
from fundflow.letters.facts.nouns import Amount, Signed


class SupportConsent(Common):
    """R1: somebody put the practice forward; does it agree?"""

    put_forward_by: Text
    reasons: Annotated[tuple[Text, ...], Field(min_length=1)]
    answer_by: date
    decided_by: Text
    information: Text


class SupportSignpost(Common):
    """R2: this programme does not fit, and who else can help."""

    reason: Text
    routes: Annotated[tuple[Text, ...], Field(min_length=1)]


class SupportReserve(Common):
    """R3: the practice waits on the reserve list until it is looked at again."""

    reason: Text
    review_by: date


class Piece(Fact):
    """One piece of support: what, by whom, in how many days, for how much, from when to when."""

    title: Text
    provider: Text
    days: Text
    pence: Pence
    starts: date
    ends: date


class Measured(Fact):
    """One figure of the diagnosis, then and at the end."""

    title: Text
    found: int
    at_exit: int | None


class SupportExit(Common):
    """R6: the support has ended, and what is different."""

    outcome: Literal["improved", "no_change", "none_needed"]
    reason: str
    ended_on: date
    pieces: tuple[Piece, ...]
    measures: tuple[Measured, ...]


class SupportEscalation(Common):
    """R7: somebody else looks at what the practice needs next."""

    kind: Literal["escalated", "contracting"]
    reason: Text
    on: date


class SupportDeclined(Common):
    """R8: the practice said no, which counts for nothing against it."""

    asked_by: Text
    asked_at: Moment
    released: tuple[Amount, ...]


class SupportOffer(Common):
    """L07a: what support is offered, how it begins, and what accepting lets others see."""

    decided_by: Text
    rapid: bool
    diagnosed_by: str
    diagnosis_pence: Pence
    amounts: Annotated[tuple[Amount, ...], Field(min_length=1)]
    accept_by: Moment
    months: Count
    information: Text
    confidentiality: Text
    signatory: Text


class Party(Fact):
    """Somebody who makes the agreement, and as what."""

    name: Text
    code: Text
    role: Text


class Stage(Fact):
    """Something that is done by a day."""

    text: Text
    due: date


class SupportAgreement(Common):
    """L07b: the memorandum of understanding, whole."""

    version: Count
    parties: Annotated[tuple[Party, ...], Field(min_length=2)]
    diagnosis: Text
    pieces: Annotated[tuple[Piece, ...], Field(min_length=1)]
    commitments: Annotated[tuple[Text, ...], Field(min_length=1)]
    milestones: Annotated[tuple[Stage, ...], Field(min_length=1)]
    measures: tuple[Measured, ...]
    plan_ends: date
    review_dates: Annotated[tuple[date, ...], Field(min_length=1)]
    amounts: Annotated[tuple[Amount, ...], Field(min_length=1)]
    information: Text
    confidentiality: Text
    exit: Text
    hand_back: Text
    signed: Annotated[tuple[Signed, ...], Field(min_length=1)]
