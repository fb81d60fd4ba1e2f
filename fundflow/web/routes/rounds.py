"""Rounds: every one, and one on a page: its clock, its bids by state, its money, its people and its tasks."""

from collections import Counter
from typing import Any

from starlette.responses import Response

from fundflow import allocations, applications, ledger
from fundflow.calendar import working_days_between
from fundflow.clock import london_day
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.who import OFFICE

room = Room()


@room.page("/rounds", who=OFFICE)
def every(desk: Desk) -> Response:
    """Every round, the newest first."""
    found = sorted(applications.rounds(desk.session), key=lambda row: row.opens_at, reverse=True)
    return desk.page("rounds.html", rounds=found, funds=desk.library.funds)


@room.page("/rounds/{ref}", who=OFFICE)
def one(desk: Desk, ref: str) -> Response:
    """One round."""
    row = applications.get_round(desk.session, ref)
    pinned = applications.definitions(row)
    assert pinned.workflow is not None
    cases = applications.find_cases(desk.session, round_ref=ref)
    counts = Counter(case.state for case in cases)
    states = [(name, state, counts[name]) for name, state in pinned.workflow.states.items() if counts[name]]
    return desk.page(
        "round.html",
        round=row,
        fund=pinned.fund,
        states=states,
        bids=len(cases),
        asked=sum(case.ask_pence for case in cases if case.submitted_at),
        money=_money(
            desk, pinned.fund.fund, {code: pinned.commissioner(code).short_name for code in pinned.fund.commissioners}
        ),
        changes=applications.round_changes(desk.session, row.id or 0),
        tasks=[task for task in applications.tasks(desk.session, fund=row.fund) if task.round_id in (None, row.id)],
        waiting=allocations.blocking(desk.session, fund=row.fund),
        days_left=working_days_between(london_day(desk.now), london_day(row.closes_at))
        if desk.now < row.closes_at
        else None,
    )


def _money(desk: Desk, fund: str, names: dict[str, str]) -> list[dict[str, Any]]:
    """The fund's money by commissioner and year, as finance sees it."""
    return [
        {"commissioner": names.get(one.key.commissioner, one.key.commissioner), "period": one.key.period, "held": one}
        for one in ledger.positions(desk.session, fund=fund)
    ]
