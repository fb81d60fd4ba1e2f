"""Every report as a page, a CSV, a workbook or JSON, now or as it stood; and the public register of awards."""

from dataclasses import replace
from datetime import date
from typing import Any

from starlette.responses import Response

from fundflow import reporting
from fundflow.engine import readership, sight
from fundflow.exchange import exports
from fundflow.money import plain, pounds
from fundflow.reporting import Column, Report
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.typed import day_typed, known_typed
from fundflow.web.who import ANYBODY, OFFICE

room = Room()
FORMATS = {
    "csv": ("text/csv; charset=utf-8", exports.as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", exports.as_xlsx),
    "json": ("application/json", lambda report: exports.as_json(report).encode()),
}
PUBLIC = ("awards", "register")
"""Reports that anybody may read; funds that publish no names are only counted in them."""
IN_PUBLIC = {
    "awards": {
        "recipient_name": "Who",
        "title": "What for",
        "fund_title": "Fund",
        "starts": "From",
        "ends": "To",
        "committed_pence": "Agreed",
        "paid_pence": "Paid",
        "case": "Reference",
    },
    "register": {
        "held_on": "Held on",
        "body": "Committee",
        "title": "What about",
        "decision": "Decision",
        "decided_pence": "Amount",
        "vote": "Vote",
        "interests": "Interests",
        "reason": "Reason",
        "minute": "Minute",
        "standing": "Stands",
    },
}
"""What the public page of a report shows, in everyday words; its files hold every column."""


@room.page("/reports", who=OFFICE)
def catalogue(desk: Desk) -> Response:
    """Every report with what it holds."""
    return desk.page("reports.html", reports=reporting.describe())


@room.page("/reports/{name}", who=OFFICE)
def show(desk: Desk, name: str) -> Response:
    """One report, for those who work for its fund, or for all of them where none is asked about."""
    if name not in PUBLIC:
        readership.must_be_office(desk.actor, doing=f"The report '{name}'", fund=_fund(desk))
    return _answer(desk, _made(desk, name), base=f"/reports/{name}", public=False)


@room.page("/register", who=ANYBODY)
def register(desk: Desk) -> Response:
    """The public register of awards."""
    return _answer(desk, _made(desk, "awards"), base="/register", public=True)


@room.page("/register/decisions", who=ANYBODY)
def decisions(desk: Desk) -> Response:
    """The public register of decisions."""
    return _answer(desk, _made(desk, "register"), base="/register/decisions", public=True)


def _fund(desk: Desk) -> str:
    """The fund that is asked about; whoever works for one alone is shown that one."""
    asked = desk.asked.get("fund", "")
    if asked or desk.visitor is None or sight.in_office(desk.actor, fund=""):
        return asked
    own = {one.fund for one in desk.actor.roles if one.fund and sight.in_office(desk.actor, fund=one.fund)}
    return own.pop() if len(own) == 1 else ""


def _made(desk: Desk, name: str) -> Report:
    asked = desk.asked
    return reporting.run(
        desk.session,
        name,
        library=desk.library,
        now=desk.now,
        as_at=day_typed(asked.get("as_at", ""), "as_at"),
        known_at=known_typed(asked.get("known_at", ""), now=desk.now),
        fund=_fund(desk) or None,
        commissioner=asked.get("commissioner") or None,
    )


def _answer(desk: Desk, report: Report, *, base: str, public: bool) -> Response:
    wanted = desk.asked.get("format", "")
    if wanted in FORMATS:
        kind, make = FORMATS[wanted]
        name = f"{report.name}-{report.as_at}.{wanted}"
        return Response(
            make(report), media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
        )
    columns = _in_public(report) if public else report.paper
    return desk.page(
        "report.html",
        report=report,
        columns=columns,
        shown=[[_shown(column, row[column.key]) for column in columns] for row in report.rows],
        totals=[_shown(column, report.totals.get(column.key)) for column in columns],
        base=base,
        public=public,
        funds=desk.library.funds,
        bodies=desk.library.commissioners(),
        formats=FORMATS,
    )


def _in_public(report: Report) -> tuple[Column, ...]:
    known = {column.key: column for column in report.columns}
    return tuple(replace(known[key], title=title) for key, title in IN_PUBLIC[report.name].items())


def _shown(column: Column, value: Any) -> str:
    """One value as people read it."""
    if value is None:
        return ""
    if column.money:
        return pounds(value) if column.kind == "pence" else f"£{plain(value).split('.')[0]}"
    if isinstance(value, date):
        return f"{value.day} {value:%b %Y}"
    return exports.yes_no(value)
