"""What is wrong with a Word template: facts that do not exist, broken tags, code, pictures without words."""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Final, Union, get_args, get_origin

from jinja2 import TemplateError, nodes

from fundflow.definitions import Problem, unknown
from fundflow.letters import package
from fundflow.letters.facts import Common, Fact, model_for
from fundflow.letters.rendering import ENVIRONMENT, holds_tags, patched

_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.For, nodes.If, nodes.Name, nodes.Getattr, nodes.Filter,
    nodes.Test, nodes.Const, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.CondExpr, nodes.Concat,
    nodes.Add, nodes.Sub, nodes.Keyword, nodes.Pair, nodes.Tuple,
)  # fmt: skip
_SETTINGS = re.compile(r"\b(CCGs?|ICBs?|PCCCs?|STPs?|PCNs?|GPFV|NHSE)\b")
_WHOLE_RUN = re.compile(r"{{\s*[rp]\s|{%\s*r\s")
_PICTURE = re.compile(r"<wp:docPr\b[^>]*>")
_DESCRIBED = re.compile(r'\bdescr="[^"]+"')
MUST_SAY: Final = {
    "reference": "the letter's reference",
    "contact.name": "whom the reader can ring",
    "contact.telephone": "the telephone number to ring",
    "complaint": "how to complain",
}
"""Facts that every letter states, whoever wrote its template, and what each is."""
_SAID = re.compile(r"{{-?\s*(reference|contact\.name|contact\.telephone|complaint)\b")
_DEEPEST, _LARGEST = 3, 1000
"""How many loops may stand inside one another, and the largest number that a tag may name."""
_DEPTH = "how many loops stand around this"
_ISSUE = ("mark", "template", "version", "sha256")


def check_template(path: Path, code: str) -> list[Problem]:
    """Every problem of a letter's template file; line is the paragraph, counted from 1 in its part of the file.

    Raises:
        NotFound: there is no letter of this code.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        return [Problem(str(path), 1, 1, f"the file cannot be opened: {error.strerror}")]
    return check_content(content, code, place=str(path))


def check_content(content: bytes, code: str, *, place: str) -> list[Problem]:
    """As `check_template`, of a template's bytes: what it carries, what it asks for, what it does not say.

    Raises:
        NotFound: there is no letter of this code.
    """
    return [Problem(place, line, 1, message) for line, message in _found(content, code)]


@lru_cache(maxsize=128)
def _found(content: bytes, code: str) -> tuple[tuple[int, str], ...]:
    """What is wrong by paragraph, kept by content: of many templates one changes between two checks."""
    model = model_for(code)
    parts = package.opened(content)
    if parts is None:
        return ((1, package.NOT_WORD),)
    found = [(1, message) for message in package.dangers(parts)]
    said = set[str]()
    for name, part in parts.items():
        if holds_tags(name) and name.endswith(".xml"):
            where = "" if name == "word/document.xml" else f"{name.removeprefix('word/')}: "
            xml = part.decode("utf-8", errors="replace")
            found += [(line, where + message) for line, message in _part(xml, model)]
            said |= set(_SAID.findall(patched(xml)))
    missing = [f"{what}: put {{{{ {fact} }}}} in" for fact, what in MUST_SAY.items() if fact not in said]
    return (*found, *((1, f"it does not say {one}") for one in missing))


def _part(xml: str, model: type[Common]) -> Iterator[tuple[int, str]]:
    for picture in _PICTURE.finditer(xml):
        if not _DESCRIBED.search(picture[0]):
            yield xml.count("<w:p ", 0, picture.start()) + 1, "a picture has no words: add its alternative text"
    if tag := _WHOLE_RUN.search(xml):
        yield 1, f"'{tag[0].strip()}' is a tag for rich text, which a letter's facts do not hold: use {{{{ name }}}}"
    lined = re.sub(r"<w:p([ >])", r"\n<w:p\1", patched(xml))
    for found in _SETTINGS.finditer(re.sub(r"<[^>]+>|{{.*?}}|{%.*?%}", "", xml)):
        yield 1, f"'{found[0]}' is a setting of the office: let a fact say it"
    try:
        tree = ENVIRONMENT.parse(lined)
        ENVIRONMENT.compile(lined)
    except TemplateError as error:
        yield _line(getattr(error, "lineno", 1)), _unreadable(str(error))
        return
    yield from _walk(tree, {**_types(model), "issue": dict.fromkeys(_ISSUE, str)})


def _unreadable(said: str) -> str:
    """What Jinja says about a broken tag, in words for a person who writes letters in Word."""
    if found := re.search(r"innermost block that needs to be closed is '(\w+)'", said):
        return f"'{{% {found[1]} ... %}}' is never ended: add '{{% end{found[1]} %}}' after the words it is for"
    if found := re.search(r"Encountered unknown tag '(\w+)'", said):
        return f"there is no tag '{{% {found[1]} %}}' that could stand here: use if, elif, else, endif, for and endfor"
    if found := re.search(r"No (filter|test) named '(\w+)'", said):
        return unknown(found[1], found[2], ENVIRONMENT.filters if found[1] == "filter" else ENVIRONMENT.tests)
    return f"a tag is broken ({said.rstrip('.')}): each begins with {{{{ and ends with }}}}, or {{% and %}}"


def _line(number: int | None) -> int:
    return max(1, (number or 1) - 1)


def _types(model: type[Fact]) -> dict[str, Any]:
    return {name: _bare(field.annotation) for name, field in model.model_fields.items()}


def _bare(annotation: Any) -> Any:
    """A type without its annotations and without None."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        kept = [part for part in get_args(annotation) if part is not type(None)]
        return _bare(kept[0])
    return annotation


def _walk(node: nodes.Node, scope: dict[str, Any]) -> Iterator[tuple[int, str]]:
    if not isinstance(node, _ALLOWED):
        yield (
            _line(node.lineno),
            f"code is not allowed in a letter ({type(node).__name__.lower()}): use facts, if and for",
        )
        return
    if isinstance(node, nodes.For):
        yield from _loop(node, scope)
        return
    if isinstance(node, nodes.Const) and isinstance(node.value, int | float) and abs(node.value) > _LARGEST:
        yield _line(node.lineno), f"the number {node.value} is too large for a letter's tag: {_LARGEST} is the most"
    if isinstance(node, (nodes.Name, nodes.Getattr)):
        _, wrong = _resolve(node, scope)
        if wrong:
            yield _line(node.lineno), wrong
        return
    for child in node.iter_child_nodes():
        yield from _walk(child, scope)


def _loop(node: nodes.For, scope: dict[str, Any]) -> Iterator[tuple[int, str]]:
    yield from _walk(node.iter, scope)
    kind, _ = _resolve(node.iter, scope)
    element = _bare(get_args(kind)[0]) if get_origin(kind) is tuple else Any
    target = node.target.name if isinstance(node.target, nodes.Name) else ""
    inner = {**scope, target: element, "loop": Any, _DEPTH: scope.get(_DEPTH, 0) + 1}
    if inner[_DEPTH] > _DEEPEST:
        yield _line(node.lineno), f"a loop stands inside {_DEEPEST} others, and would go on for ever: write fewer"
        return
    for child in [*node.body, *node.else_, *([node.test] if node.test else [])]:
        yield from _walk(child, inner)


def _resolve(node: nodes.Node, scope: dict[str, Any]) -> tuple[Any, str]:
    """The type of an expression where it can be known (`Any` where not), and what is wrong with it."""
    if isinstance(node, nodes.Name):
        return (scope[node.name], "") if node.name in scope else (Any, unknown("fact", node.name, scope))
    if isinstance(node, nodes.Filter) and node.node is not None and node.name in ("selectattr", "rejectattr", "list"):
        return _resolve(node.node, scope)[0], ""
    if not isinstance(node, nodes.Getattr):
        return Any, ""
    if node.attr.startswith("_"):
        return Any, f"code is not allowed in a letter: '{node.attr}'"
    owner, wrong = _resolve(node.node, scope)
    if wrong or owner is Any:
        return Any, wrong
    parts = owner if isinstance(owner, dict) else (_types(owner) if _is_fact(owner) else {})
    return (parts[node.attr], "") if node.attr in parts else (Any, unknown("fact", node.attr, parts))


def _is_fact(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Fact)
