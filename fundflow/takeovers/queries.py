"""Reads which rounds are taken over, what their files say, and what the outside ledger knows of it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace

from sqlmodel import Session, col, select

from fundflow import applications, finance, ledger
from fundflow.ledger import Account, Entry, Kind
from fundflow.takeovers.rules import Compared
from fundflow.takeovers.tables import TakenLine, TakeOver


def find(session: Session, round_id: int) -> TakeOver | None:
    """The taking over of a round, if it was declared to be taken over."""
    return session.exec(select(TakeOver).where(TakeOver.round_id == round_id)).first()


def of_round(session: Session, ref: str, *, lock: bool = False) -> TakeOver | None:
    """The taking over of a round by the round's reference."""
    wanted = select(TakeOver).where(TakeOver.round == ref)
    return session.exec(wanted.with_for_update() if lock else wanted).first()


def take_overs(session: Session, *, fund: str | None = None) -> list[TakeOver]:
    """Every taking over, in the order in which they were declared."""
    wanted = select(TakeOver).order_by(col(TakeOver.id))
    return list(session.exec(wanted if fund is None else wanted.where(TakeOver.fund == fund)))


def standing_still(session: Session, round_id: int) -> bool:
    """Whether the bids of a round are being taken over, so that nothing happens to them yet."""
    wanted = select(TakeOver.id).where(TakeOver.round_id == round_id, col(TakeOver.live_at).is_(None))
    return session.exec(wanted).first() is not None


def lines(session: Session, take_over_ids: Collection[int | None], *, every: bool = False) -> list[TakenLine]:
    """The rows of the present position of some rounds, in the order of their file; `every` adds those replaced since."""
    wanted = select(TakenLine).where(col(TakenLine.take_over_id).in_(list(take_over_ids)))
    if not every:
        wanted = wanted.where(col(TakenLine.current))
    return list(session.exec(wanted.order_by(col(TakenLine.take_over_id), col(TakenLine.line), col(TakenLine.id))))


def lines_of_case(session: Session, application_id: int) -> list[TakenLine]:
    """The rows from which a case was taken over."""
    wanted = select(TakenLine).where(TakenLine.application_id == application_id, col(TakenLine.current))
    return list(session.exec(wanted.order_by(col(TakenLine.line))))


def outside_paid(session: Session, refs: Collection[str]) -> dict[str, int]:
    """Pence that the outside ledger says have left, by its own reference; a rejected payment counts nothing."""
    last = {one.reference: one for one in finance.transactions(session) if one.reference in set(refs)}
    return {ref: 0 if one.status == "rejected" else one.pence for ref, one in last.items()}


def compared(session: Session, over: TakeOver) -> list[Compared]:
    """By commissioner and period of a round: the file's rows (those left out too), what was opened here, what was paid."""
    found: dict[tuple[str, str], Compared] = {}

    def add(commissioner: str, period: str, **pence: int) -> None:
        at = found.get((commissioner, period)) or Compared(over.round, over.fund, commissioner, period)
        found[commissioner, period] = replace(at, **{name: getattr(at, name) + one for name, one in pence.items()})

    rows = _newest(lines(session, [over.id]))
    paid = outside_paid(session, {ref for one in rows for ref in one.payment_refs})
    seen: set[str] = set()
    for one in rows:
        outside = sum(paid.get(ref, 0) for ref in one.payment_refs if ref not in seen)
        seen |= set(one.payment_refs)
        figures = {"sheet_agreed": one.agreed_pence, "sheet_paid": one.paid_pence, "outside_paid": outside}
        add(one.commissioner, one.period, **figures, left_out=int(bool(one.left_out)))
    for (commissioner, period), (agreed, spent) in _opened(session, over).items():
        add(commissioner, period, ours_agreed=agreed, ours_paid=spent)
    return [found[key] for key in sorted(found)]


def _newest(rows: list[TakenLine]) -> list[TakenLine]:
    """What the file that was read last says of each bid: of one that was corrected and left out, the correction."""
    left_out = {one.their_ref for one in rows if one.left_out}
    return [one for one in rows if one.left_out or one.their_ref not in left_out]


def _opened(session: Session, over: TakeOver) -> dict[tuple[str, str], tuple[int, int]]:
    """Pence agreed, and of them paid, by the opening entries of a round that were not undone."""
    refs = {one.ref for one in applications.find_cases(session, round_ref=over.round)}
    entries = ledger.entries(session, kind=(Kind.OPENING, Kind.REVERSE_OPENING))
    undone = {one.reverses_id for one in entries}
    sums: dict[tuple[str, str], tuple[int, int]] = defaultdict(lambda: (0, 0))
    for one in entries:
        if one.kind is Kind.OPENING and one.id not in undone and one.case in refs:
            _add(sums, one)
    return sums


def _add(sums: dict[tuple[str, str], tuple[int, int]], entry: Entry) -> None:
    for posting in entry.postings:
        key = posting.target.key
        if key is not None:
            agreed, spent = sums[key.commissioner, key.period]
            now = posting.pence if posting.target.account is Account.PAID_OUT else 0
            sums[key.commissioner, key.period] = (agreed + posting.pence, spent + now)
