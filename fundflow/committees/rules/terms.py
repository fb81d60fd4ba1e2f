"""What terms of reference say apart from quorum: clear days of papers, and who may decide how much."""

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


def beyond_delegation(terms: Terms, pence: int, decider: str) -> str | None:
    """Why `decider` may not decide an amount alone, or None when the terms let them."""
    own = [band for band in terms.delegation if band.decides == decider]
    if any(band.up_to is None or pence <= band.up_to for band in own):
        return None
    limit = max((band.up_to or 0 for band in own), default=0)
    band = who_decides(terms, pence)
    instead = band.decides if band else terms.short_title
    return (
        f"This decision was not recorded. It is for {pounds(pence)} and {decider} may decide up to {pounds(limit)} "
        f"under the terms of {terms.short_title}. Take it to {instead}."
    )
