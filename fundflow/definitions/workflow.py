"""A state machine as data: states with declared attributes, steps with guards and effects, timers."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, field_validator

from fundflow.definitions.shape import Definition, FileName, Name, Text, Use

SAME = "same"
"""The destination of a step that leaves a case where it stands."""


def _listed(value: object) -> object:
    return [value] if isinstance(value, (str, dict)) else value


_WORD = {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"}
_CALL = {"anyOf": [_WORD, {"type": "object", "minProperties": 1, "maxProperties": 1, "propertyNames": _WORD}]}

Names = Annotated[
    tuple[Name, ...],
    BeforeValidator(_listed),
    WithJsonSchema({"anyOf": [_WORD, {"type": "array", "items": _WORD}]}),
]
"""One name, or a list of them."""

Uses = Annotated[
    tuple[Use, ...],
    BeforeValidator(_listed),
    WithJsonSchema({"anyOf": [*_CALL["anyOf"], {"type": "array", "items": _CALL}]}),
]
"""One guard or effect, or a list of them."""


class Timer(Definition):
    """Something that falls due while a case is in a state: exactly one of a step of `system`, a letter, a task.

    `at` names a moment of the case (`offer_expires`); `before` moves it so many working days earlier. A `task` is put
    before staff: the clock proposes, people act (nobody's payments stop because a timer fired).
    """

    at: Name
    step: Name | None = None
    remind: Text | None = None
    task: Name | None = None
    before: int = Field(default=0, ge=0)


class State(Definition):
    """A place where a case can stand. Nothing about it is inferred from its name.

    `stage` is its column in pictures; `claims` says what happens to claims here; `assessing` opens papers and scores;
    `deciding` means that shares are before committees; `holds` is the most advanced money that a case may hold here.
    `adoptable` lets a bid that lived elsewhere be taken over here, and says what comes with it: what was asked, what was
    decided, an offer that waits for its answer, or an award.
    """

    name: Name = Field(default="", alias="state")
    kind: Literal["open", "end"]
    stage: Text
    applicant: Text
    officer: Text
    claims: Literal["closed", "open", "held"] = "closed"
    assessing: bool = False
    deciding: bool = False
    editable: bool = False
    holds: Literal["nothing", "reserved", "committed"] = "nothing"
    adoptable: Literal["bid", "decision", "offer", "award"] | None = None
    timers: tuple[Timer, ...] = ()


class Step(Definition):
    """A way from some states to one: who may take it, what must hold, what it causes.

    Steps of one name from one state are ordered alternatives: the first whose `when` guards all hold is the one.
    `guards` refuse; `when` chooses. `to` may be `same`. `signatures` are the roles that must sign, in any order but by
    different people, before it is executed; `by` is who may sign last or alone. `drastic` undoes, ends or stops something:
    people are offered it last, and warned.
    """

    step: Name
    from_: Names = Field(alias="from")
    to: Name
    by: Names
    when: Uses = ()
    guards: Uses = ()
    effects: Uses = ()
    signatures: Names = ()
    reason: bool = False
    drastic: bool = False
    label: Text
    means: str = ""


class Opening(Definition):
    """A way into a life cycle: who may begin a case, where it then stands, what must hold, what that causes.

    `guards` see the new case; `effects` run once it stands at `to`. A role of the lead's own people counts for the lead.
    """

    to: Name
    by: Names
    guards: Uses = ()
    effects: Uses = ()
    reason: bool = False
    label: Text
    means: str = ""


class Workflow(Definition):
    """One life cycle, shared by funds; `openings` are its ways in, `on` binds letters to events that are not steps.

    `told_at_once` are letters of which people are told by mail when they are drafted, in these words (their first sentence
    is the subject; `{ref}`, `{title}`, `{bid}` and `{moment}` are filled in); of others they are told when they are released.
    """

    workflow: FileName
    title: Text
    version: int = Field(ge=1)
    openings: Annotated[dict[Name, Opening], Field(min_length=1)]
    stages: tuple[Text, ...]
    states: dict[Name, State]
    steps: tuple[Step, ...]
    on: dict[Name, Uses] = {}
    told_at_once: dict[Text, Text] = {}

    @field_validator("states", mode="before")
    @classmethod
    def _named(cls, states: object) -> object:
        if not isinstance(states, dict):
            return states
        return {key: {**state, "state": key} if isinstance(state, dict) else state for key, state in states.items()}

    @property
    def starts(self) -> tuple[str, ...]:
        """Where cases begin, each state once, in the order of the openings."""
        return tuple(dict.fromkeys(opening.to for opening in self.openings.values()))

    def steps_from(self, state: str) -> tuple[Step, ...]:
        """Every step that leaves (or stays in) a state, in the order written."""
        return tuple(step for step in self.steps if state in step.from_)

    @property
    def names_hold(self) -> bool:
        """Whether every start, origin and destination is a state: only then can its paths be walked."""
        named = {*self.starts, *(state for step in self.steps for state in (*step.from_, step.to))} - {SAME}
        return named <= set(self.states)

    def goes_back(self, here: State, there: State) -> bool:
        """Whether a way ends the case, or leads to an earlier stage, to a bid that is written again or scored again."""
        again = there.editable and not here.editable
        if here.stage == there.stage:
            again = again or (there.assessing and not here.assessing)
        return again or there.kind == "end" or self.stages.index(there.stage) < self.stages.index(here.stage)

    @staticmethod
    def destination(step: Step, state: str) -> str:
        """Where a step leads from a state, with `same` made plain."""
        return state if step.to == SAME else step.to
