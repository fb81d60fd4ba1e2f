"""Finds what came of scoring: moderation, results, ranked lists, feedback, recommendations and notes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from fundflow.errors import NotFound
from fundflow.scoring import rules
from fundflow.scoring.tables import (
    AgreedScore,
    Consolidation,
    Feedback,
    ModerationRecord,
    Ranking,
    RankingOption,
    Recommendation,
    ScoreNote,
)


@dataclass(frozen=True)
class TriggerRate:
    """How many of the bids scored needed moderation, in all and by trigger."""

    scored: int
    moderated: int
    by_kind: Mapping[str, int]


def moderation(session: Session, application_id: int) -> ModerationRecord | None:
    """The current record of completed scoring, with the triggers that fired."""
    query = select(ModerationRecord).where(
        ModerationRecord.application_id == application_id, col(ModerationRecord.superseded_at).is_(None)
    )
    return session.exec(query).first()


def triggers_of(record: ModerationRecord) -> tuple[rules.Trigger, ...]:
    """The triggers of a record as rules read them."""
    return tuple(rules.Trigger(**trigger) for trigger in record.triggers)


def agreed(session: Session, moderation_id: int) -> list[AgreedScore]:
    """What moderators settled under one record, in the order in which they did."""
    query = select(AgreedScore).where(AgreedScore.moderation_id == moderation_id).order_by(col(AgreedScore.id))
    return list(session.exec(query))


def trigger_rate(session: Session, application_ids: Collection[int]) -> TriggerRate:
    """How often moderation was needed over these bids, in all and by trigger (domain, section 7.4)."""
    query = select(ModerationRecord).where(
        col(ModerationRecord.application_id).in_(application_ids), col(ModerationRecord.superseded_at).is_(None)
    )
    records = list(session.exec(query))
    counts: dict[str, int] = {}
    for record in records:
        for kind in sorted({trigger["kind"] for trigger in record.triggers}):
            counts[kind] = counts.get(kind, 0) + 1
    return TriggerRate(len(records), sum(bool(record.triggers) for record in records), counts)


def consolidation(session: Session, application_id: int) -> Consolidation | None:
    """The current result of a bid."""
    query = select(Consolidation).where(
        Consolidation.application_id == application_id, col(Consolidation.superseded_at).is_(None)
    )
    return session.exec(query).first()


def consolidations(session: Session, application_id: int) -> list[Consolidation]:
    """Every result that a bid has had, oldest first."""
    query = select(Consolidation).where(Consolidation.application_id == application_id).order_by(col(Consolidation.id))
    return list(session.exec(query))


def results(session: Session, application_ids: Collection[int]) -> dict[int, Consolidation]:
    """The current results of several bids in one question."""
    query = select(Consolidation).where(
        col(Consolidation.application_id).in_(application_ids), col(Consolidation.superseded_at).is_(None)
    )
    return {row.application_id: row for row in session.exec(query)}


def result_of(row: Consolidation) -> rules.Consolidated:
    """A stored result, exact again."""
    return rules.Consolidated(
        means={key: rules.fraction_from(text) for key, text in row.means.items()},
        total=rules.fraction_from(row.total),
        tenths=row.tenths,
        band=row.band,
        minima_failed=tuple(row.minima_failed),
        fundable=row.fundable,
        agreed=tuple(row.agreed),
        assessors=row.assessors,
    )


def rankings(session: Session, round_id: int) -> list[Ranking]:
    """Every ranked list of a round, oldest first."""
    return list(session.exec(select(Ranking).where(Ranking.round_id == round_id).order_by(col(Ranking.number))))


def ranking(session: Session, round_id: int, *, number: int | None = None) -> Ranking:
    """The latest ranked list of a round, or the one with this number.

    Raises:
        NotFound: there is none.
    """
    found = [row for row in rankings(session, round_id) if number in {None, row.number}]
    if not found:
        raise NotFound("this round has not been ranked: rank it first (fundflow rank)")
    return found[-1]


def frozen_ranking(session: Session, round_id: int) -> Ranking | None:
    """The latest ranked list of a round that is frozen."""
    return next((row for row in reversed(rankings(session, round_id)) if row.frozen_at is not None), None)


def frozen_with(session: Session, consolidation_id: int, round_ids: Collection[int] | None = None) -> Ranking | None:
    """A frozen list in which this very result stands."""
    query = select(Ranking).where(col(Ranking.frozen_at).is_not(None))
    if round_ids is not None:
        query = query.where(col(Ranking.round_id).in_(round_ids))
    lists = session.exec(query.order_by(col(Ranking.id)))
    return next((one for one in lists if any(row["consolidation_id"] == consolidation_id for row in one.rows)), None)


def options(session: Session, ranking_id: int) -> list[RankingOption]:
    """What was chosen where a list stopped, oldest first."""
    query = select(RankingOption).where(RankingOption.ranking_id == ranking_id).order_by(col(RankingOption.id))
    return list(session.exec(query))


def outcomes(session: Session, row: Ranking) -> tuple[rules.Outcome, ...]:
    """Walk the list against its money with everything chosen so far: what fits, what stopped, before and after."""
    choices: dict[int, rules.Choice] = {}
    tie_order: list[int] = []
    for chosen in options(session, row.id or 0):
        if chosen.option == "decide_tie":
            tie_order.append(chosen.application_id)
        else:
            choices[chosen.application_id] = rules.Choice(chosen.option, keyed(chosen.amounts))  # type: ignore[arg-type]
    return rules.walk(asks(row), keyed(row.budget), choices=choices, tie_order=tie_order)


def asks(row: Ranking) -> list[rules.Ask]:
    """The ranked bids of a list with their shares; excluded ones are left out."""
    return [
        rules.Ask(one["application_id"], one["ref"], one["rank"], keyed(one["shares"]), one["minimum_viable_pence"])
        for one in row.rows
        if one["rank"] is not None
    ]


def keyed(amounts: list[dict[str, Any]]) -> dict[rules.Key, int]:
    """Stored amounts by (commissioner, period)."""
    return {(one["commissioner"], one["period"]): one["pence"] for one in amounts}


def listed(amounts: Mapping[rules.Key, int]) -> list[dict[str, Any]]:
    """Amounts by (commissioner, period) as they are stored."""
    return [{"commissioner": key[0], "period": key[1], "pence": pence} for key, pence in sorted(amounts.items())]


def feedback(session: Session, application_id: int) -> list[Feedback]:
    """Feedback on a bid's current result, in the scheme's order; empty until it is built."""
    row = consolidation(session, application_id)
    if row is None:
        return []
    query = select(Feedback).where(Feedback.consolidation_id == row.id).order_by(col(Feedback.id))
    return list(session.exec(query))


def recommendations(session: Session, application_id: int) -> list[Recommendation]:
    """Every recommendation on a bid, oldest first, withdrawn ones too."""
    query = select(Recommendation).where(Recommendation.application_id == application_id)
    return list(session.exec(query.order_by(col(Recommendation.id))))


def recommendation(session: Session, application_id: int) -> Recommendation | None:
    """The recommendation that counts: the latest that was not withdrawn."""
    return next((r for r in reversed(recommendations(session, application_id)) if r.withdrawn_at is None), None)


def score_notes(session: Session, application_id: int) -> list[ScoreNote]:
    """Superseding notes on a bid's scores, oldest first."""
    query = select(ScoreNote).where(ScoreNote.application_id == application_id).order_by(col(ScoreNote.id))
    return list(session.exec(query))
