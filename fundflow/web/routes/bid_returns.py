"""Returns of an award: what is owed and when, each sent in, then accepted or sent back; milestones and measures beside."""

from typing import Any

from starlette.responses import Response

from fundflow.clock import day_words
from fundflow.engine import monitoring, sight
from fundflow.engine.case import Case
from fundflow.errors import BadInput, NotFound
from fundflow.monitoring import QuarterlyReturn
from fundflow.views import deliveries
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.routes.bid import seen
from fundflow.web.typed import number_typed
from fundflow.web.who import SIGNED_IN

room = Room()


def _delivery(desk: Desk, ref: str) -> tuple[Case, deliveries.Delivery]:
    case, _ = seen(desk, ref, part="claims")
    if case.award is None:
        raise NotFound(f"{ref} has no award yet, so it owes no returns.")
    return case, deliveries.of_award(desk.session, case.id, on=case.day)


def returns_page(desk: Desk, ref: str, number: str = "") -> Response:
    """Everything that the award reports; `number` is the milestone of a form that was refused."""
    del number
    case, delivery = _delivery(desk, ref)
    return desk.page("bids/returns.html", case=case, delivery=delivery, today=case.day, **_hands(case))


def _hands(case: Case) -> dict[str, bool]:
    """Whether whoever is here reports for the award, and whether they look at what is reported."""
    mine = sight.of_case(case).relation == "lead"
    return {"sends": mine, "judges": not mine and case.actor.has("officer", fund=case.fund_id)}


@room.page("/bids/{ref}/returns", who=SIGNED_IN)
def show(desk: Desk, ref: str) -> Response:
    """Returns, milestones and measures of an award."""
    return returns_page(desk, ref)


def _one(desk: Desk, ref: str, number: str) -> tuple[Case, QuarterlyReturn]:
    case, delivery = _delivery(desk, ref)
    found = next((row for row in delivery.returns if str(row.id) == number), None)
    if found is None:
        raise NotFound(f"{ref} owes no such return.")
    return case, found


def return_page(desk: Desk, ref: str, number: str) -> Response:
    """One return: its headings, and what was sent in."""
    case, row = _one(desk, ref, number)
    texts = {
        ask: desk.typed.text(f"ask.{place}", str(row.content.get(ask, "")))
        for place, ask in enumerate(row.asks, start=1)
    }
    delivery = deliveries.of_award(desk.session, case.id, on=case.day)
    return desk.page("bids/return.html", case=case, row=row, texts=texts, delivery=delivery, **_hands(case))


@room.form("/bids/{ref}/returns/{number}", who=SIGNED_IN, page=return_page)
def send(desk: Desk, ref: str, number: str) -> Response:
    """Send a return in, certified by whoever presses the button; or accept it, send it back or give them longer."""
    _, row = _one(desk, ref, number)
    if desk.typed.text("do"):
        return desk.go(f"/bids/{ref}/returns", said=_judged(desk, ref, row))
    content: dict[str, Any] = {ask: desk.typed.text(f"ask.{place}") for place, ask in enumerate(row.asks, start=1)}
    monitoring.submit_return(
        desk.session, ref, row.label, content=content, actor=desk.actor, now=desk.now, rule=row.rule
    )
    return desk.go(f"/bids/{ref}/returns", said=f"{row.title} for {row.label} is sent. We look at it and tell you.")


def _judged(desk: Desk, ref: str, row: QuarterlyReturn) -> str:
    typed = desk.typed
    given: dict[str, Any] = {"actor": desk.actor, "now": desk.now, "rule": row.rule}
    match typed.text("do"):
        case "accept":
            monitoring.accept_return(desk.session, ref, row.label, **given)
            return f"{row.title} for {row.label} is accepted."
        case "back":
            due = typed.day("due_on")
            monitoring.send_return_back(desk.session, ref, row.label, reason=typed.text("reason"), due_on=due, **given)
            return f"{row.title} for {row.label} is sent back."
        case "extend":
            day = typed.needed_day("due_on")
            monitoring.extend_return(desk.session, ref, row.label, due_on=day, reason=typed.text("reason"), **given)
            return f"{row.title} for {row.label} is due on {day_words(day)}."
    raise BadInput("Choose what to do.", place="do")


@room.form("/bids/{ref}/milestones/{number}", who=SIGNED_IN, page=returns_page, alone=True)
def milestone(desk: Desk, ref: str, number: str) -> Response:
    """Say that work on a milestone has begun, write what the reports print beside it, or accept what shows that it is met."""
    known = number_typed(number)
    if known is None:
        raise NotFound(f"{ref} has no milestone {number}.")
    comment = desk.typed.text("comment")
    if desk.typed.text("do") == "begin":
        monitoring.begin_milestone(desk.session, ref, known, actor=desk.actor, now=desk.now)
        said = f"Milestone {number} has begun."
    elif desk.typed.text("do") == "meet":
        given: dict[str, Any] = {"evidence": desk.typed.text("evidence"), "actor": desk.actor, "now": desk.now}
        monitoring.meet_milestone(desk.session, ref, known, **given)
        said = f"Milestone {number} is met."
    else:
        monitoring.remark(desk.session, ref, known, comment=comment, actor=desk.actor, now=desk.now)
        said = "Your comment is saved."
    return desk.go(f"/bids/{ref}/returns", said=said)


@room.form("/bids/{ref}/readings", who=SIGNED_IN, page=returns_page, alone=True)
def reading(desk: Desk, ref: str) -> Response:
    """Record what a measure stood at on a day."""
    monitoring.read_measure(
        desk.session,
        ref,
        desk.typed.text("measure"),
        read_on=desk.typed.needed_day("read_on"),
        value=desk.typed.text("value"),
        actor=desk.actor,
        now=desk.now,
    )
    return desk.go(f"/bids/{ref}/returns", said="The reading is saved.")
