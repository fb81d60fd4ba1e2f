"""The packaged worked round: played once, then looked at from outside for everything that it promises to show."""

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import docx
import pytest
from sqlmodel import Session

from fundflow import (
    applications,
    audit,
    awards,
    committees,
    database,
    files,
    ledger,
    letters,
    organisations,
    payments,
    people,
    reporting,
    scoring,
)
from fundflow.applications import Dossier
from fundflow.definitions import Library
from fundflow.ledger import BudgetKey
from fundflow.rehearsal import Played, Stage, packaged
from tests.plays import Plays

FUND = "worcestershire-transformation"
END = datetime(2019, 5, 14, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Demo:
    """The database as the play left it, read in one transaction, and every line that was played."""

    session: Session
    stage: Stage
    library: Library
    lines: tuple[Played, ...]

    def case(self, name: str) -> Dossier:
        return applications.dossier(self.session, self.stage.ref(name))

    def said(self, verb: str, words: str) -> bool:
        return any(one.verb == verb and words in one.said for one in self.lines)

    def letters(self, name: str) -> Counter[str]:
        case = applications.get(self.session, self.stage.ref(name))
        return Counter(one.code for one in letters.find(self.session, application_id=case.id))

    def shares(self, name: str) -> dict[str, tuple[str, int]]:
        case = applications.get(self.session, self.stage.ref(name))
        assert case.id is not None
        rows = committees.shares(self.session, case.id)
        return {row.commissioner: (str(row.outcome), sum(one["pence"] for one in row.amounts)) for row in rows}

    def events(self, subject: str) -> list[str]:
        return [event.what for event in audit.history(self.session, self.stage.ref(subject))]


@pytest.fixture(scope="module")
def demo(plays: Plays) -> Iterator[Demo]:
    kept = plays.of("worcestershire-2017")
    engine = database.connect(f"sqlite:///{kept.file}")
    stage = Stage(engine, plays.library, packaged.FOLDER, names=dict(kept.record.names))
    with database.reading(engine) as session:
        yield Demo(session, stage, plays.library, kept.lines)
    engine.dispose()


# ------------------------------------------------------------------------------------------------ what it stands on


def test_table_7_2_is_there_to_the_penny(demo):
    report = reporting.run(demo.session, "finance", as_at=None, known_at=None, library=demo.library, now=END)
    assert sum(row["allocated_pence"] for row in report.rows) == 1_825_226_100
    by_fund = Counter()
    for row in report.rows:
        by_fund[row["fund"].removeprefix("worcestershire-")] += row["allocated_pence"] // 100
    assert by_fund == {
        "transformation": 1_785_318,
        "care-navigator": 407_392,
        "online-consultation": 356_678,
        "resilience": 102_340,
        "ettf": 4_123_383,
        "improving-access": 11_477_150,
    }


def test_the_county_has_its_practices_groups_and_lists(demo):
    session = demo.session
    practices = {code: organisations.commissioner_of(session, code, on=END.date()) for code in _codes(session, "Z17")}
    assert Counter(practices.values()) == {"05J": 22, "05T": 32, "06D": 11}
    members = {code: len(organisations.members(session, code, on=END.date())) for code in _codes(session, "F17")}
    assert members == {"F17001": 32, "F17002": 17, "F17003": 11}
    assert len(organisations.members(session, "N17004", on=END.date())) == 5
    assert len(organisations.members(session, "S17005", on=END.date())) == 6
    for year, wanted in {2017: (175_761, 303_610, 114_585), 2018: (176_511, 304_935, 114_810)}.items():
        day = datetime(year, 1, 1, tzinfo=UTC).date()
        lists = organisations.list_sizes(session, sorted(practices), basis="registered", on=day)
        found = Counter()
        for code, body in practices.items():
            assert lists[code].on == day
            found[body] += lists[code].patients
        assert tuple(found[body] for body in ("05J", "05T", "06D")) == wanted


def _codes(session: Session, stem: str) -> list[str]:
    return [code for code in organisations.codes(session) if code.startswith(stem)]


# ------------------------------------------------------------------------------------------------ bids and screening


def test_eighteen_bids_end_where_the_story_says(demo):
    states = {
        name: demo.case(name).state
        for name in demo.stage.names
        if demo.stage.ref(name).startswith("TF-17-") and "/" not in demo.stage.ref(name)
    }
    assert states == {
        "redditch-hub": "closed",
        "contact-centre": "final_report_due",
        "locality-hubs": "final_report_due",
        "bromsgrove-hub": "offer_declined",
        "bewdley-hub": "final_report_due",
        "town-hub": "final_report_due",
        "link-workers": "terminated",
        "faculty": "final_report_due",
        "triage": "final_report_due",
        "pharmacists": "final_report_due",
        "merger": "final_report_due",
        "evesham": "final_report_due",
        "droitwich": "closed_unsuccessful",
        "telephones": "closed_unsuccessful",
        "emergency": "redirected",
        "alone": "closed_unsuccessful",
        "self-care": "withdrawn",
        "late": "not_submitted",
    }


def test_a_federation_bids_for_its_members_and_one_bid_joins_all_three_commissioners(demo):
    assert organisations.require(demo.session, demo.case("redditch-hub").lead).kind == "federation"
    joint = demo.case("contact-centre")
    asked = {share.commissioner: share.asked_pence for share in joint.shares}
    assert set(asked) == {"05J", "05T", "06D"}
    assert sum(asked.values()) == joint.ask_pence == 27_000_000


def test_one_practice_alone_fails_the_scale_test_and_emergency_goes_to_resilience(demo):
    assert demo.said("step", "The bid is from 1 practice with 9,210 patients")
    alone = demo.case("alone")
    assert [gate.code for gate in alone.gates if not gate.passed] == ["E4"]
    assert demo.letters("alone")["L02"] == demo.letters("emergency")["L02b"] == 1


def test_a_question_is_asked_and_answered(demo):
    asked = demo.case("pharmacists").clarifications
    assert [one.outcome for one in asked] == ["answered"]
    assert {"L03", "L03c"} <= set(demo.letters("pharmacists"))


def test_a_bid_is_called_back_and_sent_again_and_a_late_one_is_refused(demo):
    assert demo.events("locality-hubs").count("submit") == 2
    assert "recall_for_edit" in demo.events("locality-hubs")
    assert demo.letters("locality-hubs")["L01"] == 2
    assert demo.said("step", "Your bid reached us at 5:00:41 pm")
    assert demo.letters("late") == {"N1": 1}
    assert demo.letters("self-care")["L12"] == 1


# ------------------------------------------------------------------------------------------------ assessment and decisions


def test_an_assessor_in_a_bidding_practice_is_kept_out_and_two_marks_apart_are_moderated(demo):
    assert demo.said("assign", "Dr Amara Osei was not assigned: Kestrel Practice is part of this bid")
    case = applications.get(demo.session, demo.stage.ref("merger"))
    assert case.id is not None
    moderation = scoring.moderation(demo.session, case.id)
    assert moderation is not None
    assert moderation.id is not None
    assert [(one.criterion, one.score) for one in scoring.agreed(demo.session, moderation.id)] == [
        ("working_at_scale", 4)
    ]


def test_two_bids_tie_at_the_cut_line_and_one_does_not_fit(demo):
    ranking = scoring.frozen_ranking(demo.session, applications.get(demo.session, demo.stage.ref("evesham")).round_id)
    assert ranking is not None
    rows = {row["ref"]: row for row in ranking.rows}
    one, other = rows[demo.stage.ref("evesham")], rows[demo.stage.ref("droitwich")]
    assert one["rank"] == other["rank"]
    assert one["tied_with"] == [other["ref"]]
    assert demo.said("list", f"{demo.stage.ref('triage')}: does_not_fit")
    assert demo.shares("evesham")["05T"][0] == "approve"
    assert demo.shares("droitwich")["05T"][0] == "reserve"


def test_each_commissioner_decides_its_own_share(demo):
    assert demo.said("decide", "South Worcestershire committee cannot decide item 6. Three members count and four are")
    assert {body: said for body, (said, _) in demo.shares("contact-centre").items()} == dict.fromkeys(
        ("05J", "05T", "06D"), "approve"
    )
    minutes = applications.get(demo.session, demo.stage.ref("contact-centre")).facts["minutes"]
    assert minutes["05J"].startswith("PCCC-2017-06")
    assert minutes["05T"].startswith("PCCC-2017-07")
    assert demo.shares("link-workers") == {"05J": ("reject", 0), "06D": ("approve", 7_200_000)}
    assert demo.shares("faculty") == {"05J": ("approve_less", 11_302_658)}
    assert demo.letters("town-hub")["L06"] == 1


def test_one_penny_too_many_is_refused_and_the_last_penny_is_given(demo):
    assert demo.said("apply decisions", "It needs £73,026.59 and £73,026.58 is left for Redditch and Bromsgrove")
    assert demo.said(
        "step", "asks for £263,641.01 of Redditch and Bromsgrove in 2017/18, and the whole fund has £263,641.00"
    )
    key = BudgetKey("05J", "2017/18", FUND)
    reserved = sum(
        posting.pence
        for entry in ledger.entries(demo.session, kind=ledger.Kind.RESERVE)
        for posting in entry.postings
        if entry.recorded_at.date().isoformat() == "2017-06-14" and posting.target.key == key and posting.target.holder
    )
    assert reserved == 26_364_100


def test_a_declined_offer_moves_the_reserve_list_and_its_end_closes_it(demo):
    assert demo.letters("bromsgrove-hub")["L12"] == 1
    assert demo.letters("triage")["L16"] == demo.letters("triage")["L17"] == 1
    assert demo.letters("droitwich")["L16"] == demo.letters("droitwich")["L05"] == 1


# ------------------------------------------------------------------------------------------------ after the award


def test_a_claim_is_queried_cut_and_paid(demo):
    claim = payments.claim(demo.session, demo.stage.ref("bw-half"))
    assert claim.state == "settled"
    lines = payments.lines(demo.session, claim.id)
    assert (sum(one.pence for one in lines), sum(one.approved_pence or 0 for one in lines)) == (1_570_000, 1_410_000)
    assert {"L08a", "L08b", "L08"} <= set(demo.letters("bewdley-hub"))


def test_a_payment_fails_and_is_paid_again(demo):
    claim = payments.claim(demo.session, demo.stage.ref("cc-start"))
    states = Counter(one.state for one in payments.payments_of_claim(demo.session, claim.id))
    assert states == {"failed": 3, "paid": 3}
    assert len(ledger.entries(demo.session, case=claim.case_ref, kind=ledger.Kind.PAYMENT_FAILED)) == 3


def test_an_award_is_varied_another_pays_back_and_the_first_is_closed(demo):
    case = applications.get(demo.session, demo.stage.ref("faculty"))
    award = awards.find_award(demo.session, int(case.id or 0))
    assert award is not None
    assert awards.award_amounts(demo.session, int(award.id or 0)) == {
        "05J": {"2017/18": 6_702_658, "2018/19": 4_600_000}
    }
    recovery = payments.recovery(demo.session, demo.stage.ref("lw-back"))
    assert recovery.state == "received"
    back = sum(one.received_pence for one in payments.recovery_shares(demo.session, recovery.id))
    assert back == 318_000
    assert {"L09", "L10b", "L24"} <= set(demo.letters("link-workers"))
    assert {"L21", "L23", "L10"} <= set(demo.letters("redditch-hub"))


def test_rules_say_no_often_and_by_name(demo):
    refused = [one for one in demo.lines if one.said.startswith("refused as expected")]
    assert len(refused) >= 25
    assert {one.verb for one in refused} >= {"step", "assign", "score", "decide", "apply decisions", "claim", "recover"}


# ------------------------------------------------------------------------------------------------ books, trail, letters


def test_every_key_of_the_finance_report_adds_up(demo):
    report = reporting.run(demo.session, "finance", as_at=None, known_at=None, library=demo.library, now=END)
    assert len(report.rows) == len(ledger.positions(demo.session))
    for row in report.rows:
        assert row["uncommitted_pence"] == row["allocated_pence"] - row["reserved_pence"] - row["committed_pence"]
        assert 0 <= row["paid_pence"] <= row["approved_pence"] <= row["claimed_pence"] <= row["committed_pence"]
        assert row["uncommitted_pence"] >= 0


def test_the_ledger_and_the_trail_have_no_fault(demo):
    assert ledger.check(demo.session) == []
    assert audit.verify(demo.session) == []


OFFICE_SENDS = (
    *("L01", "L01b", "L02", "L02b", "L03", "L03c", "L04", "L04a", "L05", "L06", "L08", "L08a", "L08b", "L09", "L10"),
    *("L10b", "L11", "L12", "L13", "L16", "L17", "L19", "L20", "L21", "L23", "L24", "N1", "N3", "N7"),
)


def test_every_letter_is_out_opens_in_word_and_is_finished(demo):
    rows = letters.find(demo.session)
    assert {row.state for row in rows} == {"released"}
    assert {row.code for row in rows} >= set(OFFICE_SENDS)
    for row in rows:
        assert row.file_sha256 is not None
        text = _text(files.get(demo.session, row.file_sha256).content)
        assert text.strip()
        assert not any(mark in text for mark in ("{{", "}}", "{%", "Undefined")), row.ref


def _text(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def test_there_is_a_person_for_every_role_to_sign_in_as(demo):
    held = {
        grant.role
        for name in ("officer", "finance", "practice", "assessor", "secretary", "auditor")
        for grant in people.actor(demo.session, name, now=END).roles
    }
    assert held >= {"officer", "finance", "applicant", "assessor", "committee_secretary", "auditor"}
    assert people.actor(demo.session, "chair", now=END).name == "Margaret Dunn"
