"""Reads a scenario: a worked round as data, each action with the line on which it is written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from fundflow.definitions import unknown
from fundflow.errors import BadInput
from fundflow.rehearsal import packaged
from fundflow.rehearsal.action import VERBS, Action
from fundflow.rehearsal.actions.setting import Include


@dataclass(frozen=True)
class Written:
    """One action as it is written: its verb, what it says, and the line of the file on which it stands."""

    verb: str
    action: Action
    line: int
    file: Path

    @property
    def place(self) -> str:
        """File and line, as every fault of a play begins."""
        return f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Scenario:
    """A title, what it shows, and actions in order."""

    file: Path
    title: str
    shows: str
    actions: tuple[Written, ...]


def load(path: Path) -> Scenario:
    """Read a scenario file whole, with the actions of every scenario that it includes in their place.

    Raises:
        BadInput: a file cannot be read, is no scenario, includes itself, or an action has an unknown verb, key or value;
            with the file and the line.
    """
    return _load(path, ())


def _load(path: Path, within: tuple[Path, ...]) -> Scenario:
    data = _read(path)
    strange = sorted(set(data) - {"scenario", "shows", "actions"})
    if strange:
        place = f"{path}:{data.lc.key(strange[0])[0] + 1}"
        raise BadInput(unknown("key", strange[0], ("scenario", "shows", "actions")), place=place)
    actions = tuple(_whole(_actions(path, data["actions"]), (*within, path)))
    return Scenario(path, str(data["scenario"]), str(data.get("shows", "")).strip(), actions)


def _whole(written: Iterator[Written], within: tuple[Path, ...]) -> Iterator[Written]:
    """The same actions, each `include` followed by what it brings in."""
    for one in written:
        yield one
        if isinstance(one.action, Include):
            found = packaged.beside(one.file, one.action.file, place=one.place)
            if found.resolve() in [path.resolve() for path in within]:
                names = " includes ".join(path.name for path in (*within, found))
                raise BadInput(f"a scenario cannot include itself: {names}", place=one.place)
            yield from _load(found, within).actions


def _read(path: Path) -> Any:
    """The file's mapping with the lines of its keys."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not a text file"
        raise BadInput(f"cannot be read: {reason}", place=str(path)) from None
    try:
        data: Any = YAML(typ="rt").load(StringIO(text))
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadInput(f"this is not YAML: {error.problem}", place=f"{path}:{line}") from None
    except (YAMLError, ValueError, RecursionError) as error:
        raise BadInput(f"this is not YAML: {' '.join(str(error).split())}", place=f"{path}:1") from None
    if not isinstance(data, dict) or "scenario" not in data or not isinstance(data.get("actions"), list):
        raise BadInput("a scenario has the keys 'scenario' (its title) and 'actions' (a list)", place=f"{path}:1")
    return data


def _actions(path: Path, listed: Any) -> Iterator[Written]:
    for at, item in enumerate(listed):
        line = listed.lc.item(at)[0] + 1
        place = f"{path}:{line}"
        if not isinstance(item, Mapping) or not item:
            raise BadInput("an action is a verb with what it says, for example 'step: submit'", place=place)
        verb = verb_of(item)
        if verb is None:
            raise BadInput(unknown("action", next(iter(item)), VERBS), place=place)
        said = _said(verb, _plain(item), place)
        try:
            yield Written(verb, VERBS[verb].model_validate(said), line, path)
        except ValidationError as error:
            raise BadInput(f"'{verb}' cannot be read: {_sentence(error, VERBS[verb])}", place=place) from None
        except BadInput as error:
            raise BadInput(f"'{verb}' cannot be read: {error.reason}", place=place) from None


def _sentence(error: ValidationError, action: type[Action]) -> str:
    """What is wrong with an action, in words with a way out."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    if first["type"] == "extra_forbidden":
        known = _keys(action) if len(first["loc"]) == 1 else ()
        return f"{unknown('key', first['loc'][-1], known)}{f' (in {where})' if not known else ''}"
    if first["type"] == "missing":
        return f"'{where}' is missing: add '{where}: ...'"
    said = str(first["msg"]).removeprefix("Value error, ").replace("Input should be", "it should be")
    return f"{where}: {said}"


def verb_of(item: Mapping[str, Any]) -> str | None:
    """The verb of an action: the first key that is one; `expect` alone is one too."""
    named = [key for key in item if key in VERBS and key != "expect"]
    return named[0] if named else ("expect" if "expect" in item else None)


def _said(verb: str, item: dict[str, Any], place: str) -> dict[str, Any]:
    """What an action says: its mapping, or its one value under the verb's main name, with the keys beside it."""
    if verb == "expect":
        return item
    value = item.pop(verb)
    main = VERBS[verb].main
    if isinstance(value, Mapping):
        twice = sorted(set(value) & set(item))
        if twice:
            raise BadInput(f"'{twice[0]}' is written twice, inside '{verb}' and beside it", place=place)
        return {**value, **item}
    if main is None:
        raise BadInput(f"'{verb}' takes a mapping: {{{', '.join(_keys(VERBS[verb]))}}}", place=place)
    return {main: value, **item}


def _keys(action: type[Action]) -> list[str]:
    return [field.alias or name for name, field in action.model_fields.items()]


def _plain(value: Any) -> Any:
    """YAML's own containers and scalars as plain ones, so that what is stored is JSON."""
    if isinstance(value, Mapping):
        return {key if isinstance(key, (int, str)) else str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    for kind, make in _SCALARS:
        if isinstance(value, kind):
            return make(value)
    return None if value is None else str(value)


_SCALARS: tuple[tuple[type, Any], ...] = (
    (bool, bool),
    (datetime, lambda at: datetime.fromisoformat(at.isoformat())),
    (date, lambda day: date(day.year, day.month, day.day)),
    (int, int),
    (float, float),
)
