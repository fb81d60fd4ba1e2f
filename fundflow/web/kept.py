"""A file that is looked at first and used by a second press: held between the two by the fingerprint of its contents."""

from fundflow import files
from fundflow.engine import looked_at
from fundflow.errors import BadInput
from fundflow.files import StoredFile
from fundflow.web.desk import Desk

FIELD = "kept_file"
"""The field of a form that carries the fingerprint of the file that was sent before."""


def use(desk: Desk, held: StoredFile) -> None:
    """Keep a file for good that was looked at before, because it is used now."""
    files.put(desk.session, name=held.name, media_type=held.media_type, content=held.content, now=desk.now)


def held(desk: Desk) -> StoredFile | None:
    """The file that was sent before with the same form, where the press was refused."""
    sha256 = desk.typed.text(FIELD)
    return files.get(desk.session, sha256) if sha256 and files.facts(desk.session, [sha256]) else None


def sent_or_kept(desk: Desk, name: str, *, media_type: str) -> StoredFile:
    """The file that was chosen now, kept for the next press, or the one that was sent before with the same form.

    Raises:
        BadInput: none was chosen, it is empty, what was held has gone, or it is not of this kind.
    """
    sent = desk.typed.file(name)
    if sent is not None:
        if not sent.content:
            raise BadInput(f"'{sent.name}' is empty. Look at it on your computer and send it again.", place=name)
        sha256 = looked_at.hold(desk.session, name=sent.name, media_type=media_type, content=sent.content, now=desk.now)
        return files.get(desk.session, sha256)
    sha256 = desk.typed.text(FIELD)
    if not sha256:
        raise BadInput("No file is chosen, so nothing was looked at. Choose one.", place=name)
    if not files.facts(desk.session, [sha256]):
        raise BadInput("That file was removed, because nobody used it for a day. Choose it again.", place=name)
    held = files.get(desk.session, sha256)
    if held.media_type != media_type:
        raise BadInput("That file is of another kind. Choose the one that you mean.", place=name)
    return held
