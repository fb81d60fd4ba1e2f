"""Letters on pages: read before they are sent, approved and released together, signed, voided; an office's own template."""

import io

import docx
import pytest

from fundflow import applications, database, engine, files, letters, people
from fundflow.engine import outgoing
from tests.letters.test_own_templates import own
from tests.stories.stages import REF, ROUND, attempt
from tests.web.cost import MOST_QUERIES, queries

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def waiting(at, state: str) -> list[str]:
    with database.reading(at.engine) as session:
        return [one.ref for one in letters.find(session, state=state)]


def many(at, copies: int) -> None:
    """The same letter about more cases than a page shows, straight into the table."""
    with database.writing(at.engine) as session:
        row = letters.find(session, state="draft")[0]
        for number in range(copies):
            told = {**row.model_dump(exclude={"id"}), "ref": f"{row.ref}-{number + 900}", "number": number + 900}
            session.add(letters.Letter(**told))


def test_drafts_are_approved_and_released_together_and_all_of_one_kind_at_once(served):
    at = served("approved")
    browser = at.browser("officer")
    drafts = waiting(at, "draft")
    assert len(drafts) > 1
    browser.send("/letters", letter=drafts[:1], do="send")
    assert waiting(at, "draft") == drafts[1:]
    page = browser.get("/letters")
    key = page.find("input", {"name": "form_key"})["value"]
    code = drafts[1].split("/")[1]
    fewer = browser.get(f"/letters?code={code}")
    assert {one["value"] for one in fewer.find_all("input", {"name": "letter"})} == {
        one for one in drafts[1:] if one.endswith(code)
    }
    answer = browser.http.post("/letters", data={"form_key": key, "all": "draft", "code": code, "do": "approve"})
    assert answer.status_code == 303
    assert all(one in waiting(at, "approved") for one in drafts[1:] if one.endswith(code))


def test_the_queue_shows_fifty_and_says_how_many_there_are_in_few_queries(served):
    at = served("approved")
    many(at, 60)
    browser = at.browser("officer")
    for path in ("/letters", "/letters/to-sign"):
        at.statements.clear()
        page = browser.get(path)
        assert queries(at) <= MOST_QUERIES
    page = browser.get("/letters")
    assert "The first 50 are shown" in page.get_text()
    assert len(page.find_all("input", {"name": "letter"})) <= 100


def test_a_letter_is_read_on_its_page_before_it_is_approved(served):
    at = served("approved")
    ref = waiting(at, "draft")[0]
    browser = at.browser("officer")
    at.statements.clear()
    page = browser.get(f"/letters/read/{ref}")
    assert queries(at) <= MOST_QUERIES
    said = page.find(class_="ff-paper").get_text(" ", strip=True)
    assert "Dear" in said
    assert ref in said
    browser.send(f"/letters/read/{ref}", do="approve")
    browser.send(f"/letters/read/{ref}", do="release")
    assert "Released" in browser.get(f"/letters/read/{ref}").get_text()
    raw = browser.http.get(f"/letters/{ref}")
    assert docx.Document(io.BytesIO(raw.content)).paragraphs


def test_a_letter_is_voided_with_a_reason_only_and_stays_to_be_read(served):
    at = served("approved")
    ref = waiting(at, "draft")[0]
    browser = at.browser("officer")
    bare = browser.send(f"/letters/read/{ref}", status=422, do="void", reason="")
    assert bare.find(id="reason-error") is not None
    browser.send(f"/letters/read/{ref}", do="void", reason="The wrong addressee.")
    page = browser.get(f"/letters/read/{ref}").get_text(" ", strip=True)
    assert "Voided" in page
    assert "The wrong addressee." in page
    assert ref not in waiting(at, "draft")


def test_a_letter_that_is_drafted_anew_names_the_old_one(served):
    at = served("approved")
    ref = waiting(at, "draft")[0]
    browser = at.browser("officer")
    browser.send(f"/letters/read/{ref}", do="reissue", reason="The date was wrong.")
    assert "Drafted anew as" in browser.get(f"/letters/read/{ref}").get_text()


def held_offer(at) -> str:
    """An approved offer that each commissioner must sign before it leaves."""
    with at.place.living() as world:
        row = applications.get_round(world.session, ROUND)
        row.settings = {**row.settings, "signatures": "held"}
        world.session.add(row)
        world.session.flush()
        attempt(world, REF, "issue_offer")
        ref = letters.find(world.session, code="L04")[0].ref
        engine.correspondence.approve(world.session, [ref], actor=world.who("officer"), now=world.now)
        return ref


def signers(at, ref: str) -> dict[str, list[str]]:
    with database.reading(at.engine) as session:
        row = letters.get(session, ref)
        found = outgoing.signers(session, row, now=at.clock())
        ids = {code: [one.person_id for one in who] for code, who in found.items()}
        names = {one.id: one.sign_in_name for one in people.list_all(session)}
        return {code: [names[number] for number in who] for code, who in ids.items()}


def test_a_held_letter_is_signed_on_a_page_by_those_who_may_and_leaves_after_the_last(served):
    at = served("approved")
    ref = held_offer(at)
    officer = at.browser("officer")
    page = officer.get(f"/letters/read/{ref}")
    assert "letter_signatures" in page.get_text()
    assert page.find("button", {"value": "release"}) is None
    for who in signers(at, ref).values():
        browser = at.browser(who[0])
        at.statements.clear()
        listed = browser.get("/letters/to-sign")
        assert queries(at) <= MOST_QUERIES
        assert listed.find("input", {"value": ref}) is not None
        assert browser.get(f"/letters/read/{ref}").find("button", {"value": "sign"}) is not None
        browser.send("/letters/to-sign", letter=ref)
        assert browser.get("/letters/to-sign").find("input", {"value": ref}) is None
        assert ref in browser.get(f"/letters/read/{ref}").get_text()
    officer.send(f"/letters/read/{ref}", do="release")
    assert ref in waiting(at, "released")


@pytest.mark.parametrize("name", ["officer", "nurse", "gp_far", "writer.fednw"])
def test_nobody_else_signs_or_reads_what_waits_for_others(name, served):
    at = served("approved")
    ref = held_offer(at)
    browser = at.browser(name)
    assert browser.get("/letters/to-sign").find("input", {"value": ref}) is None
    key = browser.key("/letters/to-sign")
    answer = browser.http.post("/letters/to-sign", data={"form_key": key, "letter": ref})
    assert answer.status_code in (403, 422)
    assert "did not sign" in answer.text
    if name != "officer":
        browser.get(f"/letters/read/{ref}", status=404)


def test_an_auditor_reads_letters_and_has_no_button(served):
    at = served("approved")
    browser = at.browser("auditor")
    ref = waiting(at, "draft")[0]
    for path in ("/letters", f"/letters/read/{ref}", "/letters/templates/L12"):
        page = browser.get(path).find("main")
        assert page.find("form", {"method": "post"}) is None, path
    key = browser.key("/letters")
    for path, typed in (
        ("/letters", {"letter": ref, "do": "approve"}),
        (f"/letters/read/{ref}", {"do": "void", "reason": "Mine."}),
        ("/letters/templates/L12", {"do": "use", "reason": "Mine."}),
    ):
        answer = browser.http.post(path, data={"form_key": key, **typed})
        assert answer.status_code == 403, path
    assert ref in waiting(at, "draft")


def put(browser, do: str, content: bytes | None = None, **typed):
    path = "/letters/templates/L12"
    sent = {"template": ("ours.docx", content, WORD)} if content is not None else None
    return browser.http.post(path, data={"form_key": browser.key(path), "do": do, **typed}, files=sent)


def kept(answer) -> str:
    return answer.text.split('name="kept_file" value="')[1].split('"')[0]


def test_an_own_template_is_checked_tried_on_a_real_case_put_in_use_and_put_back(served):
    at = served("approved")
    browser = at.browser("officer")
    bad = put(browser, "check", own("We thank {{ nobody.name }}."))
    assert (bad.status_code, "1 thing to mend" in bad.text) == (200, True)
    refused = put(browser, "use", kept_file=kept(bad), reason="Ours.")
    assert (refused.status_code, "was not put in use" in refused.text) == (422, True)
    good = put(browser, "check", own("We thank {{ addressee.name }} warmly."))
    assert "is sound" in good.text
    same = kept(good)
    shown = put(browser, "preview", kept_file=same, case=REF)
    assert shown.status_code == 200, shown.text[shown.text.find('role="alert"') :][:600]
    assert "warmly." in shown.text.split('class="ff-paper"')[1]
    saved = put(browser, "save", kept_file=same, case=REF)
    assert "attachment" in saved.headers["content-disposition"]
    assert put(browser, "preview", kept_file=same).status_code == 422
    used = put(browser, "use", kept_file=same, reason="We say it our way.")
    assert used.status_code == 303
    page = browser.get("/letters/templates/L12")
    assert "In use" in page.get_text()
    assert "We say it our way." in page.get_text()
    assert "ours.docx" in browser.get("/letters/templates").get_text()
    assert browser.http.get("/letters/templates/L12/1").content[:2] == b"PK"
    assert put(browser, "restore", reason="Back.").status_code == 303
    assert "ours.docx, version" not in browser.get("/letters/templates").get_text()
    assert put(browser, "restore", number="1", reason="Again.").status_code == 303


def test_a_template_is_no_way_to_a_file_of_another_kind(served):
    at = served("approved")
    browser = at.browser("officer")
    with database.writing(at.engine) as session:
        other = files.put(session, name="a.csv", media_type="text/csv", content=b"a,b", now=at.clock())
    answer = put(browser, "check", kept_file=other)
    assert (answer.status_code, "another kind" in answer.text) == (422, True)


def test_the_shipped_template_is_there_to_begin_from(served):
    answer = served("draft").browser("officer").http.get("/letters/templates/L04/shipped")
    assert docx.Document(io.BytesIO(answer.content)).paragraphs
