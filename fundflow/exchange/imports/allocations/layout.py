"""The two layouts of an allocation file, long and wide, read into the same lines."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from fundflow import allocations, money
from fundflow.allocations import Receipt
from fundflow.calendar import Period
from fundflow.definitions.fund import Fund
from fundflow.errors import BadInput
from fundflow.exchange.imports.allocations.naming import Names
from fundflow.exchange.imports.reading import Row, Table
from fundflow.exchange.imports.report import listed, required

LONG: Final = ("fund", "commissioner", "period", "amount", "recurrence")
OPTIONAL: Final = ("source", "printed_total")
WIDE: Final = ("fund", "period", "recurrence")
EXPECTED: Final = (
    "expected fund, commissioner, period, amount, recurrence (and may have source, printed_total), or fund, period, a "
    "column for each commissioner, recurrence (and may have source, printed_total)"
)
DEFAULT_SOURCE: Final = "allocation"
"""The source of a line that names none: always the same, so that a file read again changes nothing."""

_MOST: Final = 10**13
"""A hundred thousand million pounds in pence: what the whole NHS spends in a year, and no fund of practices has."""
_TOTALS = frozenset({"total", "totals", "sub-total", "subtotal", "sub total", "grand total"})
_NIL = frozenset({"", "-", "\u2013", "\u2014", "nil"})


@dataclass(frozen=True)
class Claim:
    """What the paper prints as a sum: over all years where `period` is empty, over all commissioners likewise."""

    fund: str
    commissioner: str | None
    period: str | None
    source: str
    pence: int
    across: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Parsed:
    """One row of the file: the lines that it gives (`pence` nought: the cell is nil) and the sums that it claims."""

    line: int
    receipts: tuple[Receipt, ...] = ()
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True)
class Layout:
    """Which columns hold what; `commissioners` is empty in a long file, else column to title."""

    period: str
    commissioners: Mapping[str, str]

    @property
    def wide(self) -> bool:
        """Whether each commissioner has a column."""
        return bool(self.commissioners)


def layout_of(table: Table, names: Names) -> Layout:
    """Tell long from wide by the columns.

    Raises:
        BadInput: it is neither, with the columns expected; nothing of the file is used then.
    """
    period = "year" if "year" in table.titles and "period" not in table.titles else "period"
    if table.has("fund", "commissioner", period, "amount", "recurrence"):
        spare = [name for name in table.titles if name not in (*LONG, *OPTIONAL, period)]
        if spare:
            raise BadInput(
                f"the column '{table.titles[spare[0]]}' is not one of allocations: {EXPECTED}", place=table.place
            )
        return Layout(period, {})
    others = {name: title for name, title in table.titles.items() if name not in (*WIDE, *OPTIONAL, period)}
    if not table.has("fund", period, "recurrence") or not others or "amount" in others or "commissioner" in others:
        raise BadInput(
            f"this is not a file of allocations: it has the columns {listed(table)}; {EXPECTED}", place=table.place
        )
    strange = [title for title in others.values() if not names.commissioners(title)]
    if strange:
        raise BadInput(
            f"the column '{strange[0]}' stands for no commissioner that we know; {EXPECTED}", place=table.place
        )
    return Layout(period, others)


def parse(row: Row, layout: Layout, names: Names) -> Parsed:
    """Read one row.

    Raises:
        BadInput: something in it cannot be; the row is left out whole.
    """
    if row.fault:
        raise BadInput(row.fault)
    if layout.wide:
        return _wide(row, layout, names)
    return _long(row, layout, names)


def _long(row: Row, layout: Layout, names: Names) -> Parsed:
    commissioner = required(row, "commissioner")
    everybody = commissioner.casefold() in _TOTALS
    fund = names.fund(required(row, "fund"), () if everybody else (commissioner,))
    code = None if everybody else names.commissioner(commissioner, fund)
    period = _period(row, layout)
    source = row.text("source") or DEFAULT_SOURCE
    pence = _amount(row, "amount", "amount")
    if code is None or period is None:
        return Parsed(row.line, claims=(Claim(fund.fund, code, period, source, pence),))
    if pence < 0:
        raise BadInput(f"{money.pounds(pence)} is below nought, and an allocation cannot be", place="amount")
    printed = _printed(row)
    claims = (Claim(fund.fund, None, period, source, printed),) if printed is not None else ()
    return Parsed(row.line, (_common(row, fund, period).receipt(code, pence),), claims)


def _wide(row: Row, layout: Layout, names: Names) -> Parsed:
    cells = {title: _cell(row, name, title) for name, title in layout.commissioners.items()}
    fund = names.fund(required(row, "fund"), [title for title, pence in cells.items() if pence])
    period = _period(row, layout)
    source = row.text("source") or DEFAULT_SOURCE
    printed = _printed(row)
    amounts = _by_code(cells, fund, names, nils=period is not None)
    if period is None:
        claims = [Claim(fund.fund, code, None, source, pence) for code, pence in amounts.items()]
        if printed is not None:
            claims.append(Claim(fund.fund, None, None, source, printed, tuple(amounts.values())))
        return Parsed(row.line, claims=tuple(claims))
    common = _common(row, fund, period)
    receipts = tuple(common.receipt(code, pence) for code, pence in amounts.items())
    claims = [Claim(fund.fund, None, period, source, printed)] if printed is not None else []
    return Parsed(row.line, receipts, tuple(claims))


def _by_code(cells: Mapping[str, int], fund: Fund, names: Names, *, nils: bool) -> dict[str, int]:
    """The amounts by code; a nil cell of a body that is none of the fund's is passed over."""
    amounts: dict[str, int] = {}
    for title, pence in cells.items():
        if not pence and not (nils and names.serves(title, fund)):
            continue
        code = names.commissioner(title, fund)
        if code in amounts:
            raise BadInput(f"two of the columns stand for {code}", place=title)
        amounts[code] = pence
    return amounts


def _cell(row: Row, column: str, title: str) -> int:
    if row.text(column).casefold() in _NIL:
        return 0
    pence = _amount(row, column, title)
    if pence < 0:
        raise BadInput(f"{money.pounds(pence)} is below nought, and an allocation cannot be", place=title)
    return pence


def _amount(row: Row, column: str, title: str) -> int:
    pence = money.parse(row.cells.get(column), place=title)
    if abs(pence) > _MOST:
        raise BadInput(f"{money.pounds(pence)} is more than any fund has: check the amount", place=title)
    return pence


def _period(row: Row, layout: Layout) -> str | None:
    """The period in its canonical form; nothing on a row of totals."""
    text = required(row, layout.period)
    return None if text.casefold() in _TOTALS else str(Period.parse(text, place=layout.period))


def _printed(row: Row) -> int | None:
    text = row.text("printed_total")
    return None if text.casefold() in _NIL else _amount(row, "printed_total", "printed_total")


@dataclass(frozen=True)
class _Common:
    """What all cells of a row share."""

    fund: Fund
    period: str
    source: str
    recurrence: str
    printed: int | None

    def receipt(self, code: str, pence: int) -> Receipt:
        terms = self.fund.money
        return Receipt(
            self.fund.fund,
            code,
            self.period,
            pence,
            self.recurrence,
            terms.capital,
            self.source,
            terms.ring_fence,
            self.printed,
        )


def _common(row: Row, fund: Fund, period: str) -> _Common:
    source = row.text("source") or DEFAULT_SOURCE
    return _Common(fund, period, source, allocations.parse_recurrence(row.text("recurrence")), _printed(row))


def funds_of(parsed: Iterable[Parsed]) -> set[str]:
    """The funds that some rows speak of."""
    claimed = {claim.fund for row in parsed for claim in row.claims}
    return claimed | {receipt.fund for row in parsed for receipt in row.receipts}
