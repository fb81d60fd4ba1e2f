"""What terms of reference say apart from quorum: clear days of papers, and who may decide how much."""

from collections.abc import Collection
from datetime import date

from fundflow.clock import day_words
from fundflow.definitions.committee import DelegationBand, Terms
from fundflow.money import pounds


def clear_days(papers_out: date, held_on: date) -> int:
    """Days between the day the papers went out and the day of the meeting, counting neither."""
    return (held_on - papers_out).days - 1


def papers_refusal(papers_out: date | None, held_on: date, *, needed: int, committee: str) -> str | None:
    """Why a bid may not be tabled yet, or None when its papers were out in time."""
    last = date.fromordinal(held_on.toordinal() - needed - 1)
    if papers_out is not None and clear_days(papers_out, held_on) >= needed:
        return None
    sent = f"they went out on {day_words(papers_out)}" if papers_out else "they have not gone out"
    return (
        f"This item cannot be tabled for {committee} on {day_words(held_on)}. Its papers must be out {needed} clear "
        f"days before the meeting, by {day_words(last)}, and {sent}. You can table it for a later meeting."
    )


def who_decides(terms: Terms, pence: int) -> DelegationBand | None:
    """The lowest delegation band that reaches an amount; None when the terms delegate nothing so high.

    Bands are config (domain 2(c)): officers up to one limit, a group's chair with the finance officer to the next.
    """
    reaching = (band for band in terms.delegation if band.up_to is None or pence <= band.up_to)
    return min(reaching, key=lambda band: (band.up_to is None, band.up_to or 0), default=None)


def signers(terms: Terms, pence: int) -> tuple[str, ...]:
    """The roles that sign together for an amount (pence) under the terms; empty where only the committee decides it."""
    band = who_decides(terms, pence)
    return band.roles if band else ()


def beyond_delegation(terms: Terms, pence: int, roles: Collection[str]) -> str | None:
    """Why whoever holds these roles may not decide an amount (pence), said on from the amount; None when they may sign.

    It is decided in the lowest band that reaches it, and each of the band's roles signs (domain 2(c)).
    """
    if set(signers(terms, pence)) & set(roles):
        return None
    limit = max((band.up_to or 0 for band in terms.delegation if set(band.roles) & set(roles)), default=0)
    band = who_decides(terms, pence)
    decides = band.decides if band else terms.title
    upto = f"lets a delegate decide up to {pounds(limit)}" if 0 < limit < pence else "delegates no such amount to you"
    instead = f"{decides[0].lower()}{decides[1:]}"
    return f"{pounds(pence)}, and {terms.short_title} {upto}. This amount is for {instead}: take it there."
