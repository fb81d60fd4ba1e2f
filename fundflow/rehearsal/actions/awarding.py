"""After the decision: letters out and conditions."""

from pydantic import Field
from sqlmodel import Session

from fundflow import applications, engine, letters
from fundflow.clock import day_words
from fundflow.errors import BadInput
from fundflow.rehearsal.action import Action, Day, Stage, Texts, verb


def _drafts(stage: Stage, session: Session, on: list[str], codes: list[str], state: str) -> list[str]:
    """References of letters in a state: of the bids named (or all), of the codes named (or all)."""
    found: list[letters.Letter] = []
    if on:
        for bid in on:
            application = applications.get(session, stage.ref(bid))
            found += letters.find(session, application_id=application.id, state=state)
    else:
        found = letters.find(session, state=state)
    return [row.ref for row in found if not codes or row.code in codes]


@verb("send letters")
class SendLetters(Action):
    """Approve and release drafted letters: of the bids and codes named, or all that wait."""

    main = "on"
    on: Texts = Field(default_factory=list)
    codes: Texts = Field(default_factory=list)

    def play(self, stage: Stage, session: Session) -> str:
        """Approve, then release."""
        actor = stage.who(session, self.as_)
        on = [] if self.on == ["all"] else self.on
        drafts = _drafts(stage, session, on, self.codes, "draft")
        engine.correspondence.approve(session, drafts, actor=actor, now=stage.now)
        ready = _drafts(stage, session, on, self.codes, "approved")
        sent = engine.correspondence.release(session, ready, actor=actor, now=stage.now)
        if not sent:
            raise BadInput("no letter waits to be sent", place="send letters")
        return f"{len(sent)} sent: {', '.join(row.ref for row in sent[:6])}{' ...' if len(sent) > 6 else ''}"


@verb("sign letters")
class SignLetters(Action):
    """Approve drafts as `as`, then have people sign them for their commissioners: of the bids and codes named, or all."""

    main = "on"
    on: Texts = Field(default_factory=list)
    codes: Texts = Field(default_factory=list)
    by: Texts = Field(default_factory=list, description="Those who sign, in this order; default: `as` signs.")
    commissioner: str | None = Field(default=None, description="Only for this one; default: all that each may.")

    def play(self, stage: Stage, session: Session) -> str:
        """Approve, then sign what each may."""
        on = [] if self.on == ["all"] else self.on
        if self.by:
            drafts = _drafts(stage, session, on, self.codes, "draft")
            engine.correspondence.approve(session, drafts, actor=stage.who(session, self.as_), now=stage.now)
        signed = 0
        for name in self.by or [self.as_ or ""]:
            actor = stage.who(session, name)
            ready = _drafts(stage, session, on, self.codes, "approved")
            waiting = [ref for ref in ready if engine.correspondence.may_sign(session, ref, actor=actor, now=stage.now)]
            made = engine.correspondence.sign(
                session, waiting or ready, commissioner=self.commissioner, actor=actor, now=stage.now
            )
            signed += len(made)
        return f"{signed} signatures"


@verb("void letter")
class VoidLetter(Action):
    """Void a letter that was not released."""

    on: str
    code: str

    def play(self, stage: Stage, session: Session) -> str:
        """Void it."""
        for ref in _drafts(stage, session, [self.on], [self.code], "draft"):
            engine.correspondence.void(
                session, ref, reason=self.reason, actor=stage.who(session, self.as_), now=stage.now
            )
        return f"{self.code} of {self.on} void"


@verb("condition")
class Condition(Action):
    """A condition of an award is met, missed, or waived by its authority."""

    main = "on"
    on: str
    numbers: list[int] = Field(default_factory=list, description="All open conditions before payment if left out.")
    waived_by: str | None = None
    missed: bool = False

    def play(self, stage: Stage, session: Session) -> str:
        """Record each."""
        from fundflow import awards  # noqa: PLC0415

        ref = stage.ref(self.on)
        application = applications.get(session, ref)
        assert application.id is not None
        numbers = self.numbers or [one.number for one in awards.precedents_waiting(session, application.id)]
        actor = stage.who(session, self.as_)
        for number in numbers:
            if self.missed:
                engine.awards.miss_condition(session, ref, number, reason=self.reason, actor=actor, now=stage.now)
            elif self.waived_by:
                engine.awards.waive_condition(
                    session, ref, number, authority=self.waived_by, reason=self.reason, actor=actor, now=stage.now
                )
            else:
                engine.awards.meet_condition(
                    session, ref, number, reason=self.reason or "The evidence was seen.", actor=actor, now=stage.now
                )
        return f"{len(numbers)} {'missed' if self.missed else 'waived' if self.waived_by else 'met'}"

    def subject(self, stage: Stage) -> str | None:
        """The case."""
        return stage.ref(self.on)


@verb("date instalment")
class DateInstalment(Action):
    """Move the first day on which an instalment of an award can be claimed."""

    main = "instalment"
    instalment: str
    on: str
    opens: Day | None = None

    def play(self, stage: Stage, session: Session) -> str:
        """Move it."""
        row = engine.awards.date_instalment(
            session,
            stage.ref(self.on),
            self.instalment,
            opens_on=self.opens,
            reason=self.reason,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"{row.title} opens on {day_words(self.opens) if self.opens else 'any day'}"
