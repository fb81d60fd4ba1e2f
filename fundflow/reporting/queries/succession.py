"""Fund money by the commissioner that had it and by the one that stands in its place today (domain, case 11)."""

from sqlmodel import Session

from fundflow import organisations
from fundflow.clock import day_words
from fundflow.reporting.queries import words
from fundflow.reporting.queries.money import KEY_COLUMNS, gather, pence
from fundflow.reporting.rules.report import Asked, Column, Report, make

_SUMS = ("allocated", "reserved", "committed", "paid", "uncommitted")


_COLUMNS = (
    Column("as_is", "As it is"),
    Column("as_is_name", "Commissioner today"),
    *KEY_COLUMNS,
    Column("since", "Since", "date"),
    *pence(*_SUMS),
)


def by_successor(session: Session, asked: Asked) -> Report:
    """Every key as it was, under the commissioner that stands in its place on the day: after a merger both can be read."""
    found = gather(session, asked)
    followed = organisations.succeeded(session, on=asked.day)
    names = words.body_names(session, asked, [last for last, _ in followed.values()]) | found.names
    rows = []
    for one in found.positions:
        code, since = followed.get(one.key.commissioner, (one.key.commissioner, None))
        rows.append(
            {
                "as_is": code,
                "as_is_name": names[code],
                **found.key_cells(one),
                "since": since,
                **{f"{name}_pence": getattr(one, name) for name in _SUMS},
            }
        )
    rows.sort(key=lambda row: (row["as_is"], row["fund"], row["period"], row["commissioner"]))
    notes = [
        f"{names[code]} ({code}) was followed by {names[last]} ({last}) on {day_words(day)}; what it did stays its own."
        for code, (last, day) in sorted(followed.items())
        if code in found.names
    ]
    brief = ("as_is", "commissioner", "fund_title", "period", *(f"{name}_pence" for name in _SUMS))
    return make(
        asked,
        "by-successor",
        "Money by commissioner, as it was and as it is",
        _COLUMNS,
        rows,
        notes=notes or ["No commissioner has a successor on this day: every line is its own."],
        group="as_is_name",
        brief=brief,
    )
