"""Figures of a round that is taken over which do not agree, beside what somebody has said of each."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session

from fundflow import allocations
from fundflow.allocations import Discrepancy, Finding
from fundflow.takeovers import Compared


@dataclass(frozen=True)
class Difference:
    """One figure of the file beside the other side, and its line in the register of such figures if it has one."""

    finding: Finding
    known: Discrepancy | None

    @property
    def accepted(self) -> bool:
        """Whether somebody has accepted just this difference."""
        row = self.known
        return row is not None and row.status == "accepted" and row.difference_pence == self.finding.difference_pence

    @property
    def holds_up(self) -> bool:
        """Whether the round cannot go live before it is put right or accepted."""
        return self.finding.severity == "material" and not self.accepted


def differences(session: Session, found: Iterable[Compared]) -> list[Difference]:
    """What does not agree in some figures, in their order."""
    findings = [one for row in found for one in row.findings()]
    known = allocations.discrepancies_by_key(session, [one.key for one in findings])
    return [Difference(one, known.get(one.key)) for one in findings]
