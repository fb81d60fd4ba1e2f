"""Random entries against a plain model of the specification's table, every printed identity after every entry."""

import shutil
import tempfile
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import event

from fundflow import audit, database, ledger
from fundflow.errors import Refused
from fundflow.ledger import Account, Kind, Line
from tests.ledger.books import HOLDER, KEY, NAMES, OTHER, POOL, SECOND, act, sound

HOLDERS = (HOLDER, SECOND, POOL)
KEYS = (KEY, OTHER)
COVER = ("unclaimed", "claimed", "payable")

# From the specification's table, written out again: what a line of x takes from, and gives to.
EFFECTS = {
    Kind.ALLOCATE: "key +uncommitted",
    Kind.LAPSE: "key -uncommitted",
    Kind.RESERVE: "key -uncommitted holder +reserved",
    Kind.RELEASE: "key +uncommitted holder -reserved",
    Kind.COMMIT: "holder -reserved +unclaimed",
    Kind.DECOMMIT: "key +uncommitted holder -unclaimed",
    Kind.CLAIM: "holder -unclaimed +claimed",
    Kind.APPROVE_CLAIM: "holder -claimed +payable",
    Kind.PAY: "holder -payable +paid_out",
    Kind.RECOVERY_DUE: "holder -paid_out +recoverable",
    Kind.RECOVERY_RECEIVED: "key +uncommitted holder -recoverable",
    Kind.RECOVERY_RECEIVED_ENTITLED: "holder -recoverable +unclaimed",
    Kind.WRITE_OFF: "holder -recoverable +written_off",
    Kind.ACCRUE: "holder +accrued",
    Kind.PIPELINE_UP: "holder +pipeline",
    Kind.PIPELINE_DOWN: "holder -pipeline",
    Kind.CONTINGENT_UP: "holder +contingent",
    Kind.CONTINGENT_DOWN: "holder -contingent",
    Kind.OPENING: "key -uncommitted holder +paid_out",
}
HELD = ("reserved", "unclaimed", "claimed", "payable", "paid_out", "recoverable", "written_off")
UNDO = {
    Kind.CLAIM: Kind.REVERSE_CLAIM,
    Kind.APPROVE_CLAIM: Kind.REVERSE_APPROVE_CLAIM,
    Kind.ACCRUE: Kind.REVERSE_ACCRUAL,
    Kind.PAY: Kind.PAYMENT_FAILED,
    Kind.RECOVERY_DUE: Kind.REVERSE_RECOVERY_DUE,
    Kind.OPENING: Kind.REVERSE_OPENING,
}


class Model(dict):
    """Amounts by (key, holder or None, account)."""

    def deltas(self, kind, key, holder, pence, released=0):
        found, level = defaultdict(int), None
        for word in EFFECTS[kind].split():
            if word in ("key", "holder"):
                level = None if word == "key" else holder
            else:
                found[key, level, word[1:]] += pence if word[0] == "+" else -pence
        if kind is Kind.APPROVE_CLAIM:
            found[key, holder, "claimed"] -= released
            found[key, holder, "unclaimed"] += released
        return found

    def fits(self, deltas):
        after = defaultdict(int, self)
        for place, pence in deltas.items():
            after[place] += pence
        for key, holder, _ in deltas:
            if holder and after[key, holder, "accrued"] > sum(after[key, holder, name] for name in COVER):
                return False
        return all(after[place] >= 0 for place in deltas)

    def apply(self, deltas):
        for place, pence in deltas.items():
            self[place] = self.get(place, 0) + pence


pence_of = st.integers(1, 12) | st.integers(1, 200)
key_of, holder_of = st.sampled_from(KEYS), st.sampled_from(HOLDERS)
weighted = [*EFFECTS, Kind.COMMIT, Kind.CLAIM, Kind.CLAIM, Kind.APPROVE_CLAIM, Kind.APPROVE_CLAIM, Kind.PAY, Kind.PAY]


def machine(template):  # noqa: C901 - one class of short rules
    class Books(RuleBasedStateMachine):
        @initialize(pence=st.integers(50, 500))
        def open(self, pence):
            self.folder = Path(tempfile.mkdtemp(prefix="fundflow-random-"))
            shutil.copyfile(template, self.folder / "books.db")
            self.engine = database.connect(f"sqlite:///{self.folder / 'books.db'}")
            event.listen(self.engine, "connect", lambda raw, _: raw.execute("PRAGMA synchronous=OFF"))
            self.model, self.undone, self.entries, self.cut = Model(), set(), {}, defaultdict(int)
            with database.writing(self.engine) as session:
                for holder in HOLDERS:
                    ledger.register_holder(session, holder, fund=KEY.fund, capital=False)
            for key in KEYS:
                self.one(Kind.ALLOCATE, key, HOLDER, pence, 0)

        def try_post(self, kind, lines, expected, deltas, **options):
            try:
                with database.writing(self.engine) as session:
                    entry = ledger.post(session, kind, lines, act=act(), names=NAMES, **options)
            except Refused as error:
                assert not expected, f"{kind} should fit: {error}"
                assert all("£" in one.reason or "before" in one.reason for one in error.refusals)
                return None
            assert expected, f"{kind} should not fit"
            self.model.apply(deltas)
            return entry

        @rule(kind=st.sampled_from(weighted), key=key_of, holder=holder_of, pence=pence_of, released=st.integers(0, 5))
        def one(self, kind, key, holder, pence, released):
            released = released if kind is Kind.APPROVE_CLAIM else 0
            flags = {"recurrence": "non-recurrent", "capital": False} if kind is Kind.ALLOCATE else {}
            held = holder if "holder" in EFFECTS[kind] else None
            if kind is Kind.OPENING:
                flags = {"account": Account.PAID_OUT}
            line = Line(key, pence, held, released=released, **flags)
            deltas = self.model.deltas(kind, key, holder, pence, released)
            fits = self.model.fits(deltas) and not (kind is Kind.RESERVE and self.cut[key])
            if kind is Kind.OPENING:
                fits = fits and not any(self.model.get((key, holder, account), 0) for account in HELD)
            entry = self.try_post(kind, [line], fits, deltas)
            if entry and kind in UNDO:
                self.entries[entry.id] = (kind, deltas)

        @rule(at=st.integers(0, 30), again=st.booleans())
        def undo(self, at, again):
            numbers = [number for number in self.entries if again or number not in self.undone]
            if not numbers:
                return
            number = numbers[-1 - at % len(numbers)]
            kind, done = self.entries[number]
            deltas = {place: -pence for place, pence in done.items()}
            fits = number not in self.undone and self.model.fits(deltas)
            if self.try_post(UNDO[kind], (), fits, deltas, reverses=number):
                self.undone.add(number)

        @rule(key=key_of, holder=st.sampled_from((HOLDER, SECOND)), pence=pence_of, back=st.booleans())
        def pool(self, key, holder, pence, back):
            sign = -1 if back else 1
            deltas = {(key, POOL, "reserved"): -sign * pence, (key, holder, "reserved"): sign * pence}
            kind = Kind.RELEASE if back else Kind.RESERVE
            self.try_post(kind, [Line(key, pence, holder, pool=POOL)], self.model.fits(deltas), deltas)

        @rule(key=key_of, pence=pence_of, kind=st.sampled_from((Kind.VIRE, Kind.LAPSE)))
        def move(self, key, pence, kind):
            to = KEYS[1 - KEYS.index(key)] if kind is Kind.VIRE else None
            deltas = {(key, None, "uncommitted"): -pence}
            if to:
                deltas[to, None, "uncommitted"] = pence
            self.try_post(kind, [Line(key, pence, to=to)], self.model.fits(deltas), deltas)

        @rule(key=key_of, pence=pence_of, up=st.booleans())
        def adjust(self, key, pence, up):
            free = self.model.get((key, None, "uncommitted"), 0)
            if up:
                kind, settled = Kind.ADJUST_ALLOCATION_UP, min(pence, self.cut[key])
                cut, change = -settled, pence - settled
            else:
                kind, fits = Kind.ADJUST_ALLOCATION_DOWN, min(pence, free)
                cut, change = pence - fits, -fits
            self.cut[key] += cut
            self.try_post(kind, [Line(key, pence)], True, {(key, None, "uncommitted"): change})

        @rule(key=key_of, pence=pence_of)
        def settle(self, key, pence):
            deltas = {(key, None, "uncommitted"): -pence}
            fits = self.model.fits(deltas) and self.cut[key] >= pence
            if self.try_post(Kind.APPLY_CUT, [Line(key, pence)], fits, deltas):
                self.cut[key] -= pence

        @invariant()
        def every_printed_identity_holds(self):
            with database.reading(self.engine) as session:
                positions, holdings = ledger.positions(session), ledger.holdings(session)
            for row in positions:
                sound(row)
                assert row.cut_due == self.cut[row.key]
                assert row.uncommitted == self.model.get((row.key, None, "uncommitted"), 0)
                for account in ("reserved", "unclaimed", "claimed", "payable", "paid_out", "accrued"):
                    held = sum(getattr(one.accounts, account) for one in holdings if one.key == row.key)
                    assert getattr(row.accounts, account) == held
            for row in holdings:
                for account in ("reserved", "unclaimed", "claimed", "payable", "paid_out", "recoverable", "accrued"):
                    assert getattr(row.accounts, account) == self.model.get((row.key, row.holder, account), 0)

        def teardown(self):
            with database.reading(self.engine) as session:
                assert ledger.check(session) == []
                assert audit.verify(session) == []
                assert sum(row.allocated for row in ledger.positions(session)) >= 0
            self.engine.dispose()
            shutil.rmtree(self.folder)

    return Books


@pytest.mark.parametrize("steps", [40])
def test_random_entries_keep_every_identity(_sqlite_template, steps):
    run_state_machine_as_test(
        machine(_sqlite_template),
        settings=settings(
            max_examples=25,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
