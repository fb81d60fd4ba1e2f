"""Why money does not move, in the words that people read: the figures, whose they are, and a way out."""

from collections.abc import Mapping

from fundflow.errors import Refusal
from fundflow.ledger.rules.balances import BudgetKey
from fundflow.ledger.tables import Account
from fundflow.money import Pence, pounds

_UNCHANGED = "Nothing has changed."

_HELD = {
    Account.RESERVED: ("within_reserve", "is reserved", "Use that much or less, or have more approved."),
    Account.UNCLAIMED: (
        "within_commitment",
        "is agreed and not yet claimed",
        "Use that much or less, or vary the award.",
    ),
    Account.CLAIMED: ("within_claimed", "is claimed and being checked", "Use that much or less."),
    Account.PAYABLE: ("within_payable", "is approved and waits for payment", "Use that much or less."),
    Account.PAID_OUT: ("within_paid", "is paid and not asked back", "Use that much or less."),
    Account.RECOVERABLE: ("within_owed", "is owed back", "Use that much or less."),
    Account.WRITTEN_OFF: ("within_written_off", "is written off", "Use that much or less."),
    Account.PIPELINE: ("within_pipeline", "is supported in principle", "Use that much or less."),
    Account.CONTINGENT: ("within_contingent", "is promised for when an allocation comes", "Use that much or less."),
    Account.ACCRUED: ("within_accrued", "is accrued", "Use that much or less."),
}


def where(key: BudgetKey, names: Mapping[str, str]) -> str:
    """`Redditch and Bromsgrove in 2017/18`."""
    return f"{names.get(key.commissioner, key.commissioner)} in {key.period}"


def not_enough(
    account: Account, key: BudgetKey, holder: str | None, *, need: Pence, left: Pence, names: Mapping[str, str]
) -> Refusal:
    """More is asked of an account than stands in it."""
    asked, there, place = pounds(need), pounds(left), where(key, names)
    if account is Account.UNCOMMITTED:
        return Refusal(
            "within_allocation",
            f"No money was moved. It needs {asked} and {there} is left for {place}. You can lower it by {pounds(need - left)}, "
            f"or ask finance to move money. {_UNCHANGED}",
        )
    if account is Account.CUT_DUE:
        return Refusal(
            "within_cut",
            f"It settles {asked} and a cut of {there} is still due for {place}. Settle that much. {_UNCHANGED}",
        )
    guard, stands, way_out = _HELD[account]
    return Refusal(
        guard,
        f"No money was moved. It needs {asked} and {there} {stands} for {holder} from {place}. {way_out} {_UNCHANGED}",
    )


def opened_before(key: BudgetKey, holder: str, held: Pence, names: Mapping[str, str]) -> Refusal:
    """A holder's opening figure is posted where it has money already."""
    return Refusal(
        "opened_once",
        f"No opening figure was entered: {holder} has {pounds(held)} from {where(key, names)} already, and money is opened "
        f"once. Undo the first opening, or change it by what happens from now on. {_UNCHANGED}",
    )


def cut_due(key: BudgetKey, due: Pence, names: Mapping[str, str]) -> Refusal:
    """New money is promised while a cut is not found yet."""
    return Refusal(
        "no_cut_due",
        f"A cut of {pounds(due)} for {where(key, names)} has been notified and is not found yet, so no new money can "
        f"be promised there. Release or hand back {pounds(due)} first, or ask finance to move money. {_UNCHANGED}",
    )


def period_closed(key: BudgetKey, names: Mapping[str, str]) -> Refusal:
    """The key is locked for this kind of entry."""
    return Refusal(
        "period_open",
        f"The books for {where(key, names)} ({key.fund}) are closed, so only claims and payments already accrued, and "
        f"money coming back, can be entered. Ask finance which open year this belongs to. {_UNCHANGED}",
    )


def beyond_accrued(key: BudgetKey, holder: str, need: Pence, left: Pence, names: Mapping[str, str]) -> Refusal:
    """After a close, more is claimed or approved than was accrued."""
    return Refusal(
        "within_accrued",
        f"The books for {where(key, names)} are closed. It needs {pounds(need)} and {pounds(left)} was accrued for "
        f"{holder}. Enter {pounds(left)} or less, or ask finance about the rest. {_UNCHANGED}",
    )


def without_payment(key: BudgetKey, holder: str, need: Pence, left: Pence, names: Mapping[str, str]) -> Refusal:
    """After a close, a payment without the accrual's reversal, or an accrual without its payment."""
    return Refusal(
        "within_accrued",
        f"The books for {where(key, names)} are closed. It needs {pounds(need)} and {pounds(left)} of what was "
        f"accrued for {holder} is reversed or returned beside it. Reverse the accrual, pay, and accrue the rest "
        f"together. {_UNCHANGED}",
    )


def accrual_uncovered(key: BudgetKey, holder: str, accrued: Pence, covered: Pence, names: Mapping[str, str]) -> Refusal:
    """What is accrued would be more than what is agreed and unpaid."""
    return Refusal(
        "covers_accrual",
        f"{pounds(accrued)} would be accrued for {holder} from {where(key, names)}, and {pounds(covered)} would be "
        f"agreed and unpaid. Lower it, or reverse the accrual first. {_UNCHANGED}",
    )


def other_colour(key: BudgetKey, *, capital: bool, names: Mapping[str, str]) -> Refusal:
    """Capital and revenue do not mix."""
    is_, is_not = ("capital", "revenue") if capital else ("revenue", "capital")
    return Refusal(
        "one_colour_of_money",
        f"The money of {where(key, names)} ({key.fund}) is {is_}, and this is {is_not}. "
        f"Keep the two apart, in funds of their own. {_UNCHANGED}",
    )


def capital_to_revenue(key: BudgetKey, to: BudgetKey, names: Mapping[str, str]) -> Refusal:
    """A virement would turn capital into revenue."""
    return Refusal(
        "one_colour_of_money",
        f"The money of {where(key, names)} ({key.fund}) is capital and cannot be moved to {where(to, names)} "
        f"({to.fund}), which is revenue. Move it to a capital fund, or return it. {_UNCHANGED}",
    )


def other_recurrence(key: BudgetKey, found: str, given: str, names: Mapping[str, str]) -> Refusal:
    """A key's money is recurrent or not, never both."""
    return Refusal(
        "one_colour_of_money",
        f"The money of {where(key, names)} ({key.fund}) is {found}, and this is {given}. "
        f"Correct the recurrence, or use a fund of its own. {_UNCHANGED}",
    )


def ring_fenced(holder: str, fund: str, key: BudgetKey, names: Mapping[str, str]) -> Refusal:
    """A holder of one fund asks for another's money."""
    return Refusal(
        "ring_fence",
        f"{holder} is paid for by {fund}, and this is money of {key.fund} for {where(key, names)}. "
        f"Move the money by a virement with a committee's minute first. {_UNCHANGED}",
    )


def not_allocated(key: BudgetKey, names: Mapping[str, str]) -> Refusal:
    """Nothing was ever allocated at the key."""
    return Refusal(
        "within_allocation",
        f"Nothing has been allocated to {where(key, names)} by {key.fund}. Enter its allocation first. {_UNCHANGED}",
    )


def undone_before(entry_id: int, kind: str) -> Refusal:
    """An entry is undone once."""
    return Refusal(
        "undone_once", f"Entry {entry_id} ({kind}) has been undone before. Look at its history. {_UNCHANGED}"
    )


def not_in_order(key: BudgetKey, left: Mapping[str, Pence], names: Mapping[str, str]) -> Refusal:
    """A key cannot be closed while money is loose in it."""
    figures = ", ".join(f"{pounds(pence)} {what}" for what, pence in left.items())
    return Refusal(
        "close_in_order",
        f"The books for {where(key, names)} ({key.fund}) cannot be closed yet: {figures}. "
        f"Release, accrue, carry forward or return it first. {_UNCHANGED}",
    )


def not_returned(key: BudgetKey, left: Pence, names: Mapping[str, str]) -> Refusal:
    """Money that comes back to a closed key must leave it at once."""
    return Refusal(
        "lapse_what_comes_back",
        f"{pounds(left)} came back to {where(key, names)} ({key.fund}), whose books are closed. "
        f"Return it to its source in the same step. {_UNCHANGED}",
    )
