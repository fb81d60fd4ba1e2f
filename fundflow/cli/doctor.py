"""`fundflow doctor`: what is wrong with this installation, one line for each thing looked at."""

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from importlib import metadata, util
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import typer

from fundflow import plural
from fundflow.cli import below, terminal
from fundflow.errors import FundflowError

if TYPE_CHECKING:
    from fundflow.database import Engine

_LIBRARIES = ("sqlmodel", "sqlalchemy", "transitions", "python-docx", "docxtpl", "typer")
_LEAST_FREE = 500_000_000
_SEVERAL = 3
"""So many names tried from one address alone may be everybody's."""


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `sound` is None for what is only worth knowing."""

    what: str
    sound: bool | None
    said: str


def add_to(app: typer.Typer) -> None:
    """Add `doctor`."""
    app.command("doctor")(doctor)


def doctor() -> int:
    """Look this installation over; exit 1 if something is wrong."""
    found = [*_here(), *_definitions(), *_database()]
    wrong = [one for one in found if one.sound is False]
    marks = {True: "ok", False: "WRONG", None: "-"}
    rows = [{"what": one.what, "state": marks[one.sound], "said": one.said} for one in found]
    if terminal.wishes.json:
        terminal.document({"sound": not wrong, "findings": found})
    else:
        terminal.table(rows)
        terminal.say(f"{plural.counted(len(wrong), 'thing is', 'things are')} wrong" if wrong else "Nothing is wrong")
    return 1 if wrong else 0


def _here() -> Iterator[Finding]:
    version = platform.python_version()
    yield Finding("python", sys.version_info >= (3, 11), f"{version} ({platform.system()})")
    yield Finding("fundflow", None, metadata.version("fundflow"))
    yield Finding("libraries", None, ", ".join(f"{name} {metadata.version(name)}" for name in _LIBRARIES))
    try:
        ZoneInfo("Europe/London")
        yield Finding("time zone", True, f"Europe/London is known; now {terminal.simple(terminal.now())}")
    except ZoneInfoNotFoundError:
        yield Finding("time zone", False, "Europe/London is not known: install 'tzdata'")
    free = shutil.disk_usage(Path.cwd()).free
    yield Finding("disk", free >= _LEAST_FREE, f"{free // 1_000_000:,} MB free in this folder")
    there = util.find_spec("psycopg") is not None
    yield Finding("postgresql", None, "can be used" if there else "needs the extra: pip install 'fundflow[postgres]'")
    office = shutil.which("soffice") or shutil.which("libreoffice")
    yield Finding("libreoffice", None, office or "not here: letters can be written, and not shown as PDF")


def _definitions() -> Iterator[Finding]:
    try:
        library, problems = below.definitions.load_library()
    except FundflowError as error:
        yield Finding("definitions", False, str(error))
        return
    said = f"{len(library.funds)} funds, {len(library.workflows)} workflows in {library.root}"
    first = f"{len(problems)} problems, first {problems[0]} (see 'fundflow check')" if problems else said
    yield Finding("definitions", not problems, first)


def _database() -> Iterator[Finding]:
    try:
        opened = terminal.connect()
        with terminal.reachable(opened):
            found = below.migrations.status(opened)
    except FundflowError as error:
        yield Finding("database", False, str(error))
        return
    yield Finding("database", True, terminal.shown(opened))
    said = f"revision {found.revision or 'none'}, newest {found.head}"
    yield Finding("schema", found.current, said if found.current else f"{said}: run 'fundflow database upgrade'")
    if found.current:
        yield _tables(opened)
        for look in (_practice, _mode, _due, _worker, _backup, _mail, _sign_in, _networks, _audit, _people):
            yield look()


def _tables(opened: "Engine") -> Finding:
    """Whether the tables and the triggers that guard them are as the product made them."""
    with terminal.reachable(opened):
        changed = [*below.migrations.differences(opened), *below.migrations.missing_triggers(opened)]
    said = f"{len(changed)} are not as they were made, first {changed[0]}" if changed else "as they were made"
    return Finding("tables and triggers", not changed, said)


def _practice() -> Finding:
    with terminal.reading() as session:
        marker = below.practising.marker(session)
    said = below.practising.banner(marker) if marker else "no: what is done here is real"
    return Finding("practice", None, said)


def _mode() -> Finding:
    with terminal.reading() as session:
        mode = below.database.journal_mode(session)
    return Finding("journal", mode in (None, "wal"), mode or "PostgreSQL keeps its own")


def _due() -> Finding:
    with terminal.reading() as session:
        failed = below.due.failures(session)
        counts = below.due.counts(session)
    said = ", ".join(f"{many} {state}" for state, many in sorted(counts.items())) or "nothing waits"
    first = f"; first: {failed[0].subject}: {failed[0].last_error}" if failed else ""
    return Finding("due work", not failed, f"{said}{first}")


def _worker() -> Finding:
    with terminal.reading() as session:
        found = below.views.health(session, now=terminal.now())
    seen = f"last seen {terminal.simple(found.worker.at)} ({found.worker.by})" if found.worker else "never seen"
    if found.untaken_since is None:
        return Finding("worker", None if found.worker is None else True, seen)
    return Finding(
        "worker", False, f"{seen}; work waits since {terminal.simple(found.untaken_since)}: run 'fundflow worker'"
    )


def _backup() -> Finding:
    with terminal.reading() as session:
        found = below.views.health(session, now=terminal.now())
    if found.backup is None:
        return Finding("backup", None, "none is on record: run 'fundflow database backup FILE'")
    said = f"last made {terminal.simple(found.backup.at)} ({found.backup.by})"
    return Finding("backup", not found.backup_old, said if not found.backup_old else f"{said}: make another")


def _mail() -> Finding:
    with terminal.reading() as session:
        setting, counts = below.mail.setting(session), below.mail.counts(session)
        practice = below.practising.marker(session) is not None
    lost = counts.get("failed", 0) + counts.get("bounced", 0)
    waits = f"{counts.get('waiting', 0)} wait, {counts.get('sent', 0)} sent, {lost} did not arrive"
    if setting is None or not setting.on or practice:
        return Finding("mail", None, f"not sent by fundflow (see 'fundflow mail set'): {waits}")
    if setting.user_name and not os.environ.get(below.engine.mail_out.PASSWORD):
        return Finding("mail", False, f"{below.engine.mail_out.PASSWORD} is not set here: {waits}")
    return Finding("mail", not lost, f"by {setting.host}:{setting.port}: {waits}")


def _sign_in() -> Finding:
    with terminal.reading() as session:
        provider = below.accounts.provider(session)
    if provider is None or not provider.on:
        return Finding("sign-in", None, "by name and password")
    also = " and by passwords" if provider.passwords else ", no passwords"
    if not below.accounts.provider_usable():
        return Finding("sign-in", False, f"by {provider.title}, which needs the extra: pip install 'fundflow[oidc]'")
    secret = "" if os.environ.get(below.engine.identity.SECRET) else f"; {below.engine.identity.SECRET} is not set here"
    return Finding("sign-in", True, f"by {provider.title}{also}{secret}")


def _private(place: str) -> bool:
    """Whether a place is an office's own network; a name that is no address is not known to be."""
    try:
        return ip_network(place).is_private
    except ValueError:
        return False


def _networks() -> Finding:
    """Whether everybody seems to come from one place, as through a proxy whose word does not count."""
    with terminal.reading() as session:
        found = below.accounts.tried_from(session, since=terminal.now() - timedelta(days=1))
    tries = sum(many for many, _ in found.values())
    if len(found) != 1 or not (place := next(iter(found))) or found[place][1] < _SEVERAL:
        return Finding("networks", None, f"{tries} tries to sign in since yesterday, from {len(found)} addresses")
    if not _private(place):
        return Finding("networks", None, f"{tries} tries to sign in since yesterday, all from {place}")
    return Finding(
        "networks",
        None,
        f"all {tries} tries to sign in since yesterday come from {place}: if that is your proxy, one guesser shuts out "
        f"everybody; say 'fundflow serve --trusted-proxy {place}'",
    )


def _audit() -> Finding:
    with terminal.reading() as session:
        last = below.audit.recent(session, limit=1)
    said = f"event {last[0].seq}, {terminal.simple(last[0].at)}: {last[0].what}" if last else "no event"
    return Finding("audit", None, said)


def _people() -> Finding:
    with terminal.reading() as session:
        today = below.clock.london_day(terminal.now())
        known = below.people.holders(session, "administrator", on=today)
    said = ", ".join(one.sign_in_name for one in known)
    advice = "nobody: run 'fundflow user add NAME --name NAME --role administrator'"
    return Finding("administrators", None, said or advice)
