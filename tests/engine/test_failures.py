"""Whatever fails at whichever write of a step, nothing of the step is left."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Engine, event

from fundflow import engine, ledger, payments
from tests.stories.dumping import dump
from tests.stories.stages import GIVEN, REF, Place, attempt, played_whole
from tests.stories.world import World


class PowerCutError(Exception):
    """The machine stops here."""


@contextmanager
def failing_at(connected: Engine, number: int | None) -> Iterator[list[str]]:
    """Fail at the write of this number; the list gathers the writes so far."""
    writes: list[str] = []

    def before(_connection, _cursor, statement, _parameters, _context, _many):
        if statement.lstrip().split(" ", 1)[0].upper() in ("INSERT", "UPDATE", "DELETE"):
            writes.append(statement)
            if number is not None and len(writes) > number:
                raise PowerCutError(statement)

    event.listen(connected, "before_cursor_execute", before)
    try:
        yield writes
    finally:
        event.remove(connected, "before_cursor_execute", before)


def signed(step: str) -> Callable[[World], object]:
    """Take a step as its last signatory."""
    return lambda world: attempt(world, REF, step)


def stage_decisions(world: World) -> None:
    for body in ("05J", "05T"):
        world.decide("pccc", 1, body, "approve")


def begin_claim(world: World) -> None:
    claim = world.claim(REF, ["start"], 2_000_000)
    assert claim == f"{REF}/C1"
    world.on_claim(claim, "check", "claim_checker")


def approve_claim(world: World) -> None:
    world.on_claim(f"{REF}/C1", "approve", "claim_approver")


def make_run(world: World) -> None:
    begin_claim(world)
    approve_claim(world)
    engine.claims.make_run(world.session, [f"{REF}/C1"], actor=world.who("finance"), now=world.now)


def release_run(world: World) -> None:
    (run,) = payments.runs(world.session)
    engine.claims.release_run(world.session, run.ref, actor=world.who("payment_releaser"), now=world.now)


def first_signature(step: str, by: str) -> Callable[[World], object]:
    return lambda world: world.step(REF, step, by, reason="Because.", **GIVEN.get(step, {}))


def accept_and_sign(world: World) -> None:
    world.step(REF, "accept_final_report", "officer")
    first_signature("close", "officer")(world)


def last_signature(step: str, by: str) -> Callable[[World], object]:
    return lambda world: world.step(REF, step, by, reason="Because.")


CASES: dict[str, tuple[str, Callable[[World], object], Callable[[World], object]]] = {
    "submit": ("draft", first_signature("submit", "writer.fednw"), last_signature("submit", "partner.fednw")),
    "decide": ("at_committee", stage_decisions, lambda world: world.apply("pccc")),
    "accept": ("offer_issued", lambda world: None, signed("accept")),
    "approve a claim": ("active", begin_claim, approve_claim),
    "release a run": ("active", make_run, release_run),
    "close": ("completed", accept_and_sign, last_signature("close", "finance")),
}


def prove(place: Place, play: Callable[[World], object], every: int = 1) -> int:
    """Cut the power at every write; how many writes there are."""
    before = dump(place.engine)
    with pytest.raises(PowerCutError), failing_at(place.engine, None) as writes, place.living() as world:
        play(world)
        world.session.flush()
        raise PowerCutError
    assert dump(place.engine) == before
    number = 0
    while True:
        try:
            with failing_at(place.engine, number), place.living() as world:
                play(world)
        except PowerCutError:
            assert dump(place.engine) == before, f"something is left after a failure at write {number}"
            number += every
        else:
            assert number >= len(writes) - every, "the writes at the end of the transaction were reached"
            return number


@pytest.mark.parametrize("name", CASES)
def test_a_failure_at_any_write_leaves_nothing_behind(name, county):
    stage, first, play = CASES[name]
    place = county(stage)
    with place.living() as world:
        first(world)
    assert prove(place, play) >= 5
    with place.living() as world:
        assert ledger.check(world.session) == []


@pytest.mark.postgres
@pytest.mark.parametrize("name", ["decide", "release a run"])
def test_a_failure_leaves_nothing_behind_on_postgresql(name, postgres_engine):
    stage, first, play = CASES[name]
    place = Place(postgres_engine, played_whole(postgres_engine, stage))
    with place.living() as world:
        first(world)
    assert prove(place, play, every=5) >= 5


@pytest.mark.parametrize(
    ("stage", "step", "by"),
    [("offer_issued", "accept", "partner.fednw"), ("scored", "reopen_scoring", "moderation_chair")],
)
def test_a_rehearsed_step_says_where_it_would_lead_and_leaves_nothing(stage, step, by, county):
    place = county(stage)
    before = dump(place.engine)
    with place.living() as world:
        taken = engine.take_step(
            world.session,
            REF,
            step,
            actor=world.who(by),
            now=world.now,
            values=GIVEN.get(step, {}),
            reason="What if?",
            dry_run=True,
        )
    assert taken.dry_run
    assert taken.state != stage
    assert dump(place.engine) == before
