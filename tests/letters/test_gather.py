"""Facts gathered from a real case, at each point of its life, make a whole letter."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlmodel import Session

from fundflow import applications, engine, letters, payments
from fundflow.definitions import load_library
from fundflow.errors import BadInput
from fundflow.letters.build import TEXTS
from fundflow.letters.gather.pieces import happened, lower_first
from fundflow.payments.queries.runs import payments_of_case
from tests.letters.reading import words
from tests.stories.world import World

NAMES = {text.code: text.name for text in TEXTS}


class Told:
    """A case of the story, and the words of any letter about it now."""

    def __init__(self, session: Session) -> None:
        self.world = World(session).settle()
        self.round = self.world.open_round()
        self.ref = self.world.bid(self.round)

    def letter(self, code: str, **extra: Any) -> str:
        session, world = self.world.session, self.world
        case = applications.get(session, self.ref)
        assert case.id is not None
        facts = letters.gather(session, code, application_id=case.id, now=world.now, extra=extra)
        assert isinstance(facts, letters.model_for(code))
        return words(letters.filled(code, facts, letters.load(NAMES[code])))

    def at(self, *when: int) -> None:
        self.world.now = datetime(*when, tzinfo=UTC)  # type: ignore[misc, arg-type]

    def to_assessment(self) -> None:
        self.world.submit(self.ref)
        self.at(2017, 5, 15, 9)
        self.world.step(self.ref, "accept_eligible", "officer")

    def to_committee(self) -> None:
        self.to_assessment()
        self.world.score(self.ref)
        self.at(2017, 6, 1, 9)
        engine.assessment.rank(
            self.world.session, self.round, actor=self.world.who("officer"), now=self.world.now, freeze=True
        )
        self.world.group_meeting("group-june", self.ref)
        self.world.recommend(self.ref, "group-june")
        self.at(2017, 6, 14, 13)
        self.world.committee("june", self.ref, bodies=("05J",))

    def to_offer(self) -> None:
        self.to_committee()
        self.world.decide("june", 1, "05J", reason="")
        self.world.apply("june")
        self.at(2017, 6, 16, 9)
        self.world.payee("FEDNW")
        self.world.step(self.ref, "issue_offer", "officer")
        self.world.step(self.ref, "issue_offer", "finance")

    def to_award(self) -> None:
        self.to_offer()
        self.world.step(self.ref, "accept", "partner.fednw")

    def to_work(self) -> None:
        self.to_award()
        for number in self.world.open_precedents(self.ref):
            self.world.meet(self.ref, number)
        self.world.step(self.ref, "satisfy_precedents", "officer")


MINUTED = "Decided Redditch and Bromsgrove, 14 June 2017, minute"
"""Once a case is decided, each letter about it names the decision at its head."""


@pytest.fixture
def told(session: Session) -> Iterator[Told]:
    yield Told(session)


def has(said: str, *phrases: str) -> None:
    assert not [phrase for phrase in phrases if phrase not in said], said


def test_every_fund_names_templates_that_are_there() -> None:
    found, _problems = load_library()
    for fund in found.funds.values():
        for code, name in fund.letters.items():
            assert NAMES[code] == name, f"{fund.fund} says {name} for {code}"


def test_a_draft_that_was_never_sent(told: Told) -> None:
    told.at(2017, 5, 12, 16, 1)
    has(told.letter("N1"), "Friday 12 May 2017, 5:00 pm", "Only the sending", "resilience programme")


def test_a_bid_that_has_come_in(told: Told) -> None:
    told.world.submit(told.ref)
    has(
        told.letter("L01"),
        "TF-17-0001",
        "North federation (FEDNW)",
        "£100,000.00",
        "4 of 4",
        "3 of 3",
        "two people",
        "05J",
    )
    has(
        told.letter("L12", step="withdraw", reason="two practices merge"),
        "is withdrawn",
        "two practices merge",
        "No money was held",
    )
    has(told.letter("L02b", reason="It is for locum cover"), "resilience programme", "It is for locum cover")
    has(told.letter("L02", reason="one practice only"), "One practice only.", "look again")
    has(told.letter("N4", reason="The money was withdrawn", minute="RB/17/050"), "RB/17/050", "The money was withdrawn")
    has(
        told.letter("L19", grounds="factual_error", reason="the list was old"),
        "A fact was got wrong",
        "The list was old",
    )
    has(
        told.letter("L20", step="uphold_screening", reason="the list was old"),
        "You were right to ask",
        "The list was old",
    )


def test_a_question_and_its_answer(told: Told) -> None:
    told.to_assessment()
    told.world.step(told.ref, "query", "officer", questions=[{"text": "How many visits?", "field": "measure"}])
    has(
        told.letter("L03"),
        "How many visits?",
        "How will you know that there has been a change?",
        "Officer asked",
        "Tuesday 30 May 2017",
    )
    has(told.letter("L03b"), "due soon")
    has(told.letter("L03d"), "as you first sent it", "How many visits?")
    told.world.step(told.ref, "respond", "writer.fednw", answers={1: "42"})
    has(told.letter("L03c"), "Writer Fednw", "Monday 15 May 2017")


def test_a_bid_that_is_ready_for_assessment(told: Told) -> None:
    told.to_assessment()
    has(told.letter("L01b"), "meets the rules", "two people", "We will tell you the day of the decision")


def test_a_question_that_was_never_asked_is_no_letter(told: Told) -> None:
    with pytest.raises(BadInput, match="no question was asked"):
        told.letter("L03")
    with pytest.raises(BadInput, match="no offer"):
        told.letter("L04")
    with pytest.raises(BadInput, match="no award"):
        told.letter("L17")
    with pytest.raises(BadInput, match="give claim=REFERENCE"):
        told.letter("L08a")


def test_a_bid_that_is_not_funded(told: Told) -> None:
    told.to_committee()
    told.world.decide(
        "june", 1, "05J", "reject", reason="The plan has no numbers", reasons={"value_quality": "no baseline"}
    )
    told.world.apply("june")
    said = told.letter("L05", step="decide")
    has(
        said,
        "We will not fund",
        "The plan has no numbers",
        "Primary Care Commissioning Committee",
        "70.0 of 100",
        "1st of 1",
    )
    has(
        said,
        "Evidence of working at scale",
        "The reasons of each committee",
        "Clear plan.",
        "No baseline.",
        "Wednesday 12 July 2017",
    )
    has(told.letter("L05", step="expire"), "was on the reserve list")


def test_a_bid_that_is_put_off(told: Told) -> None:
    told.to_committee()
    told.world.decide(
        "june",
        1,
        "05J",
        "defer",
        reason="A rota is needed",
        information="the rota of both practices",
        answer_by=date(2017, 6, 30),
    )
    told.world.apply("june")
    has(
        told.letter("L06"),
        "The rota of both practices",
        "Friday 30 June 2017",
        "A rota is needed",
        "put off once",
        "No money is held",
    )
    has(told.letter("N7"), "the information that the committee asked for", "Friday 30 June 2017")


def test_a_bid_on_the_reserve_list(told: Told) -> None:
    told.to_committee()
    told.world.decide("june", 1, "05J", "reserve", reason="No money is left")
    told.world.apply("june")
    has(told.letter("L16"), "not an offer", "1st of 1", "Redditch and Bromsgrove", "£100,000.00", "Reserve list\n")


def test_an_award_that_came_up_from_the_reserve_list_says_that_it_was_approved(told: Told) -> None:
    told.to_committee()
    told.world.decide("june", 1, "05J", outcome="reserve", reason="")
    told.world.apply("june")
    told.at(2017, 6, 16, 9)
    told.world.payee("FEDNW")
    told.world.step(told.ref, "promote", "officer", resolution="PCCC-2017-06/9")
    told.world.step(told.ref, "issue_offer", "officer")
    told.world.step(told.ref, "issue_offer", "finance")
    told.world.step(told.ref, "accept", "partner.fednw")
    has(told.letter("L17"), "eserve list, and approved from it once money became free")


def test_an_offer_and_what_may_answer_it(told: Told) -> None:
    told.to_offer()
    said = told.letter("L04")
    has(
        said,
        "£100,000.00",
        "one hundred thousand pounds",
        "Friday 14 July 2017",
        "Alder Practice (Z10001)",
        "Partner Z10001",
    )
    has(said, "you must sign an agreement between all practices", "The primary care team will check it", "£25,000.00")
    has(said, "Who invoices whom", "Quarterly return", "Q1 2017/18", "section 96", "Backfill so that staff")
    assert "11:59" not in said
    has(told.letter("L18", step="lapse", stood="offer_issued"), "Our offer of £100,000.00 ended", MINUTED)
    has(told.letter("L18b", reason="A partner is away"), "more time to accept", "A partner is away")
    has(told.letter("L12", step="decline", stood="offer_issued"), "declined our offer", "£100,000.00", MINUTED)
    has(told.letter("N2", step="roll_over", reason="Four could vote"), "Four could vote", "no fault of yours")
    set_aside = told.letter("N2", step="return_to_committee", reason="The accounts were not audited")
    has(set_aside, "The accounts were not audited", "We are sorry for the wait")
    assert "no fault" not in set_aside


def test_an_award_from_signing_to_work(told: Told) -> None:
    told.to_award()
    said = told.letter("L17")
    has(said, "in force", "TF-17-0001/L04", "Alex Morgan", "Two of us checked its bank details", "Partner Fednw")
    told = told_at_work(told)
    has(
        told.letter("L21"), "may start", "Met, 16 June 2017", "you must measure every baseline", "Final report", MINUTED
    )


def told_at_work(told: Told) -> Told:
    for number in told.world.open_precedents(told.ref):
        told.world.meet(told.ref, number)
    told.world.step(told.ref, "satisfy_precedents", "officer")
    return told


def test_claims_and_payments(told: Told) -> None:
    told.to_work()
    claim = told.world.claim(told.ref, ["start"], 2_500_000)
    told.world.on_claim(claim, "query", "claim_checker", questions=["Which week was this?"])
    has(told.letter("L08a", claim=claim), claim, "£25,000.00", "Which week was this?", "Claim Checker")
    told.world.on_claim(claim, "answer", "partner.fednw", answers={1: "The second"})
    has(told.letter("N5", claim=claim, reason="a report is late"), "waits", "A report is late")
    told.world.pay(claim)
    payment = next(iter(_payments(told)))
    said = told.letter("L08", payment=payment)
    has(
        said,
        "£25,000.00",
        payment,
        "instalment “Start”",
        "Redditch and Bromsgrove",
        "£75,000.00",
        "A1",
        "2017/18",
        MINUTED,
    )


def test_money_asked_back(told: Told) -> None:
    told.to_work()
    claim = told.world.claim(told.ref, ["start"], 2_500_000)
    told.world.pay(claim)
    session, world = told.world.session, told.world
    made = engine.recoveries.propose(
        session,
        told.ref,
        cause="unspent",
        clause="section 9",
        working=payments.unspent(paid=2_500_000, eligible=2_182_000),
        second=world.who("finance"),
        actor=world.who("officer"),
        now=world.now,
    )
    engine.recoveries.act_on(session, made, "give_notice", actor=world.who("finance"), now=world.now)
    said = told.letter("L09", recovery=made)
    has(
        said,
        "We paid £25,000.00 and you spent £21,820.00",
        "£3,180.00",
        "section 9",
        "-£21,820.00",
        "£530.00",
        "Friday 14 July 2017",
    )
    assert MINUTED in said
    has(told.letter("L09b", recovery=made), "£3,180.00 is due", "no reply to our letter TF-17-0001/L09")
    has(
        told.letter("L09c", recovery=made, reason="It was not spent"),
        "£3,180.00 is still to be returned",
        "It was not spent",
    )


def test_a_claim_that_is_refused(told: Told) -> None:
    told.to_work()
    claim = told.world.claim(told.ref, ["start"], 2_500_000)
    told.world.on_claim(claim, "check", "claim_checker")
    told.world.on_claim(claim, "refuse", "claim_approver", reason="the forecast is of another year")
    has(
        told.letter("L08b", claim=claim), "We will not pay your claim", "£25,000.00", "The forecast is of another year."
    )


def _payments(told: Told) -> list[str]:
    case = applications.get(told.world.session, told.ref)
    return [one.ref for one in payments_of_case(told.world.session, case.id or 0)]


def test_an_award_stopped_changed_and_ended(told: Told) -> None:
    told.to_work()
    told.world.step(
        told.ref,
        "request_variation",
        "officer",
        reason="The nurse starts late",
        kind="dates",
        details={"ends": "2019-02-28"},
    )
    has(told.letter("L11"), "change 1", "the nurse starts late", "£100,000.00", "Thursday 28 February 2019")
    has(told.letter("L11b", reason="The money ends then"), "not agreed", "The money ends then")
    has(told.letter("L22", reason="The return is late", step="suspend"), "stopped payments", "the return is late")
    has(told.letter("L13b", reason="A practice left"), "a practice left", "Primary Care Commissioning Committee")
    has(told.letter("L13c", reason="Two practices are enough"), "Two practices are enough", "you must measure")
    has(told.letter("L22b"), "start again", "No claims were waiting")
    has(
        told.letter("L24", step="terminate", reason="Nobody was hired", minute="RB/18/1"),
        "ends on",
        "Nobody was hired",
        "RB/18/1",
    )
    has(told.letter("N3"), "Sunday 31 March 2019", "£100,000.00", "Milestones met and missed")
    has(told.letter("L10b"), "settled", "Not used")
    has(told.letter("L10", assets="Scanner; Two laptops"), "Scanner", "Two laptops", "closed")
    told.at(2017, 11, 20, 9)
    has(told.letter("L13"), "Q1 2017/18", "overdue")


def test_facts_given_whole_go_before_those_gathered(told: Told) -> None:
    told.world.submit(told.ref)
    said = told.letter("L12", facts={"reapply": "You may bid again in October"})
    has(said, "You may bid again in October")


@pytest.mark.parametrize(
    ("said", "inside"),
    [
        ("The board has no quorum.", "the board has no quorum."),
        ("Bittern Practice belongs to the south.", "Bittern Practice belongs to the south."),
        ("The Elms has closed.", "the Elms has closed."),
        ("NHS England asked for it.", "NHS England asked for it."),
        ("Only one practice is left.", "only one practice is left."),
        ("", ""),
    ],
)
def test_a_reason_inside_a_sentence_keeps_the_capitals_of_names(said, inside):
    assert lower_first(said) == inside


@pytest.mark.parametrize(
    ("without", "said"),
    [
        ("St. Anne's, Dr. Lee Ltd. (Z1) is closed in our register. Take it off.", "(Z1) is closed in our register."),
        ("£1.50 of the bid goes on (Nurses). Write in the exit plan.", "£1.50 of the bid goes on (Nurses)."),
        ("The form is not complete: question 2 is empty. You can add it.", "question 2 is empty."),
        ("The bid covers too few.", "The bid covers too few."),
    ],
)
def test_only_the_first_sentence_of_a_rule_is_told_to_a_practice(without: str, said: str) -> None:
    told = happened(without)
    assert told.endswith(said)
    assert without.startswith(told)
