"""Reads share decisions by tabling, what is staged and what a bid's shares come to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session, col, func, select

from fundflow.clock import day_words, london_day
from fundflow.committees.queries.agendas import item_by_id
from fundflow.committees.rules.outcome import Contradiction, Outcome, Share, contradictions, outcome_of, union
from fundflow.committees.rules.outcome import within_reach as reach
from fundflow.committees.rules.share import HOLDING, step
from fundflow.committees.tables import ChairsAction, Committee, Motion, ShareDecision, ShareEvent, Sitting
from fundflow.errors import NotFound


def tabling_number(session: Session, application_id: int) -> int:
    """The number of a bid's latest tabling; nought before the first."""
    latest = select(func.max(ShareDecision.tabling)).where(ShareDecision.application_id == application_id)
    return session.exec(latest).one() or 0


def shares(session: Session, application_id: int, *, tabling: int | None = None) -> Sequence[ShareDecision]:
    """The share decisions of one tabling (the latest, unless told), by commissioner."""
    latest = select(func.max(ShareDecision.tabling)).where(ShareDecision.application_id == application_id)
    number = latest.scalar_subquery() if tabling is None else tabling
    return session.exec(
        select(ShareDecision)
        .where(ShareDecision.application_id == application_id, ShareDecision.tabling == number)
        .order_by(ShareDecision.commissioner)
    ).all()


def share_by_id(session: Session, share_decision_id: int) -> ShareDecision:
    """The share decision of an id.

    Raises:
        NotFound: there is none.
    """
    found = session.get(ShareDecision, share_decision_id)
    if found is None:
        raise NotFound(f"There is no share decision {share_decision_id}.")
    return found


def share(session: Session, application_id: int, commissioner: str) -> ShareDecision:
    """One commissioner's decision in the latest tabling.

    Raises:
        NotFound: the bid is not tabled for that commissioner.
    """
    found = next((one for one in shares(session, application_id) if one.commissioner == commissioner), None)
    if found is None:
        raise NotFound(f"This bid is not tabled for {commissioner}.")
    return found


def tablings(session: Session, application_id: int) -> dict[int, list[ShareDecision]]:
    """Every tabling of a bid with its share decisions, oldest first."""
    found: dict[int, list[ShareDecision]] = {}
    for one in session.exec(
        select(ShareDecision)
        .where(ShareDecision.application_id == application_id)
        .order_by(col(ShareDecision.tabling), ShareDecision.commissioner)
    ):
        found.setdefault(one.tabling, []).append(one)
    return found


def share_events(session: Session, *, after: int = 0) -> Sequence[ShareEvent]:
    """What happened to every share decision, oldest first; `after` leaves out those up to that row."""
    return session.exec(select(ShareEvent).where(col(ShareEvent.id) > after).order_by(col(ShareEvent.id))).all()


def events(session: Session, share_decision_id: int) -> Sequence[ShareEvent]:
    """What happened to a share decision, in order."""
    return session.exec(
        select(ShareEvent).where(ShareEvent.share_decision_id == share_decision_id).order_by(col(ShareEvent.id))
    ).all()


def pence(amounts: Sequence[dict[str, object]]) -> int:
    """The sum of stored amounts."""
    return sum(int(str(part["pence"])) for part in amounts)


_DECIDED = {"approve": "approved", "approve_less": "reduced", "reserve": "reserve", "defer": "deferred"}


def as_share(session: Session, row: ShareDecision) -> Share:
    """A share decision as the outcome rule knows it."""
    decided = _DECIDED.get(row.outcome or "", "rejected") if row.state == "final" else row.state
    return Share(
        commissioner=row.commissioner,
        decided=decided,
        asked_pence=pence(row.asked),
        approved_pence=pence(row.amounts) if decided in HOLDING else 0,
        waiting=_waiting(session, row),
    )


def within_reach(session: Session, application_id: int, commissioner: str, pence: int) -> int:
    """The most (pence) that a bid can still get if one commissioner gives this much; what is staged counts as decided."""
    rows = [row for row in shares(session, application_id) if row.void_at is None]
    staged = {row.commissioner: _DECIDED.get(row.outcome, "rejected") for row in rows if row.outcome}
    known = [
        replace(
            as_share(session, row),
            decided=staged.get(row.commissioner, row.state),
            approved_pence=_given(row),
        )
        for row in rows
    ]
    return reach(known, commissioner, pence)


def _given(row: ShareDecision) -> int:
    return pence(row.amounts) if row.outcome in ("approve", "approve_less") else 0


def _waiting(session: Session, row: ShareDecision) -> str:
    if row.state != "pending" or row.id is None:
        return ""
    if row.outcome is not None:
        return "its decision is staged and not applied"
    last = events(session, row.id)
    return f"not quorate on {day_words(london_day(last[-1].at))}" if last and last[-1].action == "not_quorate" else ""


def outcome(
    session: Session,
    application_id: int,
    *,
    severable: bool,
    minimum_viable_pence: int | None,
    deferral_count: int,
    max_deferrals: int = 2,
) -> Outcome:
    """What the latest tabling comes to, or who is awaited.

    Raises:
        NotFound: the bid was never tabled.
    """
    rows = [row for row in shares(session, application_id) if row.void_at is None]
    if not rows:
        raise NotFound("This bid is not tabled.")
    return outcome_of(
        [as_share(session, row) for row in rows],
        severable=severable,
        minimum_viable_pence=minimum_viable_pence,
        deferral_count=deferral_count,
        max_deferrals=max_deferrals,
    )


@dataclass(frozen=True)
class Fallen:
    """An approval that was applied and no longer stands, and why (inside a sentence)."""

    commissioner: str
    why: str


def fallen(session: Session, application_id: int) -> list[Fallen]:
    """The approvals of the latest tabling whose vote no longer carries them, or that a chair gave and the committee refused."""
    found = []
    for row in shares(session, application_id):
        if row.void_at is not None or row.outcome not in {"approve", "approve_less"}:
            continue
        motion = session.get(Motion, row.motion_id) if row.motion_id else None
        if motion is not None and not motion.carried:
            found.append(Fallen(row.commissioner, f"a vote at {row.minute_number} was struck out"))
        alone = session.get(ChairsAction, row.chairs_action_id) if row.chairs_action_id else None
        if alone is not None and alone.state == "not_ratified" and alone.ratified_on:
            when = day_words(alone.ratified_on)
            found.append(Fallen(row.commissioner, f"the committee did not ratify chair's action {alone.ref} on {when}"))
    return found


def conditions(session: Session, application_id: int) -> list[dict[str, object]]:
    """The union of the conditions of the approving commissioners, each tagged with whose it is."""
    return union(_approving(session, application_id))


def contradicting(session: Session, application_id: int) -> list[Contradiction]:
    """Conditions that cannot all be met: they block the offer."""
    return contradictions(_approving(session, application_id))


def _approving(session: Session, application_id: int) -> dict[str, list[dict[str, object]]]:
    rows = shares(session, application_id)
    return {row.commissioner: row.conditions for row in rows if row.outcome in {"approve", "approve_less"}}


@dataclass(frozen=True)
class Change:
    """What applying one staged decision will do: the share's next state, and the pence that its keys reserve."""

    share_decision_id: int
    application_id: int
    commissioner: str
    body: str
    item: int
    outcome: str
    from_state: str
    to_state: str
    amounts: tuple[tuple[str, int], ...]
    reserves_pence: int
    minute_number: str


def diff(session: Session, meeting_id: int) -> list[Change]:
    """Every staged and unapplied decision of a meeting, in agenda order, before any of it is applied."""
    rows = session.exec(
        select(ShareDecision, Committee)
        .join(Sitting, col(ShareDecision.sitting_id) == col(Sitting.id))
        .join(Committee, col(Sitting.committee_id) == col(Committee.id))
        .where(
            Sitting.meeting_id == meeting_id,
            col(ShareDecision.outcome).is_not(None),
            col(ShareDecision.applied_at).is_(None),
            col(ShareDecision.void_at).is_(None),
        )
    ).all()
    changes = [_change(row, body.short_title, item_by_id(session, row.item_id or 0).number) for row, body in rows]
    return sorted(changes, key=lambda change: (change.item, change.commissioner))


def _change(row: ShareDecision, body: str, number: int) -> Change:
    assert row.outcome is not None
    after = step(row.state, row.outcome)
    amounts = tuple((str(part["period"]), int(part["pence"])) for part in row.amounts)
    return Change(
        share_decision_id=row.id or 0,
        application_id=row.application_id,
        commissioner=row.commissioner,
        body=body,
        item=number,
        outcome=row.outcome,
        from_state=row.state,
        to_state=after,
        amounts=amounts if after in HOLDING else (),
        reserves_pence=pence(row.amounts) if after in HOLDING else 0,
        minute_number=row.minute_number,
    )
