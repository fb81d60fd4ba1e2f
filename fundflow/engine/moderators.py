"""The moderator's desk, and slips found later: sheets opened again, doubts ruled on, notes beside locked scores."""

from datetime import datetime

from sqlmodel import Session

from fundflow import applications, audit, people, scoring
from fundflow.engine.case import open_case
from fundflow.engine.effects.correspondence import finish_tasks_about, raise_task
from fundflow.engine.rounds import act_of, must_hold
from fundflow.errors import BadInput, Refused
from fundflow.people import Actor

WORDING = ("moderation_chair", "officer", "group_secretary")
"""Who words what a bid's own people are told."""


def unlock(
    session: Session, ref: str, assessor: str, *, reason: str, actor: Actor, now: datetime
) -> scoring.Assignment:
    """A moderator opens one assessor's locked sheet again while the bid is still being assessed.

    Raises:
        Refused: no role, no reason, one's own sheet, or a result that rests on it. NotFound: no such seat.
    """
    case = open_case(session, ref, actor=actor, now=now, reason=reason, step="unlock", lock=True)
    must_hold(actor, "moderation_chair", fund=case.fund_id, doing="Unlocking scores")
    person = people.named(session, assessor)
    if not case.workflow.states[case.application.state].assessing:
        stands = case.workflow.states[case.application.state].officer
        raise Refused.because(
            "before_ranking",
            f"Nothing was unlocked: {ref} is at '{stands}', where its scoring is finished. Open scoring again with "
            f"reopen_scoring, or set {person.name}'s score aside in moderation.",
        )
    row = scoring.unlock(session, case.id, person.id or 0, reason=reason, act=case.act())
    audit.record(session, case.act(), after={"assessor": person.name})
    return row


def rule(
    session: Session, ref: str, assessor: str, *, may_assess: bool, reason: str, actor: Actor, now: datetime
) -> scoring.Declaration:
    """The officer rules on an interest, or on a doubt, that an assessor declared: they go on, or their seat is void.

    Raises:
        Refused: no role, no reason, or ruling on oneself. NotFound: nothing of theirs waits for a ruling.
    """
    case = open_case(session, ref, actor=actor, now=now, reason=reason, step="rule_on_declaration", lock=True)
    must_hold(actor, "officer", fund=case.fund_id, doing="Ruling on an assessor's interest")
    person = people.named(session, assessor)
    said = scoring.rule_on_declaration(
        session, case.id, person.id or 0, may_assess=may_assess, reason=reason, act=case.act()
    )
    finish_tasks_about(case, "rule_on_interest", f"{person.id}:")
    audit.record(session, case.act(), after={"assessor": person.name, "may_assess": may_assess})
    return said


def feedback(session: Session, ref: str, *, actor: Actor, now: datetime) -> list[scoring.Feedback]:
    """What a bid's own people will be told of each criterion, in the scheme's order.

    Raises:
        Refused: the reader is no officer or moderator.
    """
    case = open_case(session, ref, actor=actor, now=now)
    must_hold(actor, *WORDING, fund=case.fund_id, doing="Reading feedback before it is sent")
    return scoring.feedback(session, case.id)


def word_feedback(
    session: Session,
    ref: str,
    criterion: str,
    *,
    strength: str | None = None,
    gap: str | None = None,
    actor: Actor,
    now: datetime,
) -> scoring.Feedback:
    """Word what a bid's own people are told of one criterion; the assessors' sentences stay on their sheets.

    A letter that is drafted already keeps its words: issue it anew.

    Raises:
        Refused: no role, or it would leave the strength or the gap empty. NotFound: no feedback on this criterion yet.
        BadInput: neither is given.
    """
    case = open_case(session, ref, actor=actor, now=now, step="word_feedback", lock=True)
    must_hold(actor, *WORDING, fund=case.fund_id, doing="Wording feedback")
    if strength is None and gap is None:
        raise BadInput("give the strength or the gap in words", place="feedback")
    row = scoring.edit_feedback(session, case.id, criterion, strength=strength, gap=gap, act=case.act())
    audit.record(session, case.act(), after={"criterion": criterion, "strength": row.strength, "gap": row.gap})
    return row


def correct(
    session: Session, ref: str, assessor: str, criterion: str, *, meant: int, reason: str, actor: Actor, now: datetime
) -> scoring.ScoreNote:
    """Note beside a locked score what was meant (case 66); nothing is edited, and the committee is to be told.

    Raises:
        Refused: no role, or no reason. NotFound: no such score, or no result rests on it. BadInput: no such mark.
    """
    case = open_case(session, ref, actor=actor, now=now, reason=reason, step="correct_score", lock=True)
    must_hold(actor, "officer", "moderation_chair", fund=case.fund_id, doing="Noting a slip in a score")
    person = people.named(session, assessor)
    note = scoring.note_correction(
        session, case.id, person.id or 0, criterion, meant=meant, reason=reason, criteria=case.criteria, act=case.act()
    )
    about = f"{person.name} gave {note.stands} and meant {meant} for '{case.criteria.item(criterion).title}' of {ref}"
    raise_task(case, "tell_committee", about=about, thing=str(note.id))
    audit.record(
        session,
        case.act(),
        before={"score": note.stands},
        after={"meant": meant, "would_be_tenths": note.would_be_tenths},
    )
    return note


def tell_committee(session: Session, note_id: int, *, meeting: str, actor: Actor, now: datetime) -> scoring.ScoreNote:
    """Record in which meeting the committee was told of a note on a score; its task is done.

    Raises:
        Refused: no role. NotFound: there is no such note.
    """
    must_hold(actor, "officer", "committee_secretary", doing="Telling the committee of a note")
    act = act_of(actor, now=now, what="tell_committee", subject=f"note {note_id}")
    note = scoring.tell_committee(session, note_id, meeting=meeting, act=act)
    ref = applications.get_by_id(session, note.application_id).ref
    applications.finish_task(session, f"tell_committee:{ref}:{note_id}", act=act)
    audit.record(session, act, subject=ref, after={"note": note_id, "meeting": meeting})
    return note
