"""The scheme of domain 2(b) as the tests use it, and short ways to write scores."""

from fractions import Fraction
from typing import Any

from fundflow.definitions.criteria import Assessors, Band, Criteria, Criterion, Moderation
from fundflow.scoring import ScoreSet

KEYS = (
    "working_at_scale",
    "sustainability",
    "federation_development",
    "extended_access",
    "value_quality",
    "impact_gain",
)
WEIGHTS = (25, 20, 10, 15, 20, 10)
MINIMA = (2, 2, 0, 0, 2, 0)
SCALE = {
    0: "Not addressed.",
    1: "Poor: claims without evidence.",
    2: "Weak: some evidence.",
    3: "Adequate: most points evidenced.",
    4: "Good: fully evidenced.",
    5: "Excellent: spreads beyond the applicants.",
}
OFF = Moderation(criterion_range=None, total_range_tenths=None, straddles_minimum=False, straddles_threshold=False)


def scheme(weights: tuple[int, ...] = WEIGHTS, **changes: Any) -> Criteria:
    """Six criteria with these weights; anything else of the scheme can be changed by name."""
    items = tuple(
        Criterion(
            key=key,
            title=key.replace("_", " ").capitalize(),
            weight=weight,
            evidence="answers",
            anchors={},
            minimum=minimum,
        )
        for key, weight, minimum in zip(KEYS, weights, MINIMA, strict=True)
    )
    stated: dict[str, Any] = {
        "criteria": "worcestershire-transformation",
        "title": "Six criteria",
        "version": 1,
        "scale": SCALE,
        "fundable_tenths": 600,
        "bands": (
            Band(key="reject", title="Below", least_tenths=0),
            Band(key="improvable", title="Improvable", least_tenths=500),
            Band(key="fundable", title="Fundable", least_tenths=600),
        ),
        "items": items,
        "tie_breaks": ("working_at_scale", "impact_gain"),
        "moderation": Moderation(),
        "assessors": Assessors(),
    }
    return Criteria(**{**stated, **changes})


SCHEME = scheme()


def by_key(*scores: int | Fraction) -> dict[str, Any]:
    """Six scores in the scheme's order, by criterion."""
    return dict(zip(KEYS, scores, strict=True))


def sets(*rows: tuple[int, ...]) -> list[ScoreSet]:
    """One score set for each row."""
    return [ScoreSet(number, by_key(*row)) for number, row in enumerate(rows, start=1)]
