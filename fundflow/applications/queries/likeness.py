"""Finds bids that look like another one, and costs that are asked for twice."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from fundflow.applications.queries.content import cost_line
from fundflow.applications.rules.consent import PRESENT
from fundflow.applications.rules.content import CostLine
from fundflow.applications.rules.scale import Outline, alike, same_costs
from fundflow.applications.tables import Application, ApplicationVersion, BudgetLine, Participant


@dataclass(frozen=True)
class Overlap:
    """One cost of a bid that another one asks for too."""

    ref: str
    state: str
    mine: CostLine
    theirs: CostLine


def duplicates(session: Session, application: Application) -> list[str]:
    """Why other bids of the same lead in this round look like this one: a warning, nothing is replaced (H1)."""
    query = select(Application).where(
        Application.round_id == application.round_id,
        Application.lead == application.lead,
        col(Application.set_aside).is_(False),
    )
    outlines = _outlines(session, list(session.exec(query)))
    mine = outlines.pop(application.ref)
    return [why for other in outlines.values() if (why := alike(mine, other))]


def _outlines(session: Session, applications: Sequence[Application]) -> dict[str, Outline]:
    ids = [application.id for application in applications if application.id is not None]
    named: dict[int, set[str]] = defaultdict(set)
    for row in session.exec(select(Participant).where(col(Participant.application_id).in_(ids))):
        if row.state in PRESENT:
            named[row.application_id].add(row.organisation)
    lines = _counted_lines(session, ids)
    return {
        application.ref: Outline(
            ref=application.ref,
            lead=application.lead,
            title=application.title,
            participants=frozenset(named[application.id or 0]),
            lines=tuple(lines.get(application.id or 0, ())),
        )
        for application in applications
    }


def _counted_lines(session: Session, ids: Sequence[int]) -> dict[int, list[CostLine]]:
    """The lines of each case's draft, or of its submitted version where no draft is open."""
    query = (
        select(ApplicationVersion.application_id, ApplicationVersion.state, BudgetLine)
        .join(BudgetLine, col(BudgetLine.version_id) == ApplicationVersion.id)
        .where(
            col(ApplicationVersion.application_id).in_(ids), col(ApplicationVersion.state).in_(("draft", "submitted"))
        )
        .order_by(col(BudgetLine.version_id), col(BudgetLine.number))
    )
    by_state: dict[int, dict[str, list[CostLine]]] = defaultdict(lambda: defaultdict(list))
    for case, state, line in session.exec(query):
        by_state[case][state].append(cost_line(line))
    return {case: found["draft"] or found["submitted"] for case, found in by_state.items()}


def overlapping_costs(
    session: Session, application: Application, *, states: Sequence[str] | None = None
) -> list[Overlap]:
    """Costs that another case of any fund asks for too (gate E8); `states` limits which cases count."""
    assert application.id is not None
    mine = _counted_lines(session, [application.id]).get(application.id, [])
    organisations = {line.organisation for line in mine if line.organisation}
    if not organisations:
        return []
    inside = (
        select(ApplicationVersion.application_id)
        .join(BudgetLine, col(BudgetLine.version_id) == ApplicationVersion.id)
        .where(col(BudgetLine.organisation).in_(organisations))
    )
    query = select(Application).where(
        col(Application.id).in_(inside),
        col(Application.id) != application.id,
        col(Application.set_aside).is_(False),
    )
    if states is not None:
        query = query.where(col(Application.state).in_(states))
    others = list(session.exec(query.order_by(col(Application.ref))))
    lines = _counted_lines(session, [other.id for other in others if other.id is not None])
    return [
        Overlap(other.ref, other.state, mine_line, their_line)
        for other in others
        for mine_line, their_line in same_costs(mine, lines.get(other.id or 0, []))
    ]
