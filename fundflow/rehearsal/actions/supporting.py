"""Targeted support: cases opened by any way in, telephone calls kept, names let out."""

from typing import Any

from pydantic import Field
from sqlmodel import Session

from fundflow import engine
from fundflow.errors import BadInput
from fundflow.rehearsal.action import Action, Stage, values_of, verb


@verb("begin")
class Begin(Action):
    """Begin a case by one of its workflow's ways in; `ref` is the scenario's own name for it."""

    main = "ref"
    ref: str
    lead: str
    by: str = Field(default="", description="The way in, as the workflow calls it; its first if left out.")
    round: str | None = None
    title: str = ""
    with_: dict[str, Any] = Field(default_factory=dict, alias="with")

    def play(self, stage: Stage, session: Session) -> str:
        """Begin it."""
        round_ref = stage.ref(self.round) if self.round else stage.round
        if not round_ref:
            raise BadInput("no round is open: write 'open round' first", place="begin")
        values = values_of(self.with_, stage)
        if "from_case" in values:
            values["from_case"] = stage.ref(str(values["from_case"]))
        case = engine.openings.begin(
            session,
            round_ref,
            lead=self.lead,
            title=self.title or f"Support for {self.lead}",
            actor=stage.who(session, self.as_),
            now=stage.now,
            opening=self.by,
            values=values,
            reason=self.reason,
        )
        stage.bind(self.ref, case.ref)
        return f"{self.ref} is {case.ref}, at {case.application.state}"

    def subject(self, stage: Stage) -> str | None:
        """The case."""
        return stage.ref(self.ref)


@verb("call")
class Call(Action):
    """Keep a telephone call about a case."""

    main = "on"
    on: str
    spoke_to: str
    said: str

    def play(self, stage: Stage, session: Session) -> str:
        """Keep it."""
        actor = stage.who(session, self.as_)
        case = engine.disclosure.call(
            session, stage.ref(self.on), spoke_to=self.spoke_to, said=self.said, actor=actor, now=stage.now
        )
        return f"{case.ref}: {self.spoke_to}, {self.said}"

    def subject(self, stage: Stage) -> str | None:
        """The case."""
        return stage.ref(self.on)


@verb("disclose")
class Disclose(Action):
    """Let out a name that its fund keeps to itself."""

    main = "on"
    on: str
    exemption: str

    def play(self, stage: Stage, session: Session) -> str:
        """Let it out."""
        actor = stage.who(session, self.as_)
        ref = stage.ref(self.on)
        engine.disclosure.disclose(
            session, ref, exemption=self.exemption, reason=self.reason, actor=actor, now=stage.now
        )
        return f"the name in {ref} may be printed ({self.exemption})"

    def subject(self, stage: Stage) -> str | None:
        """The case."""
        return stage.ref(self.on)
