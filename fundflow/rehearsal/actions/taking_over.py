"""Verbs of a round that lived elsewhere: declared, and gone live. `import: position` takes its bids in."""

from sqlmodel import Session

from fundflow.engine import takeover
from fundflow.plural import counted
from fundflow.rehearsal.action import Action, Moment, Stage, verb


@verb("take over a round")
class BeginTakeOver(Action):
    """Say of a round that it lived elsewhere until now."""

    ref: str
    fund: str
    opened: Moment
    closed: Moment
    title: str = ""

    def play(self, stage: Stage, session: Session) -> str:
        """Declare it."""
        plan = takeover.Plan(self.fund, self.opened, self.closed, self.title)
        row = takeover.declare(session, plan, library=stage.library, actor=stage.who(session, self.as_), now=stage.now)
        stage.bind(self.ref, row.round)
        return f"{row.round} is to be taken over"


@verb("go live")
class GoLive(Action):
    """One of two people lets a round that is taken over go on here."""

    main = "round"
    round: str

    def play(self, stage: Stage, session: Session) -> str:
        """Ask for it, or agree to it."""
        done = takeover.go_live(
            session, stage.ref(self.round), actor=stage.who(session, self.as_), now=stage.now, reason=self.reason
        )
        return done.waiting.line if done.waiting else f"{done.over.round} lives here with {counted(done.bids, 'bid')}"
