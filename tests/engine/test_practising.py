"""A round copied for practice: what goes along, what stays, what marks the copy, and that nothing leaves it."""

import io
import zipfile
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta

import pytest
from docx import Document
from sqlalchemy import text
from sqlmodel import Session

from fundflow import (
    applications,
    audit,
    committees,
    database,
    ledger,
    letters,
    organisations,
    people,
    practising,
    reporting,
)
from fundflow.engine import practising as practice
from fundflow.engine import rounds
from fundflow.errors import BadInput, NotFound, Refused
from tests.engine.test_together import sound
from tests.stories.stages import REF, ROUND, Place
from tests.stories.world import CLOSES, World, library
from tests.wording import faults

AFTER = datetime(2017, 9, 1, 9, tzinfo=UTC)


@pytest.fixture
def office(county_anywhere) -> Place:
    """The county's round with a bid that was sent, on either database."""
    return county_anywhere("submitted")


@pytest.fixture
def beside(tmp_path) -> str:
    """The address of a file that is not there yet."""
    return f"sqlite:///{tmp_path / 'practice.db'}"


@pytest.fixture
def here(county) -> Place:
    """The same in a file, where the database makes no difference."""
    return county("submitted")


@pytest.fixture
def elsewhere(office, request, tmp_path) -> str:
    """The address of a database of the same kind that is not there yet, or has nothing in it."""
    if office.engine.dialect.name == "sqlite":
        return f"sqlite:///{tmp_path / 'practice.db'}"
    admin, server = request.getfixturevalue("_postgres_admin"), request.getfixturevalue("postgres_server")
    name = f"practice_{abs(hash(str(tmp_path))) % 10**9}"
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    return server.url(name)


def start(place: Place, to: str, *, who: str = "officer", now: datetime | None = None, **more) -> practice.Practice:
    with place.living() as world:
        return practice.start(world.session, ROUND, to=to, actor=world.who(who), now=now or world.now, **more)


@contextmanager
def copied(address: str, *, now: datetime = CLOSES - timedelta(days=2)):
    opened = database.connect(address)
    try:
        with database.writing(opened) as session:
            yield World(session, now)
    finally:
        opened.dispose()


def everything(session: Session) -> tuple[object, ...]:
    money = {(one.key, one.allocated, one.capital, one.recurrence) for one in ledger.positions(session)}
    held = {
        (one.sign_in_name, role.role) for one in people.list_all(session) for role in people.grants(session, one.id)
    }
    known = [(one.code, one.name, one.kind) for one in organisations.list_all(session)]
    lists = [
        (code, organisations.list_size(session, code, on=CLOSES.date(), basis="registered")) for code, _, _ in known
    ]
    seats = [
        (seat.name, seat.role)
        for body in committees.committees(session)
        for seat in committees.members_on(session, body.id, on=CLOSES.date())
    ]
    return money, held, known, lists, seats


def test_the_copy_has_all_that_a_round_needs_and_nothing_that_was_done(office, elsewhere):
    made = start(office, elsewhere)
    with office.living() as world:
        real = everything(world.session)
        pinned = applications.get_round(world.session, ROUND).pinned_sha256
        assert [one.what for one in audit.recent(world.session, limit=1)] == ["practice.start"]
    with copied(elsewhere) as there:
        assert everything(there.session) == real
        row = applications.get_round(there.session, made.round)
        assert (row.pinned_sha256, row.state, row.closes_at) == (pinned, "open", CLOSES)
        assert applications.find_cases(there.session) == []
        assert letters.find(there.session) == []
        assert all(one.uncommitted == one.allocated for one in ledger.positions(there.session))
        assert {one.email.partition("@")[2] for one in people.list_all(there.session)} <= {"", practice.NOWHERE}
        assert {one.actor for one in audit.recent(there.session, limit=99)} == {"Officer"}
        assert not ledger.check(there.session)
        assert not audit.verify(there.session)
    sound(office)


def test_a_round_that_has_closed_is_open_in_the_copy_for_as_many_days_from_now(office, elsewhere):
    made = start(office, elsewhere, now=AFTER)
    days = (CLOSES.date() - date(2017, 4, 3)).days
    assert made.closes_at == datetime(2017, 9, 1, 16, tzinfo=UTC) + timedelta(days=days)
    with copied(elsewhere, now=AFTER) as there:
        assert there.bid(made.round, title="Trying") == REF


def test_a_bid_can_be_walked_in_the_copy_and_its_letter_is_marked_on_every_page_and_goes_nowhere(office, elsewhere):
    start(office, elsewhere)
    with copied(elsewhere) as there:
        there.bid(ROUND)
        there.submit(REF)
        (first, *_) = letters.find(there.session)
        act = audit.Act(there.who("officer").id, "Officer", there.now, "letters", first.ref)
        if first.state == "draft":
            letters.approve(there.session, first.ref, act=act)
        done = letters.release(there.session, first.ref, act=act) if first.state != "released" else first
        assert done.delivery == "none"
        with pytest.raises(Refused) as caught:
            letters.deliver(there.session, done.ref, "sent", now=there.now)
        assert caught.value.refusals[0].guard == "practice_writes_to_nobody"
        assert list(faults(str(caught.value))) == []
        paper = letters.content(there.session, done)
    headers = _headers(paper)
    assert len(headers) >= 2
    assert [part for part in headers if f'string="{practising.MARK}"' not in part] == []
    assert [part for part in headers if part.count(practising.MARK) < 2] == [], (
        "the words stand above the letter as well"
    )


def _headers(paper: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(paper)) as opened:
        return [opened.read(name).decode() for name in opened.namelist() if name.startswith("word/header")]


def test_a_real_letter_has_no_mark(here):
    with here.living() as world:
        (first, *_) = letters.find(world.session)
        assert not any(practising.MARK in part for part in _headers(letters.content(world.session, first)))


def test_words_are_laid_across_a_paper_that_has_no_header_and_beside_those_that_are_there():
    paper, out = Document(), io.BytesIO()
    paper.add_section()
    paper.save(out)
    once = letters.across(out.getvalue(), "For Ann")
    (header,) = _headers(once)
    assert header.count('string="For Ann"') == 1
    (header,) = _headers(letters.across(once, "Practice"))
    assert 'string="For Ann. Practice"' in header


def test_a_report_says_that_it_is_practice_in_title_note_and_data(office, elsewhere):
    start(office, elsewhere)
    with copied(elsewhere) as there:
        made = reporting.run(there.session, "finance", library=library(), now=there.now)
    assert made.title.startswith("Practice copy. Finance")
    assert made.notes[0] == f"{practising.MARK}."
    assert {row["practice"] for row in made.rows} == {practising.MARK}
    with office.living() as world:
        real = reporting.run(world.session, "finance", library=library(), now=world.now)
    assert not real.title.startswith("Practice")
    assert "practice" not in real.rows[0]


def test_a_payment_file_is_refused_before_anything_of_it_is_made(office, elsewhere):
    start(office, elsewhere)
    with copied(elsewhere) as there, pytest.raises(Refused) as caught:
        practising.must_pay_nobody(there.session, what="The payment file of RUN-1")
    assert list(faults(str(caught.value))) == []
    with office.living() as world:
        practising.must_pay_nobody(world.session, what="The payment file of RUN-1")


def test_the_mark_stays_for_ever(office, elsewhere):
    start(office, elsewhere)
    opened = database.connect(elsewhere)
    for statement in (
        "DELETE FROM practice_marker",
        "UPDATE practice_marker SET round_ref = 'x'",
        "INSERT INTO practice_marker SELECT 2, 'x', 'x', made_at, 'x' FROM practice_marker",
    ):
        with pytest.raises(database.DatabaseError), database.writing(opened) as session:
            session.connection().execute(text(statement))
        with database.reading(opened) as session:
            assert practising.marker(session).round_ref == ROUND
    opened.dispose()


def test_no_database_in_use_is_made_a_practice_database_even_by_sql(office):
    with pytest.raises(database.DatabaseError, match="never made a practice database"), office.living() as world:
        practising.mark_new(world.session, round_ref=ROUND, copied_from="x", made_by="x", now=world.now)
    with office.living() as world:
        assert practising.marker(world.session) is None


REFUSED = {
    "a person who keeps no round": ({"who": "auditor"}, "may_act"),
    "this very database": ({"to": "itself"}, "practice_elsewhere"),
    "the same database once more": ({"to": "twice"}, "practice_in_new"),
    "a practice copy of a practice copy": ({"to": "again"}, "practice_once"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_refused_says_why_and_changes_nothing(here, beside, what, tmp_path):
    given, guard = REFUSED[what]
    given = dict(given)
    to = given.pop("to", "")
    if to in ("twice", "again"):
        start(here, beside)
    address = here.engine.url.render_as_string(hide_password=False) if to == "itself" else beside
    with here.living() as world:
        before = [one.seq for one in audit.recent(world.session, limit=1)]
    with pytest.raises(Refused) as caught:
        if to == "again":
            with copied(beside) as there:
                practice.start(
                    there.session,
                    ROUND,
                    to=f"sqlite:///{tmp_path / 'third.db'}",
                    actor=there.who("officer"),
                    now=there.now,
                )
        else:
            start(here, address, **given)
    (one,) = caught.value.refusals
    assert one.guard == guard
    assert list(faults(one.reason, guard=guard)) == []
    with here.living() as world:
        assert [one.seq for one in audit.recent(world.session, limit=1)] == before


def test_a_database_of_somebody_else_s_is_left_alone(here, tmp_path):
    other = database.connect(f"sqlite:///{tmp_path / 'other.db'}")
    with other.begin() as connection:
        connection.execute(text("CREATE TABLE theirs (id INTEGER)"))
    with pytest.raises(Refused, match="is not empty"):
        start(here, f"sqlite:///{tmp_path / 'other.db'}")
    with other.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar() == 1
    other.dispose()


def test_an_unknown_round_and_a_place_that_is_no_database_are_told_in_one_line(here, tmp_path):
    with here.living() as world:
        who = world.who("officer")
        with pytest.raises(NotFound, match="there is no round 'nope'"):
            practice.start(world.session, "nope", to=f"sqlite:///{tmp_path / 'p.db'}", actor=who, now=world.now)
        with pytest.raises(BadInput, match=r"^--to: 'mysql"):
            practice.start(world.session, ROUND, to="mysql://there", actor=who, now=world.now)
        with pytest.raises(BadInput, match="cannot open the database"):
            practice.start(world.session, ROUND, to=f"sqlite:///{tmp_path / 'no' / 'p.db'}", actor=who, now=world.now)
    assert not (tmp_path / "p.db").exists()


def test_a_copy_that_fails_half_way_leaves_nothing_in_the_new_database_and_can_be_tried_again(
    here, beside, monkeypatch
):
    def power_cut(*_args, **_more):
        raise RuntimeError("the power went")

    with monkeypatch.context() as broken:
        broken.setattr(practice, "arm", power_cut)
        with pytest.raises(RuntimeError):
            start(here, beside)
    assert start(here, beside).round == ROUND


def test_two_people_extend_a_round_in_the_copy_as_they_would_in_the_real_one(here, beside):
    start(here, beside)
    later = CLOSES + timedelta(days=7)
    for who in ("officer", "finance"):
        with copied(beside) as there:
            rounds.extend_round(
                there.session, ROUND, closes_at=later, reason="To try it.", actor=there.who(who), now=there.now
            )
    with copied(beside) as there:
        assert applications.get_round(there.session, ROUND).closes_at == later
    with here.living() as world:
        assert applications.get_round(world.session, ROUND).closes_at == CLOSES
