"""The picture of fund money: allocated, committed and paid by commissioner and year, drawn from a report's figures."""

import json
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import quoteattr

from fundflow.money import pounds
from fundflow.reporting import Report

_SERIES = (
    ("allocated_pence", "Allocated", "#AEB7BD"),
    ("committed_pence", "Committed", "#005EB8"),
    ("paid_pence", "Paid", "#007F3B"),
)
_FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
_SCALE = 2


def spend_chart(report: Report) -> str:
    """An inline SVG of the report `by-year`, with `role="img"` and its figures as the label."""
    svg = _svg(json.dumps(_spec(report), sort_keys=True))
    label = quoteattr(spend_words(report))
    return svg.replace("<svg ", f'<svg role="img" aria-label={label} ', 1)


def spend_chart_png(report: Report) -> bytes:
    """The same as a PNG at twice its size, for Word and workbooks; its words are `spend_words`."""
    return _png(json.dumps(_spec(report), sort_keys=True))


def spend_words(report: Report) -> str:
    """Every figure of the picture in words, for those who do not see it."""
    bars = [
        f"{row['commissioner_name']}, {_year(row['period'])}: "
        + ", ".join(f"{title.lower()} {pounds(row[key])}" for key, title, _ in _SERIES)
        for row in report.rows
    ]
    return f"Allocated, committed and paid by commissioner and year. {'; '.join(bars)}."


def _year(period: str) -> str:
    first, _, last = period.partition("-")
    return f"{first} to {last}, not split" if last else first


@lru_cache(maxsize=32)
def _svg(spec: str) -> str:
    import vl_convert  # noqa: PLC0415 - slow to import, and most commands draw nothing

    drawn: str = vl_convert.vegalite_to_svg(spec)
    return drawn


@lru_cache(maxsize=8)
def _png(spec: str) -> bytes:
    import vl_convert  # noqa: PLC0415 - the same

    drawn: bytes = vl_convert.vegalite_to_png(spec, scale=_SCALE)
    return drawn


def _spec(report: Report) -> dict[str, Any]:
    import altair as alt  # noqa: PLC0415 - the same

    values = [
        {"body": row["commissioner_name"], "year": _short(row["period"]), "money": title, "pounds": row[key] / 100}
        for row in report.rows
        for key, title, _ in _SERIES
    ]
    names = [title for _, title, _ in _SERIES]
    scale = alt.Scale(domain=names, range=[colour for _, _, colour in _SERIES])
    years = alt.Axis(labelAngle=0, grid=False, ticks=False, labelPadding=6, labelExpr="split(datum.label, '|')")
    pounds_axis = alt.Axis(labelExpr=_ticks(max((value["pounds"] for value in values), default=0)))
    header = alt.Header(labelFontSize=13, labelFontWeight="bold")
    bars = (
        alt.Chart(alt.Data(values=values))  # type: ignore[no-untyped-call]
        .mark_bar(cornerRadius=0)
        .encode(
            x=alt.X("year:N", title=None, sort=None, axis=years),
            xOffset=alt.XOffset("money:N", sort=names, scale=alt.Scale(paddingOuter=0.1)),
            y=alt.Y("pounds:Q", title=None, axis=pounds_axis),
            color=alt.Color("money:N", sort=names, scale=scale, legend=alt.Legend(title=None, orient="top")),
            column=alt.Column("body:N", title=None, sort=None, header=header),
        )
        .properties(width=330, height=260, title="Allocated, committed and paid, by commissioner and year")
        .configure(font=_FONT)
        .configure_view(stroke=None)
        .configure_axis(grid=True, gridColor="#E8EDEE", domainColor="#768692", tickColor="#768692", labelFontSize=11)
        .configure_title(anchor="start", fontSize=16, offset=12)
    )
    made: dict[str, Any] = bars.to_dict()
    return made


def _ticks(most: float) -> str:
    """How the scale of money is written: all in millions, or all in pounds."""
    in_millions = "'£' + format(datum.value / 1000000, '.1f') + 'm'"
    return in_millions if most >= 1_000_000 else "'£' + format(datum.value, ',.0f')"


def _short(period: str) -> str:
    first, _, last = period.partition("-")
    return f"{first}|to {last}|not split" if last else first
