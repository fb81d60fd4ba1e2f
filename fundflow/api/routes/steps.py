"""The steps of a case: which are open or closed and why, and the one way to take them."""

from typing import Annotated, Any

from fastapi import Header
from pydantic import Field

from fundflow.api.calls import Call, Shelf
from fundflow.api.problems import Outdated, Refusal
from fundflow.api.shapes import Number, Shape
from fundflow.engine import asking, open_steps, readership, take_step
from fundflow.engine.case import Case
from fundflow.errors import BadInput, Stale

shelf = Shelf("steps")
IfMatch = Annotated[
    str | None, Header(alias="If-Match", max_length=40, description='The `ETag` of the case as it was seen: "7".')
]


class Asked(Shape):
    """One value that a step needs: what it is called, its kind, and what can be chosen (value to words)."""

    name: str
    label: str
    hint: str
    kind: str
    choices: dict[str, str] | None


class StepLine(Shape):
    """A step from where a case stands: open to this person, or closed and why."""

    step: str
    label: str
    means: str
    open: bool
    to: str
    asks: list[Asked]
    needs_reason: bool
    drastic: bool = Field(description="Whether it undoes, ends or stops something.")
    waiting_for: list[str]
    refused: list[Refusal]


class Steps(Shape):
    """Where a case stands, and every step from there."""

    ref: str
    state: str
    version: int
    steps: list[StepLine]


class Take(Shape):
    """What is given with a step. `dry_run` does everything, tells what would come of it, and undoes it."""

    values: dict[str, Any] = Field(default={}, max_length=50)
    reason: str = Field(default="", max_length=10_000)
    expected_version: Number | None = None
    dry_run: bool = False


class Taken(Shape):
    """What came of a step: where the case stood and stands, or whose signature it waits for."""

    ref: str
    step: str
    before: str
    state: str
    version: int
    waiting_for: list[str]
    dry_run: bool


def expected(if_match: str | None, given: int | None) -> int | None:
    """The version that a program saw, from its header or from what it sent.

    Raises:
        BadInput: the header names none.
    """
    if if_match is None or if_match.strip() == "*":
        return given
    plain = if_match.strip().removeprefix("W/").strip('"')
    if not (plain.isascii() and plain.isdigit() and len(plain) < 10):
        raise BadInput(f"'{if_match}' is no version of a case: send its ETag back as it came", place="If-Match")
    return int(plain)


def etag(call: Call, version: int) -> None:
    """Say which version of the case the answer is about."""
    call.headers["ETag"] = f'"{version}"'


@shelf.read("/applications/{ref}/steps")
def every(call: Call, ref: str) -> Steps:
    """Every step from where a case stands: open to this person, waiting for a signature, or closed and why."""
    case, view = readership.case(call.session, ref, actor=call.actor, now=call.now)
    row = case.application
    etag(call, row.version)
    found = [_line(case, one) for one in open_steps(case)] if "steps" in view else []
    return Steps(ref=ref, state=row.state, version=row.version, steps=found)


def _line(case: Case, one: Any) -> StepLine:
    asks = [Asked.model_validate(field) for field in map(_plain, asking.fields(case, one.asks))]
    return StepLine(
        step=one.step,
        label=one.label,
        means=one.means,
        open=one.open,
        to=one.to,
        asks=asks,
        needs_reason=one.needs_reason,
        drastic=one.drastic,
        waiting_for=list(one.waiting_for),
        refused=[Refusal(guard=refusal.guard, reason=refusal.reason) for refusal in one.refusals],
    )


def _plain(field: asking.Asked) -> dict[str, Any]:
    return {
        "name": field.name,
        "label": field.label,
        "hint": field.hint,
        "kind": field.kind,
        "choices": dict(field.choices) if field.choices is not None else None,
    }


@shelf.write("/applications/{ref}/steps/{step}")
def take(call: Call, ref: str, step: str, body: Take, if_match: IfMatch = None) -> Taken:
    """Take a step of a case, with all that it causes, or be told every reason why not."""
    readership.case(call.session, ref, actor=call.actor, now=call.now)
    try:
        taken = take_step(
            call.session,
            ref,
            step,
            actor=call.actor,
            now=call.now,
            values=body.values,
            reason=body.reason,
            expected_version=expected(if_match, body.expected_version),
            dry_run=body.dry_run,
        )
    except Stale as error:
        raise Outdated(str(error)) if if_match else error from None
    etag(call, taken.version)
    return Taken.model_validate(taken)
