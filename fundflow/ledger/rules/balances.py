"""Keys, balances and the printed columns, as `ledger.md` defines them; all amounts in pence."""

from dataclasses import dataclass, fields

from fundflow.money import Pence


@dataclass(frozen=True, order=True)
class BudgetKey:
    """Whose money, for when, out of which fund; `period` is one or more whole financial years (`2017/18`)."""

    commissioner: str
    period: str
    fund: str

    def __str__(self) -> str:
        return f"{self.commissioner} {self.period} {self.fund}"


@dataclass(frozen=True)
class Accounts:
    """What stands in each account: never below zero in the running totals, anything in a report as at a day."""

    allocated: Pence = 0
    uncommitted: Pence = 0
    reserved: Pence = 0
    unclaimed: Pence = 0
    claimed: Pence = 0
    payable: Pence = 0
    paid_out: Pence = 0
    recoverable: Pence = 0
    written_off: Pence = 0
    pipeline: Pence = 0
    contingent: Pence = 0
    accrued: Pence = 0
    cut_due: Pence = 0


ACCOUNT_NAMES = tuple(field.name for field in fields(Accounts))


@dataclass(frozen=True)
class Balances:
    """One key's money, or one holder's at that key (`holder`), with the columns that reports print.

    `allocated`, `uncommitted` and `cut_due` belong to keys: they are nought for a holder. `recurrence` is None until
    money is allocated at the key, and for holders.
    """

    key: BudgetKey
    accounts: Accounts
    capital: bool
    recurrence: str | None = None
    closed: bool = False
    holder: str | None = None

    @property
    def allocated(self) -> Pence:
        """What may be used."""
        return self.accounts.allocated

    @property
    def uncommitted(self) -> Pence:
        """Free: neither reserved nor committed."""
        return self.accounts.uncommitted

    @property
    def reserved(self) -> Pence:
        """Approved, not accepted."""
        return self.accounts.reserved

    @property
    def committed(self) -> Pence:
        """Accepted, over the whole life."""
        return self.accounts.unclaimed + self.claimed

    @property
    def unclaimed(self) -> Pence:
        """Accepted, and no claim lodged."""
        return self.accounts.unclaimed

    @property
    def claimed(self) -> Pence:
        """Claimed so far, paid or not."""
        return self.accounts.claimed + self.approved

    @property
    def in_check(self) -> Pence:
        """Claims lodged and being checked: the account `claimed`."""
        return self.accounts.claimed

    @property
    def approved(self) -> Pence:
        """Approved for payment so far, paid or not."""
        return self.accounts.payable + self.paid

    @property
    def payable(self) -> Pence:
        """Claims approved and not yet released."""
        return self.accounts.payable

    @property
    def paid(self) -> Pence:
        """Cash out less cash back."""
        return self.accounts.paid_out + self.accounts.recoverable + self.accounts.written_off

    @property
    def paid_out(self) -> Pence:
        """Paid and not asked back."""
        return self.accounts.paid_out

    @property
    def recoverable(self) -> Pence:
        """Paid and asked back."""
        return self.accounts.recoverable

    @property
    def written_off(self) -> Pence:
        """Paid, asked back and given up."""
        return self.accounts.written_off

    @property
    def accrued(self) -> Pence:
        """Delivered and unpaid at a close."""
        return self.accounts.accrued

    @property
    def expenditure(self) -> Pence:
        """Paid and accrued."""
        return self.paid + self.accrued

    @property
    def remaining(self) -> Pence:
        """Committed and not spent."""
        return self.committed - self.paid - self.accrued

    @property
    def pipeline(self) -> Pence:
        """Supported in principle."""
        return self.accounts.pipeline

    @property
    def contingent(self) -> Pence:
        """Accepted for a year that has no allocation yet."""
        return self.accounts.contingent

    @property
    def cut_due(self) -> Pence:
        """A notified cut that does not fit yet."""
        return self.accounts.cut_due

    def forecast(self, likelihood_percent: int = 100) -> Pence:
        """The forecast outturn: what is neither spent nor certain counts by its likelihood, half a penny up."""
        likely = ((self.remaining + self.reserved) * likelihood_percent + 50) // 100
        return self.paid + self.accrued + likely + self.contingent
