"""An assessor's papers to take away: one pack of every bid that is open to them, and a score sheet to hand in again."""

from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.responses import Response

from fundflow import database
from fundflow.clock import london_day
from fundflow.engine import assessors
from fundflow.errors import BadInput
from fundflow.exchange.exports import pack as packs
from fundflow.exchange.exports import score_sheet
from fundflow.exchange.imports import scores
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.routes.scoring import own, own_round
from fundflow.web.sending import SHEET, WORD, attachment
from fundflow.web.who import ASSESSORS

room = Room()


@room.form("/scoring/rounds/{round_ref}/pack", who=ASSESSORS, page=own, alone=True)
def pack(desk: Desk, round_ref: str) -> Response:
    """One Word file of every bid that this person may read; making it opens those papers."""
    made = assessors.open_pack(desk.session, round_ref, actor=desk.actor, now=desk.now)
    return attachment(packs.as_docx(made), f"{round_ref}-pack.docx", WORD)


@room.page("/scoring/rounds/{round_ref}/sheet.xlsx", who=ASSESSORS)
def sheet(desk: Desk, round_ref: str) -> Response:
    """A workbook with a row for each bid and criterion, filled with what is written so far."""
    made = assessors.own_sheet(desk.session, round_ref, actor=desk.actor)
    raw = score_sheet.as_xlsx(made, person=desk.actor.name, made_on=london_day(desk.now))
    return attachment(raw, f"{round_ref}-scores.xlsx", SHEET)


def handing_in(desk: Desk, round_ref: str) -> Response:
    """Choose a filled-in score sheet, to be checked or saved."""
    return desk.page("scoring/sheet.html", here=own_round(desk, round_ref), report=None, checked=False)


@room.form("/scoring/rounds/{round_ref}/sheet", who=ASSESSORS, page=handing_in)
def hand_in(desk: Desk, round_ref: str) -> Response:
    """Check a sheet, or save every row of it that can be; nothing is locked by it."""
    here = own_round(desk, round_ref)
    sent = desk.typed.file("sheet")
    if sent is None:
        raise BadInput("No file was chosen, so nothing was read. Choose your score sheet.", place="sheet")
    checking = desk.typed.text("do") != "save"
    with TemporaryDirectory() as folder:
        path = Path(folder) / "sheet.xlsx"
        path.write_bytes(sent.content)
        report = scores.take(desk.session, round_ref, path, actor=desk.actor, now=desk.now, dry_run=checking)
    if checking:
        database.dry_run(desk.session)
    return desk.page("scoring/sheet.html", here=here, report=report, checked=checking)
