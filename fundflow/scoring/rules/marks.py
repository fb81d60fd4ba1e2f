"""From assessors' scores to one exact result: means, the weighted total, its single rounding, its band."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from fundflow.definitions.criteria import Band, Criteria
from fundflow.errors import BadInput


@dataclass(frozen=True)
class ScoreSet:
    """One assessor's locked scores of one bid, by criterion."""

    assessor: int
    scores: Mapping[str, int]


@dataclass(frozen=True)
class Mean:
    """A mean of what is there: `exact` is None when nothing is; what is missing is counted, never taken as nought."""

    exact: Fraction | None
    counted: int
    missing: int


@dataclass(frozen=True)
class Consolidated:
    """The result of a bid: exact criterion scores (mean, or what moderators agreed), total, tenths, band, minima."""

    means: Mapping[str, Fraction]
    total: Fraction
    tenths: int
    band: str
    minima_failed: tuple[str, ...]
    fundable: bool
    agreed: tuple[str, ...]
    assessors: int


def mean(values: Iterable[Fraction | int | None]) -> Mean:
    """The exact mean of the values that exist; None is missing and changes only the count of missing."""
    listed = list(values)
    there = [Fraction(value) for value in listed if value is not None]
    exact = sum(there, Fraction(0)) / len(there) if there else None
    return Mean(exact, len(there), len(listed) - len(there))


def in_tenths(exact: Fraction) -> int:
    """The one rounding of a total: to a tenth of a point, half up (domain, section 7.2). 59.95 is 600."""
    return (20 * exact.numerator + exact.denominator) // (2 * exact.denominator)


def tenths_words(tenths: int) -> str:
    """`60.0`, as a total is printed."""
    return f"{tenths // 10}.{tenths % 10}"


def mean_words(exact: Fraction) -> str:
    """`2.67`: a mean as it is shown, to two places half up; nothing is ever worked out from this text."""
    hundredths = (200 * exact.numerator + exact.denominator) // (2 * exact.denominator)
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def fraction_text(exact: Fraction) -> str:
    """`180/7`: an exact figure at rest."""
    return f"{exact.numerator}/{exact.denominator}"


def fraction_from(text: str) -> Fraction:
    """Read an exact figure at rest."""
    return Fraction(text)


def check_scheme(criteria: Criteria) -> None:
    """Make sure that the scheme's stated weights are its effective ones.

    Raises:
        BadInput: the weights do not sum to 100, a key comes twice, or the scale has no mark above nought.
    """
    whole = sum(item.weight for item in criteria.items)
    keys = [item.key for item in criteria.items]
    if whole != 100:
        raise BadInput(f"the weights sum to {whole} and must sum to 100", place=f"criteria {criteria.criteria}")
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice:
        raise BadInput(f"'{twice}' is listed twice", place=f"criteria {criteria.criteria}")
    if not criteria.scale or criteria.top < 1:
        raise BadInput("the scale needs a mark above 0", place=f"criteria {criteria.criteria}")


def criteria_sha256(criteria: Criteria) -> str:
    """The fingerprint of the scheme by which a result was worked out."""
    return hashlib.sha256(criteria.model_dump_json().encode()).hexdigest()


def check_set(criteria: Criteria, scores: ScoreSet) -> None:
    """Make sure that one assessor's scores are whole: every criterion, each a mark of the scale, and nothing else.

    Raises:
        BadInput: which criterion is missing, unknown or off the scale.
    """
    known = {item.key for item in criteria.items}
    place = f"assessor {scores.assessor}"
    for key in sorted(known - scores.scores.keys()):
        raise BadInput(f"no score of '{key}': a missing score is never taken as 0", place=place)
    for key in sorted(scores.scores.keys() - known):
        raise BadInput(f"'{key}' is not a criterion of this round", place=place)
    for key, score in scores.scores.items():
        check_mark(criteria, key, score)


def check_mark(criteria: Criteria, key: str, score: int) -> None:
    """Make sure that one score is a whole mark of the scale.

    Raises:
        BadInput: it is not.
    """
    if isinstance(score, bool) or not isinstance(score, int) or score not in criteria.scale:
        marks = ", ".join(str(mark) for mark in sorted(criteria.scale))
        raise BadInput(f"{score} is not a score: use one of {marks}", place=key)


def weighted(criteria: Criteria, values: Mapping[str, Fraction | int]) -> Fraction:
    """The exact total from 0 to 100: each criterion gives its weight at full marks, in proportion below."""
    return sum((item.weight * Fraction(values[item.key]) / criteria.top for item in criteria.items), Fraction(0))


def own_total(criteria: Criteria, scores: ScoreSet) -> Fraction:
    """One assessor's own exact total."""
    return weighted(criteria, scores.scores)


def band_of(criteria: Criteria, tenths: int, *, minima_met: bool) -> Band:
    """The band of a rounded total; a failed minimum is the lowest band whatever the total (section 7.3)."""
    ordered = sorted(criteria.bands, key=lambda band: band.least_tenths)
    if not ordered:
        raise BadInput("the scheme has no bands", place=f"criteria {criteria.criteria}")
    if not minima_met:
        return ordered[0]
    return next((band for band in reversed(ordered) if band.least_tenths <= tenths), ordered[0])


def consolidate(criteria: Criteria, sets: Sequence[ScoreSet], agreed: Mapping[str, int] | None = None) -> Consolidated:
    """One result from locked score sets: exact means, agreed scores in their place, one rounding at the end.

    Thresholds use the rounded total, minima the exact criterion score, both `>=` (domain, sections 7.2, 7.3, 7.5).

    Raises:
        BadInput: no scores at all, a set that is not whole, or an agreed score off the scale.
    """
    check_scheme(criteria)
    if not sets:
        raise BadInput("there are no locked scores to consolidate", place="consolidation")
    for scores in sets:
        check_set(criteria, scores)
    settled = dict(agreed or {})
    for key, score in settled.items():
        check_mark(criteria, key, score)
    means = {
        item.key: Fraction(settled[item.key])
        if item.key in settled
        else Fraction(sum(scores.scores[item.key] for scores in sets), len(sets))
        for item in criteria.items
    }
    total = weighted(criteria, means)
    tenths = in_tenths(total)
    failed = tuple(item.key for item in criteria.items if means[item.key] < item.minimum)
    return Consolidated(
        means=means,
        total=total,
        tenths=tenths,
        band=band_of(criteria, tenths, minima_met=not failed).key,
        minima_failed=failed,
        fundable=tenths >= criteria.fundable_tenths and not failed,
        agreed=tuple(item.key for item in criteria.items if item.key in settled),
        assessors=len(sets),
    )
