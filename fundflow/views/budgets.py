"""A bid's budget as a table: lines as they stand or were typed, and what they add up to against what is left."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fundflow import money
from fundflow.applications import CostLine
from fundflow.engine.case import Case
from fundflow.errors import BadInput

FIELDS = ("cost_type", "period", "description", "amount", "commissioner", "organisation")
SPARE = 2
"""Empty rows at the end of the table."""
MOST = 200


@dataclass(frozen=True)
class Row:
    """One line of the table as texts, by field; `number` is its place, which messages name."""

    number: int
    texts: Mapping[str, str]
    gone: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing was typed into it."""
        return not (self.texts["description"] or self.texts["amount"] or self.texts["cost_type"])


def stands(case: Case) -> list[Row]:
    """The lines of the bid as rows, with some to fill in."""
    return _with_spare(
        [
            {
                "cost_type": line.cost_type,
                "period": line.period,
                "description": line.description,
                "amount": money.plain(line.pence),
                "commissioner": line.commissioner or "",
                "organisation": line.organisation or "",
            }
            for line in case.dossier.content.lines
        ]
    )


def typed(texts: Mapping[str, str], *, more: int = 0) -> list[Row]:
    """The rows of a form: empty ones are left out, those ticked to go too; the rest is numbered anew."""
    named = {name.partition(".")[0] for name in texts}
    numbers = sorted(int(one) for one in named if one.isascii() and one.isdigit())[:MOST]
    rows = [Row(number, {name: texts.get(f"{number}.{name}", "") for name in FIELDS}) for number in numbers]
    kept = [row.texts for row in rows if not row.empty and not texts.get(f"{row.number}.gone")]
    return _with_spare(kept, more=more)


def _with_spare(texts: Sequence[Mapping[str, str]], *, more: int = 0) -> list[Row]:
    blank = dict.fromkeys(FIELDS, "")
    return [Row(number, one) for number, one in enumerate([*texts, *[blank] * (SPARE + more)], start=1)]


def lines(rows: Sequence[Row], recurrent: Mapping[str, bool]) -> list[CostLine]:
    """The rows that hold something as cost lines.

    Raises:
        BadInput: an amount that is none; the place names its field.
    """
    return [_line(row, recurrent) for row in rows if not row.empty]


def _line(row: Row, recurrent: Mapping[str, bool]) -> CostLine:
    place = f"budget.{row.number}"
    for name, missing in (("cost_type", "kind of cost: choose one"), ("description", "words: say what it is for")):
        if not row.texts[name]:
            raise BadInput(f"Row {row.number} has no {missing}.", place=f"{place}.{name}")
    if not row.texts["amount"]:
        raise BadInput(f"Row {row.number} has no amount: write what it costs in pounds.", place=f"{place}.amount")
    pence = money.parse(row.texts["amount"], place=f"{place}.amount")
    kind = row.texts["cost_type"]
    return CostLine(
        row.texts["period"],
        kind,
        row.texts["description"],
        pence,
        row.texts["commissioner"] or None,
        row.texts["organisation"] or None,
        recurrent.get(kind, False),
    )


def recurring(case: Case) -> dict[str, bool]:
    """Which kinds of cost go on after the award."""
    return {kind.key: kind.recurrent for kind in case.form.cost_types}
