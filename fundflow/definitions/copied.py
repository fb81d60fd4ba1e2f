"""A fund's file as the start of its next one: name, version, years and days move on, all else stays as written."""

import io
import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from ruamel.yaml import YAML

from fundflow.calendar import Period, is_working_day
from fundflow.clock import day_words
from fundflow.definitions.edited import with_edited
from fundflow.definitions.fund import Fund
from fundflow.definitions.library import Library

_YEAR = re.compile(r"(?<!\d)(20\d\d)/(\d\d)(?!\d)")
_DAY = re.compile(r"(?<!\d)(20\d\d)-(\d\d)-(\d\d)(?!\d)")
_PLAIN = re.compile(r"(?<![\d/-])(20\d\d)(?![\d/-])")
_HEAD = (
    "# Written out from a round's own copy of its definitions: the notes of its file are not in it, and sums of money\n"
    "# that are bare numbers are pence.\n"
)


@dataclass(frozen=True)
class Copied:
    """The text of a copied fund, each change that was made in it, and what a person should look at, line by line."""

    text: str
    moved: tuple[str, ...]
    look: tuple[str, ...]


def copied(text: str, *, name: str, years: int, title: str = "", prefix: str = "") -> Copied:
    """A fund's text under a name with every financial year and day moved on by so many years; comments stay.

    `title` and `prefix` (of its cases) take the place of the fund's own where they are given.
    """
    new = {"fund": name, "version": "1", "title": _quoted(title), "short_title": _quoted(title), "case_prefix": prefix}
    moved: list[str] = []
    lines = []
    for number, line in enumerate(text.splitlines(), start=1):
        key = line.partition(": ")[0]
        put = f"{key}: {new[key]}" if new.get(key) else line if line.lstrip().startswith("#") else moved_on(line, years)
        if put != line:
            moved.append(f"line {number}: {line.strip()} becomes {put.strip()}")
        lines.append(put)
    return Copied("\n".join(lines) + "\n", tuple(moved), tuple(_worth_a_look(lines, years)))


def moved_on(line: str, years: int) -> str:
    """A text with its financial years (`2017/18`) and days (`2017-06-01`) so many years later."""
    line = _YEAR.sub(lambda found: f"{int(found[1]) + years}/{(int(found[2]) + years) % 100:02d}", line)
    return _DAY.sub(lambda found: _later(found, years), line)


def title_moved_on(title: str, years: int) -> str:
    """A title with every year in it so many years later: `spring 2017` becomes `spring 2018`."""
    return _PLAIN.sub(lambda found: str(int(found[1]) + years), moved_on(title, years))


def later(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes the 28th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return (day - timedelta(days=1)).replace(year=day.year + years)


def written_out(fund: Fund) -> str:
    """A fund as a round pinned it, as the YAML of a file that reads to the same fund."""
    yaml = YAML()
    yaml.default_flow_style = False
    yaml.width = 120
    out = io.StringIO()
    yaml.dump(fund.model_dump(mode="json", by_alias=True, exclude_defaults=True), out)
    return _HEAD + out.getvalue()


def with_copied(copy: Copied, name: str, *, root: Path) -> Library:
    """The definitions with a copied fund among them, each checked.

    Raises:
        BadInput: anything in the copy or that it uses is wrong; the first line and column is named.
    """
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / f"{name}.yaml"
        path.write_text(copy.text, encoding="utf-8")
        return with_edited(path, root=root, shown=Path(path.name))


def years_between(fund: Fund, year: str) -> int:
    """By how many years a fund moves so that its first year is this one.

    Raises:
        BadInput: not a financial year.
    """
    return Period.parse(year, place="--year").first - min(Period.parse(one).first for one in fund.money.periods)


def _later(found: re.Match[str], years: int) -> str:
    try:
        return later(date.fromisoformat(found[0]), years).isoformat()
    except ValueError:
        return found[0]


def _quoted(title: str) -> str:
    return '"' + title.replace("\\", "\\\\").replace('"', '\\"') + '"' if title else ""


def _worth_a_look(lines: list[str], years: int) -> Iterator[str]:
    said = [line for line in lines if not line.lstrip().startswith("#")]
    known = {int(found[1]) - years for line in said for found in _YEAR.finditer(line)}
    for number, line in enumerate(lines, start=1):
        if line.lstrip().startswith("#"):
            continue
        for found in _DAY.finditer(line):
            try:
                day = date.fromisoformat(found[0])
            except ValueError:
                continue
            if not is_working_day(day):
                key = line.partition(":")[0].strip(" -{")
                yield f"line {number}, {key}: {day_words(day)} is {off(day)}"
        for found in _PLAIN.finditer(line):
            if {int(found[1]) - 1, int(found[1])} & known:
                yield f"line {number} names the year {found[1]} in words, which was left: {line.strip()}"


def off(day: date) -> str:
    """What a day is that is not a working day."""
    return "no working day" if day.weekday() > 4 else "a bank holiday"
