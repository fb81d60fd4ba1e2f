"""Puts motions, takes votes one by one or all at once, counts them, and voids a vote that should not have been cast."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from fundflow.audit import Act
from fundflow.clock import moment_words, time_words
from fundflow.committees import queries
from fundflow.committees.actions.meetings import in_state, moment_of
from fundflow.committees.rules.consent import withheld
from fundflow.committees.rules.interests import excluded_by
from fundflow.committees.rules.quorum import chair_for, evaluate, may_vote, present_at
from fundflow.committees.rules.voting import CHOICES, material
from fundflow.committees.tables import Motion, ShareDecision, Vote
from fundflow.errors import BadInput, Conflict, Refused


def put_motion(
    session: Session, sitting_id: int, item_id: int, *, text: str, at: datetime | None = None, act: Act
) -> Motion:
    """Put a question to one body on one item; the last motion on an item is the one that counts.

    Raises:
        Refused: `quorum`, the body cannot decide this item now; `meeting_open`, the meeting is not open.
        Conflict: a vote on this item is open.
    """
    sitting = queries.sitting_by_id(session, sitting_id)
    in_state(session, sitting.meeting_id, {"open"}, "The motion was not put", act)
    item = queries.item_of(session, item_id, sitting_id)
    earlier = queries.motions(session, sitting_id, item_id)
    if any(motion.closed_at is None for motion in earlier):
        raise Conflict(f"A vote on item {item.number} is open: close it first.")
    moment = moment_of(at, act)
    if earlier and moment < max(motion.closed_at or moment for motion in earlier):
        raise BadInput(f"the vote before it closed later than {moment_words(moment)}", place="at")
    found = evaluate(queries.room(session, sitting_id), item=item_id, at=moment, voters=())
    if not found.can_decide:
        raise Refused.because("quorum", queries.refusal(session, sitting_id, item_id, found))
    motion = Motion(
        sitting_id=sitting_id,
        item_id=item_id,
        number=len(earlier) + 1,
        text=text,
        put_at=moment,
        quorum=found.snapshot(),
    )
    session.add(motion)
    session.flush()
    return motion


def cast_vote(
    session: Session, motion_id: int, person_id: int, choice: str, *, at: datetime | None = None, act: Act
) -> Vote:
    """Record one member's own vote: `for`, `against` or `abstain`. There are no proxies.

    Raises:
        Refused: `may_vote` no voting seat or not counted; `present` not there; `recused` an interest; `voted` twice.
    """
    motion = _open(session, motion_id, choice, act)
    moment = moment_of(at, act)
    facts = queries.room(session, motion.sitting_id)
    number = queries.item_by_id(session, motion.item_id).number
    name = facts.name_of(person_id)
    not_cast = f"{name}'s vote on item {number} was not recorded."
    if moment < motion.put_at:
        raise BadInput(f"the motion was put at {time_words(motion.put_at)}", place="at")
    if not may_vote(facts, person_id, at=moment):
        raise Refused.because(
            "may_vote",
            f"{not_cast} {name} has no voting seat on {facts.terms.short_title}. {name} can still speak to the item.",
        )
    interest = excluded_by(facts.interests, person_id, item=motion.item_id, at=moment)
    if interest is not None:
        raise Refused.because(
            "recused",
            f"{not_cast} {name} declared an interest ({interest.nature}). The chair can rule otherwise; "
            "the others can vote.",
        )
    counting = evaluate(facts, item=motion.item_id, at=moment).counting
    if person_id not in counting:
        where = "does not count by this way of attending" if person_id in present_at(facts, moment) else "is not here"
        raise Refused.because(
            "present", f"{not_cast} {name} {where} at {time_words(moment)}. {name} can join the meeting and then vote."
        )
    if any(vote.person_id == person_id for vote in queries.votes_of(session, motion_id)):
        raise Refused.because(
            "voted", f"{not_cast} {name} has voted on this motion. One member has one vote; a new motion can be put."
        )
    vote = Vote(motion_id=motion_id, person_id=person_id, name=name, choice=choice, cast_at=moment, entered_at=act.now)
    return _kept(session, vote)


def _kept(session: Session, vote: Vote) -> Vote:
    session.add(vote)
    session.flush()
    return vote


def cast_casting_vote(
    session: Session, motion_id: int, person_id: int, choice: str, *, at: datetime | None = None, act: Act
) -> Vote:
    """Record the casting vote, by whoever takes the chair for this item, on a tie, where the terms allow one.

    Raises:
        Refused: `casting_vote`, none of that holds, or it was given already.
    """
    motion = _open(session, motion_id, choice, act)
    moment = moment_of(at, act)
    facts = queries.room(session, motion.sitting_id)
    count = queries.counted(session, motion_id, casting_allowed=False)
    chair = chair_for(facts, item=motion.item_id, at=moment)
    given = queries.votes_of(session, motion_id, casting=True)
    why = ""
    if choice == "abstain":
        why = "A casting vote is for or against."
    elif not facts.terms.casting_vote:
        why = f"The terms of {facts.terms.short_title} give no casting vote; a tied motion is not carried."
    elif not count.tied:
        why = f"The votes are not tied: {count.words()}."
    elif given:
        why = f"{given[0].name} has given it."
    elif chair != person_id:
        why = f"{facts.name_of(chair) if chair is not None else 'Nobody'} takes the chair for this item."
    if why:
        raise Refused.because("casting_vote", f"The casting vote was not recorded. {why} You can close the vote.")
    vote = Vote(
        motion_id=motion_id,
        person_id=person_id,
        name=facts.name_of(person_id),
        choice=choice,
        casting=True,
        cast_at=moment,
        entered_at=act.now,
    )
    return _kept(session, vote)


def close_motion(session: Session, motion_id: int, *, at: datetime | None = None, act: Act) -> Motion:
    """Close the vote and count it. Quorum is tested again, among those who voted for the outnumber rule.

    Raises:
        Refused: `quorum`, not quorate at that moment; nothing is decided and the vote stays open.
    """
    motion = _open(session, motion_id, "for", act)
    moment = moment_of(at, act)
    votes = [*queries.votes_of(session, motion_id), *queries.votes_of(session, motion_id, casting=True)]
    latest = max((vote.cast_at for vote in votes), default=motion.put_at)
    if moment < latest:
        raise BadInput(f"a vote was cast at {time_words(latest)}, after this moment", place="at")
    facts = queries.room(session, motion.sitting_id)
    found = evaluate(facts, item=motion.item_id, at=moment, voters=queries.voters(session, motion))
    if not found.can_decide:
        raise Refused.because("quorum", queries.refusal(session, motion.sitting_id, motion.item_id, found))
    motion.closed_at, motion.quorum = moment, found.snapshot()
    return _count(session, motion, casting_allowed=facts.terms.casting_vote, quorate=True)


def _count(session: Session, motion: Motion, *, casting_allowed: bool, quorate: bool) -> Motion:
    counted = queries.counted(session, motion.id or 0, casting_allowed=casting_allowed)
    motion.votes_for, motion.votes_against = counted.votes_for, counted.votes_against
    motion.abstained, motion.casting = counted.abstained, counted.casting
    votes, _ = queries.choices(session, motion.id or 0)
    consents = not withheld(queries.room(session, motion.sitting_id), votes)
    motion.carried = counted.carried and quorate and consents
    session.add(motion)
    session.flush()
    return motion


def take_vote(
    session: Session,
    sitting_id: int,
    item_id: int,
    *,
    text: str,
    votes: Mapping[int, str],
    casting: tuple[int, str] | None = None,
    at: datetime | None = None,
    act: Act,
) -> Motion:
    """Put a motion, record everybody's vote and close it, at one moment; raises as those three do."""
    motion = put_motion(session, sitting_id, item_id, text=text, at=at, act=act)
    assert motion.id is not None
    for person_id, choice in votes.items():
        cast_vote(session, motion.id, person_id, choice, at=at, act=act)
    if casting is not None:
        cast_casting_vote(session, motion.id, casting[0], casting[1], at=at, act=act)
    return close_motion(session, motion.id, at=at, act=act)


@dataclass(frozen=True)
class VoidedVote:
    """A vote struck out: whether that changes the result, and the decisions that rest on the motion.

    `applied` decisions must be opened again by `void_decision` (and their money released); `unstaged` ones have been.
    """

    vote: Vote
    motion: Motion
    material: bool
    applied: tuple[ShareDecision, ...]
    unstaged: tuple[ShareDecision, ...]


def void_vote(session: Session, vote_id: int, *, reason: str, act: Act) -> VoidedVote:
    """Strike out a vote and count again without it and its voter (case 22); the vote stays on record.

    Raises:
        BadInput: no reason, or the vote is void already.
    """
    vote = queries.vote_by_id(session, vote_id)
    if not reason.strip() or vote.void_at is not None:
        raise BadInput("say why this vote is void" if vote.void_at is None else "it is void already", place="reason")
    motion = queries.motion_by_id(session, vote.motion_id)
    facts = queries.room(session, motion.sitting_id)
    votes, casting = queries.choices(session, vote.motion_id)
    allowed = facts.terms.casting_vote
    changes = material(votes, vote.person_id, casting=casting, casting_allowed=allowed)
    for one in queries.votes_of(session, vote.motion_id, casting=True) if vote.casting is False else ():
        if one.person_id == vote.person_id:
            one.void_at, one.void_reason = act.now, reason
            session.add(one)
    vote.void_at, vote.void_reason = act.now, reason
    session.add(vote)
    session.flush()
    if motion.closed_at is None:
        return VoidedVote(vote, motion, material=False, applied=(), unstaged=())
    before = motion.carried
    rest = queries.voters(session, motion)
    for struck in queries.votes_of(session, vote.motion_id, void=True):
        facts = facts.without(struck.person_id)
    found = evaluate(facts, item=motion.item_id, at=motion.closed_at, voters=rest)
    motion.quorum = found.snapshot()
    _count(session, motion, casting_allowed=allowed, quorate=found.can_decide and not changes)
    resting = _resting(session, motion.id or 0) if before != motion.carried else []
    unstaged = tuple(share for share in resting if share.applied_at is None)
    clear(session, unstaged)
    applied = tuple(share for share in resting if share.applied_at is not None)
    return VoidedVote(vote, motion, changes or before != motion.carried, applied, unstaged)


def _resting(session: Session, motion_id: int) -> list[ShareDecision]:
    return list(
        session.exec(
            select(ShareDecision)
            .where(ShareDecision.motion_id == motion_id, col(ShareDecision.void_at).is_(None))
            .order_by(ShareDecision.commissioner)
        ).all()
    )


def clear(session: Session, shares: Sequence[ShareDecision]) -> None:
    """Empty a share of its decision, so that it can be decided again; what it said is kept by the caller."""
    for share in shares:
        share.outcome, share.motion_id, share.sitting_id, share.item_id = None, None, None, None
        share.chairs_action_id, share.authority, share.delegates = None, "", []
        share.amounts, share.conditions, share.reasons, share.quorum = [], [], {}, None
        share.cut_lines, share.reason, share.information, share.minute_number = "", "", "", ""
        share.answer_by, share.departs_from_rank = None, False
        share.decided_at, share.staged_at, share.staged_by, share.applied_at = None, None, None, None
        session.add(share)
    session.flush()


def _open(session: Session, motion_id: int, choice: str, act: Act) -> Motion:
    """The motion, while its vote and its meeting are open.

    Raises:
        Refused: `vote_open`, it is closed.
    """
    if choice not in CHOICES:
        raise BadInput(f"'{choice}' is not a vote: {', '.join(CHOICES)}", place="vote")
    motion = queries.motion_by_id(session, motion_id)
    sitting = queries.sitting_by_id(session, motion.sitting_id)
    in_state(session, sitting.meeting_id, {"open"}, "The vote was not recorded", act)
    if motion.closed_at is not None:
        raise Refused.because(
            "vote_open",
            f"The vote was not recorded. This motion was closed at {time_words(motion.closed_at)}. "
            "You can put a new motion.",
        )
    return motion
