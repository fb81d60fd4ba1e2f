"""Plays a scenario action by action under its own clock, and stops at the first expectation that is not met."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import Session

from fundflow import applications, audit, database, due, engine, ledger, letters, people
from fundflow.audit import Act
from fundflow.clock import wire
from fundflow.definitions import Library
from fundflow.errors import BadInput, FundflowError, Refusal, Refused
from fundflow.rehearsal import actions as _verbs  # noqa: F401 - what it imports becomes a verb
from fundflow.rehearsal.action import Stage, Unmet
from fundflow.rehearsal.actions.setting import At
from fundflow.rehearsal.scenario import Scenario, Written

OFFICE = "office"


@dataclass(frozen=True)
class Played:
    """One action that was played: where it is written, when, its verb and what came of it."""

    line: int
    at: datetime
    verb: str
    said: str
    file: Path
    edge: str = ""
    refusals: tuple[Refusal, ...] = ()


def play(
    scenario: Scenario,
    engine_: Engine,
    library: Library,
    *,
    goes_on: bool = False,
    told: Callable[[Played], None] | None = None,
) -> Stage:
    """Play a whole scenario on an empty database (or, with `goes_on`, on one whose entries are all earlier).

    Raises:
        Unmet: an expectation is not met; the message begins with file and line.
        BadInput: an action cannot be played, or the database is not empty.
    """
    first = next((one.action.moment for one in scenario.actions if isinstance(one.action, At)), None)
    stage = Stage(engine_, library, scenario.file.parent)
    if first is not None:
        stage.now = first
    _ready(stage, goes_on=goes_on)
    for written in scenario.actions:
        stage.folder = written.file.parent
        for played in _play_one(stage, written):
            if told:
                told(played)
    return stage


def _ready(stage: Stage, *, goes_on: bool) -> None:
    with database.writing(stage.engine) as session:
        latest = audit.recent(session, limit=1)
        last = latest[0].at if latest else None
        if last is not None and not goes_on:
            raise BadInput(
                "this database has been used already: play on an empty one, or add --continue if every entry in it is "
                "earlier than the scenario",
                place="--database",
            )
        if last is not None and last > stage.now:
            raise BadInput(
                f"the scenario begins at {wire(stage.now)} and the database has entries until {wire(last)}",
                place="--continue",
            )
        system = people.system(session)
        if people.called(session, OFFICE) is None:
            act = Act(system.id, system.name, stage.now, "rehearsal", OFFICE)
            row = people.add(
                session, sign_in_name=OFFICE, name="The office", email="office@example.org", organisation=None, act=act
            )
            assert row.id is not None
            people.grant(session, row.id, "administrator", starts=date(2000, 4, 1), act=act)
            audit.record(session, act, after={"role": "administrator"})


def _play_one(stage: Stage, written: Written) -> Iterator[Played]:
    place = written.place
    if isinstance(written.action, At):
        if written.action.moment < stage.now:
            raise Unmet(f"the clock cannot go back from {wire(stage.now)}", place=place)
        yield from _until(stage, written.action.moment, written)
        yield _played(stage, written, written.action.play(stage, None))  # type: ignore[arg-type]
        return
    try:
        said = _act(stage, written)
    except Refused as refused:
        yield _refused(stage, written, refused)
        return
    except Unmet as unmet:
        raise Unmet(unmet.reason, place=place) from None
    except FundflowError as error:
        raise BadInput(str(error), place=place) from error
    yield _played(stage, written, said)


def _played(stage: Stage, written: Written, said: str, refusals: tuple[Refusal, ...] = ()) -> Played:
    return Played(written.line, stage.now, written.verb, said, written.file, written.action.edge, refusals)


def _act(stage: Stage, written: Written) -> str:
    wanted = written.action.expect.refused if written.action.expect and written.verb != "expect" else None
    with database.writing(stage.engine) as session:
        said = written.action.play(stage, session)
        if wanted:
            raise Unmet(f"'{written.verb}' was expected to be refused by '{wanted}' and was not: {said}")
    with database.reading(stage.engine) as session:
        _expected(stage, written, session)
    return said


def _refused(stage: Stage, written: Written, refused: Refused) -> Played:
    place = written.place
    expected = written.action.expect
    guards = [refusal.guard for refusal in refused.refusals]
    if expected is None or expected.refused is None:
        raise Unmet(f"'{written.verb}' was refused ({', '.join(guards)}): {refused}", place=place) from None
    if expected.refused not in guards:
        raise Unmet(
            f"'{written.verb}' was refused by '{', '.join(guards)}' and not by '{expected.refused}': {refused}",
            place=place,
        ) from None
    if expected.says and expected.says not in str(refused):
        raise Unmet(f"the refusal does not say '{expected.says}': {refused}", place=place) from None
    return _played(stage, written, f"refused as expected: {refused}", tuple(refused.refusals))


def _expected(stage: Stage, written: Written, session: Session) -> None:
    expected = written.action.expect
    if expected is None or written.verb == "expect":
        return
    ref = written.action.subject(stage)
    if (expected.state or expected.letter) and ref is None:
        raise Unmet(f"'{written.verb}' is not about a case, so it has no state or letter to expect")
    if ref is None:
        return
    case = applications.get(session, ref)
    if expected.state and case.state != expected.state:
        raise Unmet(f"{ref} was expected at '{expected.state}' and is at '{case.state}'")
    if expected.letter and not letters.find(session, application_id=case.id, code=expected.letter):
        raise Unmet(f"{ref} was expected to have the letter {expected.letter} and has none")


def _until(stage: Stage, moment: datetime, written: Written) -> Iterator[Played]:
    """Let time pass: what falls due is done at its own time, in order."""
    while True:
        with database.reading(stage.engine) as session:
            following = due.next_at(session)
        if following is None or following > moment:
            break
        stage.now = max(stage.now, following)
        done = engine.due.sweep(stage.engine, now=stage.now, worker="rehearsal")
        for one in done:
            if one.outcome.startswith("failed"):
                raise Unmet(f"what fell due on {one.subject} failed: {one.outcome}", place=written.place)
            said = f"{one.subject} {one.what}: {one.outcome}"
            yield Played(written.line, stage.now, "due", said, written.file)
        if not done:
            stage.now += timedelta(seconds=1)
    stage.now = moment


def proof(stage: Stage) -> tuple[list[str], str]:
    """What the ledger and the trail say at the end: faults, if any, and the anchor to keep outside the database."""
    with database.reading(stage.engine) as session:
        faults = [str(one) for one in (*ledger.check(session), *audit.verify(session))]
        return faults, str(audit.anchor(session))
