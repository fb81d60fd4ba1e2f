"""`fundflow check`, `schema`, `diagram`, `words`, `explain`: what an office writes in its files, checked and drawn."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fundflow.cli import below, terminal
from fundflow.errors import BadInput, NotFound

if TYPE_CHECKING:
    from fundflow.definitions import Library, Problem


def add_to(app: typer.Typer) -> None:
    """Add `check`, `schema`, `diagram`, `words` and `explain`."""
    app.command("check")(check)
    app.command("schema")(schema)
    app.command("diagram")(diagram)
    app.command("words")(words)
    app.command("explain")(explain)


def library() -> "Library":
    """The installation's definitions, to act by; a fund with problems cannot be looked up in it."""
    return below.definitions.load_library()[0]


def check(
    place: Annotated[
        Path | None,
        typer.Argument(
            metavar="[DIR]",
            help="Holds workflows, criteria and letters (default: packaged); or one letter's template, as a .docx.",
        ),
    ] = None,
    letter: Annotated[
        str | None,
        typer.Option(metavar="CODE", help="Which letter a .docx is to be, e.g. L01; default: that of its name."),
    ] = None,
) -> int:
    """Check every definition and letter template: each problem as `path:line:col: message`, exit 1 if there is one."""
    if place is not None and (place.suffix == ".docx" or letter is not None):
        problems, many = _own_template(place, letter), 1
    elif letter is not None:
        raise BadInput(
            "name the Word file that is to be this letter: fundflow check FILE --letter CODE", place="--letter"
        )
    else:
        found, problems = below.definitions.load_library(place)
        problems = [*problems, *below.engine.proof.check(found), *_template_problems(found), *_strays(found)]
        many = _count(found)
    listed = sorted(dict.fromkeys(problems), key=lambda one: (one.file, one.line, one.column, one.message))
    if terminal.wishes.json:
        terminal.document({"files": many, "problems": listed})
    for one in listed:
        terminal.say(str(one))
    if listed:
        terminal.note(f"{len(listed)} problem{'s' if len(listed) > 1 else ''}")
    else:
        terminal.say(f"{many} files are sound" if many > 1 else f"{place} is sound")
    return 1 if listed else 0


def _own_template(path: Path, letter: str | None) -> "list[Problem]":
    """Problems of one Word file, judged as the letter of a code, or of the file's name.

    Raises:
        NotFound: there is no such letter, or no fund has a letter of the file's name.
        BadInput: it is no Word file.
    """
    if path.suffix != ".docx":
        raise BadInput(f"{path} is no Word file: save it as .docx, and check that", place="DIR")
    if letter is not None:
        below.letters.model_for(letter)
        return below.letters.check_template(path, letter)
    codes = dict(_templates(library()).keys())
    if path.stem not in codes:
        unknown = below.definitions.unknown("letter template", path.stem, codes)
        raise NotFound(f"{unknown}: say which letter it is to be (--letter CODE), or name it like {min(codes)}.docx")
    return below.letters.check_template(path, codes[path.stem])


def _strays(found: "Library") -> "list[Problem]":
    """Word files that look like letters and that no fund names: nobody would ever be sent one."""
    named = {template for template, _ in _templates(found)}
    kept = sorted(below.letters.folder(found.root / "letters").glob("*.docx"))
    return [
        below.definitions.Problem(
            str(path), 1, 1, f"no fund has a letter with the template '{path.stem}': add it to one, or take it away"
        )
        for path in kept
        if path.stem not in named and not path.name.startswith("~$")
    ]


def _templates(found: "Library") -> dict[tuple[str, str], tuple[str, str]]:
    """Every (template, letter code) that a fund names, with the first fund and code that name it."""
    named: dict[tuple[str, str], tuple[str, str]] = {}
    for name, fund in found.funds.items():
        for code, template in fund.letters.items():
            named.setdefault((template, code), (name, code))
    return named


def _template_problems(found: "Library") -> "list[Problem]":
    problems: list[Problem] = []
    for (template, code), (fund, key) in _templates(found).items():
        path = below.letters.folder(found.root / "letters") / f"{template}.docx"
        if code not in below.letters.MODELS:
            message = below.definitions.unknown("letter", code, below.letters.MODELS)
        elif not path.is_file():
            message = f"there is no template '{template}.docx' in {path.parent}"
        else:
            problems += below.letters.check_template(path, code)
            continue
        problems.append(found.problem("fund", fund, "letters", key, message=message))
    return problems


def _count(found: "Library") -> int:
    return len(found.written) + len({template for template, _ in _templates(found)})


def schema(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="workflow, fund, criteria, committee, office or scenario.")
    ] = None,
) -> None:
    """Print the JSON Schema of a kind of file, for an editor that completes and checks; without a name, the kinds."""
    known = [*below.definitions.SCHEMAS, "scenario"]
    if name is None:
        terminal.table([{"schema": one} for one in known])
    elif name == "scenario":
        from fundflow import rehearsal  # noqa: PLC0415 - its verbs are many

        terminal.document(rehearsal.schema())
    else:
        terminal.document(below.definitions.schema(name))


def diagram(
    workflow: Annotated[str, typer.Argument(help="A workflow's name, e.g. competed-grant.")],
    folder: Annotated[Path | None, typer.Option("--from", metavar="DIR", help="Folder of definitions.")] = None,
    svg: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a picture as SVG.")] = None,
    png: Annotated[Path | None, typer.Option(metavar="FILE", help="Write a picture as PNG.")] = None,
) -> None:
    """Draw a workflow: Mermaid on stdout, or a picture in a file."""
    chosen = below.definitions.load_library(folder)[0].workflow(workflow)
    if svg is None and png is None:
        mermaid = below.definitions.mermaid(chosen)
        terminal.told(mermaid.rstrip("\n"), {"workflow": workflow, "mermaid": mermaid})
        return
    from fundflow.definitions import picture  # noqa: PLC0415 - the chart library is slow to import

    if svg is not None:
        svg.write_text(picture.svg(chosen), encoding="utf-8")
    if png is not None:
        png.write_bytes(picture.png(chosen))
    written = [str(path) for path in (svg, png) if path is not None]
    terminal.told(f"Wrote {', '.join(written)}", {"workflow": workflow, "written": written})


def words(
    kind: Annotated[str, typer.Argument(metavar="[KIND]", help="guards, effects, moments or roles.")] = "guards",
) -> None:
    """List the words that a workflow may use, with what each means: guards, effects, moments, roles."""
    known: dict[str, dict[str, Any]] = {
        "guards": {**below.engine.GUARDS},
        "effects": {**below.engine.EFFECTS},
        "moments": {**below.engine.MOMENTS},
    }
    if kind == "roles":
        terminal.table([{"role": role} for role in below.people.ROLES])
    elif kind in known:
        rows = [
            {"name": name, "means": one.means, "asks": list(getattr(one, "asks", ()))}
            for name, one in sorted(known[kind].items())
        ]
        terminal.table(rows)
    else:
        raise NotFound(below.definitions.unknown("kind of word", kind, [*known, "roles"]))


def explain(code: Annotated[str, typer.Argument(metavar="CODE", help="The problem code of a refusal.")]) -> None:
    """Say what stands behind a problem code that a caller reads out, and which steps it guards."""
    found = below.engine.problems.explain(library(), code)
    if terminal.wishes.json:
        terminal.document(found)
        return
    terminal.say(f"{found.code}: {found.means}")
    if found.asks:
        terminal.say(f"It looks at what is given as: {', '.join(found.asks)}")
    for line in found.guards:
        terminal.say(f"- {line}")
    terminal.say("`fundflow steps REF --as USER` shows the caller's case exactly as the caller sees it.")
