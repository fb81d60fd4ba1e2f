"""What waits for a person says what to do about it, and leaves the list when it is done."""

import pytest

from fundflow import database, people
from fundflow.audit import Act
from tests.cli.conftest import REF, Terminal
from tests.cli.test_desks import assessed  # noqa: F401 - a fixture
from tests.cli.test_whole_life import begun
from tests.stories.world import FUND, START


def waits(county: Terminal, who: str) -> dict[str, str]:
    """What waits for somebody: in words, and what they type."""
    return {one["said"]: one["type"] for one in county.json(f"tasks --as {who}")}


def one_that(found: dict[str, str], words: str) -> tuple[str, str]:
    return next((said, typed) for said, typed in found.items() if words in said)


def drafted(county: Terminal) -> str:
    """A bid of two practices that nobody has agreed to yet."""
    opened = county.json(f"round open --fund {FUND} --as officer", "--closes", "2017-05-12 17:00")
    paper = county.file("bid.yaml", "participants: [Z10001, Z10002]\n")
    made = county.json(f"application new {opened['ref']} --lead FEDNW --title Hubs --from {paper} --as writer.fednw")
    return str(made["ref"])


def test_a_lead_reads_a_partner_s_question_in_its_list_and_answers_it(county):
    ref = drafted(county)
    county.ok(f"application consent {ref} Z10001 --answer ask --as partner.z10001", "--text", "Who employs her?")
    said, typed = one_that(waits(county, "writer.fednw"), "Who employs her?")
    assert "Alder Practice asks" in said
    assert typed == f"fundflow application partners {ref}"
    county.ok(f"application consent {ref} Z10001 --answer reply --text We --as writer.fednw")
    assert not any("Who employs her?" in said for said in waits(county, "writer.fednw"))


def test_a_lead_is_told_at_once_that_a_partner_said_no_and_nobody_else_is(county):
    ref = drafted(county)
    county.ok(f"application consent {ref} Z10002 --answer refuse --as partner.z10002")
    said, typed = one_that(waits(county, "writer.fednw"), "Birch Practice said no")
    assert ref in said
    assert typed.startswith("fundflow task done ")
    assert not any("said no" in said for said in waits(county, "partner.z10001"))
    number = typed.split()[-1]
    assert county.refused(f"task done {number} --reason Seen --as partner.z10001") == ["may_act"]
    assert county.refused(f"task done {number} --as writer.fednw") == ["reason_given"]
    county.ok(f"task done {number} --reason Seen --as writer.fednw")
    assert not any("said no" in said for said in waits(county, "writer.fednw"))


def test_what_a_signatory_asks_for_stands_in_the_writer_s_list(county):
    ref = begun(county)
    told = county.ok(f"step {ref} submit --as writer.fednw --with interests=none")
    assert "you signed 'Send the bid' on Monday 3 April 2017" in told
    assert "It waits for the signatory (" in told
    county.ok(f"application give-back {ref} --as partner.fednw", "--comment", "Say who employs her")
    said, _ = one_that(waits(county, "writer.fednw"), "gave it back")
    assert said.endswith("gave it back: Say who employs her")
    assert not any("gave it back" in said for said in waits(county, "partner.fednw"))


def test_a_step_gives_a_receipt_with_its_time_and_where_the_case_stands(county):
    ref = begun(county)
    county.ok(f"step {ref} submit --as writer.fednw --with interests=none")
    told = county.ok(f"step {ref} submit --as partner.fednw")
    assert "'Send the bid' is done on Monday 3 April 2017" in told
    assert "We have your bid and are checking that it meets the fund's rules (submitted)." in told


def test_tables_show_moments_as_clocks_do_and_json_as_programs_do(bid):
    ref = bid.json("round list")[0]["ref"]
    assert "Fri 12 May 2017, 5:00 pm" in bid.ok(f"round show {ref}")
    assert "T16:00:00Z" not in bid.ok(f"round show {ref}")
    assert bid.json(f"round show {ref}")["closes_at"] == "2017-05-12T16:00:00Z"


def test_an_officer_is_told_of_a_doubt_and_the_assessor_goes_on_after_the_ruling(assessed):  # noqa: F811
    desk, ref = assessed
    desk.ok(f"assign {REF} gp_far --as officer")
    desk.ok(f"declare {REF} not_sure --detail cousin --as gp_far")
    said, typed = one_that(waits(desk, "officer"), "cousin")
    assert said.startswith("Gp Far is not sure of having an interest in")
    assert typed == f"fundflow assessment rule {REF} USER"
    tried = [desk.run(f"task done {number} --reason x --as auditor") for number in range(1, 9)]
    assert any("waits for the commissioning officer, and" in err for _, _, err in tried)
    tried = [desk.run(f"task done {number} --reason x --as officer") for number in range(1, 9)]
    assert any(f"Do what it asks for (fundflow assessment rule {REF} USER)" in err for _, _, err in tried)
    assert "your answer waits for the officer's ruling" in desk.run(f"assessment lock {ref} --as gp_far --json")[1]
    desk.ok(f"assessment rule {REF} gp_far --may-assess --reason distant --as officer")
    assert not any("cousin" in said for said in waits(desk, "officer"))


def test_a_doubt_about_a_bid_that_is_handed_back_waits_for_nobody(assessed):  # noqa: F811
    desk, _ = assessed
    desk.ok(f"assign {REF} gp_far --as officer")
    desk.ok(f"declare {REF} not_sure --detail cousin --as gp_far")
    desk.ok(f"assessment hand-back {REF} --why conflict --as gp_far")
    assert not any("Rule whether" in said for said in waits(desk, "officer"))


def test_what_a_seated_assessor_brings_can_be_said_later(assessed):  # noqa: F811
    desk, ref = assessed
    desk.ok(f"assign {REF} accountant --as officer")
    assert desk.json(f"assign {REF} accountant --finance-aware --as officer")["finance_aware"] is True
    assert desk.refused(f"assign {REF} accountant --finance-aware --as officer") == ["assessor_new"]
    desk.ok(f"assign {REF} gp_far --as officer")
    made = desk.json(f"assessment assign {ref} --clinical gp_far --finance-aware accountant --as officer")
    assert made["lacking"] == []


def test_figures_that_were_challenged_leave_the_list_with_what_was_done(bid):
    bid.ok(f"suits {FUND} --practices Z10001 --wrong 12,600 --contact", "Ruth Hale, 01905 000000")
    said, typed = one_that(waits(bid, "officer"), "Ruth Hale")
    assert typed.startswith("fundflow task done ")
    told = bid.ok(f"{typed.removeprefix('fundflow ')} --as officer", "--reason", "Rang; the list is right")
    assert said in told
    assert not any("Ruth Hale" in said for said in waits(bid, "officer"))
    assert "no open task has the number" in bid.run(f"{typed.removeprefix('fundflow ')} --as officer --reason x")[2]


def test_a_fund_names_its_money_its_days_and_what_to_have_in_hand(bid):
    told = bid.ok(f"suits {FUND} --practices Z10001,Z10002")
    for words in (
        "Work runs: Thursday 1 June 2017 to",
        "First money: Within 30 days of your first claim",
        "Have in hand: What needs to be accomplished?",
    ):
        assert words in told
    left = bid.json(f"suits {FUND} --practices Z10001,Z10002")["rules"][0]["said"]
    assert left.startswith("Left now: £263,641.00 for Redditch and Bromsgrove in 2017/18; ")


def test_bids_of_one_lead_are_shown_together_with_what_comes_twice(bid):
    paper = bid.file(
        "again.yaml",
        'participants: [Z10001, Z10002]\nbudget:\n- {period: 2017/18, type: backfill, what: GP time, amount: "200,000"}\n',
    )
    ref = bid.json("round list")[0]["ref"]
    first = bid.json(f"application new {ref} --lead FEDNW --title Hub --from {paper} --as writer.fednw")["ref"]
    second = bid.json(f"application new {ref} --lead FEDNW --title Rota --from {paper} --as writer.fednw")["ref"]
    code, told, _ = bid.run(f"application warnings {second} --as writer.fednw")
    assert code == 1
    assert f"'GP time' in 2017/18 is in {first} too (£200,000.00), and neither line names a practice." in told
    assert f"Alder Practice is in 3 of your bids: {REF}, {first}, {second}." in told
    assert "of the £263,641.00 left for Redditch and Bromsgrove in 2017/18." in told


def test_a_round_is_extended_by_the_option_that_opened_it(bid):
    ref = bid.json("round list")[0]["ref"]
    bid.at("2017-05-12 16:59:59")
    told = bid.ok(f"round extend {ref} --as officer", "--closes", "2017-05-15 17:00", "--reason", "network down")
    assert "second person" in told


def test_a_document_that_is_not_there_is_named_at_its_place(bid):
    ref = bid.json("application list")[0]["ref"]
    paper = bid.file("more.yaml", "documents: {equality_impact: nothing.txt}\n")
    assert (
        "documents.equality_impact: there is no file" in bid.run(f"application save {ref} {paper} --as writer.fednw")[2]
    )


def test_money_cut_below_what_is_promised_cuts_nothing_and_shows_each_way_to_find_it(award):
    ref = award.json("round list")[0]["ref"]
    assert award.json(f"round show {ref}")["cut_to_find"] == []
    before = next(
        one
        for one in award.json("report finance")["rows"]
        if (one["commissioner"], one["period"]) == ("05J", "2017/18")
    )
    promised = before["allocated_pence"] - before["uncommitted_pence"]
    assert promised > 0
    less = f"{(promised - 100_000) // 100}.00"
    award.ok(
        f"allocation adjust --fund {FUND} --commissioner 05J --period 2017/18 --to {less} --as finance",
        "--reason",
        "NHS England's letter of 3 July",
    )
    said = award.json(f"round show {ref}")["cut_to_find"]
    assert said[0].startswith("Redditch and Bromsgrove in 2017/18: £1,000.00 of a cut is not found yet")
    assert any(
        "free for South Worcestershire in 2017/18, under a minute (fundflow allocation vire)" in one for one in said
    )
    assert any(one.startswith(f"- agree a change with {REF}: ") for one in said)
    assert said[-1].startswith("- ask whoever cut it for £1,000.00")
    assert said[0] in award.ok(f"round show {ref}")
    after = next(
        one
        for one in award.json("report finance")["rows"]
        if (one["commissioner"], one["period"]) == ("05J", "2017/18")
    )
    assert (after["committed_pence"], after["uncommitted_pence"]) == (before["committed_pence"], 0)


def test_two_people_of_one_mailbox_leave_different_lines_in_the_record(county):
    act = Act(0, "office", START, "add", "people")
    opened = database.connect(county.url)
    with database.writing(opened) as session:
        for name, called, role in (("rec.one", "Ruth Hale", "applicant"), ("rec.two", "Priya Shaw", "applicant")):
            row = people.add(
                session, sign_in_name=name, name=called, email="reception@fednw.example", organisation="FEDNW", act=act
            )
            people.grant(session, row.id or 0, role, starts=START.date(), organisation="FEDNW", act=act)
    opened.dispose()
    ref = drafted(county)
    for title, who in (("Hubs in the evening", "rec.one"), ("Hubs at night", "rec.two")):
        county.ok(f"application save {ref} {county.file('title.yaml', f'title: {title}')} --as {who}")
    saved = [one["who"] for one in county.json(f"application show {ref}")["history"] if one["what"] == "save"]
    assert saved[-2:] == ["Ruth Hale", "Priya Shaw"]


@pytest.mark.parametrize(
    ("setting", "starts", "early"),
    [
        ("", "2017-05-31", True),
        ("", "2017-06-01", False),
        (" --setting work_from=2017-05-01", "2017-05-01", False),
        (" --setting work_from=2017-05-01", "2017-04-30", True),
    ],
)
def test_work_that_was_begun_before_the_money_is_refused_unless_the_round_allows_it(county, setting, starts, early):
    opened = county.json(f"round open --fund {FUND}{setting} --as officer", "--closes", "2017-05-12 17:00")
    paper = county.file("bid.yaml", f"participants: [Z10001, Z10002]\nwork_starts_on: {starts}\n")
    ref = county.json(f"application new {opened['ref']} --lead FEDNW --title Hubs --from {paper} --as writer.fednw")[
        "ref"
    ]
    steps = county.json(f"steps {ref} --as writer.fednw")["steps"]
    said = {one["guard"]: one["reason"] for one in steps[0]["refusals"]}
    assert ("work_not_begun" in said) is early
    assert not early or "What was done before is not paid." in said["work_not_begun"]


def test_a_round_cannot_pay_for_work_from_before_its_money(county):
    code, _, err = county.run(
        f"round open --fund {FUND} --setting work_from=2017-03-31 --as officer", "--closes", "2017-05-12 17:00"
    )
    assert (code, "which begins in 2017/18" in err) == (1, True)
