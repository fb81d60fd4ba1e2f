"""Who a token acts for, and what waits for them."""

from fundflow import views
from fundflow.api.calls import Call, Shelf
from fundflow.api.shapes import Moment, Shape
from fundflow.engine import sight

shelf = Shelf("own")


class Role(Shape):
    """One thing that a person may do, and where; nothing means everywhere."""

    role: str
    fund: str | None
    organisation: str | None
    commissioner: str | None


class Me(Shape):
    """The person for whom the program acts."""

    sign_in_name: str
    name: str
    organisation: str | None
    roles: list[Role]
    office: bool


class ToDo(Shape):
    """One thing that waits for a person: by when, of what kind, about what, in words; `page` is where people do it."""

    due_at: Moment | None
    kind: str
    about: str
    text: str
    page: str


class Work(Shape):
    """Everything that waits for a person, in the order of dates; what has no day comes last."""

    things: list[ToDo]


@shelf.read("/me")
def me(call: Call) -> Me:
    """The person for whom the program acts, and what they may do."""
    actor = call.actor
    roles = [
        Role(role=one.role, fund=one.fund, organisation=one.organisation, commissioner=one.commissioner)
        for one in actor.roles
    ]
    return Me(
        sign_in_name=actor.sign_in_name,
        name=actor.name,
        organisation=actor.organisation,
        roles=roles,
        office=sight.in_office(actor),
    )


@shelf.read("/me/work")
def work(call: Call) -> Work:
    """What waits for this person: the same as the page `/work` and `fundflow tasks` list, in the same order."""
    found = views.todo_of(call.session, call.actor, now=call.now)
    return Work(
        things=[ToDo(due_at=one.due, kind=one.kind, about=one.about, text=one.said, page=one.path) for one in found]
    )
