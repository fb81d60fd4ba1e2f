"""The pieces that a letter is written with; their text holds Jinja tags, and **bold** between asterisks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True)
class Say:
    """One paragraph."""

    text: str
    style: str = "Body"
    keep_next: bool = False


@dataclass(frozen=True)
class Heading:
    """A heading inside the letter; it stays with what follows it."""

    text: str


@dataclass(frozen=True)
class Bullets:
    """One line for each element, or a sentence when there are none; `numbered` lines count from 1."""

    each: str
    text: str
    none: str
    numbered: bool = False


@dataclass(frozen=True)
class Points:
    """A list that is the same in every letter of its kind."""

    lines: Sequence[str]


@dataclass(frozen=True)
class Column:
    """A column of a table: its head, its width in centimetres, what each row says; money stands to the right."""

    head: str
    width: float
    text: str
    total: str = ""
    money: bool = False


@dataclass(frozen=True)
class Grid:
    """A table with a row for each element and its head repeated on every page, or a sentence when there are none."""

    each: str
    columns: Sequence[Column]
    none: str


@dataclass(frozen=True)
class Pair:
    """One line of a summary: what it is, and its value; `when` is the condition for printing it."""

    label: str
    text: str
    when: str = ""


@dataclass(frozen=True)
class Summary:
    """Two columns of names and values."""

    pairs: Sequence[Pair]
    label_width: float = 5.2


@dataclass(frozen=True)
class If:
    """One set of blocks or another."""

    condition: str
    then: Sequence["Block"]
    otherwise: Sequence["Block"] = ()


@dataclass(frozen=True)
class Signatures:
    """A place to sign for each element: `name`, `title` and `body` stand under the line, `signed` on it."""

    each: str
    name: str
    title: str
    body: str
    dated: bool = False
    signed: str = ""


@dataclass(frozen=True)
class PageBreak:
    """What follows starts a page."""


Block: TypeAlias = Say | Heading | Bullets | Points | Grid | Summary | If | Signatures | PageBreak


@dataclass(frozen=True)
class Text:
    """One letter: its code, its file's name, its subject line, its body.

    `slip` comes after the signatures; `signed` prints "Yours sincerely" with a signature for each commissioner.
    """

    code: str
    name: str
    title: str
    subject: str
    body: Sequence[Block]
    slip: Sequence[Block] = field(default=())
