"""What is wrong with a value, in plain words with a way out."""

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, get_args, get_origin

from pydantic import BaseModel

_NAME = r"^[a-z][a-z0-9_]*$"
_FILE_NAME = r"^[a-z][a-z0-9-]*$"


def meant(written: object, known: Iterable[str]) -> str:
    """`; did you mean 'submitted'?`, else the known words if they are few, else nothing."""
    words = sorted({str(word) for word in known})
    close = difflib.get_close_matches(str(written), words, n=1, cutoff=0.6)
    if close:
        return f"; did you mean '{close[0]}'?"
    if words and len(words) <= 12:
        return f"; write one of: {', '.join(words)}"
    return ""


def unknown(what: str, written: object, known: Iterable[str]) -> str:
    """The sentence for a name that stands for nothing: `there is no state 'sumbitted'; did you mean 'submitted'?`."""
    return f"there is no {what} '{written}'{meant(written, known)}"


@dataclass(frozen=True)
class Found:
    """One of pydantic's findings: what was given, where, and the facts that it adds."""

    kind: str
    given: object
    facts: Mapping[str, Any]
    route: tuple[str | int, ...]
    model: type[BaseModel]

    @property
    def last(self) -> str:
        """The last word of the way there: the key."""
        return str(self.route[-1]) if self.route else ""

    def options(self, fact: str) -> list[str]:
        """The words that pydantic lists as allowed."""
        return [word.strip(" '") for word in str(self.facts.get(fact, "")).replace(" or ", ", ").split(",")]


def sentence(found: Found) -> str:
    """One of pydantic's findings as a sentence that a person who edits YAML can act on."""
    said = _SENTENCES.get(found.kind)
    return said(found) if said else found.kind.replace("_", " ")


def _text(found: Found) -> str:
    number = isinstance(found.given, (int, float)) and not isinstance(found.given, bool)
    quoted = f': put it in quotes, "{found.given}"' if number else ""
    return f"a text is expected here, not {_shape(found.given)}{quoted}"


def _list(found: Found) -> str:
    return f"a list is expected here, not {_shape(found.given)}: write it as [one, two] or as lines that begin with -"


def _number(found: Found) -> str:
    return f"a whole number is expected here, not {_shape(found.given)}"


def _keys(found: Found) -> str:
    return f"keys with values are expected here, not {_shape(found.given)}"


def _truth(found: Found) -> str:
    return f"write true or false here, not {_shape(found.given)}"


def _tag(found: Found) -> str:
    tag = str(found.facts.get("discriminator", "kind")).strip("'")
    return f"'{tag}' is missing here: add a line '{tag}: ...'"


_SENTENCES: dict[str, Callable[[Found], str]] = {
    "missing": lambda found: f"'{found.last}' is missing here: add a line '{found.last}: ...'",
    "extra_forbidden": lambda found: (
        f"there is no key '{found.last}' here{meant(found.last, keys_at(found.model, found.route[:-1]))}"
    ),
    "literal_error": lambda found: f"'{found.given}' cannot stand here{meant(found.given, found.options('expected'))}",
    "string_pattern_mismatch": lambda found: _pattern(found.given, found.facts.get("pattern")),
    "string_type": _text,
    "string_too_short": lambda _: "this must not be empty: write something here",
    "int_type": _number,
    "int_parsing": _number,
    "int_from_float": _number,
    "bool_type": _truth,
    "bool_parsing": _truth,
    "tuple_type": _list,
    "list_type": _list,
    "dict_type": _keys,
    "model_type": _keys,
    "model_attributes_type": _keys,
    "value_error": lambda found: str(found.facts.get("error")),
    "union_tag_not_found": _tag,
    "union_tag_invalid": lambda found: (
        f"'{found.facts.get('tag')}' cannot stand here{meant(found.facts.get('tag'), found.options('expected_tags'))}"
    ),
    "too_short": lambda _: "this list is too short: add to it",
    "too_long": lambda _: "this list is too long: shorten it",
    "greater_than_equal": lambda found: f"this must be {found.facts['ge']} or more",
    "less_than_equal": lambda found: f"this must be {found.facts['le']} or less",
    "invalid_key": lambda found: f"'{found.last}' cannot be a key here: write a word",
}


def _pattern(given: object, pattern: object) -> str:
    if pattern == _NAME:
        return f"'{given}' is not a name: use small letters, digits and _, beginning with a letter"
    if pattern == _FILE_NAME:
        return f"'{given}' is not a file's name: use small letters, digits and -, beginning with a letter"
    return f"'{given}' does not have the form that is asked for here ({pattern})"


def _shape(given: object) -> str:
    match given:
        case None:
            return "nothing"
        case bool():
            return f"'{str(given).lower()}'"
        case list() | tuple():
            return "a list"
        case dict():
            return "keys with values"
    return f"'{given}'"


def keys_at(model: type[BaseModel], route: tuple[str | int, ...]) -> set[str]:
    """The keys that may be written at a place of a definition, as YAML spells them."""
    here: list[Any] = [model]
    for part in route:
        here = [inner for kind in here for inner in _inside(kind, part)]
    found: set[str] = set()
    for kind in _models(here):
        found |= {name.alias or key for key, name in kind.model_fields.items()}
    return found - ({"state"} if "stage" in found else set())


def _inside(kind: Any, part: str | int) -> list[Any]:
    for found in _models([kind]):
        for key, info in found.model_fields.items():
            if part in {key, info.alias}:
                return [info.annotation]
    arguments = [inner for inner in get_args(kind) if inner is not Ellipsis]
    if get_origin(kind) is dict:
        return arguments[1:]
    if get_origin(kind) in {tuple, list}:
        return arguments
    return [found for inner in arguments for found in _inside(inner, part)]


def _models(kinds: Iterable[Any]) -> list[type[BaseModel]]:
    found: list[type[BaseModel]] = []
    for kind in kinds:
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            found.append(kind)
        elif get_origin(kind) is not None and get_origin(kind) not in {dict, tuple, list}:
            found.extend(_models(get_args(kind)))
    return found
