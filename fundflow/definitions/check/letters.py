"""Every letter that a fund's workflow sends has a template in that fund."""

from collections.abc import Iterable, Iterator
from string import Formatter

from fundflow.definitions.fund import Fund
from fundflow.definitions.library import Library
from fundflow.definitions.shape import Call, Problem
from fundflow.definitions.wording import meant
from fundflow.definitions.workflow import Workflow

Route = tuple[str | int, ...]
"""The way to a piece inside its file."""


def problems(library: Library) -> Iterator[Problem]:
    """A code that is wrong in the workflow is reported there; one that a fund forgot, in the fund."""
    for name, workflow in library.workflows.items():
        funds = {key: fund for key, fund in library.funds.items() if fund.workflow == name}
        if not funds or any(library.partial("fund", key) for key in funds):
            continue
        yield from _of_workflow(library, name, workflow, funds)


def letter_codes(workflow: Workflow) -> Iterator[tuple[Route, str]]:
    """Every letter code that a workflow names, with the way to it."""
    for key, state in workflow.states.items():
        for nth, timer in enumerate(state.timers):
            if timer.remind is not None:
                yield ("states", key, "timers", nth, "remind"), timer.remind
    for name, opening in workflow.openings.items():
        yield from _letters(("openings", name, "effects"), opening.effects)
    for at, step in enumerate(workflow.steps):
        yield from _letters(("steps", at, "effects"), step.effects)
    for event, uses in workflow.on.items():
        yield from _letters(("on", event), uses)


def _letters(route: Route, uses: Iterable[Call]) -> Iterator[tuple[Route, str]]:
    for nth, use in enumerate(uses):
        if use.name == "letter":
            yield (*route, nth), str(use.argument)


_FILLED = ("ref", "title", "bid", "moment")


def _words(library: Library, name: str, workflow: Workflow, known: set[str]) -> Iterator[Problem]:
    """What people are told at once: of a letter that some fund has, and with facts that can be filled in."""
    for code, words in workflow.told_at_once.items():
        if code not in known:
            said = f"no fund with this workflow has a template for the letter '{code}'" + meant(code, known)
            yield library.problem("workflow", name, "told_at_once", code, key=True, message=said)
        try:
            asked = [field for _, field, _, _ in Formatter().parse(words) if field is not None]
        except ValueError as error:
            said = f"these words cannot be filled in ({error}): a fact stands in braces, like {{ref}}"
            yield library.problem("workflow", name, "told_at_once", code, message=said)
            continue
        for field in asked:
            if field not in _FILLED:
                said = f"there is no fact '{field}' here: {', '.join(_FILLED)} can be filled in"
                yield library.problem("workflow", name, "told_at_once", code, message=said + meant(field, _FILLED))


def _of_workflow(library: Library, name: str, workflow: Workflow, funds: dict[str, Fund]) -> Iterator[Problem]:
    known = {code for fund in funds.values() for code in fund.letters}
    yield from _words(library, name, workflow, known)
    forgotten: dict[str, set[str]] = {}
    for route, code in letter_codes(workflow):
        if code not in known:
            said = f"no fund with this workflow has a template for the letter '{code}': add one to its letters"
            yield library.problem("workflow", name, *route, message=said + meant(code, known))
            continue
        for key, fund in funds.items():
            if code not in fund.letters:
                forgotten.setdefault(key, set()).add(code)
    for key, codes in forgotten.items():
        for code in sorted(codes):
            said = f"the workflow '{name}' sends the letter {code}, which has no template here: add '{code}: ...'"
            yield library.problem("fund", key, "letters", key=True, message=said)
