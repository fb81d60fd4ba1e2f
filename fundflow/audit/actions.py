"""Recording events: queued while the work is done, chained last in the transaction."""

import secrets
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, event, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session as AnySession
from sqlalchemy.orm import SessionTransaction
from sqlmodel import Session

from fundflow import database
from fundflow.audit import rules
from fundflow.audit.rules import REDACT, Act, Anchor
from fundflow.audit.tables import EVENT, HEAD
from fundflow.errors import FundflowError, NotFound, Refused

_QUEUE = "audit.queue"
_SALT_BYTES = 16
_READ_HEAD = select(HEAD.c.seq, HEAD.c.hash).with_for_update()
_MOVE_HEAD = update(HEAD).values(seq=bindparam("to_seq"), hash=bindparam("to_hash"))
_ADD_EVENTS = insert(EVENT)


@dataclass
class _Queued:
    """An event that waits for the end of its transaction, and the savepoints that can still undo it."""

    columns: dict[str, Any]
    savepoints: list[SessionTransaction] = field(default_factory=list)
    blanks: int | None = None


def record(
    session: Session,
    act: Act,
    *,
    what: str | None = None,
    subject: str | None = None,
    before: object = None,
    after: object = None,
    item: str = "",
    fingerprint: str = "",
) -> None:
    """Record that something was done: queued now, chained once, last in this transaction.

    `before` and `after` are anything that JSON can say (dates and the like become text). `item` and `fingerprint` vouch
    for a row elsewhere (`entry 12`); they stay when the event's contents are redacted.
    """
    said = {"reason": act.reason, "before": before, "after": after, "key": act.key}
    payload = rules.canonical({name: value for name, value in said.items() if value not in (None, "")})
    salt = secrets.token_hex(_SALT_BYTES)
    columns = {
        "at": act.now,
        "actor_id": act.actor_id,
        "actor": act.actor,
        "what": act.what if what is None else what,
        "subject": act.subject if subject is None else subject,
        "item": item,
        "fingerprint": fingerprint,
        "digest": rules.sha256(f"{salt}{payload}"),
        "salt": salt,
        "payload": payload,
    }
    _enqueue(session, _Queued(columns))


def redact(session: Session, seq: int, *, act: Act) -> None:
    """Blank the contents of an event for ever; who, when and why (`act.reason`) becomes an event of its own.

    Raises:
        NotFound: there is no such event.
        Refused: it is redacted already, is itself a redaction, or no reason is given.
    """
    found = session.connection().execute(select(EVENT).where(EVENT.c.seq == seq)).mappings().one_or_none()
    if found is None:
        raise NotFound(f"There is no event {seq} in the audit trail.")
    if found["payload"] is None:
        raise Refused.because("redacted_once", f"Event {seq} was redacted before. Nothing has changed.")
    if found["what"] == REDACT:
        raise Refused.because("redacted_once", f"Event {seq} records a redaction and must stay. Nothing has changed.")
    if not act.reason:
        raise Refused.because("reason_given", f"Event {seq} was not redacted: say why, with the exemption.")
    record(session, act, what=REDACT, subject=found["subject"], item=f"event {seq}", fingerprint=str(found["digest"]))
    queue: list[_Queued] = session.info[_QUEUE]
    queue[-1].blanks = seq


def _enqueue(session: Session, queued: _Queued) -> None:
    nested = session.get_nested_transaction()
    while nested is not None and nested.nested:
        queued.savepoints.append(nested)
        nested = nested.parent
    session.info.setdefault(_QUEUE, []).append(queued)
    database.at_the_end(session, "audit", _chain)


@event.listens_for(AnySession, "after_soft_rollback")
def _forget(session: AnySession, undone: SessionTransaction) -> None:
    """What was rolled back was not done: its events go with it."""
    if _QUEUE in session.info:
        queue: list[_Queued] = session.info[_QUEUE]
        session.info[_QUEUE] = [one for one in queue if undone.nested and undone not in one.savepoints]


def _chain(session: Session) -> None:
    queue: list[_Queued] = session.info.pop(_QUEUE, [])
    if not queue:
        return
    connection = session.connection()
    head = _locked_head(connection)
    seq, previous = head.seq, head.hash
    rows = []
    for queued in queue:
        seq += 1
        row = {**queued.columns, "seq": seq, "previous": previous}
        row["hash"] = previous = rules.link(row)
        rows.append(row)
    connection.execute(_ADD_EVENTS, rows)
    connection.execute(_MOVE_HEAD, {"to_seq": seq, "to_hash": previous})
    for blanked in (queued.blanks for queued in queue if queued.blanks is not None):
        connection.execute(update(EVENT).where(EVENT.c.seq == blanked).values(salt=None, payload=None))


def _locked_head(connection: Connection) -> Anchor:
    """Where the chain ends. Its row is the lock: who holds it alone can lengthen the chain, until the commit."""
    head = connection.execute(_READ_HEAD).one_or_none()
    if head is None:
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        first = dialect.insert(HEAD).values(id=1, seq=0, hash=rules.GENESIS).on_conflict_do_nothing()
        # Of two first transactions the second waits here for the first, and then goes on from what that one left.
        made = connection.execute(first.returning(HEAD.c.id)).first()
        if made and connection.execute(select(EVENT.c.seq).limit(1)).first():
            raise FundflowError(
                "The audit trail has lost its end, so nothing was saved. Ask your administrator to look into it "
                "(fundflow audit verify)."
            )
        head = connection.execute(_READ_HEAD).one()
    return Anchor(head.seq, head.hash)
