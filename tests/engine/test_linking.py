"""A lead's order and links among its own bids: people read them, and no score, rank or pound changes by them."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from fundflow import applications, engine, scoring
from fundflow.scoring import Outcome
from tests.engine.test_panels import lock
from tests.stories.world import World


def left(**statuses: str) -> list[Outcome]:
    return [Outcome(number, ref, number, status, ()) for number, (ref, status) in enumerate(statuses.items(), 1)]


@pytest.mark.parametrize(
    ("statuses", "links", "told"),
    [
        ({"A": "fits", "B": "does_not_fit"}, {"A": {"depends_on": ["B"]}}, ["A"]),
        ({"A": "partial", "B": "waits"}, {"A": {"depends_on": ["B"]}}, ["A"]),
        ({"A": "fits", "B": "partial"}, {"A": {"depends_on": ["B"]}}, []),
        ({"A": "held", "B": "held"}, {"A": {"depends_on": ["B"]}}, []),
        ({"A": "fits", "B": "fits"}, {"A": {"either_or": ["B"]}}, ["A"]),
        ({"A": "fits", "B": "skipped"}, {"A": {"either_or": ["B"]}}, []),
        ({"A": "fits"}, {"A": {"depends_on": ["C"]}}, ["A"]),
        ({"A": "fits", "B": "fits"}, {}, []),
    ],
)
def test_a_link_that_the_list_would_break_is_told(statuses, links, told):
    assert sorted(scoring.links_not_kept(left(**statuses), links)) == told


@pytest.fixture
def scored(session: Session) -> tuple[World, str, list[str]]:
    """Three bids of one lead with their scores locked: 60, 80 and 80 of a hundred."""
    world = World(session).settle()
    ref = world.open_round()
    bids = [world.bid(ref, title=title) for title in ("Hubs", "Rota", "Nurses")]
    for bid in bids:
        world.submit(bid, "FEDNW")
    world.now += timedelta(weeks=6)
    for bid, marks in zip(bids, ((3,) * 6, (4,) * 6, (4,) * 6), strict=True):
        world.step(bid, "accept_eligible", "officer")
        for name in ("gp_far", "accountant"):
            kind = {"clinical": name == "gp_far", "finance_aware": name == "accountant"}
            engine.assessment.assign(session, bid, name, **kind, actor=world.who("officer"), now=world.now)
        lock(world, bid, "gp_far", "accountant", marks=marks)
    return world, ref, bids


WISH = st.tuples(st.none() | st.integers(1, 9), st.sampled_from(["", "depends_on", "either_or"]), st.integers(0, 2))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wishes=st.tuples(WISH, WISH, WISH))
def test_no_order_and_no_link_of_a_lead_changes_a_score_a_rank_or_a_pound(scored, wishes):
    world, ref, bids = scored

    def ranked() -> tuple[list[dict], list[Outcome]]:
        made = engine.assessment.rank(world.session, ref, actor=world.who("officer"), now=world.now)
        return list(made.rows), list(engine.assessment.walk(world.session, ref))

    before = ranked()
    assert [row["rank"] for row in before[0]] == [1, 1, 3]
    for bid, (place, kind, other) in zip(bids, wishes, strict=True):
        case = applications.get(world.session, bid)
        links = {kind: [bids[other]]} if kind else None
        applications.prefer(world.session, case, preference=place, links=links)
    assert ranked() == before
    told = engine.portfolio.wishes(world.session, ref)
    assert [told[bid].preference for bid in bids] == [place for place, _, _ in wishes]
