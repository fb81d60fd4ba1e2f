"""What delegates decide in a committee's place."""

from sqlmodel import Session

from fundflow import committees, engine
from fundflow.errors import BadInput
from fundflow.rehearsal.action import Action, Pounds, Stage, verb


@verb("decide by delegation")
class DecideByDelegation(Action):
    """A delegate decides one commissioner's share, or (without an outcome) signs what another one decided."""

    main = "on"
    on: str
    commissioner: str
    outcome: str = ""
    authority: str = ""
    amounts: dict[str, Pounds] | None = None
    cut: str = ""

    def play(self, stage: Stage, session: Session) -> str:
        """Decide or sign."""
        choice = committees.Delegated(self.outcome, self.authority, self.amounts, self.cut, self.reason)
        taken = engine.meetings.decide_by_delegation(
            session,
            stage.ref(self.on),
            self.commissioner,
            choice if self.outcome else None,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        waits = taken[0].waiting_for
        wanted = self.expect.waiting_for if self.expect else None
        if wanted and wanted not in waits:
            raise BadInput(f"expected to wait for '{wanted}', waits for {waits or 'nobody'}", place="step")
        if waits:
            return f"{taken[0].ref} waits for {', '.join(waits)}"
        return f"{taken[0].ref} {taken[0].before} -> {taken[-1].state}"

    def subject(self, stage: Stage) -> str | None:
        """The bid."""
        return stage.ref(self.on)
