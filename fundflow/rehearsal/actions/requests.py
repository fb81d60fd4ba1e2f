"""Taking back what waits for a second person, other than a change of a round."""

from sqlmodel import Session

from fundflow import engine
from fundflow.rehearsal.action import Action, Stage, verb


@verb("take request back")
class TakeBack(Action):
    """Take back what the same person asked for on a case, or on two keys (`KEY to KEY`), before a second one agrees."""

    main = "on"
    on: str

    def play(self, stage: Stage, session: Session) -> str:
        """Take it back."""
        actor, subject = stage.who(session, self.as_), stage.ref(self.on)
        taken = engine.requests.take_back_on(session, subject, reason=self.reason, actor=actor, now=stage.now)
        return f"taken back: {'; '.join(one.said for one in taken)}"
