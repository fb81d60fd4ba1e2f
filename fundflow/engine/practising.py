"""A round copied into a database of its own, in which an officer may try everything and nothing is real (journeys 4.5)."""

from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlmodel import Session

from fundflow import allocations, applications, audit, database, ledger, letters, migrations, people, practising
from fundflow.clock import london_day, moment_words, start_of, wire
from fundflow.engine.rounds import act_of, must_hold
from fundflow.engine.rounds.opening import arm
from fundflow.errors import BadInput, Refused
from fundflow.people import Actor

if TYPE_CHECKING:
    from collections.abc import Iterator

WHOLE = (
    *("organisation", "commissioner", "organisation_alias", "organisation_sameness", "membership", "commissioner_link"),
    *("list_snapshot", "organisation_event", "person", "role_grant", "registered_interest", "cover", "committee"),
    *("terms_version", "coding"),
)
"""Tables that are copied as they are, each after those that it names."""

NOWHERE = "practice.invalid"
"""The domain of every address in a practice database: by its nature no post ever arrives there."""


@dataclass(frozen=True)
class Practice:
    """What was made: where, of which round, how long it is open, and how many rows of each kind were copied."""

    database: str
    round: str
    closes_at: datetime
    copied: Mapping[str, int]


def start(
    session: Session, ref: str, *, to: str, actor: Actor, now: datetime, closes_at: datetime | None = None
) -> Practice:
    """Copy a round with its definitions, money, organisations, lists, people, roles and bodies into a new database.

    No bid, letter, payee or event of the real one goes along, and nobody's address. The money is there as it was
    allocated, all of it free. The copy closes as the round does; if that has passed, as long from now as the round was open.

    Raises:
        Refused: no role, this is a practice database itself (`practice_once`), `to` is this very database
            (`practice_elsewhere`) or has been used (`practice_in_new`).
        NotFound: no such round. BadInput: `to` names no database, or the closing time has passed.
    """
    row = applications.get_round(session, ref)
    must_hold(actor, "officer", fund=row.fund, doing="Copying a round for practice")
    _real(session, row)
    target = _named(to)
    try:
        _elsewhere(session, target, row)
        with _reached(target):
            _new(target, row)
            migrations.upgrade(target)
            made = _fill(session, target, row, actor=actor, now=now, closes_at=closes_at)
    finally:
        target.dispose()
    act = act_of(actor, now=now, what="practice.start", subject=ref)
    audit.record(session, act, after={"database": made.database, "closes_at": wire(made.closes_at), **made.copied})
    return made


def beside(session: Session, ref: str, *, now: datetime) -> str:
    """The address of a new practice database in the folder of this one, named by its round and the second of its making.

    Raises:
        Refused: this database stands on a server, where an office makes none by pressing a button.
    """
    url = session.get_bind().engine.url
    if url.get_backend_name() != "sqlite" or url.database in (None, "", ":memory:"):
        raise Refused.because(
            "practice_beside",
            f"{ref} was not copied: your database stands on a server, beside which no other is made by itself. Nothing has "
            f"changed. Ask whoever keeps it for a new one, and to make the copy there (fundflow practice start "
            f"--round {ref} --to URL).",
        )
    real = Path(str(url.database)).resolve()
    return f"sqlite:///{real.with_name(f'{real.stem}-practice-{ref}-{now:%Y%m%d-%H%M%S}.db')}"


def _named(to: str) -> database.Engine:
    try:
        return database.connect(to)
    except BadInput as wrong:
        raise BadInput(wrong.reason, place="--to") from None


@contextmanager
def _reached(target: database.Engine) -> "Iterator[None]":
    try:
        yield
    except database.IntegrityError:
        raise
    except database.DatabaseError as error:
        raise database.unreachable(error, practising.address_of(target)) from None


def _real(session: Session, row: applications.Round) -> None:
    marker = practising.marker(session)
    if marker is not None:
        raise Refused.because(
            "practice_once",
            f"{row.title} was not copied: this is a practice database itself, made of {marker.round_ref} on "
            f"{moment_words(marker.made_at)}. Nothing has changed. Copy the real round: name no other database (--database), "
            f"or name the real one ({marker.copied_from}).",
        )


def _elsewhere(session: Session, target: database.Engine, row: applications.Round) -> None:
    source = session.get_bind().engine
    if practising.doubled(source.url, target.url):
        raise Refused.because(
            "practice_elsewhere",
            f"{row.title} was not copied: {practising.address_of(target)} is the office's own database, and practice is "
            "kept out of it. Nothing has changed. Name a new one (--to sqlite:///practice.db, for example).",
        )


def _new(target: database.Engine, row: applications.Round) -> None:
    """Refuse a database in which anything stands; a schema that nobody used yet does not count."""
    status = migrations.status(target)
    if status.revision is None and not migrations.has_tables(target):
        return
    used = True
    if status.current:
        with database.reading(target) as there:
            used = bool(audit.recent(there, limit=1) or people.list_all(there) or practising.marker(there))
    if used:
        raise Refused.because(
            "practice_in_new",
            f"{row.title} was not copied: {practising.address_of(target)} is not empty, and a practice round is never laid "
            "over other records. Nothing has changed, there or here. Name a new one (--to sqlite:///practice-2.db, for example).",
        )


def _fill(
    source: Session,
    target: database.Engine,
    row: applications.Round,
    *,
    actor: Actor,
    now: datetime,
    closes_at: datetime | None,
) -> Practice:
    shown = practising.address_of(source.get_bind().engine)
    act = act_of(actor, now=now, what="practice.start", subject=row.ref)
    with database.writing(target) as session:
        practising.mark_new(session, round_ref=row.ref, copied_from=shown, made_by=actor.name, now=now)
        many = {name: _copied(source, session, name) for name in WHOLE}
        practising.copy_rows(source, session, "committee_member", where=lambda c: c.sitting_id.is_(None))
        _templates(source, session)
        many["allocated keys"] = _money(source, session, act)
        opened = _open(session, row, act=act, closes_at=closes_at)
        audit.record(session, act, subject=opened.ref, after={"of": row.ref, "in": shown})
        copied = {
            "organisations": many["organisation"],
            "lists": many["list_snapshot"],
            "people": many["person"],
            "allocations": many["allocated keys"],
        }
        return Practice(practising.address_of(target), opened.ref, opened.closes_at, copied)


def _copied(source: Session, target: Session, table: str) -> int:
    """A table's rows; people come without their addresses, so that nothing can reach them by mistake."""
    if table == "person":
        return practising.copy_rows(source, target, table, change=_unaddressed)
    return practising.copy_rows(source, target, table)


def _unaddressed(row: dict[str, Any]) -> Mapping[str, Any]:
    return {**row, "email": f"{row['sign_in_name']}@{NOWHERE}" if row["email"] else ""}


def _templates(source: Session, target: Session) -> None:
    """The office's own letters, so that practice shows what would be sent."""
    wanted = sorted({one.sha256 for one in letters.template_versions(source) if one.sha256})
    practising.copy_rows(source, target, "stored_file", where=lambda c: c.sha256.in_(wanted))
    practising.copy_rows(source, target, "letter_template")


def _money(source: Session, target: Session, act: audit.Act) -> int:
    """What is allocated at each key now, as one line each: after changes, virements and money carried forward."""
    receipts = [
        allocations.Receipt(
            fund=one.key.fund,
            commissioner=one.key.commissioner,
            period=one.key.period,
            pence=one.allocated,
            recurrence=one.recurrence or "non-recurrent",
            capital=one.capital,
            source="copied for practice",
        )
        for one in ledger.positions(source)
        if one.allocated > 0
    ]
    allocations.receive_many(target, receipts, act=act)
    return len(receipts)


def _closing(row: applications.Round, now: datetime) -> datetime:
    """As the round itself; where that has passed, after as many days as it was open, at the same time of day."""
    if row.closes_at > now:
        return row.closes_at
    last = london_day(row.closes_at)
    days = (last - london_day(row.opens_at)).days
    return start_of(london_day(now) + timedelta(days=max(days, 1))) + (row.closes_at - start_of(last))


def _open(
    session: Session, row: applications.Round, *, act: audit.Act, closes_at: datetime | None
) -> applications.Round:
    closes = closes_at or _closing(row, act.now)
    reserve = row.reserve_until if row.reserve_until and row.reserve_until > london_day(closes) else None
    passed = {"scores_due"} if str(row.settings.get("scores_due", "")) <= wire(closes) else set[str]()
    opened = applications.open_round(
        session,
        pinned=row.pinned,
        opens_at=min(row.opens_at, act.now),
        closes_at=closes,
        title=f"{row.title} (practice)",
        number=row.number,
        reserve_until=reserve,
        snapshot_on=row.snapshot_on,
        next_round=row.next_round,
        settings={name: value for name, value in row.settings.items() if name not in passed},
        act=act,
    )
    arm(session, opened)
    return opened
