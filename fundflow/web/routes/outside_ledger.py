"""Agreement with the outside ledger: its file read after a trial, who looks into what differs, months signed by two."""

from dataclasses import dataclass
from datetime import timedelta

from starlette.responses import Response

from fundflow import database, finance, views
from fundflow.audit import Act
from fundflow.clock import london_day
from fundflow.engine import agreement, readership
from fundflow.errors import BadInput, plainly
from fundflow.exchange import imports
from fundflow.exchange.imports import ImportReport
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.who import FINANCE, PAYERS

room = Room()


@dataclass(frozen=True)
class Trial:
    """What reading a file did, or would do: its name, its text, and what became of each row."""

    name: str
    text: str
    report: ImportReport


def show(desk: Desk, trial: Trial | None = None) -> Response:
    """What agrees and what does not, with who looks into it, and the months that two people signed."""
    readership.must_be_office(desk.actor, doing="Looking at the outside ledger")
    before = london_day(desk.now).replace(day=1) - timedelta(days=1)
    month = desk.asked.get("month", f"{before:%Y-%m}")
    return desk.page(
        "finance/agreement.html",
        found=views.agreed(desk.session),
        trial=trial,
        month=month,
        signed=finance.signatures(desk.session, month),
        may=FINANCE.includes(desk.actor),
    )


@room.form("/finance/agreement", who=PAYERS, page=show)
def act(desk: Desk) -> Response:
    """Try or read a file of the outside ledger, note a difference, or sign a month."""
    typed = desk.typed
    match typed.text("do"):
        case "try":
            trial = _read(desk, dry_run=True)
            database.dry_run(desk.session)
            return show(desk, trial)
        case "import":
            done = _read(desk, dry_run=False).report
            said = f"{done.read} rows read: {done.written} taken, {done.unchanged} known already, {len(done.rejected)} not taken."
        case "note":
            name = typed.text("difference")
            row = agreement.note(
                desk.session,
                name,
                owner=_words(desk, "owner", "Say who looks into it."),
                note=_words(desk, "note", "Say what is known of it."),
                actor=desk.actor,
                now=desk.now,
            )
            said = f"{row.owner} looks into {name}."
        case "sign":
            signed = agreement.sign(desk.session, typed.text("month"), actor=desk.actor, now=desk.now)
            said = f"{signed.signed_name} has signed the sheet of {signed.month}."
        case _:
            raise BadInput("Choose what to do.", place="do")
    return desk.go("/finance/agreement", said=said)


def _words(desk: Desk, name: str, otherwise: str) -> str:
    text = desk.typed.text(name)
    if not text:
        raise BadInput(otherwise, place=name)
    return text


def _read(desk: Desk, *, dry_run: bool) -> Trial:
    file = desk.typed.file("file")
    name = file.name if file else desk.typed.text("name", "ledger.csv")
    raw = file.content if file else desk.typed.text("text").encode()
    if not raw:
        raise BadInput("No file was chosen. Choose the ledger's file, saved as CSV.", place="file")
    act = Act(desk.actor.id, desk.actor.name, desk.now, "import.ledger", "ledger", "")
    handed = imports.Handed(name, raw)
    try:
        report = imports.run(desk.session, "ledger", handed, act=act, library=desk.library, dry_run=dry_run)
    except BadInput as wrong:
        raise BadInput(f"{name} was not read: {plainly(wrong.reason)}. Choose another file.", place="file") from None
    return Trial(name, raw.decode("utf-8-sig", errors="replace"), report)
