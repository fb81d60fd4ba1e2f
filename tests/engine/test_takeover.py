"""Taking a live spreadsheet round over: each bid stands as the file says, once, within the money, until two go live."""

import shutil
from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from fundflow import (
    allocations,
    applications,
    audit,
    awards,
    database,
    due,
    engine,
    ledger,
    payments,
    reporting,
    takeovers,
)
from fundflow.audit import Act
from fundflow.engine import takeover
from fundflow.errors import BadInput, Refused
from fundflow.exchange import imports
from fundflow.exchange.exports import position
from fundflow.ledger import BudgetKey, Kind
from tests.stories.world import ALLOCATED, FUND, World, library

NOW = datetime(2017, 12, 4, 9, 0, tzinfo=UTC)
AS_AT = date(2017, 11, 30)
ROUND = f"{FUND}-2017-1"
NORTH = BudgetKey("05J", "2017/18", FUND)
AWARD = {
    "round": ROUND,
    "their_ref": "TRF/07",
    "organisation": "FEDNW",
    "title": "Hubs",
    "state": "Under way",
    "commissioner": "05J",
    "year": "2017/18",
    "asked": "60,000",
    "agreed": "50,000.00",
    "paid": "10,000",
    "decided_on": "2017-06-14",
    "minute": "6.2",
    "accepted_on": "2017-07-03",
    "conditions": "Minutes each quarter; A named clinical lead",
}
DEFERRED = {
    **{name: AWARD[name] for name in ("round", "commissioner", "year")},
    "their_ref": "TRF/09",
    "organisation": "Z10001",
    "title": "Telephones",
    "state": "deferred",
    "asked": "9,000",
    "until": "2018-01-31",
}
OFFER = {**DEFERRED, "their_ref": "TRF/11", "state": "Offer sent", "agreed": "9,000", "until": "2017-12-20"}
OFFER |= {"decided_on": "2017-11-15", "offered_on": "2017-11-22"}


class Office:
    """A county in December: each verb is a transaction of its own, `session` reads what was committed."""

    def __init__(self, engine, now=NOW):
        self.engine, self.now, self._reading = engine, now, None
        with self.writing() as world:
            world.settle()
        with self.writing() as world:
            plan = takeover.Plan(FUND, datetime(2017, 4, 3, tzinfo=UTC), datetime(2017, 5, 12, tzinfo=UTC))
            takeover.declare(world.session, plan, library=library(), actor=world.who("officer"), now=NOW)

    @contextmanager
    def writing(self):
        self.close()
        with database.writing(self.engine) as session:
            yield World(session, now=self.now)

    @property
    def session(self):
        self._reading = self._reading or Session(self.engine)
        return self._reading

    def who(self, name):
        return World(self.session, now=self.now).who(name)

    def close(self):
        if self._reading is not None:
            self._reading.close()
            self._reading = None


@pytest.fixture
def world(engine):
    place = Office(engine)
    yield place
    place.close()


def bring(office, *rows, by="officer", as_at=AS_AT, dry_run=False):
    with office.writing() as world:
        actor = world.who(by)
        act = Act(actor.id, actor.name, world.now, "import.position", "position")
        return imports.run(
            world.session, "position", list(rows), act=act, library=library(), as_at=as_at, dry_run=dry_run
        )


def test_no_year_is_closed_under_bids_that_are_being_taken_over(world):
    bring(world, OFFER)
    with world.writing() as here, pytest.raises(Refused, match=f"{ROUND} is being taken over"):
        engine.years.close(
            here.session, NORTH, reason="year end", on=date(2018, 3, 31), actor=here.who("finance"), now=NOW
        )


@pytest.mark.parametrize("who", ["finance", "committee_secretary", "writer.fednw"])
def test_only_an_officer_of_the_fund_takes_bids_in(world, who):
    report = bring(world, AWARD, by=who)
    assert report.written == 0
    assert ["Taking a round over is for the" in said for _, said in report.rejected] == [True]
    assert bring(world, AWARD).written == 1


def ask(office, by):
    with office.writing() as world:
        return takeover.go_live(world.session, ROUND, actor=world.who(by), now=world.now)


def live(office):
    ask(office, "officer")
    return ask(office, "finance")


def sound(world):
    assert ledger.check(world.session) == []
    assert audit.verify(world.session) == []
    for row in applications.find_cases(world.session, fund=FUND):
        held = {
            (one.key.commissioner, one.key.period): one.reserved + one.committed
            for one in ledger.holdings(world.session, holder_prefix=f"{row.ref}/")
        }
        planned = payments.scheduled(world.session, row.id)
        if planned:
            assert {key: pence for key, pence in planned.items() if pence} == {
                key: pence for key, pence in held.items() if pence
            }


def test_an_award_stands_as_the_file_says(world):
    report = bring(world, AWARD)
    assert (report.written, report.rejected, report.became) == (1, [], [(1, "TF-17-0001")])
    case = engine.open_case(world.session, "TF-17-0001", actor=world.who("officer"), now=world.now)
    held = ledger.position(world.session, NORTH)
    assert (held.committed, held.paid, held.remaining) == (5_000_000, 1_000_000, 4_000_000)
    assert held.uncommitted == ALLOCATED["05J", "2017/18"] - 5_000_000
    assert case.application.state == "active"
    assert case.award.accepted_at.date() == date(2017, 7, 2)
    assert awards.award_amounts(world.session, case.award_id) == {"05J": {"2017/18": 5_000_000}}
    assert [one.text for one in awards.conditions(world.session, case.id)] == [
        "Minutes each quarter",
        "A named clinical lead",
    ]
    assert sum(one.pence for one in payments.room(world.session, case.id)) == 4_000_000
    (paid,) = payments.claims_of(world.session, case.id)
    assert (paid.state, paid.taken_over) == ("settled", "rows, row 1")
    entry = ledger.entries(world.session, kind=Kind.OPENING)[0]
    assert (entry.effective_on, entry.pence) == (AS_AT, 5_000_000)
    assert entry.source.startswith("rows, row 1, SHA-256 ")
    sound(world)


def test_where_it_came_from_stays_with_a_case_for_life(world):
    bring(world, AWARD)
    told = applications.get(world.session, "TF-17-0001")
    fact = told.facts[takeover.FACT]
    assert told.their_ref == "TRF/07"
    assert (fact["file"], fact["rows"], fact["as_at"], len(fact["sha256"])) == ("rows", [1], "2017-11-30", 64)
    assert "precedents_met" in fact["not_checked"]
    assert "lead_active" not in fact["not_checked"]
    whats = [event.what for event in audit.history(world.session, "TF-17-0001")]
    assert whats.count("adopt") == 1


def test_the_same_file_again_changes_nothing(world):
    bring(world, AWARD, DEFERRED)
    before = audit.anchor(world.session), ledger.holdings(world.session)
    report = bring(world, AWARD, DEFERRED)
    assert (report.written, report.unchanged) == (0, 2)
    assert (audit.anchor(world.session), ledger.holdings(world.session)) == before


def test_the_same_file_as_at_another_day_corrects_the_day(world):
    bring(world, AWARD, DEFERRED)
    report = bring(world, AWARD, DEFERRED, as_at=date(2017, 10, 31))
    assert (report.written, report.unchanged) == (2, 0)
    last = ledger.entries(world.session, kind=Kind.OPENING)[-1]
    assert (last.effective_on, ledger.position(world.session, NORTH).committed) == (date(2017, 10, 31), 5_000_000)
    assert bring(world, AWARD, DEFERRED, as_at=date(2017, 10, 31)).unchanged == 2
    sound(world)


def test_a_cancelled_round_takes_nothing_in(world):
    with world.writing() as writing:
        applications.get_round(writing.session, ROUND).state = "cancelled"
    report = bring(world, AWARD)
    assert "was cancelled. Nothing has changed. Begin another one" in report.rejected[0][1]
    assert applications.find_cases(world.session, fund=FUND) == []


def test_a_round_that_still_takes_bids_elsewhere_is_not_taken_over_yet(world):
    plan = takeover.Plan(FUND, datetime(2017, 11, 1, tzinfo=UTC), datetime(2017, 12, 20, 17, tzinfo=UTC))
    with world.writing() as writing, pytest.raises(BadInput, match="once it has closed"):
        takeover.declare(writing.session, plan, library=library(), actor=writing.who("officer"), now=NOW)


def test_a_bid_that_was_approved_elsewhere_gets_its_offer_here(world):
    approved = {**OFFER, "state": "Approved, offer to be sent", "offered_on": "", "until": "", "minute": "7.1"}
    bring(world, approved)
    live(world)
    with world.writing() as writing:
        for signs in ("officer", "finance"):
            writing.step("TF-17-0001", "issue_offer", signs)
    case = engine.open_case(world.session, "TF-17-0001", actor=world.who("officer"), now=world.now)
    assert (case.application.state, case.offer.state, case.offer.decided_by) == (
        "offer_issued",
        "open",
        "Redditch and Bromsgrove, minute 7.1",
    )
    assert awards.offer_amounts(world.session, case.offer.id) == {"05J": {"2017/18": 900_000}}


def test_conditions_of_an_offer_stand_before_any_payment_and_go_with_a_correction(world):
    bring(world, {**OFFER, "conditions": "A named clinical lead"})
    case = applications.get(world.session, "TF-17-0001")
    assert [(one.kind, one.text, one.due_on) for one in awards.conditions(world.session, case.id)] == [
        ("precedent", "A named clinical lead", None)
    ]
    bring(world, OFFER)
    assert awards.conditions(world.session, case.id) == []


def test_a_corrected_row_replaces_what_it_said_and_the_first_opening_is_reversed(world):
    bring(world, AWARD)
    report = bring(world, {**AWARD, "agreed": "40,000", "paid": "12,000", "conditions": "", "title": "Two hubs"})
    assert report.became == [(1, "TF-17-0001")]
    kinds = [entry.kind for entry in ledger.entries(world.session, case="TF-17-0001")]
    assert kinds == [Kind.OPENING, Kind.REVERSE_OPENING, Kind.OPENING]
    held = ledger.position(world.session, NORTH)
    assert (held.committed, held.paid) == (4_000_000, 1_200_000)
    case = applications.get(world.session, "TF-17-0001")
    assert case.title == "Two hubs"
    assert awards.conditions(world.session, case.id) == []
    bring(world, AWARD)
    assert ledger.position(world.session, NORTH).committed == 5_000_000
    over = takeovers.of_round(world.session, ROUND)
    assert [one.current for one in takeovers.lines(world.session, [over.id], every=True)] == [False, False, True]
    sound(world)


def test_a_dry_run_says_the_same_and_leaves_nothing(world):
    before = audit.anchor(world.session)
    report = bring(world, AWARD, DEFERRED, dry_run=True)
    assert (report.written, report.rejected) == (2, [])
    assert audit.anchor(world.session) == before
    assert applications.find_cases(world.session, fund=FUND) == []


def test_rows_that_are_more_than_is_allocated_are_all_left_out_and_named(world):
    other = {**AWARD, "their_ref": "TRF/08", "organisation": "FEDSW", "asked": "220,000", "agreed": "213,641.01"}
    report = bring(world, AWARD, DEFERRED, other)
    assert [line for line, _ in report.rejected] == [1, 3]
    said = report.rejected[0][1]
    assert "rows 1, 3 come to £263,641.01 and £263,641.00 is left for" in said
    assert "lower them by £0.01" in said
    assert ledger.position(world.session, NORTH).uncommitted == ALLOCATED["05J", "2017/18"]
    report = bring(world, AWARD, DEFERRED, {**other, "agreed": "213,641.00"})
    assert (report.written, report.unchanged, report.rejected) == (2, 1, [])
    assert ledger.position(world.session, NORTH).uncommitted == 0
    sound(world)


def test_what_one_correction_gives_back_another_may_take_whatever_the_order_of_the_rows(world):
    much, little = {"asked": "220,000", "agreed": "200,000", "paid": ""}, {"asked": "220,000", "agreed": "60,000"}
    hubs, flu = AWARD, {**AWARD, "their_ref": "TRF/08", "organisation": "FEDSW", "paid": ""}
    assert bring(world, {**hubs, **little}, {**flu, **much}).rejected == []
    assert bring(world, {**hubs, **much}, {**flu, **little}).rejected == []
    gone = {"state": "deferred", "agreed": "", "conditions": ""}
    assert bring(world, {**hubs, "asked": "263,641", "agreed": "263,641"}, {**flu, **gone}).rejected == []
    sound(world)


def test_a_correction_that_is_left_out_stands_against_the_books_until_another_is_taken(world):
    bring(world, AWARD, OFFER)
    bring(world, {**AWARD, "agreed": "58,000", "accepted_on": ""}, OFFER)
    over = takeovers.of_round(world.session, ROUND)
    (found,) = takeovers.compared(world.session, over)
    assert (found.sheet_agreed, found.ours_agreed, found.left_out) == (6_700_000, 5_900_000, 1)
    with pytest.raises(Refused, match=r"£67,000.00 in the file and £59,000.00 in fundflow"):
        ask(world, "officer")
    bring(world, {**AWARD, "agreed": "58,000", "paid": ""}, OFFER)
    over = takeovers.of_round(world.session, ROUND)
    (found,) = takeovers.compared(world.session, over)
    assert (found.sheet_agreed, found.ours_agreed, found.left_out) == (6_700_000, 6_700_000, 0)
    sound(world)


WRONG = [
    ({"paid": "60,000"}, "paid: £60,000.00 was paid of £50,000.00 that was agreed"),
    ({"asked": "40,000"}, "asked: £50,000.00 was agreed and only £40,000.00 asked"),
    ({"agreed": "", "paid": ""}, "agreed: a bid at 'Under way' has money agreed"),
    ({"state": "Suspended"}, "state: a bid of this fund cannot be taken over at 'suspended': write one of Recommended"),
    ({"state": "deferred"}, "agreed: a bid at 'Deferred' holds no money and £50,000.00 is agreed"),
    (
        {"state": "deferred", "agreed": "", "paid": ""},
        "conditions: conditions are kept with an offer or an award, and this",
    ),
    ({"state": "approved"}, "paid: nothing is paid before an award is accepted"),
    ({"commissioner": "06A"}, "commissioner: '06A' pays nothing from this fund: write 05J, 05T, 06D"),
    ({"year": "2019/20"}, "year: this fund has no money of 2019/20: write 2017/18, 2018/19"),
    ({"accepted_on": ""}, "accepted_on: a bid at 'Under way' has this day"),
    (
        {"decided_on": "2017-07-04"},
        "accepted_on: Monday 3 July 2017 is before Tuesday 4 July 2017, which stands in 'decided_on'",
    ),
    (
        {"offered_on": "2017-07-10"},
        "accepted_on: Monday 3 July 2017 is before Monday 10 July 2017, which stands in 'offered_on'",
    ),
    (
        {**OFFER, "paid": "", "until": "2017-11-01"},
        "until: Wednesday 1 November 2017 is before Wednesday 22 November 2017",
    ),
    ({"accepted_on": "2017-12-01"}, "accepted_on: Friday 1 December 2017 is after Thursday 30 November 2017"),
    ({"accepted_on": "3 July"}, "accepted_on: '3 July' is not a day: write it as 2017-05-12"),
    ({"agreed": "50k"}, "agreed: '50k' is not an amount of money"),
    ({"paid": "-5"}, "paid: -£5.00 is below nought"),
    ({"organisation": "Z99999"}, "Z99999"),
    ({"partners": "FEDNW"}, "partners: an organisation stands twice"),
    ({"round": "nowhere"}, "there is no round 'nowhere'"),
    ({"their_ref": ""}, "their_ref: this cell is empty"),
]


def test_a_row_that_cannot_be_so_is_left_out_with_its_column_and_its_figure(world):
    bring(world, DEFERRED)
    before = ledger.positions(world.session)
    for change, says in WRONG:
        report = bring(world, {**AWARD, **change}, DEFERRED)
        assert [line for line, _ in report.rejected] == [1], change
        assert says in report.rejected[0][1]
        assert (report.written, report.unchanged) == (0, 1)
    assert ledger.positions(world.session) == before


def test_two_rows_of_one_bid_say_the_same_of_it_and_are_taken_together(world):
    second = {**AWARD, "year": "2018/19", "asked": "30,000", "agreed": "30,000", "paid": "", "title": ""}
    assert (
        bring(world, AWARD, {**second, "minute": "7"})
        .rejected[0][1]
        .startswith("minute: row 2 says '7' and row 1 '6.2'")
    )
    assert bring(world, AWARD, AWARD).rejected[0][1].startswith("commissioner: 05J and 2017/18 stand twice for TRF/07")
    assert bring(world, AWARD, second).became == [(1, "TF-17-0001"), (2, "TF-17-0001")]
    sound(world)


@pytest.mark.parametrize(
    ("by", "as_at", "says"),
    [
        ("finance", AS_AT, "Taking a round over is for the commissioning officer"),
        ("officer", date(2017, 12, 5), "Tuesday 5 December 2017 is still to come"),
        ("officer", None, "say as at which day"),
        ("system", AS_AT, "say who takes the round over"),
    ],
)
def test_a_file_is_brought_by_an_officer_as_at_a_day_that_has_come(world, by, as_at, says):
    try:
        report = bring(world, AWARD, by=by, as_at=as_at)
    except BadInput as error:
        assert says in str(error)
    else:
        assert says in report.rejected[0][1]
    assert applications.find_cases(world.session, fund=FUND) == []


def guard(error):
    return error.value.refusals[0].guard


def test_a_bid_stands_still_until_its_round_goes_live(world):
    bring(world, {**AWARD, "paid": ""})
    with pytest.raises(Refused, match="stands still until") as refused:
        engine.take_step(
            world.session, "TF-17-0001", "suspend", actor=world.who("officer"), now=world.now, reason="No return"
        )
    assert guard(refused) == "before_go_live"
    assert due.waiting(world.session, subject="TF-17-0001") == []
    done = live(world)
    assert (done.bids, done.over.live_by) == (1, "Officer and Finance")
    assert takeovers.of_round(world.session, ROUND).live_at == NOW
    whens = [one.run_at for one in due.waiting(world.session, subject="TF-17-0001")]
    assert whens
    assert min(whens) > NOW


def test_two_people_go_live_and_nothing_is_taken_in_after_that(world):
    with pytest.raises(Refused, match="no bid has been taken over"):
        live(world)
    read_ledger(world, line("ISFE-1", "10,000"), line("ISFE-2", "1,000"))
    award = {**AWARD, "payment_refs": "ISFE-1"}
    bring(world, award)
    ask(world, "officer")
    with pytest.raises(Refused) as refused:
        ask(world, "officer")
    assert guard(refused) == "second_person"
    award |= {"payment_refs": "ISFE-1; ISFE-2"}
    bring(world, {**award, "paid": "11,000"})
    waits = ask(world, "officer")
    assert waits.waiting is not None, "what was asked for was another position"
    ask(world, "finance")
    report = bring(world, {**AWARD, "paid": "12,000"})
    assert (
        "went live on Monday 4 December 2017 by Officer and Finance, and opening figures are fixed"
        in report.rejected[0][1]
    )
    assert ledger.position(world.session, NORTH).paid == 1_100_000


def test_an_offer_that_waits_is_answered_here_by_its_day(world):
    bring(world, OFFER, DEFERRED)
    case = engine.open_case(world.session, "TF-17-0001", actor=world.who("officer"), now=world.now)
    assert ledger.position(world.session, NORTH).reserved == 900_000
    assert case.offer.state == "open"
    assert case.deadline("offer_expires").date() == date(2017, 12, 20)
    deferred = applications.get(world.session, "TF-17-0002")
    assert deferred.deadlines["answer_by"].startswith("2018-01-31")
    sound(world)


def test_an_offer_that_has_ended_since_the_file_s_day_is_said_in_the_file_before_going_live(world):
    bring(world, {**OFFER, "until": "2017-12-03"})
    with pytest.raises(Refused, match=r"the offer of TRF/11 ended on Sunday 3 December 2017") as refused:
        ask(world, "officer")
    assert guard(refused) == "offer_open"
    bring(world, {**OFFER, "until": "2017-12-03", "state": "Offer declined", "agreed": ""})
    live(world)
    assert ledger.position(world.session, NORTH).reserved == 0


def line(reference, pounds, status="paid"):
    return {"reference": reference, "payee": "FEDNW", "amount": pounds, "date": "2017-08-01", "status": status}


def read_ledger(office, *lines):
    with office.writing() as world:
        actor = world.who("finance")
        act = Act(actor.id, actor.name, world.now, "import.ledger", "ledger")
        imports.run(world.session, "ledger", list(lines), act=act, library=library())


def report(office):
    made = reporting.run(office.session, "take-over", library=library(), now=office.now)
    return {(row["commissioner"], row["period"]): row for row in made.rows}


def test_the_report_sets_the_file_the_books_and_the_outside_ledger_side_by_side(world):
    read_ledger(world, line("ISFE-1", "10,000"), line("ISFE-2", "500", "rejected"))
    over = {**AWARD, "their_ref": "TRF/08", "organisation": "FEDSW", "commissioner": "05T", "paid": "60,000"}
    bring(world, {**AWARD, "payment_refs": "ISFE-1; ISFE-2"}, over)
    row = report(world)["05J", "2017/18"]
    assert (row["sheet_agreed_pence"], row["fundflow_agreed_pence"]) == (5_000_000, 5_000_000)
    assert (row["sheet_paid_pence"], row["fundflow_paid_pence"], row["ledger_paid_pence"]) == (1_000_000,) * 3
    assert (row["severity"], row["left_out"]) == ("agrees", 0)
    row = report(world)["05T", "2017/18"]
    assert (row["agreed_apart_pence"], row["paid_apart_pence"], row["ledger_apart_pence"]) == (
        5_000_000,
        6_000_000,
        6_000_000,
    )
    assert (row["severity"], row["status"], row["left_out"]) == ("material", "open", 1)


def test_nobody_goes_live_while_figures_differ_materially_and_nobody_owns_it(world):
    bring(world, AWARD)
    with pytest.raises(Refused) as refused:
        ask(world, "officer")
    said = str(refused.value)
    assert guard(refused) == "take_over_agrees"
    assert "1 figure do not agree" not in said
    assert "£10,000.00 in the file and £0.00 in the outside ledger" in said
    (found,) = allocations.discrepancies(world.session, status="open")
    with world.writing() as writing:
        act = Act(writing.who("finance").id, "Finance", NOW, "accept", "discrepancy", "Paid by cheque in August")
        allocations.accept(writing.session, found.id, act=act)
    assert report(world)["05J", "2017/18"]["owner"] == "Finance"
    assert ask(world, "officer").waiting is not None
    bring(world, {**AWARD, "paid": "12,000"})
    with pytest.raises(Refused, match=r"£12,000\.00 in the file"):
        ask(world, "finance")


def test_a_difference_that_the_outside_ledger_settles_is_closed_by_the_file_that_comes_again(world):
    bring(world, {**AWARD, "payment_refs": "ISFE-1"})
    assert len(allocations.discrepancies(world.session, status="open")) == 1
    read_ledger(world, line("ISFE-1", "10,000"))
    bring(world, {**AWARD, "payment_refs": "ISFE-1"})
    assert allocations.discrepancies(world.session, status="open") == []
    assert live(world).bids == 1


def test_what_stands_goes_back_to_a_workbook_that_is_read_again(world, tmp_path):
    told = {"partners": "Z10003", "payment_refs": "ISFE-1; ISFE-2", "note": "The county's first."}
    bring(world, {**AWARD, **told}, DEFERRED, OFFER)
    out = takeover.rows(world.session, ROUND)
    assert [(row["their_ref"], row["agreed"], row["paid"]) for row in out] == [
        ("TRF/07", 5_000_000, 1_000_000),
        ("TRF/09", 0, 0),
        ("TRF/11", 900_000, 0),
    ]
    assert (out[0]["payment_refs"], out[0]["note"]) == ("ISFE-1; ISFE-2", "The county's first.")
    book = tmp_path / "back.xlsx"
    book.write_bytes(position.as_xlsx(out, states=["Under way"], made_on=AS_AT))
    with world.writing() as writing:
        actor = writing.who("officer")
        act = Act(actor.id, actor.name, NOW, "import.position", "position")
        read = imports.run(writing.session, "position", book, act=act, library=library(), as_at=AS_AT)
    assert (read.rejected, read.written) == ([], 3)
    assert takeover.rows(world.session, ROUND) == out
    assert applications.get(world.session, "TF-17-0001").facts[takeover.FACT]["file"] == "back.xlsx"
    sound(world)


positions = st.lists(
    st.tuples(
        st.sampled_from(sorted(ALLOCATED)),
        st.integers(1, 20_000_000),
        st.floats(0, 1),
        st.sampled_from(["active", "awarded", "approved"]),
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=12, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(first=positions, second=positions)
def test_whatever_is_taken_in_the_books_hold_and_add_up(tmp_path_factory, _sqlite_template, first, second):
    path = tmp_path_factory.mktemp("law") / "books.db"
    shutil.copyfile(_sqlite_template, path)
    world = Office(database.connect(f"sqlite:///{path}"))
    for drawn in (first, second):
        rows = [_row(number, *one) for number, one in enumerate(drawn)]
        report = bring(world, *rows)
        assert report.written + report.unchanged + len(report.rejected) == len(rows)
        sound(world)
    over = takeovers.of_round(world.session, ROUND)
    stands = [one for one in takeovers.lines(world.session, [over.id]) if one.entry_id]
    for row in ledger.positions(world.session, fund=FUND):
        mine = [one for one in stands if (one.commissioner, one.period) == (row.key.commissioner, row.key.period)]
        assert row.reserved + row.committed == sum(one.agreed_pence for one in mine)
        assert row.paid == sum(one.paid_pence for one in mine)
        assert row.uncommitted == ALLOCATED[row.key.commissioner, row.key.period] - row.reserved - row.committed >= 0


def _row(number, key, agreed, share, state):
    pounds = f"{agreed // 100}.{agreed % 100:02d}"
    paid = int(agreed * share) if state == "active" else 0
    said = {
        **AWARD,
        "conditions": "",
        "their_ref": f"R{number}",
        "state": state,
        "commissioner": key[0],
        "year": key[1],
    }
    return {**said, "asked": pounds, "agreed": pounds, "paid": f"{paid // 100}.{paid % 100:02d}"}
