"""Watches a play from outside: after each action it reads from the database which ways were taken, and keeps each refusal."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session

from fundflow import applications, audit, committees, database, payments
from fundflow.definitions import Library
from fundflow.errors import NotFound
from fundflow.rehearsal.coverage import SHARE, START, Way
from fundflow.rehearsal.play import Played


@dataclass(frozen=True)
class Seen:
    """A way that a play took, whose it was, and the file and line that played it."""

    way: Way
    subject: str
    file: Path
    line: int


class Witness:
    """Hears of each action of a play and reads what it left: the audit trail, claims' and recoveries' moves, shares."""

    def __init__(self, engine: Engine, library: Library) -> None:
        self._engine, self._library = engine, library
        self._event = self._move = self._share = 0
        self._workflows: dict[str, str] = {}
        self.seen: list[Seen] = []
        self.refused: list[Played] = []

    def __call__(self, played: Played) -> None:
        """Read what is new since the last action."""
        if played.refusals:
            self.refused.append(played)
        with database.reading(self._engine) as session:
            found = [*self._steps(session), *self._moves(session), *self._shares(session)]
        self.seen += [Seen(way, subject, played.file, played.line) for way, subject in found]

    def _steps(self, session: Session) -> Iterator[tuple[Way, str]]:
        for event in audit.since(session, self._event):
            self._event = event.seq
            workflow = self._workflow(session, event.subject)
            if workflow is None:
                continue
            contents = event.contents
            before, after = (contents.get(part) or {} for part in ("before", "after"))
            openings = self._library.workflows[workflow].openings
            if event.what in openings and not before:
                yield Way(workflow, START, event.what, openings[event.what].to), event.subject
            elif "state" in before and "state" in after:
                yield Way(workflow, before["state"], event.what, after["state"]), event.subject

    def _workflow(self, session: Session, ref: str) -> str | None:
        if ref not in self._workflows:
            try:
                self._workflows[ref] = applications.get(session, ref).workflow
            except NotFound:
                return None
        return self._workflows[ref]

    def _moves(self, session: Session) -> Iterator[tuple[Way, str]]:
        for row in payments.moves(session, after=self._move):
            self._move = int(row.id or 0)
            yield Way(row.machine, row.from_state, row.action, row.to_state), row.subject

    def _shares(self, session: Session) -> Iterator[tuple[Way, str]]:
        for row in committees.share_events(session, after=self._share):
            self._share = int(row.id or 0)
            yield Way(SHARE, row.from_state, row.action, row.to_state), str(row.share_decision_id)
