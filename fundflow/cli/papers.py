"""The files that people hand in: a bid, a claim, a sheet of scores, a decision, a cost to be returned."""

import mimetypes
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, TypeAlias, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from fundflow import clock, money
from fundflow.applications import CostLine, Partner
from fundflow.calendar import Period
from fundflow.cli import values
from fundflow.definitions import unknown
from fundflow.engine.assessment import Mark
from fundflow.engine.bids import Draft
from fundflow.engine.claims import Claiming, Invoice
from fundflow.engine.meetings import Choice, Written
from fundflow.errors import BadInput
from fundflow.payments import Cost


def _pence(value: object) -> int:
    try:
        return money.parse(value)
    except BadInput as error:
        raise ValueError(error.reason) from None


def _period(value: object) -> str:
    try:
        return str(Period.parse(str(value)))
    except BadInput as error:
        raise ValueError(error.reason) from None


Pounds: TypeAlias = Annotated[int, BeforeValidator(_pence)]
"""Written in pounds, held as pence."""
Years: TypeAlias = Annotated[str, BeforeValidator(_period)]


class Paper(BaseModel):
    """A file of known keys; one that is not known is refused, never ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True, coerce_numbers_to_str=True)


class CostPaper(Paper):
    """One cost of a bid; without a commissioner it is shared by patients, without an organisation it is joint."""

    period: Years
    type: str
    what: str
    amount: Pounds
    commissioner: str | None = None
    organisation: str | None = None
    recurrent: bool = False


class BidPaper(Paper):
    """What is saved of a bid; a key that is left out leaves that part as it is."""

    title: str | None = None
    answers: dict[str, str] | None = None
    actions: dict[str, Any] | None = None
    budget: list[CostPaper] | None = None
    participants: list[str] | dict[str, str] | None = None
    documents: dict[str, str | None] | None = Field(default=None, description="Document to a file beside this one.")
    priorities: list[str] | None = None
    outcomes: dict[str, dict[str, Any]] | None = None
    exit_plan: str | None = None
    severable: bool | None = None
    minimum_viable: Pounds | None = None
    emergency: bool | None = None
    work_starts_on: date | None = None
    work_ends_on: date | None = None

    def attachments(self, folder: Path) -> dict[str, tuple[str, str, bytes] | None]:
        """The files that it names: name, type and contents by document; None takes one off."""
        found: dict[str, tuple[str, str, bytes] | None] = {}
        for key, name in (self.documents or {}).items():
            path = folder / name if name else None
            if path is not None and not path.is_file():
                raise BadInput(
                    f"there is no file '{path}': give the path of the file, beside the sheet", place=f"documents.{key}"
                )
            kind = mimetypes.guess_type(str(path))[0] or "application/octet-stream"
            found[key] = (path.name, kind, path.read_bytes()) if path else None
        return found

    def draft(self, documents: Mapping[str, str | None]) -> Draft:
        """The same as the product takes it, with the addresses of its stored documents."""
        partners = self.participants
        listed = dict.fromkeys(partners, "") if isinstance(partners, list) else partners
        dates = {"work_starts_on": self.work_starts_on, "work_ends_on": self.work_ends_on}
        return Draft(
            title=self.title,
            answers=self.answers,
            actions={key: _helps(said) for key, said in self.actions.items()} if self.actions is not None else None,
            priorities=self.priorities,
            outcomes=self.outcomes,
            exit_plan=self.exit_plan,
            documents=documents or None,
            budget=[_cost_line(one) for one in self.budget] if self.budget is not None else None,
            partners=[Partner(code, said) for code, said in listed.items()] if listed is not None else None,
            severable=self.severable,
            minimum_viable_pence=self.minimum_viable,
            emergency=self.emergency,
            outline={name: day for name, day in dates.items() if day is not None},
        )


def _helps(said: Any) -> dict[str, Any]:
    """An action that the bid helps with, in words, or `{no: why not}`, or both facts written out."""
    if not isinstance(said, Mapping):
        return {"contributes": True, "text": str(said)}
    return {"contributes": False, "text": str(said["no"])} if set(said) == {"no"} else dict(said)


def _cost_line(one: CostPaper) -> CostLine:
    return CostLine(one.period, one.type, one.what, one.amount, one.commissioner, one.organisation, one.recurrent)


class ClaimCost(Paper):
    """One line of a claim: gross amount, of which VAT, delivered from one day to another."""

    type: str
    what: str
    delivered_from: date
    delivered_to: date
    amount: Pounds
    vat: Pounds = 0


class InvoicePaper(Paper):
    """A supplier's invoice."""

    supplier: str
    number: str
    dated: date
    amount: Pounds


class ClaimPaper(Paper):
    """What a recipient claims."""

    tranches: list[str]
    period_from: date
    period_to: date
    costs: list[ClaimCost]
    invoices: list[InvoicePaper] = []
    evidence: dict[str, str] = Field(default={}, description="Kind of evidence to what it is.")

    def claiming(self) -> Claiming:
        """The same as the product takes it."""
        return Claiming(
            tranches=self.tranches,
            period_from=self.period_from,
            period_to=self.period_to,
            costs=[
                Cost(number, one.type, one.what, one.delivered_from, one.delivered_to, one.amount, one.vat)
                for number, one in enumerate(self.costs, start=1)
            ],
            invoices=[Invoice(one.supplier, one.number, one.dated, one.amount) for one in self.invoices],
            evidence=list(self.evidence.items()),
        )


class MarkPaper(Paper):
    """One criterion as an assessor scores it; strength and gap are sent to the applicant, the note is not."""

    score: int
    justification: str
    strength: str = ""
    gap: str = ""
    note: str = ""


class Sheet(Paper):
    """An assessor's sheet: a mark for each criterion."""

    marks: dict[str, MarkPaper]

    def taken(self) -> dict[str, Mark]:
        """The same as the product takes it."""
        return {key: Mark(**one.model_dump()) for key, one in self.marks.items()}


class DecisionPaper(Paper):
    """What one committee decides about its share of a bid, with everything that goes into the letter."""

    outcome: str
    amounts: dict[Years, Pounds] | None = None
    cut_lines: str = ""
    conditions: list[dict[str, Any]] = []
    reason: str = ""
    reasons: dict[str, str] = {}
    information: str = ""
    answer_by: date | None = None
    departs_from_rank: bool = False

    def choice(self) -> Choice:
        """The same as the product takes it."""
        return Choice(**self.model_dump())


class SheetLine(Paper):
    """One line of a day sheet at the meeting's own time."""

    at: datetime
    come: list[str] = []
    by_telephone: list[str] = []
    left: list[str] = []
    item: int | None = None
    body: str = ""
    interest: dict[str, str] = {}
    ruling: list[str] = []
    ruled_by: str = ""
    votes: dict[str, str] = {}
    casting: dict[str, str] = {}
    decision: DecisionPaper | None = None
    not_quorate: str = ""


class SheetPaper(Paper):
    """A meeting as it was kept on paper: its lines in order, and when it closed."""

    closed_at: datetime
    lines: list[SheetLine]

    def written(self) -> list[Written]:
        """The same as the product takes it, each line at its moment in the United Kingdom."""
        return [
            Written(
                **line.model_dump(exclude={"decision", "at"}),
                at=clock.aware(line.at),
                choice=line.decision.choice() if line.decision else None,
            )
            for line in self.lines
        ]


Kind = TypeVar("Kind", bound=Paper)
_MOST_FAULTS = 8


def read(kind: type[Kind], path: Path) -> Kind:
    """A file as the paper that it should be.

    Raises:
        BadInput: it cannot be read, or is another kind of paper; the place says where in it.
    """
    return shape(kind, values.parse(values.text_of(path), place=str(path)), place=str(path))


def shape(kind: type[Kind], written: Any, *, place: str) -> Kind:
    """Values as the paper that they should make.

    Raises:
        BadInput: a key that is not known, or a value that does not fit.
    """
    known = ", ".join(kind.model_fields)
    if not isinstance(written, Mapping):
        raise BadInput(f"this holds no keys and values: expected {known}", place=place)
    try:
        return kind.model_validate(written)
    except ValidationError as error:
        told = "; ".join(_fault(kind, one) for one in error.errors()[:_MOST_FAULTS])
        lacks = any(one["type"] == "missing" for one in error.errors())
        raise BadInput(f"{told}{f'. This file may hold: {known}' if lacks else ''}", place=place) from None


def _fault(kind: type[Paper], fault: Any) -> str:
    where = ".".join(str(part) for part in fault["loc"])
    if fault["type"] == "missing":
        return f"{where} is missing"
    if fault["type"] == "extra_forbidden" and "." in where:
        return f"{where}: there is no such key here (top level: {', '.join(kind.model_fields)})"
    if fault["type"] == "extra_forbidden":
        return f"{where}: {unknown('key', where, kind.model_fields)}"
    if fault["type"] == "list_type":
        return f"{where}: write a list, e.g. [{fault['input']}]"
    return f"{where}: {str(fault['msg']).removeprefix('Value error, ')}"
