"""What no database can keep and no person can mean is turned away at the door, wherever it stands in what was sent."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import asdict, is_dataclass
from pathlib import PurePath
from typing import Any

from pydantic import BaseModel

from fundflow.errors import BadInput

MOST_NUMBER = 10**13
"""Beyond any sum in pence."""
MOST_COUNT = 2**31 - 1
"""Beyond anything that is counted or numbered."""
DEEPEST = 12


def must_be_plain(given: Mapping[str, Any], *, most: int = MOST_NUMBER) -> None:
    """Look through everything that was given, by the name under which it was asked; no number may be beyond `most`.

    Raises:
        BadInput: a text with a character that cannot be stored, a number beyond all figures, or too deep a nest.
    """
    for name, value in given.items():
        _look(value, name, 0, most)


def _look(value: Any, place: str, depth: int, most: int) -> None:
    if depth > DEEPEST:
        raise BadInput(f"this is nested more than {DEEPEST} deep", place=place)
    match value:
        case str():
            _text(value, place)
        case PurePath():
            _text(str(value), place)
        case bool() | None:
            return
        case int() | float() if not math.isfinite(value) or abs(value) > most:
            raise BadInput("this is no figure that a fund could have: check it", place=place)
        case _:
            for key, part in _parts(value):
                _look(key, place, depth + 1, most)
                _look(part, f"{place}.{key}", depth + 1, most)


def _parts(value: Any) -> Iterable[tuple[Any, Any]]:
    match value:
        case BaseModel():
            return [(name, getattr(value, name)) for name in type(value).model_fields]
        case Mapping():
            return list(value.items())
        case list() | tuple() | set() | frozenset():
            return list(enumerate(value))
    return list(asdict(value).items()) if is_dataclass(value) and not isinstance(value, type) else []


def _text(text: str, place: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise BadInput("this holds half of a character: write it again", place=place) from None
    if "\x00" in text:
        raise BadInput("this holds a character that cannot be stored (NUL): take it out", place=place)
