"""Finance: what is to check, to approve and to pay, payment runs and their files, and each key's money down to its entries."""

from starlette.responses import Response

from fundflow import organisations, payments, plural, views
from fundflow.engine import claims
from fundflow.errors import BadInput
from fundflow.exchange.exports import payment_file
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.sending import CSV, SHEET, attachment
from fundflow.web.who import PAYERS

room = Room()


def overview(desk: Desk) -> Response:
    """Finance's page: whose turn it is with each claim, runs, months, and the books in one sentence."""
    found = views.finance_desk(desk.session, desk.actor, library=desk.library, now=desk.now)
    return desk.page("finance/desk.html", found=found, funds=desk.library.funds)


@room.form("/finance", who=PAYERS, page=overview)
def make_run(desk: Desk) -> Response:
    """Put the ticked claims into a payment run; nothing is paid yet."""
    chosen = desk.typed.all("claim")
    if not chosen:
        raise BadInput(
            "No claim is ticked, so no run was made. Tick those that are to be paid together.", place="claim"
        )
    made = claims.make_run(desk.session, chosen, actor=desk.actor, now=desk.now)
    return desk.go(f"/runs/{made.ref}", said=f"{made.ref} is made. Somebody who has had no hand in it releases it.")


def run_page(desk: Desk, ref: str) -> Response:
    """A payment run: its control figures, its payments, and what can be done with it."""
    row = payments.run(desk.session, ref)
    paid = payments.payments_of_run(desk.session, row.id)
    return desk.page(
        "finance/run.html",
        run=row,
        payments=paid,
        names=organisations.names(desk.session, {code for one in paid for code in (one.payee, one.commissioner)}),
        claims=payments.claims_of_run(desk.session, ref),
        mine=row.made_by == desk.actor.id,
    )


@room.form("/runs/{ref}", who=PAYERS, page=run_page)
def act_on_run(desk: Desk, ref: str) -> Response:
    """Release a run, take it apart, or book what became of its payments."""
    match desk.typed.text("do"):
        case "release":
            done = claims.release_run(desk.session, ref, actor=desk.actor, now=desk.now)
            said = f"{ref} is released: {plural.counted(len(done.payments), 'payment')}. Load its file where payments are made."
        case "discard":
            claims.discard_run(desk.session, ref, reason=desk.typed.text("reason"), actor=desk.actor, now=desk.now)
            said = f"{ref} is taken apart. Its claims wait for another run."
        case "results":
            said = _results(desk, ref)
        case _:
            raise BadInput("Choose what to do with the run.", place="do")
    return desk.go(f"/runs/{ref}", said=said)


def _results(desk: Desk, ref: str) -> str:
    file = desk.typed.file("file")
    if file is None:
        raise BadInput("No file was chosen. Choose the results file of this run.", place="file")
    try:
        text = file.content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadInput(
            f"{file.name} is not a text file in UTF-8. Save it as CSV and send it again.", place="file"
        ) from None
    read = payments.read_results(text, place=file.name)
    booked = claims.record_results(desk.session, ref, read, actor=desk.actor, now=desk.now)
    return f"{plural.counted(len(read), 'result')} read, {len(booked)} booked."


@room.page("/runs/{ref}/file", who=PAYERS)
def file_of_run(desk: Desk, ref: str) -> Response:
    """The payment file of a run, as CSV or as a workbook whose codes are text."""
    made = payments.file_of_run(desk.session, ref)
    if desk.asked.get("format") == "xlsx":
        raw = payment_file.as_xlsx(payments.run(desk.session, ref), made)
        return attachment(raw, made.name.removesuffix(".csv") + ".xlsx", SHEET)
    return attachment(made.text.encode("utf-8"), made.name, CSV)
