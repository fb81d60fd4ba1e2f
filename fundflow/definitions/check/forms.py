"""Codes and keys inside a fund stand once, and the form can be filled in."""

from collections.abc import Iterable, Iterator

from fundflow.definitions.fund import Fund
from fundflow.definitions.library import Library
from fundflow.definitions.shape import Problem


def problems(library: Library) -> Iterator[Problem]:
    """Every fund's gates, form, returns and conditions."""
    for name, fund in library.funds.items():
        for route, key, words in _lists(fund):
            yield from _once(library, name, route, key, words)
        form = fund.form
        if form is not None and form.actions.least > len(form.actions.items):
            said = f"{form.actions.least} actions are asked for and {len(form.actions.items)} are listed: lower 'least'"
            yield library.problem("fund", name, "form", "actions", "least", message=said)
        if form is not None and not form.questions:
            yield library.problem("fund", name, "form", "questions", message="a form needs at least one question")
        if fund.footprint.most_patients < fund.footprint.least_patients:
            said = f"this must be {fund.footprint.least_patients} or more, the least number of patients"
            yield library.problem("fund", name, "footprint", "most_patients", message=said)


_Listed = tuple[tuple[str | int, ...], str, list[str]]


def _lists(fund: Fund) -> Iterator[_Listed]:
    yield ("gates",), "code", [gate.code for gate in fund.gates]
    yield ("returns",), "key", [rule.key for rule in fund.returns]
    if fund.award is not None:
        yield ("award", "conditions"), "key", [condition.key for condition in fund.award.conditions]
    form = fund.form
    if form is None:
        return
    yield ("form", "questions"), "key", [each.key for each in form.questions]
    yield ("form", "actions", "items"), "key", [each.key for each in form.actions.items]
    yield ("form", "documents"), "key", [each.key for each in form.documents]
    yield ("form", "cost_types"), "key", [each.key for each in form.cost_types]
    yield ("form", "priorities"), "key", [each.key for each in form.priorities]
    yield ("form", "outcomes"), "key", [each.key for each in form.outcomes]


def _once(
    library: Library, name: str, route: tuple[str | int, ...], key: str, words: Iterable[str]
) -> Iterator[Problem]:
    seen: set[str] = set()
    for nth, word in enumerate(words):
        if word in seen:
            said = f"'{word}' stands twice in this list: give one another {key}"
            yield library.problem("fund", name, *route, nth, key, message=said)
        seen.add(word)
