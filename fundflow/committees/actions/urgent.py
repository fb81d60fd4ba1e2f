"""Carries a chair's action from the request to the committee's yes or no; what it decides is applied like any decision."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, func, select

from fundflow.audit import Act
from fundflow.clock import day_words, london_day
from fundflow.committees import queries
from fundflow.committees.actions.meetings import add_item
from fundflow.committees.rules import amounts as money
from fundflow.committees.rules import urgent as rules
from fundflow.committees.rules.share import OUTCOMES, step
from fundflow.committees.tables import ChairsAction, CommitteeMember, Consultee, Item, QuorumRoute, ShareDecision
from fundflow.definitions.committee import Terms
from fundflow.errors import BadInput, Refused

ROUTES = ("next_meeting", "co_opt", "governing_body", "conflict_panel", "nhs_england")


@dataclass(frozen=True)
class Urgent:
    """What is asked of a chair between meetings, and why it cannot wait for one; amounts in pence by period."""

    outcome: str
    urgent: str
    why_no_meeting: str
    evidence: str
    amounts: Mapping[str, int] | None = None
    conditions: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    cut_lines: str = ""
    reason: str = ""


def propose_action(
    session: Session, committee_key: str, application_id: int, commissioner: str, asked: Urgent, *, act: Act
) -> ChairsAction:
    """Ask a body's chair to decide one pending share before its next meeting.

    Raises:
        Refused: `chairs_limit` above the terms' limit; `failed_quorum` the item failed a quorum lately and no way out is
            recorded; `share_state` the share is decided; `share_amounts`.
        BadInput: a blank reason, or an unknown outcome.
    """
    for name in ("urgent", "why_no_meeting", "evidence"):
        if not getattr(asked, name).strip():
            raise BadInput(f"say it in words: {name.replace('_', ' ')}", place=name)
    if asked.outcome not in OUTCOMES:
        raise BadInput(f"'{asked.outcome}' is not a decision: {', '.join(OUTCOMES)}", place="outcome")
    body = queries.committee(session, committee_key)
    terms = queries.terms(session, committee_key, on=london_day(act.now))
    share = queries.share(session, application_id, commissioner)
    step(share.state, asked.outcome, whose=f"{commissioner}'s share")
    given = None if asked.amounts is None else money.listed(asked.amounts)
    whose = queries.called(session, commissioner)
    amounts = money.approved(asked.outcome, share.asked, given, cut_lines=asked.cut_lines, whose=whose)
    rules.refuse_amount(terms, money.total(amounts))
    _refuse_failed(session, share, terms.chairs_action.after_failed_quorum_days if terms.chairs_action else 0, act)
    many = session.exec(select(func.count(col(ChairsAction.id)))).one()
    row = ChairsAction(
        ref=f"CA-{london_day(act.now).year}-{many + 1:02d}",
        committee_id=body.id or 0,
        application_id=application_id,
        commissioner=commissioner,
        outcome=asked.outcome,
        amounts=amounts,
        conditions=money.conditions(asked.conditions, owner=commissioner),
        cut_lines=asked.cut_lines,
        reason=asked.reason,
        urgent=asked.urgent,
        why_no_meeting=asked.why_no_meeting,
        evidence=asked.evidence,
        proposed_at=act.now,
        proposed_by=act.actor_id,
    )
    return _kept(session, row)


def _kept(session: Session, row: ChairsAction) -> ChairsAction:
    session.add(row)
    session.flush()
    return row


def _refuse_failed(session: Session, share: ShareDecision, days: int, act: Act) -> None:
    failed = queries.failed_quorum(session, share.id or 0, since=act.now - timedelta(days=days))
    if failed is None or failed.routes:
        return
    meeting = queries.meeting_by_id(session, failed.meeting_id)
    raise Refused.because(
        "failed_quorum",
        f"No chair's action was begun. Item {failed.item} of {meeting.ref} could not be decided for want of a quorum on "
        f"{day_words(london_day(failed.at))}, less than {days} days ago. {rules.NOTHING} Record which way out of the terms "
        "was taken first (fundflow meeting route), or put it to the next meeting.",
    )


def in_state(row: ChairsAction, state: str, doing: str) -> None:
    """Refuse what does not fit a chair's action as it stands.

    Raises:
        Refused: `chairs_state`.
    """
    if row.state != state:
        now = row.state.replace("_", " ")
        raise Refused.because(
            "chairs_state",
            f"{row.ref} was not {doing}: it is {now} already. {rules.NOTHING} Begin another if you must.",
        )


def consult(
    session: Session, row: ChairsAction, person_id: int, *, says: str, agrees: bool, interest: str = "", act: Act
) -> Consultee:
    """Record what a member said about a proposed chair's action; once for each member.

    Raises:
        Refused: `chairs_state`, it is decided; `chairs_member`, the person has no seat on the body.
        BadInput: no words, or the member was asked already.
    """
    in_state(row, "proposed", "talked over")
    if not says.strip():
        raise BadInput("write down what they said", place="says")
    if any(one.person_id == person_id for one in queries.consultees(session, row.id or 0)):
        raise BadInput(f"this member was asked about {row.ref} already", place="person")
    seats = _seats(session, row, person_id, act)
    executives = _terms(session, row, act).chairs_action
    held = {seat.role for seat in seats}
    made = Consultee(
        chairs_action_id=row.id or 0,
        person_id=person_id,
        name=seats[0].name,
        executive=bool(held & set(executives.executives if executives else ())),
        says=says.strip(),
        agrees=agrees,
        interest=interest.strip(),
        at=act.now,
    )
    session.add(made)
    session.flush()
    return made


def _terms(session: Session, row: ChairsAction, act: Act) -> Terms:
    body = next(one for one in queries.committees(session) if one.id == row.committee_id)
    return queries.terms(session, body.key, on=london_day(act.now))


def _seats(session: Session, row: ChairsAction, person_id: int, act: Act) -> list[CommitteeMember]:
    members = queries.members_on(session, row.committee_id, on=london_day(act.now))
    found = [seat for seat in members if seat.person_id == person_id]
    if not found:
        who = ", ".join(dict.fromkeys(seat.name for seat in members if seat.voting))
        raise Refused.because(
            "chairs_member",
            f"Nothing was recorded on {row.ref}: this person has no seat on the committee. {rules.NOTHING} "
            f"Those who have: {who}.",
        )
    return found


def decide_action(
    session: Session, row: ChairsAction, chair_id: int, *, interests: str, agrees: bool = True, act: Act
) -> ShareDecision | None:
    """Let the chair decide: the share's decision is staged, to be applied at once under the same rules; or declined.

    Raises:
        Refused: `chairs_state`; `chairs_seat` not a chair by the terms; `chairs_interest` the chair has one;
            `chairs_consulted` too few agreed.
    """
    in_state(row, "proposed", "decided")
    terms = _terms(session, row, act)
    _refuse_chair(session, row, chair_id, interests=interests, terms=terms, act=act)
    if not agrees:
        row.state = "declined"
        _kept(session, row)
        return None
    said = queries.heard(session, row.id or 0, but=chair_id)
    rules.refuse_unconsulted(terms, row.ref, said)
    row.state, row.decided_at = "decided", act.now
    _kept(session, row)
    return _stage(session, row, act)


def _refuse_chair(
    session: Session, row: ChairsAction, chair_id: int, *, interests: str, terms: Terms, act: Act
) -> None:
    seats = _seats(session, row, chair_id, act)
    name = seats[0].name
    others = [
        seat.name
        for seat in queries.members_on(session, row.committee_id, on=london_day(act.now))
        if seat.role in terms.chairs and seat.person_id != chair_id
    ]
    way = f"Ask {' or '.join(others)}." if others else "Call a meeting for it."
    if not {seat.role for seat in seats} & set(terms.chairs):
        raise Refused.because(
            "chairs_seat",
            f"{row.ref} was not decided: {name} does not take the chair of {terms.short_title}. {rules.NOTHING} {way}",
        )
    if interests.strip().lower() != "none":
        why = interests.strip() or "nothing was said about interests"
        raise Refused.because(
            "chairs_interest",
            f"{row.ref} was not decided by {name}: {why}. Whoever decides alone says 'none' of their interests. "
            f"{rules.NOTHING} {way}",
        )
    row.chair_id, row.chair_name, row.chair_interests = chair_id, name, interests.strip()


def _stage(session: Session, row: ChairsAction, act: Act) -> ShareDecision:
    share = queries.share(session, row.application_id, row.commissioner)
    if share.outcome is not None or share.void_at is not None:
        raise Refused.because(
            "share_state",
            f"{row.ref} was not decided: {row.commissioner}'s share has a decision already. {rules.NOTHING} "
            "Look at the bid before you begin another.",
        )
    share.outcome, share.amounts, share.conditions = row.outcome, list(row.amounts), list(row.conditions)
    share.cut_lines, share.reason = row.cut_lines, row.reason
    share.chairs_action_id, share.minute_number = row.id, row.ref
    share.decided_at, share.staged_at, share.staged_by = act.now, act.now, act.actor_id
    session.add(share)
    session.flush()
    return share


def table_waiting(session: Session, meeting_id: int, *, act: Act) -> list[Item]:
    """Put every decided action of the bodies that sit on a meeting's agenda, to be ratified; each once."""
    sitting = {one.committee_id for one in queries.sittings(session, meeting_id)}
    tabled = []
    for row in queries.chairs_actions(session, states=["decided"]):
        if row.committee_id in sitting and row.item_id is None:
            about = queries.items_for(session, row.application_id)
            bodies = about[-1].organisations if about else ()
            title = f"To ratify chair's action {row.ref}"
            item = add_item(session, meeting_id, title=title, organisations=bodies, act=act)
            row.item_id = item.id
            _kept(session, row)
            tabled.append(item)
    return tabled


def settle_action(session: Session, row: ChairsAction, motion_id: int, *, act: Act) -> ChairsAction:
    """Record what the committee's vote made of a decided action: ratified where carried, else not ratified.

    Raises:
        Refused: `chairs_state`, it is not waiting for that.
    """
    in_state(row, "decided", "ratified")
    motion = queries.motion_by_id(session, motion_id)
    row.state = "ratified" if motion.carried else "not_ratified"
    row.motion_id, row.ratified_at = motion_id, act.now
    row.ratified_on = london_day(motion.closed_at or act.now)
    return _kept(session, row)


def record_route(session: Session, sitting_id: int, item_id: int, *, route: str, detail: str, act: Act) -> QuorumRoute:
    """Record which of the five ways out was taken for an item that a body cannot decide.

    Raises:
        BadInput: an unknown way, or no words on it.
    """
    if route not in ROUTES or not detail.strip():
        raise BadInput(f"choose one of {', '.join(ROUTES)}, and say who takes it up", place="route")
    row = QuorumRoute(
        sitting_id=sitting_id, item_id=item_id, route=route, detail=detail.strip(), at=act.now, recorded_by=act.actor_id
    )
    session.add(row)
    session.flush()
    return row
