"""Keeps each answer of a participant, and what the lead and an officer do with it: conditions, letters, questions."""

from sqlmodel import Session

from fundflow.applications.actions.participants import conditional, participant, review_consents, still_in
from fundflow.applications.actions.versions import revise_submitted
from fundflow.applications.queries.consents import answers
from fundflow.applications.queries.content import content_of, draft_of, submitted_of
from fundflow.applications.rules.consent import Shown
from fundflow.applications.tables import Application, ConsentAnswer, Participant
from fundflow.audit import Act
from fundflow.errors import Refused


def note_answer(
    session: Session,
    row: Participant,
    kind: str,
    *,
    act: Act,
    text: str = "",
    capacity: str = "",
    shown: Shown | None = None,
    letter_file: str = "",
) -> ConsentAnswer:
    """Keep one answer with its author; it stays when the person leaves or the organisation is asked anew."""
    assert row.id is not None
    made = ConsentAnswer(
        participant_id=row.id,
        kind=kind,
        text=text.strip(),
        person_id=act.actor_id,
        person=act.actor,
        capacity=capacity,
        at=act.now,
        shown=shown.content if shown else None,
        shown_sha256=shown.sha256 if shown else "",
        letter_file=letter_file,
    )
    session.add(made)
    session.flush()
    return made


def write_condition(
    session: Session, application: Application, organisation: str, *, act: Act, awarded: bool
) -> Participant:
    """Write a condition that the lead accepted into the partner's part; a bid that was sent gets a new version.

    The partner agreed to its part with the condition, so its agreement stands; what the others do is unchanged.
    """
    row = participant(session, application, organisation)
    part = row.commitments.strip().rstrip(".")
    row.commitments = f"{part}. On condition: {row.condition}" if part else f"On condition: {row.condition}"
    if row.shown is not None:
        row.shown = {**row.shown, "commitments": row.commitments}
    session.add(row)
    session.flush()
    assert application.id is not None
    sent = submitted_of(session, application.id)
    if sent is not None and draft_of(session, application.id) is None and not awarded:
        revise_submitted(session, application, content=content_of(session, sent), act=act)
    return row


def decline_condition(session: Session, application: Application, organisation: str, *, act: Act) -> Participant:
    """The lead does not accept a partner's condition, so the partner is out; the others' agreements are compared again.

    Raises:
        Refused: no condition is waiting.
    """
    row = conditional(session, application, organisation)
    row.state, row.state_at, row.reason = "removed", act.now, "its condition was not accepted"
    session.add(row)
    session.flush()
    review_consents(session, application, act=act)
    return row


def send_letter(
    session: Session, application: Application, organisation: str, *, file: str, shown: Shown, act: Act
) -> Participant:
    """The lead hands in a partner's signed letter; it counts for nothing until an officer has checked it."""
    row = still_in(session, application, organisation)
    row.letter_file, row.letter_checked_by = file, None
    session.add(row)
    note_answer(session, row, "letter_sent", act=act, shown=shown, letter_file=file)
    return row


def letter_waiting(session: Session, application: Application, organisation: str) -> tuple[Participant, ConsentAnswer]:
    """The letter of a participant that no officer has checked yet, with what the bid said when it was handed in.

    Raises:
        Refused: none is waiting.
    """
    row = still_in(session, application, organisation)
    sent = [one for one in answers(session, row.id) if one.kind == "letter_sent"]
    if not row.letter_file or row.letter_checked_by is not None or not sent:
        raise Refused.because(
            "letter_waiting",
            f"No letter of {organisation} waits to be checked on {application.ref}. Nothing has changed. Ask the lead to "
            "hand one in.",
        )
    return row, sent[-1]


def check_letter(
    session: Session, application: Application, organisation: str, *, signed: str, act: Act
) -> Participant:
    """An officer has read the signed letter and found it good: the partner agreed to the bid as it stood that day.

    `signed` says who signed it. A bid that changed in substance since makes it an agreement to an earlier version.
    """
    row, sent = letter_waiting(session, application, organisation)
    row.state, row.state_at, row.consent_at = "by_letter", act.now, act.now
    row.shown, row.shown_sha256 = sent.shown, sent.shown_sha256
    row.consent_by, row.consent_role, row.consent_channel = signed, "signatory, by letter", "letter"
    row.letter_checked_by, row.condition, row.reason = act.actor_id, "", ""
    session.add(row)
    note_answer(session, row, "letter_checked", act=act, text=f"signed by {signed}", letter_file=row.letter_file)
    review_consents(session, application, act=act)
    return row


def return_letter(session: Session, application: Application, organisation: str, *, act: Act) -> Participant:
    """An officer has read the letter and it will not do; the lead reads why."""
    row, _ = letter_waiting(session, application, organisation)
    note_answer(session, row, "letter_returned", act=act, text=act.reason, letter_file=row.letter_file)
    row.letter_file = ""
    session.add(row)
    session.flush()
    return row
