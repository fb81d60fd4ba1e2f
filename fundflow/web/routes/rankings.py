"""A round's ranked list with the line by key, what it would be with other weights or money, and what is chosen where it stops."""

from collections.abc import Callable
from typing import Any

from starlette.responses import Response

from fundflow import money, views
from fundflow.engine import assessment
from fundflow.errors import BadInput, plainly
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.who import OFFICE

room = Room()
OPTIONS = {
    "partial_award": "Give it what is left",
    "skip_to_next": "Pass over it to the next that fits",
    "hold_balance": "Hold the balance",
    "decide_tie": "Put this one first among those tied",
}


def show(desk: Desk, ref: str) -> Response:
    """The latest list, and beside it what was asked to be tried; looking at either changes nothing."""
    sheet = views.of_ranking(desk.session, ref, actor=desk.actor, now=desk.now)
    tried, problem = _tried(desk, sheet)
    return desk.page(
        "ranking.html",
        sheet=sheet,
        tried=tried,
        problem=problem,
        names={code: sheet.pinned.commissioner(code).short_name for code in sheet.pinned.fund.commissioners},
        options=OPTIONS,
        wished=_wished(desk, sheet),
    )


def _wished(desk: Desk, sheet: views.RankingSheet) -> dict[str, str]:
    """What stands in the fields of the what-if: what was asked, or what is real."""
    stands = {f"weight.{item.key}": str(item.weight) for item in sheet.criteria.items}
    tenths = sheet.criteria.fundable_tenths
    stands["threshold"] = f"{tenths // 10}.{tenths % 10}"
    stands |= {f"money.{body}.{period}": money.plain(pence) for (body, period), pence in sheet.budget.items()}
    return {name: desk.asked.get(name, text).strip() for name, text in stands.items()}


def _tried(desk: Desk, sheet: views.RankingSheet) -> tuple[views.Listing | None, str]:
    if "try" not in desk.asked or sheet.made is None:
        return None, ""
    wished = _wished(desk, sheet)
    try:
        return _asked(desk, sheet, wished), ""
    except BadInput as error:
        return None, f"Nothing was tried: {plainly(error.reason)}. The real list is unaffected."


def _asked(desk: Desk, sheet: views.RankingSheet, wished: dict[str, str]) -> views.Listing:
    tenths = views.tenths_of(wished["threshold"])
    if tenths is None:
        raise BadInput(
            f"'{wished['threshold']}' is not a threshold: write points such as 60 or 62.5", place="threshold"
        )
    weights = {item.key: _weight(wished[f"weight.{item.key}"], item.title) for item in sheet.criteria.items}
    budget = {
        (body, period): money.parse(wished[f"money.{body}.{period}"], place="money") for body, period in sheet.budget
    }
    return views.tried(desk.session, sheet, weights=weights, fundable_tenths=tenths, budget=budget)


def _weight(text: str, title: str) -> int:
    if not text.isdecimal() or int(text) > 100:
        raise BadInput(f"'{text}' is not a weight for {title}: write a whole number up to 100", place="weight")
    return int(text)


def _rank(desk: Desk, ref: str, *, freeze: bool = False) -> str:
    made = assessment.rank(desk.session, ref, actor=desk.actor, now=desk.now, freeze=freeze)
    done = "ranked and frozen: recommendations can rest on it" if freeze else "ranked against the money free now"
    return f"List {made.number} is {done}."


def _choose(desk: Desk, ref: str) -> str:
    typed = desk.typed
    bid, option = typed.text("bid"), typed.text("option")
    reason = typed.text("reason")
    assessment.record_option(desk.session, ref, bid, option, reason=reason, actor=desk.actor, now=desk.now)
    return f"What was chosen for {bid} is on record; the list goes on from there."


DO: dict[str, Callable[..., str]] = {
    "rank": _rank,
    "freeze": lambda desk, ref: _rank(desk, ref, freeze=True),
    "choose": _choose,
}


@room.form("/rounds/{ref}/ranking", who=OFFICE, page=show)
def act(desk: Desk, ref: str) -> Response:
    """Rank the round, freeze the list, or record what was chosen where it stops."""
    views.of_ranking(desk.session, ref, actor=desk.actor, now=desk.now)
    do: Any = DO.get(desk.typed.text("do"))
    if do is None:
        raise BadInput("Choose what to do.", place="do")
    return desk.go(f"/rounds/{ref}/ranking", said=do(desk, ref))
