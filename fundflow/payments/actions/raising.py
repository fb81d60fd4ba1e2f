"""Proposing to ask money back: by an officer and finance together, and no more than was paid."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from fundflow import money
from fundflow.audit import Act
from fundflow.errors import BadInput, Refused
from fundflow.payments.actions.moves import note_move
from fundflow.payments.queries import recoveries as reads
from fundflow.payments.rules.facts import CaseFacts, Part
from fundflow.payments.rules.life import RECOVERY
from fundflow.payments.rules.recovery import Working, known_reason, spread
from fundflow.payments.tables import Recovery, RecoveryShare


@dataclass(frozen=True)
class Person:
    """Someone beside the actor: id, the name shown, and the roles in which they act."""

    id: int
    name: str
    roles: tuple[str, ...] = ()


def raise_recovery(
    session: Session,
    case: CaseFacts,
    *,
    cause: str,
    clause: str,
    working: Working,
    second: Person,
    act: Act,
    roles: Collection[str],
    outcome: str = "forfeited",
    parts: Sequence[Part] | None = None,
) -> Recovery:
    """Propose a recovery, by an officer and finance together; nothing is posted until notice is given.

    The sum is shared over the keys that paid unless `parts` says how (they must add up to it).

    Raises:
        Refused: more than was paid and not yet asked back, one person alone, or a clause missing.
    """
    number = len(reads.recoveries_of(session, case.application_id)) + 1
    ref = f"{case.ref}/R{number}"
    state = RECOVERY.take("start", "raise", roles, ref=ref)
    _two_signatures(ref, second, act, roles)
    pence = working.pence
    shares = may_raise(session, case, cause=cause, clause=clause, outcome=outcome, pence=pence, parts=parts)
    row = Recovery(
        **case.columns(number, kind="R"),
        state=state,
        state_since=act.now,
        cause=cause,
        clause=clause,
        calculation=working.sentence,
        working=dict(working.figures),
        outcome=outcome,
        raised_at=act.now,
        raised_by=act.actor_id,
        raised_name=act.actor,
        seconded_by=second.id,
        seconded_name=second.name,
    )
    session.add(row)
    note_move(session, row, "raise", "start", act=act)
    _add_shares(session, row, shares)
    return row


def may_raise(
    session: Session,
    case: CaseFacts,
    *,
    cause: str,
    clause: str,
    outcome: str,
    pence: int,
    parts: Sequence[Part] | None = None,
) -> tuple[Part, ...]:
    """The keys by which a recovery of a sum would be shared, if it could be raised by two people; writes nothing.

    Raises:
        BadInput: cause, outcome or clause are not known.
        Refused: more than was paid and not yet asked back.
    """
    known_reason(cause, outcome)
    if not clause.strip():
        raise BadInput("name the clause of the agreement that lets us ask for it back", place="clause")
    return _shares(session, case, pence, parts)


def _two_signatures(ref: str, second: Person, act: Act, roles: Collection[str]) -> None:
    both = {"officer", "finance"}
    one, two = both & set(roles), both & set(second.roles)
    if second.id == act.actor_id or not one or not two or one | two != both:
        raise Refused.because(
            "two_signatures",
            f"{ref} was not raised. It needs an officer and a different person of finance; "
            f"{act.actor} and {second.name} signed. Ask the one who is missing.",
        )


def _add_shares(session: Session, row: Recovery, shares: Sequence[Part]) -> None:
    assert row.id is not None
    for part in shares:
        session.add(
            RecoveryShare(
                recovery_id=row.id,
                commissioner=part.commissioner,
                period=part.period,
                delivery_year=part.delivery_year,
                pence=part.pence,
                due_pence=part.pence,
            )
        )
    session.flush()


def _shares(session: Session, case: CaseFacts, pence: int, parts: Sequence[Part] | None) -> tuple[Part, ...]:
    paid = reads.recoverable(session, case.application_id)
    if parts is None:
        return spread(pence, paid, ref=case.ref)
    if sum(part.pence for part in parts) != pence or any(part.pence <= 0 for part in parts):
        raise BadInput(f"the parts do not add up to {money.pounds(pence)}", place="parts")
    held = {(part.commissioner, part.period, part.delivery_year): part.pence for part in paid}
    for part in parts:
        most = held.get((part.commissioner, part.period, part.delivery_year), 0)
        if part.pence > most:
            raise Refused.because(
                "within_paid",
                f"No recovery was raised. {money.pounds(part.pence)} is asked back for {part.commissioner} in "
                f"{part.period} and {money.pounds(most)} is paid there and not yet asked back. Lower it to that.",
            )
    return tuple(parts)
