"""How facts are shown in a letter: money, days, moments, counts and lists."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from markupsafe import Markup, escape
from num2words import num2words

from fundflow import clock, money

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BREAK = Markup('</w:t><w:br/><w:t xml:space="preserve">')


def pounds(pence: int) -> str:
    """`£263,641.01`."""
    return money.pounds(pence)


def in_words(pence: int) -> str:
    """An amount in words, as an offer prints it beside the figure."""
    return money.words(pence)


def day(when: date | datetime) -> str:
    """`Friday 12 May 2017`."""
    return clock.day_words(clock.london_day(when) if isinstance(when, datetime) else when)


def short_day(when: date | datetime) -> str:
    """`12 May 2017`, where a table has little room."""
    local = clock.london_day(when) if isinstance(when, datetime) else when
    return f"{local.day}\u00a0{local:%B}\u00a0{local.year}"


def moment(when: date | datetime) -> str:
    """`Friday 12 May 2017, 5:00 pm`; a day without a time, and the last minute of a day, stay a day."""
    if isinstance(when, datetime) and f"{when.astimezone(clock.LONDON):%H:%M}" != "23:59":
        return clock.moment_words(when)
    return day(when)


def counted(number: int, one: str, many: str) -> str:
    """`one condition`, `three conditions`, `12 conditions`."""
    said = num2words(number, lang="en_GB") if 0 < number < 10 else ("no" if number == 0 else f"{number:,}")
    return f"{said} {one if number == 1 else many}"


def times(number: int) -> str:
    """`once`, `twice`, `three times`."""
    return {1: "once", 2: "twice"}.get(number, counted(number, "time", "times"))


def ordinal(number: int) -> str:
    """`3rd`."""
    return str(num2words(number, lang="en_GB", to="ordinal_num"))


def listed(parts: Sequence[object]) -> str:
    """`a, b and c`."""
    said = [str(part) for part in parts]
    return " and ".join(said) if len(said) < 3 else f"{', '.join(said[:-1])} and {said[-1]}"


def joined(parts: Sequence[object], between: str = ", ") -> str:
    """`a, b, c`."""
    return between.join(str(part) for part in parts)


def upper_first(text: str) -> str:
    """The same words with a capital at the front, to begin a sentence."""
    return text[:1].upper() + text[1:]


def sentence(text: str) -> str:
    """The same words as one sentence, with its full stop."""
    said = upper_first(text.strip())
    return said if said.endswith((".", "?", "!")) else f"{said}."


def bare(text: str) -> str:
    """The same words without a closing full stop, to stand inside a sentence."""
    return text.strip().rstrip(".")


def shown(value: object) -> Markup:
    """The last word on every value: escaped for Word, with line breaks kept; nothing may come out blank.

    Raises:
        ValueError: the value is None, which no letter may print.
    """
    if isinstance(value, Markup):
        return value
    if value is None or isinstance(value, bool):
        raise ValueError(f"a template prints {value}: guard it with an 'if'")
    if isinstance(value, date):
        value = moment(value)
    if not isinstance(value, str):
        return escape(value)
    clean = _NOT_XML.sub("", value).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return _BREAK.join(clean.split("\n")) if "\n" in clean else escape(clean)


FILTERS = {
    "pounds": pounds,
    "in_words": in_words,
    "day": day,
    "short_day": short_day,
    "moment": moment,
    "counted": counted,
    "ordinal": ordinal,
    "times": times,
    "listed": listed,
    "join": joined,
    "upper_first": upper_first,
    "sentence": sentence,
    "bare": bare,
}
"""The filters that a template may use, beside a few of Jinja's own."""
