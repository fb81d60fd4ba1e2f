"""Every other report: what it shows after a life, what it showed before, and whom it does not name."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from fundflow import audit, engine, ledger, monitoring, payments, people, reporting
from fundflow.errors import BadInput, NotFound
from fundflow.reporting import REPORTS
from tests.reporting.county import NOW, TRANSFORMATION, ask
from tests.stories.world import World, library


def only(report):
    (row,) = report.rows
    return row


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_can_be_had_empty(session, name):
    report = ask(session, name)
    assert report.rows == []
    assert report.name == name
    assert report.columns


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_fills_its_columns_and_adds_up_its_money(lived, name):
    for options in ({}, {"as_at": date(2017, 6, 15), "known_at": datetime(2017, 6, 20, tzinfo=UTC), "names": True}):
        report = ask(lived, name, **options)
        for row in report.rows:
            assert {column.key for column in report.columns} <= set(row)
        for key, total in report.totals.items():
            assert total == sum(row[key] for row in report.rows)
            assert isinstance(total, int)
        assert set(report.brief) <= {column.key for column in report.columns}
        assert all(column.key.endswith("_pence") == column.money for column in report.columns)


def test_every_report_says_what_it_holds():
    assert set(reporting.describe()) == set(REPORTS)
    assert all(means.endswith(".") and "domain" not in means for means in reporting.describe().values())


def test_an_award_has_one_row_with_its_money(lived):
    row = only(ask(lived, "awards"))
    assert (row["case"], row["recipient_name"], row["state"]) == ("TF-17-0001", "North federation", "closed")
    assert (row["offered_pence"], row["committed_pence"], row["paid_pence"]) == (10_000_000, 2_500_000, 2_500_000)
    assert row["recoverable_pence"] == 0


def test_an_award_is_shown_as_it_stood(lived):
    assert ask(lived, "awards", as_at=date(2017, 6, 15)).rows == []
    row = only(ask(lived, "awards", as_at=date(2017, 6, 16)))
    assert (row["state"], row["committed_pence"], row["remaining_pence"]) == ("active", 10_000_000, 7_500_000)


def test_a_round_tells_where_its_bids_stood(lived):
    told = {
        date(2017, 4, 2): None,
        date(2017, 5, 14): "1 submitted",
        date(2017, 5, 31): "1 scored",
        date(2017, 6, 13): "1 recommended",
        date(2017, 6, 14): "1 approved",
        None: "1 closed",
    }
    for day, stands in told.items():
        rows = ask(lived, "rounds", as_at=day).rows
        assert (rows[0]["stands"] if rows else None) == stands, day
    assert only(ask(lived, "rounds"))["asked_pence"] == 10_000_000


def test_the_ranked_list_has_rank_score_and_what_fits(lived):
    row = only(ask(lived, "scores"))
    assert (row["rank"], row["of"], row["score"], row["band"]) == ("1", 1, "70.0", "fundable")
    assert (row["outcome"], row["fits_pence"], row["cost_per_head"]) == ("fits", 10_000_000, "4.76")


def test_a_claim_names_its_four_people_and_a_payment_its_run(lived):
    claim = only(ask(lived, "claims"))
    hands = {claim[f"{what}_by"] for what in ("declared", "checked", "approved", "released")}
    assert len(hands) == 4
    assert (claim["claimed_pence"], claim["approved_pence"], claim["state"]) == (2_500_000, 2_500_000, "paid")
    payment = only(ask(lived, "payments"))
    assert payment["gross_pence"] == payment["net_pence"] == 2_500_000
    assert payment["run"].startswith("PR-")
    assert ask(lived, "payments", as_at=date(2017, 6, 15)).rows == []


def test_a_recovery_shows_what_is_still_owed(lived):
    world = World(lived, now=NOW)
    made = engine.recoveries.propose(
        lived,
        "TF-17-0001",
        cause="unspent",
        clause="section 9",
        working=payments.unspent(paid=2_500_000, eligible=2_182_000),
        second=world.who("finance"),
        actor=world.who("officer"),
        now=world.now,
    )

    def step(action, by, **values):
        engine.recoveries.act_on(lived, made, action, actor=world.who(by), now=world.now, values=values)

    step("give_notice", "finance")
    row = only(ask(lived, "recoveries"))
    assert (row["recovery"], row["state"], row["asked_pence"], row["owed_pence"]) == (
        made,
        "notice given",
        318_000,
        318_000,
    )
    assert only(ask(lived, "awards"))["recoverable_pence"] == 318_000
    assert ask(lived, "finance").rows[0]["recoverable_pence"] == 318_000
    step("agree", "partner.fednw")
    world.now = datetime(2019, 4, 20, 9, tzinfo=UTC)
    step("receive", "finance", pence=318_000, reference="BACS 1")
    row = only(ask(lived, "recoveries", now=world.now))
    assert (row["state"], row["received_pence"], row["owed_pence"]) == ("received", 318_000, 0)
    assert only(ask(lived, "recoveries", as_at=date(2019, 4, 19), now=world.now))["owed_pence"] == 318_000
    assert ask(lived, "finance", now=world.now).rows[0]["paid_pence"] == 2_182_000


def test_the_register_has_the_decision_with_its_vote_and_minute(lived):
    row = only(ask(lived, "register"))
    assert (row["decision"], row["decided_pence"], row["vote"]) == ("approve", 10_000_000, "5 for, 0 against")
    assert (row["held_on"], row["commissioner"], row["standing"]) == (date(2017, 6, 14), "05J", "stands")
    assert ask(lived, "register", as_at=date(2017, 6, 13)).rows == []


def test_interests_stay_for_six_months_after_they_end(session):
    world = World(session).settle()
    gp = world.who("gp.05j")
    made = people.declare(
        session,
        gp.id,
        organisation="Z10001",
        kind="financial",
        nature="partner",
        starts=date(2017, 4, 1),
        act=world.act(),
    )
    people.end_interest(session, made.id, ends=date(2017, 6, 30), act=world.act())
    assert only(ask(session, "interests", as_at=date(2017, 12, 30)))["organisation_name"] == "Alder Practice"
    assert ask(session, "interests", as_at=date(2018, 1, 2)).rows == []


def test_the_trial_balance_has_every_account_and_no_difference(lived):
    report = ask(lived, "trial-balance")
    assert report.totals["difference_pence"] == 0
    assert report.totals["paid_out_pence"] == 2_500_000
    assert report.notes == ["Every key balances."]


def test_the_journal_has_every_posting_of_every_entry(lived):
    rows = ask(lived, "journal").rows
    assert len(rows) == sum(len(entry.postings) for entry in ledger.entries(lived))
    assert {"ALLOCATE", "RESERVE", "COMMIT", "CLAIM", "APPROVE_CLAIM", "PAY", "DECOMMIT"} <= {r["kind"] for r in rows}
    before = ask(lived, "journal", as_at=date(2017, 6, 14)).rows
    assert {row["kind"] for row in before} == {"ALLOCATE", "RESERVE"}


def test_a_virement_is_in_the_log_and_in_the_outturn_of_both_keys(session):
    world = World(session).settle()
    key = ledger.BudgetKey("05J", "2017/18", TRANSFORMATION)
    to = ledger.BudgetKey("06D", "2017/18", TRANSFORMATION)
    engine.funds.vire(
        session,
        from_key=key,
        to_key=to,
        pence=1_000_000,
        minute="PC-12",
        library=library(),
        actor=world.who("finance"),
        now=world.now,
        reason="A joint hub.",
    )
    log = only(ask(session, "virements"))
    assert (log["from_commissioner"], log["to_commissioner"], log["vired_pence"]) == ("05J", "06D", 1_000_000)
    moved = {row["commissioner"]: row for row in ask(session, "outturn").rows if row["period"] == "2017/18"}
    assert (moved["05J"]["vired_pence"], moved["06D"]["vired_pence"]) == (-1_000_000, 1_000_000)
    for row in moved.values():
        parts = ("opening_pence", "adjusted_pence", "vired_pence", "carried_pence", "lapsed_pence")
        assert row["allocated_pence"] == sum(row[part] for part in parts)


def test_monitoring_counts_returns_overdue_and_rates_the_award(lived):
    row = only(ask(lived, "monitoring", as_at=date(2017, 8, 1)))
    assert (row["returns"], row["returns_overdue"], row["rating"]) == (8, 1, "amber")
    assert row["next_return_on"] == date(2017, 10, 31)
    assert only(ask(lived, "monitoring", as_at=date(2017, 7, 31)))["returns_overdue"] == 0


def test_letters_are_listed_with_what_became_of_them(lived):
    rows = ask(lived, "letters").rows
    assert {"L01", "L04", "L08", "L10"} <= {row["code"] for row in rows}
    assert len(ask(lived, "letters", as_at=date(2017, 4, 3)).rows) == 1


def test_names_stay_out_where_the_fund_does_not_publish_them(lived):
    fund = library().fund(TRANSFORMATION)
    quiet = fund.model_copy(update={"publishes": {**fund.publishes, "award_list": False}})
    changed = type(library())(**{**vars(library()), "funds": {**library().funds, TRANSFORMATION: quiet}})
    for name in ("awards", "monitoring", "claims", "payments", "scores", "letters", "register"):
        report = reporting.run(lived, name, library=changed, now=NOW)
        assert report.rows
        said = str(report.rows)
        assert "North federation" not in said, name
        assert "'FEDNW'" not in said, name
        assert "'Hubs'" not in said, name
        if name != "scores":
            assert any("not published" in note for note in report.notes), name
    assert "North federation" in str(reporting.run(lived, "awards", library=changed, now=NOW, names=True).rows)


def test_an_unknown_name_offers_the_nearest(session):
    with pytest.raises(NotFound, match="did you mean 'finance'"):
        ask(session, "finnance")
    with pytest.raises(NotFound, match="no fund"):
        ask(session, "finance", fund="nothing")
    with pytest.raises(NotFound, match="no round"):
        ask(session, "scores", round_ref="nothing")


def test_nothing_can_be_known_before_it_happens(session):
    with pytest.raises(BadInput, match="has not come yet"):
        ask(session, "finance", known_at=datetime(2030, 1, 1, tzinfo=UTC))


def test_instalments_that_do_not_add_up_to_the_award_are_found(lived):
    assert reporting.schedule_faults(lived) == []
    lived.connection().execute(text("UPDATE tranche_amount SET pence = pence + 1 WHERE id = 1"))
    lived.expire_all()
    (fault,) = reporting.schedule_faults(lived)
    assert fault.place == "schedule of TF-17-0001 for 05J in 2017/18"
    assert "£25,000.01" in fault.sentence


PROMISES = (
    ("not_started", "2017-09-30"),
    ("partially_met", "2099-03-31"),
    ("in_progress", "2017-09-30"),
    ("met", "2017-06-30"),
    ("cancelled", "2017-06-30"),
    ("not_started", "2099-06-30"),
)


def promise(session):
    award = session.connection().execute(text("SELECT application_id FROM award")).scalar_one()
    for known in monitoring.milestones(session, award):
        session.delete(known)
    act = audit.Act(actor_id=1, actor="Setting", now=NOW, what="milestone.add", subject="TF-17-0001")
    for number, (state, due) in enumerate(PROMISES, start=1):
        spans = [monitoring.Window(date(2017, 4, 1), date.fromisoformat(due))]
        row = monitoring.add_milestone(session, award, title=f"Step {number}", windows=spans, act=act)
        row.state = state
        session.add(row)
    session.flush()


def test_milestones_are_counted_by_state_with_partly_met_in_progress_and_lateness_worked_out(lived):
    promise(lived)
    award, total = ask(lived, "milestones", as_at=date(2018, 4, 1)).rows
    shown = {key: award[key] for key in ("not_started", "met", "in_progress", "overdue", "total")}
    assert shown == {"not_started": 1, "met": 1, "in_progress": 1, "overdue": 2, "total": 5}
    assert (total["case"], total["total"], total["overdue"]) == ("Total", 5, 2)


def test_what_lies_ahead_reads_for_delivery_in_its_quarter(lived):
    promise(lived)
    said = [row["status"] for row in ask(lived, "deliverables", as_at=date(2018, 4, 1)).rows]
    assert said == [
        "Overdue since Q2 2017/18",
        "Partially met",
        "Overdue since Q2 2017/18",
        "Met",
        "Cancelled",
        "For delivery in Q1 2099/00",
    ]
