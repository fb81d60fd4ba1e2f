import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from fundflow import applications
from fundflow.applications import Application
from fundflow.applications.rules.shares import shares_of, split_by_patients
from fundflow.errors import BadInput, NotFound, Refused
from fundflow.money import NothingToShareBy, total
from tests.applications.builders import line, submitted_bid

LISTS = {"05J": 175_761, "05T": 303_610, "06D": 114_585}


def asked(session: Session, bid: Application) -> dict[str, dict[str, int]]:
    return {one.commissioner: dict(one.asked) for one in applications.dossier(session, bid.ref).shares}


def approved(session: Session, bid: Application) -> dict[str, dict[str, int]]:
    found = {one.commissioner: dict(one.approved) for one in applications.dossier(session, bid.ref).shares}
    return {
        code: {year: pence for year, pence in row.items() if pence} for code, row in found.items() if any(row.values())
    }


def test_a_pound_a_penny_and_a_hundred_split_exactly_among_three() -> None:
    split = split_by_patients({"2017/18": 10_001}, {"05J": 1, "05T": 1, "06D": 1}, ties="first")
    assert [row["2017/18"] for row in split.values()] == [3_334, 3_334, 3_333]


@given(
    st.dictionaries(st.sampled_from(["2017/18", "2018/19"]), st.integers(0, 10**12)),
    st.dictionaries(st.sampled_from(["05J", "05T", "06D", "05F"]), st.integers(0, 10**6), min_size=1).filter(
        lambda patients: sum(patients.values()) > 0
    ),
)
def test_every_period_adds_up_to_the_penny(ask: dict[str, int], patients: dict[str, int]) -> None:
    split = split_by_patients(ask, patients)
    for period, pence in ask.items():
        assert sum(row.get(period, 0) for row in split.values()) == pence
    assert all(pence > 0 for row in split.values() for pence in row.values())


def test_nobody_with_patients_cannot_share() -> None:
    with pytest.raises(NothingToShareBy):
        split_by_patients({"2017/18": 1}, {"05J": 0})


def test_stated_lines_stay_and_joint_lines_are_shared_by_patients() -> None:
    stated = line(500, commissioner="06D")
    assert shares_of([stated], LISTS) == ({"06D": {"2017/18": 500}}, "stated")
    joint, basis = shares_of([line(59_395_600)], LISTS)
    assert (joint["05J"]["2017/18"], basis) == (17_576_100, "patients")
    mixed, basis = shares_of([stated, line(59_395_600)], LISTS)
    assert (mixed["06D"]["2017/18"], basis) == (11_458_500 + 500, "mixed")
    assert total(mixed) == 59_396_100


def test_shares_are_the_ask_to_the_penny_and_name_their_holders(session: Session) -> None:
    bid, _ = submitted_bid(session)
    amounts = {"05J": {"2017/18": 1_000_000}, "05T": {"2018/19": 500_000}}
    rows = applications.set_shares(session, bid, amounts, basis="stated")
    assert [row.holder for row in rows] == ["TF-17-0001/05J", "TF-17-0001/05T"]
    assert asked(session, bid) == amounts
    with pytest.raises(BadInput, match=r"£15,000\.01 and the bid asks for £15,000\.00"):
        applications.set_shares(
            session, bid, {"05J": {"2017/18": 1_000_001}, "05T": {"2018/19": 500_000}}, basis="stated"
        )


def test_shares_can_be_split_again_until_somebody_decides(session: Session) -> None:
    bid, _ = submitted_bid(session)
    applications.set_shares(session, bid, {"06D": {"2017/18": 1_500_000}}, basis="stated")
    applications.set_shares(session, bid, {"05J": {"2017/18": 1_000_000, "2018/19": 500_000}}, basis="stated")
    assert asked(session, bid) == {"05J": {"2017/18": 1_000_000, "2018/19": 500_000}}
    applications.approve_share(session, bid, "05J", {"2017/18": 900_000})
    assert approved(session, bid) == {"05J": {"2017/18": 900_000}}
    with pytest.raises(Refused, match="05J has decided its share"):
        applications.set_shares(session, bid, {"05T": {"2017/18": 1_500_000}}, basis="stated")
    assert applications.clear_approval(session, bid, "05J") == {"05J": {"2017/18": 900_000}}
    assert approved(session, bid) == {}


def test_nobody_approves_more_than_was_asked_of_it(session: Session) -> None:
    bid, _ = submitted_bid(session)
    applications.set_shares(session, bid, {"05J": {"2017/18": 1_500_000}}, basis="stated")
    with pytest.raises(BadInput, match=r"£15,000\.00 was asked of 05J for 2017/18"):
        applications.approve_share(session, bid, "05J", {"2017/18": 1_500_001})
    with pytest.raises(BadInput, match="nothing was asked of 05J for 2018/19"):
        applications.approve_share(session, bid, "05J", {"2018/19": 1})
    with pytest.raises(NotFound, match="06D has no share"):
        applications.approve_share(session, bid, "06D", {})
