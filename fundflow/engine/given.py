"""Reads what a person gives with a step: rows, pairs, lists and days, each refused in one line where it is another thing."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from fundflow import money
from fundflow.clock import moment, parse_day
from fundflow.engine.case import Case
from fundflow.errors import BadInput

_MOST = 10**13


def rows(case: Case, name: str, *needed: str) -> list[dict[str, Any]]:
    """A list of rows, each with the keys that it needs; nothing where it is not given.

    Raises:
        BadInput: it is no list of rows, or one of them lacks a key.
    """
    given = case.values.get(name) or []
    wanted = ", ".join(needed)
    if not isinstance(given, (list, tuple)) or not all(isinstance(row, Mapping) for row in given):
        raise BadInput(f"a list of rows is expected here, each with {wanted}; nothing has changed", place=name)
    for number, row in enumerate(given, start=1):
        lacking = [key for key in needed if key not in row and not (key == "pence" and "amount" in row)]
        if lacking:
            raise BadInput(f"row {number} has no '{lacking[0]}': each row has {wanted}", place=name)
    return [dict(row) for row in given]


def pence(row: Mapping[str, Any], name: str, key: str = "pence") -> int:
    """Whole pence of a row (or its `amount` as money).

    Raises:
        BadInput: it is no amount that a fund could have.
    """
    if key not in row and key == "pence":
        return money.parse(row["amount"], place=f"{name}.amount")
    return whole(row[key], f"{name}.{key}")


def whole(given: Any, place: str) -> int:
    """A whole number.

    Raises:
        BadInput: it is none, or above what any fund has.
    """
    try:
        found = int(given)
    except (TypeError, ValueError):
        raise BadInput(f"'{given}' is not a whole number; nothing has changed", place=place) from None
    if isinstance(given, (bool, float)) or abs(found) > _MOST:
        raise BadInput(f"{given} is not a figure that a fund could have: check it", place=place)
    return found


def pairs(case: Case, name: str) -> dict[Any, Any]:
    """Keys with values; nothing where it is not given.

    Raises:
        BadInput: it is something else.
    """
    given = case.values.get(name) or {}
    if not isinstance(given, Mapping):
        raise BadInput(f"keys with values are expected here, as {{1: ...}}, not '{given}'", place=name)
    return dict(given)


def texts(case: Case, name: str) -> list[str]:
    """A list of texts; one text alone is a list of one; nothing where it is not given.

    Raises:
        BadInput: it is something else.
    """
    given = case.values.get(name)
    if given in (None, "", []):
        return []
    if isinstance(given, str):
        return [given]
    if not isinstance(given, (list, tuple)) or any(isinstance(one, (Mapping, list, tuple)) for one in given):
        raise BadInput("a text or a list of texts is expected here; nothing has changed", place=name)
    return [str(one) for one in given]


def days(case: Case, name: str) -> list[date]:
    """A list of days; one day alone is a list of one.

    Raises:
        BadInput: one of them is none.
    """
    given = case.values.get(name) or []
    return [as_day(one, name) for one in (given if isinstance(given, (list, tuple)) else [given])]


def day(case: Case, name: str) -> date | None:
    """A day; nothing where it is not given.

    Raises:
        BadInput: it is none.
    """
    given = case.values.get(name)
    return None if given in (None, "") else as_day(given, name)


def as_day(value: Any, name: str) -> date:
    """A day that a person typed or a file held.

    Raises:
        BadInput: it is none.
    """
    if isinstance(value, date):
        return value.date() if isinstance(value, datetime) else value
    return parse_day(str(value), place=name)


def day_in(row: Mapping[str, Any], name: str, key: str) -> date:
    """A day of a row.

    Raises:
        BadInput: it is none.
    """
    return as_day(row[key], f"{name}.{key}")


def instant(case: Case, name: str) -> datetime | None:
    """A moment, Europe/London where it names no zone; nothing where it is not given.

    Raises:
        BadInput: it is none.
    """
    given = case.values.get(name)
    if given in (None, "") or isinstance(given, datetime):
        return given or None
    return moment(str(given), place=name)


def codes(details: Mapping[str, Any], name: str) -> list[str]:
    """Codes of organisations that the details of a change name, one or several; none where they are not given."""
    held = details.get(name) or []
    return [str(one) for one in (held if isinstance(held, (list, tuple)) else [held])]


def date_of(details: Mapping[str, Any], name: str) -> date | None:
    """A day that the details of a change state; nothing where they do not.

    Raises:
        BadInput: it is none.
    """
    return as_day(details[name], name) if details.get(name) else None
