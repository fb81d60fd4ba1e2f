"""The packaged definitions: the whole life cycle, and the paper's own figures."""

from collections import defaultdict
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from fundflow.definitions import Fund, Library, letter_codes
from fundflow.definitions.fund import NationalPot
from fundflow.money import apportion

REGISTERED = {
    "2017/18": {"05J": 175_761, "05T": 303_610, "06D": 114_585},
    "2018/19": {"05J": 176_511, "05T": 304_935, "06D": 114_810},
}
PRINTED = {
    ("worcestershire-transformation", "2017/18"): (263_641, 455_415, 171_878),
    ("worcestershire-transformation", "2018/19"): (264_766, 457_403, 172_215),
    ("worcestershire-care-navigator", "2017/18"): (30_213, 52_190, 19_697),
    ("worcestershire-care-navigator", "2018/19"): (30_125, 52_044, 19_595),
    ("worcestershire-online-consultation", "2017/18"): (45_320, 78_285, 29_546),
    ("worcestershire-online-consultation", "2018/19"): (60_251, 104_087, 39_189),
}


ADDED = {
    ("at_committee", "decide_by_delegation"),  # as many delegates sign as their band says, without a meeting (2(c))
    ("completed", "accept_final_report"),  # an officer's acceptance is an act of its own before an award is closed
    ("completed", "resume"),  # else claims that are held when delivery ends could never be settled
    ("final_report_due", "resume"),
    ("not_submitted", "round_reopens"),  # a fault of ours reopens a round for everybody, drafts too
}
"""Ways that the product has beyond the design, each with why."""


@pytest.mark.parametrize(
    ("name", "life"), [("competed-grant", "competed_grant"), ("targeted-support", "targeted_support")]
)
def test_every_transition_of_the_life_cycle_is_there_in_the_same_order(
    library: Library, shared_data: Path, name: str, life: str
):
    table = YAML(typ="safe").load(shared_data.parent / "lifecycles.yaml")[life]
    wanted: dict[tuple[str, str], list[str]] = defaultdict(list)
    for origin, action, to, *_ in table["transitions"]:
        wanted[origin, action].append(to)
    workflow = library.workflow(name)
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for way_in, opening in workflow.openings.items():
        found["start", way_in].append(opening.to)
    for state in workflow.states:
        for step in workflow.steps_from(state):
            to = workflow.destination(step, state)
            if (state, step.step) == ("approved", "issue_offer") and found[state, step.step]:
                assert found[state, step.step] == [to]  # the same way twice: with and without a countersignature
                continue
            found[state, step.step].append(to)
    assert {way: to for way, to in found.items() if way not in ADDED} == dict(wanted)
    assert {key for key, state in workflow.states.items() if state.kind == "end"} == set(table["terminal"])


def test_every_step_has_a_button_in_the_imperative_and_a_sentence_for_the_confirmation(library: Library):
    for step in library.workflow("competed-grant").steps:
        assert step.label[0].isupper() and not step.label.endswith(".") and len(step.label) <= 60, step.step
        assert step.step == "discard" or step.means.endswith("."), step.step


def test_the_fund_has_a_template_for_every_letter_of_its_workflow_and_none_to_spare(library: Library):
    fund = library.fund("worcestershire-transformation")
    used = {code for _, code in letter_codes(library.workflow("competed-grant"))}
    assert used | {"N9"} == set(fund.letters)  # N9 tells a payee's contacts, and belongs to no step
    assert len(set(fund.letters.values())) == len(fund.letters)


@pytest.mark.parametrize(("fund", "period"), PRINTED)
def test_the_rates_give_the_printed_lines_of_table_7_2(library: Library, fund: str, period: str):
    rule = next(rate for rate in library.fund(fund).rates if period in rate.periods)
    lists = REGISTERED[period]
    heads = sum(lists.values())
    pence = rule.pot * heads / rule.national_list if isinstance(rule, NationalPot) else rule.rate * heads
    total = int(pence / rule.rounding_unit_pence + 0.5)
    assert tuple(apportion(total, lists, ties=rule.ties).values()) == PRINTED[fund, period]


def test_the_six_lines_of_the_table_are_funds_with_their_recurrence_and_ring_fence(library: Library):
    recurrent = {
        (name, period)
        for name, fund in library.funds.items()
        for period in fund.money.periods
        if fund.money.recurrence_of(period) == "recurrent"
    }
    access = "worcestershire-improving-access"
    assert recurrent == {(access, "2019/20"), (access, "2020/21")}
    assert {name for name in library.funds if name.startswith("worcestershire-")} == {
        f"worcestershire-{line}"
        for line in (
            "transformation",
            "care-navigator",
            "online-consultation",
            "resilience",
            "ettf",
            "improving-access",
        )
    }
    assert [name for name, fund in library.funds.items() if fund.money.capital] == ["worcestershire-ettf"]
    assert [name for name, fund in library.funds.items() if fund.workflow] == [
        "bedfordshire-transformation",
        "worcestershire-resilience",
        "worcestershire-transformation",
    ]
    assert {fund.chapter for fund in library.funds.values()} == {
        "Investment in general practice",
        "Workforce",
        "Workload",
        "Practice infrastructure",
        "Care redesign",
    }


def test_aliases_of_the_paper_stand_for_the_three_commissioners(library: Library):
    codes = library.commissioner_codes()
    assert [codes[word] for word in ("RB", "R&B", "sw", "SW", "WE", "WF", "05J")] == [
        "05J",
        "05J",
        "05T",
        "05T",
        "06D",
        "06D",
        "05J",
    ]
    assert [code for code, body in library.commissioners().items() if body.in_financial_recovery] == ["05J"]


@pytest.mark.parametrize("name", ["worcestershire-six", "worcestershire-equal"])
def test_full_marks_on_a_criterion_give_exactly_its_weight(library: Library, name: str):
    scheme = library.scheme(name)
    assert sum(item.weight for item in scheme.items) == 100
    assert [item.key for item in scheme.items] == [
        "working_at_scale",
        "sustainability",
        "federation_development",
        "extended_access",
        "value_quality",
        "impact_gain",
    ]
    for item in scheme.items:
        assert set(item.anchors) == {1, 3, 5}


def test_the_form_asks_what_the_paper_asks(library: Library):
    form = library.fund("worcestershire-transformation").form
    assert form is not None
    assert len(form.questions) == 4 and all(question.mandatory for question in form.questions)
    assert len(form.actions.items) == 10
    assert [tag.key for tag in form.priorities][-1] == "other" and len(form.priorities) == 9
    assert len(form.outcomes) == 13


def test_gates_and_instalments_of_the_transformation_fund(library: Library):
    fund: Fund = library.fund("worcestershire-transformation")
    assert [gate.code for gate in fund.gates] == [f"E{n}" for n in range(1, 11)]
    assert fund.payment is not None
    assert sum(tranche.percent for tranche in fund.payment.tranches) == 100


def test_no_page_of_definitions_says_ccg_except_the_office_that_is_one(library: Library):
    for name, fund in library.funds.items():
        assert "CCG" not in fund.model_dump_json(), name
    for name, workflow in library.workflows.items():
        assert "CCG" not in workflow.model_dump_json(), name
