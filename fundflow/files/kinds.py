"""Which files may be sent in: of kinds that we can read, no larger than a limit, and what they say they are."""

from pathlib import PurePath

from fundflow.errors import BadInput

MOST_BYTES = 5_000_000
LONGEST_NAME = 120
ZIP, PDF, PNG, JPEG = b"PK\x03\x04", b"%PDF-", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
KINDS: dict[str, tuple[str, bytes]] = {
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ZIP),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ZIP),
    ".odt": ("application/vnd.oasis.opendocument.text", ZIP),
    ".ods": ("application/vnd.oasis.opendocument.spreadsheet", ZIP),
    ".pdf": ("application/pdf", PDF),
    ".png": ("image/png", PNG),
    ".jpg": ("image/jpeg", JPEG),
    ".jpeg": ("image/jpeg", JPEG),
    ".csv": ("text/csv; charset=utf-8", b""),
    ".txt": ("text/plain; charset=utf-8", b""),
}
"""By ending: the type under which a file is handed out again, and how its bytes begin."""
ACCEPT = ",".join(KINDS)
SAID = "Word, Excel, OpenDocument, PDF, picture or text files, up to 5 MB each."


def checked(file_name: str, content: bytes, *, place: str) -> tuple[str, str, bytes]:
    """The name, type and contents of a file that may be kept.

    Raises:
        BadInput: its kind is not taken, it is empty or too large, or it is not what its name says.
    """
    name = PurePath(file_name.replace("\\", "/")).name.strip()[-LONGEST_NAME:]
    ending = PurePath(name).suffix.lower()
    if ending not in KINDS:
        raise BadInput(f"'{name}' was not saved: we cannot open that kind of file. Send {SAID}", place=place)
    if not content:
        raise BadInput(
            f"'{name}' was not saved: it is empty. Look at it on your computer and send it again.", place=place
        )
    if len(content) > MOST_BYTES:
        size = len(content) / 1_000_000
        raise BadInput(
            f"'{name}' was not saved: it has {size:.1f} MB and may have {MOST_BYTES // 1_000_000}. Send a smaller one, for "
            "example a PDF without large pictures.",
            place=place,
        )
    media_type, begins = KINDS[ending]
    wrong = b"\x00" in content if not begins else not content.startswith(begins)
    if wrong:
        raise BadInput(
            f"'{name}' was not saved: it is not the {ending} file that its name says. Save it anew.", place=place
        )
    return name, media_type, content
