"""A round copied for practice, and what a practice copy may be seen to hold."""

import tempfile
from pathlib import Path

from pydantic import Field
from sqlmodel import Session

from fundflow import applications, audit, database, organisations, practising
from fundflow.engine import practising as practice
from fundflow.rehearsal.action import Action, Moment, Stage, Unmet, verb


@verb("practice start")
class StartPractice(Action):
    """Copy a round into a new database, marked as practice for ever; without `to`, into one that is thrown away at once.

    `to: beside` makes a file beside the database of the play, which stays.
    """

    main = "round"
    round: str
    to: str | None = Field(default=None, description="The new database, `sqlite:///practice.db`, or `beside`.")
    closes: Moment | None = None

    def play(self, stage: Stage, session: Session) -> str:
        """Copy it, and look whether the copy holds what it must and nothing else."""
        with tempfile.TemporaryDirectory() as folder:
            address = self.to or f"sqlite:///{Path(folder) / 'practice.db'}"
            if address == "beside":
                address = practice.beside(session, stage.ref(self.round), now=stage.now)
            made = practice.start(
                session,
                stage.ref(self.round),
                to=address,
                actor=stage.who(session, self.as_),
                now=stage.now,
                closes_at=self.closes,
            )
            opened = database.connect(address)
            try:
                with database.reading(opened) as copy:
                    self._holds(session, copy)
            finally:
                opened.dispose()
        counted = ", ".join(f"{many:,} {what}" for what, many in made.copied.items())
        return f"a practice copy with {counted} and no bids"

    def _holds(self, session: Session, copy: Session) -> None:
        real = {one.code for one in organisations.list_all(session)}
        if practising.marker(copy) is None or real != {one.code for one in organisations.list_all(copy)}:
            raise Unmet("the copy is not marked as practice, or lacks organisations", place="practice start")
        if applications.find_cases(copy) or audit.verify(copy):
            raise Unmet("the copy holds bids, or its trail does not agree", place="practice start")
