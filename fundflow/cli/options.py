"""What commands share: the option types they repeat, and `--database` and `--json` on every one of them."""

import inspect
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Annotated, Any, TypeAlias, get_args

import typer
from typer.models import ArgumentInfo, OptionInfo

from fundflow.cli import terminal
from fundflow.plain import MOST_COUNT, must_be_plain

As: TypeAlias = Annotated[
    str,
    typer.Option("--as", metavar="USER", envvar="FUNDFLOW_USER", help="Sign-in name of the person who acts."),
]
MayAs: TypeAlias = Annotated[
    str | None,
    typer.Option("--as", metavar="USER", envvar="FUNDFLOW_USER", help="Sign-in name of the person who acts."),
]
Reason: TypeAlias = Annotated[str, typer.Option(help="Why, in words.")]
Viewer: TypeAlias = Annotated[
    str | None,
    typer.Option("--as", metavar="USER", envvar="FUNDFLOW_USER", help="Who looks; some cases are not for everybody."),
]
With: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--with", metavar="KEY=VALUE", help="A value; VALUE may be YAML or JSON, and @FILE reads a file."),
]
Approved: TypeAlias = Annotated[
    list[str] | None, typer.Option("--amount", metavar="PERIOD=AMOUNT", help="What is approved of a period.")
]
CutLines: TypeAlias = Annotated[str, typer.Option(help="Which lines are cut, in words.")]
DryRun: TypeAlias = Annotated[bool, typer.Option("--dry-run", help="Try it and keep nothing.")]
CaseRef: TypeAlias = Annotated[str, typer.Argument(metavar="REF", help="A bid or award, e.g. TF-17-0001.")]
RoundRef: TypeAlias = Annotated[str, typer.Argument(metavar="ROUND", help="A round's reference.")]
MeetingRef: TypeAlias = Annotated[str, typer.Argument(metavar="MEETING", help="A meeting's reference.")]
Item: TypeAlias = Annotated[int, typer.Argument(metavar="ITEM", help="Number on the agenda.")]
Body: TypeAlias = Annotated[str, typer.Argument(metavar="BODY", help="A committee's name, or its commissioner's code.")]
Paper: TypeAlias = Annotated[Path, typer.Argument(metavar="FILE", help="A YAML or JSON file.")]

_DATABASE = inspect.Parameter(
    "database",
    inspect.Parameter.KEYWORD_ONLY,
    default=None,
    annotation=Annotated[
        str | None, typer.Option("--database", metavar="URL", help="The database (or FUNDFLOW_DATABASE_URL).")
    ],
)
_JSON = inspect.Parameter(
    "json",
    inspect.Parameter.KEYWORD_ONLY,
    default=False,
    annotation=Annotated[bool, typer.Option("--json", help="Answer with one JSON document.")],
)


def share(app: typer.Typer) -> None:
    """Give every command of an application, at any depth, the shared options that it does not have itself."""
    for command in app.registered_commands:
        if command.callback is not None:
            command.callback = sharing(command.callback)
    for group in app.registered_groups:
        if group.typer_instance is not None:
            share(group.typer_instance)


def sharing(function: Callable[..., Any]) -> Callable[..., Any]:
    """The same command with `--database` and `--json`, which it never sees itself."""
    signature = inspect.signature(function, eval_str=True)
    shown = {name: _shown(name, one.annotation) for name, one in signature.parameters.items()}
    added = [one for one in (_DATABASE, _JSON) if one.name not in signature.parameters]

    @wraps(function)
    def command(**given: Any) -> Any:
        wished = {one.name: given.pop(one.name) for one in added}
        terminal.wish(database=wished.get("database"), json=wished.get("json", False))
        must_be_plain({shown[name]: value for name, value in given.items()}, most=MOST_COUNT)
        return function(**given)

    whole = signature.replace(parameters=[*signature.parameters.values(), *added])
    command.__signature__ = whole  # type: ignore[attr-defined]
    return command


def _shown(name: str, kind: Any) -> str:
    """A parameter as people type it: `--as`, or the word that stands for it in the help."""
    asked = next((one for one in get_args(kind) if isinstance(one, (OptionInfo, ArgumentInfo))), None)
    if isinstance(asked, ArgumentInfo):
        return asked.metavar or name.upper()
    # inside Annotated the first declaration stands where a default would
    given = (asked.default, *(asked.param_decls or ())) if asked else ()
    written = [one for one in given if isinstance(one, str) and one.startswith("--")]
    return written[0].partition("/")[0] if written else f"--{name.replace('_', '-')}"
