"""Plays a scenario under the eyes of a witness, and keeps what came of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy import Engine

from fundflow.definitions import Library
from fundflow.rehearsal.coverage import Way
from fundflow.rehearsal.play import Played, play, proof
from fundflow.rehearsal.scenario import Scenario
from fundflow.rehearsal.witness import Seen, Witness


@dataclass(frozen=True)
class Record:
    """What a play left: references by the scenario's own names, the ways that it took, refusals, faults at its end."""

    name: str
    title: str
    names: Mapping[str, str]
    seen: tuple[Seen, ...]
    refused: tuple[Played, ...]
    faults: tuple[str, ...]

    @property
    def own(self) -> Iterator[tuple[Way, str, int]]:
        """Each way with the scenario whose file plays it and its line: what is included counts for its own file."""
        return ((one.way, one.file.stem, one.line) for one in self.seen)


def record(
    scenario: Scenario, engine: Engine, library: Library, *, told: Callable[[Played], None] | None = None
) -> Record:
    """Play a scenario on an empty database and keep what came of it.

    Raises:
        Unmet, BadInput: as `play`.
    """
    witness = Witness(engine, library)

    def hears(played: Played) -> None:
        witness(played)
        if told:
            told(played)

    stage = play(scenario, engine, library, told=hears)
    faults, _ = proof(stage)
    return Record(
        scenario.file.stem,
        scenario.title,
        dict(stage.names),
        tuple(witness.seen),
        tuple(witness.refused),
        tuple(faults),
    )


def all_seen(records: Iterable[Record]) -> list[tuple[Way, str, int]]:
    """What all plays took, in order."""
    return [one for kept in records for one in kept.own]
