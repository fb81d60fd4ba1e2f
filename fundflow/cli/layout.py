"""Lays facts out as tables that fit the terminal, in the words and figures that people read."""

import json
import re
import shutil
from collections.abc import Mapping, Sequence
from typing import Any

from fundflow.clock import moment, short_moment
from fundflow.money import pounds

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")

_WHOLE = frozenset(
    {"ref", "code", "id", "number", "rank", "step", "sign_in_name", "commissioner", "period", "case", "meeting"}
)
"""Columns whose words people copy, so that they are never broken over two lines."""


def print_table(rows: Sequence[Mapping[str, Any]], names: Sequence[str], title: str) -> None:
    """A table that fits the terminal; where its columns cannot, each row as lines of its own."""
    from rich.console import Console  # noqa: PLC0415 - help needs no tables
    from rich.table import Table  # noqa: PLC0415

    width = max(shutil.get_terminal_size((110, 40)).columns, 60)
    cells = [[literal(cell(name, row.get(name))) for name in names] for row in rows]
    if _room(names, cells) > width:
        telling = [at for at in range(len(names)) if any(line[at] not in _SILENT for line in cells)]
        names, cells = [names[at] for at in telling], [[line[at] for at in telling] for line in cells]
    if _room(names, cells) > width:
        _print_blocks(cells, names, title)
        return
    shown = Table(title=title or None, title_justify="left", header_style="bold", expand=False)
    for name in names:
        money = name.endswith("_pence")
        shown.add_column(
            heading(name), justify="right" if money else "left", overflow="fold", no_wrap=money or name in _WHOLE
        )
    for line in cells:
        shown.add_row(*line)
    Console(width=width, highlight=False, markup=False).print(shown)


_SILENT = frozenset({"", "\u00a30.00"})


def _room(names: Sequence[str], cells: Sequence[Sequence[str]]) -> int:
    """The least width that a table needs."""
    return 1 + sum(_least(name, [line[at] for line in cells]) + 3 for at, name in enumerate(names))


def _least(name: str, texts: Sequence[str]) -> int:
    """The least width of a column: the longest word of its heading, and of its texts up to a point."""
    if name.endswith("_pence") or name in _WHOLE:
        return max(len(heading(name)), *map(len, texts))
    return min(16, max(len(word) for text in (heading(name), *texts) for word in text.split() or [""]))


def _print_blocks(cells: Sequence[Sequence[str]], names: Sequence[str], title: str) -> None:
    if title:
        print(f"\n{title}")  # noqa: T201 - stdout is the command's product
    for line in cells:
        filled = [f"{heading(name)}: {text}" for name, text in zip(names, line, strict=True) if text]
        print("- " + "\n  ".join(filled))  # noqa: T201 - stdout is the command's product


def literal(text: str) -> str:
    """Text whose control characters cannot speak to the terminal."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def heading(name: str) -> str:
    """`allocated_pence` as `Allocated`."""
    words = name.removesuffix("_pence").replace("_", " ")
    return words[:1].upper() + words[1:]


def cell(name: str, value: Any) -> str:
    """One value as a person reads it in a table."""
    if value is None:
        return ""
    if name.endswith("_pence") and isinstance(value, int):
        return pounds(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list) and all(isinstance(one, (str, int)) for one in value):
        return ", ".join(str(one) for one in value)
    if isinstance(value, (list, dict)):
        return json.dumps(value, ensure_ascii=False)
    return short_moment(moment(value)) if isinstance(value, str) and _MOMENT.fullmatch(value) else str(value)


def rows(value: Any) -> list[dict[str, Any]]:
    """What is shown as a table: a list of facts, or a mapping as names and values."""
    if isinstance(value, dict):
        return [{"what": part, "value": held} for part, held in value.items()]
    return value if isinstance(value, list) and value and isinstance(value[0], dict) else []
