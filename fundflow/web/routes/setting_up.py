"""A new round from the last one, and a fair change of one under way, set on a page and checked like files."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from starlette.responses import Response

from fundflow import applications, clock
from fundflow.definitions import Criteria, Fund, Library, Pinned, QuestionText, Reshaping, reshaped, written_out
from fundflow.engine import rounds
from fundflow.errors import BadInput
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.routes.rounds import of_office
from fundflow.web.typed import moment_typed, number_typed
from fundflow.web.who import OFFICE, OFFICERS

room = Room()
INSTALLED = ("installed", "adopt")
"""Presses that mean the definitions as they are installed, whatever is typed on the page."""
SPARE = 2
"""Empty rows for questions that are not asked yet."""
_YEAR = timedelta(days=364)
"""A year on the same day of the week."""


@dataclass(frozen=True)
class Sheet:
    """What the page shows: the fund and scheme that it starts from, and what was found when it was checked."""

    fund: Fund
    scheme: Criteria | None
    look: tuple[str, ...] = ()
    checked: bool = False


def _shape(desk: Desk, fund: Fund, scheme: Criteria | None) -> Reshaping:
    """What was typed of questions, gates, weights and minima; a page that was not typed on changes nothing."""
    typed = desk.typed
    if "shape" not in typed:
        asked = fund.form.questions if fund.form else ()
        kept = tuple(QuestionText(one.title, one.guidance, one.words, one.mandatory, one.key) for one in asked)
        return Reshaping(kept, tuple(gate.code for gate in fund.gates))
    items = scheme.items if scheme else ()
    return Reshaping(
        _questions(desk),
        typed.all("gate"),
        {one.key: _whole(desk, f"weight.{one.key}") for one in items},
        {one.key: _whole(desk, f"minimum.{one.key}") for one in items},
    )


def _questions(desk: Desk) -> list[QuestionText]:
    """The questions that have a title, in the order of the numbers beside them."""
    typed, found = desk.typed, []
    for row in range(len(typed.all("row"))):
        title = typed.text(f"q.title.{row}")
        if title and typed.text(f"q.drop.{row}") != "yes":
            guidance = typed.text(f"q.guidance.{row}")
            if not guidance:
                raise BadInput(
                    f"'{title}' has no guidance: say under it what a good answer has. Nothing was kept.",
                    place=f"q.guidance.{row}",
                )
            question = QuestionText(
                title=title,
                guidance=guidance,
                words=_whole(desk, f"q.words.{row}"),
                mandatory=typed.text(f"q.must.{row}") == "yes",
                key=typed.text(f"q.key.{row}"),
            )
            found.append((_whole(desk, f"q.at.{row}"), row, question))
    return [question for _, _, question in sorted(found, key=lambda one: one[:2])]


def _reshaped(desk: Desk, fund: Fund, scheme: Criteria | None) -> Library:
    return reshaped(fund, scheme, _shape(desk, fund, scheme), root=desk.library.root)


def _whole(desk: Desk, name: str) -> int:
    text = desk.typed.text(name)
    if number_typed(text) is None:
        raise BadInput(f"'{text}' is not a whole number: write it in figures, like 500", place=name)
    return int(text)


def _moment(desk: Desk, name: str) -> datetime:
    return moment_typed(desk.typed, name)


def _facts(desk: Desk, sheet: Sheet) -> dict[str, Any]:
    """The rows of the page: as typed, or as the fund has them."""
    typed = desk.typed
    given = "shape" in typed
    items = sheet.scheme.items if sheet.scheme else ()
    weights = {one.key: typed.text(f"weight.{one.key}", str(one.weight)) for one in items}
    return {
        "sheet": sheet,
        "rows": _typed_rows(desk) if given else _rows_of(sheet.fund),
        "gates": set(typed.all("gate")) if given else {gate.code for gate in sheet.fund.gates},
        "weights": weights,
        "minima": {one.key: typed.text(f"minimum.{one.key}", str(one.minimum)) for one in items},
        "sum": sum(number_typed(text) or 0 for text in weights.values()),
    }


def _typed_rows(desk: Desk) -> list[dict[str, Any]]:
    typed = desk.typed
    return [
        {
            **{name: typed.text(f"q.{name}.{row}") for name in ("key", "title", "guidance", "words", "at")},
            **{name: typed.text(f"q.{name}.{row}") == "yes" for name in ("must", "drop")},
        }
        for row in range(len(typed.all("row")))
    ]


def _rows_of(fund: Fund) -> list[dict[str, Any]]:
    """A fund's questions as rows, with some empty ones after them."""
    rows = [
        {
            "key": one.key,
            "title": one.title,
            "guidance": one.guidance,
            "words": one.words,
            "must": one.mandatory,
            "drop": False,
            "at": number,
        }
        for number, one in enumerate(fund.form.questions if fund.form else (), start=1)
    ]
    blank = {"key": "", "title": "", "guidance": "", "words": 300, "must": True, "drop": False}
    return rows + [{**blank, "at": len(rows) + number + 1} for number in range(SPARE)]


def _scheme(library: Library, fund: Fund) -> Criteria | None:
    return library.scheme(fund.criteria) if fund.criteria else None


def _renewed(desk: Desk, source: str) -> tuple[rounds.Renewal, applications.Round]:
    """The round that follows another one, with the days that were typed or a year later."""
    row = of_office(desk, source)
    given = "shape" in desk.typed
    opens = _moment(desk, "opens") if given else row.opens_at + _YEAR
    closes = _moment(desk, "closes") if given else row.closes_at + _YEAR
    made = rounds.renewed_round(
        desk.session,
        source,
        library=desk.library,
        opens_at=opens,
        closes_at=closes,
        title=desk.typed.text("title"),
    )
    return made, row


def new_page(desk: Desk) -> Response:
    """The next round as the last one suggests it, each part of it open to change; checking it opens nothing."""
    source = desk.typed.text("source") or desk.asked.get("from", "")
    row = of_office(desk, source)
    pinned = applications.definitions(row)
    sheet = Sheet(pinned.fund, pinned.criteria)
    if not desk.error:
        renewal, _ = _renewed(desk, source)
        fund = renewal.library.fund(renewal.fund)
        scheme = _scheme(renewal.library, fund)
        checked = "shape" in desk.typed
        if checked:
            renewal = replace(renewal, library=_reshaped(desk, fund, scheme))
        look = rounds.todo(desk.session, renewal, on=clock.london_day(desk.now))
        sheet = Sheet(fund, scheme, tuple(look), checked)
        plan = renewal.plan
        assert plan is not None
        title, opens, closes = plan.title, plan.opens_at, plan.closes_at
    else:
        title, opens, closes = desk.typed.text("title"), row.opens_at + _YEAR, row.closes_at + _YEAR
    days = {
        "opens": (desk.typed.text("opens_on") or _day(opens), desk.typed.text("opens_at") or clock.clock_time(opens)),
        "closes": (
            desk.typed.text("closes_on") or _day(closes),
            desk.typed.text("closes_at") or clock.clock_time(closes),
        ),
    }
    return desk.page("round_new.html", source=row, title=title, days=days, **_facts(desk, sheet))


def _day(at: datetime) -> str:
    return clock.london_day(at).isoformat()


@room.form("/rounds/new", who=OFFICERS, page=new_page)
def open_round(desk: Desk) -> Response:
    """Check what was typed, or open the round with it."""
    if desk.typed.text("do") != "open":
        return new_page(desk)
    renewal, _ = _renewed(desk, desk.typed.text("source"))
    fund = renewal.library.fund(renewal.fund)
    library = _reshaped(desk, fund, _scheme(renewal.library, fund))
    assert renewal.plan is not None
    row = rounds.open_round(desk.session, renewal.plan, library=library, actor=desk.actor, now=desk.now)
    return desk.go(f"/rounds/{row.ref}", said=f"{row.title} {rounds.opened_words(row)}.")


def amend_page(desk: Desk, ref: str) -> Response:
    """A round under way: what would change, of which class, whom it touches and what it needs; nothing changes yet."""
    row = of_office(desk, ref)
    pinned = applications.definitions(row)
    amendment = None
    effect: tuple[rounds.GateEffect, ...] = ()
    if "shape" in desk.typed and not desk.error:
        amendment = rounds.propose_amendment(desk.session, ref, _amended(desk, pinned))
        effect = rounds.gate_effect(desk.session, ref, amendment.pinned, actor=desk.actor, now=desk.now)
    return desk.page(
        "round_amend.html",
        round=row,
        amendment=amendment,
        effect=effect,
        installed=desk.typed.text("do") in INSTALLED,
        **_facts(desk, Sheet(pinned.fund, pinned.criteria)),
    )


def _amended(desk: Desk, pinned: Pinned) -> Library:
    """The definitions as they are installed now, or the round's own as they were typed anew."""
    return desk.library if desk.typed.text("do") in INSTALLED else _reshaped(desk, pinned.fund, pinned.criteria)


@room.form("/rounds/{ref}/amend", who=OFFICERS, page=amend_page)
def amend(desk: Desk, ref: str) -> Response:
    """See what a change would be, or make it: a material one waits for a second person with the same values."""
    if desk.typed.text("do") not in ("amend", "adopt"):
        return amend_page(desk, ref)
    pinned = applications.definitions(of_office(desk, ref))
    closes = _moment(desk, "closes") if desk.typed.text("closes_on") else None
    _, changed = rounds.amend_round(
        desk.session,
        ref,
        library=_amended(desk, pinned),
        reason=desk.typed.text("reason"),
        closes_at=closes,
        actor=desk.actor,
        now=desk.now,
    )
    said = changed.waiting.line if changed.waiting else f"{ref} is amended. It touches {changed.affected.line}."
    return desk.go(f"/rounds/{ref}", said=said)


@room.page("/rounds/{ref}/fund.yaml", who=OFFICE)
def as_file(desk: Desk, ref: str) -> Response:
    """The fund as this round keeps it, as a file that `fundflow check` reads."""
    row = of_office(desk, ref)
    fund = applications.definitions(row).fund
    return Response(
        written_out(fund),
        media_type="application/yaml",
        headers={"Content-Disposition": f'attachment; filename="{fund.fund}.yaml"'},
    )
