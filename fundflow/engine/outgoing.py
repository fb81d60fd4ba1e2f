"""What keeps an approved letter from leaving: minutes that are not far enough, and commissioners who have not signed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlmodel import Session

from fundflow import applications, committees, letters, people
from fundflow.clock import london_day
from fundflow.engine.case import Case
from fundflow.errors import Refusal

REGION: Final = "NHS England"
"""The code under which the region stands among those who write an offer; holders of `nhs_england` sign for it."""
_STAGES: Final = ("draft", "checked", "circulated", "confirmed")
NEEDED: Final[Mapping[str, str]] = {"decision": "draft", "chairs_check": "checked", "confirmation": "confirmed"}
"""Setting `letters_after`: the stage that the minutes must have reached."""
_STAGE_WORDS: Final = {"draft": "still a draft", "checked": "checked by the chair", "circulated": "circulated"}
_AFTER_WORDS: Final = {
    "chairs_check": "letters leave after the chair's check",
    "confirmation": "letters leave when the next meeting has confirmed it",
}


@dataclass(frozen=True)
class Signer:
    """Somebody who may sign for a commissioner, and the seat or office in which they do."""

    person_id: int
    name: str
    title: str


def signing_way(case: Case, code: str) -> str:
    """How a letter of this case is signed: by its round's own setting, else by its fund's."""
    rule = case.fund.signatures
    if code not in rule.letters:
        return "printed"
    return str(case.round.settings.get("signatures", rule.way))


def signers(session: Session, letter: letters.Letter, *, now: datetime) -> dict[str, list[Signer]]:
    """Who may sign now for each of those whose signature a letter still waits for."""
    return {code: _signers(session, letter, code, now) for code in letters.unsigned(session, letter)}


def _signers(session: Session, letter: letters.Letter, code: str, now: datetime) -> list[Signer]:
    case = applications.get_by_id(session, letter.application_id or 0)
    pinned = applications.definitions(applications.round_by_id(session, case.round_id))
    if code == REGION:
        region = people.holders(session, "nhs_england", on=london_day(now), fund=case.fund)
        return [Signer(one.id, one.name, pinned.office.region_signatory_title or "NHS England") for one in region]
    rule = pinned.fund.signatures
    body = committees.committee(session, pinned.fund.committees[code])
    seats = committees.members_on(session, body.id or 0, on=london_day(now))
    found = [Signer(one.person_id, one.name, _title(one.role)) for one in seats if one.role in rule.by]
    return sorted(found, key=lambda one: one.title)


def _title(role: str) -> str:
    words = committees.role_words(role)
    return words[:1].upper() + words[1:]


def held(session: Session, letter: letters.Letter, *, now: datetime) -> list[Refusal]:
    """Every reason why an approved letter may not leave yet; none where it may."""
    return [*_minutes(session, letter), *_signatures(session, letter, now)]


def _signatures(session: Session, letter: letters.Letter, now: datetime) -> list[Refusal]:
    waiting = signers(session, letter, now=now)
    if not waiting:
        return []
    names = [letters.called(letter, code) for code in waiting]
    asked = [
        " or ".join(one.name for one in found) or f"somebody with a seat to sign for {letters.called(letter, code)}"
        for code, found in waiting.items()
    ]
    return [Refusal("letter_signatures", letters.not_signed(letter.ref, names, asked))]


def _minutes(session: Session, letter: letters.Letter) -> list[Refusal]:
    if letter.application_id is None or not letters.tells_of_decision(letter.code):
        return []
    case = applications.get_by_id(session, letter.application_id)
    own = applications.round_by_id(session, case.round_id).settings.get("letters_after")
    rows = committees.shares(session, letter.application_id)
    numbers = {row.sitting_id: row for row in rows if row.sitting_id and row.outcome and row.void_at is None}
    found = (_unminuted(session, letter, row, own) for row in numbers.values())
    return [one for one in found if one is not None]


def _unminuted(
    session: Session, letter: letters.Letter, row: committees.ShareDecision, own: str | None
) -> Refusal | None:
    sitting = committees.sitting_by_id(session, row.sitting_id or 0)
    room = committees.room(session, sitting.id or 0)
    after = own or room.terms.letters_after
    if _STAGES.index(sitting.minutes) >= _STAGES.index(NEEDED[after]):
        return None
    meeting, body = committees.meeting_by_id(session, sitting.meeting_id), committees.body_of(session, sitting.id or 0)
    chair = room.name_of(room.chair) if room.chair is not None else "the chair"
    who = f"Ask {chair} to check it" if sitting.minutes == "draft" else "Its secretary carries it on"
    return Refusal(
        "letters_after",
        f"Letter {letter.ref} was not released: minute {row.minute_number} of the {room.terms.short_title} is "
        f"{_STAGE_WORDS[sitting.minutes]}, and {_AFTER_WORDS[after]}. It stays approved, and nothing has changed. "
        f"{who} (fundflow meeting advance-minutes {meeting.ref} {body.key} {_next(sitting.minutes)}).",
    )


def _next(stage: str) -> str:
    return _STAGES[_STAGES.index(stage) + 1]


def signs(session: Session, letter: letters.Letter, person_id: int, *, now: datetime) -> bool:
    """Whether a letter waits for this person's signature, or has it."""
    if not letter.signs or letter.state not in ("approved", "released"):
        return False
    if any(one.person_id == person_id for one in letters.signatures(session, letter.id or 0)):
        return True
    return letter.state == "approved" and bool(mine(signers(session, letter, now=now), person_id))


def mine(waiting: Mapping[str, Sequence[Signer]], person_id: int) -> dict[str, Signer]:
    """Those of the awaited signatures that one person may give."""
    found = {code: next((one for one in who if one.person_id == person_id), None) for code, who in waiting.items()}
    return {code: one for code, one in found.items() if one is not None}
