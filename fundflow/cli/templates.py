"""`fundflow letters template`: an office's own Word templates, checked, put in use, listed, shown, put back."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fundflow.cli import below, terminal
from fundflow.cli.definitions import library
from fundflow.cli.options import As, Reason
from fundflow.errors import BadInput, NotFound

if TYPE_CHECKING:
    from fundflow.letters import LetterTemplate

Code = Annotated[str, typer.Argument(metavar="CODE", help="Which letter, e.g. L04.")]
Fund = Annotated[str | None, typer.Option(help="Only for this fund; without it, for every fund.")]
_FACTS = "code fund number file_name sha256 restores reason added_at added_by"


def add_to(letters: typer.Typer) -> None:
    """Add the group `template` to `letters`."""
    group = typer.Typer(no_args_is_help=True, help="The office's own Word templates of letters.")
    group.command("add")(add)
    group.command("list")(list_templates)
    group.command("show")(show)
    group.command("restore")(restore)
    letters.add_typer(group, name="template")


def word_file(path: Path) -> bytes:
    """The bytes of a file that a person named.

    Raises:
        BadInput: it cannot be opened.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise BadInput("there is no such file", place=str(path)) from None
    except OSError as error:
        raise BadInput(f"the file cannot be opened: {error.strerror}", place=str(path)) from None


def add(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A Word document (.docx).")],
    *,
    code: Annotated[str, typer.Option(help="Which letter it is for, e.g. L04.")],
    user: As,
    fund: Fund = None,
    reason: Reason = "",
) -> None:
    """Check an own template and put it in use for letters drafted from now on; those drafted before keep theirs."""
    content = word_file(file)
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        row = below.engine.correspondence.add_template(
            session,
            code,
            content,
            file_name=file.name,
            fund=fund,
            reason=reason,
            library=library(),
            actor=actor,
            now=now,
        )
        _tell(row)


def _tell(row: "LetterTemplate") -> None:
    facts = terminal.facts(row, _FACTS)
    where = f"for {row.fund}" if row.fund else "for every fund"
    what = f"{row.file_name} (fingerprint {row.sha256[:8]})" if row.sha256 else "the template that came with it"
    terminal.told(f"Letter {row.code} {where} is drafted by version {row.number}: {what}", facts)


def list_templates(
    *, code: Annotated[str | None, typer.Option(help="Only this letter's.")] = None, fund: Fund = None
) -> None:
    """List every version of the office's own templates, oldest first, and which are in use."""
    with terminal.reading() as session:
        found = below.letters.template_versions(session, code=code, fund=fund)
        newest = {(row.code, row.fund): row.number for row in found}
        rows = [
            {**terminal.facts(row, _FACTS), "in_use": newest[row.code, row.fund] == row.number and bool(row.sha256)}
            for row in found
        ]
    terminal.table(rows, columns=("code", "fund", "number", "file_name", "in_use", "added_at", "added_by"))


def show(
    code: Code,
    *,
    fund: Fund = None,
    number: Annotated[int | None, typer.Option("--version", help="Which version; default: the one in use.")] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write its Word file here.")] = None,
) -> None:
    """Show a version of the office's own template, and write its Word file."""
    with terminal.reading() as session:
        found = below.letters.template_versions(session, code=code, fund=fund or "")
        wanted = [row for row in found if number is None or row.number == number]
        if not wanted:
            raise NotFound(f"letter {code} has no {'own template' if number is None else f'version {number}'} here")
        facts = terminal.facts(wanted[-1], _FACTS)
        if out is not None:
            out.write_bytes(below.letters.template_content(session, wanted[-1]))
            facts["file"] = str(out)
    terminal.told(f"Letter {code}, version {facts['number']}: {facts['file_name'] or 'as it came'}", facts)


def restore(
    code: Code,
    *,
    user: As,
    fund: Fund = None,
    number: Annotated[
        int | None, typer.Option("--version", help="The version to use again; default: the template as it came.")
    ] = None,
    reason: Reason = "",
) -> None:
    """Put an earlier version in use again, or the template that came with the product."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        row = below.engine.correspondence.restore_template(
            session, code, number=number, fund=fund, reason=reason, library=library(), actor=actor, now=now
        )
        _tell(row)
