"""What a public report says of a fund that publishes no names: how many cases, and their money; never one case."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from fundflow import support
from fundflow.reporting.rules.report import Report, Row

LEAST = support.LEAST
"""The smallest count of cases that is printed."""
NOT_PUBLISHED = "not published"
FEW = f"fewer than {LEAST} cases"
SOME = "a number of cases"

_TOGETHER = ("round", "fund", "fund_title", "commissioner", "commissioner_name", "body", "period")
"""Columns that tell nothing of one case, so that cases are counted within them."""
_WHO = frozenset({"title", "lead", "recipient", "recipient_name", "payee", "payee_name", "addressee"})


@dataclass(frozen=True)
class Quiet:
    """Cases of funds that publish no names, each with its fund, without those whose name was let out."""

    cases: Mapping[str, str]


def gathered(report: Report, quiet: Quiet) -> Report:
    """The report with one line for all cases of a quiet fund that it would print one by one.

    Money is added up, so that totals and the books still agree. A count below `LEAST` is not given, nor one that
    others would give away.
    """
    groups: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    kept: list[Row] = []
    for row in report.rows:
        if _about(row) in quiet.cases:
            fund = quiet.cases[_about(row)]
            groups[(fund, *(row.get(key) for key in _TOGETHER))].append(row)
        else:
            kept.append(row)
    if not groups:
        return report
    said = _counts(groups)
    return replace(report, rows=[*kept, *(_one(report, rows, said[key]) for key, rows in groups.items())])


def _about(row: Row) -> str:
    return str(row.get("case") or row.get("about") or "")


def _counts(groups: Mapping[tuple[object, ...], list[Row]]) -> dict[tuple[object, ...], str]:
    """What is said of how many cases each group has; the groups of one fund are one total."""
    found: dict[tuple[object, ...], str] = {}
    for fund in {key[0] for key in groups}:
        numbers = {key: len({_about(row) for row in rows}) for key, rows in groups.items() if key[0] == fund}
        places = {str(at): key for at, key in enumerate(numbers)}
        shown = support.suppressed({at: numbers[key] for at, key in places.items()}, least=LEAST)
        for at, key in places.items():
            count = shown[at]
            found[key] = (FEW if numbers[key] < LEAST else SOME) if count is None else f"{count} cases"
    return found


def _one(report: Report, rows: list[Row], said: str) -> Row:
    first = rows[0]
    line: Row = {}
    for column in report.columns:
        key = column.key
        if key in _TOGETHER:
            line[key] = first[key]
        elif key in {"case", "about"} or (column == report.columns[0] and column.kind == "text"):
            line[key] = said
        elif column.money:
            line[key] = sum(row[key] or 0 for row in rows)
        elif key in _WHO:
            line[key] = NOT_PUBLISHED
        else:
            line[key] = "" if column.kind == "text" else None
    return line


def tallied(counts: Iterable[tuple[str, int]]) -> str:
    """How many cases stand where, in words: `12 exited, some paused`; what is too few to print is `some`."""
    found = dict(counts)
    shown = support.suppressed(found, least=LEAST)
    return ", ".join(f"{'some' if shown[name] is None else shown[name]} {name}" for name in sorted(found) if name)


def few(count: int, whole: int) -> bool:
    """Whether a part of a whole, or the whole, is too small to print, or would give away one that is."""
    return any(0 < one < LEAST for one in (count, whole, whole - count))
