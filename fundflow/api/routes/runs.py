"""Payment runs: made, released by a third person, their files, and what the bank said."""

from typing import Annotated

from fastapi import Query
from starlette.responses import Response

from fundflow import payments
from fundflow.api.calls import Call, Shelf
from fundflow.api.shapes import Day, Moment, Page, Pages, Shape, page
from fundflow.api.verbs import verb
from fundflow.engine import claims, readership

shelf = Shelf("payment runs")
FACTS = "ref state count control_pence sha256"


class Run(Shape):
    """A payment run; its file was fixed when it was made."""

    ref: str
    state: str
    made_at: Moment
    made_name: str
    released_at: Moment | None
    released_name: str
    control_pence: int
    count: int
    sha256: str


class Payment(Shape):
    """One payment of a run."""

    ref: str
    payee: str
    commissioner: str
    state: str
    gross_pence: int
    set_off_pence: int
    net_pence: int
    narrative: str
    result_on: Day | None
    result_reason: str


class RunWhole(Run):
    """A payment run with its payments, in the order of its file."""

    payments: list[Payment]


@shelf.read("/runs")
def every(call: Call, asked: Annotated[Pages, Query()]) -> Page[Run]:
    """Every payment run, by reference."""
    readership.must_be_office(call.actor, doing="Looking at payment runs")
    made = page(sorted(payments.runs(call.session), key=lambda row: row.ref), asked, key="ref")
    return Page[Run](items=[Run.model_validate(row) for row in made.items], next=made.next)


@shelf.read("/runs/{ref}")
def one(call: Call, ref: str) -> RunWhole:
    """One payment run."""
    readership.must_be_office(call.actor, doing="Looking at a payment run")
    row = payments.run(call.session, ref)
    found = [Payment.model_validate(one) for one in payments.payments_of_run(call.session, row.id)]
    return RunWhole.model_validate({**{name: getattr(row, name) for name in Run.model_fields}, "payments": found})


@shelf.read("/runs/{ref}/file", responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}})
def file(call: Call, ref: str) -> Response:
    """The payment file of a run, the same bytes every time."""
    readership.must_be_office(call.actor, doing="Taking a payment file")
    made = payments.file_of_run(call.session, ref)
    offered = {"Content-Disposition": f'attachment; filename="{made.name}"'}
    return Response(made.text.encode(), media_type="text/csv", headers=offered)


verb(shelf, "/runs", claims.make_run, gives=FACTS)
verb(shelf, "/runs/{ref}/release", claims.release_run)
verb(shelf, "/runs/{ref}/discard", claims.discard_run, gives=FACTS)
verb(shelf, "/runs/{ref}/results", claims.record_results, gives="payment_ref case_ref outcome")
verb(shelf, "/payments/{payment_ref:path}/verify", claims.verify_payee, gives="ref payee state")
