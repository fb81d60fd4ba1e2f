"""Finds cases and the rows that hang on them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from fundflow.applications.rules.consent import PRESENT
from fundflow.applications.tables import (
    Application,
    CaseTask,
    Clarification,
    Participant,
    Round,
    Share,
    Signature,
)
from fundflow.errors import NotFound

_CASE = (
    *("ref", "fund", "workflow", "lead", "title", "state", "state_since", "version", "ask_pence", "submitted_at"),
    *("deferral_count", "preference", "links", "their_ref", "set_aside"),
)


@dataclass(frozen=True)
class CaseRow:
    """One line of a list of cases."""

    id: int
    ref: str
    round: str
    fund: str
    workflow: str
    lead: str
    title: str
    state: str
    state_since: datetime
    version: int
    ask_pence: int
    submitted_at: datetime | None
    deferral_count: int
    preference: int | None
    links: Mapping[str, Sequence[str]]
    their_ref: str
    set_aside: bool


def get(session: Session, ref: str) -> Application:
    """One case by reference, without a lock.

    Raises:
        NotFound: there is none.
    """
    return _found(session.exec(select(Application).where(Application.ref == ref)).first(), ref)


def get_by_id(session: Session, application_id: int) -> Application:
    """One case by id.

    Raises:
        NotFound: there is none.
    """
    return _found(session.get(Application, application_id), str(application_id))


def by_ids(session: Session, numbers: Collection[int]) -> dict[int, Application]:
    """Some cases by their numbers; the database is asked only where there are any."""
    if not numbers:
        return {}
    query = select(Application).where(col(Application.id).in_(numbers))
    return {row.id: row for row in session.exec(query) if row.id is not None}


def by_their_ref(session: Session, round_id: int, their_ref: str) -> Application | None:
    """The case of a round that was taken over under another office's reference, if there is one that stands."""
    wanted = select(Application).where(
        Application.round_id == round_id, Application.their_ref == their_ref, col(Application.set_aside).is_(False)
    )
    return session.exec(wanted).first()


def _found(application: Application | None, named: str) -> Application:
    if application is None:
        raise NotFound(f"there is no case '{named}'. Look among those that you may see (fundflow application list)")
    return application


def lock(session: Session, ref: str) -> Application:
    """One case, read afresh and locked until the transaction ends (a row lock; on SQLite the transaction is the lock).

    Raises:
        NotFound: there is none.
    """
    query = select(Application).where(Application.ref == ref).with_for_update()
    return _found(session.exec(query, execution_options={"populate_existing": True}).first(), ref)


def lock_all(session: Session, refs: Iterable[str]) -> list[Application]:
    """Several cases, locked in the order of their ids so that two callers never wait for each other.

    Raises:
        NotFound: one of them does not exist.
    """
    wanted = set(refs)
    query = select(Application).where(col(Application.ref).in_(wanted)).order_by(col(Application.id)).with_for_update()
    found = list(session.exec(query, execution_options={"populate_existing": True}))
    missing = wanted - {application.ref for application in found}
    if missing:
        _found(None, min(missing))
    return found


def find_cases(
    session: Session,
    *,
    fund: str | None = None,
    round_ref: str | None = None,
    states: Sequence[str] | None = None,
    lead: str | None = None,
    participant: str | Collection[str] | None = None,
    commissioner: str | None = None,
    refs: Sequence[str] | None = None,
    with_set_aside: bool = False,
) -> list[CaseRow]:
    """Cases that fit every filter given, by reference; those set aside only when asked for.

    Of several participants one is enough.
    """
    query = select(Application, Round.ref).join(Round, col(Round.id) == Application.round_id)
    if not with_set_aside:
        query = query.where(col(Application.set_aside).is_(False))
    for column, value in ((Application.fund, fund), (Round.ref, round_ref), (Application.lead, lead)):
        if value is not None:
            query = query.where(col(column) == value)
    if states is not None:
        query = query.where(col(Application.state).in_(states))
    if refs is not None:
        query = query.where(col(Application.ref).in_(refs))
    if participant is not None:
        bodies = [participant] if isinstance(participant, str) else sorted(participant)
        inside = select(Participant.application_id).where(
            col(Participant.organisation).in_(bodies), col(Participant.state).in_(PRESENT)
        )
        query = query.where(col(Application.id).in_(inside))
    if commissioner is not None:
        paying = select(Share.application_id).where(Share.commissioner == commissioner)
        query = query.where(col(Application.id).in_(paying))
    query = query.order_by(col(Application.ref))
    return [_row(application, round_ref) for application, round_ref in session.exec(query)]


def cases_naming(session: Session, bodies: Collection[str], *, beside: str) -> list[tuple[str, Application, Round]]:
    """Cases of every fund but one that one of these bodies leads or is in: by body, then by reference."""
    here = (col(Application.set_aside).is_(False), col(Application.fund) != beside)
    leading = session.exec(select(Application.lead, Application).where(col(Application.lead).in_(bodies), *here))
    inside = session.exec(
        select(Participant.organisation, Application)
        .join(Application, col(Application.id) == col(Participant.application_id))
        .where(col(Participant.organisation).in_(bodies), col(Participant.state).in_(PRESENT), *here)
    )
    found = {(body, row.ref): row for body, row in [*leading, *inside]}
    needed = {row.round_id for row in found.values()}
    rounds = {one.id: one for one in session.exec(select(Round).where(col(Round.id).in_(needed)))} if needed else {}
    return [(body, row, rounds[row.round_id]) for (body, _), row in sorted(found.items(), key=lambda one: one[0])]


def _row(application: Application, round_ref: str) -> CaseRow:
    assert application.id is not None
    same = {name: getattr(application, name) for name in _CASE}
    return CaseRow(id=application.id, round=round_ref, **same)


def signatures(
    session: Session, application_id: int, *, step: str | None = None, last: bool = False
) -> list[Signature]:
    """Signatures that still bind: not cleared, and given to the case as it stands now; oldest first.

    `last` gives those of the step when it was last signed, although the case has moved on since.
    """
    query = (
        select(Signature)
        .join(Application, col(Application.id) == Signature.application_id)
        .where(Signature.application_id == application_id, col(Signature.cleared_at).is_(None))
    )
    if not last:
        query = query.where(Signature.version == Application.version)
    if step is not None:
        query = query.where(Signature.step == step)
    found = list(session.exec(query.order_by(col(Signature.id))))
    newest = max((one.version for one in found), default=0)
    return [one for one in found if one.version == newest]


def last_signed(session: Session, application_id: int, *, step: str) -> list[Signature]:
    """Who signed a step that several sign the last time, after it was executed too; oldest first."""
    query = select(Signature).where(
        Signature.application_id == application_id, Signature.step == step, col(Signature.cleared_at).is_(None)
    )
    rows = list(session.exec(query.order_by(col(Signature.id))))
    return [row for row in rows if row.version == rows[-1].version]


def clarifications(session: Session, application_id: int) -> list[Clarification]:
    """Every set of questions of a case, in order."""
    query = select(Clarification).where(Clarification.application_id == application_id)
    return list(session.exec(query.order_by(col(Clarification.number))))


def open_clarification(session: Session, application_id: int) -> Clarification | None:
    """The set of questions that waits for an answer, if there is one."""
    query = select(Clarification).where(Clarification.application_id == application_id, Clarification.outcome == "open")
    return session.exec(query).first()


def tasks(
    session: Session, *, roles: Sequence[str] | None = None, fund: str | None = None, application_id: int | None = None
) -> list[CaseTask]:
    """Tasks not yet done, the most urgent first; those without a date last."""
    query = select(CaseTask).where(col(CaseTask.done_at).is_(None))
    if roles is not None:
        query = query.where(col(CaseTask.role).in_(roles))
    if fund is not None:
        query = query.where(CaseTask.fund == fund)
    if application_id is not None:
        query = query.where(CaseTask.application_id == application_id)
    found = list(session.exec(query.order_by(col(CaseTask.id))))
    return sorted(found, key=lambda row: (row.due_at is None, row.due_at or row.raised_at))


def task_by_key(session: Session, key: str) -> CaseTask | None:
    """One task, done or not, by the key under which it was raised."""
    return session.exec(select(CaseTask).where(CaseTask.key == key)).first()
