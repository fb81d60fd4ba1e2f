"""What an office may set for one round beside its definitions, each checked by name before it is kept."""

from collections.abc import Callable, Mapping
from typing import Any, Final, get_args

from fundflow import scoring
from fundflow.calendar import financial_year
from fundflow.clock import moment, parse_day, wire
from fundflow.definitions import Pinned, unknown
from fundflow.definitions.agreement import Signatures
from fundflow.definitions.committee import LettersAfter
from fundflow.errors import BadInput

_MOST_DAYS = 60
Check = Callable[[Any, Pinned], Any]


def _moderation(written: Any, pinned: Pinned) -> Any:
    if pinned.criteria is None:
        raise BadInput(f"{pinned.fund.title} is not scored, so nothing is moderated", place="moderation")
    return scoring.moderation_of(written, pinned.criteria).model_dump()


def _scores_due(written: Any, _pinned: Pinned) -> str:
    return wire(moment(str(written), place="scores_due"))


def _work_from(written: Any, pinned: Pinned) -> str:
    """The day from which work that was approved beforehand is paid, at the earliest the fund's first day of money."""
    day = parse_day(str(written), place="work_from")
    first = pinned.fund.money.periods[0]
    if financial_year(day) < first[:7]:
        raise BadInput(f"{day} is before the fund's money, which begins in {first}", place="work_from")
    return day.isoformat()


def _one_of(name: str, kind: Any) -> Check:
    """A setting that is one of the words of a definition's own choice."""
    words = get_args(kind)

    def check(written: Any, _pinned: Pinned) -> Any:
        if written not in words:
            raise BadInput(f"'{written}' is not one of {', '.join(words)}", place=name)
        return written

    return check


def _amendment_working_days(written: Any, _pinned: Pinned) -> int:
    if isinstance(written, bool) or not str(written).isdigit() or int(written) > _MOST_DAYS:
        raise BadInput(
            f"'{written}' is not a number of working days from 0 to {_MOST_DAYS}", place="amendment_working_days"
        )
    return int(written)


SETTINGS: Final[Mapping[str, Check]] = {
    "moderation": _moderation,
    "scores_due": _scores_due,
    "letters_after": _one_of("letters_after", LettersAfter),
    "work_from": _work_from,
    "signatures": _one_of("signatures", Signatures.model_fields["way"].annotation),
    "amendment_working_days": _amendment_working_days,
}
"""Each setting by name, with what makes sure that it can be and gives it as it is kept."""


def checked(written: Mapping[str, Any] | None, pinned: Pinned) -> dict[str, Any]:
    """Settings as they are kept; `moderation.criterion_range` is one part of `moderation`.

    Raises:
        BadInput: there is no such setting, or it cannot have this value; the place names it.
    """
    given: dict[str, Any] = {}
    for name, value in (written or {}).items():
        setting, dot, part = name.partition(".")
        if setting not in SETTINGS:
            raise BadInput(unknown("setting of a round", setting, SETTINGS), place=name)
        if not dot:
            given[setting] = value
            continue
        inside = given.setdefault(setting, {})
        if not isinstance(inside, dict):
            raise BadInput(f"'{setting}' is set whole and in part: choose one", place=name)
        inside[part] = value
    return {name: SETTINGS[name](value, pinned) for name, value in given.items()}
