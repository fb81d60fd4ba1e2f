"""The command line: a thin door that translates what was typed, makes one call below, and prints."""

import os
import re
import sys
import traceback
from functools import cache
from importlib import import_module, metadata
from typing import Annotated, Any

import typer

from fundflow.cli import options, terminal
from fundflow.errors import FundflowError, Refused

_NAMES = (
    "database",
    "definitions",
    "play",
    "coverage",
    "money",
    "years",
    "organisations",
    "rounds",
    "renewing",
    "takeover",
    "practice",
    "cases",
    "applicants",
    "assessment",
    "panels",
    "committees",
    "meetings",
    "urgent",
    "delegating",
    "letters",
    "claims",
    "evidence",
    "coding",
    "agreement",
    "support",
    "awards",
    "monitoring",
    "returns",
    "reports",
    "people",
    "tokens",
    "signing_in",
    "interests",
    "tasks",
    "requests",
    "mail",
    "worker",
    "serve",
    "doctor",
    "manual",
)
"""The modules of commands, in the order of the help; each has `add_to(app)`."""

_HELP = """Run a primary-care fund from allocation to the last letter.

The database is the one given by --database or FUNDFLOW_DATABASE_URL, else sqlite:///fundflow.db in this folder.
With --json a command answers with one JSON document; messages go to stderr.
Exit codes: 0 done, 1 refused or problems found, 2 wrong usage."""


def assemble() -> typer.Typer:
    """Every command of the product, each with `--database` and `--json` beside its own options."""
    app = typer.Typer(
        name="fundflow", help=_HELP, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None
    )
    for name in _NAMES:
        import_module(f"fundflow.cli.{name}").add_to(app)
    options.share(app)
    app.callback()(_everywhere)
    return app


@cache
def _whole() -> Any:
    """The commands put together, once a process: what is typed and answered is no part of them."""
    return typer.main.get_command(assemble())


def _version(wanted: bool) -> None:  # noqa: FBT001 - Typer's shape
    if wanted:
        terminal.say(f"fundflow {metadata.version('fundflow')}")
        raise typer.Exit


def _everywhere(
    *,
    database: Annotated[
        str | None, typer.Option("--database", metavar="URL", help="The database (or FUNDFLOW_DATABASE_URL).")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Answer with one JSON document.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    del version
    terminal.wish(database=database, json=json)


_everywhere.__doc__ = _HELP


def run(arguments: list[str]) -> int:
    """Run one command and give its exit code; no traceback ever reaches a person for what they typed."""
    terminal.forget_wishes()
    try:
        answer = _whole().main(args=arguments, prog_name="fundflow", standalone_mode=False)
    except typer.Abort:
        return 130
    except BrokenPipeError:
        raise
    except Exception as error:  # noqa: BLE001 - the last line of defence: a person never reads a traceback
        return _told(error)
    finally:
        terminal.close()
    return answer if isinstance(answer, int) else 0


def _told(error: Exception) -> int:
    """Say in one line what went wrong, and give the exit code."""
    match error:
        case typer.Exit():
            return error.exit_code
        case typer.TyperException():
            return _misused(error)
        case Refused():
            return _refused(error)
        case FundflowError():
            _unreadable(error)
        case OSError():
            terminal.note(_one_line(f"{error.filename or 'file'}: {error.strerror or error}"))
        case _:
            _unexpected(error)
    return 1


def _misused(error: typer.TyperException) -> int:
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "fundflow"
    message = error.format_message()
    if message.startswith("Usage:"):  # nothing was typed: the help is the answer
        terminal.note(message)
    else:
        said = _one_line(message)
        terminal.note(f"{command}: {said}{'' if said.endswith(('.', '?')) else '.'} Try '{command} --help'.")
    return error.exit_code


def _refused(error: Refused) -> int:
    if terminal.wishes.json:
        terminal.document({"refused": [{"guard": one.guard, "reason": one.reason} for one in error.refusals]})
    for one in error.refusals:
        terminal.note(f"{_one_line(one.reason)}  [problem code: {one.guard}]")
    return 1


def _unreadable(error: FundflowError) -> None:
    """Something given stands for nothing or cannot be read: with `--json` its kind stands where a guard would."""
    if terminal.wishes.json:
        kind = re.sub(r"(?<!^)(?=[A-Z])", "_", type(error).__name__).lower()
        terminal.document({"refused": [{"guard": kind, "reason": _one_line(str(error))}]})
    terminal.note(_one_line(str(error)))


def _unexpected(error: Exception) -> None:
    if os.environ.get("FUNDFLOW_DEBUG"):
        traceback.print_exc(file=sys.stderr)
    said = _one_line(str(error)) or "no more is known"
    terminal.note(
        f"fundflow could not finish this: {type(error).__name__}: {said[:300]}. Nothing was written. "
        "Please report it, with what FUNDFLOW_DEBUG=1 prints."
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())
