"""Mail on its way out: set by an administrator, sent by the worker, looked after by officers where it did not arrive."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine
from sqlmodel import Session

from fundflow import applications, audit, database, letters, mail, people, practising
from fundflow.engine import mailing
from fundflow.engine.rounds import act_of, must_hold
from fundflow.errors import BadInput, Refused, Stale
from fundflow.mail import Answer, MailSetting, Message
from fundflow.people import Actor

PASSWORD = "FUNDFLOW_MAIL_PASSWORD"  # noqa: S105 - the name of the variable, not what it holds
TASK = "mail_not_delivered"


@dataclass(frozen=True)
class Sent:
    """One message that was tried and what came of it; `line` says that the fault would meet every other one too."""

    number: int
    about: str
    kind: str
    outcome: str
    line: bool = False


@dataclass(frozen=True)
class Listed:
    """A message as an officer sees it; its link and code only where it is theirs to send by hand."""

    row: Message
    by_hand: bool
    path: str
    code: str


def set_up(session: Session, given: MailSetting, *, actor: Actor, now: datetime) -> MailSetting:
    """Set how this office sends mail, and send from now on.

    Raises:
        Refused: not an administrator, or this is a practice copy. BadInput: mail cannot be sent like that.
    """
    must_hold(actor, doing="Setting how mail is sent")
    practice = practising.marker(session)
    if practice is not None:
        raise Refused.because(
            "practice_writes_to_nobody",
            f"Mail was not set: this is a practice copy of {practice.round_ref}, and nothing leaves it. Nothing has changed. "
            "Set it in the office's own database.",
        )
    given.set_at, given.set_by, given.on = now, actor.name, True
    row = mail.keep_setting(session, given)
    shown = {"host": row.host, "port": row.port, "security": row.security, "from": row.from_address, "site": row.site}
    audit.record(session, act_of(actor, now=now, what="mail.set", subject="mail"), after=shown)
    return row


def switch_off(session: Session, *, reason: str, actor: Actor, now: datetime) -> None:
    """Send nothing from now on; what waits stays, and is seen by officers.

    Raises:
        Refused: not an administrator. BadInput: mail was never set.
    """
    must_hold(actor, doing="Switching mail off")
    row = mail.setting(session)
    if row is None:
        raise BadInput("mail was never set, so nothing is sent anyway", place="mail")
    mail.switch_off(session, row, now=now, by=actor.name)
    audit.record(session, act_of(actor, now=now, what="mail.off", subject="mail", reason=reason))


def listed(session: Session, *, actor: Actor, states: Sequence[str] = (), limit: int = 200) -> list[Listed]:
    """Messages of the funds of an officer, those that did not arrive first; those about accounts for administrators."""
    on = mailing.setting(session) is not None
    return [_seen(one, on) for one in mail.messages(session, states=states, limit=limit) if _theirs(actor, one)]


def _seen(row: Message, on: bool) -> Listed:  # noqa: FBT001 - asked once for a whole list
    by_hand = row.state in ("waiting", "failed", "bounced") and (not on or row.state != "waiting")
    shows = by_hand and row.kind not in mail.PRIVATE
    return Listed(row, by_hand, row.path if shows else "", row.code if shows else "")


def _theirs(actor: Actor, row: Message) -> bool:
    return bool(actor.has("officer", fund=row.fund) if row.fund else actor.holds("administrator"))


def _chosen(session: Session, number: int, what: str, *, actor: Actor, now: datetime, reason: str = "") -> Message:
    row = mail.message(session, number)
    if row.fund:
        must_hold(actor, "officer", fund=row.fund, doing="Sending messages")
    else:
        must_hold(actor, doing="Sending messages about accounts")
    act = act_of(actor, now=now, what=what, subject=row.about, reason=reason)
    audit.record(session, act, after={"message": row.id, "to": row.to_name, "subject": row.subject})
    return row


def retry(session: Session, number: int, *, actor: Actor, now: datetime) -> Message:
    """Have a message that did not arrive sent again.

    Raises:
        Refused: not an officer of its fund, or what it lets somebody do was dropped. NotFound, Stale.
    """
    row = _chosen(session, number, "mail.retry", actor=actor, now=now)
    if row.kind != "letter" and not row.path:
        raise Refused.because(
            "link_dropped",
            f"Message {number} was not sent again: it had left once, and its link is kept nowhere since. Nothing has "
            "changed. Make a new link where this one was made.",
        )
    mail.retry(session, row, now=now)
    _settle(session, row, actor=actor, now=now)
    return row


def told_by_hand(session: Session, number: int, *, actor: Actor, now: datetime) -> Message:
    """An officer has sent a message from a mailbox, or rung: from now on nobody reads its link here.

    Raises:
        Refused: not an officer of its fund. NotFound, Stale.
    """
    row = _chosen(session, number, "message.sent", actor=actor, now=now)
    mail.told_by_hand(session, row, by=actor.name, now=now)
    _settle(session, row, actor=actor, now=now)
    _carry(session, row, "by_hand", now=now)
    return row


def came_back(session: Session, number: int, *, said: str, actor: Actor, now: datetime) -> Message:
    """A message came back after it had left, as the office's mailbox says: somebody must be told another way.

    Raises:
        Refused: not an officer of its fund. BadInput: no words of what came back. NotFound, Stale.
    """
    if not said.strip():
        raise BadInput("say what the message that came back says", place="said")
    row = _chosen(session, number, "mail.bounced", actor=actor, now=now, reason=said)
    mail.bounced(session, row, said=f"It came back: {said.strip().rstrip('.')}.")
    _give_up(session, row, now=now)
    return row


def send_next(
    engine: Engine, *, now: datetime, worker: str, give: Callable[..., Answer] = mail.give, clock_set: bool = False
) -> Sent | None:
    """Try the next message that is due; none where nothing waits, mail is off, or this copy must write to nobody.

    The mail server is spoken to outside any transaction. What keeps a message from going twice is that its handing over
    is committed before its text goes, by one worker alone.
    """
    with database.writing(engine) as session:
        setting = mailing.setting(session)
        if setting is None or clock_set:
            return None
        for number in mail.lost(session, now=now):
            _give_up(session, mail.message(session, number), now=now)
        row = mail.claim(session, now=now, worker=worker)
        if row is None:
            return None
        session.expunge_all()
    why = mail.undeliverable(row.to_email)
    try:
        answer = Answer("never", f"{why}.") if why else _given(engine, row, setting, now=now, worker=worker, give=give)
        return _noted(engine, row, answer, now=now, worker=worker)
    except Stale:
        return Sent(row.id or 0, row.about, row.kind, "another worker has it")


def _given(
    engine: Engine, row: Message, setting: MailSetting, *, now: datetime, worker: str, give: Callable[..., Answer]
) -> Answer:
    def last_moment() -> None:
        with database.writing(engine) as session:
            mail.hand_over(session, row.id or 0, worker=worker, now=now)

    envelope = mail.envelope(row, setting, now=now)
    password = os.environ.get(PASSWORD, "")
    return give(envelope, setting, password=password, to=row.to_email, last_moment=last_moment)


def _noted(engine: Engine, row: Message, answer: Answer, *, now: datetime, worker: str) -> Sent:
    number = row.id or 0
    with database.writing(engine) as session:
        match answer.what:
            case "accepted":
                mail.accepted(session, number, worker=worker, now=now)
                _carry(session, row, "sent", now=now)
                return Sent(number, row.about, row.kind, "sent")
            case "broke_off":
                mail.broke_off(session, number, worker=worker)
                ended = True
            case _:
                final = answer.what == "never"
                ended = mail.not_taken(session, number, worker=worker, now=now, why=answer.said, final=final)
        if ended:
            _give_up(session, mail.message(session, number), now=now)
    return Sent(number, row.about, row.kind, "given up" if ended else "tried again later", answer.line)


def _give_up(session: Session, row: Message, *, now: datetime) -> None:
    """What did not arrive is somebody's to do; a letter that nobody was told of has come back."""
    system = people.system(session)
    act = act_of(system, now=now, what=TASK, subject=row.about)
    applications.raise_task(
        session,
        key=f"{TASK}:{row.id}:{row.state}:{now.isoformat()}",
        kind=TASK,
        role="officer" if row.fund else "administrator",
        fund=row.fund,
        application_id=applications.get(session, row.about).id if row.fund else None,
        text=f"A message about {row.about} did not reach {row.to_name}. {row.last_error} Ring them, or send message "
        f"{row.id} again",
        payload={"message": row.id},
        act=act,
    )
    _carry(session, row, "bounced", now=now)
    audit.record(session, act, after={"message": row.id, "to": row.to_name})


def _settle(session: Session, row: Message, *, actor: Actor, now: datetime) -> None:
    """The task about a message is done when somebody has dealt with it."""
    act = act_of(actor, now=now, what=TASK, subject=row.about)
    for one in applications.tasks(session, fund=row.fund):
        if one.kind == TASK and one.payload.get("message") == row.id:
            applications.finish_task(session, one.key, act=act)


def _carry(session: Session, row: Message, status: str, *, now: datetime) -> None:
    """A released letter is on its way as its message is; where that does not follow, it stays as it is."""
    if row.kind != "letter":
        return
    letter = letters.get(session, row.thing)
    if letter.state == "released" and letters.may_follow(letter.delivery, status):
        letters.deliver(session, letter.ref, status, now=now)
