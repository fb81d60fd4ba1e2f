"""Stages each commissioner's decision and records every other resolution: only what a quorate body carried."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from fundflow.audit import Act
from fundflow.clock import time_words
from fundflow.committees import queries
from fundflow.committees.actions.meetings import in_state
from fundflow.committees.actions.shares import refuse_material
from fundflow.committees.actions.voting import clear
from fundflow.committees.rules import amounts as money
from fundflow.committees.rules.consent import withheld
from fundflow.committees.rules.quorum import Quorum, evaluate
from fundflow.committees.rules.share import OUTCOMES, step
from fundflow.committees.tables import Item, Motion, Resolution, ShareDecision
from fundflow.errors import BadInput, Refused


def stage_decision(
    session: Session,
    share_decision_id: int,
    *,
    sitting_id: int,
    item_id: int,
    outcome: str,
    amounts: Mapping[str, int] | Sequence[Mapping[str, Any]] | None = None,
    cut_lines: str = "",
    conditions: Sequence[Mapping[str, Any]] = (),
    reason: str = "",
    reasons: Mapping[str, str] | None = None,
    information: str = "",
    answer_by: date | None = None,
    departs_from_rank: bool = False,
    deferred_before: int = 0,
    minute_number: str = "",
    at: datetime | None = None,
    act: Act,
) -> ShareDecision:
    """Stage one commissioner's decision on its share; nothing is reserved and no state moves until it is applied.

    `at` is the moment of the decision by the meeting's clock (that of the vote, unless told); a decision entered later
    passes the same quorum. `deferred_before` is how often the bid has been put off (case 64).

    Raises:
        Refused: `share_state`, `share_commissioner`, `meeting_open`, `quorum`, `vote_carried`, `re_vote`,
            `deferral_limit`, `decision_reason` or `share_amounts`.
        BadInput: an unknown outcome, another bid's item, amounts or conditions that cannot be read.
    """
    row = queries.share_by_id(session, share_decision_id)
    whose = queries.called(session, row.commissioner)
    not_done = f"{whose}'s decision was not recorded"
    _refuse_decided(row, outcome, not_done)
    item = _item(session, row, sitting_id, item_id)
    in_state(session, item.meeting_id, {"open", "closed"}, not_done, act)
    motion, found = _basis(session, sitting_id, item, at=at, not_done=not_done, act=act)
    _refuse_used(session, row, motion, not_done)
    terms = queries.room(session, sitting_id).terms
    _refuse_deferral(outcome, deferred_before, terms.deferrals, not_done)
    _refuse_unexplained(outcome, reason, reasons or {}, not_done, departs=departs_from_rank)
    given = None if amounts is None else money.listed(amounts)
    row.amounts = money.approved(outcome, row.asked, given, cut_lines=cut_lines, whose=whose)
    row.conditions = money.conditions(conditions, owner=row.commissioner)
    row.outcome, row.cut_lines, row.reason, row.reasons = outcome, cut_lines, reason, dict(reasons or {})
    row.information, row.answer_by, row.departs_from_rank = information, answer_by, departs_from_rank
    row.minute_number = minute_number or _minute_number(session, sitting_id, item)
    return _staged(session, row, motion, found, act=act)


def _staged(session: Session, row: ShareDecision, motion: Motion, found: Quorum, *, act: Act) -> ShareDecision:
    row.sitting_id, row.item_id, row.motion_id = motion.sitting_id, motion.item_id, motion.id
    row.quorum, row.decided_at = found.snapshot(), found.at
    row.staged_at, row.staged_by = act.now, act.actor_id
    session.add(row)
    session.flush()
    return row


def _refuse_decided(row: ShareDecision, outcome: str, not_done: str) -> None:
    if outcome not in OUTCOMES:
        raise BadInput(f"'{outcome}' is not a decision: {', '.join(OUTCOMES)}", place="outcome")
    if row.void_at is not None or row.outcome is not None:
        why = f"This tabling was set aside ({row.void_reason})" if row.void_at else "A decision is on record"
        way = "Table the bid again" if row.void_at else "Take the staged one back first, or open it again"
        raise Refused.because("share_state", f"{not_done}. {why}. {way}.")
    step(row.state, outcome, whose=f"{row.commissioner}'s share")


def _item(session: Session, row: ShareDecision, sitting_id: int, item_id: int) -> Item:
    """The agenda item, if this sitting decides this share under it.

    Raises:
        Refused: `share_commissioner`, another commissioner's share, or a group that only recommends.
        BadInput: the item is not about this bid, or on another agenda.
    """
    item = queries.item_of(session, item_id, sitting_id)
    if item.application_id != row.application_id:
        raise BadInput("that item is not about this bid", place="item")
    body = queries.body_of(session, sitting_id)
    if body.kind != "committee" or (body.commissioner is not None and body.commissioner != row.commissioner):
        raise Refused.because(
            "share_commissioner",
            f"{row.commissioner}'s decision was not recorded. {body.short_title} does not decide for "
            f"{row.commissioner}: each commissioner decides its own share. Record it in that committee's sitting.",
        )
    return item


def _basis(
    session: Session, sitting_id: int, item: Item, *, at: datetime | None, not_done: str, act: Act
) -> tuple[Motion, Quorum]:
    """The carried motion that a decision rests on, and the quorum at the decision's moment.

    Raises:
        Refused: `quorum`, `vote_carried` or `re_vote`.
        BadInput: a moment before the vote closed.
    """
    assert item.id is not None
    facts = queries.room(session, sitting_id)
    put = queries.motions(session, sitting_id, item.id)
    motion = put[-1] if put and put[-1].closed_at is not None else None
    closed = motion.closed_at if motion is not None else None
    moment = at or closed or act.now
    if closed is not None and moment < closed:
        raise BadInput(f"the vote closed at {time_words(closed)}: the decision cannot come before it", place="at")
    votes = queries.voters(session, motion) if motion is not None else ()
    found = evaluate(facts, item=item.id, at=moment, voters=votes)
    if not found.can_decide:
        raise Refused.because("quorum", queries.refusal(session, sitting_id, item.id, found))
    if motion is None or not motion.carried:
        why = "No vote on it is closed" if motion is None else f"The motion was not carried ({_votes(session, motion)})"
        raise Refused.because(
            "vote_carried",
            f"{not_done}. {why} in {facts.terms.short_title}. Put a motion on item {item.number} and close its vote.",
        )
    refuse_material(session, motion.id or 0, not_done)
    return motion, found


def _votes(session: Session, motion: Motion) -> str:
    facts = queries.room(session, motion.sitting_id)
    said = queries.counted(session, motion.id or 0, casting_allowed=facts.terms.casting_vote).words()
    votes, _ = queries.choices(session, motion.id or 0)
    missing = withheld(facts, votes)
    return f"{said}; {' and '.join(missing)} did not vote for it, and the terms need that vote" if missing else said


def _refuse_used(session: Session, row: ShareDecision, motion: Motion, not_done: str) -> None:
    """A share that was opened again needs a new vote: the old motion decided it once."""
    used = {(event.before or {}).get("motion_id") for event in queries.events(session, row.id or 0)}
    if motion.id in used:
        raise Refused.because(
            "vote_carried", f"{not_done}. That vote decided this share before it was opened again. Vote again."
        )


def _refuse_deferral(outcome: str, before: int, most: int, not_done: str) -> None:
    if outcome == "defer" and before >= most:
        raise Refused.because(
            "deferral_limit",
            f"{not_done}. The bid has been put off {before} times and the terms allow {most}. "
            "Approve it, approve it in part, place it on the reserve list or reject it now.",
        )


def _refuse_unexplained(outcome: str, reason: str, reasons: Mapping[str, str], not_done: str, *, departs: bool) -> None:
    said = bool(reason.strip()) or any(text.strip() for text in reasons.values())
    if outcome in {"defer", "reject"} and not said:
        raise Refused.because("decision_reason", f"{not_done}. To {outcome} a share needs a reason. Give one.")
    if departs and not reason.strip():
        raise Refused.because(
            "decision_reason",
            f"{not_done}. It departs from the ranking and says no reason. Give the committee's reason.",
        )


def _minute_number(session: Session, sitting_id: int, item: Item) -> str:
    """`PCCC-2017-06/6`, with the body's commissioner where several sit: `PCCC-2017-06/6/05J`."""
    body = queries.body_of(session, sitting_id)
    number = f"{queries.meeting_by_id(session, item.meeting_id).ref}/{item.number}"
    several = len(queries.sittings(session, item.meeting_id)) > 1
    return f"{number}/{body.commissioner or body.key}" if several else number


def unstage_decision(session: Session, share_decision_id: int, *, act: Act) -> ShareDecision:
    """Take a staged decision back before it is applied.

    Raises:
        Refused: `share_state`, nothing is staged, or it is applied.
    """
    row = queries.share_by_id(session, share_decision_id)
    if row.outcome is None or row.applied_at is not None:
        why = "It is applied" if row.applied_at is not None else "None is staged"
        raise Refused.because(
            "share_state",
            f"{row.commissioner}'s decision was not taken back by {act.actor}. {why}. Nothing has changed.",
        )
    clear(session, [row])
    return row


def resolve(
    session: Session,
    sitting_id: int,
    item_id: int,
    *,
    action: str,
    outcome: str,
    text: str,
    subject: str = "",
    amounts: Mapping[str, int] | Sequence[Mapping[str, Any]] = (),
    conditions: Sequence[Mapping[str, Any]] = (),
    reason: str = "",
    minute_number: str = "",
    at: datetime | None = None,
    act: Act,
) -> Resolution:
    """Record a carried, quorate decision that is not a share: a group's recommendation, a rescission, a virement.

    `action` is what is decided (`recommend`, `refer_back`, `rescind`, `virement`, ...), `outcome` how.

    Raises:
        Refused: `meeting_open`, `quorum`, `vote_carried` or `re_vote`, as for a share.
    """
    item = queries.item_of(session, item_id, sitting_id)
    not_done = f"The decision on item {item.number} was not recorded"
    in_state(session, item.meeting_id, {"open", "closed"}, not_done, act)
    motion, found = _basis(session, sitting_id, item, at=at, not_done=not_done, act=act)
    row = Resolution(
        sitting_id=sitting_id,
        item_id=item_id,
        motion_id=motion.id or 0,
        application_id=item.application_id,
        subject=subject or act.subject,
        action=action,
        outcome=outcome,
        text=text,
        amounts=money.listed(amounts),
        conditions=money.conditions(conditions, owner=queries.body_of(session, sitting_id).commissioner or ""),
        reason=reason,
        minute_number=minute_number or _minute_number(session, sitting_id, item),
        quorum=found.snapshot(),
        decided_at=found.at,
        recorded_at=act.now,
        recorded_by=act.actor_id,
    )
    session.add(row)
    session.flush()
    return row
