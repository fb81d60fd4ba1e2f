"""What an award promised and reports: milestones, measures, returns, events, its rating."""

from datetime import date
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from sqlmodel import Session

from fundflow import engine, monitoring
from fundflow.errors import BadInput
from fundflow.rehearsal.action import Action, Day, Stage, verb


class Span(BaseModel):
    """One window of a milestone."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    from_: Day = Field(alias="from")
    to: Day
    label: str = ""


class OnAward(Action):
    """An action about one award."""

    on: str

    def subject(self, stage: Stage) -> str | None:
        """The case."""
        return stage.ref(self.on)


@verb("milestone")
class Milestone(OnAward):
    """Agree a milestone of an award, with one window or several."""

    main = "on"
    title: str
    windows: list[Span]
    items: int = 1
    deliverable: str = ""
    action: str = ""

    def play(self, stage: Stage, session: Session) -> str:
        """Add it."""
        row = engine.monitoring.add_milestone(
            session,
            stage.ref(self.on),
            title=self.title,
            windows=[monitoring.Window(one.from_, one.to, one.label) for one in self.windows],
            items=self.items,
            deliverable=self.deliverable,
            action=self.action,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"{stage.ref(self.on)} milestone {row.number}, {row.title}"


@verb("milestone step")
class MilestoneStep(OnAward):
    """A milestone is begun, met (or in part), evidenced afterwards, reopened, or remarked on."""

    main = "name"
    name: Literal["start", "meet", "evidence", "reopen", "comment"]
    number: int
    evidence: str = ""
    items: int | None = None
    as_reported: bool = False
    text: str = ""

    def play(self, stage: Stage, session: Session) -> str:
        """Do it."""
        verbs: dict[str, tuple[Any, dict[str, Any]]] = {
            "start": (engine.monitoring.begin_milestone, {}),
            "meet": (
                engine.monitoring.meet_milestone,
                {
                    "evidence": self.evidence,
                    "items_met": self.items,
                    "as_reported": self.as_reported,
                    "reason": self.reason,
                },
            ),
            "evidence": (engine.monitoring.name_evidence, {"evidence": self.evidence}),
            "reopen": (engine.monitoring.reopen_milestone, {"reason": self.reason}),
            "comment": (engine.monitoring.remark, {"comment": self.text}),
        }
        act, given = verbs[self.name]
        actor = stage.who(session, self.as_)
        row = act(session, stage.ref(self.on), self.number, actor=actor, now=stage.now, **given)
        return f"{row.title}: {row.state.replace('_', ' ')}"


@verb("measure")
class Measure(OnAward):
    """Agree an outcome measure with its baseline and target."""

    main = "on"
    name: str
    unit: str
    baseline: str
    baseline_on: Day
    target: str
    target_on: Day
    definition: str = ""
    source: str = ""

    def play(self, stage: Stage, session: Session) -> str:
        """Add it; more is better where the target lies above the baseline."""
        up = monitoring.number(self.target, place="target") >= monitoring.number(self.baseline, place="baseline")
        row = engine.monitoring.add_measure(
            session,
            stage.ref(self.on),
            name=self.name,
            definition=self.definition or self.name,
            unit=self.unit,
            direction="up" if up else "down",
            baseline=self.baseline,
            baseline_on=self.baseline_on,
            target=self.target,
            target_on=self.target_on,
            source=self.source,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"{row.name}, {row.baseline} to {row.target}"


@verb("reading")
class ReadingOf(OnAward):
    """Record what a measure stood at on a day."""

    main = "on"
    measure: str
    value: str
    day: Day

    def play(self, stage: Stage, session: Session) -> str:
        """Record it."""
        engine.monitoring.read_measure(
            session,
            stage.ref(self.on),
            self.measure,
            read_on=self.day,
            value=self.value,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"{self.measure}: {self.value} on {self.day}"


@verb("return")
class Return(OnAward):
    """A recipient's return is sent in, and accepted if `accepted_by` is given."""

    main = "on"
    quarter: str = Field(description="Its label: `Q1 2017/18`.")
    content: dict[str, Any]
    accepted_by: str | None = None

    def play(self, stage: Stage, session: Session) -> str:
        """Send it in."""
        ref = stage.ref(self.on)
        engine.monitoring.submit_return(
            session, ref, self.quarter, content=self.content, actor=stage.who(session, self.as_), now=stage.now
        )
        if self.accepted_by:
            by = stage.who(session, self.accepted_by)
            engine.monitoring.accept_return(session, ref, self.quarter, actor=by, now=stage.now)
        return f"{ref} {self.quarter} {'accepted' if self.accepted_by else 'in'}"


@verb("return step")
class ReturnStep(OnAward):
    """A return is accepted, sent back, given a later day, or left alone until a day."""

    main = "name"
    name: Literal["accept", "send_back", "extend", "snooze"]
    quarter: str
    until: Day | None = None

    @model_validator(mode="after")
    def _day_given(self) -> "ReturnStep":
        if self.name in ("extend", "snooze") and self.until is None:
            raise BadInput(f"'{self.name}' needs a day (until)", place="return step")
        return self

    def play(self, stage: Stage, session: Session) -> str:
        """Do it."""
        actor, ref = stage.who(session, self.as_), stage.ref(self.on)
        given: dict[str, Any] = {"actor": actor, "now": stage.now}
        until = self.until or date.max
        match self.name:
            case "accept":
                row = engine.monitoring.accept_return(session, ref, self.quarter, **given)
            case "send_back":
                row = engine.monitoring.send_return_back(
                    session, ref, self.quarter, reason=self.reason, due_on=self.until, **given
                )
            case "extend":
                row = engine.monitoring.extend_return(
                    session, ref, self.quarter, due_on=until, reason=self.reason, **given
                )
            case "snooze":
                row = engine.monitoring.snooze_return(
                    session, ref, self.quarter, until=until, reason=self.reason, **given
                )
        return f"{ref} {row.label}: {row.state}, due {row.due_on}"


@verb("event")
class Event(OnAward):
    """Note a significant event of an award."""

    main = "on"
    kind: Literal["positive", "for_improvement"]
    day: Day
    text: str
    learnt: str = ""

    def play(self, stage: Stage, session: Session) -> str:
        """Note it."""
        row = engine.monitoring.note_event(
            session,
            stage.ref(self.on),
            happened_on=self.day,
            kind=self.kind,
            text=self.text,
            learnt=self.learnt,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"event {row.number} of {stage.ref(self.on)}"


@verb("rate")
class Rate(OnAward):
    """Rate an award by judgement, with the reason."""

    main = "on"
    rating: Literal["green", "amber", "red"]

    def play(self, stage: Stage, session: Session) -> str:
        """Rate it."""
        row = engine.monitoring.correct_rating(
            session,
            stage.ref(self.on),
            rating=self.rating,
            reason=self.reason,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"{row.rating} by judgement, {row.derived} by the figures"
