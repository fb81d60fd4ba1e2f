"""When a round takes bids, what a change of its definitions means for those who are writing, and its references."""

from datetime import date, datetime
from typing import Literal, TypeAlias

from fundflow import calendar
from fundflow.clock import london_day, moment_words, time_words
from fundflow.definitions.criteria import Criteria
from fundflow.definitions.fund import Form, Fund

Change: TypeAlias = Literal["none", "wording", "optional", "material"]
REOPEN_WORKING_DAYS = 2


def accepts(state: str, opens_at: datetime, closes_at: datetime, at: datetime) -> bool:
    """Whether a bid that reaches us at a moment is in time: both ends count (domain, case 27)."""
    return state in ("planned", "open") and opens_at <= at <= closes_at


def lateness(state: str, opens_at: datetime, closes_at: datetime, at: datetime) -> str | None:
    """Why a round does not take a bid at a moment, with both times; nothing when it does (case 26)."""
    if accepts(state, opens_at, closes_at, at):
        return None
    if state == "cancelled":
        return "This round was cancelled, so it takes no bids. Your answers are saved."
    if at < opens_at:
        return f"The round opens on {moment_words(opens_at)}. Your answers are saved, and you can send the bid then."
    same_day = london_day(at) == london_day(closes_at)
    reached = f"at {time_words(at)}" if same_day else f"on {moment_words(at)}"
    return (
        f"The round closed on {moment_words(closes_at)}. Your bid reached us {reached}, so it cannot be considered "
        "in this round. It is saved. If our service was not working for you before then, tell us today: if we find a "
        "fault we extend the time for everyone."
    )


def reference(fund: str, year: int, number: int) -> str:
    """A round's reference: `worcestershire-transformation-2017-1`."""
    return f"{fund}-{year}-{number}"


def case_reference(prefix: str, year: int, sequence: int) -> str:
    """A case's reference: `TF-17-0001`."""
    return f"{prefix}-{year % 100:02d}-{sequence:04d}"


def reserve_list_ends(closes_at: datetime) -> date:
    """The default end of a reserve list: the end of the quarter after the one in which the round closes (case 33)."""
    day = london_day(closes_at)
    quarter = (day.month - 1) // 3 + 2
    year, month = day.year + (quarter * 3 - 1) // 12, (quarter * 3 - 1) % 12 + 1
    return date(year, month, 31 if month in (3, 12) else 30)


def reopening_ends(closes_at: datetime) -> datetime:
    """The last moment at which a closed round can be reopened for all after a fault of ours (journeys 4.4)."""
    return calendar.deadline(closes_at, working_days=REOPEN_WORKING_DAYS)


def class_of_change(before: Fund, after: Fund) -> Change:
    """How far a changed definition touches those who are writing (journeys 4.2).

    `material` needs a second person, notice to everybody and an extension: a mandatory question, document or gate
    added, anything removed, a limit cut; `optional` adds what may be left out; `wording` needs nothing.
    """
    if before == after:
        return "none"
    if before.gates != after.gates or before.footprint != after.footprint or before.money != after.money:
        return "material"
    if before.form is None or after.form is None:
        return "wording" if before.form is after.form else "material"
    return _class_of_form(before.form, after.form)


def class_of_criteria(before: Criteria | None, after: Criteria | None) -> Change:
    """A criterion, a weight, a minimum or the scale is material; the words around them are wording."""
    if before == after:
        return "none"
    if before is None or after is None:
        return "material"
    figures = [
        ([(item.key, item.weight, item.minimum) for item in one.items], sorted(one.scale), one.fundable_tenths)
        for one in (before, after)
    ]
    return "wording" if figures[0] == figures[1] else "material"


def _class_of_form(before: Form, after: Form) -> Change:
    earlier = {question.key: question for question in before.questions}
    later = {question.key: question for question in after.questions}
    tightened = any(
        key not in later or later[key].words < question.words or (later[key].mandatory and not question.mandatory)
        for key, question in earlier.items()
    )
    added = [later[key] for key in later if key not in earlier]
    documents = {tag.key for tag in before.documents} != {tag.key for tag in after.documents}
    grid_before = ({item.key for item in before.actions.items}, before.actions.least)
    grid_after = ({item.key for item in after.actions.items}, after.actions.least)
    lost = any(
        {tag.key for tag in old} - {tag.key for tag in new}
        for old, new in (
            (before.cost_types, after.cost_types),
            (before.priorities, after.priorities),
            (before.outcomes, after.outcomes),
        )
    )
    if tightened or lost or documents or grid_before != grid_after or any(question.mandatory for question in added):
        return "material"
    return "optional" if added else "wording"
