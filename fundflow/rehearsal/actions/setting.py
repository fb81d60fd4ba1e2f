"""Time, files in, people and rounds."""

from datetime import date
from typing import Any

from pydantic import Field
from sqlmodel import Session

from fundflow import audit, engine
from fundflow.calendar import Period
from fundflow.clock import london_day, moment_words
from fundflow.engine import desk, seating
from fundflow.errors import BadInput
from fundflow.exchange import imports
from fundflow.ledger import BudgetKey
from fundflow.money import pounds
from fundflow.rehearsal.action import Action, Day, Moment, Pounds, Stage, Texts, verb


@verb("at")
class At(Action):
    """Move the clock on; everything that falls due until then is done in its own time."""

    main = "moment"
    moment: Moment

    def play(self, stage: Stage, session: Session) -> str:  # noqa: ARG002
        """The player moves the clock; this line says to when."""
        return moment_words(self.moment)


@verb("mark")
class Mark(Action):
    """Mark a moment worth looking at: the demonstration keeps a copy of everything as it stands then."""

    main = "name"
    name: str = Field(pattern="^[a-z][a-z-]*$")
    title: str = Field(description="What there is to see and to try, in one sentence.")

    def play(self, stage: Stage, session: Session) -> str:  # noqa: ARG002
        """Whoever plays may keep what stands now; this line says what it is."""
        return f"{self.name}: {self.title}"


@verb("include")
class Include(Action):
    """Play another scenario's actions here: a file beside this one, or a packaged one by its name."""

    main = "file"
    file: str

    def play(self, stage: Stage, session: Session) -> str:  # noqa: ARG002
        """What it brings in stands behind it already, read with this scenario."""
        return self.file


@verb("import")
class Import(Action):
    """Import rows given in place, or a file beside the scenario."""

    main = "kind"
    kind: str
    rows: list[dict[str, Any]] | None = None
    file: str | None = None
    rejects: int = Field(default=0, description="How many rows are expected to be rejected.")
    adjust: bool = False
    year: str = Field(default="", description="The year of a yearly file whose name does not say it.")
    as_at: date | None = Field(default=None, description="The day as at which a position says where bids stand.")

    def play(self, stage: Stage, session: Session) -> str:
        """Load it; unexpected rejects stop the play."""
        source: Any = self.rows if self.rows is not None else stage.folder / str(self.file)
        if self.rows is None and self.file is None:
            raise BadInput("an import has 'rows' or a 'file'", place="import")
        report = imports.run(
            session,
            self.kind,
            source,
            act=stage.act(session, f"import.{self.kind}", self.kind, by=self.as_),
            library=stage.library,
            adjust=self.adjust,
            reason=self.reason,
            year=self.year,
            as_at=self.as_at,
        )
        if len(report.rejected) != self.rejects:
            first = "; ".join(f"row {line}: {reason}" for line, reason in report.rejected[:3])
            raise BadInput(
                f"{len(report.rejected)} rows were rejected and {self.rejects} expected: {first}", place="import"
            )
        audit.record(session, stage.act(session, f"import.{self.kind}", self.kind), after={"written": report.written})
        return f"{report.read} rows read, {report.written} written, {report.unchanged} unchanged"


@verb("person")
class Person(Action):
    """Add a person with roles."""

    sign_in: str
    name: str = ""
    roles: Texts = Field(default_factory=list)
    organisation: str | None = None
    fund: str | None = None
    email: str = ""

    def play(self, stage: Stage, session: Session) -> str:
        """Add them."""
        newcomer = desk.Newcomer(
            sign_in_name=self.sign_in,
            name=self.name or self.sign_in.replace("-", " ").replace(".", " ").title(),
            email=self.email or f"{self.sign_in}@example.org",
            organisation=self.organisation,
            fund=self.fund,
            roles=tuple(self.roles),
        )
        row = desk.add(session, newcomer, actor=stage.who(session, self.as_), now=stage.now)
        return f"{row.name}: {', '.join(self.roles) or 'no role yet'}"


@verb("cover")
class LeaveCover(Action):
    """Somebody stands in for another in a role; they then act as `NAME for OTHER`."""

    main = "person"
    person: str
    by: str
    role: str
    starts: Day
    ends: Day

    def play(self, stage: Stage, session: Session) -> str:
        """Arrange it."""
        desk.cover(
            session,
            self.person,
            self.role,
            by=self.by,
            starts=self.starts,
            ends=self.ends,
            reason=self.reason,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"{self.by} stands in for {self.person} as {self.role}"


@verb("interest")
class Interest(Action):
    """Enter an interest in the register."""

    person: str
    organisation: str
    kind: str = "financial"
    nature: str

    def play(self, stage: Stage, session: Session) -> str:
        """Enter it."""
        made = desk.declare(
            session,
            self.person,
            organisation=self.organisation,
            kind=self.kind,
            nature=self.nature,
            starts=london_day(stage.now),
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"{self.person}: {made.nature} ({self.organisation})"


@verb("members")
class Members(Action):
    """Give people seats on a committee or group: sign-in name to role."""

    body: str
    seats: dict[str, str]

    def play(self, stage: Stage, session: Session) -> str:
        """Seat them from the body's terms in the definitions."""
        terms = stage.library.committee(self.body)
        actor = stage.who(session, self.as_)
        for sign_in, role in self.seats.items():
            seating.seat(
                session,
                terms,
                sign_in,
                role,
                starts=london_day(stage.now),
                ends=None,
                voting=True,
                actor=actor,
                now=stage.now,
            )
        return f"{len(self.seats)} seats"


@verb("payee")
class PayeeVerified(Action):
    """An organisation's payment details: asked for, called back on an old number, confirmed by another person."""

    main = "organisation"
    organisation: str
    vendor: str
    route: str = "invoice"
    asked_by: str
    called_by: str
    confirmed_by: str
    number: str = "01905 000000"

    def play(self, stage: Stage, session: Session) -> str:
        """All three steps, by three people."""
        row = desk.request_payee(
            session,
            self.organisation,
            vendor_reference=self.vendor,
            route=self.route,
            actor=stage.who(session, self.asked_by),
            now=stage.now,
        )
        assert row.id is not None
        caller, other = stage.who(session, self.called_by), stage.who(session, self.confirmed_by)
        facts = {"number": self.number, "held_since": date(2015, 1, 1), "spoke_to": "the practice manager"}
        desk.check_payee(session, row.id, "call", actor=caller, now=stage.now, **facts)
        desk.check_payee(session, row.id, "confirm", actor=other, now=stage.now)
        return f"{self.organisation} is paid as {self.vendor}"


@verb("receive")
class Receive(Action):
    """Receive one line of money that no file brought."""

    fund: str
    commissioner: str
    period: str
    amount: Pounds
    source: str

    def play(self, stage: Stage, session: Session) -> str:
        """Receive it."""
        key = {"fund": self.fund, "commissioner": self.commissioner, "period": self.period}
        engine.funds.receive(
            session,
            _key(key),
            source=self.source,
            pence=self.amount,
            reason=self.reason,
            library=stage.library,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"{pounds(self.amount)} for {self.commissioner}, {self.period}"


@verb("vire")
class Vire(Action):
    """Move free money between two keys under a minute."""

    from_: dict[str, str] = Field(alias="from")
    to: dict[str, str]
    amount: Pounds
    minute: str = ""

    def play(self, stage: Stage, session: Session) -> str:
        """Move it."""
        engine.funds.vire(session, _key(self.from_), _key(self.to), **self._given(stage, session))
        return self._said

    def _given(self, stage: Stage, session: Session) -> dict[str, Any]:
        """What moving money is given beside its two keys."""
        who = {"library": stage.library, "actor": stage.who(session, self.as_), "now": stage.now}
        return {"pence": self.amount, "minute": self.minute, "reason": self.reason, **who}

    @property
    def _said(self) -> str:
        return f"{pounds(self.amount)} from {self.from_['commissioner']} to {self.to['commissioner']}"


@verb("vire together")
class VireTogether(Vire):
    """Move free money between two keys under a minute by two people: one asks, another gives the same."""

    def play(self, stage: Stage, session: Session) -> str:
        """Ask for it, or move it."""
        done = engine.funds.vire_together(session, _key(self.from_), _key(self.to), **self._given(stage, session))
        return done.waiting.line if done.waiting else f"{self._said}, by two"


def _key(given: dict[str, str]) -> BudgetKey:
    return BudgetKey(given["commissioner"], str(Period.parse(given["period"])), given["fund"])
