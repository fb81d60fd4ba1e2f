"""What would let a body decide an item that it cannot decide now."""

from collections.abc import Sequence
from dataclasses import dataclass

from fundflow.committees.rules.interests import excluded_by
from fundflow.committees.rules.quorum import Member, Quorum, Room, evaluate, may_vote

_CO_OPTED = frozenset({"lay", "nurse", "secondary_care"})
"""The roles in which somebody from outside may be co-opted (domain 2(c), route 2)."""


@dataclass(frozen=True)
class Remedy:
    """One way out; `suffices` when it would make the item quorate as things stand."""

    kind: str
    sentence: str
    suffices: bool


def remedies(
    room: Room, quorum: Quorum, *, number_on_agenda: int, next_meeting: str = "the next meeting"
) -> tuple[Remedy, ...]:
    """The ways out in the order in which people try them: wait, fetch a member, or turn to those in the terms."""
    if quorum.can_decide:
        return ()
    fetched = sorted((*_fetch(room, quorum), *_stand_back(room, quorum)), key=lambda one: not one.suffices)
    return (
        Remedy("defer", f"put item {number_on_agenda} off to {next_meeting}", suffices=False),
        *fetched,
        *_co_opt(room, quorum),
    )


def _cured(room: Room, quorum: Quorum, people: Sequence[Member]) -> bool:
    joined = room.joined_by(*people, at=quorum.at)
    return evaluate(joined, item=quorum.item, at=quorum.at).can_decide


def _fetch(room: Room, quorum: Quorum) -> list[Remedy]:
    """Members who are away and have no interest in the item: each alone, or so many of them as are short."""
    away = {
        member.person: member
        for member in room.members
        if member.person not in quorum.present
        and may_vote(room, member.person, at=quorum.at)
        and excluded_by(room.interests, member.person, item=quorum.item, at=quorum.at) is None
    }
    short = quorum.needed - len(quorum.counting)
    if 1 < short <= len(away):
        names, many = ", ".join(member.name for member in away.values()), list(away.values())
        asked = "ask" if short == len(away) else f"ask {short} of"
        return [Remedy("return", f"{asked} {names} to join by telephone", suffices=_cured(room, quorum, many))]
    return [
        Remedy("return", f"ask {member.name} to join by telephone", suffices=_cured(room, quorum, [member]))
        for member in away.values()
    ]


def _stand_back(room: Room, quorum: Quorum) -> list[Remedy]:
    """Where one side has too many votes: one of them who does not vote on the item."""
    found = []
    for person in quorum.counting if quorum.outnumbered else ():
        rest = [voter for voter in quorum.counting if voter != person]
        if evaluate(room, item=quorum.item, at=quorum.at, voters=rest).can_decide:
            found.append(Remedy("stand_back", f"ask {room.name_of(person)} not to vote", suffices=True))
    return found


def _co_opt(room: Room, quorum: Quorum) -> list[Remedy]:
    """Those to whom the terms let the body turn, in their order; people from outside may fill seats, not offices."""
    short = max(1, quorum.needed - len(quorum.counting))
    guests = [Member(-1 - seat, "", _CO_OPTED) for seat in range(short)]
    cures = _cured(room, quorum, guests)
    return [Remedy("co_opt", f"turn to {_inside(text)}", suffices=cures) for text in room.terms.co_opt]


def _inside(text: str) -> str:
    """A text of the terms inside a sentence: `A lay member` begins small, `NHS England` does not."""
    return text[0].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text
