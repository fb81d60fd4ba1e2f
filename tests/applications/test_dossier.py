from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlmodel import Session

from fundflow import applications
from fundflow.applications import Query
from fundflow.errors import BadInput, NotFound
from tests.applications.builders import ELGAR, LICKEY, SENT, act, line, lists, new_bid, open_round, submitted_bid


def whole(session: Session) -> applications.Application:
    bid, _ = submitted_bid(session)
    amounts = {"05J": {"2017/18": 1_000_000}, "05T": {"2018/19": 500_000}}
    applications.set_shares(session, bid, amounts, basis="stated", patients={"05J": 9_210})
    applications.approve_share(session, bid, "05J", {"2017/18": 900_000})
    applications.ask_clarification(
        session, bid, questions=[Query("Why?")], due_at=SENT + timedelta(days=9), act=act(SENT)
    )
    applications.record_gate(session, bid, code="E4", passed=False, detail="1 practice", act=act(SENT))
    applications.record_gate(session, bid, code="E4", passed=True, detail="2 practices", act=act(SENT))
    applications.raise_task(
        session,
        key="TF-17-0001:screen",
        kind="screen",
        role="officer",
        fund=bid.fund,
        text="Screen it",
        application_id=bid.id,
        act=act(SENT),
    )
    applications.add_note(session, bid, "Rang them", act=act(SENT))
    applications.sign(session, bid, step="redirect", role="officer", values={}, act=act(SENT))
    return bid


def test_a_dossier_holds_the_whole_case(session: Session) -> None:
    bid = whole(session)
    found = applications.dossier(session, bid.ref)
    assert (found.ref, found.state, found.round_closes_at.day) == ("TF-17-0001", "submitted", 12)
    assert [one.organisation for one in found.present] == [ELGAR, LICKEY]
    assert [(one.commissioner, one.asked_pence, one.approved_pence) for one in found.shares] == [
        ("05J", 1_000_000, 900_000),
        ("05T", 500_000, 0),
    ]
    assert found.shares[1].approved == {"2018/19": None}
    assert found.content.ask_pence == 1_500_000
    assert found.snapshot == lists()
    assert [(gate.code, gate.passed) for gate in found.gates] == [("E4", True)]
    assert [task.kind for task in found.tasks] == ["screen"]
    assert [note.text for note in found.notes] == ["Rang them"]
    assert [one.step for one in found.signatures] == ["redirect"]
    assert found.clarifications[0].outcome == "open"


def test_forty_dossiers_take_as_many_queries_as_one(session: Session) -> None:
    round_ = open_round(session)
    refs = [new_bid(session, round_, title=f"Bid {number}").ref for number in range(40)]
    asked: list[str] = []
    engine = session.get_bind()
    event.listen(engine, "before_cursor_execute", lambda *given: asked.append(given[2]))
    session.expire_all()
    applications.dossiers(session, refs[:1])
    once = len(asked)
    asked.clear()
    session.expire_all()
    found = applications.dossiers(session, refs)
    assert len(asked) == once <= 12
    assert [one.ref for one in found] == refs


def test_a_case_that_is_not_there_is_said_so(session: Session) -> None:
    with pytest.raises(NotFound, match="TF-17-0404"):
        applications.dossier(session, "TF-17-0404")


def test_gates_need_their_reason_and_the_latest_counts(session: Session) -> None:
    bid = whole(session)
    assert {one.code: one.passed for one in applications.dossier(session, bid.ref).gates}["E4"]
    with pytest.raises(BadInput, match="say why"):
        applications.record_gate(session, bid, code="E1", passed=True, detail=" ", act=act())


def test_a_task_is_raised_once_and_finished_once(session: Session) -> None:
    bid = whole(session)
    task = applications.task_by_key(session, "TF-17-0001:screen")
    assert task is not None
    again = applications.raise_task(session, key=task.key, kind="x", role="finance", fund="x", text="x", act=act())
    assert again is task
    assert [row.id for row in applications.tasks(session, roles=["officer"], fund=bid.fund)] == [task.id]
    applications.finish_task(session, task.key, act=act(SENT))
    applications.finish_task(session, task.key, act=act(SENT + timedelta(days=1)))
    assert task.done_at == SENT
    assert applications.tasks(session, application_id=bid.id) == []
    with pytest.raises(NotFound):
        applications.finish_task(session, "nothing", act=act())


def bids(session: Session, bid: applications.Application) -> tuple[applications.Dossier, list[applications.Dossier]]:
    """A bid whole, and every bid of its fund."""
    every = applications.dossiers(session, [row.ref for row in applications.find_cases(session, fund=bid.fund)])
    return applications.dossier(session, bid.ref), every


def alike(session: Session, bid: applications.Application) -> list[str]:
    return applications.duplicates(*bids(session, bid))


def twice(session: Session, bid: applications.Application) -> list[applications.Overlap]:
    return applications.overlapping_costs(*bids(session, bid))


def test_a_second_bid_that_looks_like_the_first_is_a_warning(session: Session) -> None:
    first, _ = submitted_bid(session)
    round_ = applications.round_by_id(session, first.round_id)
    second, _ = submitted_bid(session, round_, title="Another")
    assert alike(session, second) == ["TF-17-0001 by the same lead has the same practices and the same cost lines."]
    third = new_bid(session, round_, title="HUB")
    assert alike(session, third) == ["TF-17-0001 by the same lead has the same title, 'Hub'."]
    assert applications.get(session, first.ref).set_aside is False


def test_a_cost_in_two_bids_is_shown_with_both(session: Session) -> None:
    first, _ = submitted_bid(session)
    second, _ = submitted_bid(session, applications.round_by_id(session, first.round_id), title="Another")
    (overlap,) = twice(session, second)
    assert (overlap.ref, overlap.mine.organisation, overlap.theirs.pence) == (first.ref, LICKEY, 1_000_000)
    applications.recall(session, second, act=act(SENT))
    applications.save_budget(session, second, lines=[line(5)], act=act(SENT))
    assert twice(session, second) == []
