"""Registers as published: decisions, interests, figures that do not agree, letters."""

from collections.abc import Sequence

from sqlalchemy import RowMapping, column, table
from sqlalchemy import select as core_select
from sqlmodel import Session, col, select
from sqlmodel.sql.sqltypes import UTCDateTime

from fundflow import allocations, committees, organisations, people
from fundflow.applications import Application, Round
from fundflow.clock import london_day
from fundflow.reporting.queries import words
from fundflow.reporting.queries.cases import CASE
from fundflow.reporting.rules.report import Asked, Column, Report, Row, make


def decisions(session: Session, asked: Asked) -> Report:
    """The register of decisions: what, by whom, on which vote, how interests were handled; public items only."""
    cases = {
        row.id: (row, ref)
        for row, ref in session.exec(select(Application, Round.ref).join(Round, col(Round.id) == Application.round_id))
    }
    rows: list[Row] = []
    for one in committees.register(session, public_only=not asked.names):
        case, round_ref = cases.get(one.application_id) or (None, None)
        fund = case.fund if case else None
        if not asked.counts(one.decided_at) or not asked.wants(fund=fund, commissioner=one.commissioner):
            continue
        if asked.round_ref not in (None, round_ref) or (asked.fund and fund is None):
            continue
        rows.append(
            {
                "held_on": one.held_on,
                "meeting": one.meeting,
                "body": one.body,
                "commissioner": one.commissioner or "",
                "item": one.item,
                "case": case.ref if case else "",
                "fund": fund or "",
                "title": words.shown(asked, fund or "", one.title),
                "decision": one.decision.replace("_", " "),
                "decided_pence": sum(pence for _, pence in one.amounts),
                "vote": one.vote,
                "interests": "; ".join(one.interests),
                "reason": one.reason,
                "minute": one.minute_number,
                "standing": one.standing,
            }
        )
    notes = words.hidden_note(asked, {row["fund"] for row in rows})
    if not asked.names:
        notes.append("Items taken in private are left out.")
    brief = ("held_on", "commissioner", "case", "decision", "decided_pence", "vote", "minute", "standing")
    return make(asked, "register", "Register of decisions", _DECISIONS, rows, notes=notes, brief=brief)


_DECISIONS = (
    Column("held_on", "Held on", "date"),
    Column("meeting", "Meeting"),
    Column("body", "Body"),
    Column("commissioner", "For"),
    Column("item", "Item", "number"),
    CASE,
    Column("fund", "Fund id", at="data"),
    Column("title", "Title"),
    Column("decision", "Decision"),
    Column("decided_pence", "Amount", "pence"),
    Column("vote", "Vote"),
    Column("interests", "Interests"),
    Column("reason", "Reason"),
    Column("minute", "Minute"),
    Column("standing", "Stands"),
)


def interests(session: Session, asked: Asked) -> Report:
    """The register of interests: as published, or (with names) the office's whole one with what is to be confirmed.

    Published are only those of people who decide, what runs and what ended in the six months before, and no address.
    """
    found = people.every_interest(session) if asked.names else _published(session, asked)
    names = organisations.names(session, {row.organisation for _, row in found})
    rows = [
        {
            "number": row.id,
            "person": person.name,
            "organisation": row.organisation,
            "organisation_name": names.get(row.organisation, row.organisation),
            "kind": people.INTERESTS[row.kind],
            "nature": row.nature if asked.names else people.without_addresses(row.nature),
            "starts": row.starts,
            "ends": row.ends,
            "declared_on": london_day(row.declared_at),
            "confirmed_on": row.confirmed_on,
            "confirm_by": people.confirm_by(row) if row.ends is None else None,
        }
        for person, row in found
        if asked.counts(row.declared_at)
    ]
    due = sum(people.unconfirmed(row, on=asked.day) for _, row in found)
    notes = ["Interests stay for six months after they end. Only those of people who decide are published."]
    if asked.names:
        notes = [f"{due} of these are to be confirmed: more than a year has passed. Not for publication."]
    columns = _INTERESTS if asked.names else tuple(one for one in _INTERESTS if one.key not in _OFFICE_ONLY)
    return make(asked, "interests", "Register of interests", columns, rows, notes=notes)


def _published(session: Session, asked: Asked) -> list[tuple[people.Person, people.RegisteredInterest]]:
    since = asked.day - people.PUBLISHED_AFTER
    deciding = people.deciders(session, since=since, on=asked.day) | committees.seated_to_vote(
        session, since=since, on=asked.day
    )
    return [(person, row) for person, row in people.register(session, on=asked.day) if person.id in deciding]


_INTERESTS = (
    Column("number", "Line", "number"),
    Column("person", "Name"),
    Column("organisation", "Code"),
    Column("organisation_name", "Organisation", at="paper"),
    Column("kind", "Kind"),
    Column("nature", "Interest"),
    Column("starts", "From", "date"),
    Column("ends", "To", "date"),
    Column("declared_on", "Declared", "date"),
    Column("confirmed_on", "Confirmed", "date"),
    Column("confirm_by", "Confirm by", "date"),
)
_OFFICE_ONLY = ("number", "confirm_by")


def discrepancies(session: Session, asked: Asked) -> Report:
    """Figures for one thing that do not agree, with who owns each difference; none of them is repaired."""
    rows = [
        {
            "number": one.id,
            "key": one.key,
            "severity": one.severity,
            "status": one.status if not asked.backward or asked.counts(one.settled_at) else "open",
            "what": one.what,
            "fund": one.fund or "",
            "commissioner": one.commissioner or "",
            "period": one.period or "",
            "source_a": one.source_a,
            "value_a": one.value_a,
            "source_b": one.source_b,
            "value_b": one.value_b,
            "difference_pence": one.difference_pence,
            "owner": one.owner,
            "note": one.note,
        }
        for one in allocations.discrepancies(session, fund=asked.fund)
        if asked.counts(one.raised_at) and asked.wants(commissioner=one.commissioner)
    ]
    waiting = sum(row["severity"] == "material" and row["status"] == "open" for row in rows)
    notes = [f"{waiting} material and not accepted: a round of their fund cannot open."] if waiting else []
    brief = ("number", "key", "severity", "status", "what", "value_a", "value_b", "difference_pence")
    made = make(asked, "discrepancies", "Figures that do not agree", _DISCREPANCIES, rows, notes=notes, brief=brief)
    made.totals.clear()
    return made


_DISCREPANCIES = (
    Column("number", "No.", "number"),
    Column("key", "Known as"),
    Column("severity", "Severity"),
    Column("status", "Status"),
    Column("what", "What"),
    Column("fund", "Fund id"),
    Column("commissioner", "Code"),
    Column("period", "Year"),
    Column("source_a", "One source"),
    Column("value_a", "Says"),
    Column("source_b", "Other source"),
    Column("value_b", "Says"),
    Column("difference_pence", "Difference", "pence"),
    Column("owner", "Owner"),
    Column("note", "Note"),
)


def letters(session: Session, asked: Asked) -> Report:
    """Every letter: what it is, about which case, to whom, and how far it has come."""
    rows: list[Row] = []
    for one in _every_letter(session):
        fund = one["fund"] or ""
        if not asked.counts(one["drafted_at"]) or not asked.wants(fund=fund):
            continue
        if asked.round_ref not in (None, one["round"]):
            continue
        out = asked.counts(one["released_at"])
        rows.append(
            {
                "letter": one["ref"],
                "code": one["code"],
                "about": one["subject"],
                "addressee": words.shown(asked, fund, one["addressee"]),
                "addressee_code": words.shown(asked, fund, one["addressee_code"]),
                "fund": fund,
                "state": one["state"] if not asked.backward else ("released" if out else "draft"),
                "delivery": one["delivery"].replace("_", " "),
                "drafted_on": london_day(one["drafted_at"]),
                "released_on": london_day(one["released_at"]) if out else None,
            }
        )
    notes = words.hidden_note(asked, {row["fund"] for row in rows})
    brief = ("letter", "code", "about", "addressee", "state", "released_on")
    return make(asked, "letters", "Letters", _LETTERS, rows, notes=notes, brief=brief)


def _every_letter(session: Session) -> Sequence[RowMapping]:
    query = (
        core_select(*_LETTER.c, col(Application.fund), col(Round.ref).label("round"))
        .select_from(_LETTER.outerjoin(Application, col(Application.id) == _LETTER.c.application_id))
        .outerjoin(Round, col(Round.id) == col(Application.round_id))
        .where(col(Application.set_aside).is_not(True))
        .order_by(_LETTER.c.id)
    )
    return session.connection().execute(query).mappings().all()


_LETTER = table(
    "letter",
    *(column(name) for name in ("id", "application_id", "ref", "code", "subject", "addressee", "addressee_code")),
    *(column(name) for name in ("state", "delivery")),
    *(column(name, UTCDateTime()) for name in ("drafted_at", "released_at")),
)
"""Letters stand a floor above reports, so they are read by their table's name."""
_LETTERS = (
    Column("letter", "Letter"),
    Column("code", "Kind"),
    Column("about", "About"),
    Column("addressee", "To"),
    Column("addressee_code", "Code"),
    Column("fund", "Fund id", at="data"),
    Column("state", "State"),
    Column("delivery", "Delivery"),
    Column("drafted_on", "Drafted", "date"),
    Column("released_on", "Released", "date"),
)
