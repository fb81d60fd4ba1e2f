"""What is said aloud and written down: why a body cannot decide, and the standard sentences of the minutes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from fundflow.clock import moment_words, time_words
from fundflow.committees.rules.interests import CoiAction, Interest, excluded_by, words
from fundflow.committees.rules.quorum import Quorum, Room, may_vote
from fundflow.committees.rules.remedies import Remedy
from fundflow.money import pounds

_NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]


def number(many: int) -> str:
    """`three`; from 13 on, figures."""
    return _NUMBERS[many] if 0 <= many < len(_NUMBERS) else str(many)


def role(name: str) -> str:
    """`lay vice-chair`, from `lay_vice_chair`."""
    return _CALLED.get(name) or name.replace("_", " ").replace("vice chair", "vice-chair")


_CALLED = {"gp": "GP", "nhs_england": "member from NHS England"}


def listed(parts: Sequence[str], *, last: str = "or") -> str:
    """`a, b or c`."""
    return f" {last} ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else list(parts))


def why_not(room: Room, quorum: Quorum) -> str:
    """Why the body cannot decide the item now, with names and figures; why it can, when it can."""
    many = len(quorum.counting)
    verb = "member counts" if many == 1 else "members count"
    need = f"{number(quorum.needed)} {'is' if quorum.needed == 1 else 'are'} needed"
    head = f"{number(many).capitalize()} {verb} and {need}"
    if quorum.can_decide:
        return f"{head}."
    away = _away(room, quorum)
    said = [f"{head}: {away}." if many < quorum.needed and away else f"{head}."]
    if many:
        said += [f"No {listed([role(name) for name in group])} counts for it." for group in quorum.roles_missing]
    if quorum.outnumbered and room.terms.outnumber:
        others, these = quorum.outnumbered
        named = listed([role(name) for name in room.terms.outnumber[1]], last="and")
        said.append(f"Votes as {named} ({these}) must be fewer than the others' ({others}).")
    if many and quorum.chair is None:
        said.append("Nobody without an interest may take the chair.")
    if many >= quorum.needed and away and (quorum.roles_missing or quorum.outnumbered or quorum.chair is None):
        said.append(f"{away[0].upper()}{away[1:]}.")
    return " ".join(said)


def _away(room: Room, quorum: Quorum) -> str:
    """Who does not count and why: the recused first, then those who left or have not come."""
    parts, absent = [], []
    for person in quorum.recused:
        interest = excluded_by(room.interests, person, item=quorum.item, at=quorum.at)
        if interest and may_vote(room, person, at=quorum.at):
            parts.append(f"{room.name_of(person)} {_recused(interest, quorum.at)}")
    seated = {member.person: member.name for member in room.members if may_vote(room, member.person, at=quorum.at)}
    for person, name in seated.items():
        gone = [stay.left for stay in room.stays if stay.person == person and stay.left and stay.left <= quorum.at]
        if person in quorum.present:
            continue
        interest = excluded_by(room.interests, person, item=quorum.item, at=quorum.at)
        if interest:
            parts.append(f"{name} {_recused(interest, quorum.at)}")
        elif gone:
            parts.append(f"{name} left at {time_words(max(gone))}")
        else:
            absent.append(name)
    if len(absent) > _NAMED:
        parts.append(f"{number(len(absent))} members are not here")
    elif absent:
        parts.append(f"{listed(absent, last='and')} {'is' if len(absent) == 1 else 'are'} not here")
    return "; ".join(parts)


_NAMED = 2
"""So many absent members are named; more are counted, so that the way out comes soon."""


def _recused(interest: Interest, at: datetime) -> str:
    actions = interest.actions_at(at)
    gone = "left for this item" if CoiAction.leave_room in actions else "takes no part in the vote on this item"
    return f"{gone} because of an interest ({interest.nature})"


def not_quorate(
    room: Room, quorum: Quorum, ways: Sequence[Remedy], *, number_on_agenda: int, others: Sequence[str] = ()
) -> str:
    """The refusal that people read: what happened, why with names, who can still decide, and the ways out."""
    who = listed(list(others), last="and")
    still = f" {who} can still decide {'their shares' if len(others) > 1 else 'its share'}." if others else ""
    best = _best(ways)
    return (
        f"{room.terms.short_title} cannot decide item {number_on_agenda}. {why_not(room, quorum)}{still} "
        f"You can: {listed(best)}. No decision has been recorded."
    )


def _best(ways: Sequence[Remedy]) -> list[str]:
    """Putting it off, and the first of each kind that would do; where none would, whom the terms name first."""
    best = [way.sentence for way in ways if way.kind == "defer"]
    for kind in ("return", "stand_back", "co_opt"):
        best += [way.sentence for way in ways if way.kind == kind and way.suffices][:1]
    if len(best) == 1:
        best += [way.sentence for way in ways if way.kind == "co_opt"][:1]
    return best[:3]


def quorum_minute(room: Room, kept: Mapping[str, Any]) -> str:
    """The minute of an item's quorum, from what was kept of it: how many counted and how many were needed."""
    state = "was quorate" if kept["can_decide"] else "was not quorate"
    many, needed = len(kept["counting"]), int(kept["needed"])
    return (
        f"{room.terms.short_title} {state}: {number(many)} {'member' if many == 1 else 'members'} counted and "
        f"{number(needed)} {'was' if needed == 1 else 'were'} needed."
    )


def interest_minute(name: str, interest: Interest, *, late: bool) -> str:
    """Who declared what, when, and how it was handled by whom."""
    when = f" at {time_words(interest.declared_at)}, after the vote," if late else ""
    said = f"{name}{when} declared an interest ({interest.nature})."
    if not interest.rulings:
        return f"{said} Proposed: {words(interest.proposed)}; no ruling was recorded."
    ruled = max(interest.rulings, key=lambda ruling: ruling.at)
    return f"{said} {ruled.by} ruled: {words(ruled.actions)}."


_DECIDED = {
    "approve": "approved its share of {money}",
    "approve_less": "approved {money} of its share",
    "reserve": "placed its share on the reserve list",
    "defer": "put its share off",
    "reject": "rejected its share",
}


def decision_minute(
    body: str,
    outcome: str,
    *,
    amounts: Sequence[Mapping[str, Any]],
    detail: Sequence[str] = (),
    conditions: Sequence[Mapping[str, Any]] = (),
) -> str:
    """What a body decided, with the money by period, the reason and the conditions."""
    split = " and ".join(f"{pounds(part['pence'])} in {part['period']}" for part in amounts if part["pence"])
    said = f"{body} {_DECIDED.get(outcome, outcome).format(money=split or pounds(0))}."
    said += "".join(f" {part.rstrip('.')}." for part in detail if part)
    if conditions:
        said += " Conditions: " + " ".join(
            f"({at}) {str(condition['text']).rstrip('.')}." for at, condition in enumerate(conditions, 1)
        )
    return said


def attended(name: str, came: datetime, left: datetime | None, mode: str) -> str:
    """`Dr Lee, from 2:00 pm to 3:00 pm, by telephone`."""
    until = f" to {time_words(left)}" if left else ""
    how = {"telephone": ", by telephone", "video": ", by video"}.get(mode, "")
    return f"{name}, from {time_words(came)}{until}{how}"


def when(at: datetime) -> str:
    """A moment of a meeting, in full."""
    return moment_words(at)
