"""Files imported on a page: what each would change, which rows are wrong, then the same file applied; by whom alone."""

import csv
import io
from datetime import date, timedelta

import pytest
from openpyxl import Workbook

from fundflow import audit, database, due, engine, files, organisations, people
from tests.stories.world import FUND, World, library
from tests.web.cost import MOST_QUERIES, queries

LISTS = b"organisation,basis,on,patients,source\nZ10001,registered,2017-05-01,9100,Count of May\nZ99999,registered,2017-05-01,1,x\n"


def send(browser, kind: str, do: str, content: bytes | None = None, **typed):
    path = f"/imports/{kind}"
    sent = {"file": ("lists.csv" if content is not None else "", content or b"", "text/csv")}
    return browser.http.post(path, data={"form_key": browser.key(path), "do": do, **typed}, files=sent)


def kept(answer) -> str:
    return answer.text.split('name="kept_file" value="')[1].split('"')[0]


def lists(at) -> list[int]:
    with database.reading(at.engine) as session:
        return [one.patients for one in organisations.list_history(session, "Z10001") if one.basis == "registered"]


def test_a_file_is_looked_at_first_and_the_same_file_is_applied(served):
    at = served("draft")
    browser = at.browser("officer")
    before = lists(at)
    looked = send(browser, "lists", "check", LISTS)
    assert looked.status_code == 200, looked.text[looked.text.find('role="alert"') :][:600]
    assert "Nothing has changed yet" in looked.text
    assert "Rows that cannot be taken (1)" in looked.text
    assert "Z99999" in looked.text
    assert lists(at) == before
    done = send(browser, "lists", "apply", kept_file=kept(looked))
    assert "lists.csv is applied" in done.text
    assert sorted(lists(at)) == sorted([*before, 9100])
    again = send(browser, "lists", "check", LISTS)
    assert 'value="apply"' not in again.text, "the same file again changes nothing"


def test_nothing_is_applied_that_was_not_looked_at(served):
    at = served("draft")
    before = lists(at)
    answer = send(at.browser("officer"), "lists", "apply", LISTS)
    assert (answer.status_code, "Look first" in answer.text) == (422, True)
    assert lists(at) == before


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "No file is chosen"),
        (b"", "is empty"),
        (b"PK\x03\x04rest", "Excel workbook"),
        (b"a,b\n1,2\n", "this is not a file of lists"),
    ],
)
def test_what_is_no_such_file_is_told_at_the_field(content, said, served):
    answer = send(served("draft").browser("officer"), "lists", "check", content)
    assert answer.status_code == 422
    assert said in answer.text
    assert 'id="file-error"' in answer.text


@pytest.mark.parametrize(
    ("name", "kind"), [("officer", "people"), ("officer", "coding"), ("finance", "lists"), ("auditor", "allocations")]
)
def test_each_kind_is_imported_by_those_whose_it_is(name, kind, served):
    browser = served("draft").browser(name)
    assert browser.get(f"/imports/{kind}").find("form", {"action": f"/imports/{kind}"}) is None
    answer = send(browser, kind, "check", LISTS)
    assert (answer.status_code, "Nothing has changed" in answer.text) == (403, True)


def test_changed_figures_need_a_reason(served):
    browser = served("draft").browser("officer")
    answer = send(browser, "lists", "check", LISTS, adjust="yes", reason="")
    assert (answer.status_code, 'id="reason-error"' in answer.text) == (422, True)


def test_the_pages_are_read_in_few_queries(served):
    at = served("draft")
    browser = at.browser("officer")
    for path in ("/imports", "/imports/allocations", "/imports/register"):
        at.statements.clear()
        browser.get(path)
        assert queries(at) <= MOST_QUERIES


INTERESTS = (
    b"sign_in_name,organisation,kind,nature,starts,ends\n"
    b"officer,Z10001,indirect,Married to a partner,2016-04-01,\n"
    b"officer,Example Consulting,financial,A director,2016-04-01,2017-01-31\n"
    b"nobody,Z10001,financial,A partner,2016-04-01,\n"
    b"finance,Z10001,friendly,A partner,2016-04-01,\n"
    b"finance,Z10001,financial,A partner,2030-04-01,\n"
)


def declared(at) -> list[str]:
    with database.reading(at.engine) as session:
        person = people.named(session, "officer")
        return [one.nature for one in people.interests(session, person.id or 0)]


def test_a_register_of_interests_is_looked_at_and_applied_and_again_changes_nothing(served):
    at = served("draft")
    before = declared(at)
    browser = at.browser("officer")
    looked = send(browser, "interests", "check", INTERESTS)
    assert "Rows that cannot be taken (3)" in looked.text, looked.text[looked.text.find('role="alert"') :][:600]
    for words in ("nobody signs in as", "is not a kind of interest", "still to come", "is no code in the register"):
        assert words in looked.text, words
    assert declared(at) == before
    send(browser, "interests", "apply", kept_file=kept(looked))
    assert sorted(declared(at)) == sorted([*before, "Married to a partner", "A director"])
    assert 'value="apply"' not in send(browser, "interests", "check", INTERESTS).text


def lines(at) -> dict[str, date | None]:
    with database.reading(at.engine) as session:
        person = people.named(session, "officer")
        return {one.nature: one.ends for one in people.interests(session, person.id or 0)}


def told(at) -> list[tuple[str, str]]:
    """What the chain says of the officer's interests: what was done, by whom."""
    with database.reading(at.engine) as session:
        return [(one.what, one.actor) for one in audit.history(session, "officer") if "interest" in one.what]


def asked(at) -> int:
    with database.reading(at.engine) as session:
        return len([one for one in due.waiting(session) if one.kind == "interest"])


def test_each_imported_interest_is_entered_as_one_that_is_declared(served):
    at = served("draft")
    browser = at.browser("officer")
    waiting = asked(at)
    looked = send(browser, "interests", "check", INTERESTS)
    assert told(at) == []
    send(browser, "interests", "apply", kept_file=kept(looked))
    assert told(at) == [("user.interest", "Officer")] * 2
    assert asked(at) == waiting + 1, "one runs, and is asked for again within the year"


def test_an_interest_on_record_that_ended_since_is_counted_and_ended_and_no_other_end_is_taken(served):
    at = served("draft")
    browser = at.browser("officer")
    waiting = asked(at)
    send(browser, "interests", "apply", kept_file=kept(send(browser, "interests", "check", INTERESTS)))
    head, line, *_ = INTERESTS.splitlines()
    ended = b"\n".join((head, line + b"2017-03-31"))
    looked = send(browser, "interests", "check", ended)
    assert "an interest of the register ends with it, on 2017-03-31" in looked.text
    assert lines(at)["Married to a partner"] is None, "looked at, and nothing written"
    send(browser, "interests", "apply", kept_file=kept(looked))
    assert lines(at)["Married to a partner"] == date(2017, 3, 31)
    assert told(at)[-1] == ("interest.end", "Officer")
    assert asked(at) == waiting
    assert 'value="apply"' not in send(browser, "interests", "check", ended).text, "again it changes nothing"
    other = send(browser, "interests", "check", b"\n".join((head, line + b"2017-03-30")))
    assert "it ended on 2017-03-31 by line" in other.text
    assert 'value="apply"' not in other.text


def test_a_file_that_first_has_an_interest_and_then_its_end_leaves_one_that_ended(served):
    at = served("draft")
    browser = at.browser("officer")
    head, line, *_ = INTERESTS.splitlines()
    looked = send(browser, "interests", "check", b"\n".join((head, line, line + b"2017-03-31")))
    send(browser, "interests", "apply", kept_file=kept(looked))
    assert lines(at)["Married to a partner"] == date(2017, 3, 31)


def held(at, sha256: str) -> bool:
    with database.reading(at.engine) as session:
        return bool(files.facts(session, [sha256]))


def a_day_later(at) -> None:
    at.clock.later(hours=24)
    engine.due.sweep(at.engine, now=at.clock.now, worker="test")


def test_a_file_that_was_looked_at_and_not_applied_is_removed_after_a_day_and_that_is_on_record(served):
    at = served("draft")
    sha256 = kept(send(at.browser("officer"), "lists", "check", LISTS))
    at.clock.later(hours=23)
    engine.due.sweep(at.engine, now=at.clock.now, worker="test")
    assert held(at, sha256)
    a_day_later(at)
    assert not held(at, sha256)
    with database.reading(at.engine) as session:
        assert [one.what for one in audit.recent(session, limit=3)].count("file.drop") == 1
    again = at.browser("officer")
    answer = send(again, "lists", "apply", kept_file=sha256)
    assert (answer.status_code, "nobody used it for a day" in answer.text) == (422, True)


def test_a_file_that_was_applied_stays(served):
    at = served("draft")
    browser = at.browser("officer")
    sha256 = kept(send(browser, "lists", "check", LISTS))
    send(browser, "lists", "apply", kept_file=sha256)
    a_day_later(at)
    assert held(at, sha256)


def test_a_file_that_serves_for_something_else_stays_whoever_looked_at_it(served):
    at = served("draft")
    with database.writing(at.engine) as session:
        sha256 = files.put(session, name="a.csv", media_type="text/csv", content=LISTS, now=at.clock.now)
    assert kept(send(at.browser("officer"), "lists", "check", LISTS)) == sha256
    a_day_later(at)
    assert held(at, sha256)


def test_a_file_that_is_looked_at_again_is_held_from_then(served):
    at = served("draft")
    sha256 = kept(send(at.browser("officer"), "lists", "check", LISTS))
    at.clock.later(hours=20)
    send(at.browser("officer"), "lists", "check", LISTS)
    at.clock.later(hours=10)
    engine.due.sweep(at.engine, now=at.clock.now, worker="test")
    assert held(at, sha256)
    a_day_later(at)
    assert not held(at, sha256)


POSITION = (
    "Round,Their ref,Organisation,Title,State,Commissioner,Year,Asked,Agreed,Paid,Decided on,Accepted on\n"
    "{round},TRF/07,FEDNW,Hubs,Under way,05J,2017/18,50000,50000,10000,2017-04-20,2017-05-02\n"
)


def take_over(at, now) -> str:
    plan = engine.takeover.Plan(FUND, now - timedelta(days=60), now - timedelta(days=30))
    with database.writing(at.engine) as session:
        world = World(session, now=now)
        made = engine.takeover.declare(session, plan, library=library(), actor=world.who("officer"), now=now)
        return made.round


def workbook(text: str) -> bytes:
    book = Workbook()
    for line in csv.reader(io.StringIO(text)):
        book.active.append([float(cell) if cell.replace(".", "").isdecimal() else cell for cell in line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_workbook_of_where_bids_stand_is_looked_at_and_taken_over_and_each_says_so(served):
    at = served("submitted")
    now = at.clock.now
    content = workbook(POSITION.format(round=take_over(at, now)))
    browser = at.browser("officer")
    assert "say as at which day" in send(browser, "position", "check", content).text
    day = (now - timedelta(days=1)).date().isoformat()
    looked = send(browser, "position", "check", content, as_at=day)
    assert "Nothing has changed yet" in looked.text
    done = send(browser, "position", "apply", kept_file=kept(looked), as_at=day)
    assert "is applied" in done.text
    case = browser.get("/cases?q=TRF/07")
    (link,) = [one["href"] for one in case.select("a[href^='/cases/TF']")]
    page = " ".join(browser.get(link).get_text(" ").split())
    assert "It was known as TRF/07" in page
    assert "lists.csv, row 2." in page
    assert "What came before is on paper" in at.browser("partner.fednw").get(link).get_text(" ")
