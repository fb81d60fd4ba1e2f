"""Letters at a terminal: what holds an approved one, who signs it for whom, and an office's own template, tried and undone."""

import io
import shlex

import pytest
from docx import Document

from fundflow import applications, database, letters
from tests.stories.world import World

ONE = "TF-17-0001"
LETTER, MINE = f"{ONE}/L04", f"{ONE}/L01"
SEATS = ("lay_chair", "lay_vice_chair", "accountable_officer", "chief_finance_officer", "gp")


def typed(terminal, line, *, says=""):
    code, out, err = terminal.run(shlex.split(line))
    assert code == 0, err or out
    assert says in out + err, out + err
    return out + err


def refused(terminal, line, *, says):
    code, out, err = terminal.run(shlex.split(line))
    assert code == 1, out
    assert says in err, err
    return err


@pytest.fixture
def offered(advised):
    """An offer of two commissioners, each of which signs; made from a meeting that both have decided at."""
    opened = database.connect(advised.url)
    with database.writing(opened) as session:
        row = applications.rounds(session)[0]
        row.settings = {**row.settings, "signatures": "held", "letters_after": "decision"}
        session.add(row)
        world = World(session)
        world.payee("FEDNW")
    opened.dispose()
    typed(
        advised,
        "meeting call J --title June --starts '2017-06-14 13:00' --papers-out 2017-06-02 "
        "--body redditch-and-bromsgrove-pccc --body south-worcestershire-pccc",
    )
    typed(advised, f"meeting table J {ONE} --initials SR")
    advised.at("2017-06-14 13:00")
    typed(advised, "meeting open J")
    for body in ("05j", "05t"):
        for seat in SEATS:
            typed(advised, f"meeting attend J {seat}.{body}")
        votes = " ".join(f"--vote {seat}.{body}=for" for seat in SEATS)
        typed(advised, f"meeting vote J 1 {body.upper()} --text Approve {votes}")
        typed(advised, f"meeting decide J 1 {body.upper()} --outcome approve")
    typed(advised, "meeting apply J")
    advised.at("2017-06-16 09:00")
    typed(advised, f"step {ONE} issue_offer --as officer")
    typed(advised, f"step {ONE} issue_offer --as finance")
    typed(advised, f"letters approve {LETTER} --as officer", says="is approved")
    return advised


def test_a_letter_of_two_commissioners_is_held_until_both_have_signed(offered):
    said = typed(offered, "letters held")
    assert f"{LETTER}, to " in said
    assert "Redditch" in said
    refused(offered, f"letters release {LETTER} --as officer", says="was not released")
    refused(offered, f"letters sign {LETTER} --as finance", says="sign")
    said = typed(offered, f"letters sign {LETTER} --as accountable_officer.05j")
    assert f"{LETTER} is signed for 05J by " in said
    refused(offered, f"letters release {LETTER} --as officer", says="South Worcestershire")
    assert offered.json(f"letters sign {LETTER} --as accountable_officer.05t")[0]["commissioner"] == "05T"
    assert "It may leave (fundflow letters release)." in typed(offered, f"letters held --case {ONE}")
    typed(offered, f"letters release {LETTER} --as officer", says="is released")
    typed(offered, "letters held", says="No approved letter waits.")


def own(folder, name, *said):
    """The packaged acknowledgement with an office's own paragraphs, as a file."""
    paper = Document(io.BytesIO(letters.load("acknowledgement").content))
    for one in said:
        paper.add_paragraph(one)
    paper.save(folder / name)


BAD = {
    "unknown.docx": ("{{ shoe_size }}", "shoe_size"),
    "broken.docx": ("{% if reference %}and no end", "is never ended"),
    "code.docx": ("{{ reference.__class__ }}", "__class__"),
}


def test_an_office_tries_its_own_template_puts_it_in_use_and_goes_back_to_the_shipped_one(bid):
    for name, (said, told) in BAD.items():
        own(bid.folder, name, said)
        message = refused(bid, f"letters template add {name} --code L01 --as officer --reason try", says=told)
        assert "The template in use has not changed" in message
    assert bid.json("letters template list") == []
    own(bid.folder, "ours.docx", "Ring the surgery desk on {{ contact.telephone }}.")
    typed(bid, f"letters preview {MINE} --template ours.docx --out seen.docx", says="seen.docx")
    assert any("Ring the surgery desk on 0" in one.text for one in Document("seen.docx").paragraphs)
    typed(
        bid,
        "letters template add ours.docx --code L01 --as officer --reason 'Our number'",
        says="by version 1: ours.docx",
    )
    own(bid.folder, "ours.docx", "Ring us on {{ contact.telephone }}.")
    typed(bid, "letters template add ours.docx --code L01 --as officer --reason 'Shorter'", says="by version 2")
    typed(bid, "letters template show L01 --version 1 --out first.docx", says="version 1")
    assert any("surgery desk" in one.text for one in Document("first.docx").paragraphs)
    typed(bid, "letters template restore L01 --as officer --reason 'Back'", says="the template that came with it")
    assert [one["in_use"] for one in bid.json("letters template list")] == [False, False, False]
    assert bid.json("check")["problems"] == []


@pytest.mark.parametrize(("said", "told"), BAD.values(), ids=BAD)
def test_one_template_in_a_folder_is_checked_as_the_letter_of_its_name(bare, said, told):
    own(bare.folder, "acknowledgement.docx", said)
    code, out, _ = bare.run("check acknowledgement.docx")
    assert code == 1
    assert out.startswith("acknowledgement.docx:")
    assert told in out


def test_a_sound_template_is_said_to_be_sound_and_one_of_no_letter_is_refused_with_the_nearest_name(bare):
    own(bare.folder, "acknowledgement.docx", "Ring us on {{ contact.telephone }}.")
    assert bare.ok("check acknowledgement.docx").strip() == "acknowledgement.docx is sound"
    code, out, err = bare.run("check acknowledgment.docx")
    assert (code, out) == (1, "")
    assert "did you mean 'acknowledgement'?" in err
    assert "--letter CODE" in err


@pytest.mark.parametrize(("said", "told"), BAD.values(), ids=BAD)
def test_a_template_under_any_name_is_checked_as_the_letter_that_is_named(bare, said, told):
    own(bare.folder, "ours-2019.docx", "Ring us on {{ contact.telephone }}.")
    assert bare.ok("check ours-2019.docx --letter L01").strip() == "ours-2019.docx is sound"
    own(bare.folder, "ours-2019.docx", said)
    code, out, _ = bare.run("check ours-2019.docx --letter L01")
    assert (code, out.startswith("ours-2019.docx:"), told in out) == (1, True, True)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("check ours.docx --letter L99", "there is no letter L99"),
        ("check ours.docx --letter L04", "accept_by"),
        ("check missing.docx --letter L01", "cannot be opened"),
        ("check ours.txt --letter L01", "save it as .docx"),
        ("check --letter L01", "fundflow check FILE --letter CODE"),
    ],
)
def test_what_cannot_be_checked_as_a_letter_is_refused_in_one_line(bare, line, told):
    own(bare.folder, "ours.docx", "Answer us by {{ deadline | day }}.")
    code, out, err = bare.run(line)
    assert code != 0
    assert told in out + err
    assert "Traceback" not in out + err
