"""The implementation group: its frozen list, its quorum and its members' interests."""

from typing import Any

from fundflow import committees, people, scoring
from fundflow.engine import parties
from fundflow.engine.case import Case
from fundflow.engine.registry import guard


@guard()
def ranking_frozen(case: Case, _argument: Any) -> str | None:
    """The bid's result stands in a ranked list of the round that is frozen."""
    result = scoring.consolidation(case.session, case.id)
    if result is not None and result.id is not None and scoring.frozen_with(case.session, result.id):
        return None
    return (
        f"{case.ref} cannot be recommended yet: the ranked list of {case.round.ref} is not frozen with its result. "
        "Nothing has changed. Rank the round and freeze the list first."
    )


def group_sitting(case: Case) -> tuple[committees.Sitting, committees.Item] | str:
    """The group's sitting at the meeting that is named, and this bid's item; or why there is none."""
    ref = str(case.values.get("meeting", ""))
    if not ref:
        return f"Say at which meeting the group advised on {case.ref} (meeting=...). Nothing has changed."
    sitting = committees.sitting(case.session, ref, str(case.fund.group))
    items = [one for one in committees.items_for(case.session, case.id) if one.meeting_id == sitting.meeting_id]
    if not items:
        return f"{case.ref} is not on the agenda of {ref}. Nothing has changed. Put it on the agenda first."
    return sitting, items[-1]


@guard(asks=("meeting",))
def group_quorate(case: Case, _argument: Any) -> str | None:
    """The group had its quorum for this bid when it advised, without the members who stood aside."""
    found = group_sitting(case)
    if isinstance(found, str):
        return found
    sitting, item = found
    assert sitting.id is not None
    assert item.id is not None
    quorum = committees.quorum(case.session, sitting.id, item.id, at=case.now)
    return None if quorum.can_decide else committees.refusal(case.session, sitting.id, item.id, quorum)


@guard(asks=("meeting",))
def group_recusals_minuted(case: Case, _argument: Any) -> str | None:
    """Every member who was there and has a tie to the bid declared it, so that the minutes say how it was handled."""
    found = group_sitting(case)
    if isinstance(found, str):
        return found
    sitting, item = found
    assert sitting.id is not None
    declared = {one.person_id for one in committees.interests(case.session, sitting.id, item_id=item.id)}
    for stay in committees.attendance(case.session, sitting.id):
        if stay.person_id not in declared and parties.own_ties(case, stay.person_id):
            name = people.names(case.session, [stay.person_id]).get(stay.person_id, "A member")
            why = next(iter(parties.own_ties(case, stay.person_id).values()))
            return (
                f"The advice on {case.ref} was not recorded: {name} was there and is tied to the bid ({why}), and no "
                "declaration is minuted. Nothing has changed. Record the declaration and the chair's ruling first."
            )
    return None
