"""Importing codes of the outside ledger: one line for each fund, commissioner, year, payee type and cost line."""

from collections.abc import Mapping

from sqlmodel import Session

from fundflow import finance
from fundflow.calendar import Period
from fundflow.definitions.fund import Fund
from fundflow.errors import BadInput, FundflowError
from fundflow.exchange.imports.reading import Row, Table
from fundflow.exchange.imports.report import ImportReport, Kind, Order, day, required
from fundflow.organisations import Nearby
from fundflow.people import near

_TEXTS = ("entity", "cost_centre", "subjective", "analysis_1", "analysis_2", "tax_code")
_MONEY = {"": False, "revenue": False, "capital": True}


def load(session: Session, table: Table, order: Order) -> ImportReport:
    """Enter each code as the text that it is; a code whose leading zeros a spreadsheet has lost is flagged."""
    report = ImportReport("coding", order.dry_run, read=len(table.rows))
    names = _Names(order.library.funds, Nearby.of(dict.fromkeys(order.library.commissioners())))
    for row in table.rows:
        try:
            code = _code(row, names, order)
            wrote = finance.add_code(session, code, act=order.act, dry_run=order.dry_run)
        except FundflowError as error:
            report.reject(row.line, str(error))
            continue
        report.count(wrote=wrote)
        for column in _TEXTS:
            if finance.shortened(row.text(column), (other.text(column) for other in table.rows)):
                said = f"{column} '{row.text(column)}' is shorter than the others: was a leading zero lost?"
                report.flag(row.line, said)
    return report.finish()


class _Names:
    """What a row may speak of."""

    def __init__(self, funds: Mapping[str, Fund], bodies: Nearby) -> None:
        self.funds = funds
        self.bodies = bodies

    def fund(self, text: str) -> Fund:
        """A fund by its name."""
        if text not in self.funds:
            raise BadInput(f"there is no fund '{text}'.{near(text, self.funds)}", place="fund")
        return self.funds[text]


def _code(row: Row, names: _Names, order: Order) -> finance.Code:
    if row.fault:
        raise BadInput(row.fault)
    fund = names.fund(required(row, "fund"))
    commissioner = required(row, "commissioner").upper()
    if commissioner not in fund.commissioners:
        known = ", ".join(fund.commissioners)
        raise BadInput(
            f"'{commissioner}' has no share of {fund.short_title}: choose one of {known}", place="commissioner"
        )
    texts = {column: row.text(column) for column in _TEXTS}
    required(row, "cost_centre")
    required(row, "subjective")
    return finance.Code(
        fund=fund.fund,
        commissioner=commissioner,
        year=_year(row),
        capital=_capital(row),
        payee_type=_payee_type(row),
        cost_line=_cost_line(row, fund),
        **texts,
        starts=day(row, "starts") or order.today,
        ends=day(row, "ends"),
    )


def _year(row: Row) -> str:
    period = Period.parse(required(row, "year"), place="year")
    if len(period.years) != 1:
        raise BadInput(f"'{row.text('year')}' is more than one year: codes are given year by year", place="year")
    return period.years[0]


def _capital(row: Row) -> bool:
    text = row.text("money").casefold()
    if text not in _MONEY:
        raise BadInput(f"'{row.text('money')}' is neither capital nor revenue", place="money")
    return _MONEY[text]


def _any(text: str) -> str:
    plain = text.casefold().replace(" ", "_").replace("-", "_")
    return finance.ANY if plain in ("", "any", "*") else plain


def _payee_type(row: Row) -> str:
    wanted = _any(row.text("payee_type"))
    if wanted != finance.ANY and wanted not in finance.PAYEE_TYPES:
        known = ", ".join(finance.PAYEE_TYPES)
        raise BadInput(
            f"'{row.text('payee_type')}' is no type of payee: {known}, or nothing for any", place="payee_type"
        )
    return wanted


def _cost_line(row: Row, fund: Fund) -> str:
    wanted = _any(row.text("cost_line"))
    known = [one.key for one in fund.form.cost_types] if fund.form else []
    if wanted != finance.ANY and wanted not in known:
        raise BadInput(
            f"{fund.short_title} has no kind of cost '{row.text('cost_line')}': {', '.join(known)}, or nothing for any",
            place="cost_line",
        )
    return wanted


KIND = Kind(
    "coding",
    "codes of the outside ledger, as text: for a fund, commissioner, year, capital or revenue, payee type and cost line",
    ("fund", "commissioner", "year", "cost_centre", "subjective"),
    ("money", "payee_type", "cost_line", "entity", "analysis_1", "analysis_2", "tax_code", "starts", "ends"),
    load,
)
