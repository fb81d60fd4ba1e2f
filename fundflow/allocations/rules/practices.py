"""A sum shared among practices by their lists: to the penny, nought for a list of nought, never by a guess."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from fundflow import money
from fundflow.clock import day_words
from fundflow.errors import Refused
from fundflow.organisations import ListSize

_NAMED = 5


@dataclass(frozen=True)
class Shared:
    """What each practice is due in pence, in the order given; `zero` have a list of nought, and are due nothing."""

    total_pence: int
    basis: str
    shares: Mapping[str, int]
    zero: tuple[str, ...]
    patients: Fraction

    @property
    def per_head(self) -> Fraction:
        """Pence for each patient, exact."""
        return Fraction(self.total_pence) / self.patients


def share_by_list(
    practices: Sequence[str],
    lists: Mapping[str, ListSize],
    *,
    basis: str,
    ties: money.Ties = "last",
    total_pence: int | None = None,
    rate_pence: Fraction | None = None,
) -> Shared:
    """Share a total by lists, or work the total out from a rate for each patient (rounded once) and share that.

    Raises:
        Refused: a list is missing or counts otherwise than the rate does, or nobody has a patient (cases 9 and 10).
    """
    missing = [code for code in practices if code not in lists]
    if missing:
        said = ", ".join(missing[:_NAMED]) + (f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else "")
        raise Refused.because(
            "list_known",
            f"Nothing was worked out: there is no {basis} list of {said}, and a list is never guessed. "
            "Import the list, or take the practice out, then run this again. Nothing has changed.",
        )
    other = next((lists[code] for code in practices if lists[code].basis != basis), None)
    if other is not None:
        raise Refused.because(
            "same_basis",
            f"Nothing was worked out: the rate is for each {basis} patient, and the list of {other.code} "
            f"({other.patients:,} on {day_words(other.on)}) counts {other.basis} patients. Use a {basis} list.",
        )
    weights = {code: lists[code].in_hundredths for code in practices}
    patients = Fraction(sum(weights.values()), 100)
    if not patients:
        raise Refused.because(
            "anybody_listed",
            f"Nothing was worked out: the {len(practices):,} practices have no {basis} patient between them. Check the "
            "day of the lists. Nothing has changed.",
        )
    total = total_pence if total_pence is not None else int((rate_pence or Fraction()) * patients + Fraction(1, 2))
    zero = tuple(code for code, weight in weights.items() if not weight)
    return Shared(total, basis, money.apportion(total, weights, ties=ties), zero, patients)
