"""Loads codes of the outside ledger: a new one ends the one before, and none is ever written over."""

from dataclasses import asdict
from datetime import timedelta

from sqlmodel import Session

from fundflow.audit import Act
from fundflow.clock import day_words
from fundflow.errors import BadInput
from fundflow.finance.queries import coding as reads
from fundflow.finance.rules.coding import Code
from fundflow.finance.tables import Coding

__all__ = ["add_code"]


def add_code(session: Session, code: Code, *, act: Act, dry_run: bool = False) -> bool:
    """Enter a code; whether anything was new. One that runs without an end is ended by its follower's first day.

    Raises:
        BadInput: other codes are on record for the same days.
    """
    same = [row for row in reads.rows(session, fund=code.fund) if reads.as_code(row).place == code.place]
    if any(row.starts == code.starts and reads.as_code(row).texts == code.texts for row in same):
        return False
    clash = next((row for row in same if row.starts >= code.starts or (row.ends and row.ends >= code.starts)), None)
    if clash is not None:
        raise BadInput(
            f"another code is on record for this from {day_words(clash.starts)} (cost centre {clash.cost_centre}), and "
            "payments may carry it: give the new code a later first day",
            place="starts",
        )
    if dry_run:
        return True
    for row in (row for row in same if row.ends is None):
        row.ends = code.starts - timedelta(days=1)
        session.add(row)
    session.add(Coding(**asdict(code), added_at=act.now, added_by=act.actor_id))
    session.flush()
    return True
