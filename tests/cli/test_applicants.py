"""What an applicant needs without a screen: questions, their own answers, whether a fund suits, all their bids."""

import io
from fractions import Fraction

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlalchemy import event

from fundflow import applications, engine, reporting
from fundflow.applications import CostLine, word_count
from fundflow.engine.bids import Draft
from fundflow.errors import BadInput, Refused
from fundflow.exchange.exports import as_xlsx, bid_paper, diary
from fundflow.scoring import Contender, rank
from tests.cli.conftest import REF, Terminal
from tests.stories.world import FUND, World, library


def text_of(path) -> list[str]:
    return [one.text for one in docx.Document(path).paragraphs]


def test_all_questions_come_as_a_word_file_with_their_limits_and_how_words_are_counted(bid: Terminal):
    assert bid.json(f"questions {FUND} --out q.docx")["questions"] == 4
    lines = text_of(bid.folder / "q.docx")
    assert "At most 500 words; must be answered." in lines
    assert bid_paper.WORD_RULE in lines
    assert any("Practices work together" in line for line in lines)


def test_an_applicant_keeps_a_copy_of_the_answers(bid: Terminal):
    told = bid.json(f"application answers {REF} --out a.docx")
    assert told["words"]["plan"] == 9
    lines = text_of(bid.folder / "a.docx")
    assert "An answer to plan with a figure of 42." in lines
    assert "9 of at most 800 words" in lines


WORDS = [
    ("one two", 2),
    ("\u201csmart quotes\u201d", 2),
    ("\u2022 bullet\n\u2022 another", 2),
    ("a\tcell\tb", 3),
    ("  ", 0),
]


@pytest.mark.parametrize(("text", "words"), WORDS)
def test_words_pasted_from_word_are_counted_as_word_counts_them(text, words):
    assert word_count(text) == words


SCALES = [("Z10001", "fail", "1 practice with 12,000"), ("Z10001,Z10002", "pass", "2 practices with 21,000 patients")]


@pytest.mark.parametrize(("practices", "verdict", "said"), SCALES)
def test_a_fund_says_whether_it_suits_with_the_figure_its_date_and_its_source(bid: Terminal, practices, verdict, said):
    told = bid.json(f"suits {FUND} --practices {practices} --lead FEDNW")
    rules = {one["rule"]: one for one in told["rules"]}
    assert rules["E4"]["verdict"] == verdict
    assert said in rules["E4"]["said"]
    assert rules["E2"]["verdict"] == rules["E3"]["verdict"] == "pass"
    assert rules["E5"]["verdict"] == "ask us"
    assert {(one["on"], one["source"], one["basis"]) for one in told["lists"]} == {("2017-01-01", "test", "registered")}
    assert told["money"][0]["left_pence"] == 26_364_100
    bid.ok(f"suits {FUND} --practices {practices}")


@pytest.mark.parametrize(
    ("least", "practices", "verdict"), [(1, 1, "pass"), (2, 1, "fail"), (2, 2, "pass"), (3, 2, "fail")]
)
def test_the_smallest_group_is_a_setting_of_the_fund(session, least, practices, verdict):
    world = World(session).settle()
    ref = world.open_round()
    row = applications.get_round(session, ref)
    fund = applications.definitions(row).fund
    smaller = fund.model_copy(update={"footprint": fund.footprint.model_copy(update={"group_minimum": least})})
    codes = ["Z10001", "Z10002"][:practices]
    scale = engine.gates.scale_of_practices(session, codes, smaller, on=world.now.date())
    assert scale.verdict == verdict
    assert verdict == "pass" or f"for {least} or more practices" in scale.sentence


def test_a_figure_that_is_wrong_becomes_the_officer_s_task_and_holds_nothing_up(bid: Terminal):
    line = f"suits {FUND} --practices Z10001"
    code, _, err = bid.run(line, "--wrong", "We have 12,900 patients")
    assert code == 1
    assert "how we can reach you" in err
    assert "12,900" in bid.json(line, "--wrong", "We have 12,900 patients", "--contact", "Ann, 01905 000000")["text"]
    assert bid.json(line, "--wrong", "We have 12,900 patients", "--contact", "Ann, 01905 000000")["task"] is not None


def statements(session, made) -> int:
    seen = []
    connection = session.connection().engine
    session.flush()
    session.expire_all()
    event.listen(connection, "before_cursor_execute", lambda *_: seen.append(1))
    made()
    return len(seen)


@pytest.mark.parametrize("many", [6, 60])
def test_an_organisation_s_page_asks_the_database_at_most_twelve_times(session, many):
    world = World(session).settle()
    ref = world.open_round()
    for number in range(many):
        world.bid(ref, title=f"Bid {number}", partners=("Z10001",))
    found = []
    asked = statements(
        session,
        lambda: found.append(reporting.organisation_bids(session, "FEDNW", library=library(), now=world.now)),
    )
    (report,) = found
    assert len(report.rows) == many
    assert asked <= 12
    assert report.totals["asked_pence"] == many * 10_000_000
    assert report.totals["asked_05J_2017/18_pence"] == many * 10_000_000
    assert report.rows[0]["who"] == "you"
    sheet = load_workbook(io.BytesIO(as_xlsx(report))).worksheets[0]
    assert sheet.max_row > many
    assert diary.as_ics(report, now=world.now).count(b"BEGIN:VEVENT") == many


def test_the_page_names_who_has_not_agreed_and_what_was_offered(award: Terminal):
    (row,) = award.json("organisation bids FEDNW")
    assert (row["offered_pence"], row["paid_pence"], row["not_agreed"]) == (10_000_000, 2_500_000, "")
    assert row["to_claim_pence"] == 7_500_000
    assert award.json("organisation bids Z10001")[0]["case"] == REF
    assert award.json("organisation bids FEDNW --out all.ics")["bids"] == 1
    award.ok("organisation bids FEDNW --out all.xlsx")
    assert "name the file" in award.run("organisation bids FEDNW --out all.txt")[2]


def test_a_bid_begins_from_an_earlier_one_and_only_its_answers_are_copied(session):
    world = World(session).settle()
    ref = world.open_round()
    earlier, writer = world.bid(ref), world.who("writer.fednw")
    fresh = engine.bids.begin(session, ref, lead="FEDNW", title="Again", actor=writer, now=world.now).ref
    copied = engine.portfolio.start_from(session, fresh, earlier, actor=writer, now=world.now)
    assert copied == ("accomplish", "measure", "plan", "unintended")
    whole = applications.dossier(session, fresh)
    assert (whole.content.documents, list(whole.content.lines), len(whole.present)) == ({}, [], 1)
    other = world.bid(ref, lead="FEDSW", partners=("Z10003",))
    with pytest.raises(Refused, match="Start from a bid of your own"):
        engine.portfolio.start_from(session, fresh, other, actor=writer, now=world.now)
    with pytest.raises(Refused, match="is written by the people of FEDSW"):
        engine.portfolio.start_from(session, other, earlier, actor=writer, now=world.now)


def test_a_cost_asked_twice_is_said_while_drafting_in_the_words_of_screening(session):
    world = World(session).settle()
    ref, writer = world.open_round(), world.who("writer.fednw")
    line = CostLine("2017/18", "training", "Nurses", 500_000, commissioner="05J", organisation="Z10001")
    first = world.bid(ref, lines=(line,))
    second = world.bid(ref, title="Rota", lines=(line,))
    said, alike = engine.portfolio.warnings(session, second, actor=writer, now=world.now)
    assert "same cost lines" in alike
    assert f"in your draft {first} too" in said
    world.submit(first)
    said, alike = engine.portfolio.warnings(session, second, actor=writer, now=world.now)
    assert "same cost lines" in alike
    case = engine.open_case(session, second, actor=writer, now=world.now)
    assert said == engine.gates.no_double_funding(case, None)
    engine.bids.save(
        session,
        second,
        Draft(budget=[CostLine("2017/18", "training", "Doctors", 500_000, commissioner="05J", organisation="Z10001")]),
        actor=writer,
        now=world.now,
    )
    assert engine.portfolio.warnings(session, second, actor=writer, now=world.now) == ()


def test_a_lead_puts_its_own_bids_in_order_and_links_them(session):
    world = World(session).settle()
    ref, writer = world.open_round(), world.who("writer.fednw")
    first, second = world.bid(ref), world.bid(ref, title="Rota")
    other = world.bid(ref, lead="FEDSW", partners=("Z10003",))

    def prefer(case: str, place: int, **links: list[str]) -> applications.Application:
        return engine.portfolio.prefer(
            session, case, preference=place, links=links or None, actor=writer, now=world.now
        )

    assert prefer(first, 1, either_or=[second]).links == {"either_or": [second]}
    with pytest.raises(Refused, match=f"{first} has that place"):
        prefer(second, 1)
    with pytest.raises(BadInput, match="not a bid of FEDNW"):
        prefer(second, 2, depends_on=[other])
    with pytest.raises(BadInput, match="start at 1"):
        prefer(second, 0)


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 1000)), min_size=1, max_size=8), st.randoms())
def test_what_ranks_a_bid_knows_no_preference(bids, order):
    scheme = library().scheme("worcestershire-six")
    fields = set(Contender.__dataclass_fields__)
    assert not fields & {"preference", "links", "submitted_at", "title"}
    made = [
        Contender(number, f"TF-{number}", {item.key: Fraction(mark) for item in scheme.items}, tenths, True, 100)
        for number, (mark, tenths) in enumerate(bids)
    ]
    mixed = list(made)
    order.shuffle(mixed)
    assert {one.id: one.rank for one in rank(scheme, made)} == {one.id: one.rank for one in rank(scheme, mixed)}


ONLINE = "worcestershire-online-consultation"


@pytest.mark.parametrize(
    "line", [f"suits {ONLINE} --practices Z10001", f"round open --fund {ONLINE} --closes 2019-06-28 --as officer"]
)
def test_a_practice_that_takes_no_part_in_what_is_bought_for_all_is_due_no_money_instead(bid: Terminal, line):
    code, _, err = bid.run(line)
    assert code == 1
    assert "Online consultation systems takes no bids" in err
    assert "a practice that does not take part gets no money instead" in err
    assert "Jo Ash" in err
    assert "[problem code: takes_bids]" in err
