"""How many statements a step costs: a step that reads the world twice shows here."""

import pytest
from sqlalchemy import event

from fundflow import engine
from tests.stories.stages import GIVEN, REF

MOST = {
    ("draft", "discard", "writer.fednw"): 8,
    ("scored", "group_not_quorate", "group_secretary"): 8,
    ("offer_query", "stand_by_offer", "officer"): 13,
    ("recommended", "refer_back", "implementation_group_chair"): 11,
    ("submitted", "withdraw", "partner.fednw"): 44,
    ("active", "trigger_review", "officer"): 49,
    ("offer_issued", "accept", "partner.fednw"): 130,
}
"""Plain steps first; one that drafts a letter reads the whole case once, and one that makes an award writes it."""


@pytest.mark.parametrize(("stage", "step", "by"), MOST, ids=lambda one: one)
def test_a_step_costs_at_most_so_many_statements(stage, step, by, county):
    place = county(stage)
    statements: list[str] = []
    with place.living() as world:
        actor = world.who(by)
        event.listen(
            place.engine, "before_cursor_execute", lambda _1, _2, statement, *_rest: statements.append(statement)
        )
        engine.take_step(
            world.session, REF, step, actor=actor, now=world.now, values=GIVEN.get(step, {}), reason="Because."
        )
    assert len(statements) <= MOST[stage, step, by], "\n".join(" ".join(one.split())[:120] for one in statements)
