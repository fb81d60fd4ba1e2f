"""Bids: written and sent; and any step of any case."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session

from fundflow import applications, engine, files
from fundflow.applications import CostLine, Partner
from fundflow.calendar import Period
from fundflow.engine.bids import Draft
from fundflow.errors import BadInput
from fundflow.money import pounds
from fundflow.rehearsal.action import Action, Pounds, Stage, values_of, verb


class Cost(BaseModel):
    """One cost line; without a commissioner it is shared by patients, without an organisation it is joint."""

    model_config = ConfigDict(extra="forbid")

    period: str
    type: str
    what: str
    amount: Pounds
    commissioner: str | None = None
    organisation: str | None = None
    recurrent: bool = False

    def line(self) -> CostLine:
        """The same as the product knows it."""
        return CostLine(
            period=str(Period.parse(self.period)),
            cost_type=self.type,
            description=self.what,
            pence=self.amount,
            commissioner=self.commissioner,
            organisation=self.organisation,
            recurrent=self.recurrent,
        )


class Content(Action):
    """What a bid says; only what is given is saved."""

    title: str | None = None
    answers: dict[str, str] | None = None
    actions: dict[str, Any] | None = Field(
        default=None, description="Action key to how it helps, or {no: why not}; `others` is the line for the rest."
    )
    budget: list[Cost] | None = None
    participants: list[str] | dict[str, str] | None = Field(
        default=None, description="Codes, or code to what it commits itself to."
    )
    documents: dict[str, str] | None = Field(default=None, description="Document key to its text.")
    priorities: list[str] | None = None
    outcomes: dict[str, dict[str, Any]] | None = None
    exit_plan: str | None = None
    severable: bool | None = None
    minimum_viable: Pounds | None = None
    emergency: bool | None = None

    def draft(self, stage: Stage, session: Session, ref: str) -> Draft:
        """What is to be saved."""
        partners = self.participants
        listed = dict.fromkeys(partners, "") if isinstance(partners, list) else partners
        return Draft(
            title=self.title,
            answers=self.answers,
            actions=self._grid(session, ref),
            priorities=self.priorities,
            outcomes=self.outcomes,
            exit_plan=self.exit_plan,
            documents=self._documents(stage, session),
            budget=[cost.line() for cost in self.budget] if self.budget is not None else None,
            partners=[Partner(code, said) for code, said in listed.items()] if listed is not None else None,
            severable=self.severable,
            minimum_viable_pence=self.minimum_viable,
            emergency=self.emergency,
        )

    def _grid(self, session: Session, ref: str) -> dict[str, dict[str, Any]] | None:
        if self.actions is None:
            return None
        form = applications.fund_of(session, applications.get(session, ref)).form
        assert form is not None
        given = dict(self.actions)
        rest = given.pop("others", None)
        grid = {key: _line(said) for key, said in given.items()}
        if rest is not None:
            for item in form.actions.items:
                grid.setdefault(item.key, {"contributes": False, "text": _line(rest)["text"]})
        return grid

    def _documents(self, stage: Stage, session: Session) -> dict[str, str | None] | None:
        if self.documents is None:
            return None
        return {
            key: files.put(session, name=f"{key}.txt", media_type="text/plain", content=text.encode(), now=stage.now)
            for key, text in self.documents.items()
        }


def _line(said: Any) -> dict[str, Any]:
    if isinstance(said, dict):
        return {"contributes": False, "text": str(said.get("no", ""))}
    return {"contributes": True, "text": str(said)}


@verb("apply")
class Apply(Content):
    """Begin a bid and write it; `ref` is the scenario's own name for it."""

    ref: str
    lead: str
    round: str | None = None
    source: str = Field(
        default="online", description="paper, word or telephone when the office enters it for somebody."
    )

    def play(self, stage: Stage, session: Session) -> str:
        """Begin and save."""
        actor = stage.who(session, self.as_)
        round_ref = stage.ref(self.round) if self.round else stage.round
        if not round_ref:
            raise BadInput("no round is open: write 'open round' first", place="apply")
        case = engine.bids.begin(
            session,
            round_ref,
            lead=self.lead,
            title=self.title or self.ref,
            actor=actor,
            now=stage.now,
            source=self.source,
        )
        stage.bind(self.ref, case.ref)
        saved = engine.bids.save(session, case.ref, self.draft(stage, session, case.ref), actor=actor, now=stage.now)
        return f"{self.ref} is {case.ref}, {pounds(saved.application.ask_pence)}"

    def subject(self, stage: Stage) -> str | None:
        """The bid."""
        return stage.ref(self.ref)


@verb("ask confirmation")
class AskConfirmation(Action):
    """Write to the lead's own people that the office entered a bid for them, each with a link to confirm it by."""

    main = "on"
    on: str

    def play(self, stage: Stage, session: Session) -> str:
        """Write to them."""
        ref = stage.ref(self.on)
        names = engine.entry_links.ask(session, ref, actor=stage.who(session, self.as_), now=stage.now)
        return f"{' and '.join(names)} asked to confirm {ref}"


@verb("confirm entry")
class ConfirmEntry(Action):
    """The lead's own people confirm what the office entered for them."""

    main = "on"
    on: str

    def play(self, stage: Stage, session: Session) -> str:
        """Confirm it."""
        case = engine.bids.confirm(session, stage.ref(self.on), actor=stage.who(session, self.as_), now=stage.now)
        return f"{case.ref} is confirmed"


@verb("save")
class Save(Content):
    """Change a bid that is being written."""

    on: str

    def play(self, stage: Stage, session: Session) -> str:
        """Save it."""
        ref = stage.ref(self.on)
        actor = stage.who(session, self.as_)
        case = engine.bids.save(session, ref, self.draft(stage, session, ref), actor=actor, now=stage.now)
        return f"{case.ref}, {pounds(case.application.ask_pence)}"

    def subject(self, stage: Stage) -> str | None:
        """The bid."""
        return stage.ref(self.on)


@verb("step")
class TakeStep(Action):
    """Take a step of a case, with the values that it asks for."""

    main = "name"
    name: str
    on: str
    with_: dict[str, Any] = Field(default_factory=dict, alias="with")

    def play(self, stage: Stage, session: Session) -> str:
        """Take it."""
        taken = engine.take_step(
            session,
            stage.ref(self.on),
            self.name,
            actor=stage.who(session, self.as_),
            now=stage.now,
            values=values_of(self.with_, stage),
            reason=self.reason,
        )
        wanted = self.expect.waiting_for if self.expect else None
        if wanted and wanted not in taken.waiting_for:
            raise BadInput(f"expected to wait for '{wanted}', waits for {taken.waiting_for or 'nobody'}", place="step")
        if taken.waiting_for:
            return f"{taken.ref} waits for {', '.join(taken.waiting_for)}"
        return f"{taken.ref} {taken.before} -> {taken.state}"

    def subject(self, stage: Stage) -> str | None:
        """The case."""
        return stage.ref(self.on)
