"""A YAML file as plain values, each with the line and column where it was written."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from fundflow.definitions.shape import Problem

Route: TypeAlias = tuple[str | int, ...]
"""The way to a value: `("steps", 3, "guards", 0)`."""

_TAG = "tag:yaml.org,2002:"
_MOST_VALUES = 50_000
"""Far more than a definition says; only anchors that repeat anchors come to more, and they would fill the memory."""


class Place(NamedTuple):
    """Where something stands in a file; lines and columns count from 1."""

    line: int
    column: int


@dataclass(frozen=True)
class Source:
    """One file read: its values, where each value and each key stands, and what is wrong with its YAML."""

    file: str
    data: Any
    values: dict[Route, Place]
    keys: dict[Route, Place]
    problems: tuple[Problem, ...]

    def place(self, route: Route, *, key: bool = False) -> Place:
        """The place of a value (or of its key), or of the nearest thing around it."""
        if key and route in self.keys:
            return self.keys[route]
        while route and route not in self.values:
            route = route[:-1]
        return self.values.get(route, Place(1, 1))

    def problem(self, route: Route, message: str, *, key: bool = False) -> Problem:
        """A problem at the place of a value or of its key."""
        return Problem(self.file, *self.place(route, key=key), message)


def read(path: Path) -> Source:
    """Read a file; whatever is wrong with its YAML is among the problems, and nothing is raised."""
    file = str(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        said = f"this file is not text in UTF-8 (byte {error.start + 1}): save it as UTF-8"
        return Source(file, None, {}, {}, (Problem(file, 1, 1, said),))
    except OSError as error:
        said = f"this file cannot be read: {error.strerror}"
        return Source(file, None, {}, {}, (Problem(file, 1, 1, said),))
    walk = _parsed(text)
    problems = tuple(Problem(file, *place, message) for place, message in walk.faults)
    return Source(file, walk.data, walk.values, walk.keys, problems)


@lru_cache(maxsize=64)
def _parsed(text: str) -> "_Walk":
    """What a text says, kept by its content: a folder in which one file changed is read again cheaply."""
    walk = _Walk()
    try:
        node = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        walk.faults.append(_said(error))
        return walk
    except YAMLError as error:
        walk.faults.append((_of_character(text), f"this is not YAML: {' '.join(str(error).split())}"))
        return walk
    except RecursionError:
        walk.faults.append((Place(1, 1), _TOO_DEEP))
        return walk
    if node is None:
        walk.faults.append((Place(1, 1), "this file is empty: write a definition in it, or delete it"))
        return walk
    try:
        walk.data = walk.value(node, ())
    except (_TooMuch, RecursionError) as error:
        said = _TOO_MUCH if isinstance(error, _TooMuch) else _TOO_DEEP
        return _Walk(faults=[(Place(1, 1), said)])
    return walk


class _TooMuch(Exception):  # noqa: N818 - it never leaves this module
    """A file says more than any definition does."""


_TOO_MUCH = f"this file repeats itself into more than {_MOST_VALUES:,} values: write it out without anchors (& and *)"
_TOO_DEEP = "this file is nested too deeply to be a definition: look for brackets that are never closed"


def _said(error: MarkedYAMLError) -> tuple[Place, str]:
    unclosed = "end of stream" in str(error.problem) and error.context_mark
    mark = error.context_mark if unclosed else error.problem_mark or error.context_mark
    place = Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
    what = " ".join(str(error.problem or error.context or "it breaks off").split())
    return place, f"this is not YAML: {what}; look at this line and the one above for a missing quote, colon or space"


def _of_character(text: str) -> Place:
    bad = next((at for at, letter in enumerate(text) if not letter.isprintable() and letter not in "\n\r\t"), 0)
    before = text[:bad]
    return Place(before.count("\n") + 1, bad - (before.rfind("\n") + 1) + 1)


@dataclass
class _Walk:
    """Turns nodes into values and writes down where each stood."""

    data: Any = None
    values: dict[Route, Place] = field(default_factory=dict)
    keys: dict[Route, Place] = field(default_factory=dict)
    faults: list[tuple[Place, str]] = field(default_factory=list)
    inside: list[int] = field(default_factory=list)

    def value(self, node: Node, route: Route) -> Any:
        self.values[route] = _place(node)
        if len(self.values) > _MOST_VALUES:
            raise _TooMuch
        if id(node) in self.inside:
            self.report(node, "this refers to a part of the file that contains it: write it out instead")
            return None
        self.inside.append(id(node))
        try:
            if isinstance(node, MappingNode):
                return dict(self.pairs(node, route))
            if isinstance(node, SequenceNode):
                return [self.value(item, (*route, at)) for at, item in enumerate(node.value)]
            return self.scalar(node)
        finally:
            self.inside.pop()

    def pairs(self, node: MappingNode, route: Route) -> Iterator[tuple[str | int, Any]]:
        first: dict[str | int, Place] = {}
        for key_node, value_node in node.value:
            key = self.scalar(key_node) if isinstance(key_node, ScalarNode) else None
            if isinstance(key, bool) or not isinstance(key, (str, int)):
                self.report(key_node, "a key must be a plain word: write it without brackets, or in quotes")
            elif key in first:
                self.report(
                    key_node, f"the key '{key}' is written twice; the first is on line {first[key].line}: keep one"
                )
            else:
                first[key] = self.keys[(*route, key)] = _place(key_node)
                yield key, self.value(value_node, (*route, key))
                if isinstance(value_node, ScalarNode) and not value_node.value and value_node.style is None:
                    self.values[(*route, key)] = first[key]  # nothing is written, so the key is where to look

    def scalar(self, node: Node) -> Any:
        text, tag = str(node.value), str(getattr(node, "tag", "")).removeprefix(_TAG)
        try:
            match tag:
                case "int":
                    return int(text.replace("_", ""), 0 if text.lstrip("+-")[:2] in {"0x", "0o", "0b"} else 10)
                case "float":
                    return float(text.replace("_", ""))
                case "bool":
                    return text.lower() == "true"
                case "null":
                    return None
        except ValueError:
            return text
        return text

    def report(self, node: Node, message: str) -> None:
        self.faults.append((_place(node), message))


def _place(node: Node) -> Place:
    mark = node.start_mark
    return Place(mark.line + 1, mark.column + 1)
