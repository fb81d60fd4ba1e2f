"""Importing a file on a page: sent in, what it would change, what is wrong with which row, then the same file applied."""

from starlette.responses import Response

from fundflow.engine.rounds import act_of
from fundflow.errors import BadInput, NotFound
from fundflow.exchange import imports
from fundflow.exchange.imports import ImportReport, sending_in
from fundflow.files import StoredFile
from fundflow.web import kept
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.typed import day_typed
from fundflow.web.who import OFFICE

room = Room()
CSV = "text/csv"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_ROWS = 100
"""Rows that a page names of those that cannot be taken, and of those to look at."""


@room.page("/imports", who=OFFICE)
def every(desk: Desk) -> Response:
    """Every kind of file that can be imported, what it holds, and whether whoever is here may import it."""
    mine = sending_in.may_import(desk.actor)
    return desk.page("imports/kinds.html", kinds=[imports.KINDS[name] for name in sending_in.MAY], mine=mine)


def one(desk: Desk, kind: str) -> Response:
    """The form that sends in a file of one kind."""
    return _page(desk, kind)


def _page(desk: Desk, kind: str, *, held: StoredFile | None = None, report: ImportReport | None = None) -> Response:
    if kind not in sending_in.MAY:
        raise NotFound(f"There is no kind of file '{kind}'. Choose one of {', '.join(sending_in.MAY)}.")
    return desk.page(
        "imports/kind.html",
        kind=imports.KINDS[kind],
        may=kind in sending_in.may_import(desk.actor),
        held=held or kept.held(desk),
        report=report,
        most=MOST_ROWS,
    )


def _media_type(desk: Desk, kind: str) -> str:
    """What was sent in: a workbook where the kind may be one, else a CSV file."""
    sent, before = desk.typed.file("file"), kept.held(desk)
    if sent is None:
        return before.media_type if before else CSV
    return WORKBOOK if imports.KINDS[kind].workbook and sent.content.startswith(b"PK") else CSV


@room.form("/imports/{kind}", who=OFFICE, page=one)
def send(desk: Desk, kind: str) -> Response:
    """Say what a file would change, or apply the one that was looked at."""
    if kind not in sending_in.MAY:
        raise NotFound(f"There is no kind of file '{kind}'. Choose one of {', '.join(sending_in.MAY)}.")
    applies = desk.typed.text("do") == "apply"
    if applies and not desk.typed.text(kept.FIELD):
        raise BadInput("Look first at what the file would change. Nothing was imported.", place="file")
    if not applies and desk.typed.text("do") != "check":
        raise BadInput("Choose what to do with the file.", place="do")
    held = kept.sent_or_kept(desk, "file", media_type=_media_type(desk, kind))
    adjusts = desk.typed.text("adjust") == "yes"
    reason = desk.typed.text("reason")
    if adjusts and not reason:
        raise BadInput("Say why figures on record are changed. Nothing was imported.", place="reason")
    report = sending_in.take(
        desk.session,
        kind,
        held.content,
        file_name=held.name,
        library=desk.library,
        actor=desk.actor,
        act=act_of(desk.actor, now=desk.now, what=f"import.{kind}", subject=kind, reason=reason),
        dry_run=not applies,
        adjust=adjusts,
        year=desk.typed.text("year"),
        as_at=day_typed(desk.typed.text("as_at"), "as_at"),
    )
    if applies and report.changes:
        kept.use(desk, held)
    return _page(desk, kind, held=held, report=report)
