"""Asking money back: notice, reply, panel, and what the recipient and the panel make of it."""

from collections.abc import Collection, Sequence

from sqlmodel import Session

from fundflow import money
from fundflow.audit import Act
from fundflow.calendar import add_working_days
from fundflow.clock import day_words, london_day
from fundflow.errors import BadInput, Refused
from fundflow.payments.actions.moves import RecoveryMoved, move_recovery
from fundflow.payments.actions.raising import Person
from fundflow.payments.queries import recoveries as reads
from fundflow.payments.rules.facts import by_key
from fundflow.payments.rules.life import RECOVERY
from fundflow.payments.tables import Recovery

__all__ = [
    "agree_recovery",
    "dismiss_recovery",
    "drop_recovery",
    "give_notice",
    "no_reply_to_recovery",
    "reduce_recovery",
    "represent_recovery",
    "uphold_recovery",
]


def drop_recovery(session: Session, ref: str, *, reason: str, act: Act, roles: Collection[str]) -> RecoveryMoved:
    """Let a proposed recovery go before notice; nothing is posted."""
    row = move_recovery(session, reads.recovery(session, ref, lock=True), "drop", act=act, roles=roles)
    row.closing_reason = reason
    session.add(row)
    session.flush()
    return RecoveryMoved(row)


def give_notice(
    session: Session, ref: str, *, act: Act, roles: Collection[str], reply_working_days: int = 20
) -> RecoveryMoved:
    """Tell the recipient (L09): RECOVERY_DUE is to be posted for the parts.

    Raises:
        Refused: since it was proposed, less of it is paid and not asked back.
    """
    row = reads.recovery(session, ref, lock=True)
    RECOVERY.take(row.state, "give_notice", roles, ref=ref)
    parts = reads.due_parts(session, row.id)
    paid = by_key(reads.recoverable(session, row.application_id, beside=row.id))
    for key, pence in by_key(parts).items():
        if pence > paid.get(key, 0):
            raise Refused.because(
                "within_paid",
                f"Notice of {ref} was not given. It asks {money.pounds(pence)} of {key[0]} for {key[1]} and "
                f"{money.pounds(paid.get(key, 0))} is paid there and not yet asked back. Drop it and raise it anew.",
            )
    row.notice_at = act.now
    row.reply_by = add_working_days(london_day(act.now), reply_working_days)
    move_recovery(session, row, "give_notice", act=act, roles=roles)
    return RecoveryMoved(row, parts)


def represent_recovery(session: Session, ref: str, *, reply: str, act: Act, roles: Collection[str]) -> RecoveryMoved:
    """The recipient disputes the notice, in time.

    Raises:
        Refused: the day to reply has passed.
        BadInput: nothing is said.
    """
    row = reads.recovery(session, ref, lock=True)
    RECOVERY.take(row.state, "represent", roles, ref=ref)
    if not reply.strip():
        raise BadInput("write what you think is wrong", place="reply")
    if row.reply_by is not None and london_day(act.now) > row.reply_by:
        raise Refused.because(
            "reply_in_time",
            f"Your reply to {ref} came too late to go to the panel: the last day was {day_words(row.reply_by)}. "
            "Ring us: we can still agree instalments.",
        )
    row.reply, row.replied_at = reply, act.now
    return RecoveryMoved(move_recovery(session, row, "represent", act=act, roles=roles))


def agree_recovery(session: Session, ref: str, *, act: Act, roles: Collection[str], reply: str = "") -> RecoveryMoved:
    """The recipient agrees with the notice."""
    row = reads.recovery(session, ref, lock=True)
    move_recovery(session, row, "agree", act=act, roles=roles)
    row.reply, row.replied_at = reply, act.now
    session.add(row)
    session.flush()
    return RecoveryMoved(row)


def no_reply_to_recovery(session: Session, ref: str, *, act: Act, roles: Collection[str]) -> RecoveryMoved:
    """The final demand (L09b), once the day to reply has passed.

    Raises:
        Refused: it has not.
    """
    row = reads.recovery(session, ref, lock=True)
    RECOVERY.take(row.state, "no_reply", roles, ref=ref)
    if row.reply_by is not None and london_day(act.now) <= row.reply_by:
        raise Refused.because(
            "reply_overdue",
            f"The final demand of {ref} was not sent: the recipient may reply until {day_words(row.reply_by)}. "
            "Wait until the day after.",
        )
    return RecoveryMoved(move_recovery(session, row, "no_reply", act=act, roles=roles))


def _panel(row: Recovery, panel: Sequence[Person], reason: str, act: Act) -> None:
    before = {row.raised_by: row.raised_name, row.seconded_by: row.seconded_name}
    known = [person.name for person in panel if person.id in before]
    if len({person.id for person in panel}) < 2 or known or act.actor_id not in {person.id for person in panel}:
        why = f"{known[0]} raised it" if known else "two different members, with the one who records it, are needed"
        raise Refused.because(
            "panel_not_involved",
            f"The result of {row.ref} was not recorded: {why}. The panel is at least two people who had no hand in "
            "the recovery. Ask others to sit.",
        )
    if not reason.strip():
        raise BadInput("write the panel's reason: the recipient reads it", place="reason")
    row.panel = [{"id": person.id, "name": person.name} for person in panel]
    row.panel_reason = reason


def uphold_recovery(
    session: Session, ref: str, *, panel: Sequence[Person], reason: str, act: Act, roles: Collection[str]
) -> RecoveryMoved:
    """The panel finds for the recipient (L09c): RECOVERY_DUE is to be reversed whole."""
    row = reads.recovery(session, ref, lock=True)
    RECOVERY.take(row.state, "uphold", roles, ref=ref)
    _panel(row, panel, reason, act)
    for share in reads.recovery_shares(session, row.id):
        share.due_pence = 0
        session.add(share)
    move_recovery(session, row, "uphold", act=act, roles=roles)
    return RecoveryMoved(row, reverses=(row.due_entry,))


def reduce_recovery(
    session: Session,
    ref: str,
    *,
    pence: int,
    panel: Sequence[Person],
    reason: str,
    act: Act,
    roles: Collection[str],
) -> RecoveryMoved:
    """The panel lowers the sum (L09c): RECOVERY_DUE is to be reversed whole, and posted anew for the parts.

    Raises:
        Refused: the new sum is not between nothing and the old one, or a panel member raised it.
    """
    row = reads.recovery(session, ref, lock=True)
    RECOVERY.take(row.state, "reduce", roles, ref=ref)
    _panel(row, panel, reason, act)
    shares = reads.recovery_shares(session, row.id)
    due = sum(share.due_pence for share in shares)
    if not 0 < pence < due:
        raise Refused.because(
            "reduced_sum",
            f"{ref} was not reduced to {money.pounds(pence)}: it is {money.pounds(due)}. Give a smaller sum above "
            "nothing, or dismiss or uphold the reply.",
        )
    lower = money.apportion(pence, {str(share.id): share.due_pence for share in shares}, ties="last")
    for share in shares:
        share.due_pence = lower[str(share.id)]
        session.add(share)
    move_recovery(session, row, "reduce", act=act, roles=roles)
    return RecoveryMoved(row, reads.due_parts(session, row.id), reverses=(row.due_entry,))


def dismiss_recovery(
    session: Session, ref: str, *, panel: Sequence[Person], reason: str, act: Act, roles: Collection[str]
) -> RecoveryMoved:
    """The panel finds that the sum stands (L09c); nothing is posted."""
    row = reads.recovery(session, ref, lock=True)
    RECOVERY.take(row.state, "dismiss", roles, ref=ref)
    _panel(row, panel, reason, act)
    return RecoveryMoved(move_recovery(session, row, "dismiss", act=act, roles=roles))
