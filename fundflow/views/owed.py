"""Money that is asked back of an award, as its recipient sees it: how much still, and by when they may answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from fundflow.payments import Recovery, RecoveryShare

UNANSWERED = "notice_given"
"""Where a recovery stands that its recipient has not answered yet."""


@dataclass(frozen=True)
class Owed:
    """One recovery: the pence still owed back, its page, and the day by which it may be answered, while it may."""

    ref: str
    path: str
    pence: int
    reply_by: date | None


def still_owed(recovery: Recovery, shares: Iterable[RecoveryShare]) -> int:
    """What is still owed back of a recovery, in pence, by those of some shares that are its own."""
    return sum(one.left_pence for one in shares if one.recovery_id == recovery.id)


def owed_back(recoveries: Iterable[Recovery], shares: Iterable[RecoveryShare]) -> tuple[Owed, ...]:
    """What is asked back, of which notice was given; a proposal is the office's own until then."""
    every = list(shares)
    return tuple(
        Owed(
            row.ref,
            "/cases/" + row.ref.replace("/", "/recoveries/", 1),
            still_owed(row, every),
            row.reply_by if row.state == UNANSWERED else None,
        )
        for row in recoveries
        if row.notice_at is not None
    )
