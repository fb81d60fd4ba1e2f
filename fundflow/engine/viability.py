"""A part award that the bid cannot work with is not made: refused when it is decided, with the bid to turn to (case 32)."""

from collections.abc import Mapping, Sequence
from typing import Any

from fundflow import applications, committees, scoring
from fundflow.engine.case import Case
from fundflow.errors import Refused
from fundflow.money import pounds


def refuse_unviable(case: Case, commissioner: str, outcome: str, amounts: Mapping[str, int] | None) -> None:
    """Refuse a part of one commissioner's share with which the bid cannot reach the least amount that it needs.

    What other commissioners have decided counts as decided, and what they have not as asked.

    Raises:
        Refused: `part_viable`, with both figures and the next bid of the ranking.
    """
    if outcome != "approve_less" or amounts is None:
        return
    given, needed = sum(amounts.values()), case.application.minimum_viable_pence
    reach = committees.within_reach(case.session, case.id, commissioner, given)
    short = applications.short_of_viable(reach, needed)
    if short is None or not needed:
        return
    name = case.names.get(commissioner, commissioner)
    more = "" if reach == given else f" and {pounds(reach - given)} at most from the others"
    following = next_ranked(case)
    turn = f"turn to the next bid, {following}" if following else "turn to the next bid"
    enough = _enough(given + needed - reach, committees.share(case.session, case.id, commissioner).asked)
    raise Refused.because(
        "part_viable",
        f"{case.ref} was not approved in part. With {pounds(given)} from {name}{more}, {short}. Nothing has changed. "
        f"{enough}ut it on the reserve list or reject it, and {turn}.",
    )


def _enough(pence: int, asked: Sequence[Mapping[str, Any]]) -> str:
    """The way out as far as the next ones: what would be enough, where anything of the share would be."""
    whole = sum(int(part["pence"]) for part in asked)
    if pence > whole:
        return "No part of this share is enough: p"
    return f"{f'Give {pounds(pence)} or more' if pence < whole else 'Approve all of it'}, or p"


def next_ranked(case: Case) -> str | None:
    """The bid that stands next below this one in the frozen list of its round and is still to be decided."""
    ranking = scoring.frozen_ranking(case.session, case.application.round_id)
    ranks = {str(row["ref"]): row["rank"] for row in (ranking.rows if ranking else []) if row["rank"] is not None}
    mine = ranks.get(case.ref)
    if mine is None:
        return None
    waiting = applications.find_cases(case.session, round_ref=case.round.ref, states=[case.application.state])
    below = [row.ref for row in waiting if row.ref != case.ref and ranks.get(row.ref, 0) >= mine]
    return min(below, key=lambda ref: (ranks[ref], ref), default=None)
