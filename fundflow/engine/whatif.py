"""What a ranked list would be with other weights, another threshold or other money: worked out beside it, kept nowhere."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from fundflow import scoring
from fundflow.definitions.criteria import Criteria


@dataclass(frozen=True)
class Tried:
    """A list as it would be: its rows in order, where the money would leave each, and the scheme that was tried."""

    criteria: Criteria
    rows: tuple[scoring.Ranked, ...]
    outcomes: tuple[scoring.Outcome, ...]
    budget: Mapping[scoring.Key, int]


def try_out(
    session: Session,
    made: scoring.Ranking,
    criteria: Criteria,
    *,
    weights: Mapping[str, int],
    fundable_tenths: int,
    budget: Mapping[scoring.Key, int],
) -> Tried:
    """The same bids with the same scores under another scheme and other money (pence), as if nothing had been chosen.

    Raises:
        BadInput: the weights do not sum to 100.
    """
    items = tuple(item.model_copy(update={"weight": weights.get(item.key, item.weight)}) for item in criteria.items)
    changed = criteria.model_copy(update={"items": items, "fundable_tenths": fundable_tenths})
    scoring.check_scheme(changed)
    results = scoring.results(session, [row["application_id"] for row in made.rows])
    contenders = [
        _contender(row, results.get(row["application_id"]), criteria=criteria, changed=changed) for row in made.rows
    ]
    rows = scoring.rank(changed, contenders)
    stored = {row["application_id"]: row for row in made.rows}
    asks = [
        scoring.Ask(
            one.id,
            one.ref,
            one.rank,
            scoring.keyed(stored[one.id]["shares"]),
            stored[one.id]["minimum_viable_pence"],
        )
        for one in rows
        if one.rank is not None
    ]
    return Tried(changed, rows, scoring.walk(asks, budget), budget)


def _contender(
    row: Mapping[str, object], result: scoring.Consolidation | None, *, criteria: Criteria, changed: Criteria
) -> scoring.Contender:
    """A bid of the list as it would compete; one that is out for another reason than its score stays out."""
    facts = {name: row[name] for name in ("ref", "ask_pence", "patients")}
    number, out = int(str(row["application_id"])), str(row["excluded"])
    if result is None:
        return scoring.Contender(id=number, means={}, tenths=0, fundable=False, excluded=out, **facts)  # type: ignore[arg-type]
    exact = scoring.result_of(result)
    stood = scoring.Contender(
        id=number,
        means=exact.means,
        tenths=exact.tenths,
        fundable=exact.fundable,
        minima_failed=exact.minima_failed,
        **facts,  # type: ignore[arg-type]
    )
    tenths = scoring.in_tenths(scoring.weighted(changed, exact.means))
    by_score = out == scoring.excluded_because(criteria, stood)
    return scoring.Contender(
        id=number,
        means=exact.means,
        tenths=tenths,
        fundable=tenths >= changed.fundable_tenths and not exact.minima_failed,
        minima_failed=exact.minima_failed,
        excluded="" if by_score else out,
        **facts,  # type: ignore[arg-type]
    )
