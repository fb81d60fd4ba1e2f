"""Every report by name, and the one verb that makes any of them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from sqlmodel import Session

from fundflow import applications
from fundflow.definitions import Library, unknown
from fundflow.errors import BadInput, NotFound
from fundflow.reporting.queries import (
    agreement,
    assessment,
    books,
    cases,
    delivery,
    invoices,
    money,
    outturn,
    paper,
    paying,
    promised,
    received,
    registers,
    succession,
    taking_over,
    words,
    year_end,
)
from fundflow.reporting.rules import withheld
from fundflow.reporting.rules.practice import marked
from fundflow.reporting.rules.report import Asked, Report

Builder = Callable[[Session, Asked], Report]

REPORTS: Final[dict[str, Builder]] = {
    "finance": money.finance,
    "outturn": outturn.outturn,
    "by-year": money.by_year,
    "allocations": paper.allocations,
    "years": paper.years,
    "per-head": money.per_head,
    "entitlements": received.entitlements,
    "allocation-changes": received.changes,
    "year-end": year_end.year_end,
    "year-lists": year_end.lists,
    "prepayments": year_end.prepayments,
    "accruals": outturn.accruals,
    "trial-balance": books.trial_balance,
    "journal": books.journal,
    "virements": books.virements,
    "by-successor": succession.by_successor,
    "award-ledger": books.award_ledger,
    "rounds": cases.rounds,
    "scores": cases.scores,
    "moderation": assessment.moderation,
    "awards": cases.awards,
    "monitoring": delivery.delivery,
    "milestones": promised.milestones,
    "deliverables": promised.deliverables,
    "claims": paying.claims,
    "same-invoices": invoices.same_invoices,
    "payments": paying.payments,
    "agreement": agreement.agreement,
    "recoveries": paying.recoveries,
    "take-over": taking_over.take_over,
    "discrepancies": registers.discrepancies,
    "register": registers.decisions,
    "interests": registers.interests,
    "letters": registers.letters,
}
"""Every report by name, in the order in which they are listed; each docstring says what it holds."""


def describe() -> dict[str, str]:
    """The first sentence of what each report holds, by name."""
    return {name: (builder.__doc__ or "").split("\n", 1)[0] for name, builder in REPORTS.items()}


def run(
    session: Session,
    name: str,
    *,
    as_at: date | None = None,
    known_at: datetime | None = None,
    library: Library,
    now: datetime,
    fund: str | None = None,
    commissioner: str | None = None,
    round_ref: str | None = None,
    names: bool = False,
) -> Report:
    """Make one report.

    `as_at` counts what took effect up to and with that Europe/London day, `known_at` what had been recorded by that
    moment; without either it is the position now. Filters narrow rows, never figures in them. `names` shows recipients
    whom their fund does not publish, for the office's own use.

    Raises:
        NotFound: no report, fund or round has this name.
        BadInput: a moment of knowledge that has not come yet.
    """
    if name not in REPORTS:
        raise NotFound(unknown("report", name, REPORTS))
    if known_at is not None and known_at > now:
        raise BadInput("that moment has not come yet: nothing is known of it", place="--known-at")
    if fund is not None and fund not in library.funds:
        raise NotFound(unknown("fund", fund, library.funds))
    if commissioner is not None:
        commissioner = library.commissioner_codes().get(commissioner, commissioner)
    if round_ref is not None:
        applications.get_round(session, round_ref)
    plain = Asked(now, library, as_at, known_at, fund, commissioner, round_ref, names)
    standing = words.standing(session, plain)
    made = withheld.gathered(REPORTS[name](session, replace(plain, lifted=standing.lifted)), standing.quiet)
    return marked(made) if standing.practice else made
