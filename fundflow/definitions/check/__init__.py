"""What must hold between the pieces of definitions; one module for each idea, every problem collected."""

from fundflow.definitions.check import (
    agreement,
    alternatives,
    attributes,
    committees,
    forms,
    letters,
    money,
    offices,
    origins,
    paths,
    payments,
    references,
    scoring,
    states,
    timers,
)
from fundflow.definitions.library import Library
from fundflow.definitions.shape import Problem

_CHECKS = (
    states,
    paths,
    alternatives,
    origins,
    timers,
    attributes,
    scoring,
    references,
    committees,
    offices,
    money,
    payments,
    forms,
    letters,
    agreement,
)


def check(library: Library) -> list[Problem]:
    """Every problem between and inside the definitions of a library, beyond their shape."""
    return [problem for module in _CHECKS for problem in module.problems(library)]


__all__ = ["check"]
