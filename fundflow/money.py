"""Pence as integers: reading them, showing them, and splitting them so that nothing is lost."""

import re
from collections.abc import Mapping
from typing import Literal, TypeAlias

from num2words import num2words

from fundflow.errors import BadInput

Pence: TypeAlias = int
Ties: TypeAlias = Literal["first", "last"]

_POUNDS = re.compile(r"(?P<sign>[-\u2212]?)\u00a3?(?P<pounds>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<pence>\d{2}))?")

_LONGEST = 40
"""Characters of pounds beyond which nobody means a figure, and reading it would only take time."""


class NothingToShareBy(BadInput):
    """Every weight is zero, so no share can be worked out."""


class NegativeTotal(BadInput):
    """A total below zero cannot be apportioned."""


def parse(text: object, *, place: str = "amount") -> Pence:
    """Read `£1,234.50`, `1234.50` or `1234` (pounds) into pence; a number in a file is pounds too.

    Raises:
        BadInput: anything else, with the way to write it.
    """
    plain = str(text).strip().replace(" ", "")
    read = _POUNDS.fullmatch(plain)
    if not read or isinstance(text, (bool, float)):
        raise BadInput(f"'{text}' is not an amount of money: write it as £1,234.50 or 1234.50", place=place)
    if len(read["pounds"]) > _LONGEST:
        raise BadInput(f"£{read['pounds'][:20]}... is more than any fund has: check the figure", place=place)
    pence = int(read["pounds"].replace(",", "")) * 100 + int(read["pence"] or 0)
    return -pence if read["sign"] else pence


def total(amounts: Mapping[str, Mapping[str, Pence]]) -> Pence:
    """Everything in a table of pence, whatever its rows and columns are."""
    return sum(pence for row in amounts.values() for pence in row.values())


def pounds(pence: Pence) -> str:
    """`£263,641.01`, always with pence; a minus stands before the pound sign."""
    sign = "-" if pence < 0 else ""
    return f"{sign}£{abs(pence) // 100:,}.{abs(pence) % 100:02d}"


def plain(pence: Pence) -> str:
    """`263641.01`, as programs and spreadsheets read it."""
    sign = "-" if pence < 0 else ""
    return f"{sign}{abs(pence) // 100}.{abs(pence) % 100:02d}"


def words(pence: Pence) -> str:
    """`two hundred and sixty-three thousand, six hundred and forty-one pounds and one penny`."""
    whole, rest = divmod(abs(pence), 100)
    said = f"{num2words(whole, lang='en_GB')} {'pound' if whole == 1 else 'pounds'}"
    if rest:
        said += f" and {num2words(rest, lang='en_GB')} {'penny' if rest == 1 else 'pence'}"
    return f"minus {said}" if pence < 0 else said


def apportion(total: int, weights: Mapping[str, int], *, ties: Ties) -> dict[str, int]:
    """Split `total` by `weights` so that the parts add up exactly (largest remainder), in the order given.

    Blind to units: whole pounds in, whole pounds out (WO 7.2 is printed so). Equal remainders go to the first- or
    last-listed as `ties` says; every stored rule names which.

    Raises:
        NegativeTotal: `total` is below zero.
        NothingToShareBy: the weights sum to zero.
        BadInput: a weight is below zero.
    """
    if total < 0:
        raise NegativeTotal(f"a total of {total} cannot be shared: it is below zero", place="apportion")
    below = next((name for name, weight in weights.items() if weight < 0), None)
    if below is not None:
        raise BadInput(f"the weight of {below} is below zero", place="apportion")
    whole = sum(weights.values())
    if whole == 0:
        raise NothingToShareBy("every weight is zero, so there is nothing to share by", place="apportion")
    shares = {name: total * weight // whole for name, weight in weights.items()}
    left = total - sum(shares.values())
    names = list(weights)
    direction = 1 if ties == "first" else -1
    order = sorted(range(len(names)), key=lambda at: (-(total * weights[names[at]] % whole), direction * at))
    for at in order[:left]:
        shares[names[at]] += 1
    return shares
