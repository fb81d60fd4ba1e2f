"""A bid's own pages: its task list, its form part by part, two writers at once, signing."""

import re

import pytest

from fundflow import applications, database, engine
from fundflow.applications import Content
from fundflow.drafting import section_print
from tests.stories.stages import REF, begin
from tests.web.cost import MOST_QUERIES, queries

BID = f"/bids/{REF}"
OWN = "writer.fednw"


def content(at) -> Content:
    with database.reading(at.engine) as session:
        return applications.dossier(session, REF).content


def mended(browser, path, **typed):
    return browser.send(f"{BID}/{path}", **typed)


def test_the_task_list_shows_parts_practices_money_people_and_the_deadline(served):
    page = served("draft").browser(OWN).get(BID)
    said = page.get_text(" ", strip=True)
    for words in (
        "Friday 12 May 2017, 5:00 pm",
        "must be signed by then",
        "What needs to be accomplished?",
        "3 of 3 have agreed",
        "£100,000.00",
        "£263,641.00",
        "Partner Fednw",
        "Nothing stands in the way.",
    ):
        assert words in said, words


@pytest.mark.parametrize(
    ("path", "typed", "href", "words"),
    [
        ("questions/plan", {"answers.plan": ""}, f"{BID}/questions/plan#answers.plan", "has no answer yet"),
        ("documents", {"off": "equality_impact"}, f"{BID}/documents#documents.equality_impact", "is not attached yet"),
        ("partners", {"off": ["Z10001", "Z10002", "Z10003"]}, None, None),
        ("partners", {"add": "Z10004"}, f"{BID}/partners", "cannot go on yet"),
    ],
)
def test_what_stands_in_the_way_are_the_engines_refusals_each_a_link_to_its_field(path, typed, href, words, served):
    at = served("draft")
    browser = at.browser(OWN)
    browser.send(f"{BID}/{path}", **typed)
    todo = browser.get(BID).select(".ff-todo li")
    if href is None:
        return
    link = next(one.find("a") for one in todo if words in one.get_text())
    assert link["href"] == href
    anchor = href.partition("#")[2]
    if anchor:
        assert browser.get(href).find(id=anchor) is not None


@pytest.mark.parametrize("name", [OWN, "partner.fednw"])
def test_the_task_list_asks_the_database_little(name, served):
    at = served("draft")
    browser = at.browser(name)
    at.statements.clear()
    browser.get(BID)
    assert queries(at) <= MOST_QUERIES, "\n".join(one[:110] for one in at.statements)


PARTS = ("questions/plan", "actions", "priorities", "budget", "documents", "partners", "outline", "exit-plan", "sign")


@pytest.mark.parametrize("path", PARTS)
def test_every_part_of_the_form_asks_the_database_little_and_is_closed_to_others(path, served):
    at = served("draft")
    browser = at.browser(OWN)
    at.statements.clear()
    browser.get(f"{BID}/{path}")
    assert queries(at) <= MOST_QUERIES, "\n".join(one[:110] for one in at.statements)
    for stranger in ("writer.fedsw", "gp_far", "partner.z10001"):
        at.browser(stranger).get(f"{BID}/{path}", status=404)


@pytest.mark.parametrize("path", PARTS)
def test_no_part_of_the_form_opens_once_the_bid_was_sent(path, served):
    served("submitted").browser(OWN).get(f"{BID}/{path}", status=404)


def test_a_part_says_who_saved_it_last_and_when(served):
    at = served("draft")
    browser = at.browser(OWN)
    browser.send(f"{BID}/questions/plan", **{"answers.plan": "We do it in May."})
    assert "Saved by Writer Fednw" in browser.get(BID).get_text()
    assert content(at).answers["plan"] == "We do it in May."


def test_two_who_write_one_answer_lose_nothing(served):
    at = served("draft")
    one, other = at.browser(OWN), at.browser("partner.fednw")
    path = f"{BID}/questions/plan"
    was, key = one.get(path).find("input", {"name": "was"})["value"], one.key(path)
    other.send(path, **{"answers.plan": "Theirs."})
    answer = one.http.post(path, data={"form_key": key, "was": was, "answers.plan": "Mine."})
    assert answer.status_code == 409
    assert "Theirs." in answer.text
    assert "Mine." in answer.text
    assert "Partner Fednw saved other words here at" in answer.text
    assert content(at).answers["plan"] == "Theirs."
    again = re.search(r'name="was" value="(\w+)"', answer.text)[1]
    assert one.http.post(path, data={"form_key": key, "was": again, "answers.plan": "Both."}).status_code == 303
    assert content(at).answers["plan"] == "Both."


def test_two_who_write_different_parts_do_not_hinder_each_other(served):
    at = served("draft")
    one, other = at.browser(OWN), at.browser("partner.fednw")
    path = f"{BID}/questions/plan"
    was, key = one.get(path).find("input", {"name": "was"})["value"], one.key(path)
    other.send(f"{BID}/questions/measure", **{"answers.measure": "Theirs."})
    assert one.http.post(path, data={"form_key": key, "was": was, "answers.plan": "Mine."}).status_code == 303
    assert (content(at).answers["plan"], content(at).answers["measure"]) == ("Mine.", "Theirs.")


def test_a_page_that_saves_by_itself_is_told_when_and_may_go_on(served):
    at = served("draft")
    browser = at.browser(OWN)
    path = f"{BID}/questions/plan"
    was, key = browser.get(path).find("input", {"name": "was"})["value"], browser.key(path)
    first = browser.http.post(
        path, data={"form_key": key, "was": was, "answers.plan": "One two.", "autosave": "1"}
    ).json()
    assert first["words"] == 2
    assert first["said"].startswith("Saved, ")
    assert first["was"] == section_print(content(at), "answers.plan")
    again = {"form_key": key, "was": first["was"], "answers.plan": "One two three.", "autosave": "1"}
    assert browser.http.post(path, data=again).json()["words"] == 3


def test_the_same_words_saved_again_take_nobodys_signature_off(served):
    at = served("draft")
    browser = at.browser(OWN)
    browser.send(f"{BID}/sign", interests="none")
    text = content(at).answers["plan"]
    browser.send(f"{BID}/questions/plan", **{"answers.plan": text})
    assert "Signed by Writer Fednw" in browser.get(BID).get_text(" ", strip=True)
    browser.send(f"{BID}/questions/plan", **{"answers.plan": text + " More."})
    assert "Signed by Writer Fednw" not in browser.get(BID).get_text(" ", strip=True)


def test_whoever_writes_a_part_is_named_to_the_other_until_they_are_quiet(served):
    at = served("draft")
    one, other = at.browser(OWN), at.browser("partner.fednw")
    key = one.key(f"{BID}/questions/plan")
    told = one.http.post(f"{BID}/writing", data={"form_key": key, "section": "answers.plan"}).json()
    assert told == {"other": ""}
    assert "Writer Fednw is editing this since" in other.get(f"{BID}/questions/plan").get_text()
    assert "Writer Fednw is editing since" in other.get(BID).get_text()
    key = other.key(f"{BID}/questions/plan")
    told = other.http.post(f"{BID}/writing", data={"form_key": key, "section": "answers.plan"}).json()
    assert told["other"].startswith("Writer Fednw is editing this since")
    at.clock.later(minutes=6)
    assert "is editing" not in other.get(BID).get_text()


def test_an_answer_above_its_limit_says_by_how_much_and_stays_on_the_page(served):
    at = served("draft")
    page = at.browser(OWN).send(f"{BID}/questions/unintended", 422, **{"answers.unintended": "word " * 310})
    assert "310 words and may have 300: take out 10" in page.get_text()
    assert page.select_one(".nhsuk-error-summary a")["href"] == "#answers.unintended"
    assert page.find("textarea").get_text().split() == ["word"] * 310


def test_text_pasted_from_word_keeps_its_paragraphs_and_bullets_do_not_count(served):
    at = served("draft")
    pasted = "\u201cSmart\u201d words\r\n\r\n\u2022\tfirst\r\n\u2022\tsecond"
    at.browser(OWN).send(f"{BID}/questions/plan", **{"answers.plan": pasted, "then": "stay"})
    kept = content(at).answers["plan"]
    assert kept == "\u201cSmart\u201d words\n\n\u2022\tfirst\n\u2022\tsecond"
    assert "4 of 800 words" in at.browser(OWN).get(f"{BID}/questions/plan").get_text()


def test_the_grid_of_actions_is_saved_line_by_line(served):
    at = served("draft")
    browser = at.browser(OWN)
    page = browser.get(f"{BID}/actions")
    typed = {one["name"]: one.get_text().strip() for one in page.find_all("textarea")}
    typed |= {one["name"]: one["value"] for one in page.find_all("input", {"type": "radio"}) if one.has_attr("checked")}
    browser.send(f"{BID}/actions", **{**typed, "actions.reduce_dnas": "yes", "actions.reduce_dnas.text": "By texts."})
    assert content(at).actions["reduce_dnas"] == {"contributes": True, "text": "By texts."}


def test_priorities_outcomes_exit_plan_and_outline_are_saved(served):
    at = served("draft")
    browser = at.browser(OWN)
    browser.send(
        f"{BID}/priorities",
        priority=["mergers"],
        **{"outcomes.new_roles.name": "Posts", "outcomes.new_roles.target": "4"},
    )
    browser.send(f"{BID}/exit-plan", exit_plan="Practices pay.")
    browser.send(
        f"{BID}/outline", title="Hubs for all", severable="yes", minimum_viable="25,000", work_starts_on="2017-09-01"
    )
    kept = content(at)
    assert list(kept.priorities) == ["mergers"]
    assert kept.outcomes["new_roles"]["target"] == "4"
    assert (kept.exit_plan, kept.title, kept.minimum_viable_pence) == ("Practices pay.", "Hubs for all", 2_500_000)


def test_a_day_that_is_none_is_told_at_its_field_and_stays(served):
    page = served("draft").browser(OWN).send(f"{BID}/outline", 422, title="Hubs", work_starts_on="next May")
    assert page.select_one(".nhsuk-error-summary a")["href"] == "#work_starts_on"
    assert page.find("input", {"name": "work_starts_on"})["value"] == "next May"


@pytest.mark.parametrize(
    "stage", ["submitted", "queried", "offer_issued", "active", "completed", "rejected", "not_submitted"]
)
def test_after_it_was_sent_the_page_says_where_it_stands_and_what_can_be_done(stage, served):
    at = served(stage)
    browser = at.browser("partner.fednw")
    at.statements.clear()
    page = browser.get(BID)
    assert queries(at) <= MOST_QUERIES, "\n".join(one[:110] for one in at.statements)
    assert page.find(class_="ff-stages__here") is not None
    for link in page.select(".ff-next a"):
        browser.get(link["href"])


def test_a_bid_that_was_sent_says_until_when_it_can_be_called_back(served):
    said = served("submitted").browser("partner.fednw").get(BID).get_text(" ", strip=True)
    assert "Call the bid back to change it until Friday 12 May 2017, 5:00 pm" in said


def test_a_bid_that_was_sent_says_which_days_are_ahead(served):
    page = served("submitted").browser(OWN).get(BID)
    ahead = {one.find("dt").get_text(): one.find("dd").get_text() for one in page.select("#next ~ dl > div")}
    assert ahead["The round closes"].startswith("Friday 12 May 2017, 5:00 pm")
    assert list(ahead).count("The committee meets") <= 1


def test_who_may_not_call_a_bid_back_is_told_who_may_and_until_when(served):
    said = served("submitted").browser("writer.fednw").get(BID).get_text(" ", strip=True)
    assert "Your signatory can: Call the bid back to change it until" in said


def test_the_writer_signs_the_signatory_sends_and_both_have_a_receipt(served):
    at = served("draft")
    writer, signatory = at.browser(OWN), at.browser("partner.fednw")
    writer.send(f"{BID}/sign", interests="none")
    page = signatory.get(f"{BID}/sign")
    assert "£100,000.00" in page.get_text()
    assert "Writer Fednw" in page.get_text()
    assert page.find("textarea", {"name": "interests"}) is None
    signatory.send(f"{BID}/sign")
    assert REF in writer.get(f"{BID}/receipt").get_text()


def test_nothing_is_signed_without_the_declaration_of_interests(served):
    page = served("draft").browser(OWN).send(f"{BID}/sign", 422, interests="")
    assert page.select_one(".nhsuk-error-summary a")["href"] == "#interests"


def test_a_page_that_is_old_is_not_signed(served):
    at = served("draft")
    writer, signatory = at.browser(OWN), at.browser("partner.fednw")
    path = f"{BID}/sign"
    key, version = signatory.key(path), signatory.get(path).find("input", {"name": "version"})["value"]
    writer.send(f"{BID}/questions/plan", **{"answers.plan": "Another plan."})
    answer = signatory.http.post(path, data={"form_key": key, "version": version, "interests": "none"})
    assert answer.status_code == 409


def test_the_signatory_gives_a_bid_back_with_a_comment_and_signatures_fall(served):
    at = served("draft")
    writer, signatory = at.browser(OWN), at.browser("partner.fednw")
    writer.send(f"{BID}/sign", interests="none")
    signatory.send(f"{BID}/give-back", 422, page=f"{BID}/sign", comment="")
    signatory.send(f"{BID}/give-back", page=f"{BID}/sign", comment="Question 3 says August.")
    said = writer.get(BID).get_text(" ", strip=True)
    assert "Partner Fednw gave the bid back" in said
    assert "Question 3 says August." in said
    assert "Signed by" not in said


def test_only_a_signatory_gives_a_bid_back(served):
    at = served("draft")
    browser = at.browser(OWN)
    answer = browser.http.post(f"{BID}/give-back", data={"form_key": browser.key(f"{BID}/sign"), "comment": "No."})
    assert answer.status_code == 403


def test_answers_and_documents_are_handed_out_for_saving_to_those_who_may_see_them(served):
    at = served("draft")
    for name, status in ((OWN, 200), ("officer", 200), ("writer.fedsw", 404), ("gp_far", 404)):
        for path in (f"{BID}/answers.docx", f"{BID}/files/equality_impact"):
            answer = at.browser(name).http.get(path)
            assert answer.status_code == status, (name, path)
            if status == 200:
                assert answer.headers["content-disposition"].startswith("attachment")
                assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_cost_that_is_in_another_bid_too_is_seen_while_the_bid_is_written(served):
    at = served("draft")
    with at.place.living() as world:
        begin(world, "Hubs again")
        line = applications.CostLine(
            "2017/18", "backfill", "Nurse backfill", 500_000, organisation="Z10001", commissioner="05J"
        )
        for ref in (REF, "TF-17-0002"):
            engine.bids.save(world.session, ref, engine.bids.Draft(budget=[line]), actor=world.who(OWN), now=world.now)
    said = at.browser(OWN).get(f"{BID}/overlaps").get_text()
    assert "'Nurse backfill' of Z10001 in 2017/18 is in your draft TF-17-0002 too" in said
