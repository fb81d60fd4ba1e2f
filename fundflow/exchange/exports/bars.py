"""Plain bars as an inline SVG: each figure written out above its bar, so that nobody has to read it off a scale."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

WIDTH = 420
"""Units across; the page scales them to its column."""
_HEAD, _LINE, _BAR, _GAP = 24, 18, 12, 14
_COLOURS = {"budget": "#768692", "promised": "#005eb8", "spent": "#007f3b"}


@dataclass(frozen=True)
class Bar:
    """One figure: what it is called, how large, as people read it, and what kind of money, which gives its colour."""

    series: str
    size: int
    said: str
    kind: Literal["budget", "promised", "spent"] = "promised"


@dataclass(frozen=True)
class Group:
    """Bars that stand together under one label."""

    label: str
    bars: Sequence[Bar]


def words(title: str, groups: Sequence[Group]) -> str:
    """Every figure of the picture in words, for those who do not see it."""
    parts = [f"{one.label}: " + ", ".join(f"{bar.series.lower()} {bar.said}" for bar in one.bars) for one in groups]
    return f"{title}. {'; '.join(parts)}."


def bars(title: str, groups: Sequence[Group]) -> str:
    """The picture; bars of one picture are on one scale, and one below nought is drawn as nought."""
    most = max((bar.size for one in groups for bar in one.bars), default=0) or 1
    drawn, down = [], 0
    for one in groups:
        down += _HEAD
        drawn.append(_text(down - 8, one.label, weight=600))
        for bar in one.bars:
            drawn.append(_text(down + _LINE - 6, f"{bar.series} {bar.said}", size=13))
            wide = max(0, bar.size) * WIDTH / most
            place = f'x="0" y="{down + _LINE}" width="{wide:.1f}" height="{_BAR}"'
            drawn.append(f'<rect {place} fill="{_COLOURS[bar.kind]}"/>')
            down += _LINE + _BAR + 4
        down += _GAP
    label = quoteattr(words(title, groups))
    size = f'viewBox="0 0 {WIDTH} {max(down, 1)}"'
    return f'<svg class="ff-bars" role="img" aria-label={label} {size} xmlns="http://www.w3.org/2000/svg">{"".join(drawn)}</svg>'


def _text(down: int, said: str, *, size: int = 14, weight: int = 400) -> str:
    return f'<text x="0" y="{down}" font-size="{size}" font-weight="{weight}" fill="#212b32">{escape(said)}</text>'
