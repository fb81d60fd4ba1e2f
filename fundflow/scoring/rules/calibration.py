"""What an assessor's own marks look like side by side, before they are locked: mean, spread, and the same words twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from fundflow.definitions.criteria import Criteria
from fundflow.scoring.rules.marks import mean


@dataclass(frozen=True)
class OwnMark:
    """One mark that an assessor wrote, with the words that justify it."""

    ref: str
    criterion: str
    score: int
    justification: str = ""


@dataclass(frozen=True)
class OwnSpread:
    """One criterion over all bids of one assessor: how many marks, their exact mean, and highest less lowest."""

    criterion: str
    title: str
    marks: int
    mean: Fraction | None
    spread: int


@dataclass(frozen=True)
class SameWords:
    """Bids to which one assessor gave different scores of a criterion in the same words, the highest score first."""

    criterion: str
    title: str
    scores: tuple[tuple[str, int], ...]
    words: str

    @property
    def question(self) -> str:
        """What the assessor is asked: nobody else is, and nothing hangs on the answer."""
        given = [f"{score} to {ref}" for ref, score in self.scores]
        return f"You gave {', '.join(given[:-1])} and {given[-1]} for {self.title} in the same words: '{self.words}'"


def own_spreads(criteria: Criteria, marks: Sequence[OwnMark]) -> tuple[OwnSpread, ...]:
    """For each criterion, in the scheme's order, how an assessor's own marks lie."""
    rows = []
    for item in criteria.items:
        given = [mark.score for mark in marks if mark.criterion == item.key]
        wide = max(given) - min(given) if given else 0
        rows.append(OwnSpread(item.key, item.title, len(given), mean(given).exact, wide))
    return tuple(rows)


def same_words(criteria: Criteria, marks: Sequence[OwnMark]) -> tuple[SameWords, ...]:
    """Where one justification stands under different scores of one criterion; capitals, spaces and stops do not count."""
    found = []
    for item in criteria.items:
        for alike in _by_words([mark for mark in marks if mark.criterion == item.key]).values():
            if len({mark.score for mark in alike}) > 1:
                ordered = sorted(alike, key=lambda mark: (-mark.score, mark.ref))
                scores = tuple((mark.ref, mark.score) for mark in ordered)
                found.append(SameWords(item.key, item.title, scores, " ".join(ordered[0].justification.split())))
    return tuple(found)


def _by_words(marks: Sequence[OwnMark]) -> Mapping[str, list[OwnMark]]:
    said: dict[str, list[OwnMark]] = {}
    for mark in marks:
        words = " ".join(mark.justification.casefold().split()).rstrip(".!; ")
        if words:
            said.setdefault(words, []).append(mark)
    return said
