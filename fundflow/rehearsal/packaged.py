"""The scenarios that come with the product: their folder, their names, and how one is found."""

from importlib.resources import files
from pathlib import Path

from fundflow.definitions import unknown
from fundflow.errors import BadInput

FOLDER = Path(str(files("fundflow.scenarios")))


def scenarios() -> list[Path]:
    """Every packaged scenario, parts too, in the order of their names."""
    return sorted(FOLDER.glob("*.yaml"))


def find(name: str | Path) -> Path:
    """A scenario by its path, or a packaged one by its name with or without `.yaml`.

    Raises:
        BadInput: there is no such file, and no packaged scenario of this name.
    """
    given = Path(name)
    if given.exists():
        return given
    known = {path.stem: path for path in scenarios()}
    if given.parent == Path() and given.name.removesuffix(".yaml") in known:
        return known[given.name.removesuffix(".yaml")]
    raise BadInput(unknown("such file, nor a packaged scenario", given.name, known), place=str(name))


def beside(scenario: Path, name: str, *, place: str) -> Path:
    """The file that a scenario includes: beside it, else a packaged one.

    Raises:
        BadInput: it is in neither place.
    """
    for folder in (scenario.parent, FOLDER):
        if (folder / name).is_file():
            return folder / name
    known = sorted({path.name for folder in (scenario.parent, FOLDER) for path in folder.glob("*.yaml")})
    raise BadInput(unknown("scenario beside this one, nor a packaged one,", name, known), place=place)
