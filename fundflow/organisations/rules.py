"""What can be said of organisations without looking anything up: codes, lists, bands, dates."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from difflib import get_close_matches
from typing import Final, Literal, TypeAlias

from fundflow.clock import day_words
from fundflow.errors import BadInput

Band: TypeAlias = Literal["below", "within", "above"]

BASES: Final = ("registered", "weighted", "resident")
KINDS: Final = ("commissioner", "practice", "federation", "super_practice", "network", "other")
GROUPS: Final = ("federation", "super_practice", "network", "other")
MERGED: Final = "super_practice"
STATUSES: Final = ("active", "closed", "dormant", "proposed")
SIGNING_RULES: Final = ("any_partner", "named_partner", "all_partners", "company_officer")
_DECLARED: Final = {
    "any_partner": "I am a partner of {name} and may sign for it alone.",
    "named_partner": "I am {who}, whom {name} has named to sign for it.",
    "all_partners": "I sign for {name} as one of its partners; it has agreed once all of them have signed.",
    "company_officer": "I am an officer of the company {name} and may sign for it.",
}
LEGAL_ENTITIES: Final = frozenset({"commissioner", "practice", "federation", "super_practice"})
ALWAYS: Final = date(1948, 7, 5)
"""The day the health service began: the start of a link whose first day nobody recorded."""

_MANY = 500

_PRACTICE_CODE = re.compile(r"[A-Z]\d{5}")


@dataclass(frozen=True)
class ListSize:
    """How many patients an organisation had on a day by one count, and where the figure comes from.

    `patients` is whole; a weighted list may carry `hundredths` of a patient more.
    """

    code: str
    patients: int
    basis: str
    on: date
    source: str
    hundredths: int = 0

    @property
    def in_hundredths(self) -> int:
        """The exact list in hundredths of a patient, for sharing money by it."""
        return self.patients * 100 + self.hundredths


@dataclass(frozen=True)
class Footprint:
    """How many practices and patients a set of organisations brings together, and what is not known of it."""

    practices: tuple[str, ...]
    patients: int
    missing: tuple[str, ...]
    zero: tuple[str, ...]
    band: Band
    basis: str
    on: date


@dataclass(frozen=True)
class NewOrganisation:
    """An organisation to be entered in the register."""

    code: str
    name: str
    kind: str
    opened: date | None = None
    closed: date | None = None
    status: str = "active"
    legal_entity: bool | None = None
    company_number: str = ""
    address: tuple[str, ...] = ()
    postcode: str = ""
    telephone: str = ""
    signing_rule: str = "any_partner"
    body_type: str = "commissioner"
    """Of a commissioner: the key of its type, by which reports and letters find its words."""


def usual_code(code: str, kind: str) -> bool:
    """Whether a code has the usual shape of its kind; only a warning, since other shapes are in use (domain, H6)."""
    return kind not in {"practice", "super_practice"} or bool(_PRACTICE_CODE.fullmatch(code))


_LONGEST_CODE = 40
_MOST_DIGITS = 8


def clean_code(text: object, *, place: str = "code") -> str:
    """A code as it is kept: capitals, no blanks inside.

    Raises:
        BadInput: it is empty or has blanks in it.
    """
    code = str(text or "").strip().upper()
    if not code or re.search(r"\s", code) or len(code) > _LONGEST_CODE:
        raise BadInput(f"'{text}' is not a code: write it without blanks, for example M81001 or 05J", place=place)
    return code


def one_of(value: str, allowed: tuple[str, ...], *, place: str) -> str:
    """A word of a closed list, in its own spelling.

    Raises:
        BadInput: it is another word.
    """
    plain = value.strip().casefold().replace(" ", "_").replace("-", "_")
    if plain not in allowed:
        raise BadInput(f"'{value}' is not one of {', '.join(allowed)}", place=place)
    return plain


def parse_patients(text: object, *, place: str = "patients") -> tuple[int, int]:
    """Read `29,640` or `4771.66` into whole patients and hundredths.

    Raises:
        BadInput: it is empty (a missing list is never guessed), below zero or not a number.
    """
    plain = str(text if text is not None else "").strip().replace(",", "")
    if not plain:
        raise BadInput(
            "no list size is given, and one is never guessed: find the figure or leave the line out", place=place
        )
    if plain.isascii() and plain.isdigit() and len(plain) <= _MOST_DIGITS:
        return int(plain), 0
    if not re.fullmatch(r"\d+(\.\d+)?", plain):
        raise BadInput(f"'{text}' is not a number of patients: write it as 29640", place=place)
    if len(plain.partition(".")[0].lstrip("0")) > _MOST_DIGITS:
        raise BadInput(f"'{text}' is more patients than there are people: check the figure", place=place)
    exact = (Decimal(plain) * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return divmod(int(exact), 100)


def near(text: str, known: Iterable[str]) -> str:
    """` Did you mean M81001?`, or nothing when nothing is close."""
    close = get_close_matches(text.upper(), [name.upper() for name in known], n=3, cutoff=0.6)
    return f" Did you mean {' or '.join(close)}?" if close else ""


@dataclass(frozen=True)
class Nearby:
    """The codes of a register, ready for many questions of what comes near: a bad file has many bad lines."""

    everybody: frozenset[str]
    beginnings: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, codes: Iterable[str]) -> "Nearby":
        """Sort codes by how they begin."""
        beginnings: dict[str, list[str]] = {}
        everybody = frozenset(codes)
        for code in sorted(everybody):
            beginnings.setdefault(code[:4], []).append(code)
        return cls(everybody, {begins: tuple(found) for begins, found in beginnings.items()})

    def __contains__(self, code: str) -> bool:
        return code in self.everybody

    def said(self, code: str) -> str:
        """As `near`, else a way out; with very many codes, only those that begin alike are compared."""
        few = len(self.everybody) <= _MANY
        close = near(code, sorted(self.everybody) if few else self.beginnings.get(code[:4], ()))
        return close or " Import it first, or check the code."


def open_on(opened: date | None, closed: date | None, day: date) -> bool:
    """Whether a body that opened and closed on these days (both counted as open) is open on `day`."""
    return (opened is None or opened <= day) and (closed is None or day <= closed)


def in_order(starts: date, ends: date | None, *, place: str) -> None:
    """Refuse an end before its start.

    Raises:
        BadInput: with both days.
    """
    if ends is not None and ends < starts:
        raise BadInput(f"it ends on {day_words(ends)}, before it starts on {day_words(starts)}", place=place)


def day_before(day: date) -> date:
    """The last day of what stops when something new begins on `day`."""
    return day - timedelta(days=1)


def footprint_band(patients: int, *, least: int = 30_000, most: int = 50_000) -> Band:
    """Where a population stands against 30,000 to 50,000, both edges within (WO 7.4, WV App 2)."""
    if patients < least:
        return "below"
    return "within" if patients <= most else "above"


def footprint(
    practices: Iterable[str],
    lists: Mapping[str, ListSize],
    *,
    basis: str,
    on: date,
    least: int = 30_000,
    most: int = 50_000,
) -> Footprint:
    """Add up the lists of distinct practices; a missing list is named, never guessed (domain, case 9)."""
    distinct = tuple(dict.fromkeys(practices))
    patients = sum(lists[code].patients for code in distinct if code in lists)
    return Footprint(
        practices=distinct,
        patients=patients,
        missing=tuple(code for code in distinct if code not in lists),
        zero=tuple(code for code in distinct if code in lists and not lists[code].in_hundredths),
        band=footprint_band(patients, least=least, most=most),
        basis=basis,
        on=on,
    )


def batches(codes: Iterable[str], *, of: int = 500) -> Iterator[list[str]]:
    """Codes without repeats, in pieces that either database takes as parameters."""
    distinct = list(dict.fromkeys(codes))
    for start in range(0, len(distinct), of):
        yield distinct[start : start + of]


def overlap(starts: date, ends: date | None, other_starts: date, other_ends: date | None) -> bool:
    """Whether two stretches of days, both ends counted and an open end unending, have a day in common."""
    return (other_ends is None or starts <= other_ends) and (ends is None or other_starts <= ends)


def declaration(rule: str, *, name: str, named: str = "", since: date | None = None) -> str:
    """The sentence by which somebody says that they may bind an organisation, by its own rule (journeys 3.5)."""
    said = _DECLARED[rule].format(name=name, who=named)
    return f"{said} (Its rule since {day_words(since)}.)" if since else said
