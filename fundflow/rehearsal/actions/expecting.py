"""What must be true at this point: figures of a report, a sound ledger, a sound trail, a case's state."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session

from fundflow import applications, audit, committees, ledger, letters, reporting
from fundflow.calendar import Period
from fundflow.definitions import unknown
from fundflow.errors import BadInput
from fundflow.money import parse, pounds
from fundflow.rehearsal.action import Action, Expected, Stage, Texts, Unmet, verb


class Minuted(BaseModel):
    """What one body's minutes of a meeting must hold, word for word somewhere in a line."""

    model_config = ConfigDict(extra="forbid")

    meeting: str
    body: str
    arising: Texts = Field(default_factory=list)
    actions: Texts = Field(default_factory=list)
    amendments: Texts = Field(default_factory=list)
    says: Texts = Field(default_factory=list, description="Among the sentences of its items.")


class Truth(Expected):
    """What a bare `expect` may say."""

    report: str | None = None
    where: dict[str, Any] = Field(default_factory=dict)
    equals: dict[str, Any] = Field(default_factory=dict)
    ledger: str | None = Field(default=None, description="`sound`: balances agree with postings and identities hold.")
    audit: str | None = Field(default=None, description="`sound`: the chain is whole and vouches for every entry.")
    on: str | None = Field(default=None, description="The case that `state`, `letter` and `task` are about.")
    task: str | None = Field(default=None, description="A kind of task that waits for somebody in the case.")
    minutes: Minuted | None = Field(default=None, description="What a body's minutes hold.")


@verb("expect")
class Expect(Action):
    """Stop the play unless this is true."""

    expect: Truth

    def play(self, stage: Stage, session: Session) -> str:
        """Look at each thing that is expected."""
        said = []
        if self.expect.report:
            said.append(self._report(stage, session))
        if self.expect.ledger:
            said.append(_ledger(session))
        if self.expect.audit:
            faults = audit.verify(session)
            if faults:
                raise Unmet(f"the audit trail is not sound: {faults[0]}", place="expect")
            said.append(f"audit trail sound, {audit.anchor(session)}")
        if self.expect.minutes:
            said.append(_minutes(session, self.expect.minutes))
        if self.expect.on:
            said.append(self._case(stage, session))
        if not said:
            raise BadInput(
                "it expects nothing: say report, ledger, audit, minutes, or on with state or letter", place="expect"
            )
        return "; ".join(said)

    def _case(self, stage: Stage, session: Session) -> str:
        case = stage.case(session, str(self.expect.on))
        if self.expect.state and case.state != self.expect.state:
            raise Unmet(f"{case.ref} was expected at '{self.expect.state}' and is at '{case.state}'", place="expect")
        if self.expect.letter and not letters.find(session, application_id=case.id, code=self.expect.letter):
            raise Unmet(f"{case.ref} was expected to have the letter {self.expect.letter} and has none", place="expect")
        waiting = [one.kind for one in applications.tasks(session, application_id=case.id)]
        if self.expect.task and self.expect.task not in waiting:
            raise Unmet(
                f"{case.ref} was expected to wait for '{self.expect.task}' and waits for {', '.join(waiting) or 'nobody'}",
                place="expect",
            )
        return f"{case.ref} at '{case.state}'"

    def _report(self, stage: Stage, session: Session) -> str:
        report = reporting.run(session, str(self.expect.report), library=stage.library, now=stage.now)
        where = {
            name: str(Period.parse(value)) if name == "period" else stage.ref(str(value))
            for name, value in self.expect.where.items()
        }
        known = {name for row in report.rows for name in row}
        strange = next((name for name in (*where, *self.expect.equals) if known and name not in known), None)
        if strange is not None:
            said = unknown("column", strange, known)
            raise Unmet(f"the report '{self.expect.report}': {said}", place="expect")
        rows = [row for row in report.rows if all(str(row.get(name)) == value for name, value in where.items())]
        if not rows:
            raise Unmet(f"no row of the report '{self.expect.report}' fits {_words(self.expect.where)}", place="expect")
        for name, wanted in self.expect.equals.items():
            values = [row.get(name) for row in rows]
            got: Any = sum(int(value or 0) for value in values) if name.endswith("_pence") else values[0]
            if name.endswith("_pence"):
                if got != (figure := _pence(name, wanted)):
                    raise Unmet(f"{name} was expected to be {pounds(figure)} and is {pounds(got)}", place="expect")
            elif str(got) != str(wanted):
                raise Unmet(f"{name} was expected to be '{wanted}' and is '{got}'", place="expect")
        return f"{self.expect.report} {_words(self.expect.where)}: {_words(self.expect.equals)}"


def _words(facts: dict[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in facts.items()) or "(every row)"


def _pence(name: str, written: Any) -> int:
    """Whole pence as a number, or an amount written as money."""
    if isinstance(written, int) and not isinstance(written, bool):
        return written
    if isinstance(written, str) and written.lstrip("-").isdecimal():
        return int(written)
    return parse(written, place=name)


def _minutes(session: Session, wanted: Minuted) -> str:
    sitting = committees.sitting(session, wanted.meeting, wanted.body)
    found = committees.minutes(session, sitting.id or 0)
    held = {
        "arising": found.arising,
        "actions": found.actions,
        "amendments": found.amendments,
        "says": tuple(sentence for item in found.items for sentence in item.sentences),
    }
    for part, lines in held.items():
        for text in getattr(wanted, part):
            if not any(text in line for line in lines):
                raise Unmet(
                    f"the minutes of {wanted.body} at {wanted.meeting} were expected to hold '{text}' ({part}) and say: "
                    f"{' / '.join(lines) or 'nothing'}",
                    place="expect",
                )
    return f"minutes of {wanted.body} at {wanted.meeting}, {found.state}"


def _ledger(session: Session) -> str:
    faults = ledger.check(session)
    if faults:
        raise Unmet(f"the ledger is not sound: {faults[0]}", place="expect")
    for row in ledger.positions(session):
        if row.allocated != row.expenditure + row.remaining + row.reserved + row.uncommitted:
            raise Unmet(f"the identity fails for {row.key}", place="expect")
    return f"ledger sound, {len(ledger.positions(session))} keys"
