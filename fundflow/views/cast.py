"""Everybody who can be picked from a list, in a demonstration or to see as they see, and what each of them does."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from fundflow import committees, organisations, people

LEADING = (
    *("officer", "practice", "assessor", "moderator", "secretary", "chair", "finance", "checker", "approver"),
    *("releaser", "auditor", "office"),
)
"""Sign-in names that a demonstration lists first: one for each thing that people come to do."""


@dataclass(frozen=True)
class Part:
    """One person and what they are here for."""

    sign_in_name: str
    name: str
    does: str


def cast(session: Session, *, on: date) -> tuple[list[Part], list[Part]]:
    """One person for each kind of work, then everybody else by sign-in name."""
    found = [one for one in people.list_all(session) if one.kind == "person" and one.left_on is None]
    grants = people.grants_of_many(session, [one.id for one in found if one.id is not None], on=on)
    seated = committees.seated_to_vote(session, since=on, on=on)
    titles = organisations.names(
        session, {row.organisation for rows in grants.values() for row in rows if row.organisation}
    )
    parts = {}
    for one in found:
        assert one.id is not None
        held = [_role(row, titles) for row in grants.get(one.id, [])]
        does = dict.fromkeys([*held, *(["committee member"] if one.id in seated else [])])
        said = ", ".join(does)
        parts[one.sign_in_name] = Part(one.sign_in_name, one.name, said[:1].upper() + said[1:])
    first = [parts.pop(name) for name in LEADING if name in parts]
    return first, [parts[name] for name in sorted(parts)]


def _role(row: people.RoleGrant, titles: dict[str, str]) -> str:
    words = people.role_words(row.role)
    return f"{words} for {titles.get(row.organisation, row.organisation)}" if row.organisation else words
