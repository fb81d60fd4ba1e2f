"""Rules of targeted support that need no database: bands, likeness of names, suppression, and guards out of order."""

from datetime import date
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fundflow import support
from fundflow.calendar import Period
from fundflow.definitions import load_library
from fundflow.engine import GUARDS

RULES = load_library()[0].fund("worcestershire-resilience").support


@pytest.mark.parametrize(
    ("scope", "impact", "band"),
    [(1, 1, "signpost"), (1, 2, "signpost"), (2, 1, "signpost"), (1, 3, "reserve"), (2, 2, "reserve"), (3, 1, "reserve"),
     (2, 3, "prioritise"), (3, 2, "prioritise"), (3, 3, "prioritise")],
)  # fmt: skip
def test_a_product_falls_into_its_band(scope: int, impact: int, band: str):
    assert RULES is not None
    assert support.band_of(RULES, scope=scope, impact=impact).key == band


@pytest.mark.parametrize(
    ("one", "other", "like"),
    [
        ("Crabbs Cross, Redditch", "Crabbs Cross Surgery (Wong), Redditch", True),
        ("Dow Surgery, Redditch", "Woodrow Surgery, Redditch", False),
        ("St John's Surgery, Bromsgrove", "St Stephen's Surgery, Redditch", False),
        ("Link End Surgery, Malvern", "Link End Surgery, Malvern", True),
        ("", "Farrier House", False),
    ],
)
def test_names_are_only_ever_a_question(one: str, other: str, like: bool):
    assert support.alike(one, {"RS-17-0001": other}) == (("RS-17-0001",) if like else ())


def test_one_small_count_takes_another_with_it():
    assert support.suppressed({"a": 8, "b": 4}, least=5) == {"a": None, "b": None}
    assert support.suppressed({"a": 8, "b": 4, "c": 6}, least=5) == {"a": 8, "b": None, "c": None}
    assert support.suppressed({"a": 1, "b": 2, "c": 9}, least=5) == {"a": None, "b": None, "c": None}
    assert support.suppressed({"a": 8, "b": 0}, least=5) == {"a": 8, "b": 0}
    assert support.suppressed({"a": 8, "b": 5}, least=5) == {"a": 8, "b": 5}


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(0, 40), min_size=1))
def test_no_total_gives_a_small_count_away(counts: dict[str, int]):
    shown = support.suppressed(counts, least=5)
    hidden = [key for key, count in shown.items() if count is None]
    assert all(count is None or count == 0 or count >= 5 for count in shown.values())
    others = [key for key, count in counts.items() if count]
    assert len(hidden) != 1 or len(others) == 1
    assert not hidden or sum(counts[key] for key in hidden) >= 5 or len(hidden) == len(others)


def test_nothing_is_shared_before_consent_is_recorded(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(support, "consent", lambda *_: None)
    monkeypatch.setattr("fundflow.organisations.names", lambda *_: {"Z1": "Alder Practice"})
    case = SimpleNamespace(session=None, id=1, step="complete", ref="RS-17-0001", lead="Z1")
    said = GUARDS["consent_recorded"].test(case, "referral")
    assert said is not None and "Alder Practice has not agreed" in said and "nothing was shared" in said


@pytest.mark.parametrize(
    ("state", "lead", "says"), [("submitted", "Z1", "was not passed"), ("redirected", "Z9", "takes no part")]
)
def test_a_nomination_from_a_bid_needs_that_bid_redirected_and_this_practice_in_it(monkeypatch, state, lead, says):
    bid = SimpleNamespace(state=state, lead=lead, participants=())
    monkeypatch.setattr("fundflow.applications.dossier", lambda *_: bid)
    monkeypatch.setattr("fundflow.organisations.names", lambda *_: {})
    case = SimpleNamespace(session=None, values={"from_case": "TF-17-0001"}, lead="Z1", ref="RS-17-0001")
    said = GUARDS["redirected_here"].test(case, None)
    assert said is not None and says in said


@pytest.mark.parametrize(("ends", "refused"), [(date(2018, 2, 28), False), (date(2018, 3, 1), True)])
def test_a_plan_runs_six_months_from_its_agreement_and_no_day_more(ends: date, refused: bool):
    rules = load_library()[0].fund("worcestershire-resilience").support
    money = Period.parse("2017/18-2018/19")
    faults = support.plan_faults([], rules, agreed=date(2017, 8, 31), ends=ends, money=money, left=0)
    assert any("6 months is the most: end it by Wednesday 28 February 2018" in one for one in faults) is refused
