"""Answering a request for information about a case."""

from pydantic import Field
from sqlmodel import Session

from fundflow import engine
from fundflow.rehearsal.action import Action, Stage, Texts, Unmet, verb


@verb("foi bundle")
class InformationBundle(Action):
    """Put together what is given of a case: its decision and its own scores; `reason` names the request."""

    main = "on"
    on: str
    lead: str = Field(default="", description="The lead as it is given: its name, or the mark of a name withheld.")
    total: str = ""
    flagged: int | None = Field(default=None, description="How many costs tell a third party's price.")
    says: Texts = Field(default_factory=list, description="Words that are given somewhere.")

    def play(self, stage: Stage, session: Session) -> str:
        """Put it together."""
        actor = stage.who(session, self.as_)
        found = engine.information.give(session, stage.ref(self.on), reason=self.reason, actor=actor, now=stage.now)
        wanted = {"lead": self.lead, "total": self.total, "flagged": self.flagged}
        for name, value in wanted.items():
            if value not in ("", None) and getattr(found, name) != value:
                raise Unmet(f"{name} was expected to be '{value}' and is '{getattr(found, name)}'", place=name)
        lacking = next((text for text in self.says if text not in str(found)), None)
        if lacking is not None:
            raise Unmet(f"'{lacking}' was expected in what is given of {found.case}", place="says")
        return f"{found.case}, {found.lead}: {len(found.decisions)} decisions, {found.flagged} costs flagged"
