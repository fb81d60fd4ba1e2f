"""A month's end on screen: what it accrues and why it moved, agreed by two people, its journal, and its close."""

from urllib.parse import urlencode

from starlette.responses import Response

from fundflow.engine import month_end, visibility, years
from fundflow.engine.month_end import MonthEnd
from fundflow.errors import BadInput, NotFound
from fundflow.exchange.exports import journal
from fundflow.finance import JournalRow
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.sending import CSV, SHEET, attachment
from fundflow.web.who import FINANCE, PAYERS

room = Room()


def _named(desk: Desk) -> tuple[str, str]:
    return desk.asked.get("commissioner", ""), desk.asked.get("month", "")


def _prepared(desk: Desk) -> MonthEnd:
    commissioner, label = _named(desk)
    found = month_end.prepared(desk.session, commissioner, label, library=desk.library, now=desk.now)
    refs = {*(one.case for one in found.accruals), *(row.case_ref for rows in found.booked.values() for row in rows)}
    visibility.all_seen(desk.session, refs, what=f"The month end of {commissioner}, {label},", actor=desk.actor)
    return found


def show(desk: Desk) -> Response:
    """A month: accruals with their papers, what differs and why, who has agreed, the journal, open or closed."""
    found = _prepared(desk)
    body = desk.library.commissioner(found.month.commissioner)
    waiting, reasons = month_end.said_of(desk.session, *_named(desk))
    return desk.page(
        "finance/month.html",
        found=found,
        body=body.short_name,
        here=f"/finance/month?{urlencode(dict(desk.asked))}",
        waiting=waiting,
        reasons=reasons,
        funds=desk.library.funds,
        may=FINANCE.includes(desk.actor),
    )


@room.form("/finance/month", who=PAYERS, page=show)
def act(desk: Desk) -> Response:
    """Accept a month's accruals, close it before its day, or open a soft-closed one again."""
    commissioner, label = _named(desk)
    reason = desk.typed.text("reason")
    match desk.typed.text("do"):
        case "accept":
            said = _accept(desk, commissioner, label)
        case "close":
            years.close_month(desk.session, commissioner, label, reason=reason, actor=desk.actor, now=desk.now)
            said = f"{label} is closed. What comes later for it is dated in the next open month, and says so."
        case "reopen":
            years.reopen_month(desk.session, commissioner, label, reason=reason, actor=desk.actor, now=desk.now)
            said = f"{label} is open again until its close."
        case _:
            raise BadInput("Choose what to do with the month.", place="do")
    return desk.go(f"/finance/month?{urlencode(dict(desk.asked))}", said=said)


def _accept(desk: Desk, commissioner: str, label: str) -> str:
    because = {key: why for key, why in desk.typed.under("because.").items() if why}
    done = month_end.accept(
        desk.session, commissioner, label, because=because, library=desk.library, actor=desk.actor, now=desk.now
    )
    if done.waiting:
        return done.waiting.line
    return f"{len(done.entries)} accruals are booked, and journal {done.batch} is made: load it in the outside ledger."


@room.page("/finance/month/journal", who=PAYERS)
def journal_file(desk: Desk) -> Response:
    """A month's journal as a file: one that was booked, or the one that is proposed and says so in its name."""
    found = _prepared(desk)
    batch = desk.asked.get("batch", "proposed")
    sheets: dict[str, list[JournalRow]] = {str(number): rows for number, rows in found.booked.items()}
    if found.journal:
        sheets["proposed"] = list(found.journal)
    if batch not in sheets:
        raise NotFound(
            f"There is no journal {batch} of {found.month.label}. The month's page lists those that there are."
        )
    stem = f"journal-{found.month.commissioner}-{found.month.label.replace('/', '-').replace(' ', '-')}-{batch}"
    if desk.asked.get("format") == "xlsx":
        made = journal.journal_xlsx(sheets[batch], title=stem, made_on=sheets[batch][0].dated)
        return attachment(made, f"{stem}.xlsx", SHEET)
    return attachment(journal.journal_csv(sheets[batch]), f"{stem}.csv", CSV)
