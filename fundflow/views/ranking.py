"""A round's ranked list on a page: its rows, where the money leaves each, and where the line falls at every key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlmodel import Session

from fundflow import applications, organisations, scoring
from fundflow.clock import london_day
from fundflow.definitions.criteria import Criteria
from fundflow.engine import sight, whatif
from fundflow.errors import NotFound
from fundflow.people import Actor
from fundflow.views import scoring_queries

STATUS: Mapping[str, str] = {
    "fits": "Fits",
    "partial": "In part",
    "does_not_fit": "Does not fit: the list stops here",
    "waits": "Waits behind",
    "skipped": "Passed over",
    "held": "Balance held",
    "tied": "Tied at the line",
}
"""What became of a bid when the list was walked, in words."""
IN_MONEY = ("fits", "partial")
STOPPED = ("does_not_fit", "partial", "skipped", "held", "tied")
_BLANK: Mapping[str, Any] = {
    "place": None,
    "total": "",
    "status": "",
    "words": "",
    "given": 0,
    "tied_with": (),
    "broken_by": (),
    "stopped_by": (),
    "excluded": "You are tied to it",
}
"""What is told of a bid whose score and place are kept from whoever looks."""
KEPT = "a bid to which you are tied"
"""Stands for a bid whose score and place are kept from whoever looks."""


@dataclass(frozen=True)
class RankedRow:
    """One bid of a list; `status` and `given` (pence) are empty for one that is not ranked, `excluded` says why."""

    place: int | None
    ref: str
    title: str
    lead: str
    total: str
    ask: int
    tied_with: tuple[str, ...]
    broken_by: tuple[str, ...]
    preference: int | None
    links: Mapping[str, Sequence[str]]
    status: str
    words: str
    given: int
    stopped_by: tuple[str, ...]
    excluded: str

    @property
    def stopped(self) -> bool:
        """Whether people must choose, or have chosen, what to do here."""
        return self.status in STOPPED


@dataclass(frozen=True)
class Line:
    """Where the money of one commissioner and year ends (pence): what fits above, and the first bid that does not."""

    commissioner: str
    period: str
    free: int
    given: int
    above: tuple[str, ...]
    below: str

    @property
    def left(self) -> int:
        """What stays free under the line."""
        return self.free - self.given


@dataclass(frozen=True)
class Listing:
    """A list, real or tried: its rows in order and its lines by key."""

    rows: tuple[RankedRow, ...]
    lines: tuple[Line, ...]
    criteria: Criteria

    def place(self, ref: str) -> int | None:
        """The rank of a bid in it."""
        return next((row.place for row in self.rows if row.ref == ref), None)


@dataclass(frozen=True)
class RankingSheet:
    """Everything on the page: the round, the latest list if there is one, what was chosen, and what was tried.

    `kept` are bids to which whoever looks is tied: their scores, places and money are not shown.
    """

    round: applications.Round
    pinned: applications.Pinned
    criteria: Criteria
    made: scoring.Ranking | None
    real: Listing | None
    options: Sequence[scoring.RankingOption]
    budget: Mapping[scoring.Key, int]
    kept: frozenset[str]


def of_ranking(session: Session, round_ref: str, *, actor: Actor, now: datetime) -> RankingSheet:
    """The latest ranked list of a round, for the office.

    Raises:
        NotFound: there is no such round, it is not scored, or it is not theirs to see.
    """
    row, pinned, criteria = scored_round(session, round_ref, actor=actor)
    lists = scoring.rankings(session, row.id or 0)
    if not lists:
        return RankingSheet(row, pinned, criteria, None, None, (), {}, frozenset())
    made = lists[-1]
    stored = {one["ref"]: one for one in made.rows}
    ranked = [
        scoring.Ranked(
            one["application_id"],
            one["ref"],
            one["tenths"],
            one["rank"],
            one["of"],
            tuple(one["tied_with"]),
            tuple(one["broken_by"]),
            one["cost_skipped"],
            one["excluded"],
        )
        for one in stored.values()
    ]
    cases = applications.find_cases(session, round_ref=round_ref)
    kept = sight.tied_among(session, actor, cases, on=london_day(now))
    seen = {one.id for one in cases if one.ref not in kept}
    chosen = [one for one in scoring.options(session, made.id or 0) if not kept or one.application_id in seen]
    budget = scoring.keyed(made.budget)
    real = _listing(
        session, made, ranked=ranked, outcomes=scoring.outcomes(session, made), budget=budget, criteria=criteria
    )
    return RankingSheet(row, pinned, criteria, made, _without(real, kept), chosen, budget, kept)


def _without(listing: Listing, kept: frozenset[str]) -> Listing:
    """The same list without what it tells of some bids, which come last in it."""
    if not kept:
        return listing
    rows = [
        replace(one, **_BLANK)
        if one.ref in kept
        else replace(one, tied_with=_named(one.tied_with, kept), stopped_by=_named(one.stopped_by, kept))
        for one in listing.rows
    ]
    lines = [
        replace(one, above=_named(one.above, kept), below=KEPT if one.below in kept else one.below)
        for one in listing.lines
    ]
    return replace(listing, rows=tuple(sorted(rows, key=lambda one: one.ref in kept)), lines=tuple(lines))


def _named(refs: Sequence[str], kept: frozenset[str]) -> tuple[str, ...]:
    return tuple(KEPT if one in kept else one for one in refs)


def tried(
    session: Session,
    sheet: RankingSheet,
    *,
    weights: Mapping[str, int],
    fundable_tenths: int,
    budget: Mapping[scoring.Key, int],
) -> Listing:
    """The same list under other weights, another threshold and other money; nothing is kept of it.

    Raises:
        BadInput: the weights do not sum to 100. NotFound: the round was not ranked yet.
    """
    if sheet.made is None:
        raise NotFound(f"{sheet.round.ref} has not been ranked, so there is no list to try things on. Rank it first.")
    found = whatif.try_out(
        session, sheet.made, sheet.criteria, weights=weights, fundable_tenths=fundable_tenths, budget=budget
    )
    listing = _listing(
        session, sheet.made, ranked=found.rows, outcomes=found.outcomes, budget=budget, criteria=found.criteria
    )
    return _without(listing, sheet.kept)


def scored_round(
    session: Session, round_ref: str, *, actor: Actor
) -> tuple[applications.Round, applications.Pinned, Criteria]:
    """A round that is scored, with its definitions, for the office of its fund.

    Raises:
        NotFound: there is none, it is not scored, or it is not theirs to see.
    """
    row = applications.get_round(session, round_ref)
    pinned = applications.definitions(row)
    if not sight.in_office(actor, fund=row.fund):
        raise NotFound(f"there is no round '{round_ref}' among those that you may see")
    if pinned.criteria is None:
        raise NotFound(f"{round_ref} is not scored, so it has no ranked list")
    return row, pinned, pinned.criteria


def _listing(
    session: Session,
    made: scoring.Ranking,
    *,
    ranked: Sequence[scoring.Ranked],
    outcomes: Sequence[scoring.Outcome],
    budget: Mapping[scoring.Key, int],
    criteria: Criteria,
) -> Listing:
    bids = scoring_queries.bids_of(session, made.round_id)
    asks = {one["ref"]: one["ask_pence"] for one in made.rows}
    scored = {one["ref"] for one in made.rows if one["consolidation_id"]}
    names = organisations.names(session, {bid.lead for bid in bids.values()})
    walked = {one.ref: one for one in outcomes}
    rows = []
    for one in ranked:
        bid, left = bids[one.ref], walked.get(one.ref)
        rows.append(
            RankedRow(
                place=one.rank,
                ref=one.ref,
                title=bid.title,
                lead=names.get(bid.lead, bid.lead),
                total=scoring.tenths_words(one.tenths) if one.ref in scored else "",
                ask=asks[one.ref],
                tied_with=one.tied_with,
                broken_by=one.broken_by,
                preference=bid.preference,
                links=bid.links,
                status=left.status if left else "",
                words=STATUS[left.status] if left else "",
                given=left.pence if left else 0,
                stopped_by=left.stopped_by if left else (),
                excluded=one.excluded,
            )
        )
    return Listing(tuple(rows), tuple(_line(key, pence, outcomes) for key, pence in sorted(budget.items())), criteria)


def _line(key: scoring.Key, free: int, outcomes: Sequence[scoring.Outcome]) -> Line:
    touching = [(one, test) for one in outcomes for test in one.keys if test.key == key]
    return Line(
        commissioner=key[0],
        period=key[1],
        free=free,
        given=sum(test.given for _, test in touching),
        above=tuple(one.ref for one, _ in touching if one.status in IN_MONEY),
        below=next((one.ref for one, _ in touching if one.status not in IN_MONEY), ""),
    )


def tenths_of(text: str) -> int | None:
    """`60` or `62.5` as tenths of a point; nothing where it is neither."""
    try:
        exact = Fraction(text) * 10
    except (ValueError, ZeroDivisionError):
        return None
    return int(exact) if exact.denominator == 1 and 0 <= exact <= 1000 else None
