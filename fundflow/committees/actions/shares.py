"""Opens tablings and moves share decisions by their machine; staging a decision is in `decisions`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session

from fundflow.audit import Act
from fundflow.clock import wire
from fundflow.committees import queries
from fundflow.committees.actions.interests import material_votes
from fundflow.committees.actions.meetings import in_state, moment_of
from fundflow.committees.actions.voting import clear
from fundflow.committees.rules import amounts as money
from fundflow.committees.rules.quorum import evaluate
from fundflow.committees.rules.sentences import why_not
from fundflow.committees.rules.share import HOLDING, step
from fundflow.committees.tables import ShareDecision, ShareEvent
from fundflow.errors import BadInput, Refused


def open_tabling(
    session: Session,
    application_id: int,
    asked: Mapping[str, Mapping[str, int] | Sequence[Mapping[str, Any]]],
    *,
    act: Act,
) -> list[ShareDecision]:
    """Open a fresh set of share decisions: one a commissioner, with the pence by period that are asked of it.

    Every arrival at a committee opens one; an earlier set stays as history, void where it was not final.

    Raises:
        BadInput: no commissioner, or amounts that are not pence.
        Refused: `tabling_money`, an earlier set still holds money: release it and void the set first.
    """
    if not asked:
        raise BadInput("a tabling needs a commissioner's share", place="asked")
    earlier = [row for row in queries.shares(session, application_id) if row.void_at is None]
    held = [row for row in earlier if row.state in HOLDING]
    if held:
        who = ", ".join(row.commissioner for row in held)
        raise Refused.because(
            "tabling_money",
            f"A fresh set of decisions was not opened. {who} approved its share of tabling {held[0].tabling} and its "
            "money is still reserved. Refer the bid back or roll it over first.",
        )
    void_share_decisions(session, application_id, reason="a fresh set was opened", act=act)
    number = queries.tabling_number(session, application_id) + 1
    rows = [
        ShareDecision(
            application_id=application_id,
            tabling=number,
            commissioner=commissioner,
            asked=money.listed(parts),
            tabled_at=act.now,
        )
        for commissioner, parts in sorted(asked.items())
    ]
    session.add_all(rows)
    session.flush()
    for row in rows:
        _event(session, row, "table", "start", step("start", "table"), act=act)
    return rows


def _event(
    session: Session,
    row: ShareDecision,
    action: str,
    before: str,
    after: str,
    *,
    at: datetime | None = None,
    sitting_id: int | None = None,
    said: dict[str, Any] | None = None,
    act: Act,
) -> ShareEvent:
    assert row.id is not None
    event = ShareEvent(
        share_decision_id=row.id,
        action=action,
        from_state=before,
        to_state=after,
        at=at or act.now,
        by=act.actor_id,
        sitting_id=sitting_id if sitting_id is not None else row.sitting_id,
        reason=act.reason,
        before=said,
    )
    session.add(event)
    session.flush()
    return event


def _said(row: ShareDecision) -> dict[str, Any]:
    return {
        "outcome": row.outcome,
        "amounts": row.amounts,
        "cut_lines": row.cut_lines,
        "conditions": row.conditions,
        "reason": row.reason,
        "reasons": row.reasons,
        "minute_number": row.minute_number,
        "motion_id": row.motion_id,
        "chairs_action_id": row.chairs_action_id,
        "authority": row.authority,
        "sitting_id": row.sitting_id,
        "item_id": row.item_id,
        "quorum": row.quorum,
        "decided_at": wire(row.decided_at) if row.decided_at else None,
        "applied_at": wire(row.applied_at) if row.applied_at else None,
    }


def _standing(row: ShareDecision, not_done: str) -> None:
    """Refuse a share that is void."""
    if row.void_at is not None:
        raise Refused.because(
            "share_state", f"{not_done}. This tabling was set aside ({row.void_reason}). Table the bid again."
        )


def mark_applied(session: Session, share_decision_id: int, *, act: Act) -> ShareDecision:
    """Apply a staged decision: the share takes its next state. An approval reserves its keys in the same transaction.

    Raises:
        Refused: `share_state`, nothing is staged or it is void; `re_vote`, a vote that it rests on was material and
            its voter has since declared an interest.
    """
    row = queries.share_by_id(session, share_decision_id)
    not_done = f"{queries.called(session, row.commissioner)}'s decision was not applied"
    _standing(row, not_done)
    based = row.motion_id is not None or row.chairs_action_id is not None or bool(row.authority)
    if row.outcome is None or not based or row.applied_at is not None:
        why = "It is applied already" if row.applied_at is not None else "No decision is staged"
        raise Refused.because("share_state", f"{not_done}. {why}. The meeting's staged decisions show what is left.")
    if row.motion_id is not None:
        refuse_material(session, row.motion_id, not_done)
    before, after = row.state, step(row.state, row.outcome, whose=f"{row.commissioner}'s share")
    row.state, row.applied_at = after, act.now
    session.add(row)
    session.flush()
    _event(session, row, row.outcome, before, after, at=row.decided_at, act=act)
    return row


def refuse_material(session: Session, motion_id: int, not_done: str) -> None:
    """Refuse to build on a motion that hung on the vote of somebody who has since declared (case 22)."""
    for vote, interest in material_votes(session, motion_id):
        raise Refused.because(
            "re_vote",
            f"{not_done}. {vote.name} voted {vote.choice} and then declared an interest ({interest.nature}); without "
            "that vote the result may differ. Strike the vote out and vote again.",
        )


def record_not_quorate(
    session: Session,
    share_decision_id: int,
    *,
    sitting_id: int,
    item_id: int,
    at: datetime | None = None,
    act: Act,
) -> ShareEvent:
    """Record that a body could not decide its share: it waits, and the others stand (case 24).

    Raises:
        Refused: `share_state`, it is decided; `quorum`, the body can decide it.
    """
    row = queries.share_by_id(session, share_decision_id)
    _standing(row, f"{row.commissioner}'s share was not marked as not quorate")
    in_state(session, queries.sitting_by_id(session, sitting_id).meeting_id, {"open", "closed"}, "Not recorded", act)
    moment = moment_of(at, act)
    after = step(row.state, "not_quorate", whose=f"{row.commissioner}'s share")
    facts = queries.room(session, sitting_id)
    found = evaluate(facts, item=item_id, at=moment)
    if found.can_decide:
        raise Refused.because(
            "quorum",
            f"{facts.terms.short_title} was not marked as not quorate. {why_not(facts, found)} "
            "Put the item to the vote, or put it off with a reason.",
        )
    return _event(
        session,
        row,
        "not_quorate",
        row.state,
        after,
        at=moment,
        sitting_id=sitting_id,
        said={"quorum": found.snapshot()},
        act=act,
    )


def void_decision(session: Session, share_decision_id: int, *, act: Act) -> ShareDecision:
    """Open an applied decision again because its vote is void; what it held must be released in this transaction."""
    return _again(session, share_decision_id, "void_vote", act)


def bring_back(session: Session, share_decision_id: int, *, act: Act) -> ShareDecision:
    """Bring a share that was put off back for a decision, within this tabling."""
    return _again(session, share_decision_id, "bring_back", act)


def money_freed(session: Session, share_decision_id: int, *, act: Act) -> ShareDecision:
    """Open a reserve share again because its keys have money."""
    return _again(session, share_decision_id, "money_freed", act)


def _again(session: Session, share_decision_id: int, action: str, act: Act) -> ShareDecision:
    row = queries.share_by_id(session, share_decision_id)
    whose = f"{row.commissioner}'s share"
    _standing(row, f"{whose} was not opened again")
    before, after = row.state, step(row.state, action, whose=whose)
    _event(session, row, action, before, after, said=_said(row), act=act)
    row.state = after
    clear(session, [row])
    return row


def parent_final(session: Session, application_id: int, *, act: Act) -> list[ShareDecision]:
    """Make every share of the latest tabling final, once the bid's outcome is decided.

    Raises:
        Refused: `share_state`, a share is pending or final; none is changed.
    """
    rows = [row for row in queries.shares(session, application_id) if row.void_at is None]
    after = [step(row.state, "parent_final", whose=f"{row.commissioner}'s share") for row in rows]
    for row, state in zip(rows, after, strict=True):
        _event(session, row, "parent_final", row.state, state, act=act)
        row.state = state
        session.add(row)
    session.flush()
    return rows


def void_share_decisions(session: Session, application_id: int, *, reason: str, act: Act) -> list[ShareDecision]:
    """Set the latest tabling aside (withdrawn, rolled over, referred back): history, and no longer a decision.

    Returns the rows set aside; those in a state that holds money must be released in this transaction.
    """
    rows = [row for row in queries.shares(session, application_id) if row.void_at is None and row.state != "final"]
    for row in rows:
        row.void_at, row.void_reason = act.now, reason
        session.add(row)
    session.flush()
    return rows
