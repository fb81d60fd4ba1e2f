"""Reads what people type as values: `KEY=VALUE`, YAML, files, and money in pounds where an amount is meant."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from fundflow import money
from fundflow.errors import BadInput

_WRITTEN_OUT = re.compile(r"[\[{\"']|(true|false|null|-?(0|[1-9]\d*))\Z")
"""What is read as YAML; every other value is the text that it is, so that a code such as 05E12 stays one."""

_POUNDS = {"amount": "pence", "before": "before_pence", "after": "after_pence"}
"""Keys under which people write pounds, and what the product calls the pence."""


def given(pairs: Iterable[str] | None, *, option: str = "--with") -> dict[str, Any]:
    """`KEY=VALUE` pairs as values of a step.

    Raises:
        BadInput: a pair without `=`, a key given twice, a file that cannot be read, or broken YAML.
    """
    found: dict[str, Any] = {}
    for pair in pairs or ():
        key, sign, text = pair.partition("=")
        key = key.strip()
        if not sign or not key:
            raise BadInput(f"'{pair}' is not KEY=VALUE: write it as minute=PC-12", place=option)
        if key in found:
            raise BadInput(f"'{key}' is given twice", place=option)
        found[_POUNDS.get(key, key)] = _value(key, text, option)
    return found


def _value(key: str, text: str, option: str) -> Any:
    place = f"{option} {key}"
    if text.startswith("@"):
        return in_pence(key, read(Path(text[1:])))
    if key in _POUNDS or key == "pence":
        return money.parse(text, place=place) if key in _POUNDS else _whole(text, place)
    return in_pence(key, parse(text, place=place)) if _WRITTEN_OUT.match(text) else text


def _whole(text: str, place: str) -> int:
    """Bare digits are pence already; anything else is written as money."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 15 else money.parse(text, place=place)


def read(path: Path) -> Any:
    """A YAML or JSON file as plain values; another file as its text.

    Raises:
        BadInput: it is not a text file, or not YAML; with the line.
    """
    text = text_of(path)
    return parse(text, place=str(path)) if path.suffix.lower() in {".yaml", ".yml", ".json"} else text


def text_of(path: Path) -> str:
    """A text file's text.

    Raises:
        BadInput: it is not one.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput("this is not a text file", place=str(path)) from None


def parse(text: str, *, place: str) -> Any:
    """YAML (or JSON, which is YAML) as plain values; days become text, as JSON would carry them.

    Raises:
        BadInput: it is not YAML; the place says where.
    """
    from ruamel.yaml import YAML  # noqa: PLC0415 - help needs no YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError  # noqa: PLC0415

    try:
        return plain(YAML(typ="safe", pure=True).load(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"{place}:{mark.line + 1}:{mark.column + 1}" if mark else place
        raise BadInput(f"this is not YAML: {error.problem}", place=where) from None
    except (YAMLError, ValueError, RecursionError) as error:
        raise BadInput(f"this is not YAML: {' '.join(str(error).split())}", place=place) from None


def plain(value: Any) -> Any:
    """Values as JSON could carry them."""
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, (list, tuple, set)):
        return [plain(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def in_pence(key: str, value: Any) -> Any:
    """Rows of money with their `amount`, `before` and `after` read as pounds into pence.

    Raises:
        BadInput: one of them is not an amount of money.
    """
    if isinstance(value, list):
        return [in_pence(key, part) for part in value]
    if not isinstance(value, Mapping):
        return value
    return {
        _POUNDS.get(name, name): money.parse(part, place=f"{key}.{name}") if name in _POUNDS else in_pence(name, part)
        for name, part in value.items()
    }


def amounts(pairs: Iterable[str] | None, *, option: str) -> dict[str, int]:
    """`2017/18=£1,234.50` pairs as pence by period.

    Raises:
        BadInput: a pair that is none, or an amount that is none.
    """
    found: dict[str, int] = {}
    for pair in pairs or ():
        key, sign, text = pair.rpartition("=")
        if not sign:
            raise BadInput(f"'{pair}' is not an amount of a period: write it as 2017/18=£1,234.50", place=option)
        if key.strip() in found:
            raise BadInput(f"'{key.strip()}' is given twice", place=option)
        found[key.strip()] = money.parse(text, place=f"{option} {key}")
    return found


def named(pairs: Iterable[str] | None, *, option: str) -> dict[str, str]:
    """`NAME=WORD` pairs as text by name.

    Raises:
        BadInput: a pair that is none, or a name given twice.
    """
    found: dict[str, str] = {}
    for pair in pairs or ():
        name, sign, text = pair.partition("=")
        if not sign or not name.strip():
            raise BadInput(f"'{pair}' is not NAME=WORD", place=option)
        if name.strip() in found:
            raise BadInput(f"'{name.strip()}' is given twice", place=option)
        found[name.strip()] = text.strip()
    return found
