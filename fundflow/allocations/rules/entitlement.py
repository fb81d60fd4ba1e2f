"""What each commissioner is due by a fund's rates and the lists of its population."""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from fundflow import money
from fundflow.definitions.fund import Fund, NationalPot, Rate
from fundflow.errors import BadInput, Refused
from fundflow.organisations import ListSize

Key = tuple[str, str]


def compute_entitlements(fund: Fund, lists: Mapping[Key, ListSize]) -> dict[Key, int]:
    """The pence due by (commissioner, period), from the fund's rates and one list for each.

    The rate's whole sum is rounded half up to the rule's unit, then shared by largest remainder, so that the shares
    add up (WO 7.2; domain rows 4 to 8, cases 45 to 47). A list of nought is due nothing.

    Raises:
        Refused: a list is missing or counted otherwise than the rate says (domain, cases 9 and 10).
        BadInput: two rates of the fund give the same commissioner and period an amount.
    """
    due: dict[Key, int] = {}
    for rate in fund.rates:
        for period in rate.periods:
            codes = (rate.commissioners if isinstance(rate, Rate) else ()) or fund.commissioners
            for key, pence in _share(rate, period, codes, lists):
                if key in due:
                    raise BadInput(f"two rates give {key[0]} an amount for {period}", place=fund.fund)
                due[key] = pence
    return due


def _share(
    rate: Rate | NationalPot, period: str, codes: Sequence[str], lists: Mapping[Key, ListSize]
) -> Iterator[tuple[Key, int]]:
    weights = {code: _weight(rate, code, period, lists) for code in codes}
    patients = Fraction(sum(weights.values()), 100)
    exact = rate.rate * patients if isinstance(rate, Rate) else rate.pot * patients / rate.national_list
    units = int(exact / rate.rounding_unit_pence + Fraction(1, 2))
    for code, share in money.apportion(units, weights, ties=rate.ties).items():
        yield (code, period), share * rate.rounding_unit_pence


def _weight(rate: Rate | NationalPot, code: str, period: str, lists: Mapping[Key, ListSize]) -> int:
    size = lists.get((code, period))
    if size is None:
        raise Refused.because(
            "list_known",
            f"Nothing was worked out for {period}: there is no {rate.basis} list of {code}, and a list is "
            "never guessed. Import the list, then run this again.",
        )
    if size.basis != rate.basis:
        raise Refused.because(
            "same_basis",
            f"Nothing was worked out for {period}: the rate is for each {rate.basis} patient, and the list of {code} "
            f"({size.patients:,} on {size.on.isoformat()}) counts {size.basis} patients. Use a {rate.basis} list.",
        )
    return size.in_hundredths
