"""People: who there is and what each may do, inviting, letting in and shutting out, and cover while somebody is away."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from starlette.responses import Response

from fundflow import people
from fundflow.clock import london_day
from fundflow.engine import access, identity
from fundflow.engine import desk as keeping
from fundflow.errors import BadInput
from fundflow.web.desk import Desk
from fundflow.web.paged import paged
from fundflow.web.rooms import Room
from fundflow.web.who import OFFICE

room = Room()


def everybody(desk: Desk) -> Response:
    """Everybody, by name, with what they may do today."""
    listed = [one for one in people.list_all(desk.session) if one.kind == "person"]
    today = london_day(desk.now)
    held = people.grants_of_many(desk.session, [one.id for one in listed if one.id is not None], on=today)
    words = desk.asked.get("q", "").casefold().split()
    found = [one for one in listed if all(word in _said(one, held.get(one.id or 0, ())) for word in words)]
    part = paged(desk, found)
    return desk.page(
        "people.html",
        people=part.rows,
        found=len(found),
        page=part.page,
        pages=part.pages,
        everybody=len(listed),
        held=held,
        roles={name: people.role_words(name) for name in people.ROLES if name != "system"},
        keeps=desk.actor.holds("administrator"),
    )


def _said(one: people.Person, grants: Sequence[people.RoleGrant]) -> str:
    """What is looked through for a person: their names, their organisation, and what they may act as."""
    roles = (f"{people.role_words(grant.role)} {grant.organisation or ''}" for grant in grants)
    return " ".join((one.name, one.sign_in_name, one.organisation or "", *roles)).casefold()


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
    desk.once = True
    return f"Give {name} this link, which works once: {desk.request.base_url}account/{link.token}"


def one(desk: Desk, name: str) -> Response:
    """One person: their roles from and until when, and what an administrator can do."""
    row, today = people.named(desk.session, name), london_day(desk.now)
    grants = people.grants(desk.session, row.id or 0, on=today)
    keeps = bool(desk.actor.holds("administrator"))
    return desk.page(
        "person.html",
        person=row,
        grants=grants,
        covers=people.covers_of(desk.session, row.id or 0, on=today),
        today=today,
        roles={role: people.role_words(role) for role in people.ROLES if role != "system"},
        held={one.role: people.role_words(one.role) for one in grants},
        keeps=keeps,
        own=row.id == desk.actor.id,
        provider=identity.offered(desk.session) if keeps else None,
        bound=identity.account_of(desk.session, row) if keeps else None,
    )


@room.form("/people/{name}", who=OFFICE, page=one)
def keep(desk: Desk, name: str) -> Response:
    """Give or end a role, invite again, say whose account is theirs, shut out, arrange cover, or note that they leave."""
    do = desk.typed.text("do")
    if do == "cover":
        said = _cover(desk, name)
    else:
        _keeper(desk)
        if do not in DONE:
            raise BadInput("Choose what to do.", place="do")
        said = DONE[do](desk, name)
    return desk.go(f"/people/{name}", said=said)


def _cover(desk: Desk, name: str) -> str:
    typed, starts, ends = desk.typed, desk.typed.needed_day("starts"), desk.typed.needed_day("ends")
    role, by, given = typed.text("role"), typed.text("by"), _given(desk)
    keeping.cover(desk.session, name, role, by=by, starts=starts, ends=ends, reason=typed.text("reason"), **given)
    return "The cover is arranged. Both names stand on each act."


def _grant(desk: Desk, name: str) -> str:
    typed = desk.typed
    scope = {part: typed.text(part) or None for part in ("fund", "organisation", "commissioner")}
    starts = london_day(desk.now)
    keeping.grant(desk.session, name, typed.text("role"), scope=scope, starts=starts, ends=None, **_given(desk))
    return "The role is given."


def _revoke(desk: Desk, name: str) -> str:
    ends, reason = desk.typed.needed_day("ends"), desk.typed.text("reason")
    keeping.revoke(desk.session, name, desk.typed.text("role"), ends=ends, reason=reason, **_given(desk))
    return "The role ends on that day."


def _invite(desk: Desk, name: str) -> str:
    link = access.invite(desk.session, name, purpose="reset", **_given(desk))
    return _link(desk, link, people.named(desk.session, name).name)


def _shut_out(desk: Desk, name: str) -> str:
    access.shut_out(desk.session, name, reason=desk.typed.text("reason"), **_given(desk))
    return "They are shut out: every sign-in and token of theirs has ended."


def _bind(desk: Desk, name: str) -> str:
    identity.bind(desk.session, name, desk.typed.text("subject"), **_given(desk))
    return "They sign in by that account from now on."


def _unbind(desk: Desk, name: str) -> str:
    identity.unbind(desk.session, name, reason=desk.typed.text("reason"), **_given(desk))
    return "That account lets them in no more, and they are signed out."


def _leave(desk: Desk, name: str) -> str:
    keeping.leave(desk.session, name, on=desk.typed.needed_day("on"), reason=desk.typed.text("reason"), **_given(desk))
    return "Their last day is noted. Roles and interests end then; records stay."


DONE: Mapping[str, Callable[[Desk, str], str]] = {
    "grant": _grant,
    "revoke": _revoke,
    "invite": _invite,
    "shut_out": _shut_out,
    "bind": _bind,
    "unbind": _unbind,
    "leave": _leave,
}
"""What an administrator does on a person's page; each gives the sentence that is shown."""


def _given(desk: Desk) -> dict[str, Any]:
    return {"actor": desk.actor, "now": desk.now}
