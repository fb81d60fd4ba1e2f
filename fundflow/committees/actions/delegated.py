"""Decides one share in a committee's place, where its terms delegate the amount: no meeting and no vote, but an authority."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from fundflow.audit import Act
from fundflow.clock import day_words
from fundflow.committees import queries
from fundflow.committees.actions.meetings import add_item
from fundflow.committees.rules import amounts as money
from fundflow.committees.rules.share import step
from fundflow.committees.tables import Item, ShareDecision
from fundflow.errors import Refused

DELEGABLE = ("approve", "approve_less", "reject")
"""What delegates may decide of a share: to put it off or on the reserve list is the committee's own."""


@dataclass(frozen=True)
class Delegated:
    """What delegates decide of a share, and the place in the scheme of delegation that lets them; pence by period."""

    outcome: str
    authority: str
    amounts: Mapping[str, int] | None = None
    cut_lines: str = ""
    reason: str = ""


def delegated_amounts(session: Session, application_id: int, commissioner: str, choice: Delegated) -> money.Amounts:
    """The amounts that a choice approves, once it is sure that delegates could record it on this share now.

    Raises:
        BadInput: amounts that are not pence.
        Refused: `share_outcome`, `share_authority` or `decision_reason`, it says too little; `share_state` the share is
            decided; `share_amounts`.
    """
    row = queries.share(session, application_id, commissioner)
    whose = queries.called(session, commissioner)
    _refuse_unsaid(choice, whose)
    if row.void_at is not None or row.outcome is not None:
        when = f" on {day_words(row.decided_at)}" if row.decided_at else ""
        raise Refused.because(
            "share_state",
            f"{whose}'s share was not decided by delegation: it has a decision already, taken{when}. Nothing has "
            "changed. Look at the bid; its committee can set that decision aside.",
        )
    step(row.state, choice.outcome, whose=f"{whose}'s share")
    given = None if choice.amounts is None else money.listed(choice.amounts)
    return money.approved(choice.outcome, row.asked, given, cut_lines=choice.cut_lines, whose=whose)


def _refuse_unsaid(choice: Delegated, whose: str) -> None:
    """Refuse a choice that lacks what a record of it needs."""
    not_done = f"{whose}'s share was not decided by delegation"
    if choice.outcome not in DELEGABLE:
        raise Refused.because(
            "share_outcome",
            f"{not_done}: delegates approve it, approve a part or reject it (outcome=...). Nothing has changed. Take the "
            "bid to the committee to put it off.",
        )
    if not choice.authority.strip():
        raise Refused.because(
            "share_authority",
            f"{not_done}: no paragraph of the scheme of delegation was named. Nothing has changed. Name the one that lets "
            "you decide it (authority=...).",
        )
    if choice.outcome == "reject" and not choice.reason.strip():
        raise Refused.because(
            "decision_reason", f"{not_done}: no reason was given to reject it. Nothing has changed. Say why, then sign."
        )


def stage_delegated(
    session: Session, application_id: int, commissioner: str, choice: Delegated, *, signed: Sequence[str], act: Act
) -> ShareDecision:
    """Stage what delegates decided of a share, with the names of those who signed; it rests on its authority.

    Raises:
        BadInput, Refused: as `delegated_amounts`.
    """
    amounts = delegated_amounts(session, application_id, commissioner, choice)
    row = queries.share(session, application_id, commissioner)
    row.outcome, row.amounts, row.cut_lines, row.reason = choice.outcome, amounts, choice.cut_lines, choice.reason
    row.authority = row.minute_number = choice.authority.strip()
    row.delegates = list(signed)
    row.decided_at, row.staged_at, row.staged_by = act.now, act.now, act.actor_id
    session.add(row)
    session.flush()
    return row


def table_delegated(session: Session, committee_id: int, title: str, row: ShareDecision, *, act: Act) -> Item | None:
    """Put what delegates decided on the agenda of the committee's next meeting, to be noted; none where none is called."""
    following = queries.next_meeting(session, committee_id, after=act.now.date())
    if following is None:
        return None
    about = queries.items_for(session, row.application_id)
    bodies: tuple[Any, ...] = tuple(about[-1].organisations) if about else ()
    return add_item(session, following.id or 0, title=title, organisations=bodies, act=act)
