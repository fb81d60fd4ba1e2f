"""Who is behind a sign-in or a program's token: the people and what they may do, in one round trip."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from fundflow import accounts, together
from fundflow.accounts import SignIn, Token
from fundflow.people import Cover, Person, RoleGrant


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
    mark = accounts.sha256(token)
    mine = select(SignIn.person_id).where(SignIn.token_sha256 == mark)
    seen = select(SignIn.viewed_id).where(SignIn.token_sha256 == mark)
    absent = select(SignIn.stands_in_for_id).where(SignIn.token_sha256 == mark)
    found = together.read(
        session,
        [
            (SignIn, col(SignIn.token_sha256) == mark),
            (Person, col(Person.id).in_(mine) | col(Person.id).in_(seen) | col(Person.id).in_(absent)),
            (
                RoleGrant,
                col(RoleGrant.person_id).in_(mine)
                | col(RoleGrant.person_id).in_(seen)
                | col(RoleGrant.person_id).in_(absent),
            ),
            (Cover, col(Cover.person_id).in_(mine) & col(Cover.covers_id).in_(absent)),
        ],
    )
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
    mark = accounts.sha256(text)
    mine = select(Token.person_id).where(Token.token_sha256 == mark)
    found = together.read(
        session,
        [
            (Token, col(Token.token_sha256) == mark),
            (Person, col(Person.id).in_(mine)),
            (RoleGrant, col(RoleGrant.person_id).in_(mine)),
        ],
    )
    return Program(found[Token][0], found[Person][0], found[RoleGrant]) if found[Token] else None
