"""A round opened."""

from typing import Any

from pydantic import Field
from sqlmodel import Session

from fundflow import engine
from fundflow.clock import moment_words
from fundflow.rehearsal.action import Action, Day, Moment, Stage, verb
from fundflow.rehearsal.actions.editing import Edit, edited


@verb("open round")
class OpenRound(Action):
    """Open a round of a fund; its definitions are pinned, with changes to the fund's file for this round alone if given."""

    fund: str
    closes: Moment
    opens: Moment | None = None
    ref: str | None = Field(default=None, description="The scenario's own name for it.")
    title: str = ""
    reserve_until: Day | None = None
    lists_of: Day | None = Field(default=None, description="The day whose list sizes count.")
    next_round: str = ""
    settings: dict[str, Any] = Field(default_factory=dict)
    edit: list[Edit] = Field(default_factory=list)

    def play(self, stage: Stage, session: Session) -> str:
        """Open it."""
        plan = engine.rounds.RoundPlan(
            fund=self.fund,
            opens_at=self.opens or stage.now,
            closes_at=self.closes,
            title=self.title,
            reserve_until=self.reserve_until,
            snapshot_on=self.lists_of,
            next_round=self.next_round,
            settings=self.settings,
        )
        actor = stage.who(session, self.as_)
        library = edited(stage.library, self.fund, self.edit) if self.edit else stage.library
        opened = engine.rounds.open_round(session, plan, library=library, actor=actor, now=stage.now)
        stage.bind(self.ref, opened.ref)
        stage.round = opened.ref
        return f"{opened.ref} until {moment_words(opened.closes_at)}"
