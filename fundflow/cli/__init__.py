"""The command line: a thin door that translates what was typed, makes one call below, and prints."""

import json
import sys

import click
import typer
from sqlalchemy.exc import OperationalError

from fundflow import database, settings
from fundflow.cli import terminal
from fundflow.errors import FundflowError, Refused

_NAMES = (
    "database",
    "definitions",
    "play",
    "money",
    "rounds",
    "cases",
    "assessment",
    "meetings",
    "letters",
    "claims",
    "reports",
    "people",
    "proofs",
)


def assemble() -> click.Command:
    """Every command of the product, each with `--database` and `--json` beside its own options."""
    from importlib import import_module  # noqa: PLC0415

    app = typer.Typer(
        name="fundflow",
        help="Run a primary-care fund from allocation to the last letter.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    for name in _NAMES:
        import_module(f"fundflow.cli.{name}").add_to(app)
    command = typer.main.get_command(app)
    _share_options(command)
    return command


def _share_options(command: click.Command) -> None:
    for child in getattr(command, "commands", {}).values():
        _share_options(child)
    command.params.append(
        click.Option(["--database"], expose_value=False, callback=_wish_database, metavar="URL", help="The database.")
    )
    if not hasattr(command, "commands"):
        command.params.append(
            click.Option(["--json"], is_flag=True, expose_value=False, callback=_wish_json, help="One JSON document.")
        )


def _wish_database(_context: click.Context, _option: click.Parameter, value: str | None) -> None:
    if value:
        terminal.wishes.database = value


def _wish_json(_context: click.Context, _option: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click's shape
    terminal.wishes.json = terminal.wishes.json or value


def run(arguments: list[str]) -> int:
    """Run one command and give its exit code; no traceback ever reaches a person for what they typed."""
    terminal.wishes = terminal.Wishes()
    try:
        answer = assemble().main(args=arguments, prog_name="fundflow", standalone_mode=False)
    except click.exceptions.Abort:
        return 130
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.exceptions.Exit as error:
        return error.exit_code
    except Refused as error:
        if terminal.wishes.json:
            refused = [{"guard": refusal.guard, "reason": refusal.reason} for refusal in error.refusals]
            print(json.dumps({"refused": refused}, ensure_ascii=False, indent=2))  # noqa: T201
        for refusal in error.refusals:
            print(f"{refusal.reason}  [problem code: {refusal.guard}]", file=sys.stderr)  # noqa: T201
        return 1
    except FundflowError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    except OperationalError as error:
        url = settings.database_url(terminal.wishes.database)
        print(database.unreachable(error, url), file=sys.stderr)  # noqa: T201
        return 1
    except OSError as error:
        print(f"{error.filename or 'file'}: {error.strerror or error}", file=sys.stderr)  # noqa: T201
        return 1
    return answer if isinstance(answer, int) else 0
