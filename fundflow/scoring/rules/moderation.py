"""When assessors must meet, what they may settle, and how they differ from one another."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from fundflow.definitions import unknown
from fundflow.definitions.criteria import Criteria, Moderation
from fundflow.errors import BadInput, Refused
from fundflow.scoring.rules.marks import ScoreSet, check_mark, in_tenths, own_total, tenths_words

TriggerKind = Literal["criterion_range", "total_range", "straddles_minimum", "straddles_threshold"]


@dataclass(frozen=True)
class Trigger:
    """One reason to moderate; `criterion` is empty where it is the whole bid; `why` has the figures."""

    kind: TriggerKind
    criterion: str
    why: str


@dataclass(frozen=True)
class Agreed:
    """What moderators settled on one criterion: a mark, or None to confirm that the mean stands; always a reason."""

    score: int | None
    reason: str


_OFF = ("off", "no", False, None)
_FIELDS = ("criterion_range", "total_range_tenths", "straddles_minimum", "straddles_threshold")
_TRIGGERS = ("criterion_range", "total_range", "straddles_minimum", "straddles_threshold")


def moderation_of(written: Any, criteria: Criteria) -> Moderation:
    """The triggers of a round: its own where it sets them (`off`, or one of the four by name), else the scheme's.

    `criterion_range` is a whole number of marks, `total_range` a number of points (`12.5`); any of the four may be off.

    Raises:
        BadInput: a trigger that there is not, or a value that it cannot have; the place names it.
    """
    if written is None:
        return criteria.moderation
    if written in ("off", False):
        return Moderation.model_validate(dict.fromkeys(_FIELDS[:2]) | dict.fromkeys(_FIELDS[2:], False))
    if not isinstance(written, Mapping):
        said = f"'{written}' is neither 'off' nor triggers: write {', '.join(_TRIGGERS)}, each with a value or 'off'"
        raise BadInput(said, place="moderation")
    values = criteria.moderation.model_dump()
    for name, value in written.items():
        field = "total_range_tenths" if name == "total_range" else str(name)
        if field not in _FIELDS:
            raise BadInput(unknown("trigger of moderation", name, _TRIGGERS), place=f"moderation.{name}")
        values[field] = _trigger_value(str(name), value, criteria.top)
    return Moderation(**values)


def _trigger_value(name: str, value: Any, top: int) -> int | bool | None:
    """What one trigger is set to: a number of marks or tenths, on or off."""
    place = f"moderation.{name}"
    if name.startswith("straddles"):
        if value in _OFF or value in ("on", "yes", True):
            return value not in _OFF
        raise BadInput(f"'{value}' is neither on nor off", place=place)
    if (value in _OFF and value != 0) or value is False:
        return None
    most = {"criterion_range": top, "total_range": 100, "total_range_tenths": 1000}[name]
    try:
        exact = Fraction(str(value)) * (10 if name == "total_range" else 1)
    except (ValueError, ZeroDivisionError):
        exact = Fraction(0)
    if exact.denominator != 1 or not 1 <= exact <= most * (10 if name == "total_range" else 1):
        raise BadInput(f"'{value}' is not a difference that scores can have: use 1 to {most}, or 'off'", place=place)
    return int(exact)


def triggers(
    criteria: Criteria, sets: Sequence[ScoreSet], *, settings: Moderation | None = None
) -> tuple[Trigger, ...]:
    """Every trigger that fires, in the scheme's order (domain, section 7.4); `settings` are the round's own.

    (a) a criterion's range, (b) the range of own exact totals, (c) scores either side of a criterion's minimum,
    (d) own totals, rounded as printed, either side of the fundable threshold.
    """
    rules = settings or criteria.moderation
    if len(sets) < 2:
        return ()
    return (*_by_criterion(criteria, sets, rules), *_by_total(criteria, sets, rules))


def _by_criterion(criteria: Criteria, sets: Sequence[ScoreSet], rules: Moderation) -> Iterator[Trigger]:
    for item in criteria.items:
        marks = [scores.scores[item.key] for scores in sets]
        low, high = min(marks), max(marks)
        if rules.criterion_range is not None and high - low >= rules.criterion_range:
            why = f"{item.title}: scores run from {low} to {high}, {high - low} apart"
            yield Trigger("criterion_range", item.key, why)
        if rules.straddles_minimum and low < item.minimum <= high:
            why = f"{item.title}: scores of {low} and {high} lie either side of the minimum of {item.minimum}"
            yield Trigger("straddles_minimum", item.key, why)


def _by_total(criteria: Criteria, sets: Sequence[ScoreSet], rules: Moderation) -> Iterator[Trigger]:
    totals = [own_total(criteria, scores) for scores in sets]
    low, high = min(totals), max(totals)
    shown = f"{tenths_words(in_tenths(low))} to {tenths_words(in_tenths(high))}"
    if rules.total_range_tenths is not None and (high - low) * 10 >= rules.total_range_tenths:
        yield Trigger("total_range", "", f"the assessors' own totals run from {shown}")
    if rules.straddles_threshold and in_tenths(low) < criteria.fundable_tenths <= in_tenths(high):
        threshold = tenths_words(criteria.fundable_tenths)
        yield Trigger("straddles_threshold", "", f"the assessors' own totals, {shown}, lie either side of {threshold}")


def triggered_criteria(found: Sequence[Trigger]) -> tuple[str, ...]:
    """The criteria that a mark must be agreed on, each once."""
    return tuple(dict.fromkeys(trigger.criterion for trigger in found if trigger.criterion))


def check_entry(criteria: Criteria, found: Sequence[Trigger], key: str, entry: Agreed) -> None:
    """Make sure that one entry may be made (section 7.5): a triggered criterion gets one mark of the scale.

    Where only totals fired, any criterion may be changed or confirmed. Every entry has a reason.

    Raises:
        Refused: the criterion is not in dispute, there is no reason, or a dispute would be left open.
        BadInput: no such criterion, or a mark off the scale.
    """
    titles = {item.key: item.title for item in criteria.items}
    if key not in titles:
        raise BadInput(f"'{key}' is not a criterion of this round: {', '.join(titles)}", place="criterion")
    must = triggered_criteria(found)
    if not found:
        _refuse("no score of this bid is in dispute", "Finish scoring instead")
    if must and key not in must:
        _refuse(f"{titles[key]} was not in dispute, so its mean stands", "Take it out and agree again")
    if not entry.reason.strip():
        _refuse(f"{titles[key]} has no reason", "Write one sentence that says why, and agree again")
    if entry.score is not None:
        check_mark(criteria, key, entry.score)
    elif key in must:
        _refuse(f"{titles[key]} needs one agreed score", f"Agree a whole score of at most {criteria.top}")


def left_to_agree(criteria: Criteria, found: Sequence[Trigger], agreed: Collection[str]) -> str:
    """What moderators have still to settle, as a phrase; empty when nothing is left."""
    must = triggered_criteria(found)
    left = [criteria.item(key).title for key in must if key not in agreed]
    if left:
        return f"{len(left)} of {len(must)} criteria in dispute are not settled: {', '.join(left)}"
    return "no criterion was confirmed or changed" if found and not agreed else ""


def _refuse(why: str, way_out: str) -> None:
    raise Refused.because(
        "moderation_settled", f"Moderation is not finished: {why}. {way_out}. The assessors' own scores are unaffected."
    )


def spread(criteria: Criteria, sets: Sequence[ScoreSet]) -> dict[str, int]:
    """By criterion, how far apart the highest and the lowest score are."""
    return {
        item.key: max((s.scores[item.key] for s in sets), default=0)
        - min((s.scores[item.key] for s in sets), default=0)
        for item in criteria.items
    }


def leniency(criteria: Criteria, bids: Sequence[Sequence[ScoreSet]]) -> dict[int, Fraction]:
    """By assessor, the exact mean of (own total less the panel's mean total) over bids that two or more have scored."""
    gaps: dict[int, list[Fraction]] = {}
    for sets in bids:
        if len(sets) < 2:
            continue
        totals = {scores.assessor: own_total(criteria, scores) for scores in sets}
        middle = sum(totals.values(), Fraction(0)) / len(totals)
        for assessor, total in totals.items():
            gaps.setdefault(assessor, []).append(total - middle)
    return {assessor: sum(found, Fraction(0)) / len(found) for assessor, found in sorted(gaps.items())}
