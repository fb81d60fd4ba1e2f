"""What finance meets at a terminal when the world changes: newer lists, late money, mergers of practices and commissioners."""

import pytest

from tests.cli.conftest import REF
from tests.cli.test_finance_officer import CLAIM
from tests.stories.world import FUND

LISTS = "organisation,basis,on,patients,source\n{code},registered,{day},{many},Quarterly list\n"
NEW = "code,name,kind\n18C,Herefordshire and Worcestershire,commissioner\n"


def typed(terminal, line, *more, by="finance"):
    code, out, err = terminal.run(line, *more, "--as", by)
    assert code == 0, err or out
    return out + err


def row(terminal, report, **where):
    found = [
        one
        for one in terminal.json(f"report {report}")["rows"]
        if all(one[key] == value for key, value in {"fund": FUND, **where}.items())
    ]
    assert len(found) == 1, found
    return found[0]


def test_an_award_s_pounds_stay_and_what_they_are_a_head_of_a_newer_list_is_shown(award):
    for day, many in (("2017-04-01", "175,761"), ("2017-07-01", "180,000")):
        award.at(f"{day} 09:00")
        award.ok("import lists " + award.file("lists.csv", LISTS.format(code="05J", day=day, many=f'"{many}"')))
    found = row(award, "per-head", commissioner="05J", period="2017/18")
    assert (found["list_size"], found["allocated_per_head"]) == (175_761, "1.50")
    assert (found["newest_list_size"], found["newest_on"], found["newest_per_head"]) == (180_000, "2017-07-01", "1.46")
    assert found["allocated_pence"] == 26_364_100
    award.at("2017-06-30 09:00")
    assert row(award, "per-head", commissioner="05J", period="2017/18")["newest_per_head"] == "1.50", "not there yet"


def test_money_that_comes_late_is_dated_told_at_the_year_s_end_and_promised_by_nothing_before_it(award):
    key = f"05T/2017/18/{FUND}"
    award.at("2017-12-31 09:00")
    assert "Came late" not in award.ok("report year-end")
    award.at("2018-02-15 09:00")
    typed(
        award, f"allocation receive {key}", "--amount", "£25,000", "--source", "NHSE letter", "--reason", "Winter money"
    )
    for name in ("report year-end", "year lists --year 2017/18"):
        told = " ".join(award.ok(name).split())
        assert (
            "Came late: £25,000.00 for South Worcestershire, 2017/18, on Thursday 15 February 2018 (NHSE letter)"
            in told
        )
        assert "44 days before its end" in told
    before = {one["commissioner"]: one for one in award.json("report finance --as-at 2018-02-14")["rows"]
              if (one["fund"], one["period"]) == (FUND, "2017/18")}  # fmt: skip
    after = row(award, "finance", commissioner="05T", period="2017/18")
    assert after["allocated_pence"] - before["05T"]["allocated_pence"] == 2_500_000
    assert after["committed_pence"] == before["05T"]["committed_pence"]
    entries = award.json("report journal")["rows"]
    late = max(one["entry"] for one in entries if one["kind"] == "ALLOCATE")
    assert all(one["entry"] < late or one["effective_on"] >= "2018-02-15" for one in entries)


def test_payments_to_a_recipient_that_merges_stop_from_that_day_and_name_who_goes_on(award):
    award.at("2017-07-03 09:00")
    typed(award, f"claim new {REF} {award.file('claim.yaml', CLAIM)}", by="partner.fednw")
    typed(award, f"claim submit {REF}/C2 --declaration True", by="partner.fednw")
    typed(award, f"claim check {REF}/C2", by="claim_checker")
    typed(award, f"claim approve {REF}/C2", by="claim_approver")
    typed(award, "organisation merge FEDNW --into FEDSW --on 2017-08-15 --reason Merger", by="officer")
    award.at("2017-08-14 17:00")
    run = award.json(f"pay run {REF}/C2 --as finance")["ref"]
    typed(award, f"pay discard {run} --reason Later")
    made = award.json(f"pay run {REF}/C2 --as finance")["ref"]
    award.at("2017-08-15 09:00")
    assert award.refused(f"pay release {made} --as payment_releaser") == ["payee_goes_on"]
    typed(award, f"pay discard {made} --reason Merged")
    code, _, err = award.run(f"pay run {REF}/C2 --as finance")
    assert code == 1
    assert "(FEDNW) merged after Monday 14 August 2017, and payments to it stopped that day" in err
    assert "take the award over (fundflow award vary --kind novation), then pay that one" in err


def due(terminal, day):
    line = f"organisation entitlement --on {day} --rate 1.50 --commissioner 05J"
    return {one["practice"]: one["due_pence"] for one in terminal.json(line)}


def test_a_merger_inside_a_quarter_counts_from_the_next_snapshot(award):
    award.at("2017-07-20 09:00")
    july = due(award, "2017-07-01")
    typed(award, "organisation merge Z10001 --into Z10002 --on 2017-08-15 --reason Merger", by="officer")
    assert due(award, "2017-07-01") == july, "what was shared by the locked list stays"
    october = due(award, "2017-10-01")
    assert "Z10001" not in october
    assert october["Z10002"] == july["Z10001"] + july["Z10002"]
    assert sum(october.values()) == sum(july.values())


@pytest.fixture
def merged(award):
    """The county when one commissioner has become another on 1 April 2018."""
    award.at("2018-03-20 09:00")
    award.ok("import organisations " + award.file("new.csv", NEW))
    typed(award, "organisation merge 05J --into 18C --on 2018-04-01 --reason Merger", by="officer")
    return award


def test_a_merged_commissioner_s_free_money_follows_from_its_day_and_its_past_stays(merged):
    line = "allocation follow 05J --minute PC-9"
    refused = merged.run(line, "--reason", "The merger", "--as", "finance")[2]
    assert "nobody has come in its place by Tuesday 20 March 2018" in refused
    merged.at("2018-04-03 09:00")
    before = row(merged, "finance", commissioner="05J", period="2018/19")
    told = typed(merged, line, "--reason", "The merger")
    assert "is 18C's from now on." in told
    assert row(merged, "finance", commissioner="05J", period="2018/19")["uncommitted_pence"] == 0
    gained = row(merged, "finance", commissioner="18C", period="2018/19")["uncommitted_pence"]
    assert gained == before["uncommitted_pence"]
    assert row(merged, "finance", commissioner="05J", period="2017/18")["allocated_pence"] == 26_364_100
    if before["committed_pence"]:
        assert "that is promised: move it with its award" in told
    again = merged.run(line, "--reason", "The merger", "--as", "finance")[2]
    assert "no money of its years from Sunday 1 April 2018 on is free" in again
    assert merged.json("ledger check")["faults"] == []


def test_both_readings_after_a_merger_are_in_one_report(merged):
    assert row(merged, "by-successor", commissioner="05J", period="2017/18")["as_is"] == "05J", "not merged yet"
    merged.at("2018-04-03 09:00")
    found = row(merged, "by-successor", commissioner="05J", period="2017/18")
    assert (found["as_is"], found["since"]) == ("18C", "2018-04-01")
    assert row(merged, "by-successor", commissioner="05T", period="2017/18")["as_is"] == "05T"
    was = merged.json("report by-successor --as-at 2018-03-31")["rows"]
    assert {one["as_is"] for one in was if one["commissioner"] == "05J"} == {"05J"}
    assert sum(one["allocated_pence"] for one in merged.json("report by-successor")["rows"]) == sum(
        one["allocated_pence"] for one in merged.json("report finance")["rows"]
    )


def test_a_commissioner_that_has_ended_gets_no_money_of_later_years(merged):
    merged.at("2018-04-03 09:00")
    line = f"allocation receive 05J/2018/19/{FUND} --amount £1.00 --source Late --reason x --as finance"
    assert merged.refused(line) == ["commissioner_goes_on"]
    assert "Herefordshire and Worcestershire" in merged.run(line)[2]
    vire = f"allocation vire --from 05T/2018/19/{FUND} --amount 1 --minute m --reason r --as finance --to"
    assert merged.refused(f"{vire} 05J/2018/19/{FUND}") == ["commissioner_goes_on"]
    typed(merged, f"allocation receive 05J/2017/18/{FUND} --amount £1.00 --source Late --reason x")
    head = "fund,commissioner,period,amount,source,recurrence\n"
    lines = f"{FUND},05J,2018/19,1.00,A file,non-recurrent\n{FUND},05J,2017/18,1.00,A file,non-recurrent\n"
    _, out, err = merged.run("import allocations " + merged.file("late.csv", head + lines))
    assert "No money was put to" in out + err
    assert "1 written" in out + err


def test_who_looks_for_the_auditor_s_sample_among_the_reports_is_told_its_command(award):
    code, _, said = award.run("report audit-sample")
    assert code == 1
    assert "fundflow audit sample --from DAY --to DAY --out SAMPLE.zip" in said
    assert "audit-sample" in {one["report"] for one in award.json("report")}
