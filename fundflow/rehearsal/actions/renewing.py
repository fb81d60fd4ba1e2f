"""The next round from the last one."""

from pydantic import Field
from sqlmodel import Session

from fundflow import engine
from fundflow.clock import london_day, moment_words
from fundflow.errors import BadInput
from fundflow.rehearsal.action import Action, Moment, Stage, verb


@verb("new round")
class NewRound(Action):
    """Open a round like an earlier one, its definitions, settings and title moved on to the year of its closing."""

    main = "like"
    like: str
    closes: Moment
    opens: Moment | None = None
    title: str = ""
    year: str | None = None
    ref: str | None = Field(default=None, description="The scenario's own name for it.")
    look_at: str = Field(default="", description="Words that stand among what a person is told to look at.")

    def play(self, stage: Stage, session: Session) -> str:
        """Open it."""
        renewal = engine.rounds.renewed_round(
            session,
            stage.ref(self.like),
            library=stage.library,
            opens_at=self.opens or stage.now,
            closes_at=self.closes,
            title=self.title,
            year=self.year,
        )
        assert renewal.plan is not None
        look = engine.rounds.todo(session, renewal, on=london_day(stage.now))
        if self.look_at not in " ".join(look):
            raise BadInput(f"'{self.look_at}' is not among what is told: {'; '.join(look)}", place="look_at")
        actor = stage.who(session, self.as_)
        row = engine.rounds.open_round(session, renewal.plan, library=renewal.library, actor=actor, now=stage.now)
        stage.bind(self.ref, row.ref)
        stage.round = row.ref
        return f"{row.ref} '{row.title}' until {moment_words(row.closes_at)}; {len(look)} things to look at"
