"""The list of a closed practice spread among its neighbours, and who of them may need help now."""

from pydantic import Field
from sqlmodel import Session

from fundflow.engine import register
from fundflow.rehearsal.action import Action, Day, Stage, verb


@verb("disperse")
class Disperse(Action):
    """Say where the patients of a closed practice went, practice to number; `on` is its last day."""

    main = "organisation"
    organisation: str
    to: dict[str, int] = Field(description="Each neighbour's code, and how many patients it took on.")
    on: Day

    def play(self, stage: Stage, session: Session) -> str:
        """Spread them, and say whom to think of."""
        actor = stage.who(session, self.as_)
        register.disperse(
            session, self.organisation, to=self.to, on=self.on, reason=self.reason, actor=actor, now=stage.now
        )
        think_of = register.suggestions(session, self.to, on=self.on)
        return " ".join([f"{len(self.to)} lists have grown.", *(one.said for one in think_of)])
