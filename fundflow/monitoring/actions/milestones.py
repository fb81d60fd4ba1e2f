"""Writes milestones: planned with their windows, begun, evidenced, met, reopened, cancelled."""

from collections.abc import Collection, Sequence

from sqlmodel import Session

from fundflow.audit import Act
from fundflow.errors import BadInput, Refused
from fundflow.monitoring import queries, rules
from fundflow.monitoring.tables import Milestone, MilestoneWindow


def add_milestone(
    session: Session,
    application_id: int,
    *,
    title: str,
    windows: Sequence[rules.Window],
    act: Act,
    items: int = 1,
    deliverable: str = "",
    action: str = "",
    source_label: str = "",
) -> Milestone:
    """Add a milestone with one window or several; `items` is how many parts are evidenced one by one.

    `deliverable` and `action` are what it belongs to in a return of the shape deliverable, action, milestone, comment
    (LE T1).

    Raises:
        BadInput: no window, one that runs backwards, or no part.
    """
    if not windows or any(window.starts_on > window.due_on for window in windows) or items < 1:
        raise BadInput("give a milestone a first and a last day, and at least one part", place=title or "milestone")
    row = Milestone(
        application_id=application_id,
        number=len(queries.milestones(session, application_id)) + 1,
        title=title,
        state_since=act.now,
        items=items,
        deliverable=deliverable,
        action=action,
        source_label=source_label,
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    session.add_all(_stored(row.id, window) for window in windows)
    session.flush()
    return row


def _stored(milestone_id: int, window: rules.Window) -> MilestoneWindow:
    return MilestoneWindow(
        milestone_id=milestone_id, starts_on=window.starts_on, due_on=window.due_on, label=window.label
    )


def extend_milestone(session: Session, milestone_id: int, *, window: rules.Window) -> Milestone:
    """Give a milestone one more window, by a variation; the earlier ones stay."""
    row = queries.milestone(session, milestone_id)
    if window.starts_on > window.due_on or row.state in ("met", "cancelled"):
        raise BadInput(f"{row.title} is {row.state} or the days run backwards", place="milestone")
    session.add(_stored(milestone_id, window))
    session.flush()
    return row


def _move_milestone(session: Session, milestone_id: int, action: str, *, act: Act, roles: Collection[str]) -> Milestone:
    row = queries.milestone(session, milestone_id)
    row.state = rules.take(rules.MILESTONE, row.state, action, roles, what=f"Milestone {row.number}, {row.title},")
    row.state_since = act.now
    session.add(row)
    session.flush()
    return row


def start_milestone(session: Session, milestone_id: int, *, act: Act, roles: Collection[str]) -> Milestone:
    """Say that work on a milestone has begun."""
    return _move_milestone(session, milestone_id, "start", act=act, roles=roles)


def meet_milestone(
    session: Session,
    milestone_id: int,
    *,
    items_met: int,
    evidence: str,
    act: Act,
    roles: Collection[str],
    as_reported: bool = False,
) -> Milestone:
    """Accept evidence for some of a milestone's parts (partly met) or for all of them (met).

    `as_reported` takes the recipient's word: the milestone then warns `met_without_evidence` until evidence is named
    (D-31).

    Raises:
        BadInput: more parts than there are, or none.
        Refused: no evidence is named.
    """
    row = queries.milestone(session, milestone_id)
    if not 0 < items_met <= row.items:
        raise BadInput(f"{items_met} parts are not between 1 and {row.items}", place=row.title)
    if not evidence.strip() and not as_reported:
        raise Refused.because(
            "evidence_accepted",
            f"Milestone {row.number}, {row.title}, was not marked as met: no evidence is named. Nothing has changed. "
            "Say what you saw, or take it as reported: it then stands with a warning.",
        )
    row = _move_milestone(session, milestone_id, "meet" if items_met == row.items else "part", act=act, roles=roles)
    row.items_met, row.evidence = items_met, evidence.strip()
    row.accepted_by, row.accepted_name = act.actor_id, act.actor
    session.add(row)
    session.flush()
    return row


def name_evidence(session: Session, milestone_id: int, *, evidence: str, act: Act, roles: Collection[str]) -> Milestone:
    """Name the evidence of a milestone that was taken as met; the warning goes.

    Raises:
        Refused: it is not met, or not in part, or the office does not act. BadInput: no evidence.
    """
    row = queries.milestone(session, milestone_id)
    if row.state not in ("met", "partially_met") or "officer" not in roles:
        raise Refused.because(
            "milestone_met",
            f"No evidence was added to milestone {row.number}, {row.title}: it is {row.state.replace('_', ' ')}, and an "
            "officer names evidence of what is met. Mark it as met first, or ask the officer.",
        )
    if not evidence.strip():
        raise BadInput("say what you saw, or attach it", place=f"milestone {row.number}")
    row.evidence = evidence.strip()
    row.accepted_by, row.accepted_name = act.actor_id, act.actor
    session.add(row)
    session.flush()
    return row


def remark(session: Session, milestone_id: int, *, comment: str) -> Milestone:
    """Write the comment that a return prints beside a milestone; the last one stands."""
    row = queries.milestone(session, milestone_id)
    row.comment = comment.strip()
    session.add(row)
    session.flush()
    return row


def reopen_milestone(session: Session, milestone_id: int, *, act: Act, roles: Collection[str]) -> Milestone:
    """Take back that a milestone was met."""
    row = _move_milestone(session, milestone_id, "reopen", act=act, roles=roles)
    row.items_met = 0
    session.add(row)
    session.flush()
    return row


def cancel_milestone(session: Session, milestone_id: int, *, act: Act, roles: Collection[str]) -> Milestone:
    """Cancel a milestone, by a variation only: the engine calls this from one."""
    return _move_milestone(session, milestone_id, "cancel", act=act, roles=roles)
