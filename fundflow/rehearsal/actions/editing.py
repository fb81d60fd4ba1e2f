"""A fund's file with some of its words changed, for one round of a scenario."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from fundflow.definitions import Library, with_edited
from fundflow.errors import BadInput


class Edit(BaseModel):
    """One change of a definition's text: these words, which stand in it once, become those."""

    model_config = ConfigDict(extra="forbid")

    find: str
    put: str


def edited(library: Library, fund: str, edits: Sequence[Edit]) -> Library:
    """The library with a fund's own file changed.

    Raises:
        BadInput: words that do not stand in the file once, or a file that is no longer sound.
    """
    written = (library.root / "workflows" / "funds" / f"{fund}.yaml").read_text(encoding="utf-8")
    for one in edits:
        if written.count(one.find) != 1:
            raise BadInput(f"'{one.find}' stands {written.count(one.find)} times in the fund's file", place="edit")
        written = written.replace(one.find, one.put)
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / f"{fund}.yaml"
        path.write_text(written, encoding="utf-8")
        return with_edited(path, root=library.root)
