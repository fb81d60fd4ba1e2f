"""What an action of a scenario is: its keys, what it expects, and the stage on which it is played."""

from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated, Any, ClassVar, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from sqlalchemy import Engine
from sqlmodel import Session

from fundflow import applications, clock, money, people
from fundflow.audit import Act
from fundflow.definitions import Library
from fundflow.errors import BadInput
from fundflow.people import Actor


class Unmet(BadInput):
    """An expectation that was not met; the play stops here."""


@dataclass
class Stage:
    """Where a scenario is played: the database, the clock, and the names that stand for the product's references."""

    engine: Engine
    library: Library
    folder: Path
    now: datetime = datetime(2017, 4, 3, 8, 0, tzinfo=UTC)
    names: dict[str, str] = field(default_factory=dict)
    round: str = ""
    library_root: Path | None = None

    def ref(self, name: str) -> str:
        """The reference that a scenario's own name stands for; a name that is none stands for itself."""
        return self.names.get(name, name)

    def bind(self, name: str | None, reference: str) -> None:
        """Let a scenario's own name stand for a reference."""
        if name:
            self.names[name] = reference

    def who(self, session: Session, name: str | None) -> Actor:
        """The person who acts; without a name, the office's own administrator, whom every play has."""
        if name is None:
            return people.actor(session, "office", now=self.now)
        if name == "system":
            return people.system(session)
        return people.actor(session, name, now=self.now)

    def act(self, session: Session, what: str, subject: str, *, by: str | None = None) -> Act:
        """Who does what on this stage, now."""
        actor = self.who(session, by)
        return Act(actor.id, actor.name, self.now, what, subject)

    def case(self, session: Session, name: str) -> applications.Application:
        """The case that a name stands for."""
        return applications.get(session, self.ref(name))


class Expected(BaseModel):
    """What an action expects of itself."""

    model_config = ConfigDict(extra="forbid")

    refused: str | None = Field(default=None, description="The guard that refuses; the action must not succeed.")
    says: str | None = Field(default=None, description="Words that the refusal contains.")
    state: str | None = Field(default=None, description="The state in which the case stands afterwards.")
    letter: str | None = Field(default=None, description="The code of a letter that exists for the case afterwards.")
    waiting_for: str | None = Field(default=None, description="The role whose signature is still missing.")


class Action(BaseModel):
    """The keys that every action may have."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    main: ClassVar[str | None] = None

    as_: str | None = Field(default=None, alias="as", description="Sign-in name of the person who acts.")
    reason: str = Field(default="", description="Why, in words.")
    edge: str = Field(default="", description="The edge case that a refusal here shows: `36. A claim ...`.")
    expect: Expected | None = None

    @abstractmethod
    def play(self, stage: Stage, session: Session) -> str:
        """Do it, in one transaction; gives the line that says what came of it.

        Raises:
            Refused: a rule said no. Unmet: an expectation that only the action itself can see.
        """

    def subject(self, _stage: Stage) -> str | None:
        """The case that its `state` and `letter` expectations are about."""
        return None


VERBS: dict[str, type[Action]] = {}
Kind = TypeVar("Kind", bound=type[Action])


def verb(name: str) -> Callable[[Kind], Kind]:
    """Make a kind of action known by its verb, which no other may have."""

    def known(kind: Kind) -> Kind:
        if VERBS.setdefault(name, kind) is not kind:
            raise ValueError(f"two kinds of action are called '{name}': {VERBS[name].__name__} and {kind.__name__}")
        return kind

    return known


def _moment(value: object) -> datetime:
    if isinstance(value, datetime):
        return clock.aware(value)
    return clock.moment(str(value))


def _pence(value: object) -> int:
    return money.parse(value)


def _day(value: object) -> date:
    if isinstance(value, date):
        return value
    return date.fromisoformat(str(value))


def _texts(value: object) -> object:
    return [value] if isinstance(value, str) else value


Moment = Annotated[datetime, BeforeValidator(_moment, json_schema_input_type=str)]
Day = Annotated[date, BeforeValidator(_day, json_schema_input_type=str)]
Pounds = Annotated[int, BeforeValidator(_pence, json_schema_input_type=str)]
"""Written in pounds (`£1,234.50` or `1234.50`), held as pence."""
Texts = Annotated[list[str], BeforeValidator(_texts)]


class Amount(BaseModel):
    """Money of one commissioner in one period."""

    model_config = ConfigDict(extra="forbid")

    commissioner: str
    period: str
    amount: Pounds


def values_of(given: Mapping[str, Any], stage: Stage) -> dict[str, Any]:
    """A step's values as the engine takes them: `amount` in pounds becomes `pence`, and days become days."""
    return {name: _value(name, value, stage) for name, value in given.items()}


def _value(name: str, value: Any, stage: Stage) -> Any:
    if isinstance(value, Mapping):
        pounds = {"amount": "pence", "before": "before_pence", "after": "after_pence"}
        return {
            pounds.get(key, key): money.parse(part)
            if key in pounds and name in ("amounts", "changes", "items", "diagnosis")
            else _value(str(key), part, stage)
            for key, part in value.items()
        }
    if isinstance(value, list):
        return [_value(name, part, stage) for part in value]
    if isinstance(value, str) and name in ("meeting", "claim"):
        return stage.ref(value)
    return value.isoformat() if isinstance(value, date) else value
