"""How much a difference between two figures matters (domain 1.5, as corrected by 5, row 1.19)."""

from fractions import Fraction
from typing import Final, Literal, TypeAlias

Severity: TypeAlias = Literal["info", "warning", "material"]

MATERIAL_SHARE: Final = Fraction(5, 1000)
MATERIAL_PENCE: Final = 100_000


def severity(
    value_a: int, value_b: int, *, addends: int | None = None, unit_pence: int = 100, conflict: bool = False
) -> Severity:
    """Weigh a difference of two sums in pence, the heaviest test first.

    `material`: more than 0.5 % of the larger, or more than £1,000, or a conflict of basis or date. `info`: rounding of
    `addends` figures to `unit_pence` each explains it (half a unit for each and for the total). Otherwise `warning`.
    """
    gap = abs(value_a - value_b)
    if conflict or gap > MATERIAL_PENCE or gap > MATERIAL_SHARE * max(abs(value_a), abs(value_b)):
        return "material"
    if gap == 0 or (addends is not None and 2 * gap <= unit_pence * (addends + 1)):
        return "info"
    return "warning"
