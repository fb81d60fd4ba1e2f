"""What recipients claim and what is asked back of them: read, begun, and taken from step to step of their lives."""

from typing import Annotated, Any

from fastapi import Path, Query
from pydantic import Field

from fundflow import payments
from fundflow.api.calls import Call, Shelf
from fundflow.api.shapes import Day, Moment, Page, Pages, Pence, Shape, page
from fundflow.engine import claims, readership, recoveries, sight
from fundflow.engine.claims import Claiming, Invoice
from fundflow.payments import Cost

shelf = Shelf("claims")
Claim = Annotated[str, Path(max_length=200, description="A claim, e.g. TF-17-0001/C1.")]
Recovery = Annotated[str, Path(max_length=200, description="Money asked back, e.g. TF-17-0001/R1.")]
Action = Annotated[str, Path(max_length=40)]


class ClaimLine(Shape):
    """A claim, briefly."""

    ref: str
    case_ref: str
    fund: str
    payee: str
    state: str
    state_since: Moment
    period_from: Day
    period_to: Day


class Line(Shape):
    """One cost of a claim: gross, of which VAT, and what was agreed of it."""

    number: int
    cost_type: str
    description: str
    delivered_from: Day
    delivered_to: Day
    claimed_pence: int = Field(validation_alias="pence")
    vat_pence: int
    approved_pence: int | None
    cut_reason: str


class Draw(Shape):
    """What a claim draws of one commissioner's money of one period."""

    commissioner: str
    period: str
    delivery_year: str
    claimed_pence: int = Field(validation_alias="pence")
    approved_pence: int | None


class Invoiced(Shape):
    """A supplier's invoice."""

    supplier: str
    number: str
    dated: Day
    invoice_pence: int = Field(validation_alias="pence")
    live: bool


class Evidence(Shape):
    """What shows that a cost was paid."""

    kind: str
    description: str
    added_at: Moment


class Question(Shape):
    """A question about a claim."""

    number: int
    question: str
    due_on: Day
    answer: str


class Payment(Shape):
    """A payment of a claim by one commissioner."""

    ref: str
    commissioner: str
    state: str
    net_pence: int
    result_on: Day | None
    result_reason: str


class ClaimWhole(ClaimLine):
    """A claim, whole."""

    vat: str
    submitted_at: Moment | None
    declaration: str
    held_reason: str
    refused_reason: str
    lines: list[Line]
    draws: list[Draw]
    invoices: list[Invoiced]
    evidence: list[Evidence]
    questions: list[Question]
    payments: list[Payment]


class RecoveryWhole(Shape):
    """Money asked back: why, how it was worked out, and of which commissioners' money."""

    ref: str
    case_ref: str
    payee: str
    state: str
    cause: str
    clause: str
    calculation: str
    outcome: str
    reply_by: Day | None
    reply: str
    shares: list["Owed"]


class Owed(Shape):
    """What is asked back of one commissioner's money of one period, and what came."""

    commissioner: str
    period: str
    delivery_year: str
    asked_pence: int = Field(validation_alias="pence")
    due_pence: int
    received_pence: int
    written_off_pence: int


class Asked(Pages):
    """Which claims are asked for."""

    state: str = ""
    fund: str = ""


class CostGiven(Shape):
    """One cost: gross amount, of which VAT, delivered from one day to another."""

    cost_type: str = Field(max_length=100)
    description: str = Field(max_length=2_000)
    delivered_from: Day
    delivered_to: Day
    amount_pence: Pence
    vat_pence: Pence = 0


class InvoiceGiven(Shape):
    """A supplier's invoice."""

    supplier: str = Field(max_length=300)
    number: str = Field(max_length=100)
    dated: Day
    amount_pence: Pence


class EvidenceGiven(Shape):
    """What shows that a cost was paid."""

    kind: str = Field(max_length=100)
    description: str = Field(max_length=2_000)


class ClaimGiven(Shape):
    """What a recipient claims."""

    tranches: list[str] = Field(max_length=50)
    period_from: Day
    period_to: Day
    costs: list[CostGiven] = Field(max_length=500)
    invoices: list[InvoiceGiven] = Field(default=[], max_length=500)
    evidence: list[EvidenceGiven] = Field(default=[], max_length=500)

    def claiming(self) -> Claiming:
        """The same as the product takes it."""
        return Claiming(
            tranches=self.tranches,
            period_from=self.period_from,
            period_to=self.period_to,
            costs=[
                Cost(
                    at,
                    one.cost_type,
                    one.description,
                    one.delivered_from,
                    one.delivered_to,
                    one.amount_pence,
                    one.vat_pence,
                )
                for at, one in enumerate(self.costs, start=1)
            ],
            invoices=[Invoice(one.supplier, one.number, one.dated, one.amount_pence) for one in self.invoices],
            evidence=[(one.kind, one.description) for one in self.evidence],
        )


class Act(Shape):
    """What is given with a step of a claim or of money asked back."""

    values: dict[str, Any] = Field(default={}, max_length=50)
    reason: str = Field(default="", max_length=10_000)


@shelf.read("/claims")
def every(call: Call, asked: Annotated[Asked, Query()]) -> Page[ClaimLine]:
    """The office's claims, by reference; narrowed by state and fund. Others read those of their case."""
    readership.must_see_office(call.actor, doing="The list of all claims")
    states = [asked.state] if asked.state else sorted(payments.CLAIM.states)
    held = payments.claims_in(call.session, states, fund=asked.fund or None)
    found = [row for row in held if sight.in_office(call.actor, fund=row.fund)]
    made = page(sorted(found, key=lambda row: row.ref), asked, key="ref")
    return Page[ClaimLine](items=[ClaimLine.model_validate(row) for row in made.items], next=made.next)


@shelf.read("/claims/{claim:path}")
def one(call: Call, claim: Claim) -> ClaimWhole:
    """One claim: its costs, what it draws, its papers, its questions and its payments."""
    readership.claim(call.session, claim, actor=call.actor, now=call.now)
    return whole(call, claim)


def whole(call: Call, ref: str) -> ClaimWhole:
    """A claim as it stands."""
    session = call.session
    row = payments.claim(session, ref)
    plain = [name for name in ClaimWhole.model_fields if hasattr(row, name)]
    return ClaimWhole.model_validate(
        {
            **{name: getattr(row, name) for name in plain},
            "lines": [Line.model_validate(one) for one in payments.lines(session, row.id)],
            "draws": [Draw.model_validate(one) for one in payments.shares(session, row.id)],
            "invoices": [Invoiced.model_validate(one) for one in payments.invoices(session, row.id)],
            "evidence": [Evidence.model_validate(one) for one in payments.evidence(session, row.id)],
            "questions": [Question.model_validate(one) for one in payments.questions(session, row.id)],
            "payments": [Payment.model_validate(one) for one in payments.payments_of_claim(session, row.id)],
        }
    )


@shelf.write("/applications/{ref}/claims")
def begin(call: Call, ref: str, body: ClaimGiven) -> ClaimWhole:
    """Begin a claim of an award; nothing counts until it is sent in by its step `submit`."""
    readership.case(call.session, ref, actor=call.actor, now=call.now)
    made = claims.begin(call.session, ref, body.claiming(), actor=call.actor, now=call.now)
    call.headers["Location"] = f"/api/v1/claims/{made}"
    return whole(call, made)


@shelf.write("/claims/{claim:path}/draft", method="PUT")
def change(call: Call, claim: Claim, body: ClaimGiven) -> ClaimWhole:
    """Put other lines, instalments and days into a draft; invoices and evidence that are new are added."""
    readership.claim(call.session, claim, actor=call.actor, now=call.now)
    claims.change(call.session, claim, body.claiming(), actor=call.actor, now=call.now)
    return whole(call, claim)


@shelf.write("/claims/{claim:path}/steps/{action}", openapi_extra={"summary": "Take a step of a claim"})
def act(call: Call, claim: Claim, action: Action, body: Act) -> ClaimWhole:
    """Take one step of a claim's life: submit, query, answer, check, approve, refuse, withdraw, hold and so on."""
    readership.claim(call.session, claim, actor=call.actor, now=call.now)
    claims.act_on(call.session, claim, action, actor=call.actor, now=call.now, values=body.values, reason=body.reason)
    return whole(call, claim)


@shelf.read("/recoveries/{recovery:path}")
def recovery(call: Call, recovery: Recovery) -> RecoveryWhole:
    """Money asked back."""
    return _recovery(call, recovery)


def _recovery(call: Call, ref: str) -> RecoveryWhole:
    row = readership.recovery(call.session, ref, actor=call.actor, now=call.now)
    shares = [Owed.model_validate(one) for one in payments.recovery_shares(call.session, row.id)]
    plain = {name: getattr(row, name) for name in RecoveryWhole.model_fields if name != "shares"}
    return RecoveryWhole.model_validate({**plain, "shares": shares})


@shelf.write("/recoveries/{recovery:path}/steps/{action}")
def act_on_recovery(call: Call, recovery: Recovery, action: Action, body: Act) -> RecoveryWhole:
    """Take one step of the life of money asked back: give_notice, represent, agree, receive, write_off and so on."""
    readership.recovery(call.session, recovery, actor=call.actor, now=call.now)
    recoveries.act_on(
        call.session, recovery, action, actor=call.actor, now=call.now, values=body.values, reason=body.reason
    )
    return _recovery(call, recovery)
