"""One bid whose assessors differ, as its moderator sees it: each score with its words, and what must be agreed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fundflow import scoring
from fundflow.definitions.criteria import Criterion
from fundflow.definitions.workflow import Step
from fundflow.engine.case import Case
from fundflow.engine.rounds import must_hold


@dataclass(frozen=True)
class Disputed:
    """One criterion of a bid: each assessor's score with its words, the mean, why it is in dispute, what was agreed."""

    item: Criterion
    scores: tuple[tuple[str, scoring.Score | None], ...]
    mean: str
    apart: int
    reasons: tuple[str, ...]
    must: bool
    agreed: scoring.AgreedScore | None


@dataclass(frozen=True)
class BidInModeration:
    """One bid as its moderator sees it; `criteria` is empty while assessors still score."""

    case: Case
    record: scoring.ModerationRecord | None
    seats: Sequence[scoring.Assignment]
    totals: Mapping[str, str]
    whole: tuple[str, ...]
    criteria: Sequence[Disputed]
    steps: Sequence[Step]
    any_open: bool

    @property
    def settling(self) -> bool:
        """Whether scores can be agreed now."""
        return self.record is not None and bool(self.record.triggers) and self.record.agreed_at is None


def in_moderation(case: Case, *, scores: bool) -> BidInModeration:
    """One bid for its moderator; without `scores` (assessors still score) only who has locked.

    Raises:
        Refused: not a moderator, officer or auditor.
    """
    must_hold(
        case.actor, "moderation_chair", "officer", "auditor", fund=case.fund_id, doing="Looking at a bid in moderation"
    )
    session, criteria = case.session, case.criteria
    seats = scoring.assignments(session, case.id, live=True)
    steps = [one for one in case.workflow.steps_from(case.application.state) if "moderation_chair" in one.by]
    if not scores:
        return BidInModeration(case, None, seats, {}, (), (), steps, any_open=True)
    record = scoring.moderation(session, case.id)
    sheets = scoring.sheets(session, case.id)
    found = scoring.triggers_of(record) if record else ()
    agreed = {one.criterion: one for one in scoring.agreed(session, record.id or 0)} if record else {}
    must = scoring.triggered_criteria(found)
    sets = {one.assignment.person: _set(one) for one in sheets}
    apart = scoring.spread(criteria, list(sets.values()))
    rows = [
        Disputed(
            item=item,
            scores=tuple((one.assignment.person, one.scores.get(item.key)) for one in sheets),
            mean=_mean(item.key, list(sets.values())),
            apart=apart[item.key],
            reasons=tuple(one.why for one in found if one.criterion == item.key),
            must=item.key in must,
            agreed=agreed.get(item.key),
        )
        for item in criteria.items
    ]
    totals = {
        name: scoring.tenths_words(scoring.in_tenths(scoring.own_total(criteria, one))) for name, one in sets.items()
    }
    whole = tuple(one.why for one in found if not one.criterion)
    return BidInModeration(case, record, seats, totals, whole, rows, steps, any_open=not must)


def _mean(key: str, sets: Sequence[scoring.ScoreSet]) -> str:
    exact = scoring.mean([one.scores.get(key) for one in sets]).exact
    return scoring.mean_words(exact) if exact is not None else ""


def _set(sheet: scoring.Sheet) -> scoring.ScoreSet:
    return scoring.ScoreSet(sheet.assignment.person_id, {key: row.score for key, row in sheet.scores.items()})
