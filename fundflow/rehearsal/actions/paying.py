"""Claims, payment runs, their results, and money asked back."""

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session

from fundflow import engine, payments
from fundflow.clock import day_words, london_day
from fundflow.engine import desk
from fundflow.engine.claims import Claiming
from fundflow.engine.claims import Invoice as EngineInvoice
from fundflow.errors import BadInput
from fundflow.money import parse, pounds
from fundflow.rehearsal.action import Action, Day, Pounds, Stage, Texts, verb


class Line(BaseModel):
    """One cost of a claim: what was paid, and between which days it was delivered."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    type: str
    what: str
    amount: Pounds
    from_: Day = Field(alias="from")
    to: Day


class Invoice(BaseModel):
    """A supplier's invoice."""

    model_config = ConfigDict(extra="forbid")

    supplier: str
    number: str
    dated: Day
    amount: Pounds


class _Claimed(Action):
    """What a claim says."""

    tranches: Texts
    lines: list[Line]
    invoices: list[Invoice] = Field(default_factory=list)
    evidence: dict[str, str] = Field(default_factory=dict)

    def claiming(self) -> Claiming:
        """The same as the product takes it."""
        return Claiming(
            tranches=self.tranches,
            period_from=min(line.from_ for line in self.lines),
            period_to=max(line.to for line in self.lines),
            costs=[
                payments.Cost(number, line.type, line.what, line.from_, line.to, line.amount)
                for number, line in enumerate(self.lines, 1)
            ],
            invoices=[EngineInvoice(one.supplier, one.number, one.dated, one.amount) for one in self.invoices],
            evidence=tuple(self.evidence.items()),
        )


@verb("claim")
class Claim(_Claimed):
    """Begin a claim and send it in, signed; `ref` is the scenario's own name for it."""

    ref: str
    on: str
    declaration: str = "True, within the award, and not claimed elsewhere."
    send: bool = True

    def play(self, stage: Stage, session: Session) -> str:
        """Begin it and send it."""
        actor = stage.who(session, self.as_)
        made = engine.claims.begin(session, stage.ref(self.on), self.claiming(), actor=actor, now=stage.now)
        stage.bind(self.ref, made)
        if self.send:
            engine.claims.act_on(
                session, made, "submit", actor=actor, now=stage.now, values={"declaration": self.declaration}
            )
        return f"{self.ref} is {made}, {pounds(sum(line.amount for line in self.lines))}"


@verb("change claim")
class ChangeClaim(_Claimed):
    """Put other lines, instalments and days into a draft claim; what is new of its papers is added."""

    main = "claim"
    claim: str

    def play(self, stage: Stage, session: Session) -> str:
        """Change it."""
        row = engine.claims.change(
            session, stage.ref(self.claim), self.claiming(), actor=stage.who(session, self.as_), now=stage.now
        )
        return f"{row.ref}, {pounds(sum(line.amount for line in self.lines))}"


@verb("claim step")
class ClaimStep(Action):
    """Take a step of a claim: query, answer, check, approve, refuse, return, withdraw and so on."""

    main = "name"
    name: str
    on: str
    with_: dict[str, Any] = Field(default_factory=dict, alias="with")

    def play(self, stage: Stage, session: Session) -> str:
        """Take it; `approved` gives pounds by line number."""
        if self.name not in engine.claims.ACTIONS:
            raise BadInput(
                f"'{self.name}' is not a step of a claim: {', '.join(engine.claims.ACTIONS)}", place="claim step"
            )
        values = dict(self.with_)
        if "approved" in values:
            values["approved"] = {number: parse(text) for number, text in values["approved"].items()}
        row = engine.claims.act_on(
            session,
            stage.ref(self.on),
            self.name,
            actor=stage.who(session, self.as_),
            now=stage.now,
            values=values,
            reason=self.reason,
        )
        return f"{row.ref} -> {row.state}"


@verb("payment run")
class PaymentRun(Action):
    """Put approved claims into a payment run, and release it if `released_by` is given."""

    ref: str
    claims: Texts
    released_by: str | None = None

    def play(self, stage: Stage, session: Session) -> str:
        """Make it."""
        claims = [stage.ref(name) for name in self.claims]
        run = engine.claims.make_run(session, claims, actor=stage.who(session, self.as_), now=stage.now)
        stage.bind(self.ref, run.ref)
        if self.released_by:
            engine.claims.release_run(session, run.ref, actor=stage.who(session, self.released_by), now=stage.now)
        return f"{run.ref}: {run.count} payments, {pounds(run.control_pence)}"


@verb("release run")
class ReleaseRun(Action):
    """A third person releases a payment run."""

    main = "run"
    run: str

    def play(self, stage: Stage, session: Session) -> str:
        """Release it."""
        made = engine.claims.release_run(
            session, stage.ref(self.run), actor=stage.who(session, self.as_), now=stage.now
        )
        return f"{len(made.payments)} payments released"


@verb("discard run")
class DiscardRun(Action):
    """Take a draft run apart: nothing was paid, and its claims can go into another run."""

    main = "run"
    run: str

    def play(self, stage: Stage, session: Session) -> str:
        """Take it apart."""
        run = engine.claims.discard_run(
            session, stage.ref(self.run), reason=self.reason, actor=stage.who(session, self.as_), now=stage.now
        )
        return f"{run.ref} is {run.state}"


@verb("results")
class Results(Action):
    """What became of a run's payments: all paid, unless a claim's payments are named as failed."""

    main = "run"
    run: str
    failed: dict[str, str] = Field(default_factory=dict, description="Claim to the bank's reason.")

    def play(self, stage: Stage, session: Session) -> str:
        """Book them."""
        ref = stage.ref(self.run)
        run = payments.run(session, ref)
        wrong = {stage.ref(name): reason for name, reason in self.failed.items()}
        claims = {row.id: row.ref for row in payments.claims_of_run(session, ref)}
        results = [
            payments.Result(
                row.ref,
                "failed" if claims[row.claim_id] in wrong else "paid",
                london_day(stage.now),
                wrong.get(claims[row.claim_id], ""),
            )
            for row in payments.payments_of_run(session, run.id)
        ]
        booked = engine.claims.record_results(session, ref, results, actor=stage.who(session, self.as_), now=stage.now)
        return ", ".join(f"{one.payment_ref} {one.outcome}" for one in booked)


@verb("verify payee")
class VerifyPayee(Action):
    """After a payment failed, two people check the payee's details before it is paid again."""

    main = "claim"
    claim: str
    by: Texts
    how: str = "Rang the number that we hold and read the details back."

    def play(self, stage: Stage, session: Session) -> str:
        """Each of them says so."""
        row = payments.claim(session, stage.ref(self.claim))
        failed = [
            one
            for one in payments.payments_of_claim(session, row.id)
            if one.state in ("failed", "returned") and len(payments.payee_checks(session, one.id)) < 2
        ]
        for name in self.by:
            for one in failed:
                engine.claims.verify_payee(
                    session, one.ref, how=self.how, actor=stage.who(session, name), now=stage.now
                )
        return f"{len(failed)} payments verified by {len(self.by)}"


@verb("payee step")
class PayeeStep(Action):
    """Take a step of a change of payment details: request, call, confirm, refuse."""

    main = "name"
    name: str
    organisation: str
    with_: dict[str, Any] = Field(default_factory=dict, alias="with")

    def play(self, stage: Stage, session: Session) -> str:
        """Take it; `vendor` and `came_by` go with a request, `number`, `held_since` and `spoke_to` with a call."""
        actor = stage.who(session, self.as_)
        given = dict(self.with_)
        if self.name == "request":
            row = desk.request_payee(
                session,
                self.organisation,
                vendor_reference=str(given.get("vendor", "")),
                route=str(given.get("route", "invoice")),
                came_by=str(given.get("came_by", "letter")),
                actor=actor,
                now=stage.now,
            )
            return f"change {row.id} of {self.organisation} is asked for"
        waiting = payments.open_change(session, self.organisation)
        if waiting is None or waiting.id is None:
            raise BadInput(f"no change of {self.organisation}'s payment details is open", place="payee step")
        row = desk.check_payee(session, waiting.id, self.name, actor=actor, now=stage.now, **given)
        held = f", releases wait until {day_words(row.hold_until)}" if row.hold_until else ""
        return f"change {row.id} of {self.organisation} is {row.state}{held}"


def delivered(first: date, last: date) -> str:
    """A span of days, as a line of the play."""
    return f"{first.isoformat()} to {last.isoformat()}"
