"""What a meeting leaves on paper: minutes, actions, seats for one sitting, and the sheet entered afterwards."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session

from fundflow import engine
from fundflow.engine.meetings import Choice, Written
from fundflow.rehearsal.action import Action, Day, Moment, Pounds, Stage, Texts, values_of, verb
from fundflow.rehearsal.actions.deciding import item_number


@verb("minutes")
class AdvanceMinutes(Action):
    """Carry a body's minutes on: checked, circulated, confirmed; or add a numbered correction with `amend`."""

    meeting: str
    body: str
    to: str | None = None
    amend: str = ""
    item: int | str | None = None

    def play(self, stage: Stage, session: Session) -> str:
        """Do it."""
        actor = stage.who(session, self.as_)
        if self.amend:
            item = item_number(stage, session, self.meeting, self.item) if self.item is not None else None
            made = engine.meetings.amend_minutes(
                session, self.meeting, self.body, text=self.amend, item=item, actor=actor, now=stage.now
            )
            return f"{self.body}: correction {made}"
        state = engine.meetings.advance_minutes(
            session, self.meeting, self.body, to=str(self.to), actor=actor, now=stage.now
        )
        return f"{self.body}: {state}"


@verb("minute action")
class MinuteAction(Action):
    """Minute something to be done by somebody."""

    meeting: str
    item: int | str
    body: str
    text: str
    owner: str
    due: Day | None = None

    def play(self, stage: Stage, session: Session) -> str:
        """Minute it."""
        made = engine.meetings.add_action(
            session,
            self.meeting,
            item_number(stage, session, self.meeting, self.item),
            self.body,
            text=self.text,
            owner=self.owner,
            due_on=self.due,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"action {made}: {self.owner}"


@verb("action done")
class ActionDone(Action):
    """A minuted action is done; `reason` says what came of it."""

    main = "action"
    action: int

    def play(self, stage: Stage, session: Session) -> str:
        """Mark it."""
        actor = stage.who(session, self.as_)
        engine.meetings.finish_action(session, self.action, outcome=self.reason, actor=actor, now=stage.now)
        return f"action {self.action}: done"


@verb("co-opt")
class CoOpt(Action):
    """Seat somebody from outside for this sitting, where the terms allow it."""

    meeting: str
    body: str
    who: str
    role: str

    def play(self, stage: Stage, session: Session) -> str:
        """Seat them."""
        engine.meetings.co_opt(
            session,
            self.meeting,
            self.body,
            self.who,
            self.role,
            reason=self.reason,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"{self.who} is co-opted as {self.role.replace('_', ' ')}"


@verb("chair meeting")
class ChairMeeting(Action):
    """Name another chair for a body before its meeting opens."""

    meeting: str
    body: str
    who: str

    def play(self, stage: Stage, session: Session) -> str:
        """Name them."""
        actor = stage.who(session, self.as_)
        engine.meetings.set_chair(session, self.meeting, self.body, self.who, actor=actor, now=stage.now)
        return f"{self.who} chairs {self.body}"


@verb("will leave")
class WillLeave(Action):
    """Somebody must go at a time; the play tells which items their body could not decide afterwards."""

    meeting: str
    who: str
    by: Moment

    def play(self, stage: Stage, session: Session) -> str:
        """Note it."""
        actor = stage.who(session, self.as_)
        risks = engine.meetings.will_leave(session, self.meeting, self.who, by=self.by, actor=actor, now=stage.now)
        return " ".join(risks) or f"{self.who} can go: nothing is lost"


class Line(BaseModel):
    """One line of a day sheet at the meeting's own time."""

    model_config = ConfigDict(extra="forbid")

    at: Moment
    come: Texts = Field(default_factory=list)
    by_telephone: Texts = Field(default_factory=list)
    left: Texts = Field(default_factory=list)
    item: int | str | None = None
    body: str = ""
    interest: dict[str, str] = Field(default_factory=dict)
    ruling: Texts = Field(default_factory=list)
    ruled_by: str = ""
    votes: dict[str, str] = Field(default_factory=dict)
    casting: dict[str, str] = Field(default_factory=dict)
    outcome: str = ""
    amounts: dict[str, Pounds] | None = None
    cut: str = ""
    conditions: list[dict[str, Any]] = Field(default_factory=list)
    reason: str = ""
    not_quorate: str = ""


@verb("enter sheet")
class EnterSheet(Action):
    """Enter a meeting afterwards from its paper sheet; every rule is asked at the time written there."""

    meeting: str
    closed: Moment
    lines: list[Line]

    def play(self, stage: Stage, session: Session) -> str:
        """Enter it."""
        many = engine.meetings.enter_sheet(
            session,
            self.meeting,
            [self._line(stage, session, one) for one in self.lines],
            closed_at=self.closed,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"{len(self.lines)} lines, {many} decisions wait for the chair"

    def _line(self, stage: Stage, session: Session, line: Line) -> Written:
        choice = None
        if line.outcome:
            choice = Choice(
                outcome=line.outcome,
                amounts=line.amounts,
                cut_lines=line.cut,
                conditions=[values_of(one, stage) for one in line.conditions],
                reason=line.reason,
            )
        known = line.model_dump(exclude={"outcome", "amounts", "cut", "conditions", "reason", "item"})
        item = item_number(stage, session, self.meeting, line.item) if line.item is not None else None
        return Written(**known, item=item, choice=choice)


@verb("confirm sheet")
class ConfirmSheet(Action):
    """A chair confirms what was entered from the sheet; only then can it be applied."""

    meeting: str
    who: str

    def play(self, stage: Stage, session: Session) -> str:
        """Confirm it."""
        engine.meetings.confirm_sheet(
            session, self.meeting, self.who, actor=stage.who(session, self.as_), now=stage.now
        )
        return f"{self.who} confirmed"
