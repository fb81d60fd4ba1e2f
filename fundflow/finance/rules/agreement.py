"""Which payment a line of the outside ledger is about, and where the two ledgers differ (journeys 7.3)."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from fundflow.errors import BadInput
from fundflow.money import pounds

Status = Literal["sent", "accepted", "paid", "rejected"]
STATUSES: Final[tuple[Status, ...]] = ("sent", "accepted", "paid", "rejected")
Agreement = Literal["matched", "in fundflow only", "in the ledger only", "differs"]
_DAYS: Final = 10
"""How long after its release a payment without a reference may show in the outside ledger."""
_MONTH: Final = re.compile(r"\d{4}-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Transaction:
    """A line of the outside ledger: `payee` is the vendor as that ledger knows it; `number` is ours, nought before."""

    reference: str
    payee: str
    pence: int
    dated: date
    status: Status
    reason: str = ""
    payment_ref: str = ""
    number: int = 0


@dataclass(frozen=True)
class Sent:
    """A payment that was released: to which vendor, net pence, and the Europe/London day."""

    ref: str
    commissioner: str
    vendor: str
    pence: int
    on: date


@dataclass(frozen=True)
class Pairing:
    """One line of the agreement: a payment, what the outside ledger has last said of it, and how they stand."""

    name: str
    agreement: Agreement
    payment: Sent | None
    transaction: Transaction | None
    about: str = ""


def payment_of(line: Transaction, sent: Mapping[str, Sent], *, taken: Iterable[str] = ()) -> Sent | None:
    """The payment that a line is about: by reference, else the only one of its amount and payee in the days before it.

    A payment that is `taken` is named by a reference elsewhere and is never guessed. Two that fit are none.
    """
    if line.reference in sent:
        return sent[line.reference]
    named = set(taken)
    fits = [
        one
        for one in sent.values()
        if (one.vendor, one.pence) == (line.payee, line.pence)
        and one.ref not in named
        and one.on <= line.dated <= one.on + timedelta(days=_DAYS)
    ]
    return fits[0] if len(fits) == 1 else None


def difference(line: Transaction, sent: Sent) -> str:
    """How a line differs from its payment, in words; nothing where they agree."""
    said = []
    if line.pence != sent.pence:
        said.append(f"the ledger has {pounds(line.pence)} and fundflow {pounds(sent.pence)}")
    if line.payee != sent.vendor:
        said.append(f"the ledger pays {line.payee} and fundflow {sent.vendor}")
    return "; ".join(said)


def agree(sent: Iterable[Sent], lines: Iterable[Transaction]) -> list[Pairing]:
    """Each payment with the last that the outside ledger said of it, then the lines that are nobody's payment."""
    about: dict[str, list[Transaction]] = defaultdict(list)
    alone: dict[tuple[str, str, int], Transaction] = {}
    for line in sorted(lines, key=lambda one: (one.dated, STATUSES.index(one.status), one.number)):
        if line.payment_ref:
            about[line.payment_ref].append(line)
        else:
            alone[line.reference, line.payee, line.pence] = line
    found = [_pairing(one, about.get(one.ref, [])) for one in sorted(sent, key=lambda one: (one.on, one.ref))]
    found += [Pairing(f"L{line.number}", "in the ledger only", None, line) for line in alone.values()]
    return found


def _pairing(one: Sent, lines: list[Transaction]) -> Pairing:
    if not lines:
        return Pairing(one.ref, "in fundflow only", one, None)
    about = next((said for line in reversed(lines) if (said := difference(line, one))), "")
    return Pairing(one.ref, "differs" if about else "matched", one, lines[-1], about)


def month_of(text: str) -> tuple[str, date]:
    """A month as it is typed (`2017-09`), and its last day.

    Raises:
        BadInput: it is no month.
    """
    plain = text.strip()
    if not _MONTH.fullmatch(plain):
        raise BadInput(f"'{text}' is not a month: write it as 2017-09", place="MONTH")
    first = date.fromisoformat(f"{plain}-01")
    return plain, (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
