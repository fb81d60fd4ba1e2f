"""Sweeping at intervals until a signal comes; any number of workers may do so side by side.

No leader is chosen: every piece of work is leased to one worker in the table of due work, and closed in the transaction
of its effect, so a second worker helps and a dead one delays a piece by its lease, nothing more.
"""

import logging
import os
import secrets
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from types import FrameType

from sqlalchemy import Engine
from structlog.typing import FilteringBoundLogger

from fundflow import clock, database, due, engine, migrations
from fundflow.engine.due import Done
from fundflow.engine.mail_out import Sent
from fundflow.worker import log

INTERVAL_SECONDS = 15.0
"""How long a worker waits before it looks again."""

_ALIVE_MINUTES = 15
_SEEN_SECONDS = 60
_MOST_MAIL = 100
"""Messages in one pass, so that due work is not kept waiting."""


class _Asked(BaseException):
    """A signal asked the worker to end."""


def run(
    where: Engine | str, *, once: bool = False, interval_seconds: float = INTERVAL_SECONDS, name: str | None = None
) -> list[Done]:
    """Do due work until SIGTERM or SIGINT, then finish what is in hand; with `once`, sweep once and say what was done.

    `where` is an engine or a database's address; `name` tells this worker from others in leases and in the log.

    Raises:
        SchemaMissing: the database has no schema, or an old one. BadInput: the address names no database.
    """
    opened = database.connect(where) if isinstance(where, str) else where
    name = name or _own_name()
    lines = log.opened(worker=name)
    try:
        migrations.require_current(opened)
        if once:
            _note_seen(opened, name, lines)
            finished = _sweep(opened, name, lines)
            _post(opened, name, lines)
            return finished
        _keep_sweeping(opened, name, lines, interval_seconds)
        return []
    finally:
        if isinstance(where, str):
            opened.dispose()


def _sweep(opened: Engine, name: str, lines: FilteringBoundLogger) -> list[Done]:
    finished = engine.due.sweep(opened, now=clock.now(), worker=name)
    for one in finished:
        lines.info("done", subject=one.subject, what=one.what, outcome=one.outcome)
    return finished


def send_mail(opened: Engine, *, name: str | None = None) -> list[Sent]:
    """Send what waits, one message after another, until nothing is due or the mail server cannot be used.

    Nothing leaves where the clock was set: what happens there is not now.
    """
    name = name or _own_name()
    tried: list[Sent] = []
    while len(tried) < _MOST_MAIL:
        one = engine.mail_out.send_next(opened, now=clock.now(), worker=name, clock_set=clock.is_set())
        if one is None:
            break
        tried.append(one)
        if one.line:
            break
    return tried


def _post(opened: Engine, name: str, lines: FilteringBoundLogger) -> None:
    for one in send_mail(opened, name=name):
        lines.info("mail", number=one.number, kind=one.kind, about=one.about, outcome=one.outcome)


def _own_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(2)}"


def _keep_sweeping(opened: Engine, name: str, lines: FilteringBoundLogger, interval_seconds: float) -> None:
    from apscheduler.executors.pool import ThreadPoolExecutor  # noqa: PLC0415 - not needed for one sweep
    from apscheduler.schedulers.blocking import BlockingScheduler  # noqa: PLC0415

    logging.getLogger("apscheduler").setLevel(logging.CRITICAL)  # the jobs write their own lines, in our form
    scheduler = BlockingScheduler(executors={"default": ThreadPoolExecutor(1)}, timezone="UTC")
    jobs: dict[str, tuple[Callable[[Engine, str, FilteringBoundLogger], object], float]] = {
        "sweep": (_sweep, interval_seconds),
        "mail": (_post, interval_seconds),
        "seen": (_note_seen, _SEEN_SECONDS),
        "alive": (_say_alive, _ALIVE_MINUTES * 60),
    }
    for job, (work, seconds) in jobs.items():
        scheduler.add_job(
            _guarded,
            "interval",
            (work, opened, name, lines),
            id=job,
            seconds=seconds,
            next_run_time=datetime.now(UTC),  # the machine's clock: a demonstration's stands still
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
    with _signals():
        try:
            lines.info("started", every_seconds=interval_seconds)
            scheduler.start()
        except _Asked as signalled:
            lines.info("stopping", signal=str(signalled))
        finally:
            if scheduler.running:
                scheduler.shutdown(wait=True)
    lines.info("stopped")


def _guarded(
    work: Callable[[Engine, str, FilteringBoundLogger], object], opened: Engine, name: str, lines: FilteringBoundLogger
) -> None:
    """Whatever goes wrong is logged and tried again at the next interval: a worker outlives a database's restart."""
    try:
        work(opened, name, lines)
    except Exception as error:  # noqa: BLE001 - the last stop of every error
        lines.error("not finished", error=f"{type(error).__name__}: {error}", exc_info=error)


def _note_seen(opened: Engine, name: str, _lines: FilteringBoundLogger) -> None:
    """Leave word in the database that there is a worker: pages and the doctor say when one was last seen."""
    with database.writing(opened) as session:
        due.note_seen(session, "worker", by=name, now=clock.now())


def _say_alive(opened: Engine, _name: str, lines: FilteringBoundLogger) -> None:
    """A line for whoever watches: that there is a worker, what waits, and what was given up."""
    with database.reading(opened) as session:
        counted, following = due.counts(session), due.next_at(session)
    lines.info(
        "alive",
        waiting=counted.get("waiting", 0),
        given_up=counted.get("failed", 0),
        next_at=clock.wire(following) if following else None,
    )


@contextmanager
def _signals() -> Iterator[None]:
    """Turn the first SIGTERM or SIGINT into an end of the loop; what comes after it finds the worker ending already."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    kinds = (signal.SIGTERM, signal.SIGINT)

    def asked(number: int, _frame: FrameType | None) -> None:
        for kind in kinds:
            signal.signal(kind, signal.SIG_IGN)
        raise _Asked(signal.Signals(number).name)

    before = {kind: signal.signal(kind, asked) for kind in kinds}
    try:
        yield
    finally:
        for kind, handler in before.items():
            signal.signal(kind, handler)
