"""How a file, the books here and the outside ledger agree on one commissioner's year of a round that is taken over."""

from collections.abc import Iterator
from dataclasses import dataclass

from fundflow.allocations import Finding, Severity, severity
from fundflow.money import Pence, pounds

ORDER = ("info", "warning", "material")


@dataclass(frozen=True)
class Compared:
    """One commissioner, period and fund: what the file says, what stands here, what the outside ledger paid (pence)."""

    round: str
    fund: str
    commissioner: str
    period: str
    sheet_agreed: Pence = 0
    ours_agreed: Pence = 0
    sheet_paid: Pence = 0
    ours_paid: Pence = 0
    outside_paid: Pence = 0
    left_out: int = 0

    @property
    def agreed_apart(self) -> Pence:
        """What the file says is agreed beyond what stands here."""
        return self.sheet_agreed - self.ours_agreed

    @property
    def paid_apart(self) -> Pence:
        """What the file says was paid beyond what stands here."""
        return self.sheet_paid - self.ours_paid

    @property
    def outside_apart(self) -> Pence:
        """What the file says was paid beyond what the outside ledger has."""
        return self.sheet_paid - self.outside_paid

    @property
    def severity(self) -> Severity | None:
        """The heaviest of its differences; none where all agree."""
        found = [one.severity for one in self.findings()]
        return max(found, key=ORDER.index) if found else None

    @property
    def keys(self) -> dict[str, str]:
        """By difference, the key of its line in the register of figures that do not agree."""
        root = f"take-over {self.round} {self.commissioner} {self.period}"
        return {name: f"{root} {name}" for name in ("agreed", "paid", "outside")}

    def findings(self) -> Iterator[Finding]:
        """Each difference as the register keeps it, material tested first (domain 1.5)."""
        pairs = (
            ("agreed", "agreed", self.sheet_agreed, "fundflow", self.ours_agreed),
            ("paid", "paid", self.sheet_paid, "fundflow", self.ours_paid),
            ("outside", "paid", self.sheet_paid, "the outside ledger", self.outside_paid),
        )
        for name, what, sheet, other, there in pairs:
            if sheet != there:
                yield Finding(
                    key=self.keys[name],
                    kind="take_over",
                    severity=severity(sheet, there),
                    what=f"{what.capitalize()} of {self.commissioner} {self.period} in {self.round}",
                    source_a="the file of the take-over",
                    value_a=pounds(sheet),
                    source_b=other,
                    value_b=pounds(there),
                    fund=self.fund,
                    commissioner=self.commissioner,
                    period=self.period,
                    difference_pence=sheet - there,
                )
