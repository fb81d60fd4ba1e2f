"""What an installation can set, by environment variable, and where its definitions lie."""

import os
from pathlib import Path

DEFAULT_DATABASE = "sqlite:///fundflow.db"


def database_url(given: str | None = None) -> str:
    """The database to use: the one given, else `FUNDFLOW_DATABASE_URL`, else a file in the current folder."""
    return given or os.environ.get("FUNDFLOW_DATABASE_URL") or DEFAULT_DATABASE


def data_root() -> Path:
    """The folder of `workflows`, `criteria` and `letters`: `FUNDFLOW_DATA`, the installed copy, or a checkout."""
    given = os.environ.get("FUNDFLOW_DATA")
    if given:
        return Path(given)
    package = Path(__file__).parent
    packaged = package / "_data"
    return packaged if packaged.is_dir() else package.parent
