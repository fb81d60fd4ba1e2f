"""Reports of how the year will end: outturn and variance, accruals."""

from collections import defaultdict

from sqlmodel import Session

from fundflow import audit, ledger
from fundflow.ledger import Account, BudgetKey, Entry, Kind
from fundflow.reporting.queries.money import KEY_COLUMNS, gather, pence
from fundflow.reporting.rules import money
from fundflow.reporting.rules.report import Asked, Column, Report, Row, make

_PARTS = {
    "opening": (Kind.ALLOCATE,),
    "adjusted": (Kind.ADJUST_ALLOCATION_UP, Kind.ADJUST_ALLOCATION_DOWN, Kind.APPLY_CUT),
    "vired": (Kind.VIRE,),
    "carried": (Kind.CARRY_FORWARD,),
    "lapsed": (Kind.LAPSE,),
}
_MEMO = {Account.WORLD, Account.MEMO, Account.PIPELINE, Account.CONTINGENT, Account.ACCRUED, Account.CUT_DUE}


def of_time(entry: Entry, asked: Asked) -> bool:
    """Whether an entry counts on the day asked for, by what was known then."""
    if asked.as_at is not None and entry.effective_on > asked.as_at:
        return False
    return asked.known_at is None or entry.recorded_at <= asked.known_at


def outturn(session: Session, asked: Asked) -> Report:
    """From the opening allocation to the forecast outturn, with what is spent, promised and left."""
    found = gather(session, asked)
    moved = _moved(session, asked)
    rows = []
    for one in found.positions:
        forecast = one.forecast(money.likelihood(asked.library, one.key.fund))
        rows.append(
            {
                **found.key_cells(one),
                **{f"{part}_pence": moved[one.key].get(part, 0) for part in _PARTS},
                "allocated_pence": one.allocated,
                "expenditure_pence": one.expenditure,
                "remaining_pence": one.remaining,
                "reserved_pence": one.reserved,
                "uncommitted_pence": one.uncommitted,
                "forecast_pence": forecast,
                "variance_pence": one.allocated - forecast,
                "committed_percent": money.percent(one.committed, one.allocated),
                "paid_percent": money.percent(one.paid, one.allocated),
            }
        )
    brief = ("fund_title", "commissioner", "period", "opening_pence", "allocated_pence", "expenditure_pence")
    return make(
        asked,
        "outturn",
        "Outturn and variance",
        _OUTTURN,
        rows,
        notes=[*found.notes(), "Variance is allocated less forecast."],
        group="fund_title",
        brief=(*brief, "forecast_pence", "variance_pence"),
        anchor=audit.anchor(session),
    )


_OUTTURN = (
    *KEY_COLUMNS,
    Column("opening_pence", "Opening", "pence"),
    Column("adjusted_pence", "Adjusted", "pence"),
    Column("vired_pence", "Vired", "pence"),
    Column("carried_pence", "Carried forward", "pence"),
    Column("lapsed_pence", "Lapsed", "pence"),
    *pence("allocated"),
    Column("expenditure_pence", "Expenditure", "pence"),
    Column("remaining_pence", "Remaining", "pence"),
    *pence("reserved", "uncommitted", "forecast"),
    Column("variance_pence", "Variance", "pence"),
    Column("committed_percent", "Committed %", "percent"),
    Column("paid_percent", "Paid %", "percent"),
)


def _moved(session: Session, asked: Asked) -> dict[BudgetKey, dict[str, int]]:
    """By key, how its allocation came about."""
    part_of = {kind: part for part, kinds in _PARTS.items() for kind in kinds}
    sums: dict[BudgetKey, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for entry in ledger.entries(session, kind=list(part_of)):
        if not of_time(entry, asked):
            continue
        for posting in entry.postings:
            for place, sign in ((posting.source, -1), (posting.target, 1)):
                if place.key is not None and place.account not in _MEMO:
                    sums[place.key][part_of[entry.kind]] += sign * posting.pence
    return sums


def accruals(session: Session, asked: Asked) -> Report:
    """Work delivered and not paid at a close: each accrual, and the entry that undid it."""
    entries = [
        entry for entry in ledger.entries(session, kind=(Kind.ACCRUE, Kind.REVERSE_ACCRUAL)) if of_time(entry, asked)
    ]
    undone = {entry.reverses_id: entry for entry in entries if entry.kind is Kind.REVERSE_ACCRUAL}
    rows: list[Row] = []
    for entry in entries:
        for posting in entry.postings if entry.kind is Kind.ACCRUE else ():
            key = posting.target.key
            if key is None or not asked.wants(fund=key.fund, commissioner=key.commissioner):
                continue
            back = undone.get(entry.id)
            rows.append(
                {
                    "entry": entry.id,
                    "effective_on": entry.effective_on,
                    "case": entry.case or "",
                    "fund": key.fund,
                    "commissioner": key.commissioner,
                    "period": key.period,
                    "accrued_pence": posting.pence,
                    "reversed_on": back.effective_on if back else None,
                    "standing_pence": 0 if back else posting.pence,
                    "reason": entry.reason or entry.source,
                }
            )
    columns = (
        Column("entry", "Entry", "number"),
        Column("effective_on", "On", "date"),
        Column("case", "Case"),
        Column("fund", "Fund id"),
        Column("commissioner", "Code"),
        Column("period", "Year"),
        *pence("accrued"),
        Column("reversed_on", "Reversed on", "date"),
        Column("standing_pence", "Still accrued", "pence"),
        Column("reason", "Reason"),
    )
    return make(asked, "accruals", "Accruals and their reversals", columns, rows, anchor=audit.anchor(session))
