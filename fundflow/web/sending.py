"""Files that a page hands out: always for saving, never shown inside our own pages."""

from urllib.parse import quote

from starlette.responses import Response

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
ZIP = "application/zip"
DIARY = "text/calendar; charset=utf-8"


def attachment(content: bytes, name: str, media_type: str) -> Response:
    """A file for saving under its name."""
    disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})
