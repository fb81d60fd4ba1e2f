"""An auditor's sample: the same each time, fair to every penny, and honest about what is missing."""

import io
import json
import zipfile
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fundflow import payments, practising
from fundflow.errors import BadInput
from fundflow.exchange.exports import audit_pack
from fundflow.payments import Payable, sample
from tests.stories.fixtures import counties, county

__all__ = ["counties", "county"]

items = st.dictionaries(st.integers(0, 10**4), st.integers(1, 10**9), min_size=1, max_size=40).map(
    lambda found: [Payable(f"P{number}", pence) for number, pence in found.items()]
)


@given(items, st.integers(1, 30), st.integers(), st.sampled_from(["random", "largest", "monetary-unit"]))
def test_a_sample_is_the_same_again_and_whatever_order_it_is_drawn_from(found, count, seed, method):
    drawn = sample(found, count=count, seed=seed, method=method)
    assert drawn == sample(list(reversed(found)), count=count, seed=seed, method=method)
    assert len({one.ref for one in drawn}) == len(drawn) <= count
    assert method == "monetary-unit" or len(drawn) == min(count, len(found))


@given(items, st.integers(1, 30), st.integers())
def test_a_payment_above_the_step_is_always_met_by_the_penny(found, count, seed):
    step = sum(one.pence for one in found) // count + 1
    drawn = sample(found, count=count, seed=seed, method="monetary-unit")
    assert {one.ref for one in found if one.pence >= 2 * step} <= {one.ref for one in drawn}


def test_the_largest_are_the_largest_and_another_seed_draws_others():
    found = [Payable(f"P{number:03}", number) for number in range(1, 101)]
    assert [one.pence for one in sample(found, count=3, seed=1, method="largest")] == [98, 99, 100]
    assert sample(found, count=5, seed=1, method="random") != sample(found, count=5, seed=2, method="random")


@pytest.mark.parametrize(("count", "method"), [(0, "random"), (5, "by-eye")])
def test_what_cannot_be_drawn_is_said(count, method):
    with pytest.raises(BadInput):
        sample([Payable("P1", 1)], count=count, seed=1, method=method)


def test_a_payment_s_folder_holds_its_papers_and_the_index_what_is_missing(county):
    place = county("active")
    with place.living() as world:
        world.pay(world.claim("TF-17-0001", ["start"], 1_500_000))
        found = payments.paid_between(world.session, date(2017, 1, 1), date(2019, 12, 31))
        assert found
        first, again = (audit_pack.pack(world.session, found, about="All", on=date(2018, 3, 31)) for _ in range(2))
        assert first == again
        lacking = {paid.ref: audit_pack.missing(world.session, paid) for paid in found}
    archive = zipfile.ZipFile(io.BytesIO(first))
    assert {"index.xlsx", f"{found[0].ref.replace('/', '-')}/06-claim.json"} <= set(archive.namelist())
    assert all("Coding and line of the payment file" in whats for whats in lacking.values())
    sheet = openpyxl.load_workbook(io.BytesIO(archive.read("index.xlsx"))).active
    cells = [cell for row in sheet.iter_rows(min_row=4) for cell in row if cell.value == audit_pack.MISSING]
    assert len(cells) == sum(len(whats) for whats in lacking.values())
    assert {cell.font.color.rgb for cell in cells} == {"FFB00020"}


def test_a_sample_of_a_practice_copy_says_so_in_every_name_in_the_index_and_in_every_paper(county, monkeypatch):
    place = county("active")
    with place.living() as world:
        world.pay(world.claim("TF-17-0001", ["start"], 1_500_000))
        found = payments.paid_between(world.session, date(2017, 1, 1), date(2019, 12, 31))
        real = audit_pack.pack(world.session, found, about="All", on=date(2018, 3, 31))
        monkeypatch.setattr(practising, "marker", lambda _session: "a copy")
        made = audit_pack.pack(world.session, found, about="All", on=date(2018, 3, 31))
    assert practising.MARK.encode() not in b"".join(zipfile.ZipFile(io.BytesIO(real)).read(one) for one in names(real))
    assert all(name.startswith("PRACTICE-") for name in names(made))
    assert len(names(made)) == len(names(real))
    archive = zipfile.ZipFile(io.BytesIO(made))
    papers = [json.loads(archive.read(name)) for name in names(made) if name.endswith(".json")]
    assert papers
    assert {one["practice"] for one in papers} == {practising.MARK}
    sheet = openpyxl.load_workbook(io.BytesIO(archive.read("PRACTICE-index.xlsx"))).active
    assert sheet["A1"].value == f"{practising.MARK}. All"
    assert (sheet.title, sheet.oddHeader.right.text) == ("Practice copy. Sample", practising.MARK)


def names(raw):
    return zipfile.ZipFile(io.BytesIO(raw)).namelist()
