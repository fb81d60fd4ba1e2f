"""A workflow as an SVG or PNG picture; the layout is ours, the chart library only draws it."""

from typing import Any

from fundflow.definitions.layout import LINE, MARGIN, TITLE, Card, arrows, cards
from fundflow.definitions.workflow import Workflow

_WAYS = {"onward": "#1d4f91", "back": "#b5541c", "beside": "#4c7a34"}
_INK, _QUIET = "#1b1f24", "#5a6470"
_PAPER, _OPEN, _START, _END = "#ffffff", "#eaf1fa", "#d5e8d0", "#e3e3e3"
_FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
_KEY = (
    "Each card is a state. Its lines are the steps out of it, with the state that each leads to; [1] [2] are tried in "
    "order. Blue arrows lead onward, brown back, green within a stage; ways out that many states share have no arrow. "
    "Green card: start. Grey cards: ends."
)


def svg(workflow: Workflow) -> str:
    """The picture as SVG text."""
    import vl_convert  # noqa: PLC0415 - drawing is rare and its library is large

    return str(vl_convert.vegalite_to_svg(_chart(workflow).to_json()))


def png(workflow: Workflow, *, scale: float = 1.5) -> bytes:
    """The picture as PNG, `scale` pixels to the point."""
    import vl_convert  # noqa: PLC0415 - the same

    return bytes(vl_convert.vegalite_to_png(_chart(workflow).to_json(), scale=scale))


def _chart(workflow: Workflow) -> Any:
    import altair as alt  # noqa: PLC0415 - the same

    placed = cards(workflow)
    width = max(card.right for card in placed) + MARGIN * 3
    height = max(card.top + card.height for card in placed) + MARGIN

    def at(field: str, top: float) -> dict[str, Any]:
        scale = alt.Scale(domain=[0, top], nice=False, zero=False, reverse=field.startswith("y"))
        return {"field": field, "type": "quantitative", "axis": None, "scale": scale}

    def xy(x: str = "x", y: str = "y") -> dict[str, Any]:
        return {"x": alt.X(**at(x, width)), "y": alt.Y(**at(y, height))}

    def words(rows: list[dict[str, Any]], align: str = "left", **looks: Any) -> Any:
        mark = drawn(rows).mark_text(align=align, baseline="middle", font=_FONT, **looks)
        return mark.encode(**xy(), text="text:N")

    def drawn(rows: list[dict[str, Any]]) -> Any:
        return alt.Chart(alt.InlineData(values=rows))

    boxes = [_box(card) for card in placed]
    curves = arrows(placed)
    path = [
        {"nth": nth, "order": order, "x": x, "y": y, "way": arrow.way}
        for nth, arrow in enumerate(curves)
        for order, (x, y) in enumerate(arrow.points)
    ]
    heads = [{"x": a.points[-1][0], "y": a.points[-1][1], "way": a.way, "turn": a.heading} for a in curves]
    way = alt.Color("way:N", legend=None, scale=alt.Scale(domain=list(_WAYS), range=list(_WAYS.values())))
    lines = drawn(path).mark_line(strokeWidth=1.1, opacity=0.75)
    tips = drawn(heads).mark_point(shape="triangle", filled=True, size=42, opacity=1)
    rects = drawn(boxes).mark_rect(cornerRadius=5, stroke=_INK)
    sides = xy("x", "y") | {"x2": "x2:Q", "y2": "y2:Q"}
    layers = [
        lines.encode(**xy(), order="order:Q", detail="nth:N", color=way),
        rects.encode(
            **sides,
            fill=alt.Fill("fill:N", scale=None),
            strokeWidth=alt.StrokeWidth("border:Q", scale=None),
        ),
        tips.encode(**xy(), color=way, angle=alt.Angle("turn:Q", scale=None)),
        words([_title(card) for card in placed], fontSize=12.5, fontWeight="bold", color=_INK),
        words([row for card in placed for row in _rows(card)], fontSize=10.5, color=_INK),
        words([row for card in placed for row in _leads(card)], "right", fontSize=10, fontStyle="italic", color=_QUIET),
        words(_stages(workflow, placed), fontSize=15, fontWeight="bold", color=_QUIET),
        words([{"x": MARGIN, "y": 16.0, "text": f"{workflow.title}, version {workflow.version}"}], fontSize=16),
        words([{"x": MARGIN + 260, "y": 16.0, "text": _KEY}], fontSize=11, color=_QUIET),
    ]
    chart: Any = alt.layer(*layers).properties(width=width, height=height, background=_PAPER)
    return chart.configure_view(stroke=None)


def _box(card: Card) -> dict[str, Any]:
    fill = _END if card.end else _START if card.start else _OPEN
    border = 2.4 if card.end else 1.0
    return {
        "x": card.left,
        "x2": card.right,
        "y": card.top,
        "y2": card.top + card.height,
        "fill": fill,
        "border": border,
    }


def _title(card: Card) -> dict[str, Any]:
    return {"x": card.left + 8, "y": card.top + TITLE / 2, "text": card.title}


def _rows(card: Card) -> list[dict[str, Any]]:
    return [
        {"x": card.left + 8, "y": card.top + TITLE + LINE * (nth + 0.5), "text": line.label}
        for nth, line in enumerate(card.lines)
    ]


def _leads(card: Card) -> list[dict[str, Any]]:
    return [
        {"x": card.right - 8, "y": card.top + TITLE + LINE * (nth + 0.5), "text": line.leads}
        for nth, line in enumerate(card.lines)
    ]


def _stages(workflow: Workflow, placed: list[Card]) -> list[dict[str, Any]]:
    lefts = {card.column: card.left for card in placed}
    return [
        {"x": lefts[column], "y": 46.0, "text": stage}
        for column, stage in enumerate(workflow.stages)
        if column in lefts
    ]


__all__ = ["png", "svg"]
