"""Verbs of the office's desk: people, roles, interests, and how organisations are paid, each recorded."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from fundflow import audit, payments, people
from fundflow.clock import london_day
from fundflow.engine import interests, telling
from fundflow.engine.rounds import act_of, must_hold
from fundflow.errors import NotFound
from fundflow.people import Actor, Person


@dataclass(frozen=True)
class Newcomer:
    """A person to be added, with the roles that they get at once."""

    sign_in_name: str
    name: str
    email: str = ""
    organisation: str | None = None
    fund: str | None = None
    commissioner: str | None = None
    roles: tuple[str, ...] = ()


def first(session: Session) -> bool:
    """Whether nobody is here yet, so that the first administrator may be made by whoever sets up."""
    return not [one for one in people.list_all(session) if one.kind == "person"]


def keeper(session: Session, sign_in_name: str | None, *, now: datetime, making: tuple[str, ...] = ()) -> Actor:
    """Who keeps the people: an administrator; for the first person of all, who must be one, the product itself.

    Raises:
        Refused: not an administrator. NotFound: nobody was named, or there is nobody of that name.
    """
    if first(session) and "administrator" in making:
        return people.system(session)
    if sign_in_name is None:
        raise NotFound(
            "say who does this with --as USER; the first person of an empty installation is made with "
            "--role administrator"
        )
    actor = people.actor(session, sign_in_name, now=now)
    must_hold(actor, "administrator", doing="Keeping people and their roles")
    return actor


def add(session: Session, newcomer: Newcomer, *, actor: Actor, now: datetime) -> Person:
    """Add a person and give the roles that they begin with."""
    act = act_of(actor, now=now, what="user.add", subject=newcomer.sign_in_name)
    row = people.add(
        session,
        sign_in_name=newcomer.sign_in_name,
        name=newcomer.name,
        email=newcomer.email,
        organisation=newcomer.organisation,
        act=act,
    )
    audit.record(session, act, after={"name": row.name, "organisation": row.organisation})
    for role in newcomer.roles:
        scope = {"fund": newcomer.fund, "organisation": newcomer.organisation, "commissioner": newcomer.commissioner}
        grant(session, row.sign_in_name, role, scope=scope, starts=london_day(now), ends=None, actor=actor, now=now)
    return row


def change(
    session: Session,
    sign_in_name: str,
    *,
    name: str | None = None,
    email: str | None = None,
    organisation: str | None = None,
    actor: Actor,
    now: datetime,
) -> Person:
    """Change how a person is called in letters, how they are reached, or whose person they are; nothing given stays.

    An empty address or organisation takes it off. What was signed before keeps the earlier name.

    Raises:
        Refused: not an administrator. NotFound: there is no such person. BadInput: the name would be empty.
    """
    must_hold(actor, "administrator", doing="Keeping people and their roles")
    row = people.named(session, sign_in_name)
    before = {"name": row.name, "email": row.email, "organisation": row.organisation}
    act = act_of(actor, now=now, what="user.change", subject=row.sign_in_name)
    made = people.change(session, row.id or 0, name=name, email=email, organisation=organisation, act=act)
    after = {"name": made.name, "email": made.email, "organisation": made.organisation}
    audit.record(session, act, before=before, after=after)
    return made


def grant(
    session: Session,
    sign_in_name: str,
    role: str,
    *,
    scope: dict[str, str | None],
    starts: date,
    ends: date | None,
    actor: Actor,
    now: datetime,
    reason: str = "",
) -> people.RoleGrant:
    """Let a person do something from a day, everywhere or for one fund, organisation or commissioner."""
    row = people.named(session, sign_in_name)
    act = act_of(actor, now=now, what="user.grant", subject=row.sign_in_name, reason=reason)
    made = people.grant(session, row.id or 0, role, starts=starts, ends=ends, act=act, **scope)
    audit.record(session, act, after={"role": made.role, **scope, "starts": starts, "ends": ends})
    return made


def revoke(
    session: Session, sign_in_name: str, role: str, *, ends: date, reason: str, actor: Actor, now: datetime
) -> list[people.RoleGrant]:
    """End a role of a person, wherever they hold it: the day is the last on which it may be used."""
    row = people.named(session, sign_in_name)
    held = [one for one in people.grants(session, row.id or 0, on=ends) if one.role == people.known_role(role)]
    if not held:
        raise NotFound(f"{row.name} does not hold the role '{role}'. Look at what people hold (fundflow user list)")
    act = act_of(actor, now=now, what="user.revoke", subject=row.sign_in_name, reason=reason)
    ended = [people.revoke(session, one.id or 0, ends=ends, act=act) for one in held]
    audit.record(session, act, after={"role": role, "ends": ends})
    return ended


def cover(
    session: Session,
    sign_in_name: str,
    role: str,
    *,
    by: str,
    starts: date,
    ends: date,
    actor: Actor,
    now: datetime,
    reason: str = "",
) -> people.Cover:
    """Hand a role over while somebody is away: `by` acts in it as `BY for NAME`, and both names stand on each act."""
    absent, own = people.named(session, sign_in_name), people.named(session, by)
    if absent.id != actor.id:
        must_hold(actor, "administrator", doing="Arranging leave cover for somebody else")
    act = act_of(actor, now=now, what="user.cover", subject=absent.sign_in_name, reason=reason)
    made = people.cover(session, own.id or 0, absent.id or 0, role, starts=starts, ends=ends, act=act)
    audit.record(session, act, after={"by": own.sign_in_name, "role": made.role, "starts": starts, "ends": ends})
    return made


def leave(session: Session, sign_in_name: str, *, on: date, reason: str, actor: Actor, now: datetime) -> Person:
    """A person leaves: the day is their last; roles and interests end then, and all records stay."""
    row = people.named(session, sign_in_name)
    act = act_of(actor, now=now, what="user.leave", subject=row.sign_in_name, reason=reason)
    made = people.leave(session, row.id or 0, on=on, act=act)
    audit.record(session, act, after={"on": on})
    return made


def declare(
    session: Session,
    sign_in_name: str,
    *,
    organisation: str,
    kind: str,
    nature: str,
    starts: date,
    actor: Actor,
    now: datetime,
) -> people.RegisteredInterest:
    """Enter an interest in the register: a person's own, or anybody's by those who keep the register."""
    row = people.named(session, sign_in_name)
    if row.id != actor.id:
        must_hold(actor, "officer", "committee_secretary", "group_secretary", doing="Entering another's interest")
    act = act_of(actor, now=now, what="user.interest", subject=row.sign_in_name)
    return interests.enter(session, row, interests.Interest(organisation, kind, nature, starts), act=act)


def request_payee(
    session: Session,
    organisation: str,
    *,
    vendor_reference: str,
    route: str,
    actor: Actor,
    now: datetime,
    came_by: str = "letter",
) -> payments.Payee:
    """Ask for an organisation to be paid by a vendor reference; nothing changes until two others have checked it.

    Everybody whom we hold for the organisation is written to at once (N9) when it is a change.
    """
    must_hold(actor, "officer", "finance", doing="Asking for payment details to be used")
    act = act_of(actor, now=now, what="payee.request", subject=organisation)
    row = payments.request_payee(
        session, organisation, vendor_reference=vendor_reference, route=route, act=act, came_by=came_by
    )
    after: dict[str, Any] = {"payee": row.id, "vendor_reference": vendor_reference, "route": route, "came_by": came_by}
    if payments.payee(session, organisation) is not None:
        after["told"] = telling.tell_of_change(session, row, actor=actor, now=now)
    audit.record(session, act, after=after)
    return row


def check_payee(
    session: Session, payee: int, what: str, *, actor: Actor, now: datetime, **facts: Any
) -> payments.Payee:
    """Record the call back on a number held before, the confirmation by another person, or a refusal."""
    verbs: dict[str, Callable[..., payments.Payee]] = {
        "call": payments.call_payee,
        "confirm": payments.confirm_payee,
        "refuse": payments.refuse_payee,
    }
    act = act_of(actor, now=now, what=f"payee.{what}", subject=f"payee {payee}")
    roles = tuple(role.role for role in actor.roles)
    row = verbs[what](session, payee, act=act, roles=roles, **facts)
    audit.record(session, act, subject=row.organisation, after={"state": row.state, **facts})
    return row
