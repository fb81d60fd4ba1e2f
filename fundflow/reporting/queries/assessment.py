"""The report of moderation: how often each trigger fired in each round, by the round's own settings."""

from sqlmodel import Session

from fundflow import applications, scoring
from fundflow.definitions.criteria import Moderation
from fundflow.reporting.queries import words
from fundflow.reporting.rules import withheld
from fundflow.reporting.rules.report import Asked, Column, Report, Row, make

_KINDS = {
    "criterion_range": "Scores of one criterion lie far apart",
    "total_range": "Assessors' own totals lie far apart",
    "straddles_minimum": "Scores lie either side of a criterion's minimum",
    "straddles_threshold": "Own totals lie either side of what can be funded",
}


def moderation(session: Session, asked: Asked) -> Report:
    """How often moderation was needed in each round, in all and by trigger, with the setting of each."""
    rows: list[Row] = []
    for one in applications.rounds(session, fund=asked.fund):
        criteria = applications.definitions(one).criteria
        if criteria is None or asked.round_ref not in (None, one.ref):
            continue
        cases = [case.id for case in applications.find_cases(session, round_ref=one.ref)]
        rate = scoring.trigger_rate(session, cases)
        if not rate.scored:
            continue
        settings = scoring.moderation_of(one.settings.get("moderation"), criteria)
        found = [_row(one.ref, "any", "Any trigger", "", rate.moderated, rate.scored)]
        for kind, title in _KINDS.items():
            found.append(_row(one.ref, kind, title, _setting(settings, kind), rate.by_kind.get(kind, 0), rate.scored))
        rows.extend(_without_few(row) if words.hides(asked, one.fund) else row for row in found)
    return make(asked, "moderation", "Moderation", _COLUMNS, rows, notes=_NOTES if asked.backward else ())


_NOTES = ("Rates are those of scorings that stand now: this report does not look back.",)


def _row(round_ref: str, kind: str, title: str, setting: str, fired: int, scored: int) -> Row:  # noqa: PLR0917 - one row, cell by cell
    tenths = (2000 * fired + scored) // (2 * scored)
    return {
        "round": round_ref,
        "trigger": kind,
        "means": title,
        "setting": setting,
        "bids": fired,
        "scored": scored,
        "rate": scoring.tenths_words(tenths),
    }


def _without_few(row: Row) -> Row:
    """A row of a fund that publishes no names: no count from which a few cases could be told."""
    hidden = {"bids": None, "rate": None} if withheld.few(row["bids"], row["scored"]) else {}
    return {**row, **hidden, **({"scored": None} if withheld.few(row["scored"], row["scored"]) else {})}


def _setting(settings: Moderation, kind: str) -> str:
    if kind == "total_range":
        tenths = settings.total_range_tenths
        return "off" if tenths is None else f"{scoring.tenths_words(tenths)} points"
    if kind == "criterion_range":
        return "off" if settings.criterion_range is None else f"{settings.criterion_range} marks"
    return "on" if getattr(settings, kind) else "off"


_COLUMNS = (
    Column("round", "Round"),
    Column("trigger", "Trigger"),
    Column("means", "What it means"),
    Column("setting", "Set to"),
    Column("bids", "Bids", "number"),
    Column("scored", "Of bids scored", "number"),
    Column("rate", "Rate, per cent", "percent"),
)
