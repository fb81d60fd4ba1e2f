import pytest

from fundflow.applications.rules.content import (
    Content,
    action_complaints,
    answer_complaints,
    budget_complaints,
    incomplete,
    recurrent_on_one_off,
    tag_complaints,
    vat_complaints,
    word_count,
)
from tests.applications.builders import form, fund, line, whole_actions, whole_answers


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("   \n\t ", 0),
        ("one", 1),
        ("two words", 2),
        ("well-known fact", 2),
        ("and/or", 1),
        ("a\u00a0b", 2),
        ("a\n\nb\tc", 3),
        ("\u2022 first point\n\u2022 second point", 4),
        ("\uf0b7\tpasted bullet", 2),
        ("\u201csmart quotes\u201d and \u2018more\u2019", 4),
        ("5 - 7", 3),
        ("\u00a31,234.50 per head", 3),
    ],
)
def test_words_are_counted_as_word_counts_them(text: str, words: int) -> None:
    assert word_count(text) == words


@pytest.mark.parametrize("words", [499, 500])
def test_an_answer_up_to_its_limit_stands(words: int) -> None:
    assert answer_complaints(form(), {"accomplish": "word " * words}) == ()


def test_an_answer_one_word_too_long_is_refused_with_both_counts() -> None:
    (complaint,) = answer_complaints(form(), {"accomplish": "word " * 501})
    assert complaint.place == "answers.accomplish"
    assert "501 words and may have 500: take out 1" in complaint.sentence


def test_an_unknown_question_is_named_with_those_there_are() -> None:
    (complaint,) = answer_complaints(form(), {"acomplish": "text"})
    assert complaint.place == "answers.acomplish"
    assert "accomplish, measure, plan, unintended" in complaint.sentence


@pytest.mark.parametrize(
    "actions", [{"yoga": {"contributes": True}}, {"reduce_dnas": {}}, {"reduce_dnas": {"contributes": "yes"}}]
)
def test_a_line_of_the_grid_needs_a_known_action_and_a_plain_answer(actions: dict[str, dict[str, object]]) -> None:
    assert len(action_complaints(form(), actions)) == 1


def test_names_that_the_form_does_not_have_are_refused() -> None:
    found = tag_complaints(form(), documents=["equality_impact", "cv"], priorities=["other"], outcomes=["joy"])
    assert [complaint.place for complaint in found] == ["documents.cv", "outcomes.joy"]


@pytest.mark.parametrize(
    ("changed", "place"),
    [
        ({"pence": 0}, "budget.1.amount"),
        ({"pence": -1}, "budget.1.amount"),
        ({"pence": 10_000_000_001}, "budget.1.amount"),
        ({"period": "2016/17"}, "budget.1.period"),
        ({"cost_type": "yacht"}, "budget.1.cost_type"),
        ({"commissioner": "05F"}, "budget.1.commissioner"),
        ({"description": "  "}, "budget.1.description"),
    ],
)
def test_a_cost_line_that_cannot_stand_is_refused_at_its_place(changed: dict[str, object], place: str) -> None:
    (complaint,) = budget_complaints(fund(), [line(**changed)])
    assert complaint.place == place
    assert len(complaint.sentence.split()) >= 6


def test_good_lines_are_not_complained_about() -> None:
    assert budget_complaints(fund(), [line(), line(1), line(10_000_000_000)]) == ()


def test_an_ask_of_one_penny_more_than_the_fund_is_refused_with_both_figures() -> None:
    assert budget_complaints(fund(), [line(89_093_400)], most_pence=89_093_400) == ()
    (complaint,) = budget_complaints(fund(), [line(89_093_401)], most_pence=89_093_400)
    assert "£890,934.01" in complaint.sentence
    assert "£890,934.00" in complaint.sentence
    assert "£0.01" in complaint.sentence


def test_permanent_posts_on_one_off_money_are_found() -> None:
    lines = [line(), line(cost_type="permanent_post"), line(recurrent=True)]
    assert recurrent_on_one_off(fund(), lines) == tuple(lines[1:])


@pytest.mark.parametrize(
    ("vat", "wrong"),
    [
        ({}, 0),
        ({"basis": "gross", "recoverable": False}, 0),
        ({"basis": "net", "recoverable": True}, 0),
        ({"basis": "net", "recoverable": False}, 1),
        ({"basis": "half"}, 1),
        ({"recoverable": "perhaps"}, 1),
        ({"rate": 20}, 1),
    ],
)
def test_costs_are_net_only_where_the_vat_comes_back(vat: dict[str, object], wrong: int) -> None:
    assert len(vat_complaints(vat)) == wrong


def whole(**changes: object) -> Content:
    given: dict[str, object] = {
        "title": "Hub",
        "answers": whole_answers(),
        "actions": whole_actions(),
        "documents": {"equality_impact": "a" * 64},
        "lines": (line(),),
    }
    return Content(**(given | changes))  # type: ignore[arg-type]


def test_a_whole_bid_has_nothing_left_to_do() -> None:
    assert incomplete(form(), whole()) == ()


def test_an_empty_bid_lists_everything_left_to_do() -> None:
    places = [complaint.place for complaint in incomplete(form(), Content(title="Hub"))]
    assert len(places) == 4 + 10 + 1 + 1 + 1
    assert {"answers.unintended", "actions", "documents.equality_impact", "budget"} < set(places)


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"answers": {**whole_answers(), "unintended": "  "}}, "answers.unintended"),
        ({"documents": {}}, "documents.equality_impact"),
        ({"lines": ()}, "budget"),
        ({"severable": True}, "minimum_viable"),
        ({"severable": True, "minimum_viable_pence": 1_000_001}, "minimum_viable"),
        (
            {"actions": {key: {"contributes": False, "text": "No"} for key in whole_actions()}},
            "actions",
        ),
        ({"actions": {**whole_actions(), "reduce_dnas": {"contributes": True}}}, "actions.reduce_dnas"),
    ],
)
def test_one_gap_is_named_at_its_place(changes: dict[str, object], place: str) -> None:
    assert [complaint.place for complaint in incomplete(form(), whole(**changes))] == [place]


def test_the_least_workable_amount_may_be_the_whole_ask() -> None:
    assert incomplete(form(), whole(severable=True, minimum_viable_pence=1_000_000)) == ()
