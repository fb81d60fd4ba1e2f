"""Files imported on a page: what each would change, which rows are wrong, then the same file applied; by whom alone."""

import pytest

from fundflow import database, organisations

MOST_QUERIES = 12
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
        assert len([one for one in at.statements if not one.startswith(("PRAGMA", "BEGIN"))]) <= MOST_QUERIES
