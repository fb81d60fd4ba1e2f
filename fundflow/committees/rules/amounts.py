"""Checks what a body approves of a share against what was asked of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from fundflow.errors import BadInput, Refused
from fundflow.money import pounds

Amounts = list[dict[str, Any]]


def listed(amounts: Mapping[str, int] | Sequence[Mapping[str, Any]]) -> Amounts:
    """Pence by period, in the order of the periods: from a mapping, or from `[{period, pence}]`.

    Raises:
        BadInput: not integer pence from nought up, or a period twice.
    """
    pairs = (
        list(amounts.items()) if isinstance(amounts, Mapping) else [(one["period"], one["pence"]) for one in amounts]
    )
    for period, pence in pairs:
        if not isinstance(pence, int) or isinstance(pence, bool) or pence < 0:
            raise BadInput(f"the amount for {period} must be pence from 0 up", place="amounts")
    if len(dict(pairs)) < len(pairs):
        raise BadInput("a period is named twice", place="amounts")
    return [{"period": period, "pence": pence} for period, pence in sorted(pairs)]


def total(amounts: Sequence[Mapping[str, Any]]) -> int:
    """The sum of amounts, in pence."""
    return sum(int(one["pence"]) for one in amounts)


def approved(outcome: str, asked: Amounts, amounts: Amounts | None, *, cut_lines: str, whose: str) -> Amounts:
    """The amounts that an outcome approves: all that was asked, less of it with the cut lines named, or nothing.

    Raises:
        Refused: `share_amounts`, more than was asked in a period, a part that is not a part, or no word on what is cut.
    """
    if outcome not in {"approve", "approve_less"}:
        if amounts and total(amounts):
            raise _refused(whose, outcome, "Money goes only with an approval", "Leave the amounts out")
        return []
    given = asked if amounts is None else amounts
    limit = {one["period"]: int(one["pence"]) for one in asked}
    for one in given:
        most = limit.get(one["period"], 0)
        if one["pence"] > most:
            why = f"{pounds(one['pence'])} is more than the {pounds(most)} asked of {whose} in {one['period']}"
            raise _refused(whose, outcome, why, "Approve no more than was asked")
    whole, part = total(asked), total(given)
    if outcome == "approve" and part != whole:
        why = f"{pounds(part)} is less than the {pounds(whole)} that was asked"
        raise _refused(whose, outcome, why, "Approve it in part and name what is cut")
    if outcome == "approve_less" and not 0 < part < whole:
        why = f"{pounds(part)} is no part of the {pounds(whole)} that was asked"
        raise _refused(whose, outcome, why, "Approve all of it, or reject it")
    if outcome == "approve_less" and not cut_lines.strip():
        why = f"{pounds(whole - part)} is cut and nothing says what"
        raise _refused(whose, outcome, why, "Name the lines that are cut")
    return [one for one in given if one["pence"]]


def _refused(whose: str, outcome: str, why: str, way: str) -> Refused:
    said = outcome.replace("_", " ")
    return Refused.because(
        "share_amounts", f"{whose}'s decision ({said}) was not recorded. {why}. {way}. Nothing has changed."
    )


_KINDS = ("precedent", "subsequent", "reporting")


def conditions(given: Sequence[Mapping[str, Any]], *, owner: str) -> list[dict[str, Any]]:
    """Conditions as they are kept: each with its kind and text, tagged with the commissioner that sets it.

    Raises:
        BadInput: a condition without text, or of an unknown kind.
    """
    kept = []
    for one in given:
        if one.get("kind") not in _KINDS or not str(one.get("text", "")).strip():
            raise BadInput(f"a condition needs its text and a kind: {', '.join(_KINDS)}", place="conditions")
        kept.append({"topic": "", "evidence": "", **one, "commissioner": owner})
    return kept
