"""Where everything stands in the picture of a workflow: a card for each state, an arrow from each step's line.

Columns are the stages that the workflow declares; no layout engine is asked.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from fundflow.definitions.workflow import Step, Workflow

TITLE, LINE, MARGIN = 24.0, 15.0, 24.0
_GAP, _SPACE, _TOP = 92.0, 18.0, 64.0
_LETTER, _NARROWEST = 5.5, 180.0
_SHARED = 4
_CURVE = 24


@dataclass(frozen=True)
class Line:
    """One step as it stands on a card: its name, where it leads, and whether an arrow is drawn."""

    label: str
    leads: str
    to: str
    arrow: bool


@dataclass(frozen=True)
class Card:
    """One state, placed: left and top in pixels, and its lines."""

    state: str
    title: str
    end: bool
    start: bool
    column: int
    left: float
    top: float
    width: float
    lines: tuple[Line, ...]

    @property
    def height(self) -> float:
        """Pixels from top to bottom."""
        return TITLE + LINE * len(self.lines) + (6.0 if self.lines else 0.0)

    @property
    def right(self) -> float:
        """The right edge."""
        return self.left + self.width

    def middle(self, line: int) -> float:
        """The height at which a line stands."""
        return self.top + TITLE + LINE * (line + 0.5)


def cards(workflow: Workflow) -> list[Card]:
    """Every state placed under its stage: open ones in the order written, then the ends."""
    placed: list[Card] = []
    width = _width(workflow)
    for column, stage in enumerate(workflow.stages):
        left, top = MARGIN + column * (width + _GAP), _TOP
        here = [(key, state) for key, state in workflow.states.items() if state.stage == stage]
        for key, state in sorted(here, key=lambda pair: pair[1].kind == "end"):
            lines = tuple(_lines(workflow, key))
            card = Card(key, _plain(key), state.kind == "end", key in workflow.starts, column, left, top, width, lines)
            placed.append(card)
            top += card.height + _SPACE
    return placed


def _width(workflow: Workflow) -> float:
    """Wide enough for the longest line: its name at the left, where it leads at the right."""
    longest = (len(line.label) + len(line.leads) for state in workflow.states for line in _lines(workflow, state))
    return max(_NARROWEST, max(longest, default=0) * _LETTER + 28.0)


def _lines(workflow: Workflow, state: str) -> Iterator[Line]:
    leaving = workflow.steps_from(state)
    for step in leaving:
        to = workflow.destination(step, state)
        number = _number(step, leaving)
        leads = "stays" if to == state else _plain(to)
        yield Line(f"{_plain(step.step)}{number}", leads, to, arrow=to != state and not _is_shared(workflow, step))


def _number(step: Step, leaving: tuple[Step, ...]) -> str:
    named = [each for each in leaving if each.step == step.step]
    return f" [{named.index(step) + 1}]" if len(named) > 1 else ""


def _is_shared(workflow: Workflow, step: Step) -> bool:
    """A way out that many states share (to withdraw, to cancel): named on the cards, as arrows would bury the rest."""
    leavers = {
        state for each in workflow.steps if each.step == step.step and each.to == step.to for state in each.from_
    }
    return len(leavers) >= _SHARED and workflow.states[step.to].kind == "end"


def _plain(word: str) -> str:
    return word.replace("_", " ")


@dataclass(frozen=True)
class Arrow:
    """A curve from a step's line to the card that it leads to, and which way it runs."""

    way: str
    points: tuple[tuple[float, float], ...]
    heading: float


def arrows(placed: list[Card]) -> list[Arrow]:
    """Every arrow; those that arrive on one side of a card share it out from top to bottom."""
    by_state = {card.state: card for card in placed}
    wanted = [
        (card, at, by_state[line.to])
        for card in placed
        for at, line in enumerate(card.lines)
        if line.arrow and line.to in by_state
    ]
    arriving: dict[tuple[str, str], list[tuple[float, int]]] = {}
    for nth, (card, at, to) in enumerate(wanted):
        arriving.setdefault((to.state, _side(card, to)), []).append((card.middle(at), nth))
    drawn: list[Arrow] = []
    for nth, (card, at, to) in enumerate(wanted):
        rank = sorted(arriving[to.state, _side(card, to)])
        spot = to.top + to.height * (1 + rank.index((card.middle(at), nth))) / (1 + len(rank))
        drawn.append(_arrow(card, at, to, min(max(spot, to.top + 5), to.top + to.height - 5)))
    return drawn


def _side(card: Card, to: Card) -> str:
    return "left" if card.column < to.column else "right"


def _arrow(card: Card, at: int, to: Card, spot: float) -> Arrow:
    height = card.middle(at)
    if card.column < to.column:
        pull = max(_GAP * 0.55, (to.left - card.right) * 0.35)
        curve = _bezier((card.right, height), (card.right + pull, height), (to.left - pull, spot), (to.left - 5, spot))
        return Arrow("onward", curve, 90.0)
    if card.column > to.column:
        pull = max(_GAP * 0.55, (card.left - to.right) * 0.35)
        curve = _bezier((card.left, height), (card.left - pull, height), (to.right + pull, spot), (to.right + 5, spot))
        return Arrow("back", curve, 270.0)
    pull = 22.0 + min(abs(spot - height) * 0.12, _GAP * 0.6)
    curve = _bezier((card.right, height), (card.right + pull, height), (to.right + pull, spot), (to.right + 5, spot))
    return Arrow("beside", curve, 270.0)


def _bezier(
    start: tuple[float, float], first: tuple[float, float], second: tuple[float, float], end: tuple[float, float]
) -> tuple[tuple[float, float], ...]:
    points = []
    for step in range(_CURVE + 1):
        t = step / _CURVE
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        corners = (start, first, second, end)
        points.append(
            (
                round(sum(weight * corner[0] for weight, corner in zip(weights, corners, strict=True)), 2),
                round(sum(weight * corner[1] for weight, corner in zip(weights, corners, strict=True)), 2),
            )
        )
    return tuple(points)
