"""Whose vote in favour a body's terms ask for, whatever the count (joint commissioning: domain section 6, CB 4)."""

from collections.abc import Mapping

from fundflow.committees.rules.quorum import Room, roles_of


def withheld(room: Room, votes: Mapping[int, str]) -> tuple[str, ...]:
    """Who did not vote in favour though the terms need it: those who hold the role, or the role where nobody does."""
    missing = []
    for role in room.terms.consent_of:
        holders = [member.person for member in room.members if role in roles_of(room, member.person)]
        if any(votes.get(person) == "for" for person in holders):
            continue
        names = dict.fromkeys(room.name_of(person) for person in holders)
        missing.append(" or ".join(names) or role.replace("_", " "))
    return tuple(missing)
