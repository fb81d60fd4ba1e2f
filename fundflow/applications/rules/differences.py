"""What differs between two versions of a bid: each place with both texts, and the words that went and came."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from fundflow.applications.rules.content import Content, CostLine
from fundflow.clock import day_words
from fundflow.definitions.fund import Form
from fundflow.money import pounds

_PLAIN = {
    "title": "Title",
    "exit_plan": "What happens when the money ends",
    "severable": "Can part of it go ahead",
    "minimum_viable_pence": "The least amount with which it can go ahead",
    "work_starts_on": "Work begins",
    "work_ends_on": "Work ends",
}


@dataclass(frozen=True)
class Piece:
    """Some words of a text: in both versions, only in the earlier one (`gone`), or only in the later one (`new`)."""

    kind: str
    text: str


@dataclass(frozen=True)
class Difference:
    """One place in which two versions differ; a text is empty where that version says nothing there."""

    place: str
    label: str
    before: str
    after: str

    @property
    def pieces(self) -> list[Piece]:
        """Both texts in one, word by word, in the order in which they are read."""
        old, new = self.before.split(), self.after.split()
        found: list[Piece] = []
        for kind, a, b, c, d in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
            if kind == "equal":
                found.append(Piece("same", " ".join(old[a:b])))
                continue
            if b > a:
                found.append(Piece("gone", " ".join(old[a:b])))
            if d > c:
                found.append(Piece("new", " ".join(new[c:d])))
        return found


def differences(before: Content, after: Content, form: Form | None) -> list[Difference]:
    """Every place in which two versions differ, in the order of the form."""
    labels = _labels(form)
    old, new = ({**_stated(one), "lines": _costs(one, other)} for one, other in ((before, after), (after, before)))
    places = [*(place for place in labels if place in {*old, *new}), *old, *new]
    return [
        Difference(place, labels.get(place, place.rpartition(".")[2].replace("_", " ").capitalize()), *texts)
        for place in dict.fromkeys(places)
        if (texts := (old.get(place, ""), new.get(place, "")))[0] != texts[1]
    ]


def _labels(form: Form | None) -> dict[str, str]:
    """Every place that a form knows, in its order, by what people call it."""
    found = {"title": _PLAIN["title"]}
    if form is not None:
        found |= {f"answers.{one.key}": one.title for one in form.questions}
        found |= {f"actions.{one.key}": one.title for one in form.actions.items}
        found |= {"priorities": "Priorities"}
        found |= {f"outcomes.{one.key}": one.title for one in form.outcomes}
        found |= {f"documents.{one.key}": one.title for one in form.documents}
    return {**found, **_PLAIN, "lines": "Costs"}


def _stated(content: Content) -> dict[str, str]:
    """Everything that a version states but its costs, as texts by place; what it does not state is left out."""
    return dict(_told(content))


def _told(content: Content) -> Iterator[tuple[str, str]]:
    for name in _PLAIN:
        if (text := _text(name, getattr(content, name))) not in ("", "no"):
            yield name, text
    parts: Mapping[str, Mapping[str, Any]] = {
        "answers": content.answers,
        "actions": content.actions,
        "outcomes": content.outcomes,
        "documents": {key: f"file {sha256[:12]}" for key, sha256 in content.documents.items() if sha256},
        "vat": content.vat,
    }
    for part, told in parts.items():
        for key, value in told.items():
            if text := _text(key, value):
                yield f"{part}.{key}", text
    if content.priorities:
        yield "priorities", ", ".join(one.replace("_", " ") for one in content.priorities)


def _costs(content: Content, beside: Content) -> str:
    """The cost lines of a version that the other one does not have, a line each."""
    theirs = Counter(_cost(one) for one in beside.lines)
    own = Counter(_cost(one) for one in content.lines)
    return "\n".join((own - theirs).elements())


def _cost(line: CostLine) -> str:
    whose = f", {line.organisation}" if line.organisation else ""
    return f"{line.period}, {line.cost_type.replace('_', ' ')}: {line.description}{whose}, {pounds(line.pence)}"


def _text(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{key.replace('_', ' ')}: {_text(key, part)}" for key, part in value.items() if part != "")
    if name.endswith("_pence") and value is not None:
        return pounds(value)
    if hasattr(value, "weekday"):
        return day_words(value)
    return str(value or "")
