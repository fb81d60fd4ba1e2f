"""`fundflow serve`: the pages that people use and the JSON API of programs, on this computer."""

import os
import shutil
from collections.abc import Sequence
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from fundflow.cli import below, terminal
from fundflow.cli.definitions import library
from fundflow.errors import BadInput

if TYPE_CHECKING:
    from fastapi import FastAPI

    from fundflow.web import House

MOMENTS = "moments"
"""The folder of a demonstration with a copy of everything at each moment that its scenario marks."""
SERVED = "served-"
LOOPBACK = ("127.0.0.1", "localhost", "::1")


Proxies: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--trusted-proxy",
        metavar="ADDRESS",
        envvar="FUNDFLOW_TRUSTED_PROXIES",
        help="Your proxy on another machine, or its network; repeat for more. Its word alone counts on who called it.",
    ),
]


def add_to(app: typer.Typer) -> None:
    """Add `serve`."""
    app.command("serve")(serve)


def serve(
    *,
    port: Annotated[int, typer.Option(help="The port.", min=1, max=65_535)] = 8000,
    host: Annotated[str, typer.Option(help="The address to listen on; behind a proxy of yours, stay on this one.")] = (
        "127.0.0.1"
    ),
    demo: Annotated[
        bool, typer.Option("--demo", help="Serve the demonstration: people are picked from a list.")
    ] = False,
    folder: Annotated[Path, typer.Option("--folder", metavar="DIR", help="Where the demonstration lies.")] = Path(
        "demo"
    ),
    moment: Annotated[
        str, typer.Option("--moment", metavar="NAME", help="Serve it as it stood then; its end if none is named.")
    ] = "",
    title: Annotated[str, typer.Option(help="What stands at the top of every page.")] = "Primary care funds",
    https: Annotated[
        bool, typer.Option("--https", help="People reach it by https: cookies travel no other way.")
    ] = False,
    trusted_proxy: Proxies = None,
) -> None:
    """Let people use fundflow in a browser."""
    import uvicorn  # noqa: PLC0415 - help needs no server

    if not https and host not in LOOPBACK:
        raise BadInput(
            f"passwords would travel unprotected to {host}: serve on 127.0.0.1 behind a proxy that has a certificate, "
            "and say --https",
            place="--host",
        )
    proxies = _proxies(trusted_proxy or ())
    house = _house(demo=demo, folder=folder, moment=moment, title=title, secure=https)
    _first(house, port)
    terminal.say(f"fundflow is at http://{host}:{port} (end it with Ctrl-C)")
    uvicorn.run(
        assembled(house), host=host, port=port, log_level="warning", server_header=False, forwarded_allow_ips=proxies
    )


def _proxies(given: Sequence[str]) -> list[str]:
    """Addresses and networks whose word counts on who called them and how: those given, and this computer's own.

    Raises:
        BadInput: one is neither an address nor a network, or holds everybody, whose word is nobody's.
    """
    for one in given:
        try:
            network = ip_network(one)
        except ValueError as error:
            raise BadInput(
                f"'{one}' is no address of a proxy: write an address (10.0.0.5) or a network (10.0.0.0/28)",
                place="--trusted-proxy",
            ) from error
        if network.prefixlen == 0:
            raise BadInput(
                f"{one} is every address there is, so a stranger could say to be anybody: name your proxy alone",
                place="--trusted-proxy",
            )
    return ["127.0.0.1", "::1", *given]


def assembled(house: "House") -> "FastAPI":
    """The pages, and the JSON API beside them."""
    from fundflow import api, web  # noqa: PLC0415 - help needs no server

    app = web.create(house)
    api.mount(app, api.Service(house.engine, house.library, house.clock))
    return app


def _house(*, demo: bool, folder: Path, moment: str, title: str, secure: bool) -> "House":
    from fundflow import web  # noqa: PLC0415 - help needs no server

    url = below.settings.database_url(terminal.wishes.database)
    if demo:
        if not web.in_demonstration(folder):
            raise BadInput(
                f"there is no demonstration in it: run 'fundflow demo --out {folder}' first", place=str(folder)
            )
        url = f"sqlite:///{_copy(_played(folder, moment))}"
        os.environ.setdefault("FUNDFLOW_CLOCK", _last_day(url))
    elif moment:
        raise BadInput("an office's own database has no moments: say --demo too, or leave it out", place="--moment")
    opened = below.database.connect(url)
    with terminal.reachable(opened):
        below.migrations.require_current(opened)
        with below.database.reading(opened) as session:
            marker = below.practising.marker(session)
    return web.House(
        engine=opened,
        library=library(),
        clock=below.clock.now,
        organisation=title,
        demonstration=demo,
        secure=secure,
        moved_clock=below.clock.is_set(),
        practice=below.practising.banner(marker) if marker else "",
    )


def _played(folder: Path, moment: str) -> Path:
    """What the demonstration's play kept: its end, or a moment that its scenario marks.

    Raises:
        BadInput: there is no such moment; says which there are.
    """
    if not moment:
        return folder / "fundflow.db"
    known = {one.stem: one for one in sorted((folder / MOMENTS).glob("*.db")) if not one.stem.startswith(SERVED)}
    if moment not in known:
        raise BadInput(
            f"there is no moment '{moment}' in it: {', '.join(known) or 'play it again to have some'}", place="--moment"
        )
    return known[moment]


def _copy(played: Path) -> Path:
    """The demonstration's database for pressing buttons; the one that was played stays as it was.

    A demonstration that was played again since is copied again.
    """
    served = played.with_name(f"{SERVED}{played.name}")
    if not served.exists() or served.stat().st_mtime < played.stat().st_mtime:
        for beside in ("-wal", "-shm"):
            served.with_name(served.name + beside).unlink(missing_ok=True)
        shutil.copyfile(played, served)
    return served


def _last_day(url: str) -> str:
    """The moment at which the demonstration ended: the clock stands there."""
    opened = below.database.connect(url)
    with below.database.reading(opened) as session:
        latest = below.audit.recent(session, limit=1)
    opened.dispose()
    return below.clock.wire(latest[0].at) if latest else below.clock.wire(below.clock.now())


def _first(house: "House", port: int) -> None:
    """Print the one-time link that makes the first administrator, where nobody is here yet."""
    from fundflow.engine import access  # noqa: PLC0415 - help needs no engine

    with below.database.writing(house.engine) as session:
        token = access.first_link(session, now=house.clock())
    if token:
        terminal.say(
            f"Nobody is here yet. Make the first administrator (once, today): http://127.0.0.1:{port}/account/{token}"
        )
