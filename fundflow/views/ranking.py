"""A round's ranked list on a page: its rows, where the money leaves each, and where the line falls at every key."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from sqlmodel import Session

from fundflow import applications, organisations, scoring
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
    """Everything on the page: the round, the latest list if there is one, what was chosen, and what was tried."""

    round: applications.Round
    pinned: applications.Pinned
    criteria: Criteria
    made: scoring.Ranking | None
    real: Listing | None
    options: Sequence[scoring.RankingOption]
    budget: Mapping[scoring.Key, int]


def of_ranking(session: Session, round_ref: str, *, actor: Actor) -> RankingSheet:
    """The latest ranked list of a round, for the office.

    Raises:
        NotFound: there is no such round, it is not scored, or it is not theirs to see.
    """
    row, pinned, criteria = scored_round(session, round_ref, actor=actor)
    lists = scoring.rankings(session, row.id or 0)
    if not lists:
        return RankingSheet(row, pinned, criteria, None, None, (), {})
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
    chosen = scoring.options(session, made.id or 0)
    budget = scoring.keyed(made.budget)
    real = _listing(
        session, made, ranked=ranked, outcomes=scoring.outcomes(session, made), budget=budget, criteria=criteria
    )
    return RankingSheet(row, pinned, criteria, made, real, chosen, budget)


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
    return _listing(
        session, sheet.made, ranked=found.rows, outcomes=found.outcomes, budget=budget, criteria=found.criteria
    )


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
