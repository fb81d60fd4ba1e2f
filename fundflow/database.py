"""Connections to either database, transactions, and the only commit."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import URL, ColumnElement, Connection, Engine, event
from sqlalchemy import create_engine as sqlalchemy_engine
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, DataError, IntegrityError, NoSuchModuleError, OperationalError
from sqlalchemy.orm import ORMExecuteState
from sqlalchemy.orm.loading import merge_frozen_result
from sqlmodel import Session, col

from fundflow.errors import BadInput

_writers: dict[str, threading.Lock] = {}
_PATIENCE_SECONDS = 10
"""How long a server may take to answer before a person is told that it does not."""
_NAMES = {"postgres": "postgresql+psycopg", "postgresql": "postgresql+psycopg"}


def connect(url: str | URL, **options: Any) -> Engine:
    """An engine for SQLite or PostgreSQL with fundflow's own settings: money is synced, foreign keys hold.

    Raises:
        BadInput: the address names no database that fundflow can use.
    """
    try:
        address = make_url(url)
        address = address.set(drivername=_NAMES.get(address.drivername, address.drivername))
        if address.get_backend_name() == "postgresql" and "connect_timeout" not in address.query:
            options["connect_args"] = {"connect_timeout": _PATIENCE_SECONDS, **options.get("connect_args", {})}
        engine = sqlalchemy_engine(address, **options)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError, ValueError):
        raise BadInput(
            f"'{url}' is not a database address: use sqlite:///FILE or postgresql://USER@HOST/NAME "
            "(PostgreSQL needs the extra 'postgres')",
            place="--database",
        ) from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    elif engine.dialect.name == "postgresql":
        event.listen(engine, "begin", _begin_postgresql)
    else:
        raise BadInput(f"'{url}' is not SQLite or PostgreSQL", place="--database")
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",
        "busy_timeout=5000",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    reads = connection.get_execution_options().get("readonly", False)
    connection.exec_driver_sql(f"PRAGMA query_only={'ON' if reads else 'OFF'}")
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get("readonly", False):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """A session that cannot write; it sees one state of the database throughout."""
    session = Session(engine.execution_options(readonly=True), autoflush=False)
    event.listen(session, "do_orm_execute", _asked_once)
    try:
        yield session
    except (OverflowError, DataError) as error:
        raise _cannot_be_kept(error) from error
    finally:
        session.close()


def _asked_once(asked: ORMExecuteState) -> Any:
    """The answer to a question that this reading session has asked before: what it sees does not change."""
    session = asked.session
    statement: Any = asked.statement
    if not asked.is_select or asked.is_column_load or asked.is_relationship_load:
        return None
    key = statement._generate_cache_key()  # noqa: SLF001 - the only name that SQLAlchemy's own caching example has for it
    if key is None:
        return None
    values = tuple(repr(one.value) for one in key.bindparams)
    answers = session.info.setdefault("asked", {})
    known = (key.key, values, repr(asked.parameters))
    if known not in answers:
        answers[known] = asked.invoke_statement().freeze()
    return merge_frozen_result(session, statement, answers[known], load=False)()  # type: ignore[no-untyped-call]


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """A session whose whole work is committed once, at the end, or not at all."""
    with _one_writer(engine):
        session = Session(engine, expire_on_commit=False)
        try:
            yield session
            _finish(session)
            session.commit()
        except (OverflowError, DataError) as error:
            session.rollback()
            raise _cannot_be_kept(error) from error
        except BaseException:
            session.rollback()
            raise
        finally:
            session.close()


def _cannot_be_kept(_error: Exception) -> BadInput:
    """What a person is told of a figure or a day beyond anything that either database can hold."""
    return BadInput(
        "Nothing was saved: a number, a day or a character of what you gave is beyond what can be kept. Check what you wrote, "
        "and send it again."
    )


@contextmanager
def _one_writer(engine: Engine) -> Iterator[None]:
    """In one process, SQLite's writers queue here: its own busy wait is unfair."""
    if engine.dialect.name != "sqlite":
        yield
        return
    with _writers.setdefault(str(engine.url), threading.Lock()):
        yield


def at_the_end(session: Session, name: str, work: Callable[[Session], None]) -> None:
    """Have `work` done once, last in this transaction, however often it is asked for under `name`."""
    session.info.setdefault("at_the_end", {})[name] = work


def _finish(session: Session) -> None:
    session.flush()
    for work in session.info.pop("at_the_end", {}).values():
        work(session)
    session.flush()


def dry_run(session: Session) -> None:
    """Undo everything in this transaction so far, so that nothing of a rehearsed step is kept."""
    session.info.pop("at_the_end", None)
    session.rollback()


def journal_mode(session: Session) -> str | None:
    """How SQLite keeps its journal (`wal`, as it should be); PostgreSQL has no such thing."""
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        return None
    return str(connection.exec_driver_sql("PRAGMA journal_mode").scalar())


def in_force(table: type[Any], on: date) -> ColumnElement[bool]:
    """The rows of a table that hold on a day: it has a first day (`starts`), and a last (`ends`) or no end yet."""
    return (col(table.starts) <= on) & (col(table.ends).is_(None) | (col(table.ends) >= on))


_WAYS_OUT = {
    "unable to open database file": "; name a file, in a folder that is there and may be written",
    "file is not a database": "; name another file, or move this one away and run 'fundflow database upgrade'",
    "readonly database": "; it may only be read here: ask for the right to write the file and its folder",
    "read-only": "; it may only be read here: ask for the right to write",
    "database is locked": "; another program is writing: try again in a moment",
    "disk I/O error": "; look at the disk, and keep the database off network drives",
    "malformed": "; the file is damaged: put back a copy of it",
    "Connection refused": "; look whether the server runs, and whether the address is right",
    "resolve host": "; look whether the server's name is spelt right",
    "timeout expired": "; look whether the server runs, and whether this computer may reach it",
    "password authentication": "; look at the name and the password in the address",
    "does not exist": "; look at the name in the address, or have the database made",
}
"""What a driver says, and what a person can do about it."""


def unreachable(error: DatabaseError, url: str) -> BadInput:
    """The one line that a person reads when the database cannot be reached."""
    first = str(error.orig).strip().splitlines()[0]
    way_out = next((said for words, said in _WAYS_OUT.items() if words in first), "")
    return BadInput(f"cannot open the database: {first}{way_out}", place=url)


__all__ = [
    "DatabaseError",
    "Engine",
    "IntegrityError",
    "OperationalError",
    "Session",
    "at_the_end",
    "connect",
    "dry_run",
    "journal_mode",
    "reading",
    "unreachable",
    "writing",
]
