from datetime import UTC, datetime
from threading import Thread

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from fundflow import applications, database
from fundflow.errors import BadInput, NotFound, Refused, Stale
from tests.applications.builders import SENT, WRITING, act, new_bid, open_round


def test_moving_writes_state_time_and_version(session: Session) -> None:
    bid = new_bid(session)
    applications.move(session, bid, to="submitted", act=act(SENT))
    assert (bid.state, bid.state_since, bid.version) == ("submitted", SENT, 2)
    applications.move(session, bid, to="submitted", act=act(datetime(2017, 6, 1, tzinfo=UTC)))
    assert (bid.state_since, bid.version) == (SENT, 3)


def test_a_stale_move_writes_nothing(session: Session) -> None:
    bid = new_bid(session)
    applications.move(session, bid, to="submitted", expected_version=1, act=act())
    with pytest.raises(Stale, match="Nothing of yours was written"):
        applications.move(session, bid, to="withdrawn", expected_version=1, act=act())
    assert applications.get(session, bid.ref).state == "submitted"


def test_two_people_at_one_instant_move_a_case_once(engine: Engine) -> None:
    with database.writing(engine) as session:
        new_bid(session)
    outcomes: list[str] = []

    def take() -> None:
        try:
            with database.writing(engine) as session:
                bid = applications.lock(session, "TF-17-0001")
                applications.move(session, bid, to="submitted", expected_version=1, act=act(SENT))
            outcomes.append("moved")
        except Stale:
            outcomes.append("stale")

    threads = [Thread(target=take) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["moved", *["stale"] * 5]
    with database.reading(engine) as session:
        assert applications.get(session, "TF-17-0001").version == 2


def test_references_are_drawn_once_however_many_ask(engine: Engine) -> None:
    with database.writing(engine) as session:
        ref = open_round(session).ref

    def create() -> None:
        with database.writing(engine) as session:
            new_bid(session, applications.get_round(session, ref))

    threads = [Thread(target=create) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading(engine) as session:
        found = [row.ref for row in applications.find_cases(session, round_ref=ref)]
    assert found == [f"TF-17-{number:04d}" for number in range(1, 7)]


def test_states_to_return_to_are_kept_and_dropped(session: Session) -> None:
    bid = new_bid(session)
    applications.remember(session, bid, slot="queried_from")
    applications.remember(session, bid, slot="varied_from", state="active")
    assert bid.origins == {"queried_from": "draft", "varied_from": "active"}
    applications.forget(session, bid, slot="queried_from")
    applications.forget(session, bid, slot="queried_from")
    assert bid.origins == {"varied_from": "active"}


def test_deadlines_and_facts_survive_the_database(session: Session) -> None:
    bid = new_bid(session)
    applications.set_deadline(session, bid, name="answer_by", at=SENT)
    applications.record_facts(session, bid, {"seen_on": SENT, "minute": "6/17"})
    session.expire_all()
    assert bid.deadlines["answer_by"] == "2017-05-12T14:00:00Z"
    assert bid.facts == {"seen_on": "2017-05-12T14:00:00Z", "minute": "6/17"}
    applications.set_deadline(session, bid, name="answer_by", at=None)
    applications.record_facts(session, bid, {"minute": None})
    assert "answer_by" not in bid.deadlines
    assert set(bid.facts) == {"seen_on"}


def test_cases_are_found_by_what_is_known_of_them(session: Session) -> None:
    round_ = open_round(session)
    first, second = new_bid(session, round_), new_bid(session, round_, lead="M81009", title="Other")
    applications.move(session, second, to="submitted", act=act())

    def refs(**filters: object) -> list[str]:
        return [row.ref for row in applications.find_cases(session, **filters)]  # type: ignore[arg-type]

    assert refs() == [first.ref, second.ref]
    assert refs(lead="M81009") == [second.ref]
    assert refs(states=["submitted"]) == [second.ref]
    assert refs(participant="M81001") == [first.ref]
    assert refs(fund="other") == []
    applications.set_shares(session, first, {}, basis="stated")
    assert refs(commissioner="05J") == []
    applications.set_aside(session, second, act=act(reason="A test"))
    assert refs() == [first.ref]
    assert refs(with_set_aside=True) == [first.ref, second.ref]


def test_locks_take_cases_in_one_order_and_name_the_missing(session: Session) -> None:
    round_ = open_round(session)
    new_bid(session, round_)
    new_bid(session, round_)
    found = applications.lock_all(session, ["TF-17-0002", "TF-17-0001"])
    assert [row.ref for row in found] == ["TF-17-0001", "TF-17-0002"]
    with pytest.raises(NotFound, match="no case 'TF-17-0009'"):
        applications.lock_all(session, ["TF-17-0001", "TF-17-0009"])


def test_small_marks_on_a_case(session: Session) -> None:
    bid = new_bid(session)
    assert [applications.count_deferral(session, bid) for _ in range(2)] == [1, 2]
    assert applications.flag(session, bid, emergency=True).emergency
    applications.prefer(session, bid, preference=1, links={"either_or": ["TF-17-0002"]})
    assert (bid.preference, bid.links) == (1, {"either_or": ["TF-17-0002"]})
    with pytest.raises(BadInput):
        applications.prefer(session, bid, preference=0)
    with pytest.raises(BadInput):
        applications.flag(session, bid, lovely=True)
    with pytest.raises(Refused, match="a test, a duplicate or an error"):
        applications.set_aside(session, bid, act=act(WRITING))
