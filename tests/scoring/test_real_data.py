"""The rules meet data that nobody here wrote: 72 real reviews, real funds' schemes, three real budgets."""

import csv
import json
from fractions import Fraction
from pathlib import Path

import pytest

from fundflow import scoring
from fundflow.definitions.criteria import Assessors, Band, Criteria, Criterion
from fundflow.errors import BadInput
from fundflow.scoring import Ask, Choice

BLANK = {"", "NA"}
KEY = ("city", "2019/20")


def test_the_mean_of_real_reviews_is_the_published_average_for_every_proposal(shared_data):
    with (shared_data / "scoring" / "AIBS.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    proposals: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        proposals.setdefault(row["ID"], []).append(row)
    assert len(proposals) == 72
    missing = 0
    for reviews in proposals.values():
        found = scoring.mean(None if one["Score"] in BLANK else Fraction(one["Score"]) for one in reviews)
        assert found.counted + found.missing == len(reviews)
        assert float(found.exact) == pytest.approx(float(reviews[0]["ScoreAvg"]), abs=1e-12)
        for criterion in ("Innovation", "Approach", "Investig", "Signif", "Impact"):
            part = scoring.mean(None if one[criterion] in BLANK else Fraction(one[criterion]) for one in reviews)
            missing += part.missing
            assert part.exact is None or 1 <= part.exact <= 5
    assert missing == 153


def _schemes(shared_data: Path) -> list[tuple[str, list[Fraction]]]:
    stored = json.loads((shared_data / "scoring" / "mhclg_scoring_schemes.json").read_text(encoding="utf-8"))
    return [
        (one["file"].rsplit("/", maxsplit=1)[-1], [Fraction(str(item["weight"])) * 100 for item in one["criteria"]])
        for one in stored["schemes"]
    ]


def _criteria(weights: list[Fraction], scale: dict[int, str]) -> Criteria:
    return Criteria(
        criteria="real-round",
        title="A real round",
        version=1,
        scale=scale,
        fundable_tenths=600,
        bands=(Band(key="reject", title="Below", least_tenths=0), Band(key="fundable", title="Yes", least_tenths=600)),
        items=tuple(
            Criterion(key=f"c{number}", title=f"C{number}", weight=int(weight), evidence="e", anchors={})
            for number, weight in enumerate(weights)
        ),
        assessors=Assessors(),
    )


def test_every_real_fund_that_scores_can_be_expressed_and_its_stated_weights_are_effective(shared_data):
    stored = json.loads((shared_data / "scoring" / "mhclg_scoring_schemes.json").read_text(encoding="utf-8"))
    expressed, refused = 0, []
    for file, weights in _schemes(shared_data):
        assert all(weight.denominator == 1 for weight in weights), file
        for marks in stored["scales"].values():
            criteria = _criteria(weights, dict(marks))
            try:
                scoring.check_scheme(criteria)
            except BadInput as error:
                refused.append((file, str(error)))
                continue
            full = {item.key: criteria.top for item in criteria.items}
            assert scoring.weighted(criteria, full) == 100
            for item in criteria.items:
                alone = {**dict.fromkeys(full, 0), item.key: criteria.top}
                assert scoring.weighted(criteria, alone) == item.weight
            expressed += 1
    assert expressed == 26 * len(stored["scales"])
    assert {(file, error.split(": ", 1)[1]) for file, error in refused} == {
        ("vr_scored_criteria.py", "the weights sum to 99 and must sum to 100"),
        ("scored_criteria.py", "the weights sum to 0 and must sum to 100"),
    }


def _budget(path: Path) -> tuple[int, list[Ask], dict[int, bool]]:
    """The budget, the projects ranked by votes or points, and which were officially selected, of one .pb file."""
    parts: dict[str, list[str]] = {}
    for line in path.read_text(encoding="utf-8-sig").splitlines():
        if line in {"META", "PROJECTS", "VOTES"}:
            parts[line] = current = []
        elif line:
            current.append(line)
    meta = dict(row[:2] for row in csv.reader(parts["META"], delimiter=";"))
    projects = list(csv.DictReader(parts["PROJECTS"], delimiter=";"))
    points = [int(one.get("score") or one["votes"]) for one in projects]
    asks = [
        Ask(number, one["project_id"], 1 + sum(other > points[number] for other in points), {KEY: int(one["cost"])})
        for number, one in enumerate(projects)
    ]
    return int(meta["budget"]), asks, {number: one["selected"] == "1" for number, one in enumerate(projects)}


@pytest.mark.parametrize("name", ["Poland_Krakow_2019_Mistrzejowice", "Poland_Krakow_2020_Zwierzyniec"])
def test_krakows_awards_come_out_when_every_bid_that_does_not_fit_is_skipped(shared_data, name):
    budget, asks, official = _budget(shared_data / "selection" / f"{name}.pb")
    skips = {ask.id: Choice("skip_to_next") for ask in asks}
    found = scoring.walk(asks, {KEY: budget}, choices=skips)
    assert {one.id: one.status == "fits" for one in found} == official
    assert sum(one.pence for one in found) <= budget


def test_gdynias_awards_come_out_when_the_list_stops_at_the_first_that_does_not_fit(shared_data):
    budget, asks, official = _budget(shared_data / "selection" / "Poland_Gdynia_2024_Chwarzno-Wiczlino__small.pb")
    found = scoring.walk(asks, {KEY: budget})
    assert {one.id: one.status == "fits" for one in found} == official
    by_ref = {one.ref[-4:]: (one.status, one.stopped_by[:1]) for one in found[5:]}
    assert by_ref["0021"] == ("does_not_fit", ())
    assert by_ref["0029"] == ("waits", ("2024/CHW/0005",))
