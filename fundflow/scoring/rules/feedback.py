"""What must be written before a lock, and how assessors' sentences become an applicant's feedback."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from fundflow.definitions.criteria import Criteria
from fundflow.scoring.rules.marks import Consolidated, mean_words


@dataclass(frozen=True)
class Mark:
    """One assessor's score of one criterion with its words."""

    score: int
    justification: str
    strength: str = ""
    gap: str = ""


@dataclass(frozen=True)
class Advice:
    """Feedback on one criterion: band in words, what was good, what was missing, and the minimum where it failed."""

    criterion: str
    title: str
    band: str
    strength: str
    gap: str
    mean: str
    minimum: int
    minimum_failed: bool


def missing_to_lock(criteria: Criteria, marks: Mapping[str, Mark]) -> tuple[str, ...]:
    """What an assessor has still to write, one phrase each: a score, its reason, a strength and a gap."""
    lacking: list[str] = []
    for item in criteria.items:
        mark = marks.get(item.key)
        if mark is None:
            lacking.append(f"{item.title}: no score")
            continue
        if not mark.justification.strip():
            lacking.append(f"{item.title}: no reason for the score")
        if item.feedback:
            lacking += [
                f"{item.title}: no {what} for the applicant"
                for what, text in (("strength", mark.strength), ("gap", mark.gap))
                if not text.strip()
            ]
    return tuple(lacking)


def band_words(criteria: Criteria, exact: Fraction) -> str:
    """The scale's word for a criterion score, half up (1.5 is the word of 2), without the description after it."""
    nearest = (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
    mark = nearest if nearest in criteria.scale else min(criteria.scale, key=lambda one: (abs(one - nearest), one))
    return criteria.scale[mark].split(":")[0].split(".")[0].strip()


def joined(sentences: Iterable[str]) -> str:
    """Different sentences once each as one text, in an order that tells nobody who wrote which."""
    once: dict[str, str] = {}
    for sentence in sentences:
        plain = " ".join(sentence.split())
        if plain:
            once.setdefault(plain.casefold().rstrip("."), plain if plain[-1] in ".!?" else f"{plain}.")
    return " ".join(once[key] for key in sorted(once))


def advise(criteria: Criteria, result: Consolidated, sheets: Sequence[Mapping[str, Mark]]) -> tuple[Advice, ...]:
    """Feedback on every criterion that gives it, from locked sheets: bands, never assessors' names or single scores."""
    return tuple(
        Advice(
            criterion=item.key,
            title=item.title,
            band=band_words(criteria, result.means[item.key]),
            strength=joined(sheet[item.key].strength for sheet in sheets if item.key in sheet),
            gap=joined(sheet[item.key].gap for sheet in sheets if item.key in sheet),
            mean=mean_words(result.means[item.key]),
            minimum=item.minimum,
            minimum_failed=item.key in result.minima_failed,
        )
        for item in criteria.items
        if item.feedback
    )
