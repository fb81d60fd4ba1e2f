"""Decides one commissioner's share by delegation and, where it was the last one, concludes the bid."""

from datetime import datetime

from sqlmodel import Session

from fundflow import committees
from fundflow.engine import delegated, step
from fundflow.engine.case import acting_as, open_case
from fundflow.people import Actor


def decide_by_delegation(
    session: Session,
    ref: str,
    commissioner: str,
    choice: committees.Delegated | None,
    *,
    actor: Actor,
    now: datetime,
) -> list[step.Taken]:
    """Sign a share's decision in its committee's place; the last signature applies it, and the last share concludes the bid.

    The second signer may leave the choice out and signs what the first one did.

    Raises:
        Refused: beyond the band of the amount, a tie to the bid, the share is decided, or the money is not there.
    """
    values = {} if choice is None else _typed(commissioner, choice)
    reason = choice.reason if choice else ""
    taken = [step.take_step(session, ref, delegated.DECIDED, actor=actor, now=now, values=values, reason=reason)]
    if taken[0].waiting_for:
        return taken
    case = open_case(session, ref, actor=actor, now=now)
    if all(one.applied_at is not None for one in committees.shares(session, case.id)):
        body = acting_as(actor, "committee", fund=case.fund_id)
        taken.append(step.take_step(session, ref, "decide", actor=body, now=now))
    return taken


def _typed(commissioner: str, choice: committees.Delegated) -> dict[str, object]:
    amounts = [{"period": period, "pence": pence} for period, pence in sorted((choice.amounts or {}).items())]
    return {
        "commissioner": commissioner,
        "outcome": choice.outcome,
        "authority": choice.authority,
        "cut_lines": choice.cut_lines,
        "reason": choice.reason,
        **({"amounts": amounts} if amounts else {}),
    }
