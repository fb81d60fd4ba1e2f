"""The report of delivery: returns, milestones and the rating of every award."""

from sqlmodel import Session, col, select

from fundflow import monitoring, organisations
from fundflow.applications import Application, Round
from fundflow.awards import Award
from fundflow.reporting.queries import words
from fundflow.reporting.queries.cases import CASE, FUND, stood
from fundflow.reporting.rules.report import Asked, Column, Report, Row, make

OWED = ("due", "returned")


def delivery(session: Session, asked: Asked) -> Report:
    """One row an award: what is delivered, what is overdue, its next return, and its rating."""
    query = (
        select(Award, Application)
        .join(Application, col(Application.id) == Award.application_id)
        .join(Round, col(Round.id) == Application.round_id)
        .order_by(Application.ref)
    )
    if asked.round_ref is not None:
        query = query.where(Round.ref == asked.round_ref)
    found = [
        (award, case)
        for award, case in session.exec(query)
        if asked.counts(award.accepted_at) and asked.wants(fund=case.fund)
    ]
    names = organisations.names(session, {award.recipient for award, _ in found})
    rows = [
        {
            "case": case.ref,
            "fund": case.fund,
            "fund_title": words.fund_title(asked.library, case.fund),
            "recipient": words.shown(asked, case.fund, award.recipient),
            "recipient_name": words.shown(asked, case.fund, names.get(award.recipient, award.recipient)),
            "state": stood(session, asked, case).replace("_", " "),
            **_returns(session, asked, award.application_id),
            **_milestones(session, asked, award.application_id),
            **_rating(session, asked, award.application_id),
        }
        for award, case in found
    ]
    notes = words.hidden_note(asked, (row["fund"] for row in rows))
    notes.append("Rating: green, amber or red by measures and what is overdue; 'judged' where a person has set it.")
    brief = ("case", "recipient_name", "state", "rating", "returns_overdue", "next_return_on", "milestones_overdue")
    return make(asked, "monitoring", "Delivery of awards", _COLUMNS, rows, notes=notes, brief=brief)


_COLUMNS = (
    CASE,
    *FUND,
    Column("recipient", "Code"),
    Column("recipient_name", "Recipient", at="paper"),
    Column("state", "State"),
    Column("rating", "Rating"),
    Column("rated", "Rated"),
    Column("returns", "Returns", "number"),
    Column("returns_accepted", "Accepted", "number"),
    Column("returns_waiting", "To read", "number"),
    Column("returns_overdue", "Overdue", "number"),
    Column("next_return_on", "Next due", "date"),
    Column("milestones", "Milestones", "number"),
    Column("milestones_met", "Met", "number"),
    Column("milestones_overdue", "Overdue", "number"),
)


def _returns(session: Session, asked: Asked, application_id: int) -> Row:
    every = monitoring.returns_of(session, application_id)
    owed = [row for row in every if row.state in OWED]
    ahead = [row.due_on for row in owed if row.due_on >= asked.day]
    return {
        "returns": len(every),
        "returns_accepted": sum(row.state == "accepted" for row in every),
        "returns_waiting": sum(row.state == "submitted" for row in every),
        "returns_overdue": sum(row.due_on < asked.day for row in owed),
        "next_return_on": min(ahead, default=None),
    }


def _milestones(session: Session, asked: Asked, application_id: int) -> Row:
    states = [one.state for one in monitoring.milestones_shown(session, application_id, on=asked.day)]
    return {
        "milestones": sum(state != "cancelled" for state in states),
        "milestones_met": states.count("met"),
        "milestones_overdue": states.count("overdue"),
    }


def _rating(session: Session, asked: Asked, application_id: int) -> Row:
    judged = monitoring.rating_override(session, application_id)
    if judged is not None and asked.counts(judged.rated_at):
        return {"rating": judged.rating, "rated": "judged"}
    facts = monitoring.rag_facts(session, application_id, on=asked.day)
    return {"rating": monitoring.rag(facts), "rated": "worked out"}
