from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event
from sqlmodel import Session

from fundflow import applications, database
from fundflow.applications import Round
from fundflow.applications.rules.rounds import accepts, lateness, reopening_ends, reserve_list_ends
from fundflow.definitions.pinned import pinned_snapshot, unpin
from fundflow.errors import BadInput, NotFound, Refused
from tests.applications.builders import CLOSES, OPENS, act, new_bid, open_round, pinned

SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("at", "taken"),
    [(OPENS - SECOND, False), (OPENS, True), (CLOSES - SECOND, True), (CLOSES, True), (CLOSES + SECOND, False)],
)
def test_both_ends_of_a_round_count(at: datetime, taken: bool) -> None:
    assert accepts("open", OPENS, CLOSES, at) is taken
    assert (lateness("open", OPENS, CLOSES, at) is None) is taken


def test_a_late_bid_is_told_both_times_and_that_it_is_saved() -> None:
    sentence = lateness("open", OPENS, CLOSES, CLOSES + 41 * SECOND) or ""
    assert "closed on Friday 12 May 2017, 5:00 pm" in sentence
    assert "reached us at 5:00:41 pm" in sentence
    assert "It is saved." in sentence


@pytest.mark.parametrize(
    ("closes", "ends"),
    [
        (datetime(2017, 5, 12, 16, tzinfo=UTC), date(2017, 9, 30)),
        (datetime(2017, 3, 31, 16, tzinfo=UTC), date(2017, 6, 30)),
        (datetime(2017, 9, 30, 16, tzinfo=UTC), date(2017, 12, 31)),
        (datetime(2017, 10, 1, 16, tzinfo=UTC), date(2018, 3, 31)),
    ],
)
def test_a_reserve_list_ends_with_the_next_quarter(closes: datetime, ends: date) -> None:
    assert reserve_list_ends(closes) == ends


def test_a_round_has_a_reference_and_pins_what_was_written(session: Session) -> None:
    round_ = open_round(session)
    assert round_.ref == "worcestershire-transformation-2017-1"
    assert round_.state == "open"
    assert open_round(session).ref == "worcestershire-transformation-2017-2"
    assert applications.definitions(round_).fund.case_prefix == "TF"
    assert applications.get_round(session, round_.ref) is round_
    with pytest.raises(NotFound, match="no round 'x'"):
        applications.get_round(session, "x")


def test_a_planned_round_opens_when_its_time_has_come(session: Session) -> None:
    round_ = open_round(session, act=act(OPENS - SECOND))
    assert round_.state == "planned"
    assert applications.begin_round(session, round_, act=act(OPENS - SECOND)).state == "planned"
    assert applications.begin_round(session, round_, act=act(OPENS)).state == "open"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"closes_at": OPENS}, "before it opens"),
        ({"act": act(CLOSES)}, "has passed"),
    ],
)
def test_a_round_needs_dates_that_run_forward(session: Session, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        open_round(session, **changes)


def test_a_round_is_extended_to_its_last_second_and_reopened_after_it(session: Session) -> None:
    round_ = open_round(session)
    later = CLOSES + timedelta(days=7)
    with pytest.raises(Refused, match="You can extend its closing time"):
        applications.reopen_round(session, round_, closes_at=later, act=act(CLOSES, reason="Network down"))
    with pytest.raises(Refused, match="is not later than"):
        applications.extend_round(session, round_, closes_at=CLOSES - SECOND, act=act(CLOSES - SECOND))
    applications.extend_round(session, round_, closes_at=later, act=act(CLOSES - SECOND, reason="Network down"))
    assert round_.closes_at == later
    with pytest.raises(Refused, match="you can reopen it"):
        applications.extend_round(session, round_, closes_at=later + SECOND, act=act(later + SECOND))
    with pytest.raises(Refused, match="its evidence"):
        applications.reopen_round(session, round_, closes_at=later + timedelta(days=5), act=act(later + SECOND))
    applications.close_round(session, round_, act=act(later + SECOND))
    applications.reopen_round(
        session, round_, closes_at=later + timedelta(days=5), act=act(later + 2 * SECOND, reason="Outage 4 to 5 pm")
    )
    assert (round_.state, round_.closed_at) == ("open", None)
    kinds = [change.kind for change in applications.round_changes(session, round_.id or 0)]
    assert kinds == ["opened", "extended", "closed", "reopened"]


def test_a_round_is_reopened_within_two_working_days_only(session: Session) -> None:
    assert reopening_ends(CLOSES) == datetime(2017, 5, 16, 22, 59, 59, tzinfo=UTC)
    round_ = open_round(session)
    with pytest.raises(Refused, match="two working days after"):
        applications.reopen_round(
            session, round_, closes_at=CLOSES + timedelta(days=9), act=act(reopening_ends(CLOSES) + SECOND, reason="x")
        )


def test_a_round_closes_by_the_clock_and_not_before(session: Session) -> None:
    round_ = open_round(session)
    with pytest.raises(Refused, match="in time until Friday 12 May 2017, 5:00 pm"):
        applications.close_round(session, round_, act=act(CLOSES))
    assert applications.close_round(session, round_, act=act(CLOSES + SECOND)).state == "closed"
    assert applications.close_round(session, round_, act=act(CLOSES + 9 * SECOND)).closed_at == CLOSES + SECOND


def test_a_cancelled_round_says_why_and_stays_cancelled(session: Session) -> None:
    round_ = open_round(session)
    with pytest.raises(Refused, match="Give the reason"):
        applications.cancel_round(session, round_, act=act())
    applications.cancel_round(session, round_, act=act(reason="The money was withdrawn"))
    with pytest.raises(Refused, match="was cancelled"):
        applications.extend_round(session, round_, closes_at=CLOSES + SECOND, act=act())
    assert "was cancelled" in (lateness("cancelled", OPENS, CLOSES, OPENS) or "")


def changed(**questions: Any) -> dict[str, Any]:
    """The pinned definitions with the form changed: a list of questions, or one question's words or title."""
    body = unpin(pinned())
    raw = body.model_dump(mode="json", by_alias=True)
    form = raw["fund"]["form"]
    if "add" in questions:
        form["questions"].append(questions["add"])
    if "drop" in questions:
        form["questions"] = [one for one in form["questions"] if one["key"] != questions["drop"]]
    form["questions"][0].update(questions.get("first", {}))
    if "weight" in questions:
        raw["criteria"]["items"][0]["weight"] -= questions["weight"]
        raw["criteria"]["items"][1]["weight"] += questions["weight"]
    return pinned_snapshot(type(body).model_validate(raw))


EXTRA = {"key": "extra", "title": "Anything else?", "guidance": "If you like", "words": 100}


@pytest.mark.parametrize(
    ("questions", "change"),
    [
        ({}, "none"),
        ({"first": {"title": "What will be better?"}}, "wording"),
        ({"first": {"words": 600}}, "wording"),
        ({"add": EXTRA | {"mandatory": False}}, "optional"),
        ({"add": EXTRA | {"mandatory": True}}, "material"),
        ({"drop": "unintended"}, "material"),
        ({"first": {"words": 499}}, "material"),
        ({"weight": 5}, "material"),
    ],
)
def test_an_amended_form_is_classed_by_what_it_does_to_those_who_write(
    session: Session, questions: dict[str, Any], change: str
) -> None:
    round_ = open_round(session)
    row = applications.amend_round(session, round_, pinned=changed(**questions), act=act(reason="Asked for"))
    assert row.after.get("change", "none") == change


def test_amending_keeps_before_and_after(session: Session) -> None:
    round_ = open_round(session)
    row = applications.amend_round(session, round_, title="Round one", settings={"moderation": False}, act=act())
    assert row.before["title"] == "Transformation fund 2017, round 1"
    assert row.after["title"] == "Round one"
    assert round_.settings == {"moderation": False}
    with pytest.raises(Refused, match="The opening was not moved"):
        applications.amend_round(session, round_, opens_at=OPENS + SECOND, act=act())


def test_cases_are_numbered_in_their_year(session: Session) -> None:
    first, second = open_round(session), open_round(session)
    refs = [new_bid(session, round_).ref for round_ in (first, second, first)]
    assert refs == ["TF-17-0001", "TF-17-0002", "TF-17-0003"]
    assert applications.state_counts(session, first.id or 0) == {"draft": 2}


def test_a_round_s_definitions_are_read_once_in_a_process_and_then_known_by_their_fingerprint(engine: Engine) -> None:
    with database.writing(engine) as session:
        ref = open_round(session).ref
    with database.reading(engine) as session:
        first = applications.definitions(applications.get_round(session, ref))
    read: list[str] = []
    with database.reading(engine) as session:
        event.listen(session.connection(), "before_cursor_execute", lambda *what: read.append(what[2]))
        round_ = applications.get_round(session, ref)
        assert applications.definitions(round_) is first
        assert applications.definitions(applications.round_by_id(session, round_.id or 0)) is first
        assert [line for line in read if "pinned," in line or ".pinned\n" in line] == []
        assert round_.pinned["sha256"] == round_.pinned_sha256, "whoever asks for the copy itself still gets it"


def test_a_copy_that_was_changed_is_still_refused_by_whoever_reads_it(session: Session) -> None:
    round_ = open_round(session)
    forged = {**round_.pinned, "office": {}}
    with pytest.raises(BadInput, match="was changed after it was made"):
        applications.definitions(Round(**{**round_.model_dump(), "pinned": forged, "pinned_sha256": "0" * 64}))
