"""What partners of a bid answer, what the lead and officers do with it, who may sign for whom, and who proposes a contact."""

from pydantic import Field
from sqlmodel import Session

from fundflow import applications, engine, files, people
from fundflow.errors import BadInput
from fundflow.rehearsal.action import Action, Day, Stage, Texts, Unmet, verb


@verb("consent")
class Consent(Action):
    """Partners answer; without `as`, each by its own signatory. `organisations: all` means all partners.

    Answers: agree, refuse, ask, leave; the lead's accept_condition, decline_condition, reply, send_letter; an officer's
    check_letter, return_letter.
    """

    main = "on"
    on: str
    organisations: Texts | None = None
    answer: str = "agree"
    condition: str = ""
    letter: str = Field(default="", description="The text of a signed letter.")
    text: str = Field(default="", description="A question, a reply, or who signed a letter.")
    interest: str = Field(default="", description="The signatory's own interest, for the register of interests.")

    def play(self, stage: Stage, session: Session) -> str:
        """Record each answer."""
        ref = stage.ref(self.on)
        asked = self.organisations
        if asked is None or asked == ["all"]:
            asked = [one.organisation for one in applications.dossier(session, ref).present if one.role != "lead"]
        letter = self.letter and files.put(
            session, name="letter.txt", media_type="text/plain", content=self.letter.encode(), now=stage.now
        )
        for code in asked:
            engine.consents.answer(
                session,
                ref,
                code,
                answer=self.answer,
                actor=self._actor(stage, session, code),
                now=stage.now,
                condition=self.condition,
                reason=self.reason,
                letter=letter,
                interest=self.interest,
                text=self.text,
            )
        return f"{len(asked)} answered '{self.answer}'"

    def _actor(self, stage: Stage, session: Session, code: str) -> people.Actor:
        if self.as_:
            return stage.who(session, self.as_)
        found = [
            one
            for one in people.holders(session, "signatory", on=stage.now.date(), organisation=code)
            if any(role.organisation == code for role in one.holds("signatory"))
        ]
        if not found:
            raise BadInput(f"{code} has no signatory: add a person with that role", place="consent")
        return found[0]

    def subject(self, stage: Stage) -> str | None:
        """The bid."""
        return stage.ref(self.on)


@verb("partners")
class Partners(Action):
    """Look, as somebody, at who takes part in a bid and where each agreement stands."""

    main = "on"
    on: str
    shows: dict[str, str] = Field(default_factory=dict, description="Organisation to words that its standing contains.")
    summary: str = Field(default="", description="Words of the summary: `2 of 3 have agreed`.")

    def play(self, stage: Stage, session: Session) -> str:
        """Look."""
        found = engine.standings.partners(
            session, stage.ref(self.on), actor=stage.who(session, self.as_), now=stage.now
        )
        said = {one.organisation: "; ".join((one.said, *one.words)) for one in found.standings}
        for code, wanted in self.shows.items():
            if wanted not in said.get(code, ""):
                raise Unmet(f"{code} was expected to show '{wanted}': {said.get(code, 'not in the bid')}")
        if self.summary not in found.summary:
            raise Unmet(f"the summary was expected to say '{self.summary}': {found.summary}")
        return f"{found.summary}; " + "; ".join(f"{code} {words}" for code, words in said.items())


@verb("shown")
class ShownTo(Action):
    """Look, as somebody, at what a partner is shown before it answers, beside what it agreed to before."""

    main = "on"
    on: str
    organisation: str
    changed: Texts = Field(default_factory=list, description="Words of each change that asks it again.")
    declares: str = Field(default="", description="Words of the sentence by which its signatory may sign.")

    def play(self, stage: Stage, session: Session) -> str:
        """Look."""
        page = engine.standings.page(
            session, stage.ref(self.on), self.organisation, actor=stage.who(session, self.as_), now=stage.now
        )
        for wanted in self.changed:
            if not any(wanted in one for one in page.changed):
                raise Unmet(f"'{wanted}' was expected among what changed: {page.changed}")
        if self.declares not in page.declaration:
            raise Unmet(f"the declaration was expected to say '{self.declares}': {page.declaration}")
        return f"{page.said}; changed: {'; '.join(page.changed) or 'nothing'}"


@verb("signing rule")
class SigningRule(Action):
    """Record who may sign for an organisation, from a day."""

    main = "organisation"
    organisation: str
    rule: str
    named: str = ""
    day: Day | None = None

    def play(self, stage: Stage, session: Session) -> str:
        """Record it."""
        row = engine.register.set_signing_rule(
            session,
            self.organisation,
            rule=self.rule,
            named=self.named,
            on=self.day or stage.now.date(),
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"{row.name}: {row.signing_rule.replace('_', ' ')} since {row.signing_rule_since}"


@verb("telephone")
class Telephone(Action):
    """Record on which number an organisation is rung back."""

    main = "organisation"
    organisation: str
    number: str
    day: Day | None = None

    def play(self, stage: Stage, session: Session) -> str:
        """Record it."""
        row = engine.register.set_telephone(
            session,
            self.organisation,
            telephone=self.number,
            verified_on=self.day or stage.now.date(),
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"{row.name}: {row.telephone}"


@verb("contact")
class Contact(Action):
    """The lead proposes who may sign for a partner; with `called`, an officer confirms that person."""

    main = "on"
    on: str
    organisation: str
    name: str = ""
    email: str = ""
    called: str = Field(default="", description="The number that the officer rang.")
    sign_in: str = Field(default="", description="The sign-in name that the person gets.")

    def play(self, stage: Stage, session: Session) -> str:
        """Propose or confirm."""
        ref, actor = stage.ref(self.on), stage.who(session, self.as_)
        if self.sign_in:
            row = engine.contacts.confirm(
                session,
                ref,
                self.organisation,
                sign_in_name=self.sign_in,
                called=self.called,
                actor=actor,
                now=stage.now,
            )
            return f"{row.name} may sign for {self.organisation}"
        return engine.contacts.propose(
            session, ref, self.organisation, name=self.name, email=self.email, actor=actor, now=stage.now
        ).text
