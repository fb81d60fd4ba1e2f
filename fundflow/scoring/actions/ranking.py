"""Verbs of the ranked list: work it out, freeze it, and record what was chosen where it stopped."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session

from fundflow.audit import Act
from fundflow.definitions.criteria import Criteria
from fundflow.errors import BadInput, NotFound, Refused
from fundflow.scoring import queries, rules
from fundflow.scoring.tables import Consolidation, Ranking, RankingOption

UNSCORED = "not scored yet"


def rank_round(
    session: Session,
    round_id: int,
    entrants: Sequence[rules.Entrant],
    budget: Mapping[rules.Key, int],
    *,
    criteria: Criteria,
    act: Act,
) -> Ranking:
    """Rank a round's bids as a new numbered list, with the money free by (commissioner, period) when it was made.

    Raises:
        Refused: a result that was worked out by another version of the criteria.
    """
    results = queries.results(session, [one.id for one in entrants])
    sha = rules.criteria_sha256(criteria)
    stale = [one.ref for one in entrants if one.id in results and results[one.id].criteria_sha256 != sha]
    if stale:
        raise Refused.because(
            "criteria_unchanged",
            f"The round was not ranked: {len(stale)} results ({', '.join(stale)}) rest on an earlier version of the "
            "criteria. Work them out again, then rank. Nothing has changed.",
        )
    contenders = [_contender(one, results.get(one.id)) for one in entrants]
    by_id = {one.id: one for one in entrants}
    earlier = queries.rankings(session, round_id)
    row = Ranking(
        round_id=round_id,
        number=earlier[-1].number + 1 if earlier else 1,
        rows=[_stored(one, by_id[one.id], results.get(one.id)) for one in rules.rank(criteria, contenders)],
        budget=queries.listed(budget),
        criteria_sha256=sha,
        at=act.now,
        by=act.actor_id,
    )
    session.add(row)
    session.flush()
    return row


def _contender(one: rules.Entrant, result: Consolidation | None) -> rules.Contender:
    exact = queries.result_of(result) if result else None
    return rules.Contender(
        id=one.id,
        ref=one.ref,
        means=exact.means if exact else {},
        tenths=exact.tenths if exact else 0,
        fundable=exact is not None and exact.fundable,
        ask_pence=one.ask_pence,
        minima_failed=exact.minima_failed if exact else (),
        patients=one.patients,
        excluded=one.excluded or ("" if exact else UNSCORED),
    )


def _stored(ranked: rules.Ranked, one: rules.Entrant, result: Consolidation | None) -> dict[str, Any]:
    return {
        "application_id": ranked.id,
        "ref": ranked.ref,
        "consolidation_id": result.id if result else None,
        "rank": ranked.rank,
        "of": ranked.of,
        "tenths": ranked.tenths,
        "band": result.band if result else "",
        "tied_with": list(ranked.tied_with),
        "broken_by": list(ranked.broken_by),
        "cost_skipped": ranked.cost_skipped,
        "excluded": ranked.excluded,
        "ask_pence": one.ask_pence,
        "patients": one.patients,
        "minimum_viable_pence": one.minimum_viable_pence,
        "shares": queries.listed(one.shares),
    }


def freeze_ranking(session: Session, round_id: int, *, act: Act) -> Ranking:
    """Freeze the latest list of a round, so that recommendations can rest on it; freezing twice changes nothing.

    Raises:
        NotFound: the round has not been ranked.
        Refused: a result in the list has been superseded since, or came after it.
    """
    row = queries.ranking(session, round_id)
    if row.frozen_at is not None:
        return row
    results = queries.results(session, [one["application_id"] for one in row.rows])
    changed = [
        one["ref"]
        for one in row.rows
        if one["consolidation_id"] != (results[one["application_id"]].id if one["application_id"] in results else None)
    ]
    if changed:
        raise Refused.because(
            "ranking_current",
            f"List {row.number} was not frozen: the result of {', '.join(changed)} has changed since it was made. "
            "Rank the round again and freeze the new list. Nothing has changed.",
        )
    row.frozen_at, row.frozen_by = act.now, act.actor_id
    session.add(row)
    session.flush()
    return row


def record_option(
    session: Session,
    round_id: int,
    application_id: int,
    option: rules.Option,
    *,
    reason: str,
    amounts: Mapping[rules.Key, int] | None = None,
    act: Act,
) -> RankingOption:
    """Record what people choose where the latest list stopped at a bid; the latest choice for a bid counts.

    `partial_award` needs the applicant's minimum viable amount (`amounts`: pence by key, else all that is free);
    `skip_to_next`, `hold_balance` and, for bids that are tied at the cut line, `decide_tie` (this one comes first).

    Raises:
        NotFound: no list, or the bid is not ranked in it.
        Refused: the list did not stop here, no tie, a part that cannot be awarded, or no reason.
        BadInput: no such option.
    """
    row = queries.ranking(session, round_id)
    if option not in {"partial_award", "skip_to_next", "hold_balance", "decide_tie"}:
        known = "partial_award, skip_to_next, hold_balance or decide_tie"
        raise BadInput(f"'{option}' is not an option: use {known}", place="option")
    ask = _check_choice(session, row, application_id, option, amounts or {})
    if not reason.strip():
        raise Refused.because(
            "reason_given",
            f"Nothing was recorded for {ask.ref}: the choice has no reason. Write 1 sentence for the minutes.",
        )
    chosen = RankingOption(
        ranking_id=row.id or 0,
        application_id=application_id,
        option=option,
        amounts=queries.listed(amounts or {}),
        reason=reason.strip(),
        by=act.actor_id,
        at=act.now,
    )
    session.add(chosen)
    session.flush()
    return chosen


def _check_choice(
    session: Session,
    row: Ranking,
    application_id: int,
    option: rules.Option,
    amounts: Mapping[rules.Key, int],
) -> rules.Ask:
    ask = next((one for one in queries.asks(row) if one.id == application_id), None)
    if ask is None:
        raise NotFound(f"this bid has no rank in list {row.number} of the round")
    outcome = next(one for one in queries.outcomes(session, row) if one.id == application_id)
    rules.check_option(ask, outcome, option, amounts)
    return ask
