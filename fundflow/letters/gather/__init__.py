"""Gathers a letter's facts from the domains, at the moment and in the transaction of the step that sends it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from fundflow.errors import BadInput
from fundflow.letters.facts import Common, facts_of, model_for
from fundflow.letters.gather import (
    assessing,
    changing,
    deciding,
    ending,
    leaving,
    offering,
    payees,
    paying,
    running,
    supporting,
)
from fundflow.letters.gather.subject import Row, Subject

GATHERERS: dict[str, Callable[[Subject], Row]] = {
    **assessing.GATHER,
    **changing.GATHER,
    **deciding.GATHER,
    **offering.GATHER,
    **payees.GATHER,
    **paying.GATHER,
    **running.GATHER,
    **ending.GATHER,
    **leaving.GATHER,
    **supporting.GATHER,
}
"""Letter code to what gathers the facts that only this letter states."""


def gather(
    session: Session, code: str, *, application_id: int, now: datetime, extra: Mapping[str, Any] | None = None
) -> Common:
    """The facts of a letter about a case, as they stand now.

    `extra` holds what only the step knows: its `step`, the state in which the case `stood`, the `reason`, values that a
    person typed, and for letters about money the reference of the `claim`, `payment` or `recovery`. Facts given whole
    under `facts` go before what is gathered.

    Raises:
        NotFound: there is no such letter or case.
        BadInput: a fact cannot be had; the error names it.
    """
    model_for(code)
    given = dict(extra or {})
    subject = Subject(session, application_id, now, given)
    stated = given.pop("facts", None)
    own = GATHERERS[code](subject)
    if stated is not None and not isinstance(stated, Mapping):
        raise BadInput("facts are given by name", place="facts")
    return facts_of(code, {**subject.common(), **own, **(stated or {})})


__all__ = ["GATHERERS", "Subject", "gather"]
