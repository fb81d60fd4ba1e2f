"""Every kind of problem is reported at its exact place, in plain words with a way out."""

from collections.abc import Callable

import pytest

from tests.definitions import slips_body, slips_fund, slips_graph, slips_scoring, slips_shape, slips_yaml
from tests.definitions.conftest import FUND, GROUP, OFFICE, SIX, WORKFLOW, Spoilt

Spoil = Callable[[str, str, str], Spoilt]

ALL = {
    f"{module.__name__.rpartition('_')[2]}: {name}": slip
    for module in (slips_yaml, slips_shape, slips_graph, slips_scoring, slips_fund, slips_body)
    for name, slip in module.SLIPS.items()
}

MANY = {"yaml: a key that is a list", "yaml: a loop", "body: a code given twice"}


@pytest.mark.parametrize("name", ALL)
def test_each_problem_is_reported_with_its_place_and_not_buried_under_others(spoil: Spoil, name: str):
    file, old, new, message = ALL[name]
    spoilt = spoil(file, old, new)
    problems = spoilt.problems()
    assert problems, "nothing was found"
    assert len(problems) <= 4 or name in MANY, [str(problem) for problem in problems]
    said = [problem for problem in problems if message in problem.message]
    assert said, [str(problem) for problem in problems]
    if "¶" in new:
        assert (str(spoilt.file), spoilt.line, spoilt.column) in {
            (each.file, each.line, each.column) for each in said
        }, [str(problem) for problem in problems]


def test_a_state_that_cannot_be_left_or_ended_is_found(spoil: Spoil):
    spoilt = spoil(
        WORKFLOW,
        "- step: settle\n  from: winding_up\n  to: terminated",
        "- step: settle\n  from: completed\n  to: terminated",
    )
    said = {problem.message for problem in spoilt.problems()}
    assert "no step leaves 'winding_up': add one, or write 'kind: end' if cases stop here" in said


def test_a_circle_without_an_end_is_found(spoil: Spoil):
    spoilt = spoil(
        WORKFLOW,
        "- step: settle\n  from: winding_up\n  to: terminated",
        "- step: settle\n  from: winding_up\n  to: same",
    )
    said = {problem.message.split(":")[0] for problem in spoilt.problems()}
    assert "no step leaves 'winding_up'" in said
    assert "no step leads to 'terminated' from the start 'draft'" in said


def test_a_problem_is_written_as_path_line_column_message(spoil: Spoil):
    spoilt = spoil(WORKFLOW, "    to: draft", "    to: ¶darft")
    assert str(spoilt.problems()[0]) == (
        f"{spoilt.file}:{spoilt.line}:{spoilt.column}: there is no state 'darft'; did you mean 'draft'?"
    )


def test_a_letter_that_one_of_two_funds_forgot_is_reported_in_that_fund(spoil: Spoil):
    spoilt = spoil(FUND, "letters:\n  L01: acknowledgement\n", "¶letters:\n")
    other = spoilt.file.parent / "worcestershire-second.yaml"
    text = spoilt.file.read_text(encoding="utf-8").replace(
        "fund: worcestershire-transformation", "fund: worcestershire-second"
    )
    other.write_text(text.replace("case_prefix: TF", "case_prefix: TG").replace("letters:\n", "letters:\n  L01: ack\n"))
    said = [problem for problem in spoilt.problems() if "sends the letter L01" in problem.message]
    assert [(each.file, each.line, each.column) for each in said] == [(str(spoilt.file), spoilt.line, spoilt.column)]


def test_all_problems_of_all_files_come_at_once_in_the_order_of_files_and_lines(spoil: Spoil):
    places = [
        spoil(WORKFLOW, "    to: draft", "    to: ¶darft"),
        spoil(WORKFLOW, "guards: [ranking_frozen, group_quorate", "¶gaurds: [ranking_frozen, group_quorate"),
        spoil(
            WORKFLOW,
            "  from: partially_approved\n  to: offer_declined",
            "  from: partially_approved\n  to: ¶offer_declind",
        ),
        spoil(FUND, "  offer: 20", "  offer: ¶none"),
        spoil(FUND, "workflow: competed-grant", "workflow: ¶competing-grant"),
        spoil(SIX, "tie_breaks: [working_at_scale, impact_gain]", "tie_breaks: [working_at_scale, ¶impact]"),
        spoil(GROUP, "chairs: [group_chair", "chairs: [¶group_char"),
        spoil(OFFICE, "title: Worcestershire primary care commissioning", "¶titel: Worcestershire"),
    ]
    problems = places[0].problems()
    found = [(problem.file, problem.line, problem.column) for problem in problems]
    assert {(str(each.file), each.line, each.column) for each in places} <= set(found)
    assert found == sorted(found)
    assert len(problems) <= len(places) + 4


def test_a_file_that_is_not_yaml_hides_no_other_file(spoil: Spoil):
    spoil(FUND, "title: Worcestershire General", "title: ¶[Worcestershire General")
    spoilt = spoil(SIX, "  weight: 25\n  minimum: 2", "  weight: 25\n  minimum: ¶9")
    files = {problem.file.rsplit("/", 1)[-1] for problem in spoilt.problems()}
    assert files == {"worcestershire-transformation.yaml", "worcestershire-six.yaml"}


@pytest.mark.parametrize(
    "content", [b"", b"# nothing\n", b"just words\n", b"- a list\n", b"\xff\xfe\x00", b"a: 1\n---\nb: 2\n"]
)
def test_files_that_hold_no_definition_are_one_problem_each(spoil: Spoil, content: bytes):
    spoilt = spoil(SIX, "fundable_tenths: 600", "fundable_tenths: 600")
    stray = spoilt.root / "criteria" / "stray.yaml"
    stray.write_bytes(content)
    problems = spoilt.problems()
    assert [problem.file for problem in problems] == [str(stray)]
    assert problems[0].line >= 1 and problems[0].column >= 1
