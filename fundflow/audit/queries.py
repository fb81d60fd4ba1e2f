"""Reading the audit trail: one subject's history, and whether the chain is sound."""

from collections.abc import Iterator, Sequence
from dataclasses import fields

from sqlalchemy import select
from sqlmodel import Session

from fundflow.audit import rules
from fundflow.audit.rules import Anchor, Event, Fault, Vouched
from fundflow.audit.tables import EVENT, HEAD

_PAGE = 5_000


def history(session: Session, subject: str) -> list[Event]:
    """Everything recorded about a subject (`TF-17-0001`), oldest first."""
    found = session.connection().execute(select(EVENT).where(EVENT.c.subject == subject).order_by(EVENT.c.seq))
    return [Event(**row) for row in found.mappings()]


def recent(session: Session, *, limit: int = 50, before: int | None = None) -> list[Event]:
    """The latest events of every subject, newest first; `before` turns the page."""
    asked = select(EVENT).order_by(EVENT.c.seq.desc()).limit(limit)
    if before is not None:
        asked = asked.where(EVENT.c.seq < before)
    return [Event(**row) for row in session.connection().execute(asked).mappings()]


def since(
    session: Session, seq: int, *, subjects: Sequence[str] | None = None, limit: int | None = None
) -> list[Event]:
    """Events after one, oldest first: all, or those of some subjects, so many at the most; event 0 is the empty chain."""
    asked = select(EVENT).where(EVENT.c.seq > seq).order_by(EVENT.c.seq)
    if subjects is not None:
        asked = asked.where(EVENT.c.subject.in_(list(subjects)))
    found = session.connection().execute(asked if limit is None else asked.limit(limit))
    return [Event(**row) for row in found.mappings()]


def anchor(session: Session) -> Anchor:
    """Where the chain ends now; print it on every pack, report and backup. Event 0 is the empty chain."""
    return _head(session) or Anchor(0, rules.GENESIS)


def verify(session: Session, *, anchor: Anchor | None = None) -> list[Fault]:
    """Every fault of the whole chain, in order; none means that nothing was changed, removed, put in or moved.

    A consistent rewrite of everything shows only by an `anchor` kept outside the database.
    """
    found: list[Fault] = []
    try:
        found.extend(rules.faults(_all(session), head=_head(session), anchor=anchor))
    except (ValueError, TypeError) as error:
        found.append(Fault(found[-1].seq if found else 0, f"an event cannot be read ({error}): it was changed"))
    return found


def fingerprints(session: Session, *, what_prefix: str) -> Iterator[Vouched]:
    """What events vouch for rows elsewhere, by the beginning of their `what` (`ledger.`), in order."""
    columns = (EVENT.c[field.name] for field in fields(Vouched))
    asked = select(*columns).where(EVENT.c.what.startswith(what_prefix, autoescape=True)).order_by(EVENT.c.seq)
    for row in session.connection().execute(asked.execution_options(yield_per=_PAGE)):
        yield Vouched(*row)


def _head(session: Session) -> Anchor | None:
    row = session.connection().execute(select(HEAD.c.seq, HEAD.c.hash)).one_or_none()
    return Anchor(row.seq, row.hash) if row else None


def _all(session: Session) -> Iterator[Event]:
    asked = select(EVENT).order_by(EVENT.c.seq).execution_options(yield_per=_PAGE)
    for row in session.connection().execute(asked).mappings():
        yield Event(**row)
