"""A fund and its scheme with other questions, gates and weights, as a person sets them on a page, checked like files."""

import io
import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from fundflow.definitions.criteria import Criteria
from fundflow.definitions.edited import sound
from fundflow.definitions.fund import Fund
from fundflow.definitions.library import Library
from fundflow.definitions.loading import FOLDERS


@dataclass(frozen=True)
class QuestionText:
    """One question as it is to be asked; a new one has no key yet, and takes one from its title."""

    title: str
    guidance: str
    words: int
    mandatory: bool = True
    key: str = ""


@dataclass(frozen=True)
class Reshaping:
    """What a person changes of a fund's round: the questions in order, the gates that stay on, weights by criterion."""

    questions: Sequence[QuestionText]
    gates: Sequence[str]
    weights: Mapping[str, int] = field(default_factory=dict)
    minima: Mapping[str, int] = field(default_factory=dict)


def reshaped(fund: Fund, scheme: Criteria | None, change: Reshaping, *, root: Path) -> Library:
    """The definitions with a fund and its scheme as changed, each checked as `fundflow check` does.

    Raises:
        BadInput: something is wrong; the first problem is named (weights that do not make 100, two questions alike).
    """
    made = _plain(fund)
    if fund.form is not None:
        made["form"]["questions"] = _questions(change.questions)
    made["gates"] = [one for one in made.get("gates", []) if one["code"] in change.gates]
    texts = {(FOLDERS["fund"][0], fund.fund): _text(made)}
    if scheme is not None:
        told = _plain(scheme)
        for item in told["items"]:
            item["weight"] = change.weights.get(item["key"], item["weight"])
            item["minimum"] = change.minima.get(item["key"], item.get("minimum", 0))
        texts[FOLDERS["criteria"][0], scheme.criteria] = _text(told)
    with tempfile.TemporaryDirectory() as place:
        for folder in ("workflows", "criteria"):
            shutil.copytree(root / folder, Path(place) / folder)
        for (folder, name), text in texts.items():
            (Path(place) / folder / f"{name}.yaml").write_text(text, encoding="utf-8")
        return replace(sound(Path(place), Path("the form")), root=root)


def _plain(definition: Fund | Criteria) -> dict[str, Any]:
    return definition.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def _text(data: Mapping[str, Any]) -> str:
    yaml = YAML()
    yaml.default_flow_style = False
    yaml.width = 120
    out = io.StringIO()
    yaml.dump(dict(data), out)
    return out.getvalue()


def _questions(asked: Sequence[QuestionText]) -> list[dict[str, Any]]:
    taken = {one.key for one in asked if one.key}
    made = []
    for one in asked:
        key = one.key or _free(_named(one.title), taken)
        taken.add(key)
        made.append(
            {"key": key, "title": one.title, "guidance": one.guidance, "words": one.words, "mandatory": one.mandatory}
        )
    return made


def _named(title: str) -> str:
    words = re.findall(r"[a-z0-9]+", title.lower())[:4] or ["question"]
    name = "_".join(words)
    return name if name[0].isalpha() else f"q_{name}"


def _free(name: str, taken: set[str]) -> str:
    number, made = 1, name
    while made in taken:
        number += 1
        made = f"{name}_{number}"
    return made
