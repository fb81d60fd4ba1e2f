"""A moderator's pages: where the assessors of a round differ, and one bid whose scores are settled, opened or set aside."""

from typing import Any

from starlette.responses import Response

from fundflow import views
from fundflow.engine import assessment, moderators, open_case, sight
from fundflow.errors import BadInput
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.who import OFFICE

room = Room()


@room.page("/rounds/{ref}/moderation", who=OFFICE)
def round_(desk: Desk, ref: str) -> Response:
    """Where assessors differ in a round, who is lenient or harsh, and how far each criterion spreads."""
    sheet = views.of_moderation(desk.session, ref, actor=desk.actor, now=desk.now)
    return desk.page("moderation/round.html", sheet=sheet)


def one(desk: Desk, ref: str) -> Response:
    """One bid: every score with its words, why the assessors must talk, and what was agreed."""
    case = open_case(desk.session, ref, actor=desk.actor, now=desk.now)
    sheet = views.in_moderation(case, scores="scores" in sight.of_case(case))
    return desk.page("moderation/bid.html", sheet=sheet, case=case)


@room.form("/moderation/{ref}", who=OFFICE, page=one)
def act(desk: Desk, ref: str) -> Response:
    """Agree one criterion with a reason, or open an assessor's locked scores again."""
    sight.of_case(open_case(desk.session, ref, actor=desk.actor, now=desk.now))
    given: dict[str, Any] = {"reason": desk.typed.text("reason"), "actor": desk.actor, "now": desk.now}
    match desk.typed.text("do"):
        case "agree":
            criterion, text = desk.typed.text("criterion"), desk.typed.text("agreed")
            if text != "mean" and not text.isdecimal():
                raise BadInput("Nothing was agreed: choose a score. What you wrote is on this page.", place="agreed")
            agreed = None if text == "mean" else int(text)
            assessment.agree_score(desk.session, ref, criterion, agreed=agreed, **given)
            said = "The mean stands, with your reason." if agreed is None else f"Agreed at {agreed}, with your reason."
        case "unlock":
            name = desk.named(desk.typed.text("who"))
            row = moderators.unlock(desk.session, ref, name, **given)
            said = f"{row.person} can change their scores of {ref} again."
        case _:
            raise BadInput("Choose what to do.", place="do")
    return desk.go(f"/moderation/{ref}", said=said)
