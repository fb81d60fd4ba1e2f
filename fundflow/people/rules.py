"""What a person may do, and which kinds of interest there are; no looking up."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from difflib import get_close_matches
from typing import Final

from fundflow.clock import day_words
from fundflow.errors import BadInput, Refused
from fundflow.people.tables import Cover, Person, RoleGrant

ROLES: Final = (
    "applicant",
    "signatory",
    "assessor",
    "officer",
    "finance",
    "moderation_chair",
    "group_secretary",
    "implementation_group",
    "implementation_group_chair",
    "committee_secretary",
    "committee",
    "delegate",
    "chief_finance_officer",
    "reconsideration_panel",
    "lay_member",
    "nhs_england",
    "claim_checker",
    "claim_approver",
    "payment_releaser",
    "nominator",
    "nhs_england_contracting",
    "support_provider",
    "foi_officer",
    "auditor",
    "administrator",
    "data_officer",
    "system",
)
INTERESTS: Final = {
    "financial": "a financial interest",
    "non_financial_professional": "a non-financial professional interest",
    "non_financial_personal": "a non-financial personal interest",
    "indirect": "an indirect interest",
}
DECIDING: Final = (
    "committee",
    "delegate",
    "chief_finance_officer",
    "implementation_group",
    "implementation_group_chair",
    "moderation_chair",
    "reconsideration_panel",
    "claim_approver",
    "payment_releaser",
    "assessor",
)
"""Roles in which a person decides on money or on a bid: only their interests are published (domain, 2(c))."""
DECLARE_WITHIN: Final = timedelta(days=28)
"""How long after it began an interest is to be declared at the latest (domain, 2(c))."""
SYSTEM: Final = "system"
"""The reserved person who cannot sign in; its acts name their cause."""

STANDS_IN: Final = " for "
"""Between the names of somebody who stands in and of the person for whom they act."""

ROLE_WORDS: Final = {
    "finance": "finance team",
    "officer": "commissioning officer",
    "delegate": "delegated officer",
    "implementation_group": "implementation group's secretary",
    "committee": "committee's secretary",
    "nominator": "local medical committee or federation",
    "nhs_england": "NHS England local team",
    "nhs_england_contracting": "NHS England contracting team",
    "support_provider": "provider of the support",
    "foi_officer": "freedom of information officer",
}

BOUND_BY_ROLE: Final = ("applicant", "signatory")
"""Roles for an organisation that tie a person to it."""


def role_words(role: str) -> str:
    """What people call somebody who holds a role."""
    return ROLE_WORDS.get(role, role.replace("_", " "))


@dataclass(frozen=True)
class Role:
    """One thing that a person may do, and where; an empty scope means everywhere."""

    role: str
    fund: str | None = None
    organisation: str | None = None
    commissioner: str | None = None

    def covers(self, *, fund: str | None, organisation: str | None, commissioner: str | None) -> bool:
        """Whether it reaches a place; what is not asked about does not matter."""
        asked = ((self.fund, fund), (self.organisation, organisation), (self.commissioner, commissioner))
        return all(own is None or wanted is None or own == wanted for own, wanted in asked)


@dataclass(frozen=True)
class Actor:
    """A person at a moment, with what they may do then."""

    id: int
    sign_in_name: str
    name: str
    organisation: str | None = None
    email: str = ""
    roles: tuple[Role, ...] = field(default=())

    def has(
        self,
        role: str,
        *,
        fund: str | None = None,
        organisation: str | None = None,
        commissioner: str | None = None,
    ) -> bool:
        """Whether they hold a role, for the fund, organisation or commissioner asked about."""
        return any(
            held.role == role and held.covers(fund=fund, organisation=organisation, commissioner=commissioner)
            for held in self.roles
        )

    def holds(self, role: str) -> tuple[Role, ...]:
        """Every grant of one role, with its scope."""
        return tuple(held for held in self.roles if held.role == role)


def known_role(role: str, *, place: str = "role") -> str:
    """A role by its name.

    Raises:
        BadInput: there is no such role, or it is the reserved one.
    """
    plain = role.strip().casefold().replace("-", "_").replace(" ", "_")
    if plain not in ROLES or plain == SYSTEM:
        given = ", ".join(name for name in ROLES if name != SYSTEM)
        raise BadInput(f"'{role}' is not a role that can be given: choose one of {given}", place=place)
    return plain


def known_interest(kind: str, *, place: str = "kind") -> str:
    """A kind of interest by its name.

    Raises:
        BadInput: there is no such kind.
    """
    plain = kind.strip().casefold().replace("-", "_").replace(" ", "_")
    if plain not in INTERESTS:
        raise BadInput(f"'{kind}' is not a kind of interest: choose one of {', '.join(INTERESTS)}", place=place)
    return plain


def clean_sign_in_name(text: str, *, place: str = "sign_in_name") -> str:
    """A sign-in name as it is kept: small letters, no blanks.

    Raises:
        BadInput: it is empty, has blanks, or is an e-mail address (a mailbox is not a person: journeys, 1.2).
    """
    plain = text.strip().casefold()
    if not plain or any(letter.isspace() for letter in plain):
        raise BadInput(f"'{text}' is not a sign-in name: write one word, for example jo.ash", place=place)
    if "@" in plain:
        raise BadInput(
            f"'{text}' is an e-mail address, which several people may read: give the person a name of their own, for "
            "example jo.ash",
            place=place,
        )
    return plain


def in_force(starts: date, ends: date | None, on: date) -> bool:
    """Whether something that runs from one day up to and with another runs on a day."""
    return starts <= on and (ends is None or on <= ends)


def require_here(row: Person, *, on: date) -> None:
    """Let only somebody who has not left go on.

    Raises:
        Refused: they have left.
    """
    if row.left_on is not None and row.left_on < on:
        raise Refused.because(
            "can_sign_in",
            f"{row.name} left on {day_words(row.left_on)} and can no longer act. Ask your administrator to put that right.",
        )


def actor_of(row: Person, given: Iterable[RoleGrant], *, on: date) -> Actor:
    """A stored person with what they may do on a day, from everything ever granted to them.

    Raises:
        Refused: they have left.
    """
    require_here(row, on=on)
    return as_actor(row, [grant for grant in given if in_force(grant.starts, grant.ends, on)])


def as_actor(row: Person, held: Iterable[RoleGrant]) -> Actor:
    """A stored person and their grants as a fact."""
    roles = tuple(Role(grant.role, grant.fund, grant.organisation, grant.commissioner) for grant in held)
    return Actor(int(row.id or 0), row.sign_in_name, row.name, row.organisation, row.email, roles)


def standing_in(
    own: Actor, absent: Person, given: Iterable[RoleGrant], covers: Iterable[Cover], *, on: date
) -> Actor | None:
    """Somebody as they act for another: their own number, both names, and the roles that were handed over, as held.

    Nothing on a day on which no role is handed over to them.
    """
    roles = {
        one.role
        for one in covers
        if (one.person_id, one.covers_id) == (own.id, absent.id) and one.starts <= on <= one.ends
    }
    held = tuple(
        Role(grant.role, grant.fund, grant.organisation, grant.commissioner)
        for grant in given
        if grant.role in roles and in_force(grant.starts, grant.ends, on)
    )
    name = f"{own.name}{STANDS_IN}{absent.name}"
    return Actor(own.id, own.sign_in_name, name, own.organisation, own.email, held) if held else None


def near(text: str, known: Iterable[str]) -> str:
    """` Did you mean jo.ash?`, or nothing when nothing is close."""
    close = get_close_matches(text.strip().casefold(), list(known), n=1, cutoff=0.6)
    return f" Did you mean {close[0]}?" if close else ""


_PRIVATE: Final = (
    re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+"),
    re.compile(r"(?<!\d)0\d{2,4}[ -]?\d{3,4}[ -]?\d{3,4}(?!\d)"),
    re.compile(r"(\b\d+[A-Za-z]? [^;.]{0,80}?)?\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"),
)


def without_addresses(text: str) -> str:
    """What somebody wrote of an interest as it may be published: no mail address, telephone number or home address."""
    for pattern in _PRIVATE:
        text = pattern.sub("(address left out)", text)
    return text


def year_after(day: date) -> date:
    """The same day a year on; the last of February for the 29th."""
    return day.replace(year=day.year + 1) if (day.month, day.day) != (2, 29) else date(day.year + 1, 2, 28)
