"""Committees and groups: who has a standing seat on each, from when and until when, and who takes the chair."""

from starlette.responses import Response

from fundflow import committees, people, views
from fundflow.clock import london_day
from fundflow.definitions import Terms
from fundflow.engine import seating
from fundflow.errors import BadInput
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.who import SIGNED_IN

room = Room()


@room.page("/committees", who=SIGNED_IN)
def every(desk: Desk) -> Response:
    """Every committee and group that this person may see, with how many sit and who takes the chair."""
    found = views.bodies_of(desk.session, desk.library, actor=desk.actor, now=desk.now)
    return desk.page("committees/bodies.html", bodies=found)


def one(desk: Desk, key: str) -> Response:
    """One body: who sits today, is to sit and sat, and the forms of those who keep the seats."""
    sheet = views.of_body(desk.session, desk.library, key, actor=desk.actor, now=desk.now)
    keeps = seating.may_keep(desk.actor)
    listed = people.list_all(desk.session) if keeps else []
    return desk.page(
        "committees/body.html",
        sheet=sheet,
        seats={"": "Choose", **_seats(sheet.terms)},
        keeps=keeps,
        people=[one for one in listed if one.kind == "person"],
    )


def _seats(terms: Terms) -> dict[str, str]:
    """The seats with a vote, those that take the chair first."""
    roles = dict.fromkeys(one for one in (*terms.chairs, *terms.votes_by) if one in terms.votes_by)
    return {
        role: f"{committees.role_words(role)}{', who takes the chair' if role in terms.chairs else ''}"
        for role in roles
    }


@room.form("/committees/{key}", who=SIGNED_IN, page=one)
def keep(desk: Desk, key: str) -> Response:
    """Give a seat, or end one."""
    sheet = views.of_body(desk.session, desk.library, key, actor=desk.actor, now=desk.now)
    match desk.typed.text("do"):
        case "seat":
            said = _seat(desk, sheet.terms)
        case "unseat":
            said = _unseat(desk, key)
        case _:
            raise BadInput("Choose what to do.", place="do")
    return desk.go(f"/committees/{key}", said=said)


def _seat(desk: Desk, terms: Terms) -> str:
    typed, other = desk.typed, "_".join(desk.typed.text("other").lower().split())
    role, who = typed.text("role") or other, typed.text("who")
    if not who:
        raise BadInput("Say who. Nothing has changed.", place="who")
    if people.called(desk.session, who) is None:
        raise BadInput(
            f"Nobody signs in as '{who}'. Nothing has changed. Look the sign-in name up under People.",
            place="who",
        )
    if not role:
        raise BadInput("Choose a seat, or say in what seat they attend without a vote.", place="role")
    if typed.text("role") and other:
        raise BadInput("Choose a seat with a vote, or name one without a vote: not both.", place="other")
    made = seating.seat(
        desk.session,
        terms,
        who,
        role,
        starts=typed.day("starts") or london_day(desk.now),
        ends=typed.day("ends"),
        voting=bool(typed.text("role")),
        reason=typed.text("reason"),
        actor=desk.actor,
        now=desk.now,
    )
    return f"{made.name} has a seat as {committees.role_words(role)}{'' if made.voting else ', without a vote'}."


def _unseat(desk: Desk, key: str) -> str:
    who, _, role = desk.typed.text("held").rpartition("/")
    on = desk.typed.day("on")
    if not who:
        raise BadInput("Choose the seat that ends. Nothing has changed.", place="held")
    if on is None:
        raise BadInput("Say which is their last day. Nothing has changed.", place="on")
    reason = desk.typed.text("reason")
    seating.unseat(desk.session, key, who, on=on, role=role, reason=reason, actor=desk.actor, now=desk.now)
    return "The seat ends on that day. The record stays."
