"""What is done after the award: letters, payment files, changes, money asked back."""

import csv
import io
from pathlib import Path

import pytest
from docx import Document

from tests.cli.conftest import REF


def test_a_payment_file_is_the_same_bytes_on_stdout_and_on_disk(award):
    run = award.json("pay list")[0]["ref"]
    out = award.ok(f"pay file {run}")
    award.ok(f"pay file {run} --out run.csv")
    assert list(csv.reader(io.StringIO(out))) == list(csv.reader(io.StringIO(Path("run.csv").read_text())))
    assert award.json(f"pay file {run}")["control_pence"] == 2_500_000


def test_letters_are_approved_released_and_written_as_word_files(award):
    ref = REF
    offer = next(one for one in award.json(f"letters list --case {ref}") if one["code"] == "L04")
    assert offer["state"] == "draft"
    assert award.json(f"letters approve {offer['ref']} --as officer")[0]["state"] == "approved"
    assert award.json(f"letters release {offer['ref']} --as officer")[0]["state"] == "released"
    written = award.json(f"letters {ref} --out made --released")
    assert [one["ref"] for one in written] == [offer["ref"]]
    assert Document(written[0]["file"]).paragraphs
    assert award.refused(f"letters void {offer['ref']} --reason wrong --as officer")
    award.ok(f"letters preview {offer['ref']} --out seen.docx")
    assert Path("seen.docx").read_bytes() == Path(written[0]["file"]).read_bytes()
    assert len(award.json("letters")) >= 1
    assert not Path("letters").exists()


def test_a_change_and_a_recovery_are_asked_for_at_the_terminal(award):
    ref = REF
    asked = award.json(
        f"award recover {ref} --cause unspent --second finance --as officer",
        "--clause", "14", "--paid", "£25,000", "--spent", "£20,000",
    )  # fmt: skip
    assert asked["asked_pence"] == 500_000
    recovery = asked["ref"]
    assert award.json(f"recovery give-notice {recovery} --as finance")["state"] == "notice_given"
    assert award.json("recovery list")[0]["ref"] == recovery
    assert award.json(f"recovery agree {recovery} --as partner.fednw")["state"] == "demanded"
    took = award.json(
        f"recovery receive {recovery} --as finance", "--with", "amount=£5,000.00", "--with", "reference=B1"
    )
    assert took["state"] == "received"
    assert award.json(f"recovery show {recovery}")["receipts"][0]["received_pence"] == 500_000
    taken = award.json(
        f"award vary {ref} --kind dates --as partner.fednw", "--reason", "The builder is late.",
        "--with", "details={ends: 2018-12-31}",
    )  # fmt: skip
    assert taken["state"] == "variation_requested"


@pytest.mark.parametrize(
    "line", ["application list", "application list --state submitted", "application list --fund x"]
)
def test_lists_of_cases_can_be_narrowed(bid, line):
    ref = REF
    found = [one["ref"] for one in bid.json(line)]
    assert found == ([] if line.endswith("x") else [ref])
    bid.ok(line)
