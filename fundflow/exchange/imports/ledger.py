"""Importing transactions of the outside ledger: what it says became of each payment (journeys 7.3)."""

from sqlmodel import Session

from fundflow import money, people
from fundflow.clock import day_words
from fundflow.engine import agreement
from fundflow.errors import BadInput, FundflowError
from fundflow.exchange.imports.reading import Row, Table, column_name
from fundflow.exchange.imports.report import ImportReport, Kind, Order, day, required
from fundflow.finance import STATUSES, Transaction

_COLUMNS = ("reference", "payee", "amount", "date", "status")


class LedgerKind(Kind):
    """A file whose titles are an office's setting."""

    def own(self, table: Table, order: Order) -> tuple[Table, dict[str, int]]:
        """The table in our own columns, by the titles of the office whose titles it has."""
        for office in order.library.offices.values():
            titles = {column_name(title): name for name, title in office.ledger_columns.model_dump().items()}
            if table.has(*(title for title, name in titles.items() if name in _COLUMNS)):
                rows = tuple(
                    Row(row.line, {titles.get(at, at): cell for at, cell in row.cells.items()}, row.fault)
                    for row in table.rows
                )
                return Table(table.place, {titles.get(at, at): name for at, name in table.titles.items()}, rows), {}
        return table, {}


def load(session: Session, table: Table, order: Order) -> ImportReport:
    """Keep each line and let its payment follow; a line that cannot be taken is left out alone."""
    report = ImportReport("ledger", order.dry_run, read=len(table.rows))
    person = people.require(session, order.act.actor_id)
    if order.act.actor_id == people.system(session).id:
        raise BadInput("say who reads the ledger: payments follow it, and that is for finance", place="--as")
    actor = people.actor(session, person.sign_in_name, now=order.act.now)
    for row in table.rows:
        try:
            line = _line(row, order)
            with session.begin_nested():
                about = agreement.take(session, line, actor=actor, now=order.act.now)
        except FundflowError as error:
            report.reject(row.line, str(error))
            continue
        report.count(wrote=about is not None)
        if about:
            report.flag(row.line, about)
    return report.finish()


def _line(row: Row, order: Order) -> Transaction:
    if row.fault:
        raise BadInput(row.fault)
    on = day(row, "date")
    if on is None:
        raise BadInput("this cell is empty", place="date")
    if on > order.today:
        raise BadInput(f"{day_words(on)} is still to come: check the day", place="date")
    status = required(row, "status").casefold()
    if status not in STATUSES:
        raise BadInput(f"'{row.text('status')}' is no status: write {', '.join(STATUSES)}", place="status")
    pence = money.parse(required(row, "amount"), place="amount")
    payee, reason = required(row, "payee"), row.text("reason")
    return Transaction(row.text("reference"), payee, pence, on, status, reason)


KIND = LedgerKind(
    "ledger",
    "transactions of the outside ledger: what became of each payment, by the titles that the office's settings give",
    _COLUMNS,
    ("reason",),
    load,
)
