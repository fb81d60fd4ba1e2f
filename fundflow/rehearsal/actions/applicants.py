"""An applicant's desk: does the fund suit, begin from an earlier bid, one's own order among bids."""

from pydantic import Field
from sqlmodel import Session

from fundflow import engine
from fundflow.rehearsal.action import Action, Stage, Texts, Unmet, verb
from fundflow.rehearsal.actions.panels import round_of


@verb("suits")
class Suits(Action):
    """Test a fund's rules on some practices before a bid is begun; `wrong` tells an officer that a figure is."""

    main = "practices"
    practices: Texts
    round: str | None = None
    lead: str | None = None
    wrong: str = ""
    contact: str = ""
    shows: dict[str, str] = Field(default_factory=dict, description="Rule to pass, fail or ask us.")

    def play(self, stage: Stage, session: Session) -> str:
        """Test them, or raise the task."""
        name = round_of(stage, self.round)
        if self.wrong:
            task = engine.suiting.challenge(
                session, name, self.practices, self.wrong, contact=self.contact, now=stage.now
            )
            return task.text
        made = engine.suiting.suits(session, name, self.practices, lead=self.lead, now=stage.now)
        found = {one.rule: one for one in made.rules}
        for rule, wanted in self.shows.items():
            if found[rule].verdict != wanted:
                raise Unmet(f"{rule} was expected to be '{wanted}': {found[rule].said}", place="suits")
        return "; ".join(f"{one.rule} {one.verdict}" for one in made.rules)


@verb("start from")
class StartFrom(Action):
    """Copy the answers of an earlier bid of the same lead into a draft."""

    main = "earlier"
    earlier: str
    on: str

    def play(self, stage: Stage, session: Session) -> str:
        """Copy them."""
        copied = engine.portfolio.start_from(
            session, stage.ref(self.on), stage.ref(self.earlier), actor=stage.who(session, self.as_), now=stage.now
        )
        return f"{len(copied)} answers, please check: {', '.join(copied)}"

    def subject(self, stage: Stage) -> str | None:
        """The bid."""
        return stage.ref(self.on)


@verb("prefer")
class Prefer(Action):
    """A lead says which of its bids matters most, and which go together; it is never scored."""

    main = "on"
    on: str
    place: int
    depends_on: Texts = Field(default_factory=list)
    either_or: Texts = Field(default_factory=list)

    def play(self, stage: Stage, session: Session) -> str:
        """Say so."""
        given = {"depends_on": self.depends_on, "either_or": self.either_or}
        links = {kind: [stage.ref(one) for one in names] for kind, names in given.items() if names}
        row = engine.portfolio.prefer(
            session,
            stage.ref(self.on),
            preference=self.place,
            links=links or None,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"{row.ref} is number {self.place} of {row.lead}"

    def subject(self, stage: Stage) -> str | None:
        """The bid."""
        return stage.ref(self.on)


@verb("warnings")
class Warnings(Action):
    """Look at what screening would find beside one's other bids; `says` holds words of each that is expected."""

    main = "on"
    on: str
    says: Texts = Field(default_factory=list)

    def play(self, stage: Stage, session: Session) -> str:
        """Look."""
        found = engine.portfolio.warnings(
            session, stage.ref(self.on), actor=stage.who(session, self.as_), now=stage.now
        )
        for wanted in self.says:
            if not any(wanted in one for one in found):
                raise Unmet(f"'{wanted}' was expected among the warnings: {'; '.join(found) or 'none'}")
        return "; ".join(found) or "nothing comes twice"
