"""A practice that moved to another commissioner: what is still to come is paid from there, if both agree (case 12)."""

from typing import Any

from fundflow import awards, organisations
from fundflow.engine import given
from fundflow.engine.case import Case
from fundflow.engine.registry import guard
from fundflow.money import pounds


@guard(asks=("minutes",))
def rekeying_agreed(case: Case, _argument: Any) -> str | None:
    """Money moves to the commissioner to which a practice of the award moved, the same sum, by a minute of each."""
    variation = awards.open_variation(case.session, case.award_id)
    if variation is None or variation.kind != "rekeying":
        return None
    moved = {one: sum(row.values()) for one, row in awards.differences(awards.line_changes(variation)).items()}
    gap = _gap(case, str(variation.details.get("practice", "")), moved)
    if not gap:
        return None
    return (
        f"The money of {case.ref} was not moved to another commissioner: {gap} What was paid before stays where it is."
    )


def _gap(case: Case, practice: str, moved: dict[str, int]) -> str:
    gives, takes = (
        [one for one, pence in moved.items() if pence < 0],
        [one for one, pence in moved.items() if pence > 0],
    )
    belongs = organisations.commissioner_of(case.session, practice, on=case.day) or "nobody"
    names = organisations.names(case.session, [practice, belongs, *moved])
    if practice not in {one.organisation for one in case.dossier.present}:
        return f"'{practice}' takes no part in it. Name the practice that moved (details.practice)."
    if sum(moved.values()) or not gives:
        less, more = (sum(abs(moved[one]) for one in side) for side in (gives, takes))
        return f"{pounds(less)} would be given up and {pounds(more)} taken on. Let both be the same sum."
    past = organisations.links(case.session, [practice]).get(practice, [])
    left = {link.commissioner for link in past if link.ends is not None}
    if takes != [belongs] or not set(gives) <= left:
        held = names.get(belongs, belongs)
        return f"{names.get(practice, practice)} belongs to {held} today. Enter its move first, or name who pays from now on."
    minutes = given.pairs(case, "minutes")
    silent = [names.get(one, one) for one in sorted(moved) if not str(minutes.get(one, "")).strip()]
    if silent:
        return f"{' and '.join(silent)} has not agreed. Name a minute of each of them (minutes=...)."
    return ""
