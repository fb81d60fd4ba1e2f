"""The definitions as they would be with one edited file in place of its own."""

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from fundflow.definitions.library import KindName, Library
from fundflow.definitions.loading import FOLDERS, load_library
from fundflow.definitions.source import read
from fundflow.errors import BadInput

EDITABLE: tuple[KindName, ...] = ("fund", "criteria")


def with_edited(path: Path, *, root: Path, shown: Path | None = None) -> Library:
    """A library in which an edited fund or scheme takes the place of the one of its name; or a whole folder of them.

    `shown` is what problems call the file.

    Raises:
        BadInput: it is neither, or anything in it or that it uses is wrong; the first place is named.
    """
    if path.is_dir():
        return sound(path, path)
    source = read(path)
    given = source.data if isinstance(source.data, dict) else {}
    kind = next((one for one in EDITABLE if isinstance(given.get(one), str)), None)
    if kind is None:
        raise BadInput("this is not a fund or a scheme: its first key is 'fund' or 'criteria'", place=str(path))
    with tempfile.TemporaryDirectory() as place:
        for folder in ("workflows", "criteria"):
            shutil.copytree(root / folder, Path(place) / folder)
        target = Path(place) / FOLDERS[kind][0] / f"{given[kind]}.yaml"
        shutil.copyfile(path, target)
        return replace(sound(Path(place), shown or path), root=root)


def sound(root: Path, shown: Path) -> Library:
    """A folder's definitions, if nothing in them is wrong; `shown` is what problems call it.

    Raises:
        BadInput: something is; the first place is named.
    """
    library, problems = load_library(root)
    if problems:
        first = problems[0]
        more = f" ({len(problems) - 1} more)" if len(problems) > 1 else ""
        raise BadInput(f"{first.message}{more}", place=f"{shown}:{first.line}:{first.column}")
    return library
