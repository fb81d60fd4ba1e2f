"""Assessment at the terminal: a round shared, declared on one page, scored on a sheet, compared, locked and noted."""

import pytest

from tests.cli.conftest import REF, Terminal

KINDS = "--clinical gp_far --finance-aware accountant"


@pytest.fixture
def assessed(bid: Terminal) -> tuple[Terminal, str]:
    bid.at("2017-05-15 09:00")
    ref = bid.json("round list")[0]["ref"]
    bid.ok(f"step {REF} accept_eligible --as officer")
    return bid, ref


def test_a_round_is_shared_and_an_assessor_works_through_it(assessed):
    desk, ref = assessed
    planned = desk.json(f"assessment assign {ref} {KINDS} --as officer --dry-run")
    assert [one["person"] for one in planned["seats"]] == ["Gp Far", "Accountant"]
    assert desk.json(f"assessment show {REF}")["seats"] == []
    assert "Seated" in desk.ok(f"assessment assign {ref} {KINDS} --as officer")
    assert desk.json(f"assessment declarations {ref} --as gp_far")[0]["suggested"] == "none"
    page = desk.file("page.yaml", f"{REF}: none\n")
    assert desk.refused(f"assessment pack {ref} --out pack.docx --as gp_far") == ["declared_before_papers"]
    assert not (desk.folder / "pack.docx").exists()
    assert desk.json(f"declare {ref} --all {page} --as gp_far")["declared"] == 1
    assert desk.json(f"assessment pack {ref} --out pack.docx --as gp_far")["bids"] == [REF]
    assert (desk.folder / "pack.docx").read_bytes().startswith(b"PK")
    assert desk.json(f"assessment sheet {ref} --out sheet.xlsx --as gp_far")["rows"] == 6
    assert desk.json(f"assessment import {ref} sheet.xlsx --as gp_far --dry-run")["unchanged"] == 6
    code, out, _ = desk.run(f"assessment lock {ref} --as gp_far --json")
    assert code == 1
    assert "no score" in out
    desk.ok(f"assessment grid {ref} --as gp_far")
    grid = desk.json(f"assessment grid {ref} --as gp_far")
    assert [sorted(grid), [one["ref"] for one in grid["bids"]]] == [["bids", "criteria", "same_words"], [REF]]
    said = desk.ok(f"assessment hand-back {REF} --why ill --as gp_far")
    assert "Proposed: Nurse" in said
    assert desk.json(f"assessment replacement {REF} --as officer")["sign_in_name"] == "nurse"
    assert desk.refused(f"assessment close {ref} --as officer") == ["scores_due"]
    assert "reassign" in desk.ok(f"assessment close {ref} --reason today --as officer --dry-run")
    assert desk.json("report moderation") is not None


def test_what_cannot_be_done_at_the_assessors_desk_is_said_in_one_line(assessed):
    desk, ref = assessed
    for line, said in (
        (f"assessment grid {ref} --as gp_far", "Gp Far assesses no bid"),
        (f"assessment assign {ref} --clinical practice --as officer", "nobody called 'practice'"),
        (f"assessment assign {ref} --clinical finance --as officer", "is not an assessor of this fund"),
        (f"declare {REF} --as gp_far", "say none, declare, not_sure or same_area"),
        (f"declare {ref} --all {desk.file('list.yaml', '- none')} --as gp_far", "a page of answers is expected"),
        (f"assessment hand-back {REF} --why tired --as gp_far", "use ill, conflict or no_time"),
        ("assessment tell 99 --meeting PC-1 --as committee_secretary", "no superseding note 99"),
    ):
        code, _, err = desk.run(line)
        assert code in (1, 2)
        assert said in err
        assert len(err.strip().splitlines()) == 1
