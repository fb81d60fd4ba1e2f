"""Makes an endpoint of a verb of the engine: its path, its body and its answer follow from the verb's own signature."""

import inspect
import re
import types
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import is_dataclass
from datetime import date, datetime
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from fastapi import Path
from pydantic import AliasChoices, BaseModel, Field, create_model

from fundflow.api.calls import Call, Shelf
from fundflow.api.shapes import Count, Day, Moment, Number, Pence, Shape, When
from fundflow.engine import readership

GIVEN = ("session", "actor", "now", "library")
"""What the call itself brings to a verb."""
LONGEST = 20_000
"""Characters of any text that is given."""
Text = Annotated[str, Field(max_length=LONGEST)]
_NAMES = re.compile(r"\{(\w+)(?::path)?\}")
_SIMPLE = (str, int, bool)


class Done(Shape):
    """The name of what was done."""

    done: str


def verb(
    shelf: Shelf,
    path: str,
    does: Callable[..., Any],
    *,
    gives: str = "",
    method: str = "POST",
    seen: bool = True,
    body: Mapping[str, Any] | None = None,
) -> None:
    """Let programs call a verb of the engine at a path whose names are the verb's own.

    `gives` names the facts of its result that are told. `body` has other types for some of its values. Where the path is
    one of a case, only those who may see something of it get further, unless `seen` is false (an assessor declares before
    seeing anything).
    """
    taken = _taken(does)
    in_path = set(_NAMES.findall(path))
    if unknown := in_path - set(taken):
        raise TypeError(f"{does.__name__} takes no {unknown}")
    sent = {name: one for name, one in taken.items() if name not in in_path}
    model = _body(does, sent, body or {}) if sent else None
    needs = [name for name in GIVEN[1:] if name in inspect.signature(does).parameters]
    of_case = seen and path.startswith("/applications/{ref}")
    told, result = _told(does, gives)

    def endpoint(call: Call, **given: Any) -> Any:
        if of_case:
            readership.case(call.session, given["ref"], actor=call.actor, now=call.now)
        parts = given.pop("sent", None)
        values = {name: getattr(parts, name) for name in sent} if parts is not None else {}
        return result(does(call.session, **given, **values, **{name: getattr(call, name) for name in needs}))

    endpoint.__name__ = does.__name__
    endpoint.__doc__ = _said(does)
    endpoint.__signature__ = _signature(taken, in_path, model, told)  # type: ignore[attr-defined]
    shelf.write(path, method=method)(endpoint)


def _taken(does: Callable[..., Any]) -> dict[str, inspect.Parameter]:
    found = inspect.signature(does, eval_str=True).parameters
    return {
        name: one for name, one in found.items() if name not in GIVEN and one.kind is not inspect.Parameter.VAR_KEYWORD
    }


def _said(does: Callable[..., Any]) -> str:
    """What the verb does, without what it raises in Python."""
    return inspect.cleandoc(does.__doc__ or "").partition("\n\nRaises:")[0]


def _signature(
    taken: Mapping[str, inspect.Parameter], in_path: Collection[str], model: Any, told: Any
) -> inspect.Signature:
    kind = inspect.Parameter.KEYWORD_ONLY
    parts = [inspect.Parameter("call", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Call)]
    for name in in_path:
        shape = Number if taken[name].annotation is int else Annotated[str, Path(max_length=200)]
        parts.append(inspect.Parameter(name, kind, annotation=shape))
    if model is not None:
        optional = all(not one.is_required() for one in model.model_fields.values())
        default = model() if optional else inspect.Parameter.empty
        parts.append(inspect.Parameter("sent", kind, annotation=model, default=default))
    return inspect.Signature(parts, return_annotation=told)


def _body(does: Callable[..., Any], sent: Mapping[str, inspect.Parameter], other: Mapping[str, Any]) -> type[Shape]:
    """What is sent with a verb, as a model: a field for each value that is not in the address."""
    fields: dict[str, Any] = {}
    for name, one in sent.items():
        shape = other.get(name) or _incoming(one.annotation, Pence if _is_money(name) else Count)
        default = ... if one.default is inspect.Parameter.empty else one.default
        default = [] if default == () else default
        alias = _alias(name)
        fields[name] = (shape, Field(default, alias=alias)) if alias else (shape, default)
    return create_model(_title(does), __base__=Shape, **fields)


def _alias(name: str) -> str:
    """Money stands in keys that end in `_pence`."""
    return "amount_pence" if name == "pence" else ""


def _title(does: Callable[..., Any]) -> str:
    home = does.__module__.rpartition(".")[2]
    return "".join(part.capitalize() for part in f"{home}_{does.__name__}".split("_"))


def _is_money(name: str) -> bool:
    return name in ("pence", "amounts") or name.endswith("_pence")


def _incoming(kind: Any, number: Any) -> Any:
    """A type as it is given: moments and days that can be meant, texts and numbers of sensible size."""
    plain = {datetime: When, date: Day, str: Text, int: number}
    if kind in plain:
        return plain[kind]
    return _inside(kind, lambda part: _incoming(part, number))


def _inside(kind: Any, change: Callable[[Any], Any]) -> Any:
    """The same generic type with its parts changed."""
    origin, parts = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return Union[tuple(change(part) for part in parts)]  # noqa: UP007 - made at run time
    if not isinstance(origin, type):
        return kind
    if issubclass(origin, Mapping):
        return dict[tuple(change(part) for part in parts)]  # type: ignore[misc]
    if issubclass(origin, tuple):
        return tuple[tuple(part if part is ... else change(part) for part in parts)]  # type: ignore[misc]
    if issubclass(origin, Sequence):
        return list[change(parts[0])]  # type: ignore[misc]
    return kind


def _told(does: Callable[..., Any], gives: str) -> tuple[Any, Callable[[Any], Any]]:
    """The model of what a verb gives, and how its result is put into it."""
    returns = inspect.signature(does, eval_str=True).return_annotation
    if returns is None or (not gives and not _is_simple(returns)):
        return Done, lambda _result: Done(done=does.__name__)
    if not gives:
        wrapped: Any = create_model(f"{_title(does)}Result", __base__=Shape, result=(returns, ...))
        return wrapped, lambda result: wrapped.model_validate({"result": result})
    many = isinstance(get_origin(returns), type) and issubclass(get_origin(returns), Sequence)
    told: Any = outgoing(get_args(returns)[0] if many else returns, gives, name=f"{_title(does)}Result")
    return (list[told], list) if many else (told, lambda result: result)


def _is_simple(kind: Any) -> bool:
    return kind in _SIMPLE or (get_origin(kind) is not None and all(_is_simple(part) for part in get_args(kind)))


def outgoing(kind: Any, gives: str, *, name: str = "") -> type[Shape]:
    """A model of some facts of a stored row or of a dataclass, by name; pence are told under names that say so."""
    hints = (
        get_type_hints(kind)
        if is_dataclass(kind)
        else {key: one.annotation for key, one in kind.model_fields.items()}
        if isinstance(kind, type) and issubclass(kind, BaseModel)
        else {}
    )
    fields: dict[str, Any] = {}
    for fact in gives.split():
        shape = _outward(hints[fact])
        alias = _alias(fact)
        more: dict[str, Any] = {"validation_alias": AliasChoices(fact), "serialization_alias": alias} if alias else {}
        fields[fact] = (shape, Field(..., **more))
    made = create_model(name or f"{kind.__name__}Told", __base__=Shape, **fields)
    made.__doc__ = inspect.cleandoc(kind.__doc__ or "").partition("\n\n")[0]
    return made


def _outward(kind: Any) -> Any:
    """A type as it is told: moments to the second with `Z`."""
    return Moment if kind is datetime else _inside(kind, _outward)
