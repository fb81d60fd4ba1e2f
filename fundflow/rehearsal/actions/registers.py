"""The registers over time: organisations, lists, interests, and the office's own letter templates."""

import io
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from pydantic import Field
from sqlmodel import Session

from fundflow import letters, people
from fundflow.clock import day_words, london_day
from fundflow.engine import correspondence, desk, interests, register
from fundflow.errors import BadInput, NotFound
from fundflow.rehearsal.action import Action, Day, Stage, Texts, Unmet, verb


@verb("merge organisations")
class MergeOrganisations(Action):
    """Merge an organisation into another from a day; lists are summed, the old code is closed for ever."""

    main = "organisation"
    organisation: str
    into: str
    on: Day

    def play(self, stage: Stage, session: Session) -> str:
        """Merge it."""
        actor = stage.who(session, self.as_)
        facts: dict[str, Any] = {"on": self.on, "reason": self.reason, "actor": actor, "now": stage.now}
        register.merge(session, self.organisation, into=self.into, **facts)
        return f"{self.organisation} is merged into {self.into} from {day_words(self.on)}"


@verb("close organisation")
class CloseOrganisation(Action):
    """Close an organisation: the day is its last; `lists_to` says where its patients went, practice to number."""

    main = "organisation"
    organisation: str
    on: Day
    handed_back: bool = False
    lists_to: dict[str, int] = Field(default_factory=dict)

    def play(self, stage: Stage, session: Session) -> str:
        """Close it."""
        actor = stage.who(session, self.as_)
        facts: dict[str, Any] = {"on": self.on, "reason": self.reason, "actor": actor, "now": stage.now}
        register.close(session, self.organisation, handed_back=self.handed_back, **facts)
        if self.lists_to:
            register.disperse(session, self.organisation, to=self.lists_to, **facts)
        return f"{self.organisation} is closed after {day_words(self.on)}"


@verb("move organisation")
class MoveOrganisation(Action):
    """Move a practice to another commissioner from a day."""

    main = "organisation"
    organisation: str
    to: str
    on: Day

    def play(self, stage: Stage, session: Session) -> str:
        """Move it."""
        actor = stage.who(session, self.as_)
        register.move(
            session, self.organisation, to=self.to, on=self.on, reason=self.reason, actor=actor, now=stage.now
        )
        return f"{self.organisation} falls to {self.to} from {day_words(self.on)}"


@verb("alias")
class Alias(Action):
    """Say, as a person who knows, that papers call an organisation by another name; names are never matched alone."""

    main = "organisation"
    organisation: str
    called: str
    since: Day | None = None
    until: Day | None = None

    def play(self, stage: Stage, session: Session) -> str:
        """Confirm it."""
        actor = stage.who(session, self.as_)
        register.alias(
            session,
            self.organisation,
            called=self.called,
            starts=self.since,
            ends=self.until,
            actor=actor,
            now=stage.now,
        )
        return f"{self.organisation} is also '{self.called}'"


@verb("challenge list")
class ChallengeList(Action):
    """Say that a list on record is wrong; an officer is asked to look, and nothing else waits for it."""

    main = "organisation"
    organisation: str
    basis: str = "registered"
    patients: int
    why: str

    def play(self, stage: Stage, session: Session) -> str:
        """Challenge it."""
        return register.challenge_list(
            session,
            self.organisation,
            basis=self.basis,
            patients=self.patients,
            why=self.why,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )


@verb("correct list")
class CorrectList(Action):
    """Correct a list on record, with where the new figure comes from; bids in play are tested on it from now on."""

    main = "organisation"
    organisation: str
    basis: str = "registered"
    on: Day
    patients: int
    source: str

    def play(self, stage: Stage, session: Session) -> str:
        """Correct it."""
        row = register.correct_list(
            session,
            self.organisation,
            basis=self.basis,
            on=self.on,
            patients=self.patients,
            source=self.source,
            reason=self.reason,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"{self.organisation} had {row.patients:,} {self.basis} patients on {day_words(self.on)}"


@verb("confirm interests")
class ConfirmInterests(Action):
    """Say that a person's interests still hold."""

    main = "person"
    person: str

    def play(self, stage: Stage, session: Session) -> str:
        """Confirm them."""
        rows = interests.confirm(session, None, person=self.person, actor=stage.who(session, self.as_), now=stage.now)
        return f"{len(rows)} confirmed until {day_words(people.confirm_by(rows[0]))}"


@verb("end interest")
class EndInterest(Action):
    """Say that a person's interest in an organisation ended."""

    main = "person"
    person: str
    organisation: str
    on: Day

    def play(self, stage: Stage, session: Session) -> str:
        """End it."""
        owner = people.named(session, self.person)
        held = people.interests(session, owner.id or 0, on=london_day(stage.now))
        row = next((one for one in held if one.organisation == self.organisation), None)
        if row is None or row.id is None:
            raise NotFound(f"{owner.name} has no running interest in {self.organisation}")
        actor = stage.who(session, self.as_)
        interests.end(session, row.id, on=self.on, reason=self.reason, actor=actor, now=stage.now)
        return f"{owner.name}: {row.nature} until {day_words(self.on)}"


@verb("leaves")
class Leaves(Action):
    """A person leaves the office: roles and interests end, and all records stay."""

    main = "person"
    person: str
    on: Day

    def play(self, stage: Stage, session: Session) -> str:
        """Let them go."""
        actor = stage.who(session, self.as_)
        row = desk.leave(session, self.person, on=self.on, reason=self.reason, actor=actor, now=stage.now)
        return f"{row.name} leaves on {day_words(self.on)}"


@verb("letter template")
class OwnTemplate(Action):
    """Put the office's own template of a letter in use: a file beside the scenario, or the packaged one with `adds`."""

    main = "code"
    code: str
    file: str | None = None
    adds: Texts = Field(default_factory=list, description="Paragraphs to put at the end of the packaged template.")
    fund: str | None = None

    def play(self, stage: Stage, session: Session) -> str:
        """Add it."""
        row = correspondence.add_template(
            session,
            self.code,
            self._content(stage),
            file_name=self.file or f"{self.code}-own.docx",
            fund=self.fund,
            reason=self.reason,
            library=stage.library,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"letter {self.code} is drafted by version {row.number}"

    def _content(self, stage: Stage) -> bytes:
        if self.file is not None:
            path = stage.folder / self.file
            if not path.is_file():
                raise BadInput("there is no such file beside the scenario", place=self.file)
            return path.read_bytes()
        named = {code: name for fund in stage.library.funds.values() for code, name in fund.letters.items()}
        if self.code not in named:
            raise NotFound(f"no fund sends a letter {self.code}: the letters are {', '.join(sorted(named))}")
        paper, out = Document(io.BytesIO(letters.load(named[self.code]).content)), io.BytesIO()
        for said in self.adds:
            paper.add_paragraph(said)
        paper.save(out)
        return out.getvalue()


@verb("restore template")
class RestoreTemplate(Action):
    """Put an earlier version of a letter's template in use again, or the one that came with the product."""

    main = "code"
    code: str
    fund: str | None = None
    version: int | None = None

    def play(self, stage: Stage, session: Session) -> str:
        """Put it back."""
        row = correspondence.restore_template(
            session,
            self.code,
            number=self.version,
            fund=self.fund,
            reason=self.reason,
            library=stage.library,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"version {row.number} puts {'the packaged template' if not row.sha256 else row.file_name} in use"


@verb("read letter")
class ReadLetter(Action):
    """Read a case's newest letter of a code: the words that it must hold, and the template version it was drafted by."""

    main = "letter"
    letter: str
    on: str
    says: Texts = Field(default_factory=list)
    template: str = ""

    def play(self, stage: Stage, session: Session) -> str:
        """Read it."""
        found = letters.find(session, application_id=stage.case(session, self.on).id, code=self.letter)
        if not found:
            raise Unmet(f"{self.on} has no letter {self.letter}", place="read letter")
        paper = Document(io.BytesIO(letters.content(session, found[-1])))
        words = " ".join("".join(one.itertext()) for one in paper.element.body.iter(qn("w:p")))
        missing = [one for one in self.says if one not in words]
        if missing:
            raise Unmet(f"letter {found[-1].ref} does not say '{missing[0]}'", place="read letter")
        if self.template and found[-1].template_version != self.template:
            drafted = found[-1].template_version
            raise Unmet(f"letter {found[-1].ref} was drafted by version {drafted}", place="read letter")
        return f"{found[-1].ref}: as it must be"
