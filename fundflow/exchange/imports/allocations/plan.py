"""Deciding what each row of an allocation file means to the lines on record, before anything is written."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from fundflow import money
from fundflow.allocations import Allocation, Receipt
from fundflow.definitions.fund import Fund
from fundflow.exchange.imports.allocations.layout import Claim, Parsed
from fundflow.exchange.imports.allocations.printed import NaturalKey
from fundflow.exchange.imports.report import ImportReport

_Colour = tuple[str, bool]
_Key = tuple[str, str, str]


@dataclass
class Plan:
    """What is on record, and what the rows taken so far add to it or change."""

    stored: Mapping[NaturalKey, Allocation]
    funds: Mapping[str, Fund]
    adjust: bool
    new: dict[NaturalKey, Receipt] = field(default_factory=dict)
    changed: dict[NaturalKey, Receipt] = field(default_factory=dict)
    claims: list[Claim] = field(default_factory=list)
    _lines: dict[NaturalKey, int] = field(default_factory=dict)
    _colours: dict[_Key, _Colour] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for fund, commissioner, period, source in self.stored:
            row = self.stored[fund, commissioner, period, source]
            self._colours.setdefault((fund, commissioner, period), (row.recurrence, row.capital))

    def take(self, row: Parsed, report: ImportReport) -> None:
        """Take one row whole, or reject it whole with its first fault."""
        nils = [one for one in row.receipts if not one.pence]
        lone = len(row.receipts) == 1
        faults = (self._fault(one, nil=one in nils, lone=lone) for one in row.receipts)
        fault = next((sentence for sentence in faults if sentence), "")
        if fault:
            report.reject(row.line, fault)
            return
        self.claims += row.claims
        if not row.receipts:
            return
        wrote = [self._keep(one, row.line) for one in row.receipts]
        report.count(wrote=any(wrote))
        for note in self._notes(row.receipts):
            report.flag(row.line, note)

    def _fault(self, one: Receipt, *, nil: bool, lone: bool) -> str:
        key = one.natural_key
        before = self.stored.get(key)
        if key in self._lines and (lone or not nil):
            return f"the same line stands at line {self._lines[key]} already: leave one of them out"
        if nil and before is None:
            return f"{money.pounds(one.pence)} is nothing to allocate: leave the line out" if lone else ""
        if before is not None and before.pence != one.pence and not self.adjust:
            return (
                f"{one.fund}, {one.commissioner}, {one.period} is on record with {money.pounds(before.pence)}; this "
                f"says {money.pounds(one.pence)}. If it is right, import it as a correction with a reason (--adjust)"
            )
        colour = self._colours.get((one.fund, one.commissioner, one.period))
        if not nil and colour is not None and colour != (one.recurrence, one.capital):
            kind = "capital" if colour[1] else "revenue"
            return (
                f"{one.fund}, {one.commissioner}, {one.period} is on record as {colour[0]} {kind}; this says "
                f"{one.recurrence} {'capital' if one.capital else 'revenue'}, and one key is of one kind"
            )
        return ""

    def _keep(self, one: Receipt, line: int) -> bool:
        key = one.natural_key
        before = self.stored.get(key)
        if before is None and not one.pence:
            return False
        self._lines[key] = line
        if before is None:
            self.new[key] = one
            self._colours.setdefault(key[:3], (one.recurrence, one.capital))
            return True
        if before.pence != one.pence:
            self.changed[key] = one
            return True
        return False

    def _notes(self, receipts: Iterable[Receipt]) -> list[str]:
        """What somebody should look at: money of another kind, or for another period, than the fund's file says."""
        notes: dict[str, None] = {}
        for one in receipts:
            terms = self.funds[one.fund].money
            if not one.pence:
                continue
            if one.period not in terms.periods:
                notes[f"{one.period} is not among the periods of {one.fund}: {', '.join(terms.periods)}"] = None
            elif terms.recurrence_of(one.period) != one.recurrence:
                said = terms.recurrence_of(one.period)
                notes[f"the definition of {one.fund} calls its money of {one.period} {said}"] = None
        return list(notes)

    def amounts(self) -> dict[NaturalKey, int]:
        """The pence of every line as it will stand."""
        planned = {key: one.pence for rows in (self.new, self.changed) for key, one in rows.items()}
        return {key: row.pence for key, row in self.stored.items()} | planned
