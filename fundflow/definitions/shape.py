"""What every definition has in common: frozen, closed to unknown keys, and aware of where it was written."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints, WithJsonSchema

from fundflow import money
from fundflow.calendar import Period
from fundflow.errors import BadInput

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
FileName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


def _pence(value: object) -> object:
    if not isinstance(value, (str, float)):
        return value
    try:
        return money.parse(value)
    except BadInput as error:
        raise ValueError(error.reason) from None


def _period(value: str) -> str:
    try:
        return str(Period.parse(value))
    except BadInput as error:
        raise ValueError(error.reason) from None


def _day(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        raise ValueError(f"'{value}' is not a day: write it as 2017-06-01") from None


PenceText = Annotated[
    int,
    BeforeValidator(_pence),
    WithJsonSchema({"anyOf": [{"type": "string", "pattern": r"^-?\u00a3?[0-9,]+(\.[0-9]{2})?$"}, {"type": "integer"}]}),
]
"""Written `£1.50` in YAML, held as integer pence; a bare integer is taken as pence already."""

PeriodText = Annotated[str, AfterValidator(_period)]
"""`2017/18`, or `2017/18-2018/19`, in its one canonical form."""

DayText = Annotated[str, AfterValidator(_day)]
"""A calendar day as text, `2017-06-01`, so that a snapshot is plain JSON."""


class Definition(BaseModel):
    """A frozen piece of a definition; an unknown key is a problem, never ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


@dataclass(frozen=True)
class Problem:
    """One thing wrong in a definition file, at its place (lines and columns count from 1)."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


class Call(Definition):
    """The use of a guard or an effect by name, with at most one argument: `round_open`, or `{letter: L01}`."""

    name: Name
    argument: Any = None

    @classmethod
    def read(cls, written: object) -> object:
        """Turn YAML's two spellings into one: a plain word, or a mapping with a single key."""
        if isinstance(written, str):
            return {"name": written}
        if isinstance(written, dict) and len(written) == 1 and "name" not in written:
            ((name, argument),) = written.items()
            return {"name": name, "argument": argument}
        if isinstance(written, dict) and "name" in written and set(written) <= {"name", "argument"}:
            return written
        if isinstance(written, Call):
            return written
        raise ValueError("write one plain word here, or one word with its argument as {word: argument}")

    def __str__(self) -> str:
        return self.name if self.argument is None else f"{self.name}: {self.argument}"


_WORD = {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}
_ONE_KEY = {"type": "object", "minProperties": 1, "maxProperties": 1, "propertyNames": _WORD}

Use = Annotated[Call, BeforeValidator(Call.read), WithJsonSchema({"anyOf": [_WORD, _ONE_KEY]})]
"""A guard or an effect as YAML writes it."""
