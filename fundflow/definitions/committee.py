"""Committees' terms of reference and kinds of commissioner as data."""

import re
from typing import Annotated, Literal

from pydantic import Field

from fundflow.definitions.shape import Definition, FileName, Name, PenceText, Text

LettersAfter = Literal["decision", "chairs_check", "confirmation"]


class DelegationBand(Definition):
    """Who may decide up to an amount (pence; none means without limit).

    Every one of `roles` signs, each another person (a role named twice is two people of it); without any, only the
    committee's secretary records such a decision.
    """

    up_to: PenceText | None
    decides: Text
    roles: tuple[Name, ...] = ()


class ChairsActionRule(Definition):
    """What a chair may decide between meetings: up to how much (pence) and after talking to whom.

    `consult` members without an interest must agree, one of them in a role of `executives`; an item that failed for
    want of a quorum within `after_failed_quorum_days` is taken only where a way out of the terms was recorded.
    """

    up_to: PenceText
    consult: int = Field(default=1, ge=1)
    executives: tuple[Name, ...] = ()
    after_failed_quorum_days: int = Field(default=28, ge=0)


class Terms(Definition):
    """One version of a committee's terms of reference.

    `needs_one_of` lists groups of member roles, each of which must be present and counting; `outnumber` says which
    roles together must outnumber which others among those voting on the item; `consent_of` lists roles without whose vote
    in favour nothing is carried, whatever the count; `letters_after` is how far a minute must have come before the letter
    that tells of it may leave (journeys 6.5): taken, checked by the chair, or confirmed at the next meeting.
    """

    committee: FileName
    title: Text
    short_title: Text
    version: int = Field(ge=1)
    kind: Literal["committee", "group"]
    commissioner: str | None = None
    quorum: int = Field(ge=1)
    needs_one_of: tuple[tuple[Name, ...], ...] = ()
    outnumber: tuple[tuple[Name, ...], tuple[Name, ...]] | None = None
    majority: Literal["simple"] = "simple"
    casting_vote: bool = True
    consent_of: tuple[Name, ...] = ()
    votes_by: tuple[Name, ...]
    chairs: tuple[Name, ...]
    co_opt: tuple[Text, ...] = ()
    delegation: tuple[DelegationBand, ...] = ()
    chairs_action: ChairsActionRule | None = None
    deferrals: int = 2
    papers_clear_days: int = 5
    letters_after: LettersAfter = "chairs_check"


class CommissionerType(Definition):
    """A kind of body that holds the money: its words and the (warn-only) pattern of its codes."""

    key: Name
    singular: Text
    plural: Text
    short: Text
    code_pattern: Text
    committee: Text
    accountable_officer: Text
    finance_officer: Text

    def fits(self, code: str) -> bool:
        """Whether a code has the usual shape of this kind of body; only ever a warning (journeys, H6)."""
        return re.search(self.code_pattern, code) is not None


class Contact(Definition):
    """The person whom a reader can ring: last paragraph of every letter, or the one at a commissioner."""

    name: Text
    role: Text
    telephone: Text
    email: Text
    hours: Text


class Commissioner(Definition):
    """One body that holds the money; `contact` is whom to ring there about its own share."""

    code: Annotated[str, Field(min_length=2)]
    name: Text
    short_name: Text
    type: Name
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    delegation_level: Literal["greater_involvement", "joint", "delegated"] = "delegated"
    in_financial_recovery: bool = False
    signatory: Text
    signatory_title: Text
    address: tuple[Text, ...] = ()
    contact: Contact | None = None


class FileColumn(Definition):
    """One column of the payment file: its title in the outside ledger, and what it holds."""

    title: Text
    holds: Literal[
        "payment_ref", "payee_ods", "vendor_site_ref", "award_ref", "ccg_code", "fund_code", "financial_year",
        "cost_centre", "subjective_code", "gross", "vat", "narrative", "cost_line", "entity", "analysis_1", "analysis_2",
        "tax_code",
    ]  # fmt: skip


class PaymentFile(Definition):
    """The file that the outside ledger reads: the ledger's name, and the columns in their order (none: the usual ones)."""

    system: Text = "the ledger"
    columns: tuple[FileColumn, ...] = ()


class LedgerColumns(Definition):
    """The titles under which the outside ledger's file of transactions holds what we read of it."""

    reference: Text = "reference"
    payee: Text = "payee"
    amount: Text = "amount"
    date: Text = "date"
    status: Text = "status"
    reason: Text = "reason"


class AccrualAccount(Definition):
    """Where the other side of an accrual stands in the outside ledger, and what its journal is called there.

    The entity is that of the cost; codes are texts.
    """

    cost_centre: Text
    subjective: Text
    analysis_1: str = ""
    analysis_2: str = ""
    tax_code: str = ""


class Office(Definition):
    """One office: the commissioners it serves, their types, and its words for letters."""

    office: FileName
    title: Text
    version: int = Field(ge=1)
    commissioner_types: tuple[CommissionerType, ...]
    commissioners: tuple[Commissioner, ...]
    region_name: Text
    region_signatory: str = ""
    region_signatory_title: str = ""
    region_address: tuple[Text, ...] = ()
    complaint: Text
    publication: Text
    data_protection: Text
    payment_file: PaymentFile = PaymentFile()
    ledger_columns: LedgerColumns = LedgerColumns()
    accrual_account: AccrualAccount | None = None
    explain_above: PenceText = 1_000_000
    """A month's expenditure that differs from the month before by more than this needs a reason."""
    payee_hold_working_days: int = Field(default=5, ge=0, le=60)
