"""The reports of what awards promised: milestones counted by state, and the quarter's table of deliverables."""

from collections.abc import Iterator

from sqlmodel import Session, col, select

from fundflow import monitoring, organisations
from fundflow.applications import Application, Round
from fundflow.awards import Award
from fundflow.monitoring import MilestoneShown
from fundflow.reporting.queries import words
from fundflow.reporting.queries.cases import CASE
from fundflow.reporting.rules.report import Asked, Column, Report, Row, make

STATES = ("not_started", "met", "in_progress", "overdue")


def milestones(session: Session, asked: Asked) -> Report:
    """One row an award and one for all: its milestones not started, met, in progress and overdue on the day.

    Partly met counts as in progress, and a cancelled milestone is not counted (WV 3.2).
    """
    awarded = list(_awarded(session, asked))
    counts = monitoring.cross_tab(session, [award.application_id for award, _ in awarded], on=asked.day)
    rows: list[Row] = []
    for award, case in awarded:
        found = {state: counts[award.application_id][state] for state in STATES}
        if sum(found.values()):
            rows.append({**_who(session, asked, award, case), **found, "total": sum(found.values())})
    notes = words.hidden_note(asked, (row["fund"] for row in rows))
    if rows:
        everything = {key: sum(row[key] for row in rows) for key in (*STATES, "total")}
        rows.append({"case": "Total", "fund": "", "recipient": "", "recipient_name": "", **everything})
    notes.append("Overdue: the last day has passed and it is not met. Partly met is counted as in progress.")
    brief = ("case", "recipient_name", *STATES, "total")
    return make(asked, "milestones", "Milestones by state", _TABLE, rows, notes=notes, brief=brief)


def deliverables(session: Session, asked: Asked) -> Report:
    """One row a milestone: deliverable, action, milestone and comment, with its state in the words of the quarter.

    What lies ahead reads "For delivery in Q3 2017/18" (LE T1, T2).
    """
    rows: list[Row] = []
    for award, case in _awarded(session, asked):
        who = _who(session, asked, award, case)
        shown = monitoring.milestones_shown(session, award.application_id, on=asked.day)
        rows.extend({**who, **_promise(one)} for one in shown)
    notes = words.hidden_note(asked, (row["fund"] for row in rows))
    brief = ("case", "deliverable", "action", "milestone", "status", "comment")
    return make(asked, "deliverables", "What was promised, by quarter", _QUARTER, rows, notes=notes, brief=brief)


_WHO = (CASE, Column("fund", "Fund", at="data"), Column("recipient", "Code"), Column("recipient_name", "Recipient"))
_TABLE = (
    *_WHO,
    Column("not_started", "Not started", "number"),
    Column("met", "Achieved and closed", "number"),
    Column("in_progress", "In progress", "number"),
    Column("overdue", "Overdue", "number"),
    Column("total", "Total", "number"),
)
_QUARTER = (
    *_WHO,
    Column("deliverable", "Deliverable"),
    Column("action", "Action"),
    Column("milestone", "Milestone"),
    Column("due_on", "Due", "date"),
    Column("status", "Status"),
    Column("said_as", "Said at first as", at="data"),
    Column("comment", "Comment"),
)


def _awarded(session: Session, asked: Asked) -> Iterator[tuple[Award, Application]]:
    query = (
        select(Award, Application)
        .join(Application, col(Application.id) == Award.application_id)
        .join(Round, col(Round.id) == Application.round_id)
        .order_by(Application.ref)
    )
    if asked.round_ref is not None:
        query = query.where(Round.ref == asked.round_ref)
    for award, case in session.exec(query):
        if asked.counts(award.accepted_at) and asked.wants(fund=case.fund):
            yield award, case


def _who(session: Session, asked: Asked, award: Award, case: Application) -> Row:
    name = organisations.names(session, [award.recipient]).get(award.recipient, award.recipient)
    return {
        "case": case.ref,
        "fund": case.fund,
        "recipient": words.shown(asked, case.fund, award.recipient),
        "recipient_name": words.shown(asked, case.fund, name),
    }


def _promise(one: MilestoneShown) -> Row:
    return {
        "deliverable": one.deliverable,
        "action": one.action,
        "milestone": one.title,
        "due_on": one.due_on,
        "status": monitoring.source_label(one.state, style="leicester", windows=one.windows),
        "said_as": one.source_label,
        "comment": one.comment,
    }
