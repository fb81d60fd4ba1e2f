"""Small books for tests: entries written as text, in whole pounds, for one key and one holder unless said otherwise."""

from datetime import UTC, datetime

from fundflow import audit, ledger
from fundflow.ledger import Account, BudgetKey, Kind, Line
from fundflow.ledger.rules.kinds import RULES

KEY = BudgetKey("05J", "2017/18", "transformation")
NEXT = BudgetKey("05J", "2018/19", "transformation")
OTHER = BudgetKey("05T", "2017/18", "transformation")
ANOTHER_FUND = BudgetKey("05J", "2017/18", "resilience")
CAPITAL = BudgetKey("05J", "2017/18", "ettf")
KEYS = {"next": NEXT, "other": OTHER, "fund": ANOTHER_FUND, "capital": CAPITAL, "key": KEY}
HOLDER, SECOND, POOL = "TF-17-0001/05J", "TF-17-0002/05J", "round-1/pool"
NAMES = {"05J": "Redditch and Bromsgrove", "05T": "South Worcestershire"}
MOMENT = datetime(2017, 4, 3, 8, 0, tzinfo=UTC)


def act(what="step", subject="TF-17-0001", now=MOMENT, reason=""):
    return audit.Act(7, "Jo Ash", now, what, subject, reason)


class Books:
    """`write("RESERVE 60")`; words after the amount: `at KEY`, `to KEY`, `for HOLDER`, `pool`, `back POUNDS`, `in ACCOUNT`."""

    def __init__(self, session, now=MOMENT):
        self.session = session
        self.now = now
        self.last = {}
        for holder in (HOLDER, SECOND, POOL):
            ledger.register_holder(session, holder, fund="transformation", capital=False)

    def write(self, text, **options):
        entry = None
        for one in filter(None, (part.strip() for part in text.replace("\n", ";").split(";"))):
            entry = self._one(one, options)
        return entry

    def _one(self, text, options):
        words = text.split()
        options = {"act": act(now=self.now), "names": NAMES, **options}
        if words[0] == "CLOSE":
            key = KEYS[words[2]] if "at" in words else KEY
            closed = ledger.close_period(self.session, key, act=options["act"], names=NAMES)
            # What follows stands for a later transaction: what was posted before the lock does not count in it.
            self.session.info.pop("ledger.posted", None)
            return closed
        kind = Kind(words[0])
        if RULES[kind].reverses:
            undone = self.last[RULES[kind].reverses]
            return ledger.post(self.session, kind, (), reverses=undone.id, **options)
        self.last[kind] = entry = ledger.post(self.session, kind, [self._line(kind, words)], **options)
        return entry

    def _line(self, kind, words):
        said = {"pool": POOL} if words[2:] == ["pool"] else dict(zip(words[2::2], words[3::2], strict=True))
        rule, parts = RULES[kind], {}
        if kind is Kind.ALLOCATE:
            parts = {"recurrence": said.get("as", "non-recurrent"), "capital": said.get("at") == "capital"}
        if rule.names_holder:
            parts["holder"] = {"second": SECOND, "pool": POOL}.get(said.get("for"), HOLDER)
        if "in" in said:
            parts["account"] = Account(said["in"])
        return Line(
            KEYS[said.get("at", "key")],
            int(words[1]) * 100,
            to=KEYS[said["to"]] if "to" in said else None,
            pool=said.get("pool"),
            released=int(said.get("back", 0)) * 100,
            **parts,
        )


COLUMNS = (
    *("allocated", "uncommitted", "reserved", "committed", "claimed", "approved", "paid", "accrued", "expenditure"),
    *("remaining", "recoverable", "pipeline", "contingent", "cut_due"),
)


def printed(balances):
    """The printed columns in pounds, those at nought left out."""
    figures = {name: getattr(balances, name) / 100 for name in COLUMNS} if balances else {}
    return {name: int(value) for name, value in figures.items() if value}


def sound(balances):
    """Every printed identity of one key."""
    b = balances
    assert b.uncommitted == b.allocated - b.reserved - b.committed >= 0
    assert 0 <= b.paid <= b.approved <= b.claimed <= b.committed
    assert b.remaining >= 0
    assert b.expenditure == b.paid + b.accrued
    assert b.allocated == b.expenditure + b.remaining + b.reserved + b.uncommitted
    assert b.recoverable <= b.paid
