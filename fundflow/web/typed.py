"""What a person typed into a form: names and texts in order, and the files that came with them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message

from fundflow.clock import london_day, moment, parse_day, start_of
from fundflow.errors import BadInput

MOST_FIELDS = 2_000
MOST_FILES = 10
MOST_BYTES = 10_000_000
"""The most that one form may bring, files and all."""
PRESSED = "pressed"
"""The field that says which showing of a page a form was sent from."""
UNSEEN = ("form_key", PRESSED)
"""Fields that are the page's own business and are never kept."""


class TooLarge(BadInput):
    """A form brought more than a form may; nothing of it was read to the end."""


@dataclass(frozen=True)
class Upload:
    """A file as it came: its name, what it says it is, and its bytes."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class Typed:
    """The fields of one form, in the order in which they stood."""

    fields: Sequence[tuple[str, str]] = ()
    files: Sequence[tuple[str, Upload]] = field(default=())

    def __bool__(self) -> bool:
        """Whether anything was typed."""
        return bool(self.fields or self.files)

    def __contains__(self, name: str) -> bool:
        """Whether a field came at all, empty or not; that of a file too."""
        return any(known == name for known, _ in (*self.fields, *self.files))

    def text(self, name: str, otherwise: str = "") -> str:
        """The last text of a field, without blanks around it."""
        found = [value for known, value in self.fields if known == name]
        return found[-1].strip() if found else otherwise

    def all(self, name: str) -> list[str]:
        """Every text of a field, in order."""
        return [value.strip() for known, value in self.fields if known == name]

    def under(self, prefix: str) -> dict[str, str]:
        """Fields whose names begin alike, by the rest of their names (`answer.` gives question to text)."""
        return {known[len(prefix) :]: value.strip() for known, value in self.fields if known.startswith(prefix)}

    def day(self, name: str) -> date | None:
        """The day that a field holds, or nothing where it is empty.

        Raises:
            BadInput: it is none.
        """
        return day_typed(self.text(name), name)

    def needed_day(self, name: str) -> date:
        """The day that a field must hold.

        Raises:
            BadInput: it is empty, or no day.
        """
        return parse_day(self.text(name), place=name)

    def file(self, name: str) -> Upload | None:
        """The file of a field, if one was chosen."""
        return next((one for known, one in self.files if known == name and one.name), None)

    @property
    def worth_keeping(self) -> list[tuple[str, str]]:
        """What is kept for somebody whose sign-in had ended: everything typed but passwords."""
        return [(name, text) for name, text in self.fields if name not in UNSEEN and "password" not in name]


def number_typed(text: str) -> int | None:
    """Which of a row of things, as a page or an address gives it; nothing where no row can have that number."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def day_typed(text: str, place: str) -> date | None:
    """A day as it was typed, or nothing.

    Raises:
        BadInput: it is none.
    """
    return parse_day(text, place=place) if text else None


def moment_typed(typed: Typed, name: str) -> datetime:
    """A moment as its day (`closes_on`) and its time (`closes_at`) were typed; a day alone is no midnight.

    Raises:
        BadInput: a part is missing, or they are no moment.
    """
    day, time = typed.text(f"{name}_on"), typed.text(f"{name}_at")
    if day and not time:
        raise BadInput("Say at what time, such as 17:00. Nothing has changed.", place=f"{name}_at")
    return moment(f"{day} {time}", place=f"{name}_on")


def known_typed(text: str, *, now: datetime) -> datetime | None:
    """By when something was known, or nothing; a day is its end, and today is now.

    Raises:
        BadInput: it is no moment, or has not come yet.
    """
    if not text:
        return None
    day = day_typed(text, "known_at") if len(text) == len("2017-05-12") else None
    found = start_of(day + timedelta(days=1)) - timedelta(seconds=1) if day else moment(text, place="known_at")
    if day == london_day(now):
        return now
    if found > now:
        raise BadInput("that moment has not come yet: nothing is known of it", place="known_at")
    return found


async def read(request: Request) -> Typed:
    """Read a form, no larger than a form may be, whatever the browser says of its length.

    Raises:
        BadInput: it is too large, has too many fields or files, or is no form.
    """
    try:
        form = await _measured(request).form(max_fields=MOST_FIELDS, max_files=MOST_FILES, max_part_size=MOST_BYTES)
    except HTTPException as wrong:
        raise BadInput(
            f"Nothing was saved: a form may have {MOST_FIELDS} fields and {MOST_FILES} files at the most. Send fewer at "
            "a time.",
            place="file",
        ) from wrong
    fields: list[tuple[str, str]] = []
    files: list[tuple[str, Upload]] = []
    for name, value in form.multi_items():
        if isinstance(value, UploadFile):
            content = await value.read(MOST_BYTES + 1)
            files.append((name, Upload(value.filename or "", value.content_type or "", content)))
        else:
            fields.append((name, value.replace("\r\n", "\n")))
    await form.close()
    return Typed(fields, files)


def _measured(request: Request) -> Request:
    """The same request, which stops being read where it has brought more than a form may."""
    came = 0

    async def receive() -> Message:
        nonlocal came
        message = await request.receive()
        came += len(message.get("body", b""))
        if came > MOST_BYTES:
            raise _too_large()
        return message

    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > MOST_BYTES:
        raise _too_large()
    return Request(request.scope, receive)


def _too_large() -> TooLarge:
    return TooLarge(
        f"Nothing was saved: what you sent is larger than {MOST_BYTES // 1_000_000} MB. Send a smaller file, or "
        "several one after the other; go back in your browser, and what you typed is still there.",
        place="file",
    )
