"""Interests in an item: what may be ruled, what each ruling means, and what is proposed for which tie."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class CoiAction(StrEnum):
    """What is done about an interest."""

    no_action_noted = "no_action_noted"
    stay_and_vote = "stay_and_vote"
    stay_discuss_no_vote = "stay_discuss_no_vote"
    stay_no_discuss_no_vote = "stay_no_discuss_no_vote"
    leave_room = "leave_room"
    withhold_papers = "withhold_papers"
    remove_from_role = "remove_from_role"


COUNTING = frozenset({CoiAction.no_action_noted, CoiAction.stay_and_vote})
"""The only actions under which a member still counts towards the quorum of the item and may vote on it."""

WORDS = {
    CoiAction.no_action_noted: "the interest was noted and no action was needed",
    CoiAction.stay_and_vote: "stays and votes",
    CoiAction.stay_discuss_no_vote: "may discuss the item and does not vote",
    CoiAction.stay_no_discuss_no_vote: "stays for questions of fact only and does not vote",
    CoiAction.leave_room: "leaves the room for the item",
    CoiAction.withhold_papers: "is not given the papers",
    CoiAction.remove_from_role: "gives up the role",
}


class Relation(StrEnum):
    """How a person is tied to a bid, as the register of interests and the bid's participants show it."""

    participant = "participant"
    """Partner, employee or shareholder of a practice in the bid."""
    federation_of_participant = "federation_of_participant"
    spouse_of_participant = "spouse_of_participant"
    same_area = "same_area"
    """A practice under the same commissioner that is not in the bid."""
    non_voting_attendee = "non_voting_attendee"
    """An attendee without a vote (Local Medical Committee, federation) who has an interest (case 25)."""
    none = "none"


@dataclass(frozen=True)
class Proposal:
    """What is proposed until somebody rules, and why."""

    actions: tuple[CoiAction, ...]
    why: str

    @property
    def said(self) -> str:
        """What it means, in words."""
        return words(self.actions)


OUT = (CoiAction.leave_room, CoiAction.withhold_papers)
"""With either of these nobody reads an item's papers."""


def propose(relation: Relation | str, *, competition: bool) -> Proposal:
    """The default for a tie; the chair of the item may rule otherwise (domain 2(c)).

    `competition` is true for a ring-fenced competition, where a practice that is not in the bid is a rival.
    """
    tie = Relation(relation)
    if tie is Relation.same_area:
        if competition:
            return Proposal((CoiAction.stay_discuss_no_vote,), "a practice in the same area competes for this money")
        return Proposal((CoiAction.stay_and_vote,), "a practice in the same area does not compete for this money")
    proposals = {
        Relation.participant: Proposal(OUT, "a partner, employee or shareholder of a practice in the bid"),
        Relation.federation_of_participant: Proposal(OUT, "tied to the federation of a practice in the bid"),
        Relation.spouse_of_participant: Proposal(OUT, "the spouse or partner works in a practice in the bid"),
        Relation.non_voting_attendee: Proposal(OUT, "attends without a vote and has an interest in the bid"),
        Relation.none: Proposal((CoiAction.no_action_noted,), "no tie to the bid is known"),
    }
    return proposals[tie]


@dataclass(frozen=True)
class Ruled:
    """One ruling, at its moment."""

    at: datetime
    actions: tuple[CoiAction, ...]
    by: str = ""


@dataclass(frozen=True)
class Interest:
    """One declared interest of a person in an item, with the rulings on it."""

    person: int
    item: int
    declared_at: datetime
    proposed: tuple[CoiAction, ...]
    nature: str
    rulings: tuple[Ruled, ...] = ()
    key: int = 0

    def actions_at(self, at: datetime) -> tuple[CoiAction, ...]:
        """What held at a moment: nothing before it was declared, then the proposal, then the latest ruling."""
        if at < self.declared_at:
            return ()
        ruled = [ruling for ruling in self.rulings if ruling.at <= at]
        return max(ruled, key=lambda ruling: ruling.at).actions if ruled else self.proposed


def excluded_by(interests: Sequence[Interest], person: int, *, item: int, at: datetime) -> Interest | None:
    """The interest that keeps a person from counting and voting on an item at a moment, if any."""
    own = sorted(
        (interest for interest in interests if interest.person == person and interest.item == item),
        key=lambda interest: interest.declared_at,
    )
    return next((interest for interest in own if not COUNTING.issuperset(interest.actions_at(at))), None)


def words(actions: Sequence[CoiAction]) -> str:
    """`leaves the room for the item and is not given the papers`."""
    return " and ".join(WORDS[action] for action in actions)
