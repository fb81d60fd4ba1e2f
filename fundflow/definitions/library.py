"""All definitions of an installation: looked up by name, placed in their files, pinned for a round."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias, TypeVar

from fundflow.definitions.committee import Commissioner, Office, Terms
from fundflow.definitions.criteria import Criteria
from fundflow.definitions.fund import Fund
from fundflow.definitions.pinned import Pinned, pinned_snapshot
from fundflow.definitions.shape import Problem
from fundflow.definitions.shaping import Shaped
from fundflow.definitions.source import Place, Route, Source
from fundflow.definitions.wording import unknown
from fundflow.definitions.workflow import Workflow
from fundflow.errors import BadInput, NotFound

KindName: TypeAlias = Literal["fund", "workflow", "criteria", "committee", "office"]
Found = TypeVar("Found")
_WORDS: dict[KindName, str] = {
    "fund": "fund",
    "workflow": "workflow",
    "criteria": "scoring scheme",
    "committee": "committee",
    "office": "office",
}


@dataclass(frozen=True)
class Written:
    """A definition's file and how far the definition could be made from it."""

    source: Source
    shaped: Shaped[Any]


@dataclass(frozen=True)
class Library:
    """Frozen; loaded once. Lookups raise NotFound with the nearest name, and BadInput for a file with problems."""

    root: Path
    funds: Mapping[str, Fund]
    workflows: Mapping[str, Workflow]
    criteria: Mapping[str, Criteria]
    committees: Mapping[str, Terms]
    offices: Mapping[str, Office]
    written: Mapping[tuple[KindName, str], Written]

    def fund(self, name: str) -> Fund:
        """A fund by its id, e.g. `worcestershire-transformation`."""
        return self._one("fund", name, self.funds)

    def workflow(self, name: str) -> Workflow:
        """A life cycle by its id, e.g. `competed-grant`."""
        return self._one("workflow", name, self.workflows)

    def scheme(self, name: str) -> Criteria:
        """A scoring scheme by its id, e.g. `worcestershire-six`."""
        return self._one("criteria", name, self.criteria)

    def committee(self, name: str) -> Terms:
        """A committee's terms of reference by its id."""
        return self._one("committee", name, self.committees)

    def office(self, name: str) -> Office:
        """An office by its id, e.g. `worcestershire`."""
        return self._one("office", name, self.offices)

    def office_of(self, fund: Fund) -> Office | None:
        """The office that serves every commissioner of a fund."""
        wanted = set(fund.commissioners)
        serving = (each for each in self.offices.values() if wanted <= {body.code for body in each.commissioners})
        return next(serving, None)

    def commissioner(self, code: str) -> Commissioner:
        """A body that holds money, by its code.

        Raises:
            NotFound: no office here serves it.
        """
        bodies = self.commissioners()
        if code not in bodies:
            raise NotFound(unknown("commissioner", code, bodies))
        return bodies[code]

    def commissioners(self) -> dict[str, Commissioner]:
        """Every body that holds money, by code, in the order written."""
        return {body.code: body for office in self.offices.values() for body in office.commissioners}

    def commissioner_codes(self) -> dict[str, str]:
        """Codes, names and aliases (`RB`, `sw`, `WE`) to the code that they stand for."""
        found: dict[str, str] = {}
        for body in self.commissioners().values():
            found |= dict.fromkeys((body.code, body.name, body.short_name, *body.aliases), body.code)
        return found

    def faulty(self, kind: KindName, name: str) -> bool:
        """Whether the file of a definition has problems of its own."""
        written = self.written.get((kind, name))
        return written is not None and written.shaped.faulty

    def partial(self, kind: KindName, name: str) -> bool:
        """Whether pieces of a definition had to be left out, so that its paths cannot be judged."""
        written = self.written.get((kind, name))
        return written is not None and written.shaped.partial

    def walkable(self, workflow: str) -> bool:
        """Whether a workflow is whole and its names hold, so that what happens along its paths can be judged."""
        return not self.partial("workflow", workflow) and self.workflows[workflow].names_hold

    def known(self, kind: KindName) -> set[str]:
        """Every name of a kind, those with problems in their files too."""
        return {name for found, name in self.written if found == kind}

    def keys(self, kind: KindName, name: str, *route: str | int) -> set[str]:
        """The keys that a mapping has in the file, those of pieces that had to be left out too."""
        written = self.written[kind, name]
        here: Any = written.source.data
        for part in written.shaped.written(tuple(route)):
            here = here[part]
        return {str(key) for key in here} if isinstance(here, dict) else set()

    def place(self, kind: KindName, name: str, *route: str | int, key: bool = False) -> tuple[str, Place]:
        """File and place of a piece: `place("workflow", "competed-grant", "steps", 3, "guards", 1)`.

        `key` asks for the key instead of its value. Keys are those of the YAML (`from`, not `from_`). Where the piece
        itself is not written (a default), the place is that of the nearest thing around it.
        """
        written = self.written[kind, name]
        found: Route = written.shaped.written(tuple(route))
        return written.source.file, written.source.place(found, key=key)

    def problem(self, kind: KindName, name: str, *route: str | int, message: str, key: bool = False) -> Problem:
        """A problem at the place of a piece."""
        file, place = self.place(kind, name, *route, key=key)
        return Problem(file, place.line, place.column, message)

    def pin(self, fund: str) -> dict[str, Any]:
        """A fund with all that it uses, as plain JSON with its own sha256, for a round to keep.

        Raises:
            NotFound: no such fund.
            BadInput: its file, or one that it uses, has problems, or no office serves its commissioners.
        """
        found = self.fund(fund)
        office = self.office_of(found)
        if office is None:
            raise BadInput(f"no office serves all commissioners of {fund}: {', '.join(found.commissioners)}")
        used = dict.fromkeys([*found.committees.values(), *([found.group] if found.group else [])])
        return pinned_snapshot(
            Pinned(
                fund=found,
                workflow=self.workflow(found.workflow) if found.workflow else None,
                criteria=self.scheme(found.criteria) if found.criteria else None,
                committees={name: self.committee(name) for name in used},
                office=self.office(office.office),
            )
        )

    def _one(self, kind: KindName, name: str, shelf: Mapping[str, Found]) -> Found:
        if name not in shelf or self.faulty(kind, name):
            if name in self.known(kind):
                file, _ = self.place(kind, name)
                raise BadInput(
                    f"the {_WORDS[kind]} '{name}' has problems: look at them first (fundflow check)", place=file
                )
            raise NotFound(unknown(_WORDS[kind], name, shelf))
        return shelf[name]
