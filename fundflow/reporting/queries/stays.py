"""Who is behind a sign-in or a program's token: the people and what they may do, in one round trip."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import String, bindparam
from sqlmodel import Session, col, or_, select

from fundflow import accounts, together
from fundflow.accounts import SignIn, Token
from fundflow.people import Cover, Person, RoleGrant

_MARK = bindparam("mark", type_=String())


def _behind(*ids: Any) -> Any:
    """The people whose numbers a sign-in names."""
    return [select(one).where(col(SignIn.token_sha256) == _MARK) for one in ids]


_MINE, _SEEN, _ABSENT = _behind(SignIn.person_id, SignIn.viewed_id, SignIn.stands_in_for_id)
_STAY = together.Question(
    (
        (SignIn, col(SignIn.token_sha256) == _MARK),
        (Person, or_(*(col(Person.id).in_(one) for one in (_MINE, _SEEN, _ABSENT)))),
        (RoleGrant, or_(*(col(RoleGrant.person_id).in_(one) for one in (_MINE, _SEEN, _ABSENT)))),
        (Cover, col(Cover.person_id).in_(_MINE) & col(Cover.covers_id).in_(_ABSENT)),
    )
)
_OF_PROGRAM = select(Token.person_id).where(col(Token.token_sha256) == _MARK)
_PROGRAM = together.Question(
    (
        (Token, col(Token.token_sha256) == _MARK),
        (Person, col(Person.id).in_(_OF_PROGRAM)),
        (RoleGrant, col(RoleGrant.person_id).in_(_OF_PROGRAM)),
    )
)


@dataclass(frozen=True)
class Stay:
    """A sign-in with its person, whose eyes it shows or for whom it acts if that is another, and what each may do.

    `covers` are those in which the person ever stood in.
    """

    sign_in: SignIn
    people: dict[int, Person]
    grants: dict[int, list[RoleGrant]]
    covers: list[Cover]


def of_stay(session: Session, token: str) -> Stay | None:
    """A sign-in by its token, ended ones too."""
    found = together.ask(session, _STAY, mark=accounts.sha256(token))
    if not found[SignIn]:
        return None
    grants: dict[int, list[RoleGrant]] = {}
    for row in found[RoleGrant]:
        grants.setdefault(row.person_id, []).append(row)
    return Stay(found[SignIn][0], {row.id: row for row in found[Person]}, grants, found[Cover])


@dataclass(frozen=True)
class Program:
    """A program's token with the person for whom it acts, and what they may do."""

    token: Token
    person: Person
    grants: list[RoleGrant]


def of_token(session: Session, text: str) -> Program | None:
    """A token by its text, those that do not hold any more too."""
    found = together.ask(session, _PROGRAM, mark=accounts.sha256(text))
    return Program(found[Token][0], found[Person][0], found[RoleGrant]) if found[Token] else None
