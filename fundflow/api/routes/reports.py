"""Every report, now or as it stood on any day, by what was known at any moment."""

from typing import Annotated, Any, Literal

from fastapi import Query
from starlette.responses import Response

from fundflow import reporting
from fundflow.api.calls import Call, Shelf
from fundflow.api.shapes import Day, Moment, Shape, When
from fundflow.engine import readership
from fundflow.exchange import exports

shelf = Shelf("reports")
PUBLIC = ("awards", "register")
"""Reports that are published: anybody with a token reads them."""
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FILES = {"csv": ("text/csv", exports.as_csv), "xlsx": (SHEET, exports.as_xlsx)}


class Known(Shape):
    """A report, and what it holds."""

    report: str
    holds: str


class Told(Shape):
    """A report. Its rows have the same keys; money is in keys that end in `_pence`, and `totals` adds each of them."""

    report: str | None = None
    title: str | None = None
    as_at: Day
    known_at: Moment | None = None
    rows: list[dict[str, Any]]
    totals: dict[str, int]
    notes: list[str] | None = None


class Asked(Shape):
    """As of which day and by which knowledge, of what, in which form."""

    as_at: Day | None = None
    known_at: When | None = None
    fund: str | None = None
    commissioner: str | None = None
    round: str | None = None
    format: Literal["json", "csv", "xlsx"] = "json"


@shelf.read("/reports")
def every(call: Call) -> list[Known]:
    """Every report that there is."""
    del call
    return [Known(report=name, holds=holds) for name, holds in sorted(reporting.describe().items())]


@shelf.read(
    "/reports/{name}",
    responses={
        200: {
            "content": {
                "application/json": {"schema": {"$ref": "#/components/schemas/Told"}},
                "text/csv": {"schema": {"type": "string"}},
                SHEET: {"schema": {"type": "string", "format": "binary"}},
            }
        }
    },
)
def one(call: Call, name: str, asked: Annotated[Asked, Query()]) -> Response:
    """One report as JSON, CSV or a workbook. Names that a fund does not publish are in none of them."""
    if name not in PUBLIC:
        readership.must_be_office(call.actor, doing=f"The report '{name}'", fund=asked.fund or "")
    made = reporting.run(
        call.session,
        name,
        library=call.library,
        now=call.now,
        as_at=asked.as_at,
        known_at=asked.known_at,
        fund=asked.fund,
        commissioner=asked.commissioner,
        round_ref=asked.round,
    )
    if asked.format == "json":
        return Response(exports.as_json(made), media_type="application/json")
    kind, write = _FILES[asked.format]
    offered = {"Content-Disposition": f'attachment; filename="{made.name}-{made.as_at}.{asked.format}"'}
    return Response(write(made), media_type=kind, headers=offered)
