"""What an office keeps beside a case: remarks, how its letters travel, how feedback is worded, what is blanked."""

from sqlmodel import Session

from fundflow import audit, engine
from fundflow.clock import day_words, london_day
from fundflow.engine import desk, noting
from fundflow.errors import BadInput
from fundflow.rehearsal.action import Action, Stage, verb


@verb("add note")
class AddNote(Action):
    """Write a remark on a case."""

    on: str
    text: str

    def play(self, stage: Stage, session: Session) -> str:
        """Write it."""
        ref = stage.ref(self.on)
        noting.note(session, ref, self.text, actor=stage.who(session, self.as_), now=stage.now)
        return f"{ref}, {day_words(london_day(stage.now))}"


@verb("letter delivery")
class LetterDelivery(Action):
    """Note how a released letter travels: waiting, sent, opened, bounced or by_hand."""

    main = "how"
    how: str
    on: str
    code: str

    def play(self, stage: Stage, session: Session) -> str:
        """Note it."""
        row = engine.correspondence.deliver(
            session, f"{stage.ref(self.on)}/{self.code}", self.how, actor=stage.who(session, self.as_), now=stage.now
        )
        return f"{row.ref}: {row.delivery}"


@verb("word feedback")
class WordFeedback(Action):
    """Word what a bid's own people are told of one criterion."""

    main = "on"
    on: str
    criterion: str
    strength: str | None = None
    gap: str | None = None

    def play(self, stage: Stage, session: Session) -> str:
        """Word it."""
        row = engine.moderators.word_feedback(
            session,
            stage.ref(self.on),
            self.criterion,
            strength=self.strength,
            gap=self.gap,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"{row.title}: {row.strength} {row.gap}"


@verb("blank event")
class BlankEvent(Action):
    """Blank for ever what the last event of a kind about a subject says in the audit trail."""

    main = "what"
    what: str
    on: str
    exemption: str

    def play(self, stage: Stage, session: Session) -> str:
        """Blank it."""
        found = [one for one in audit.history(session, stage.ref(self.on)) if one.what == self.what]
        if not found:
            raise BadInput(f"nothing was recorded as '{self.what}' about {self.on}", place="blank event")
        engine.disclosure.redact(
            session,
            found[-1].seq,
            exemption=self.exemption,
            reason=self.reason,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"event {found[-1].seq}, {self.exemption}"


@verb("change person")
class ChangePerson(Action):
    """Change how a person is called in letters, how they are reached, or whose person they are."""

    main = "sign_in"
    sign_in: str
    name: str | None = None
    email: str | None = None
    organisation: str | None = None

    def play(self, stage: Stage, session: Session) -> str:
        """Change it."""
        row = desk.change(
            session,
            self.sign_in,
            name=self.name,
            email=self.email,
            organisation=self.organisation,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"{row.sign_in_name}: {row.name}"
