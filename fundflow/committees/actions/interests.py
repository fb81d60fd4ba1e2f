"""Takes declarations of interest and the chair's rulings, and says what a late one touches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlmodel import Session

from fundflow.audit import Act
from fundflow.committees import queries
from fundflow.committees.actions.meetings import moment_of
from fundflow.committees.rules.interests import CoiAction, Relation, excluded_by, propose
from fundflow.committees.rules.quorum import chair_for, designated_chair, evaluate, present_at
from fundflow.committees.rules.voting import material
from fundflow.committees.tables import InterestBreach, ItemInterest, Ruling, Vote
from fundflow.errors import BadInput, Refused

_EVER = datetime.max.replace(tzinfo=UTC)
_KINDS = ("financial", "non_financial_professional", "non_financial_personal", "indirect")


@dataclass(frozen=True)
class Touched:
    """An item on which the declarer had voted already: what their vote meant, and what is needed now (case 22)."""

    item_id: int
    item: int
    body: str
    name: str
    motion_id: int
    vote_id: int
    choice: str
    material_to_majority: bool
    quorate_without: bool

    @property
    def needs(self) -> str:
        """`re_vote` where the vote was material to the majority or to the quorum, else `noted`."""
        return "re_vote" if self.material_to_majority or not self.quorate_without else "noted"

    @property
    def sentence(self) -> str:
        """What the person with the minutes reads: whose vote, and whether the item must be voted again."""
        said = f"Item {self.item}, {self.body}: {self.name} voted {self.choice} before declaring."
        if self.needs == "noted":
            return f"{said} The result stands without that vote: noted in the register of breaches."
        lost = "the result" if self.material_to_majority else "the quorum"
        return f"{said} Without that vote {lost} falls: strike the vote out and vote again."


@dataclass(frozen=True)
class Declaration:
    """What was declared, the earlier votes that it touches, and the other items about the same organisation."""

    interest: ItemInterest
    touched: tuple[Touched, ...]
    also_on: tuple[int, ...]


def declare_interest(
    session: Session,
    sitting_id: int,
    item_id: int,
    person_id: int,
    *,
    kind: str,
    nature: str,
    relation: str = "participant",
    competition: bool = True,
    actions: Sequence[str] = (),
    organisation: str | None = None,
    name: str = "",
    at: datetime | None = None,
    act: Act,
) -> Declaration:
    """Record an interest in an item, before or after the vote; what is proposed holds until somebody rules.

    `relation` (see `Relation`) and `competition` choose the proposal; `actions` replaces it.

    Raises:
        BadInput: an unknown kind, relation or action, or nothing said about the interest.
    """
    if kind not in _KINDS or not nature.strip():
        raise BadInput(f"say what the interest is, and its kind: {', '.join(_KINDS)}", place="interest")
    item = queries.item_of(session, item_id, sitting_id)
    proposed = _actions(actions) if actions else _proposed(relation, competition=competition)
    facts = queries.room(session, sitting_id)
    row = ItemInterest(
        sitting_id=sitting_id,
        item_id=item_id,
        person_id=person_id,
        name=name or facts.name_of(person_id),
        kind=kind,
        nature=nature.strip(),
        organisation=organisation,
        proposed=list(proposed),
        declared_at=moment_of(at, act),
        entered_at=act.now,
    )
    session.add(row)
    session.flush()
    found = tuple(touched(session, row))
    _keep_breaches(session, row, found, act=act)
    others = [one for one in queries.items(session, item.meeting_id) if organisation in one.organisations]
    also = tuple(one.number for one in others if one.id != item_id)
    return Declaration(row, found, also)


def _keep_breaches(session: Session, interest: ItemInterest, found: Sequence[Touched], *, act: Act) -> None:
    for one in found:
        session.add(
            InterestBreach(
                interest_id=interest.id or 0,
                vote_id=one.vote_id,
                needs=one.needs,
                recorded_at=act.now,
                recorded_by=act.actor_id,
            )
        )
    session.flush()


def _proposed(relation: str, *, competition: bool) -> tuple[CoiAction, ...]:
    if relation not in set(Relation):
        raise BadInput(f"'{relation}' is not a tie: {', '.join(Relation)}", place="relation")
    return propose(relation, competition=competition).actions


def _actions(actions: Sequence[str]) -> tuple[CoiAction, ...]:
    wrong = next((action for action in actions if action not in set(CoiAction)), None)
    if wrong is not None or not actions:
        raise BadInput(f"'{wrong or ''}' is not a ruling: {', '.join(CoiAction)}", place="actions")
    return tuple(CoiAction(action) for action in actions)


def touched(session: Session, interest: ItemInterest) -> list[Touched]:
    """Every earlier vote of the declarer in this sitting that the interest touches."""
    facts = queries.room(session, interest.sitting_id)
    found = []
    for vote in queries.votes_by(session, interest.sitting_id, interest.person_id):
        motion = queries.motion_by_id(session, vote.motion_id)
        item = queries.item_by_id(session, motion.item_id)
        same = item.id == interest.item_id or (interest.organisation in item.organisations)
        if not same or vote.cast_at > interest.declared_at or motion.closed_at is None:
            continue
        without = facts.without(interest.person_id)
        rest = queries.voters(session, motion) - {interest.person_id}
        votes, casting = queries.choices(session, vote.motion_id)
        allowed = facts.terms.casting_vote
        found.append(
            Touched(
                item_id=motion.item_id,
                item=item.number,
                body=facts.terms.short_title,
                name=interest.name,
                motion_id=vote.motion_id,
                vote_id=vote.id or 0,
                choice=vote.choice,
                material_to_majority=material(votes, interest.person_id, casting=casting, casting_allowed=allowed),
                quorate_without=evaluate(without, item=motion.item_id, at=motion.closed_at, voters=rest).can_decide,
            )
        )
    return found


def material_votes(session: Session, motion_id: int) -> list[tuple[Vote, ItemInterest]]:
    """Standing votes on a motion by people who have since declared an interest that keeps them from voting."""
    motion = queries.motion_by_id(session, motion_id)
    facts = queries.room(session, motion.sitting_id)
    rows = {row.id: row for row in queries.interests(session, motion.sitting_id, item_id=motion.item_id)}
    found = []
    for vote in queries.votes_of(session, motion_id):
        interest = excluded_by(facts.interests, vote.person_id, item=motion.item_id, at=_EVER)
        if interest is None:
            continue
        row = rows[interest.key]
        if any(one.vote_id == vote.id and one.needs == "re_vote" for one in touched(session, row)):
            found.append((vote, row))
    return found


def rule_on(
    session: Session,
    interest_id: int,
    *,
    actions: Sequence[str],
    ruled_by: int,
    reason: str = "",
    at: datetime | None = None,
    act: Act,
) -> Ruling:
    """Rule on an interest: the chair on others; on the chair, or where the chair is conflicted, the vice-chair.

    Raises:
        Refused: `rules_on_interest`, somebody else takes this item, or nobody without an interest can.
        BadInput: an unknown action, or a moment before the declaration.
    """
    row = queries.interest_by_id(session, interest_id)
    moment = moment_of(at, act)
    if moment < row.declared_at:
        raise BadInput("a ruling cannot come before the declaration", place="at")
    ruled = _actions(actions)
    facts = queries.room(session, row.sitting_id)
    number = queries.item_by_id(session, row.item_id).number
    choose = chair_for if present_at(facts, moment) else designated_chair
    chair = choose(facts, item=row.item_id, at=moment, besides=row.person_id)
    if chair != ruled_by:
        takes = (
            f"Ask {facts.name_of(chair)}, who takes this item."
            if chair is not None
            else "Nobody without an interest can."
        )
        own = "People do not rule on their own interest. " if ruled_by == row.person_id else ""
        raise Refused.because(
            "rules_on_interest",
            f"{facts.name_of(ruled_by)} cannot rule on {row.name}'s interest in item {number}. {own}{takes} "
            f"Until there is a ruling, what was proposed holds.",
        )
    ruling = Ruling(
        interest_id=interest_id,
        actions=list(ruled),
        ruled_by=ruled_by,
        ruled_by_name=facts.name_of(ruled_by),
        ruled_at=moment,
        reason=reason or act.reason,
        entered_at=act.now,
    )
    session.add(ruling)
    session.flush()
    return ruling
