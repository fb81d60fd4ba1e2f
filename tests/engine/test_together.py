"""Two people at once: the last pound, one offer, one payment run; one of them wins and the books add up."""

import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import text

from fundflow import applications, audit, database, engine, files, ledger, letters, payments
from fundflow.applications import CostLine
from fundflow.errors import FundflowError, Refused
from fundflow.ledger import BudgetKey
from tests.stories import stages
from tests.stories.stages import REF, Place, attempt
from tests.stories.world import ASSESSORS, FUND, World

NORTH = BudgetKey("05J", "2017/18", FUND)
PDF = "application/pdf"
PAPERS = (b"%PDF-1.4 a rota", b"%PDF-1.4 another")


def at_once(place: Place, *plays: Callable[[World], object]) -> list[FundflowError | None]:
    """Let several people start at the same moment, each in a transaction of their own; what each was told."""
    barrier = threading.Barrier(len(plays))
    told: list[FundflowError | None] = [None] * len(plays)
    broken: list[BaseException] = []

    def run(number: int, play: Callable[[World], object]) -> None:
        try:
            barrier.wait(timeout=60)
            with place.living() as world:
                play(world)
        except FundflowError as refused:
            told[number] = refused
        except BaseException as error:  # noqa: BLE001 - shown by the test
            broken.append(error)

    threads = [threading.Thread(target=run, args=one) for one in enumerate(plays)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    assert broken == []
    return told


def sound(place: Place) -> None:
    with database.reading(place.engine) as session:
        assert ledger.check(session) == []
        assert audit.verify(session) == []


def test_two_who_agree_to_ask_money_back_raise_it_once_and_nothing_new_is_asked(county_anywhere):
    place = county_anywhere("active")
    ask = {"cause": "unspent", "clause": "14", "working": payments.unspent(paid=2_000_000, eligible=1_500_000)}
    with place.living() as world:
        world.pay(world.claim(REF, ["start"], 2_000_000))
        engine.recovery_proposals.propose_together(world.session, REF, **ask, actor=world.who("officer"), now=world.now)

    def agree(who: str) -> Callable[[World], object]:
        return lambda world: engine.recovery_proposals.agree(world.session, REF, actor=world.who(who), now=world.now)

    told = at_once(place, agree("finance"), agree("finance2"))
    assert sorted(type(one).__name__ for one in told) == ["NoneType", "Refused"]
    with database.reading(place.engine) as session:
        assert engine.recovery_proposals.proposed(session, REF) is None
        assert len(payments.recoveries_of(session, applications.get(session, REF).id or 0)) == 1
    sound(place)


def two_tabled(world: World, pence: int) -> None:
    """Two bids before one committee, each for more than half of what there is."""
    lines = (CostLine("2017/18", "backfill", "GP time", pence, commissioner="05J"),)
    round_ref = world.open_round()
    refs = [world.bid(round_ref, title=f"Hub {n}", lines=lines, minimum_viable_pence=1_000_000) for n in (1, 2)]
    for ref in refs:
        world.submit(ref)
    world.now += timedelta(weeks=6)
    for ref in refs:
        attempt(world, ref, "accept_eligible")
        world.score(ref, dict.fromkeys(ASSESSORS, (4, 3, 5, 2, 4, 3)))
    world.now += timedelta(weeks=2)
    engine.assessment.rank(world.session, stages.ROUND, actor=world.who("officer"), now=world.now, freeze=True)
    world.group_meeting("group", *refs)
    for ref in refs:
        attempt(world, ref, "recommend")
    world.now += timedelta(weeks=2)
    for number, ref in enumerate(refs, 1):
        world.committee(f"pccc-{number}", ref, bodies=("05J",))
        world.decide(f"pccc-{number}", 1, "05J")


@pytest.mark.parametrize("fixture", ["sqlite_engine", pytest.param("postgres_engine", marks=pytest.mark.postgres)])
def test_of_two_decisions_against_the_last_pound_one_is_applied_and_the_other_is_told_the_figures(fixture, request):
    place = Place(request.getfixturevalue(fixture), stages.START)
    with place.living() as world:
        two_tabled(world.settle(), 14_000_000)
        place = place.at(world.now)
    told = at_once(place, *(lambda world, n=n: world.apply(f"pccc-{n}") for n in (1, 2)))
    (refused,) = [one for one in told if one is not None]
    assert isinstance(refused, Refused)
    assert refused.refusals[0].guard == "within_allocation"
    assert "£140,000.00" in str(refused)
    assert "£123,641.00" in str(refused)
    with database.reading(place.engine) as session:
        assert ledger.position(session, NORTH).reserved == 14_000_000
        states = sorted(row.state for row in applications.find_cases(session, round_ref=stages.ROUND))
        assert states == ["approved", "at_committee"]
    sound(place)


def test_of_two_who_accept_the_same_offer_one_accepts_it(county_anywhere):
    place = county_anywhere("offer_issued")
    told = at_once(place, *(lambda world: world.step(REF, "accept", "partner.fednw") for _ in range(2)))
    (refused,) = [one for one in told if one is not None]
    assert isinstance(refused, Refused)
    assert refused.refusals[0].guard == "step_open"
    with database.reading(place.engine) as session:
        assert [one.kind for one in ledger.entries(session, case=REF)].count(ledger.Kind.COMMIT) == 1
        assert applications.get(session, REF).state == "awarded"
    sound(place)


def test_of_two_who_release_the_same_run_one_releases_it(county_anywhere):
    place = county_anywhere("active")
    with place.living() as world:
        claim = world.claim(REF, ["start"], 2_000_000)
        world.on_claim(claim, "check", "claim_checker")
        world.on_claim(claim, "approve", "claim_approver")
        run = engine.claims.make_run(world.session, [claim], actor=world.who("finance"), now=world.now).ref

    def release(world: World) -> None:
        engine.claims.release_run(world.session, run, actor=world.who("payment_releaser"), now=world.now)

    told = at_once(place, release, release)
    assert sum(one is not None for one in told) == 1
    with database.reading(place.engine) as session:
        assert sum(one.paid for one in ledger.holdings(session, holder_prefix=f"{REF}/")) == 2_000_000
        assert payments.claim(session, claim).state == "in_payment"
    sound(place)


def test_of_two_who_saw_the_same_version_the_second_is_told_to_look_again(county_anywhere):
    place = county_anywhere("submitted")
    with database.reading(place.engine) as session:
        seen = applications.get(session, REF).version

    def query(world: World) -> None:
        engine.take_step(
            world.session,
            REF,
            "query",
            actor=world.who("officer"),
            now=world.now,
            values={"questions": ["Why?"]},
            expected_version=seen,
        )

    def accept(world: World) -> None:
        engine.take_step(
            world.session, REF, "accept_eligible", actor=world.who("officer2"), now=world.now, expected_version=seen
        )

    told = at_once(place, query, accept)
    (refused,) = [one for one in told if one is not None]
    assert type(refused).__name__ == "Stale"
    assert "Nothing was saved" in str(refused)
    sound(place)


def one_waits_for_the_other(place: Place, first: Callable[[World], None], second: Callable[[World], None]) -> None:
    """The first has done its work and not committed when the second meets its lock; then both end."""
    broken: list[BaseException] = []

    def run() -> None:
        try:
            with place.living() as world:
                second(world)
        except BaseException as error:  # noqa: BLE001 - shown by the test
            broken.append(error)

    thread = threading.Thread(target=run)
    with place.living() as world:
        first(world)
        thread.start()
        with place.engine.connect() as watching:
            waits = text(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            )
            while thread.is_alive() and not watching.execute(waits).scalar():
                watching.rollback()
        assert thread.is_alive(), "nobody waited, so nothing was tried"
    thread.join(timeout=60)
    assert broken == []


@pytest.mark.postgres
def test_contents_stored_by_one_while_another_deletes_them_are_never_lost(postgres_engine):
    place = Place(postgres_engine, stages.played_whole(postgres_engine, "active"))
    with place.living() as world:
        day = world.now.date()
        costs = [payments.Cost(1, "backfill", "GP time", day, day, 2_000_000)]
        claiming = engine.claims.Claiming(tranches=["start"], period_from=day, period_to=day, costs=costs)
        claim = engine.claims.begin(world.session, REF, claiming, actor=world.who("partner.fednw"), now=world.now)
        numbers = [_attached(world, claim, content) for content in PAPERS]

    def store(number: int, content: bytes, world: World) -> None:
        """Keep another paper of the same contents, which no lock of the case holds back."""
        sha256 = files.put(world.session, name="rota.pdf", media_type=PDF, content=content, now=world.now)
        facts = {
            "code": "L04",
            "number": number,
            "file_name": "offer.docx",
            "added_at": world.now,
            "added_by": "Officer",
        }
        world.session.add(letters.LetterTemplate(sha256=sha256, **facts))
        world.session.flush()

    def delete(number: int, _content: bytes, world: World) -> None:
        officer, why = world.who("officer"), "A name."
        engine.retention.delete(world.session, number, ground="personal_data", reason=why, actor=officer, now=world.now)

    for number, content, acts in zip(numbers, PAPERS, ((store, delete), (delete, store)), strict=True):
        one_waits_for_the_other(place, *(partial(act, number, content) for act in acts))
    with database.reading(place.engine) as session:
        assert [files.get(session, files.address(content)).content for content in PAPERS] == list(PAPERS)
        events = [one.contents["after"] for one in audit.history(session, claim) if one.what == "evidence.delete"]
        assert [after["contents"] for after in events] == ["held elsewhere", "gone"]
    sound(place)


def _attached(world: World, claim: str, content: bytes) -> int:
    made = engine.claims.attach(
        world.session,
        claim,
        name="rota.pdf",
        media_type=PDF,
        content=content,
        redacted=True,
        actor=world.who("partner.fednw"),
        now=world.now,
    )
    return made.id or 0
