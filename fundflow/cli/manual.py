"""The reference manual, made from the code and the definitions themselves, and the check that it is fresh."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from fundflow.cli import terminal
from fundflow.errors import BadInput

MADE = "<!-- Made by `fundflow manual`; edit the code or the definitions, not this page. -->\n\n"


def add_to(app: typer.Typer) -> None:
    """Add `manual`."""
    app.command("manual")(manual)


def manual(
    out: Annotated[Path, typer.Option(help="Folder for the pages.")] = Path("docs/reference"),
    check: Annotated[bool, typer.Option("--check", help="Only say which pages are stale; exit 1 if any is.")] = False,  # noqa: FBT002
) -> None:
    """Write the reference manual: life cycles, guards and effects, scenarios, reports, commands."""
    pages = {f"{name}.md": MADE + text().rstrip() + "\n" for name, text in _pages().items()}
    stale = [name for name, text in pages.items() if not _same(out / name, text)]
    if check:
        if stale:
            raise BadInput(f"{', '.join(stale)} is not what the code says now: run 'make docs'", place=str(out))
        terminal.say(f"{len(pages)} pages are fresh")
        return
    out.mkdir(parents=True, exist_ok=True)
    for name, text in pages.items():
        (out / name).write_text(text, encoding="utf-8")
    terminal.say(f"{len(pages)} pages in {out}, {len(stale)} of them changed")


def _same(path: Path, text: str) -> bool:
    return path.exists() and path.read_text(encoding="utf-8") == text


def _pages() -> dict[str, Callable[[], str]]:
    from fundflow.cli import api_pages  # noqa: PLC0415 - it needs the whole API
    from fundflow.definitions import load_library  # noqa: PLC0415

    library, _ = load_library()
    pages: dict[str, Callable[[], str]] = {
        "guards-and-effects": _guards,
        "scenarios": _scenarios,
        "reports": _reports,
        "commands": _commands,
        "api": api_pages.page,
    }
    for name, workflow in library.workflows.items():
        pages[f"workflow-{name}"] = lambda found=workflow: _workflow(found)  # type: ignore[misc]
    return pages


def _guards() -> str:
    from fundflow import engine  # noqa: PLC0415

    lines = [
        "# Guards, effects and moments",
        "",
        "What a workflow or a fund may name. An argument is written `{name: argument}`.",
    ]
    lines += ["", "## Guards", "", "A guard answers with the sentence that refuses, or with nothing.", ""]
    lines += ["| guard | holds when | asks for |", "|---|---|---|"]
    lines += [f"| `{one.name}` | {one.means} | {_code(one.asks)} |" for one in _sorted(engine.GUARDS)]
    lines += ["", "## Effects", "", "| effect | what it does | posts | asks for |", "|---|---|---|---|"]
    lines += [
        f"| `{one.name}` | {one.means} | {_code(one.posts)} | {_code(one.asks)} |" for one in _sorted(engine.EFFECTS)
    ]
    lines += ["", "## Moments", "", "When a timer of a state runs.", "", "| moment | when |", "|---|---|"]
    lines += [f"| `{one.name}` | {one.means} |" for one in _sorted(engine.MOMENTS)]
    return "\n".join(lines)


def _sorted(known: dict[str, Any]) -> list[Any]:
    return [known[name] for name in sorted(known)]


def _code(names: tuple[str, ...]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _workflow(workflow: Any) -> str:
    from fundflow.definitions import mermaid  # noqa: PLC0415

    lines = [f"# {workflow.title}", "", "```mermaid", mermaid(workflow).rstrip(), "```", "", "## States", ""]
    lines += ["| state | stage | for the office | for the applicant |", "|---|---|---|---|"]
    lines += [
        f"| `{name}` | {state.stage} | {state.officer} | {state.applicant} |" for name, state in workflow.states.items()
    ]
    lines += [
        "",
        "## Steps",
        "",
        "Steps of one name from one state are tried in this order; `when` chooses, guards refuse.",
        "",
    ]
    lines += ["| step | from | to | by | when | guards | effects |", "|---|---|---|---|---|---|---|"]
    for step in workflow.steps:
        by = " + ".join(step.signatures) if step.signatures else ", ".join(step.by)
        uses = ["<br>".join(str(one) for one in calls) for calls in (step.when, step.guards, step.effects)]
        lines.append(f"| `{step.step}` | {'<br>'.join(step.from_)} | {step.to} | {by} | {' | '.join(uses)} |")
    return "\n".join(lines)


def _scenarios() -> str:
    from fundflow.rehearsal import VERBS  # noqa: PLC0415

    lines = [
        "# Scenarios",
        "",
        (
            "A scenario is a worked round as data: a title, what it shows, and actions in order, under a clock of its "
            "own. `fundflow schema scenario` prints the same as JSON Schema."
        ),
        "",
        (
            "An action is a verb with a mapping, or with its main value and the other keys beside it. Every action may "
            "have `as` (who acts), `reason`, `edge` (the edge case that its refusal shows), and `expect` with `refused`, "
            "`says`, `state`, `letter` or `waiting_for`. "
            "A name that an action gives (`ref: bid-1`) stands for the product's own reference from then on."
        ),
    ]
    for name in sorted(VERBS):
        kind = VERBS[name]
        lines += ["", f"## {name}", "", " ".join((kind.__doc__ or "").split()), ""]
        lines += list(_keys(kind))
    return "\n".join(lines)


def _keys(kind: Any) -> Iterator[str]:
    for name, field in kind.model_fields.items():
        key = field.alias or name
        if key in ("as", "reason", "edge") or (key == "expect" and kind.__name__ != "Expect"):
            continue
        marks = [mark for mark, there in (("main", name == kind.main), ("needed", field.is_required())) if there]
        yield f"- `{key}`{_marked(marks)}{f': {field.description}' if field.description else ''}"


def _marked(marks: list[str]) -> str:
    return f" ({', '.join(marks)})" if marks else ""


def _reports() -> str:
    from fundflow import reporting  # noqa: PLC0415

    lines = ["# Reports", "", "`fundflow report NAME`, as a table, `--format json`, `csv` or `xlsx`.", ""]
    lines += ["| report | what it holds |", "|---|---|"]
    lines += [f"| `{name}` | {means} |" for name, means in sorted(reporting.describe().items())]
    return "\n".join(lines)


def _commands() -> str:
    from fundflow.cli import assemble  # noqa: PLC0415 - the manual is itself one of the commands that it lists

    lines = ["# Commands", "", "Every command takes `--database URL` and `--json`.", ""]
    lines += list(_command("fundflow", typer.main.get_command(assemble())))
    return "\n".join(lines)


def _command(path: str, command: Any) -> Iterator[str]:
    children = getattr(command, "commands", None)
    if children:
        for name, child in children.items():
            yield from _command(f"{path} {name}", child)
        return
    yield f"## {path}"
    yield ""
    yield " ".join((command.help or "").split())
    yield ""
    for option in command.params:
        if option.name in ("database", "json", "help"):
            continue
        names = ", ".join(f"`{name}`" for name in getattr(option, "opts", [])) or f"`{option.name}`"
        said = getattr(option, "help", "") or ""
        yield f"- {names}{f': {said}' if said else ''}"
    yield ""
