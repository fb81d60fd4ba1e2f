"""Money of targeted support under stress: two offers for the last pounds, a failure at every write, random lives."""

import random
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from fundflow import applications, audit, database, engine, ledger, people, reporting
from fundflow.definitions import load_library
from fundflow.engine import due
from fundflow.errors import FundflowError, Refused
from fundflow.rehearsal import load, packaged, play
from tests.engine.test_failures import prove
from tests.engine.test_together import at_once
from tests.schema import build
from tests.stories.stages import Place
from tests.stories.world import World

FUND = "worcestershire-resilience"
LIBRARY = load_library()[0]
WORKFLOW = LIBRARY.workflow("targeted-support")
REF, OTHER = "RS-17-0001", "RS-17-0002"
ROLES = {"nhs_england": "nhs-england", "nhs_england_contracting": "contracting", "support_provider": "larkfield"}
OWN = {REF: "dr.lund", OTHER: "dr.neal"}
MEN = ("officer", "finance", "lmc", *ROLES.values(), *OWN.values())
KEY = ("05T", "2017/18-2018/19")
SHARED = {
    "shared_with": "Larkfield Practice Support",
    "sources": ["Vacancies"],
    "locality_view": "Known",
    "risk": "Closes",
}
PLAN: dict[str, Any] = {
    "findings": "Two of five doctors left",
    "survey": "19 of 24 answered",
    "interviews": "Six",
    "measures": [{"key": "vacancies", "title": "Sessions without a doctor", "better": "lower", "found": 9}],
    "items": [
        {
            "menu": "coaching",
            "provider": "X17001",
            "days": "2",
            "pence": 100_000,
            "starts": "2017-06-05",
            "ends": "2017-09-29",
        }
    ],
    "plan_ends": "2017-10-13",
    "commitments": ["Open the books"],
    "milestones": [{"text": "A rota is agreed", "due": "2017-09-01"}],
    "review_dates": ["2017-09-04"],
}


def offer(pence: int) -> dict[str, Any]:
    """An envelope with a small diagnosis in it."""
    amounts = [{"commissioner": KEY[0], "period": KEY[1], "pence": pence}]
    return {"amounts": amounts, "diagnosis": {"provider": "X17001", "pence": 50_000}}


def two_lives(connected: Engine) -> Place:
    """The setting and people of the worked play, and two practices of one commissioner that are to be offered support."""
    written = load(packaged.find("passed-to-support"))
    first = next(at for at, one in enumerate(written.actions) if one.verb == "apply")
    stage = play(replace(written, actions=written.actions[:first]), connected, LIBRARY)
    place = Place(connected, stage.now)
    with place.living() as world:
        for lead, doctor in (("Z17040", "dr.lund"), ("Z17045", "dr.neal")):
            case = engine.openings.begin(
                world.session,
                f"{FUND}-2017-1",
                lead=lead,
                title="Support asked for",
                actor=world.who(doctor),
                now=world.now,
                opening="self_refer",
                values={"themes": ["recruitment"], **SHARED},
            )
            step(world, case.ref, "complete", "officer")
            step(world, case.ref, "prioritise", "nhs-england", scope=3, impact=3)
    return place


def step(world: World, ref: str, name: str, by: str, **values: Any) -> object:
    """Take one step as somebody, with all that such a step may ask."""
    given = {**SHARED, **PLAN, **values}
    return engine.take_step(
        world.session, ref, name, actor=world.who(by), now=world.now, values=given, reason="Because of what we know."
    )


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    path = tmp_path_factory.mktemp("support-money") / "two.db"
    connected = database.connect(f"sqlite:///{path}")
    build(connected)
    now = two_lives(connected).now
    connected.dispose()
    return path, now


@pytest.fixture
def place(template: tuple[Path, Any], tmp_path: Path) -> Iterator[Place]:
    """The two lives, copied."""
    shutil.copyfile(template[0], tmp_path / "two.db")
    connected = database.connect(f"sqlite:///{tmp_path / 'two.db'}")
    yield Place(connected, template[1])
    connected.dispose()


def sound(place: Place) -> None:
    """The books and the trail hold, and each case holds what its state says."""
    with database.reading(place.engine) as session:
        assert ledger.check(session) == [] and audit.verify(session) == [] and reporting.schedule_faults(session) == []
        for row in applications.find_cases(session, fund=FUND):
            held = ledger.holdings(session, holder_prefix=f"{row.ref}/")
            state = WORKFLOW.states[row.state]
            if state.kind == "end":
                assert sum(one.reserved + one.unclaimed for one in held) == 0, row
            if state.holds == "nothing":
                assert sum(one.reserved + one.committed for one in held) == sum(one.claimed for one in held), row
            assert all(one.paid <= one.approved <= one.claimed <= one.committed for one in held), row
        for one in ledger.positions(session, fund=FUND):
            assert one.allocated == one.uncommitted + one.reserved + one.committed and one.uncommitted >= 0


def race(place: Place) -> None:
    plays = (lambda world: step(world, REF, "offer", "officer", **offer(4_000_000)),
             lambda world: step(world, OTHER, "offer", "nhs-england", **offer(3_000_000)))  # fmt: skip
    told = at_once(place, *plays)
    (refused,) = [one for one in told if one is not None]
    assert isinstance(refused, Refused)
    assert refused.refusals[0].guard in {"envelope_fits", "within_allocation"}  # the guard's look, or the ledger's lock
    assert "£" in str(refused)
    assert "left" in str(refused)
    with database.reading(place.engine) as session:
        states = sorted(row.state for row in applications.find_cases(session, fund=FUND))
    assert states == ["offered", "prioritised"]
    sound(place)


def test_of_two_offers_that_together_do_not_fit_one_is_made_and_the_other_reads_what_is_left(place: Place):
    race(place)


@pytest.mark.postgres
def test_the_same_on_postgresql(postgres_engine: Engine):
    race(two_lives(postgres_engine))


LIFE: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("offer", "officer", offer(900_000)),
    ("accept", "dr.lund", {}),
    ("agree_findings", "larkfield", {}),
    ("agree_findings", "dr.lund", {}),
    ("sign", "dr.lund", {}),
    ("sign", "nhs-england", {}),
    ("start", "larkfield", {}),
    ("review", "officer", {}),
    ("exit_improved", "nhs-england", {"figures": {"vacancies": 2}, "unclaimed": "They ask for nothing"}),
    ("exit_improved", "dr.lund", {"figures": {"vacancies": 2}, "unclaimed": "They ask for nothing"}),
)
"""A case from its offer to its end: step, who, and what they type."""


@pytest.mark.parametrize("number", [0, 1, 3, 5, 9], ids=lambda number: LIFE[number][0])
def test_a_failure_at_any_write_of_a_step_of_support_leaves_nothing_behind(place: Place, number: int):
    for name, by, values in LIFE[:number]:
        with place.living() as world:
            step(world, REF, name, by, **values)
    name, by, values = LIFE[number]
    play_it: Callable[[World], object] = lambda world: step(world, REF, name, by, **values)  # noqa: E731
    assert prove(place, play_it, every=3) >= 5
    sound(place)


ENDS = {name for name, state in WORKFLOW.states.items() if state.kind == "end"}


def typed(chance: random.Random) -> dict[str, Any]:
    """What somebody types, right or wrong, whatever the step asks for."""
    given: dict[str, Any] = {
        **offer(chance.choice((200_000, 900_000, 900_000, 9_000_000))),
        "handed_back_on": "2017-04-02",
        "figures": {"vacancies": chance.choice((2, 9))},
        "scope": 3,
        "impact": chance.choice((1, 2, 3, 3)),
        "new_facts": "A partner left",
    }
    return given if chance.random() < 0.2 else {**given, "unclaimed": "They ask for nothing"}


def chosen(chance: random.Random, ref: str, state: str) -> tuple[str, str]:
    """A step and who tries it: mostly one that leads on, by somebody who may, and now and then anything by anybody."""
    on = [one for one in WORKFLOW.steps_from(state) if one.to not in ENDS or chance.random() < 0.08]
    if not on or chance.random() < 0.1:
        return chance.choice(WORKFLOW.steps).step, chance.choice(MEN)
    one = chance.choice(on)
    role = chance.choice((*one.by, *one.signatures))
    return one.step, OWN[ref] if role in ("applicant", "signatory") else ROLES.get(role, "officer")


PROMISED = {"offer", "accept", "agree_findings", "sign"}
REACHED = {0: PROMISED - {"sign"}, 1: {"offer"}, **dict.fromkeys((2, 3, 4, 5), PROMISED)}
"""How far each seed's lives come at least: walks that stay at the start would prove nothing."""


@pytest.mark.parametrize("seed", REACHED)
def test_random_lives_of_two_cases_keep_the_books_the_trail_and_the_states_together(place: Place, seed: int):
    chance, taken = random.Random(seed), set[str]()
    for _ in range(70):
        ref = chance.choice((REF, OTHER))
        with database.reading(place.engine) as session:
            before = applications.get(session, ref)
            stands, version, end = before.state, before.version, audit.anchor(session)
        name, by = chosen(chance, ref, stands)
        try:
            with place.living() as world:
                step(world, ref, name, by, **typed(chance))
            taken.add(name)
        except FundflowError:
            with database.reading(place.engine) as session:
                after = applications.get(session, ref)
                assert (after.state, after.version, audit.anchor(session)) == (stands, version, end), name
        if chance.random() < 0.05:
            place = place.at(place.now + timedelta(days=chance.choice((1, 25))))
            due.sweep(place.engine, now=place.now, worker="test")
        sound(place)
    assert REACHED[seed] <= taken, "these lives no longer come far enough to promise money"


def test_only_the_provider_that_makes_the_diagnosis_signs_what_it_found(place: Place):
    for name, by, values in LIFE[:2]:
        with place.living() as world:
            step(world, REF, name, by, **values)
    with place.living() as world:
        number = world.person("harbour", "support_provider", act=world.act(), organisation="F17001")
        people.grant(world.session, number, "officer", starts=date(2017, 4, 1), act=world.act())  # others see no case
    with place.living() as world, pytest.raises(Refused) as refused:
        step(world, REF, "agree_findings", "harbour")
    assert [one.guard for one in refused.value.refusals] == ["provider_named"]
    assert "Harbour does not act for X17001" in str(refused.value)
    with place.living() as world:
        step(world, REF, "agree_findings", "larkfield")
