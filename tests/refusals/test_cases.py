"""What a bid or a step is given wrongly is refused in one line with the figure or the name, and nothing is written."""

import pytest

from tests.cli.conftest import REF, Terminal
from tests.refusals.conftest import Refuses

ROUND = "worcestershire-transformation-2017-1"
MINE = "TF-17-0002"
COST = 'budget:\n- {period: 2017/18, type: backfill, what: Cover, amount: "£5"}\n'

PAPERS: list[tuple[str, str]] = [
    (COST.replace("£5", "-£5"), "-£5.00 is not an amount to ask for: enter more than £0.00"),
    (COST.replace("£5", "£0"), "£0.00 is not an amount to ask for"),
    (COST.replace("£5", "£99999999999999999999"), "is above £100,000,000.00, the most of one line: check it"),
    (COST.replace("£5", "lots"), "'lots' is not an amount of money: write it as £1,234.50"),
    (COST.replace("backfill", "bakfill"), "'bakfill' is not a kind of cost in this fund: use backfill"),
    (COST.replace("2017/18", "2016/17"), "this fund has no money for '2016/17': use 2017/18, 2018/19"),
    (COST.replace("}", ", commissioner: QQQ}"), "'QQQ' does not pay into this fund: use 05J, 05T, 06D"),
    (COST.replace("}", ", organisation: Z10005}"), "Z10005 is not in this bid: add it as a partner first"),
    ("participants: [QQQ]\n", "There is no organisation 'QQQ' in the register."),
    ("answers: {why: x}\n", "this form has no question 'why': its questions are accomplish"),
    (f"answers: {{plan: '{'word ' * 900}'}}\n", "has 900 words and may have 800: take out 100"),
    ("bugdet: []\n", "there is no key 'bugdet'; did you mean 'budget'?"),
    ("minimum_viable: '-£5'\n", "-£5.00 is not a least workable amount: enter more than £0.00"),
    ("minimum_viable: '£99999999999999999999'\n", "is not a least workable amount: enter more than £0.00 and at most"),
    ("work_starts_on: 2018-01-01\nwork_ends_on: 2017-01-01\n", "the work would end on 2017-01-01, before it starts"),
    ("documents: {equality_impact: nowhere.docx}\n", "nowhere.docx"),
    ("title: ''\n", "a title has 1 to 200 characters and this one has 0"),
    ("", "this holds no keys and values"),
    ("[" * 1_500, "this is not YAML"),
]

STEPS: list[tuple[str, str]] = [
    ("nosuch --as officer", "There is no step 'nosuch' in Competed grant. The steps from"),
    ("issue_offer --as officer", "where 'Send the offer' is not a step. Nothing has changed. From here you can:"),
    ("accept_eligible --as writer.fednw", "Writer Fednw does not have that role. Nothing has changed."),
    ("accept_eligible --as nobody", "Nobody signs in as 'nobody'."),
    ("accept_eligible --as officer --expect-version 1", "was changed by somebody else since you opened it."),
    ("query --as officer", "No question was sent on TF-17-0001: write at least 1. Nothing has changed."),
    ("query --as officer --with questions={a:1}", "is not a question: write a text"),
    ("query --as officer --with questions=[[1]]", "is not a question: write a text"),
    ("query --as officer --with questions", "'questions' is not KEY=VALUE"),
    ("query --as officer --with questions=@nowhere.yaml", "nowhere.yaml"),
    ("screen_ineligible --as officer --reason x --with gates=E99", "The fund has no rule E99: its rules are E1, E2"),
    (
        "screen_ineligible --as officer --reason x --with gates={a:1}",
        "gates: a text or a list of texts is expected here",
    ),
]

CHANGES = [
    "abc",
    "[1]",
    "-1",
    "true",
    '["x",{"y":2}]',
    '[{"a":{"b":1}}]',
    '[{"commissioner":"05J","period":"2017/18"}]',
]


@pytest.fixture
def draft(bid: Terminal) -> Terminal:
    """The county when Z10001 has begun a bid of its own."""
    bid.ok(["application", "new", ROUND, "--lead", "Z10001", "--title", "Mine", "--as", "writer.z10001"])
    return bid


@pytest.mark.parametrize(("paper", "said"), PAPERS, ids=[said[:40] for _, said in PAPERS])
def test_a_bid_that_cannot_be_saved_is_refused(draft: Terminal, refuses: Refuses, paper: str, said: str):
    told = refuses(draft, ["application", "save", MINE, draft.file("b.yaml", paper), "--as", "writer.z10001"])
    assert said in told


def test_the_second_of_two_writers_is_told_whatever_they_save(draft: Terminal, refuses: Refuses):
    for text in ("title: y\n", "answers: {plan: y}\n", COST):
        paper = draft.file("b.yaml", text)
        line = ["application", "save", MINE, paper, "--as", "writer.z10001", "--expect-version", "99"]
        assert "was changed by somebody else since you opened it. Nothing was saved" in refuses(draft, line)


def test_a_bid_is_begun_only_in_a_round_that_is_there_and_by_its_own_people(bid: Terminal, refuses: Refuses):
    new = ["application", "new", ROUND, "--title", "T", "--as", "writer.z10001"]
    assert "There is no organisation 'QQQ' in the register." in refuses(bid, [*new, "--lead", "QQQ"])
    assert "is begun by one of its own people" in refuses(bid, [*new, "--lead", "Z10002"])
    assert "there is no round 'nope'" in refuses(bid, ["application", "new", "nope", *new[3:], "--lead", "Z10001"])
    bid.at("2017-05-12 17:00:41")
    assert "The round closed on Friday 12 May 2017, 5:00 pm" in refuses(bid, [*new, "--lead", "Z10001"])


@pytest.mark.parametrize(("line", "said"), STEPS, ids=[line for line, _ in STEPS])
def test_a_step_that_cannot_be_taken_is_refused(bid: Terminal, refuses: Refuses, line: str, said: str):
    bid.at("2017-04-10 10:00")
    assert said in refuses(bid, f"step {REF} {line}")


@pytest.mark.parametrize("value", CHANGES)
def test_values_of_another_shape_are_refused_in_words(award: Terminal, refuses: Refuses, value: str):
    line = ["step", REF, "request_variation", "--as", "partner.fednw", "--reason", "x"]
    told = refuses(award, [*line, "--with", "kind=value", "--with", f"changes={value}"])
    assert told.startswith("changes: ")


def test_a_rehearsed_step_keeps_nothing(bid: Terminal):
    before = bid.json(f"application show {REF}")
    assert "tried only: nothing was kept" in bid.ok(f"step {REF} accept_eligible --as officer --dry-run")
    assert bid.json(f"application show {REF}") == before


def test_a_title_is_kept_as_it_is_typed_on_one_line(bid: Terminal):
    title = 'Caf\u00e9 \N{GRINNING FACE} <b>&amp; "x" \'; DROP TABLE application;--'
    bid.ok(["application", "new", ROUND, "--lead", "Z10001", "--title", f"{title}\n", "--as", "writer.z10001"])
    assert bid.json(f"application show {MINE}")["title"] == title
