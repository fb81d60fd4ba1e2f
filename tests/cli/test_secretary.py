"""A committee's secretary keeps meetings with commands alone: called, kept, applied, minuted, on paper, and between them."""

import shlex

import docx
import pytest

ONE, TWO = "TF-17-0001", "TF-17-0002"
SEATS = ("lay_chair", "lay_vice_chair", "accountable_officer", "chief_finance_officer", "gp")
JUNE = "PCCC-2017-06"


@pytest.fixture
def desk(advised):
    """The secretary types a line as it stands; what is printed comes back, messages after the answer."""
    advised.monkeypatch.setenv("COLUMNS", "160")

    class Desk:
        terminal = advised

        def types(self, line, *, says=""):
            code, out, err = advised.run(shlex.split(line))
            assert code == 0, err or out
            assert says in out + err, out + err
            return out + err

        def refused(self, line, *, says):
            code, out, err = advised.run(shlex.split(line))
            assert code == 1, out
            assert says in err, err
            return err

    return Desk()


def call(desk, ref=JUNE, starts="2017-06-14 13:00", papers="2017-06-02"):
    desk.types(
        f"meeting call {ref} --title 'Committees in common' --starts '{starts}' --papers-out {papers} "
        "--body redditch-and-bromsgrove-pccc --body south-worcestershire-pccc --place 'Example Court'",
        says="is called for",
    )


def come(desk, *bodies, ref=JUNE, without=()):
    for who in [f"{seat}.{body}" for body in bodies for seat in SEATS]:
        if who not in without:
            desk.types(f"meeting attend {ref} {who}", says=f"is at {ref}")


def votes(body, seats=SEATS[:4], **others):
    cast = {f"{seat}.{body}": "for" for seat in seats} | {f"{seat}.{body}": choice for seat, choice in others.items()}
    return " ".join(f"--vote {who}={choice}" for who, choice in cast.items())


def opened(desk):
    call(desk)
    desk.types(f"meeting table {JUNE} {ONE} {TWO} --initials SR --action-on budget")
    desk.terminal.at("2017-06-14 13:00")
    desk.types(f"meeting open {JUNE}", says="is open")
    come(desk, "05j", "05t")


def test_a_meeting_is_set_up_and_what_it_could_decide_is_told_before(desk):
    call(desk)
    desk.refused(
        f"meeting table {JUNE} {ONE} --initials SR --action-on money", says="'money' is no row of a cover sheet"
    )
    said = desk.types(f"meeting table {JUNE} {ONE} {TWO} --initials SR --action-on budget --action-on people")
    assert said.splitlines()[1] == f"{TWO} is tabled as item 2 of {JUNE}: Telephones"
    desk.refused(f"meeting item {JUNE}", says="say what the item is about")
    desk.types(f"meeting item {JUNE} --title 'Finance report'", says="Item 3")
    shown = desk.types(f"meeting show {JUNE}")
    assert "1:00 pm" in shown
    assert "Who could decide, if all who vote came" in shown
    assert "Five members count and four are needed." in shown
    ahead = desk.terminal.json(f"meeting forecast {JUNE}")["items"]
    assert {(one["item"], one["body"].split()[0]) for one in ahead} == {
        *((1, "Redditch"), (1, "South"), (2, "South"), (3, "Redditch"), (3, "South"))
    }
    desk.terminal.at("2017-06-13 13:00")
    desk.refused(f"meeting open {JUNE}", says="called for Wednesday 14 June 2017; that would be Tuesday 13 June 2017")


def test_who_comes_and_goes_decides_what_can_be_decided_and_what_would_help(desk):
    opened(desk)
    desk.types(f"meeting attend {JUNE} officer", says="in attendance: no seat there and no vote")
    desk.terminal.at("2017-06-14 13:20")
    desk.refused(f"meeting attend {JUNE} lay_chair.05j", says="record first when they left")
    desk.types(f"meeting will-leave {JUNE} accountable_officer.05t --by 15:00", says="at 3:00 pm")
    desk.types(f"meeting leave {JUNE} gp.05t --at 13:10", says="Gp 05T has left")
    said = desk.types(f"meeting leave {JUNE} chief_finance_officer.05t --at 13:15")
    assert "South Worcestershire committee can no longer decide items 1, 2." in said
    said = desk.types(f"meeting quorum {JUNE} 2")
    assert "Three members count and four are needed" in said
    assert "Redditch" not in said, "it has no share of item 2"
    assert "ask gp 05T to join by telephone" in said
    assert "cannot" not in desk.types(f"meeting quorum {JUNE} 2 --at 13:05"), "any past second is answered"
    refused = desk.refused(
        f"meeting vote {JUNE} 1 05T --text 'Approve it' {votes('05t', SEATS[:3])}", says="cannot decide item 1"
    )
    assert "Redditch and Bromsgrove committee can still decide its share" in refused
    assert "You can: put item 1 off to the next meeting" in refused
    desk.types(f"meeting attend {JUNE} gp.05t --mode telephone", says="by telephone")
    desk.types(f"meeting vote {JUNE} 1 05T --text 'Approve it' {votes('05t', SEATS[:3], gp='abstain')}", says="3 for")


def test_a_tie_that_the_register_knows_is_ruled_on_before_anybody_votes(desk):
    desk.types("interest declare gp.05j --organisation Z10002 --nature 'partner in Birch Practice' --as gp.05j")
    opened(desk)
    ask = f"meeting vote {JUNE} 1 05J --text 'Approve it'"
    refused = desk.refused(f"{ask} {votes('05j', SEATS[:3])}", says="gp 05J has not declared a tie")
    assert "interest_declared" in refused, "who counts for the quorum must have declared, even without a vote"
    desk.types(f"meeting declare-ties {JUNE}", says="1 interest is minuted")
    desk.refused(
        f"meeting rule {JUNE} 1 gp.05j --action leave_room --ruled-by lay_chair.05t", says="has no seat on Redditch"
    )
    desk.refused(f"meeting rule {JUNE} 2 gp.05j --action leave_room --ruled-by lay_chair.05j", says="record it first")
    desk.types(
        f"meeting rule {JUNE} 1 gp.05j --action leave_room --action withhold_papers --ruled-by lay_chair.05j",
        says="leaves the room for the item and is not given the papers",
    )
    desk.refused(f"meeting interest {JUNE} 1 group0 --nature 'knows the bidder'", says="record first that they came")
    said = desk.types(f"{ask} {votes('05j', SEATS[:3])}", says="carried, 3 for, 0 against")
    assert "No vote is recorded of chief_finance_officer 05J, who could have voted." in said


def test_a_late_declaration_takes_a_staged_decision_with_it(desk):
    opened(desk)
    desk.types(f"meeting leave {JUNE} gp.05j")
    ask = f"meeting vote {JUNE} 1 05J --text 'Approve it'"
    tied = votes("05j", SEATS[:2], accountable_officer="against", chief_finance_officer="against")
    desk.types(f"{ask} {tied}", says="not carried, 2 for, 2 against")
    desk.refused(f"meeting decide {JUNE} 1 05J --outcome approve", says="not carried (2 for, 2 against)")
    desk.refused(f"{ask} {tied} --casting lay_vice_chair.05j=for", says="takes the chair for this item")
    desk.types(
        f"{ask} {tied} --casting lay_chair.05j=for", says="carried, 2 for, 2 against, and the chair's casting vote"
    )
    desk.types(
        f"meeting decide {JUNE} 1 05J --outcome approve", says="'approve £60,000.00' is staged; nothing moves until"
    )
    desk.refused(f"meeting decide {JUNE} 1 05J --outcome reject --reason x", says="Take the staged one back first")
    desk.types(f"meeting take-back {JUNE} 1 05J --reason 'Heard wrongly'", says="is taken back")
    less = f"meeting decide {JUNE} 1 05J --outcome approve_less --amount 2017/18=50000"
    desk.refused(less, says="£10,000.00 is cut and nothing says what")
    desk.types(f"{less} --cut-lines 'one hub'", says="'approve less £50,000.00' is staged")
    desk.terminal.at("2017-06-14 13:30")
    said = desk.types(
        f"meeting interest {JUNE} 1 accountable_officer.05j --nature 'her brother lets the rooms' --kind indirect "
        "--action leave_room --ruled-by lay_chair.05j"
    )
    assert "voted against before declaring. Without that vote" in said
    desk.refused(f"meeting apply {JUNE}", says="Strike the vote out and vote again")
    assert {one["done"] for one in desk.terminal.json(f"meeting breaches {JUNE}")} == {"to be voted again"}
    said = desk.types(f"meeting strike-vote {JUNE} 1 05J accountable_officer.05j --reason 'Declared after the vote'")
    assert f"{ONE}: the decision that was staged fell with it." in said
    desk.types(f"meeting diff {JUNE}", says="nothing to show")
    desk.types(f"meeting not-quorate {JUNE} 1 05J --reason 'Three are left for this item'", says="waits for 05J")
    desk.types(f"meeting route {JUNE} 1 05J conflict_panel --detail 'The panel of 16 June'", says="conflict panel")


def decided(desk):
    opened(desk)
    for item, body in ((1, "05j"), (1, "05t"), (2, "05t")):
        desk.types(
            f"meeting vote {JUNE} {item} {body.upper()} --text 'Approve it' {votes(body, SEATS)}", says="carried"
        )
        desk.types(f"meeting decide {JUNE} {item} {body.upper()} --outcome approve", says="is staged")
    desk.types(f"meeting action {JUNE} 2 05T --text 'Send the map' --owner 'Jo Ash' --due 2017-06-23", says="Action 1")
    desk.terminal.at("2017-06-14 14:10")


def test_what_is_decided_is_looked_at_applied_and_minuted_until_the_next_meeting_confirms_it(desk):
    decided(desk)
    assert [one["reserves_pence"] for one in desk.terminal.json(f"meeting diff {JUNE}")] == [
        6_000_000,
        3_000_000,
        3_000_000,
    ]
    desk.types(f"meeting apply {JUNE}", says=f"{TWO}: 'Conclude the decision' is done")
    desk.refused(f"meeting apply {JUNE}", says="0 decisions waiting to be applied")
    desk.types(f"meeting close {JUNE}")
    said = desk.types(f"meeting minutes {JUNE} 05T")
    assert "was quorate: five members counted and four were needed." in said
    assert "To be done: Jo Ash: Send the map, by Friday 23 June 2017." in said
    desk.refused(f"meeting advance-minutes {JUNE} 05T confirmed", says="The next stage is 'checked'")
    desk.types(f"meeting advance-minutes {JUNE} 05T checked")
    desk.types(f"meeting amend-minutes {JUNE} 05T --item 2 --text 'Gp 05T abstained.'", says="Correction 1")
    desk.types(f"meeting advance-minutes {JUNE} 05T circulated")
    desk.terminal.at("2017-07-03 09:00")
    call(desk, "PCCC-2017-07", "2017-07-12 13:00", "2017-07-03")
    assert "Matters arising: Jo Ash: Send the map" in desk.types("meeting minutes PCCC-2017-07 05T")
    assert "Matters arising" not in desk.types("meeting minutes PCCC-2017-07 05J"), "another body asked for it"
    desk.terminal.at("2017-07-12 13:00")
    desk.types("meeting open PCCC-2017-07")
    desk.types(f"meeting advance-minutes {JUNE} 05T confirmed", says="are confirmed")
    desk.refused(f"meeting amend-minutes {JUNE} 05T --text x", says="These minutes are confirmed")
    desk.refused(
        "meeting action-done 7 --outcome x", says="Look at the list for the numbers (fundflow meeting actions)"
    )
    assert desk.terminal.json("meeting actions --undone")[0]["text"] == "Send the map"
    desk.types("meeting action-done 1 --outcome 'Sent on 20 June'")
    assert desk.terminal.json("meeting actions --undone --body south-worcestershire-pccc") == []
    assert "(done: Sent on 20 June)" in desk.types("meeting minutes PCCC-2017-07 05T")
    desk.types(f"meeting minutes {JUNE} 05T --out minutes.docx", says="minutes.docx is written")
    words = "\n".join(one.text for one in docx.Document("minutes.docx").paragraphs)
    assert "Gp 05T abstained." in words


def test_a_vote_in_the_minute_in_which_all_went_home_is_still_minuted_as_quorate(desk):
    decided(desk)
    desk.types(f"meeting close {JUNE} --at 13:00")
    assert "no members counted" not in desk.types(f"meeting minutes {JUNE} 05T")


SHEET = """closed_at: 2017-06-14 14:00
lines:
- {at: 2017-06-14 13:02, come: [lay_chair.05j, lay_vice_chair.05j, accountable_officer.05j, lay_chair.05t, gp.05t]}
- at: 2017-06-14 13:20
  item: 1
  body: "05J"
  votes: {lay_chair.05j: for, lay_vice_chair.05j: for, accountable_officer.05j: for}
  decision: {outcome: approve}
"""


def test_a_meeting_kept_on_paper_passes_the_same_rules_and_moves_no_money_before_a_chair_confirms(desk):
    call(desk)
    desk.types(f"meeting table {JUNE} {ONE} {TWO} --initials SR")
    desk.terminal.at("2017-06-14 12:30")
    desk.types(f"meeting sheet {JUNE} --out sheet.docx", says="sheet.docx is written")
    desk.terminal.at("2017-06-15 09:30")
    short = desk.terminal.file("short.yaml", SHEET)
    refused = desk.refused(f"meeting enter-sheet {JUNE} {short}", says="Three members count and four are needed")
    assert "No decision has been recorded." in refused
    assert desk.terminal.json(f"meeting show {JUNE}")["state"] == "planned", "nothing of a refused sheet is kept"
    whole = SHEET.replace("accountable_officer.05j, ", "accountable_officer.05j, chief_finance_officer.05j, ")
    whole = whole.replace(
        "accountable_officer.05j: for}", "accountable_officer.05j: for, chief_finance_officer.05j: abstain}"
    )
    desk.refused(
        f"meeting enter-sheet {JUNE} {desk.terminal.file('bad.yaml', whole.replace('come:', 'came:'))}",
        says="there is no such key here",
    )
    desk.types(f"meeting enter-sheet {JUNE} {desk.terminal.file('sheet.yaml', whole)}", says="1 decision")
    desk.refused(f"meeting apply {JUNE}", says="lay_chair 05J")
    desk.refused(f"meeting confirm-sheet {JUNE} gp.05t", says="this person did not chair it")
    desk.types(f"meeting confirm-sheet {JUNE} lay_chair.05j")
    desk.types(f"meeting apply {JUNE}", says=f"{ONE}: 'Apply a committee's decision' is done")
    minuted = desk.types(f"meeting minutes {JUNE} 05J")
    assert "from 1:02 pm to 2:00 pm" in minuted, "the meeting's own times"


def test_a_chair_decides_between_meetings_and_the_next_one_does_not_ratify(desk):
    call(desk)
    desk.types(f"meeting table {JUNE} {ONE} {TWO} --initials SR")
    why = (
        "--urgent 'The rooms go to others on Friday' --why-no-meeting 'The next is on 14 June' --evidence 'The letter'"
    )
    desk.types(
        f"chairs-action propose {TWO} south-worcestershire-pccc --outcome approve {why}", says="waits for members'"
    )
    ref = desk.terminal.json("chairs-action list")[0]["ref"]
    desk.refused(
        f"chairs-action decide {ref} lay_chair.05t --interests none", says="0 without an interest agreed and 1 must"
    )
    desk.types(f"chairs-action consult {ref} accountable_officer.05t --says 'It is the cheapest'", says="agrees to")
    desk.refused(f"chairs-action decide {ref} gp.05t --interests none", says="lay_chair 05T")
    desk.types(f"chairs-action decide {ref} lay_chair.05t --interests none", says=f"{ref} is decided")
    assert "approved" in desk.types(f"application show {TWO}")
    desk.types(f"meeting show {JUNE}", says=f"To ratify chair's action {ref}")
    desk.terminal.at("2017-06-14 13:00")
    desk.types(f"meeting open {JUNE}")
    come(desk, "05t")
    against = votes("05t", SEATS[:1], **dict.fromkeys(SEATS[1:], "against"))
    desk.types(f"chairs-action ratify {ref} {against}", says=f"{ref} is not ratified")
    desk.refused(f"step {TWO} issue_offer --as officer", says="did not ratify chair's action")
    assert desk.terminal.json(f"chairs-action show {ref}")["consulted"][0]["agrees"] is True


def read(path):
    paper = docx.Document(path)
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in paper.paragraphs), *cells])


SOUTH_OWN = "An answer to accomplish with a figure of 42."


def test_the_papers_are_one_word_file_with_every_item_on_a_page_of_its_own(desk):
    call(desk)
    desk.types(f"meeting table {JUNE} {ONE} {TWO} --initials SR --action-on budget")
    desk.types(f"meeting item {JUNE} --title 'Finance report'")
    desk.types(f"meeting pack {JUNE} --out all.docx", says="the office's own copy, 3 items, 0 left out")
    said = read("all.docx")
    for wanted in (
        "1. Hubs",
        "2. Telephones",
        "This item is spoken to",
        SOUTH_OWN,
        "The group advises: Approve.",
        "Budget",
    ):
        assert wanted in said, wanted
    assert "Redditch and Bromsgrove committee" in said
    assert "£263,641.00" in said, "what the fund has left, to the penny"
    marks = docx.Document("all.docx").element.xpath("//w:bookmarkStart/@w:name")
    pages = [
        one.text.split()[1] for one in docx.Document("all.docx").element.xpath("//w:instrText") if "PAGEREF" in one.text
    ]
    assert (pages, set(pages) <= set(marks)) == (["item_1", "item_2", "item_3"], True)


def test_a_members_own_papers_leave_out_what_they_may_not_read_and_say_why(desk):
    desk.types("interest declare gp.05j --organisation Z10002 --nature 'partner in Birch Practice' --as gp.05j")
    call(desk)
    desk.types(f"meeting table {JUNE} {ONE} {TWO} --initials SR")
    said = desk.types(f"meeting pack {JUNE} --out own.docx --as gp.05j", says="copy of Gp 05J, 1 item, 1 left out")
    assert "Item 1 is left out: " in said
    own = read("own.docx")
    assert "1. Hubs: not in this copy" in own
    assert "Item 1: " in own
    assert (ONE in own, TWO in own) == (False, True)
    assert desk.terminal.json(f"meeting pack {JUNE} --out same.docx --for gp.05j")["kept_back"][0]["item"] == 1
    assert read("same.docx") == own, "the secretary writes the same copy for them"
    desk.types(f"meeting pack {JUNE} --out chair.docx --as lay_chair.05j", says="2 items, 0 left out")
    assert "05J leaves the room" in read("chair.docx"), "the chair is told of the tie"
    desk.refused(f"meeting pack {JUNE} --out no.docx --as writer.fednw", says="There is no meeting")
    desk.refused(f"meeting pack {JUNE} --out no.docx --for gp.05j --as lay_chair.05j", says="is for the office")


def test_a_ruling_in_the_room_keeps_the_papers_from_whoever_declared(desk):
    opened(desk)
    desk.types(f"meeting interest {JUNE} 2 lay_chair.05t --nature 'her brother lets the rooms' --kind indirect")
    desk.types(f"meeting rule {JUNE} 2 lay_chair.05t --action leave_room --ruled-by lay_vice_chair.05t")
    kept = desk.terminal.json(f"meeting pack {JUNE} --out own.docx --as lay_chair.05t")["kept_back"]
    assert kept == [{"item": 2, "why": "her brother lets the rooms"}]
    desk.types(f"meeting rule {JUNE} 2 lay_chair.05t --action stay_discuss_no_vote --ruled-by lay_vice_chair.05t")
    assert desk.terminal.json(f"meeting pack {JUNE} --out own.docx --as lay_chair.05t")["kept_back"] == []
