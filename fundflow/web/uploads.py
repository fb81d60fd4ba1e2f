"""Files that come with a form: only such as may be kept at all."""

from fundflow import files
from fundflow.files import ACCEPT, MOST_BYTES, SAID
from fundflow.web.typed import Upload

__all__ = ["ACCEPT", "MOST_BYTES", "SAID", "checked"]


def checked(sent: Upload, *, place: str) -> tuple[str, str, bytes]:
    """The name, type and contents of a file that may be kept.

    Raises:
        BadInput: its kind is not taken, it is empty or too large, or it is not what its name says.
    """
    return files.checked(sent.name, sent.content, place=place)
