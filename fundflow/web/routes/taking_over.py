"""Rounds that lived in a spreadsheet: begun to be taken over, how their figures agree, the sheet, and going live."""

from starlette.responses import Response

from fundflow import clock, views
from fundflow.engine import takeover
from fundflow.errors import BadInput
from fundflow.exchange.exports import position
from fundflow.plural import counted
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.sending import SHEET, attachment
from fundflow.web.typed import moment_typed
from fundflow.web.who import OFFICE

room = Room()


def every(desk: Desk) -> Response:
    """Every round that is taken over or was, and the form that begins with another one."""
    mine = {
        name: fund.title
        for name, fund in desk.library.funds.items()
        if fund.workflow and desk.actor.has("officer", fund=name)
    }
    return desk.page(
        "taking_over/every.html",
        found=views.take_overs_of(desk.session, actor=desk.actor),
        funds=desk.library.funds,
        mine=mine,
    )


@room.form("/take-overs", who=OFFICE, page=every)
def begin(desk: Desk) -> Response:
    """Say of a round that it lived elsewhere until now."""
    typed = desk.typed
    if not typed.text("fund"):
        raise BadInput("Choose the fund whose round it is. Nothing has changed.", place="fund")
    for name, said in (("opens", "could first be sent"), ("closes", "no longer could be sent")):
        if not typed.text(f"{name}_on"):
            raise BadInput(f"Say when bids {said}. Nothing has changed.", place=f"{name}_on")
    plan = takeover.Plan(
        typed.text("fund"),
        moment_typed(typed, "opens"),
        moment_typed(typed, "closes"),
        typed.text("title"),
    )
    over = takeover.declare(desk.session, plan, library=desk.library, actor=desk.actor, now=desk.now)
    return desk.go(f"/take-overs/{over.round}", said=f"{over.round} is to be taken over. Import where its bids stand.")


def one(desk: Desk, ref: str) -> Response:
    """One round: the file, the books here and the outside ledger side by side, and what keeps it from going live."""
    sheet = views.of_take_over(desk.session, ref, actor=desk.actor)
    fund, waiting = sheet.over.fund, sheet.waiting
    if waiting is None:
        may = desk.actor.has("officer", fund=fund)
    else:
        may = waiting.asked_by != desk.actor.id and desk.actor.has("finance", fund=fund)
    return desk.page(
        "taking_over/one.html",
        sheet=sheet,
        names={code: sheet.pinned.commissioner(code).short_name for code in sheet.pinned.fund.commissioners},
        may=may,
        writes=any(desk.actor.has(role, fund=fund) for role in ("officer", "finance", "administrator")),
        imports=desk.actor.has("officer", fund=fund),
    )


@room.form("/take-overs/{ref}", who=OFFICE, page=one)
def go_live(desk: Desk, ref: str) -> Response:
    """Ask that the round goes live, or agree as the second person."""
    done = takeover.go_live(desk.session, ref, actor=desk.actor, now=desk.now, reason=desk.typed.text("reason"))
    lives = f"{ref} lives here from now on, with {counted(done.bids, 'bid')}."
    return desk.go(f"/take-overs/{ref}", said=done.waiting.line if done.waiting else lives)


@room.page("/take-overs/{ref}/sheet.xlsx", who=OFFICE)
def sheet(desk: Desk, ref: str) -> Response:
    """Where its bids stand as a workbook that an import reads; an empty one to be filled in, if that is asked for."""
    empty, made_on = bool(desk.asked.get("empty")), clock.london_day(desk.now)
    content, _ = position.of_round(desk.session, ref, empty=empty, actor=desk.actor, made_on=made_on)
    return attachment(content, f"{ref}-{'empty' if empty else made_on}.xlsx", SHEET)
