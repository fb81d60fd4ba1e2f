"""What every definition has in common: frozen, closed to unknown keys, and aware of where it was written."""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints

from fundflow import money
from fundflow.calendar import Period

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
FileName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


def _pence(value: object) -> object:
    return value if isinstance(value, int) and not isinstance(value, bool) else money.parse(value)


def _period(value: str) -> str:
    return str(Period.parse(value))


PenceText = Annotated[int, BeforeValidator(lambda value: _pence(value) if isinstance(value, str) else value)]
"""Written `£1.50` in YAML, held as integer pence; a bare integer is taken as pence already."""

PeriodText = Annotated[str, AfterValidator(_period)]
"""`2017/18`, or `2017/18-2018/19`, in its one canonical form."""


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
        return written

    def __str__(self) -> str:
        return self.name if self.argument is None else f"{self.name}: {self.argument}"


Use = Annotated[Call, BeforeValidator(Call.read)]
