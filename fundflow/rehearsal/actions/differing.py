"""Figures and words of papers that differ: who looks into them, and accepting them by name."""

from pydantic import Field
from sqlmodel import Session

from fundflow import allocations, engine
from fundflow.errors import BadInput
from fundflow.rehearsal.action import Action, Stage, Texts, verb


@verb("assign discrepancies")
class AssignDiscrepancies(Action):
    """Name who looks into open differences, by their own numbers (D-09)."""

    main = "numbers"
    numbers: Texts
    owner: str

    def play(self, stage: Stage, session: Session) -> str:
        """Name them."""
        actor = stage.who(session, self.as_)
        rows = {one.key: one.id or 0 for one in allocations.discrepancies(session)}
        for number in self.numbers:
            if number not in rows:
                raise BadInput(f"no difference is on record as {number}", place="assign discrepancies")
            engine.funds.assign_discrepancy(session, rows[number], owner=self.owner, actor=actor, now=stage.now)
        return f"{self.owner}: {', '.join(self.numbers)}"


@verb("accept discrepancies")
class AcceptDiscrepancies(Action):
    """Accept open differences, by name and with a reason: those of a fund, or those of no fund that are named."""

    main = "fund"
    fund: str | None = None
    numbers: Texts = Field(default_factory=list, description="Only these, by their own numbers (D-38).")

    def play(self, stage: Stage, session: Session) -> str:
        """Accept them."""
        found = allocations.discrepancies(session, fund=self.fund, status="open")
        rows = [one for one in found if one.key in self.numbers or not self.numbers]
        actor = stage.who(session, self.as_)
        for row in rows:
            engine.funds.accept_discrepancy(session, row.id or 0, reason=self.reason, actor=actor, now=stage.now)
        return f"{len(rows)} accepted"
