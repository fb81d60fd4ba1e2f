"""What differs between two versions of a bid, word by word."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fundflow.applications import Content, CostLine, Difference, differences

BEFORE = Content(
    title="Hubs", answers={"need": "Two towns need more."}, lines=(CostLine("2017/18", "backfill", "GPs", 100),)
)


@pytest.mark.parametrize(
    ("after", "place", "texts"),
    [
        ({"title": "A hub"}, "title", ("Hubs", "A hub")),
        ({"answers": {}}, "answers.need", ("Two towns need more.", "")),
        ({"answers": {"need": "Two towns need more.", "plan": "Open."}}, "answers.plan", ("", "Open.")),
        ({"severable": True}, "severable", ("", "yes")),
        ({"minimum_viable_pence": 250_000}, "minimum_viable_pence", ("", "£2,500.00")),
        ({"work_starts_on": date(2017, 7, 3)}, "work_starts_on", ("", "Monday 3 July 2017")),
        ({"documents": {"plan": "ab" * 32}}, "documents.plan", ("", "file abababababab")),
        ({"priorities": ("new_care",)}, "priorities", ("", "new care")),
        ({"lines": ()}, "lines", ("2017/18, backfill: GPs, £1.00", "")),
        (
            {"actions": {"care": {"contributes": False, "text": "No."}}},
            "actions.care",
            ("", "contributes: no, text: No."),
        ),
    ],
)
def test_each_place_that_changed_stands_with_both_texts_and_no_other_does(after, place, texts):
    found = differences(BEFORE, replace(BEFORE, **after), None)
    assert [(one.place, one.before, one.after) for one in found] == [(place, *texts)]


def test_the_same_content_differs_nowhere():
    assert differences(BEFORE, BEFORE, None) == []


def test_of_many_costs_only_those_that_changed_are_told():
    kept = [CostLine("2017/18", "training", f"Day {n}", n) for n in range(5)]
    old, new = replace(BEFORE, lines=(*kept, BEFORE.lines[0])), replace(BEFORE, lines=(*kept, kept[1]))
    [only] = differences(old, new, None)
    assert only.before == "2017/18, backfill: GPs, £1.00"
    assert only.after == "2017/18, training: Day 1, £0.01"


@given(st.lists(st.sampled_from("abc")), st.lists(st.sampled_from("abc")))
def test_the_pieces_make_both_texts_again(old, new):
    found = Difference("title", "Title", " ".join(old), " ".join(new)).pieces
    assert " ".join(one.text for one in found if one.kind != "new").split() == old
    assert " ".join(one.text for one in found if one.kind != "gone").split() == new
