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


class Waiting(Shape):
    """A case that stands where this person's roles can take a step; whether one is open is told by its steps."""

    ref: str
    title: str
    state: str
    state_since: Moment
    steps: list[str]


class Task(Shape):
    """Something to do."""

    role: str
    text: str
    due_at: Moment | None


class Work(Shape):
    """What waits for a person."""

    cases: list[Waiting]
    tasks: list[Task]


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
    """Cases and tasks that wait for this person."""
    found = views.of_person(call.session, call.actor)
    cases = [
        Waiting(
            ref=one.ref,
            title=one.title,
            state=one.state,
            state_since=one.state_since,
            steps=[step.step for step in pile.steps],
        )
        for pile in found.piles
        for one in pile.cases
    ]
    return Work(cases=cases, tasks=[Task.model_validate(one) for one in found.tasks])
