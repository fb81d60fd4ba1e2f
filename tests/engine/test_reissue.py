"""A letter that was sent is never rewritten: a new one follows and names it."""

import pytest

from fundflow import engine, letters
from fundflow.errors import Refused
from tests.stories.world import World


def sent(world: World) -> str:
    ref = world.bid(world.open_round())
    world.submit(ref)
    row = letters.find(world.session, code="L01")[0]
    officer = world.who("officer")
    engine.correspondence.approve(world.session, [row.ref], actor=officer, now=world.now)
    engine.correspondence.release(world.session, [row.ref], actor=officer, now=world.now)
    return row.ref


def test_a_released_letter_stands_and_its_successor_names_it(session):
    world = World(session).settle()
    ref = sent(world)
    made = engine.correspondence.reissue(
        session, ref, reason="The address was wrong.", actor=world.who("officer"), now=world.now
    )
    old = letters.get(session, ref)
    assert (old.state, made.state, made.replaces_id) == ("released", "draft", old.id)


def test_a_letter_is_not_sent_again_without_saying_why(session):
    world = World(session).settle()
    ref = sent(world)
    with pytest.raises(Refused):
        engine.correspondence.reissue(session, ref, reason="", actor=world.who("officer"), now=world.now)
