"""A letter's life: drafted, approved, released, voided, replaced; on both databases it never changes once issued."""

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DatabaseError
from sqlmodel import Session

from fundflow import audit, database, files, letters
from fundflow.errors import BadInput, NotFound, Refused
from tests.letters.cases import facts
from tests.letters.reading import words

NOW = datetime(2017, 6, 16, 9, 0, tzinfo=UTC)


def act(reason: str = "", *, hours: int = 0) -> audit.Act:
    now = NOW + timedelta(hours=hours)
    return audit.Act(actor_id=7, actor="Jo Ash", now=now, what="issue_offer", subject="TF-17-0031", reason=reason)


def drafted(session: Session, code: str = "L12", template: str = "withdrawal", **given: str) -> letters.Letter:
    return letters.draft(session, code, facts(code), template=template, act=act(), **given)


def issued(session: Session) -> letters.Letter:
    letter = drafted(session)
    letters.approve(session, letter.ref, act=act(hours=1))
    return letters.release(session, letter.ref, act=act(hours=2))


def test_a_draft_freezes_its_facts_and_its_template(session: Session) -> None:
    letter = drafted(session)
    shipped = letters.load("withdrawal")
    assert (letter.ref, letter.state, letter.number) == ("TF-17-0031/L12", "draft", 1)
    assert letter.facts["asked_by"] == "Dr Meera Shah"
    assert letter.facts["reference"] == "TF-17-0031/L12"
    assert letter.template_sha256 == shipped.sha256 == hashlib.sha256(shipped.content).hexdigest()
    assert files.get(session, letter.template_sha256).content == shipped.content


def test_the_second_of_a_kind_has_a_number(session: Session) -> None:
    assert [drafted(session).ref for _ in range(3)] == ["TF-17-0031/L12", "TF-17-0031/L12-2", "TF-17-0031/L12-3"]


def test_a_released_letter_is_kept_as_it_was_sent(session: Session) -> None:
    letter = issued(session)
    sent = letters.content(session, letter)
    assert letter.file_sha256 == hashlib.sha256(sent).hexdigest()
    assert "Draft" not in words(sent)
    assert "TF-17-0031/L12" in words(sent)
    assert letters.file_name(letter) == "TF-17-0031-L12-withdrawal.docx"
    assert letter.delivery == "waiting"


def test_a_draft_says_that_it_is_one(session: Session) -> None:
    assert letters.DRAFT_MARK in words(letters.content(session, drafted(session)))


def test_a_letter_is_not_released_before_it_is_approved(session: Session) -> None:
    letter = drafted(session)
    with pytest.raises(Refused, match="has not been approved yet"):
        letters.release(session, letter.ref, act=act())


def test_a_released_letter_is_neither_voided_nor_approved_again(session: Session) -> None:
    letter = issued(session)
    with pytest.raises(Refused, match="has been sent, so it cannot be changed"):
        letters.void(session, letter.ref, reason="wrong sum", act=act())
    with pytest.raises(Refused, match="has been sent"):
        letters.approve(session, letter.ref, act=act())


def test_voiding_needs_a_reason_and_stays_on_record(session: Session) -> None:
    letter = drafted(session)
    with pytest.raises(Refused, match="only with a reason"):
        letters.void(session, letter.ref, reason=" ", act=act())
    letters.void(session, letter.ref, reason="the vote was void", act=act())
    kept = letters.get(session, letter.ref)
    assert (kept.state, kept.void_reason, kept.voided_by) == ("voided", "the vote was void", 7)
    with pytest.raises(Refused, match="was voided"):
        letters.approve(session, letter.ref, act=act())


def test_letters_of_a_void_decision_are_voided_and_sent_ones_stand(session: Session) -> None:
    sent = issued(session)
    first, second = drafted(session, decision="D1"), drafted(session, decision="D2")
    gone = letters.void_unreleased_of(session, decision="D1", reason="vote void", act=act())
    assert [letter.ref for letter in gone] == [first.ref]
    assert letters.get(session, second.ref).state == "draft"
    assert letters.get(session, sent.ref).state == "released"
    with pytest.raises(BadInput, match="name the case or the decision"):
        letters.void_unreleased_of(session, reason="why", act=act())


def test_a_new_letter_replaces_a_sent_one_and_names_it(session: Session) -> None:
    old = issued(session)
    new = letters.reissue(
        session, old.ref, facts("L12", reason="another"), reason="a wrong reason was given", act=act()
    )
    assert (new.state, new.replaces_id, new.ref) == ("draft", old.id, "TF-17-0031/L12-2")
    assert letters.replaced_by(session, old.id or 0) == [new]
    assert letters.get(session, old.ref).state == "released"


def test_replacing_a_draft_voids_it(session: Session) -> None:
    old = drafted(session)
    letters.reissue(session, old.ref, facts("L12"), reason="a name was wrong", act=act())
    assert letters.get(session, old.ref).state == "voided"


def test_delivery_is_followed_after_release_only(session: Session) -> None:
    waiting = drafted(session)
    with pytest.raises(Refused, match="is draft, so it cannot be sent"):
        letters.deliver(session, waiting.ref, "sent", now=NOW)
    letter = issued(session)
    assert letters.deliver(session, letter.ref, "sent", now=NOW).delivery == "sent"
    with pytest.raises(Refused, match="cannot come after that"):
        letters.deliver(session, letter.ref, "waiting", now=NOW)
    with pytest.raises(BadInput, match="flown"):
        letters.deliver(session, letter.ref, "flown", now=NOW)
    assert letters.deliver(session, letter.ref, "bounced", now=NOW).delivered_at == NOW


def test_letters_are_found_by_case_state_and_code(session: Session) -> None:
    issued(session)
    drafted(session, "N2", "delay")
    assert [one.code for one in letters.find(session, state="draft")] == ["N2"]
    assert [one.code for one in letters.find(session, subject="TF-17-0031")] == ["L12", "N2"]
    with pytest.raises(NotFound, match="there is no letter X"):
        letters.get(session, "X")


def test_a_draft_with_a_fact_missing_is_not_kept(session: Session) -> None:
    short = facts("L12")
    del short["asked_by"]
    with pytest.raises(BadInput, match="asked_by"):
        letters.draft(session, "L12", short, template="withdrawal", act=act())
    assert letters.find(session) == []


def test_a_template_that_is_not_there_is_named(session: Session) -> None:
    with pytest.raises(NotFound, match=r"nothing\.docx"):
        letters.draft(session, "L12", facts("L12"), template="nothing", act=act())


def test_a_later_template_does_not_touch_a_letter_already_drafted(session: Session, tmp_path: Path) -> None:
    folder = tmp_path
    (folder / "withdrawal.docx").write_bytes(letters.load("withdrawal").content)
    letter = letters.draft(session, "L12", facts("L12"), template="withdrawal", act=act(), root=folder)
    (folder / "withdrawal.docx").write_bytes(letters.load("delay").content)
    letters.approve(session, letter.ref, act=act())
    assert "withdrawn" in words(letters.content(session, letters.release(session, letter.ref, act=act())))


def test_every_step_is_in_the_audit_and_the_chain_is_sound(engine: Engine) -> None:
    with database.writing(engine) as session:
        letter = issued(session)
        letters.void(session, drafted(session).ref, reason="twice", act=act("twice"))
    with database.reading(engine) as session:
        told = [event.what for event in audit.history(session, "TF-17-0031")]
        assert told == ["letter_drafted", "letter_approved", "letter_released", "letter_drafted", "letter_voided"]
        assert audit.verify(session) == []
        vouched = [event for event in audit.history(session, "TF-17-0031") if event.what == "letter_released"]
        assert vouched[0].fingerprint == letter.file_sha256


CHANGES = (
    "facts = '{}'",
    "state = 'draft'",
    "file_sha256 = 'x'",
    "addressee = 'somebody else'",
    "released_at = '2020-01-01 00:00:00'",
    "template_sha256 = 'x'",
    "code = 'L05'",
    "replaces_id = id",
    "decision = 'another'",
    "approved_by = 1",
)


@pytest.mark.parametrize("change", CHANGES)
def test_the_database_keeps_a_released_letter(engine: Engine, change: str) -> None:
    with database.writing(engine) as session:
        issued(session)
    with pytest.raises(DatabaseError, match="never changed"), engine.begin() as connection:
        connection.execute(text(f"UPDATE letter SET {change}"))
    with engine.begin() as connection:
        connection.execute(text("UPDATE letter SET delivery = 'sent'"))


def test_the_database_keeps_the_facts_of_a_draft(engine: Engine) -> None:
    with database.writing(engine) as session:
        drafted(session)
    with pytest.raises(DatabaseError, match="never changed"), engine.begin() as connection:
        connection.execute(text("UPDATE letter SET facts = '{}'"))


def test_the_database_deletes_no_letter(engine: Engine) -> None:
    with database.writing(engine) as session:
        drafted(session)
    with pytest.raises(DatabaseError, match="never deleted"), engine.begin() as connection:
        connection.execute(text("DELETE FROM letter"))


def test_postgresql_truncates_no_letter(postgres_engine: Engine) -> None:
    with pytest.raises(DatabaseError, match="never deleted"), postgres_engine.begin() as connection:
        connection.execute(text("TRUNCATE letter CASCADE"))


def test_the_triggers_listed_for_the_migration_are_those_that_stand(engine: Engine) -> None:
    listed = {name for guarded in letters.TRIGGERS for name in guarded.names(engine.dialect.name)}
    tables = "('letter', 'letter_template', 'letter_signature')"
    query = {
        "sqlite": f"SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN {tables}",
        "postgresql": "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
        f"WHERE relname IN {tables} AND NOT tgisinternal",
    }[engine.dialect.name]
    with engine.connect() as connection:
        assert {row[0] for row in connection.execute(text(query))} == listed
