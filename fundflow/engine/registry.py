"""The guards, effects and moments that a workflow may name, each with its meaning."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from fundflow.engine.case import Case

GuardFunction: TypeAlias = "Callable[[Case, Any], str | None]"
EffectFunction: TypeAlias = "Callable[[Case, Any], None]"
MomentFunction: TypeAlias = "Callable[[Case], datetime | None]"


@dataclass(frozen=True)
class Guard:
    """A rule: it answers with the sentence that refuses, or None.

    `asks` names the values that a person must give; `proves` says what money a case certainly holds where the rule
    passes (`reserved`), which the proof of money relies on.
    """

    name: str
    test: GuardFunction
    means: str
    asks: tuple[str, ...]
    proves: tuple[str, ...]


@dataclass(frozen=True)
class Effect:
    """Something that a step causes in its own transaction.

    `posts` names, in order, what it does to the case's money as a whole: RESERVE, RELEASE (all of it), RELEASE_PART,
    COMMIT (all that is reserved), COMMIT_PART (the rest stays reserved), DECOMMIT (all that is unspent), DECOMMIT_PART.
    """

    name: str
    run: EffectFunction
    means: str
    posts: tuple[str, ...]
    asks: tuple[str, ...]


@dataclass(frozen=True)
class Moment:
    """A point in a case's life at which a timer runs."""

    name: str
    when: MomentFunction
    means: str


GUARDS: dict[str, Guard] = {}
EFFECTS: dict[str, Effect] = {}
MOMENTS: dict[str, Moment] = {}


def guard(*, asks: tuple[str, ...] = (), proves: tuple[str, ...] = ()) -> Callable[[GuardFunction], GuardFunction]:
    """Make a function known to workflows as a guard; its docstring is its documentation."""

    def known(test: GuardFunction) -> GuardFunction:
        GUARDS[test.__name__] = Guard(test.__name__, test, _meaning(test), asks, proves)
        return test

    return known


def effect(*, posts: tuple[str, ...] = (), asks: tuple[str, ...] = ()) -> Callable[[EffectFunction], EffectFunction]:
    """Make a function known to workflows as an effect, with what it may post to the ledger."""

    def known(run: EffectFunction) -> EffectFunction:
        EFFECTS[run.__name__] = Effect(run.__name__, run, _meaning(run), posts, asks)
        return run

    return known


def moment(when: MomentFunction) -> MomentFunction:
    """Make a function known to workflows as a moment for timers."""
    MOMENTS[when.__name__] = Moment(when.__name__, when, _meaning(when))
    return when


def _meaning(function: Callable[..., object]) -> str:
    if not function.__doc__:
        raise TypeError(f"{function.__name__} has no docstring, and its docstring is its documentation")
    return " ".join(function.__doc__.split())
