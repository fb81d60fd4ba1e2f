"""Every definition under a folder, read, shaped and checked, with all problems at once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fundflow import settings
from fundflow.definitions.check import check
from fundflow.definitions.committee import Office, Terms
from fundflow.definitions.criteria import Criteria
from fundflow.definitions.fund import Fund
from fundflow.definitions.library import KindName, Library, Written
from fundflow.definitions.shape import Definition, Problem
from fundflow.definitions.shaping import shape
from fundflow.definitions.source import read
from fundflow.definitions.workflow import Workflow
from fundflow.errors import BadInput

FOLDERS: dict[KindName, tuple[str, type[Definition]]] = {
    "fund": ("workflows/funds", Fund),
    "workflow": ("workflows", Workflow),
    "criteria": ("criteria", Criteria),
    "committee": ("workflows/committees", Terms),
    "office": ("workflows/offices", Office),
}
_ENDINGS = {".yaml", ".yml"}
_LOADED: dict[tuple[str, tuple[tuple[str, int, int], ...]], tuple[Library, tuple[Problem, ...]]] = {}
_MOST_LOADED = 8


def load_library(root: Path | str | None = None) -> tuple[Library, list[Problem]]:
    """All definitions under a folder (default: the packaged ones), and everything wrong with them, by file and line.

    A file with problems hides neither its own other problems nor those of others; what it defines cannot be looked up.

    Raises:
        BadInput: there is no such folder, or it holds no definitions.
    """
    folder = Path(root) if root is not None else settings.data_root()
    files = list(_files(folder))
    if not files:
        raise BadInput(
            "there are no definitions here: name a folder that holds 'workflows' and 'criteria'", place=str(folder)
        )
    key = (str(folder), tuple((str(path), *_state(path)) for _, path in files))
    if key not in _LOADED:
        if len(_LOADED) >= _MOST_LOADED:
            _LOADED.pop(next(iter(_LOADED)))
        _LOADED[key] = _load(folder, files)
    library, problems = _LOADED[key]
    return library, list(problems)


def _files(folder: Path) -> Iterator[tuple[KindName, Path]]:
    for kind, (inside, _) in FOLDERS.items():
        here = folder / inside
        if here.is_dir():
            yield from ((kind, path) for path in sorted(here.iterdir()) if path.suffix in _ENDINGS and path.is_file())


def _state(path: Path) -> tuple[int, int]:
    found = path.stat()
    return found.st_mtime_ns, found.st_size


def _load(folder: Path, files: list[tuple[KindName, Path]]) -> tuple[Library, tuple[Problem, ...]]:
    shelves: dict[KindName, dict[str, Any]] = {kind: {} for kind in FOLDERS}
    written: dict[tuple[KindName, str], Written] = {}
    problems: list[Problem] = []
    for kind, path in files:
        source = read(path)
        shaped = shape(FOLDERS[kind][1], source)
        problems += shaped.problems
        given = source.data.get(kind) if isinstance(source.data, dict) else None
        names = (word for word in (given, path.stem, path.name) if isinstance(word, str))
        name = next(word for word in names if (kind, word) not in written)
        if given is not None and given != path.stem:
            place = source.place((kind,))
            problems.append(Problem(source.file, *place, _misnamed(kind, given, path)))
        written[kind, name] = Written(source, shaped)
        if shaped.definition is not None:
            shelves[kind][name] = shaped.definition
    library = Library(
        folder,
        funds=shelves["fund"],
        workflows=shelves["workflow"],
        criteria=shelves["criteria"],
        committees=shelves["committee"],
        offices=shelves["office"],
        written=written,
    )
    at = {(problem.file, problem.line, problem.column) for problem in problems}
    problems += (found for found in check(library) if (found.file, found.line, found.column) not in at)
    return library, tuple(sorted(set(problems), key=lambda each: (each.file, each.line, each.column, each.message)))


def _misnamed(kind: str, given: object, path: Path) -> str:
    return f"this {kind} is called '{given}' and its file {path.name}: give both the same name"
