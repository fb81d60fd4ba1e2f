"""Splits what a bid asks between commissioners, exactly, and compares amounts by commissioner and period."""

from collections.abc import Iterable, Mapping
from typing import Literal, TypeAlias

from fundflow import money
from fundflow.applications.rules.content import CostLine

Amounts: TypeAlias = dict[str, dict[str, int]]
"""Pence by commissioner and period."""

Basis: TypeAlias = Literal["patients", "stated", "mixed"]


def split_by_patients(
    ask: Mapping[str, int], patients: Mapping[str, int], *, ties: money.Ties = "last"
) -> dict[str, dict[str, int]]:
    """Each period's pence by commissioner, in proportion to registered patients; every period adds up exactly.

    Domain, 2(c): cost is attributed by participating patients unless the bid states another basis. Largest remainder;
    equal remainders go to the last-listed unless the fund says otherwise (domain 1.1, row 5).

    Raises:
        NothingToShareBy: nobody has a patient.
    """
    split: dict[str, dict[str, int]] = {commissioner: {} for commissioner in patients}
    for period, pence in ask.items():
        for commissioner, part in money.apportion(pence, patients, ties=ties).items():
            if part:
                split[commissioner][period] = part
    return {commissioner: amounts for commissioner, amounts in split.items() if amounts}


def shares_of(
    lines: Iterable[CostLine], patients: Mapping[str, int], *, ties: money.Ties = "last"
) -> tuple[dict[str, dict[str, int]], Basis]:
    """Shares and their basis: lines with a commissioner stay with it, the rest is split by patients."""
    stated: dict[str, dict[str, int]] = {}
    joint: dict[str, int] = {}
    for line in lines:
        if line.commissioner is None:
            joint[line.period] = joint.get(line.period, 0) + line.pence
        else:
            amounts = stated.setdefault(line.commissioner, {})
            amounts[line.period] = amounts.get(line.period, 0) + line.pence
    if not joint:
        return stated, "stated"
    split = split_by_patients(joint, patients, ties=ties)
    basis: Basis = "mixed" if stated else "patients"
    return combined(stated, split), basis


def combined(first: Mapping[str, Mapping[str, int]], second: Mapping[str, Mapping[str, int]]) -> Amounts:
    """The sum of two tables of amounts."""
    added: Amounts = {}
    for table in (first, second):
        for commissioner, amounts in table.items():
            row = added.setdefault(commissioner, {})
            for period, pence in amounts.items():
                row[period] = row.get(period, 0) + pence
    return added


def by_period(lines: Iterable[CostLine]) -> dict[str, int]:
    """What cost lines ask in each period."""
    added: dict[str, int] = {}
    for line in lines:
        added[line.period] = added.get(line.period, 0) + line.pence
    return added
