"""Reads how mail is sent, what waits, and what did not arrive."""

from collections.abc import Sequence

from sqlalchemy import func, literal, union_all
from sqlmodel import Session, col, select

from fundflow.errors import NotFound
from fundflow.mail.tables import MailSetting, Message


def setting(session: Session) -> MailSetting | None:
    """How this office sends mail; none where nobody has set it."""
    return session.exec(select(MailSetting)).first()


def message(session: Session, number: int) -> Message:
    """One message by its number.

    Raises:
        NotFound: there is none.
    """
    found = session.get(Message, number)
    if found is None:
        raise NotFound(f"There is no message {number}. The list of messages shows their numbers.")
    return found


def messages(session: Session, *, states: Sequence[str] = (), limit: int = 200) -> list[Message]:
    """Messages in some states or in any: those that a person must look at first, then the newest."""
    query = select(Message).order_by(
        col(Message.state).in_(("failed", "bounced")).desc(), (col(Message.state) == "sent"), col(Message.id).desc()
    )
    if states:
        query = query.where(col(Message.state).in_(list(states)))
    return list(session.exec(query.limit(limit)))


def told_of(session: Session, thing: str) -> list[Message]:
    """The messages that tell of one thing (`TF-17-0001/L04`)."""
    return list(session.exec(select(Message).where(Message.thing == thing).order_by(col(Message.id))))


def counts(session: Session) -> dict[str, int]:
    """How many messages are in each state, and under `on` whether mail is sent (1) or not (absent), in one question."""
    of_messages = select(Message.state, func.count()).group_by(Message.state)
    switched = select(literal("on"), func.count()).select_from(MailSetting).where(col(MailSetting.on))
    found = session.connection().execute(union_all(of_messages, switched))
    return {state: int(many) for state, many in found if many}
