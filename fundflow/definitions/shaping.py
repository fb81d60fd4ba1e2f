"""Values read from a file made into a typed definition; what does not fit is reported, and the rest is kept.

Checks of the graph and of cross references run on what could be kept, so that one slip does not hide the others.
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from fundflow.definitions.shape import Definition, Problem
from fundflow.definitions.source import Route, Source
from fundflow.definitions.wording import Found, sentence

Kind = TypeVar("Kind", bound=Definition)
_STAND_INS: tuple[Any, ...] = ("?", "unknown", 1, [], {})
_ROUNDS = 200


@dataclass(frozen=True)
class Shaped(Generic[Kind]):
    """A definition as far as it could be made.

    `faulty` says that something did not fit; `partial` that a whole piece (a step, a state) had to be left out, so
    that what hangs together in the file cannot be judged; `moved` gives, for lists that lost items, where the
    others stood.
    """

    definition: Kind | None
    problems: tuple[Problem, ...]
    faulty: bool
    partial: bool
    moved: dict[Route, list[int]]

    def written(self, route: Route) -> Route:
        """The way to a value as the file has it, where items before it were left out."""
        way: list[str | int] = []
        for at, part in enumerate(route):
            kept = self.moved.get(route[:at])
            way.append(kept[part] if kept and isinstance(part, int) and part < len(kept) else part)
        return tuple(way)


def shape(model: type[Kind], source: Source) -> Shaped[Kind]:
    """Make a definition of what a file says, with every problem at its place."""
    if not isinstance(source.data, dict):
        said = source.problem((), "a definition is keys with values: begin with 'key: ...'")
        return Shaped(None, source.problems or (said,), faulty=True, partial=True, moved={})
    repair = _Repair(source, model)
    definition = repair.run(model)
    problems = (*source.problems, *repair.problems)
    partial = repair.partial or definition is None
    return Shaped(
        definition, problems, faulty=bool(problems), partial=partial, moved=dict(repair.moves((), repair.data))
    )


class _Repair:
    """Validates, reports, takes out what does not fit, and tries again until the rest stands."""

    def __init__(self, source: Source, model: type[Definition]) -> None:
        self.source, self.model = source, model
        self.data: dict[str, Any] = copy.deepcopy(source.data)
        self.problems: list[Problem] = []
        self.needed = {info.alias or key for key, info in model.model_fields.items() if info.is_required()}
        self.stands: dict[Route, int] = {}
        self.kept: dict[int, list[int]] = {}
        self.partial = False

    def run(self, model: type[Kind]) -> Kind | None:
        """The definition, or None when not even its outline could be kept."""
        try:
            return model.model_validate(self.data)
        except ValidationError as error:
            first = error.errors()
        self.report(first)
        for _ in range(_ROUNDS):
            if not self.mend(first[0]):
                return None
            try:
                return model.model_validate(self.data)
            except ValidationError as error:
                first = error.errors()
        return None

    def report(self, errors: list[ErrorDetails]) -> None:
        """Every finding of the first look, one for each place."""
        seen: set[tuple[int, int]] = set()
        for error in errors:
            route = self.route(error)
            lacks = error["type"] == "missing"
            about_key = error["type"] == "extra_forbidden" or "[key]" in error["loc"]
            place = self.source.place(route[:-1] if lacks else route, key=about_key)
            found = Found(error["type"], error.get("input"), error.get("ctx") or {}, route, self.model)
            if lacks or place not in seen:
                self.problems.append(Problem(self.source.file, *place, sentence(found)))
            if not lacks:
                seen.add(place)

    def route(self, error: ErrorDetails) -> Route:
        """The way to a finding in the file: pydantic's own steps between (names of unions) are left out."""
        here: Any = self.data
        way: list[str | int] = []
        for at, part in enumerate(error["loc"]):
            final = at == len(error["loc"]) - 1
            if isinstance(here, dict):
                key = next((known for known in here if known == part or str(known) == str(part)), None)
                if key is None and not (final and error["type"] == "missing"):
                    continue
                way.append(part if key is None else key)
                here = here.get(key) if key is not None else None
            elif isinstance(here, list) and isinstance(part, int) and part < len(here):
                way.append(part)
                here = here[part]
        return tuple(way)

    def mend(self, error: ErrorDetails) -> bool:
        """Take out what does not fit, or put a stand-in where something is missing; False when nothing is left."""
        route = self.route(error)
        if not route:
            return False
        holder, last = self.parent(route), route[-1]
        if error["type"] == "extra_forbidden":
            del holder[last]
        elif error["type"] == "missing" or route in self.stands:
            return self.stand_in(route)
        elif isinstance(holder, list):
            self.pop(holder, int(last))
            self.partial = True
        else:
            del holder[last]
            self.partial = True
        return True

    def stand_in(self, route: Route) -> bool:
        """Put something in the place of what is missing; inside a list or a mapping, drop the piece that lacks it."""
        tried = self.stands.get(route, 0)
        choices = _STAND_INS if len(route) == 1 else _STAND_INS[:1]
        if tried == len(choices):
            return self.leave_out(route)
        self.stands[route] = tried + 1
        self.parent(route)[route[-1]] = copy.copy(choices[tried])
        self.partial = self.partial or tried > 0
        return True

    def leave_out(self, route: Route) -> bool:
        """Drop the nearest item of a list, or named entry, around a finding that could not be mended."""
        self.partial = True
        for cut in range(len(route) - 1, 0, -1):
            holder, last = self.parent(route[:cut]), route[cut - 1]
            if isinstance(holder, list):
                self.pop(holder, int(last))
            elif cut > 1 or last not in self.needed:
                del holder[last]
            else:
                continue
            self.stands = {known: count for known, count in self.stands.items() if known[: cut - 1] != route[: cut - 1]}
            return True
        return False

    def pop(self, holder: list[Any], at: int) -> None:
        """Leave an item out of a list, remembering where the others stood."""
        self.kept.setdefault(id(holder), list(range(len(holder)))).pop(at)
        holder.pop(at)

    def moves(self, route: Route, here: Any) -> Iterator[tuple[Route, list[int]]]:
        """The lists that lost items, each with where its remaining items stood."""
        if id(here) in self.kept:
            yield route, self.kept[id(here)]
        inner = here.items() if isinstance(here, dict) else enumerate(here) if isinstance(here, list) else ()
        for part, value in inner:
            yield from self.moves((*route, part), value)

    def parent(self, route: Route) -> Any:
        """What holds the value at a route."""
        here: Any = self.data
        for part in route[:-1]:
            here = here[part]
        return here
