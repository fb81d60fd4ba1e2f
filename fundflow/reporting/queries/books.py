"""Reports of the books themselves: trial balance by key, journal, virements, what each award holds."""

from sqlmodel import Session

from fundflow import allocations, audit, ledger
from fundflow.ledger import Account, Place
from fundflow.reporting.queries import words
from fundflow.reporting.queries.money import KEY_COLUMNS, gather, pence
from fundflow.reporting.queries.outturn import of_time
from fundflow.reporting.rules import money
from fundflow.reporting.rules.report import Asked, Column, Report, Row, make

_ACCOUNTS = (*("uncommitted", "reserved", "unclaimed", "claimed", "payable", "paid_out", "recoverable", "written_off"),)
_MEMO = ("pipeline", "contingent", "accrued", "cut_due")


def trial_balance(session: Session, asked: Asked) -> Report:
    """Every account of every key: what may be used on one side, where it stands on the other, and the difference."""
    found = gather(session, asked)
    rows = []
    for one in found.positions:
        stands = {f"{name}_pence": getattr(one.accounts, name) for name in _ACCOUNTS}
        rows.append(
            {
                **found.key_cells(one),
                "allocated_pence": one.allocated,
                **stands,
                "difference_pence": one.allocated - sum(stands.values()),
                **{f"memo_{name}_pence": getattr(one.accounts, name) for name in _MEMO},
            }
        )
    wrong = sum(1 for row in rows if row["difference_pence"])
    note = (
        f"{wrong} keys do not balance. Ask your administrator to look into it (fundflow ledger check)."
        if wrong
        else "Every key balances."
    )
    columns = (
        *KEY_COLUMNS,
        *pence("allocated"),
        *(Column(f"{name}_pence", name.replace("_", " ").capitalize(), "pence") for name in _ACCOUNTS),
        Column("difference_pence", "Difference", "pence"),
        *(Column(f"memo_{name}_pence", f"Memo: {name.replace('_', ' ')}", "pence") for name in _MEMO),
    )
    brief = ("fund_title", "commissioner", "period", "allocated_pence", *(f"{name}_pence" for name in _ACCOUNTS[:6]))
    return make(
        asked,
        "trial-balance",
        "Trial balance by key",
        columns,
        rows,
        notes=[note],
        group="fund_title",
        brief=brief,
        anchor=audit.anchor(session),
    )


def journal(session: Session, asked: Asked) -> Report:
    """Every entry with its postings, in the order in which they were recorded."""
    rows: list[Row] = [
        _journal_row(entry, line, posting)
        for entry in ledger.entries(session)
        if of_time(entry, asked)
        for line, posting in enumerate(entry.postings, start=1)
        if _wanted(asked, posting.source) or _wanted(asked, posting.target)
    ]
    note = "The sum of amounts is turnover: each line moves money from one account to another."
    brief = ("entry", "effective_on", "kind", "case", "from", "to", "amount_pence")
    anchor = audit.anchor(session)
    return make(asked, "journal", "Journal", _JOURNAL, rows, notes=[note], brief=brief, anchor=anchor)


def _journal_row(entry: ledger.Entry, line: int, posting: ledger.Posting) -> Row:
    return {
        "entry": entry.id,
        "line": line,
        "effective_on": entry.effective_on,
        "relates_to": entry.relates_to,
        "recorded_at": entry.recorded_at,
        "kind": entry.kind.value,
        "case": entry.case or "",
        "from": _words(posting.source),
        "to": _words(posting.target),
        "amount_pence": posting.pence,
        "delivery_year": posting.delivery_year or "",
        "source": entry.source,
        "reason": entry.reason,
        "by": entry.actor,
        "reverses": entry.reverses_id,
    }


_JOURNAL = (
    Column("entry", "Entry", "number"),
    Column("line", "Line", "number"),
    Column("effective_on", "On", "date"),
    Column("relates_to", "Relates to", "date"),
    Column("recorded_at", "Recorded", "moment"),
    Column("kind", "Kind"),
    Column("case", "Case"),
    Column("from", "From"),
    Column("to", "To"),
    Column("amount_pence", "Amount", "pence"),
    Column("delivery_year", "Delivered"),
    Column("source", "Source"),
    Column("reason", "Reason"),
    Column("by", "By"),
    Column("reverses", "Reverses", "number"),
)


def _wanted(asked: Asked, place: Place) -> bool:
    if place.key is None:
        return asked.fund is None and asked.commissioner is None
    return asked.wants(fund=place.key.fund, commissioner=place.key.commissioner)


def _words(place: Place) -> str:
    if place.key is None or place.account in (Account.WORLD, Account.MEMO):
        return place.account.value
    held = f" {place.holder}" if place.holder else ""
    return f"{place.account.value} {place.key}{held}"


def virements(session: Session, asked: Asked) -> Report:
    """The virement log: what moved from which key to which, by which minute."""
    rows = [
        {
            "effective_on": one.effective_on,
            "from_fund": one.from_fund,
            "from_commissioner": one.from_commissioner,
            "from_period": one.from_period,
            "to_fund": one.to_fund,
            "to_commissioner": one.to_commissioner,
            "to_period": one.to_period,
            "vired_pence": one.pence,
            "minute": one.minute,
            "reason": one.reason,
            "by": one.vired_by,
        }
        for one in allocations.virements(session, fund=asked.fund)
        if (asked.as_at is None or one.effective_on <= asked.as_at)
        and (asked.known_at is None or one.vired_at <= asked.known_at)
        and asked.commissioner in (None, one.from_commissioner, one.to_commissioner)
    ]
    columns = (
        Column("effective_on", "On", "date"),
        Column("from_fund", "From fund"),
        Column("from_commissioner", "From"),
        Column("from_period", "Year"),
        Column("to_fund", "To fund"),
        Column("to_commissioner", "To"),
        Column("to_period", "To year"),
        Column("vired_pence", "Amount", "pence"),
        Column("minute", "Minute"),
        Column("reason", "Reason"),
        Column("by", "By"),
    )
    return make(asked, "virements", "Virements", columns, rows)


def award_ledger(session: Session, asked: Asked) -> Report:
    """What every case holds of every key: its own columns of the finance report."""
    held = ledger.holdings_as_at(session, as_at=asked.as_at, known_at=asked.known_at)
    kept = [one for one in held if asked.wants(fund=one.key.fund, commissioner=one.key.commissioner)]
    names = words.body_names(session, asked, (one.key.commissioner for one in kept))
    rows = []
    for one in kept:
        figures = money.printed(one, likelihood_percent=money.likelihood(asked.library, one.key.fund))
        rows.append(
            {
                "case": (one.holder or "").rsplit("/", 1)[0],
                "fund": one.key.fund,
                "fund_title": words.fund_title(asked.library, one.key.fund),
                "commissioner": one.key.commissioner,
                "commissioner_name": names[one.key.commissioner],
                "period": one.key.period,
                **{name: figures[name] for name in figures if name not in _KEY_ONLY},
            }
        )
    shown = ("reserved", "committed", "claimed", "approved", "paid", "accrued", "recoverable", "pipeline", "contingent")
    columns = (Column("case", "Case"), *KEY_COLUMNS, *pence(*shown))
    brief = ("case", "commissioner", "period", "reserved_pence", "committed_pence", "claimed_pence", "paid_pence")
    return make(
        asked,
        "award-ledger",
        "What each case holds",
        columns,
        rows,
        group="case",
        brief=brief,
        anchor=audit.anchor(session),
    )


_KEY_ONLY = ("allocated_pence", "uncommitted_pence", "cut_due_pence", "forecast_pence")
