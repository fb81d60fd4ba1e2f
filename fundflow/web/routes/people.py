"""People: who there is and what each may do, inviting, letting in and shutting out, and cover while somebody is away."""

from datetime import date
from typing import Any

from starlette.responses import Response

from fundflow import people
from fundflow.clock import london_day, parse_day
from fundflow.engine import access
from fundflow.engine import desk as keeping
from fundflow.errors import BadInput
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.who import OFFICE

room = Room()


def everybody(desk: Desk) -> Response:
    """Everybody, by name, with what they may do today."""
    listed = [one for one in people.list_all(desk.session) if one.kind == "person"]
    today = london_day(desk.now)
    ever = people.grants_of_many(desk.session, [one.id for one in listed if one.id is not None])
    return desk.page(
        "people.html",
        people=listed,
        held={number: [one for one in found if _holds(one, today)] for number, found in ever.items()},
        roles={name: people.role_words(name) for name in people.ROLES},
        keeps=desk.actor.holds("administrator"),
    )


def _holds(one: people.RoleGrant, today: date) -> bool:
    return one.starts <= today and (one.ends is None or today <= one.ends)


@room.form("/people", who=OFFICE, page=everybody)
def add(desk: Desk) -> Response:
    """Add a person with the roles that they begin with; they choose a password by a one-time link."""
    actor, typed = _keeper(desk), desk.typed
    made = keeping.add(
        desk.session,
        keeping.Newcomer(
            sign_in_name=typed.text("sign_in_name"),
            name=typed.text("name"),
            email=typed.text("email"),
            organisation=typed.text("organisation") or None,
            fund=typed.text("fund") or None,
            roles=tuple(one for one in typed.all("role") if one),
        ),
        actor=actor,
        now=desk.now,
    )
    link = access.invite(desk.session, made.sign_in_name, actor=actor, now=desk.now)
    return desk.go(f"/people/{made.sign_in_name}", said=_link(desk, link, made.name))


def _keeper(desk: Desk) -> people.Actor:
    return keeping.keeper(desk.session, desk.actor.sign_in_name, now=desk.now)


def _link(desk: Desk, link: access.OneTimeLink, name: str) -> str:
    if link.mailed:
        return f"A message with a link that works once is on its way to {name}. Messages shows when it has left."
    return f"Give {name} this link, which works once: {desk.request.base_url}account/{link.token}"


def one(desk: Desk, name: str) -> Response:
    """One person: their roles from and until when, and what an administrator can do."""
    row = people.named(desk.session, name)
    return desk.page(
        "person.html",
        person=row,
        grants=people.grants(desk.session, row.id or 0, on=london_day(desk.now)),
        roles={role: people.role_words(role) for role in people.ROLES},
        keeps=desk.actor.holds("administrator"),
        today=london_day(desk.now),
    )


@room.form("/people/{name}", who=OFFICE, page=one)
def keep(desk: Desk, name: str) -> Response:
    """Give or end a role, invite again, shut out, arrange cover, or note that somebody leaves."""
    typed, given = desk.typed, _given(desk)
    if typed.text("do") == "cover":
        keeping.cover(
            desk.session,
            name,
            typed.text("role"),
            by=typed.text("by"),
            starts=_day(desk, "starts"),
            ends=_day(desk, "ends"),
            reason=typed.text("reason"),
            actor=desk.actor,
            now=desk.now,
        )
        return desk.go(f"/people/{name}", said="The cover is arranged. Both names stand on each act.")
    _keeper(desk)
    match typed.text("do"):
        case "grant":
            scope = {part: typed.text(part) or None for part in ("fund", "organisation", "commissioner")}
            keeping.grant(
                desk.session, name, typed.text("role"), scope=scope, starts=london_day(desk.now), ends=None, **given
            )
            said = "The role is given."
        case "revoke":
            ends = _day(desk, "ends")
            keeping.revoke(desk.session, name, typed.text("role"), ends=ends, reason=typed.text("reason"), **given)
            said = "The role ends on that day."
        case "invite":
            link = access.invite(desk.session, name, purpose="reset", **given)
            said = _link(desk, link, people.named(desk.session, name).name)
        case "shut_out":
            access.shut_out(desk.session, name, reason=typed.text("reason"), **given)
            said = "They are shut out: every sign-in and token of theirs has ended."
        case "leave":
            keeping.leave(desk.session, name, on=_day(desk, "on"), reason=typed.text("reason"), **given)
            said = "Their last day is noted. Roles and interests end then; records stay."
        case _:
            raise BadInput("Choose what to do.", place="do")
    return desk.go(f"/people/{name}", said=said)


def _given(desk: Desk) -> dict[str, Any]:
    return {"actor": desk.actor, "now": desk.now}


def _day(desk: Desk, name: str) -> date:
    return parse_day(desk.typed.text(name), place=name)
