"""Counting a vote: simple majority of the votes cast, abstentions apart, no proxies, a casting vote where allowed."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

CHOICES = ("for", "against", "abstain")


@dataclass(frozen=True)
class Count:
    """A counted vote; `casting` is the chair's second vote, used on a tie alone."""

    votes_for: int
    votes_against: int
    abstained: int
    casting: str | None
    tied: bool
    carried: bool

    def words(self) -> str:
        """`4 for, 1 against, 1 abstention`, with the casting vote where there was one."""
        said = f"{self.votes_for} for, {self.votes_against} against"
        if self.abstained:
            said += f", {self.abstained} {'abstention' if self.abstained == 1 else 'abstentions'}"
        return f"{said}, and the chair's casting vote {self.casting}" if self.casting else said


def count(votes: Mapping[int, str], *, casting: str | None = None, casting_allowed: bool = True) -> Count:
    """Count the votes by person. A tie without a casting vote (or where none is allowed) is not carried (case 23)."""
    by = Counter(votes.values())
    ayes, noes = by["for"], by["against"]
    tied = ayes == noes and ayes > 0
    second = casting if tied and casting_allowed else None
    carried = ayes > noes or (tied and second == "for")
    return Count(ayes, noes, by["abstain"], second, tied, carried)


def material(
    votes: Mapping[int, str], person: int, *, casting: str | None = None, casting_allowed: bool = True
) -> bool:
    """Whether the result would have been another without a person's vote (case 22).

    A result that would then have hung on a casting vote that was never asked for counts as another.
    """
    before = count(votes, casting=casting, casting_allowed=casting_allowed)
    rest = {voter: choice for voter, choice in votes.items() if voter != person}
    after = count(rest, casting=casting, casting_allowed=casting_allowed)
    return before.carried != after.carried or (after.tied and not before.tied)
