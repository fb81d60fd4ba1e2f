"""What an amended form or scheme changes, in words for those who are writing (journeys 4.2)."""

from collections.abc import Iterator, Mapping
from typing import Any

from fundflow.definitions.criteria import Criteria
from fundflow.definitions.fund import Form, Fund, Question


def changes_in_words(
    before: Fund, after: Fund, scheme_before: Criteria | None, scheme_after: Criteria | None
) -> tuple[str, ...]:
    """One sentence for each change that somebody who writes a bid must know of; empty when nothing changed."""
    found: list[str] = []
    if before.form is not None and after.form is not None:
        found += _questions(before.form, after.form)
        found += _named("document", before.form.documents, after.form.documents)
        found += _named("action", before.form.actions.items, after.form.actions.items)
        found += _named("kind of cost", before.form.cost_types, after.form.cost_types)
        found += _named("priority", before.form.priorities, after.form.priorities)
        found += _named("outcome", before.form.outcomes, after.form.outcomes)
    if before.gates != after.gates:
        found += _named("rule", before.gates, after.gates, key="code") or [
            "A rule of the fund is tested in another way"
        ]
    if before.footprint != after.footprint or before.money != after.money:
        found.append("The rules on scale or on the money changed")
    if scheme_before is not None and scheme_after is not None:
        found += _criteria(scheme_before, scheme_after)
    return tuple(
        found or (["Some words were made clearer"] if before != after or scheme_before != scheme_after else [])
    )


def _questions(before: Form, after: Form) -> Iterator[str]:
    earlier = {one.key: one for one in before.questions}
    later = {one.key: one for one in after.questions}
    for key, question in later.items():
        if key not in earlier:
            duty = "must be answered" if question.mandatory else "you may leave out"
            yield f"New question that {duty}: {question.title}"
        else:
            yield from _question(earlier[key], question)
    for key, question in earlier.items():
        if key not in later:
            yield f"Question removed: {question.title} What you wrote is kept, and it is not scored"


def _question(before: Question, after: Question) -> Iterator[str]:
    if before.words != after.words:
        yield f"'{after.title}' may now have {after.words} words, not {before.words}"
    if before.mandatory != after.mandatory:
        yield f"'{after.title}' {'must now be answered' if after.mandatory else 'may now be left out'}"
    if (before.title, before.guidance) != (after.title, after.guidance):
        yield f"Clearer words for the question: {after.title}"


def _named(what: str, before: Any, after: Any, *, key: str = "key") -> list[str]:
    earlier: Mapping[str, str] = {getattr(one, key): one.title for one in before}
    later: Mapping[str, str] = {getattr(one, key): one.title for one in after}
    return [
        *(f"New {what}: {title}" for name, title in later.items() if name not in earlier),
        *(f"No longer a {what}: {title}" for name, title in earlier.items() if name not in later),
    ]


def _criteria(before: Criteria, after: Criteria) -> Iterator[str]:
    earlier = {item.key: item for item in before.items}
    for item in after.items:
        was = earlier.pop(item.key, None)
        if was is None:
            yield f"New criterion: {item.title}, weight {item.weight}"
        elif was.weight != item.weight:
            yield f"The weight of '{item.title}' is now {item.weight}, not {was.weight}"
        elif was.minimum != item.minimum:
            yield f"The minimum of '{item.title}' changed"
    for was in earlier.values():
        yield f"No longer a criterion: {was.title}"
