"""Names who takes part in a bid, and records exactly what each has agreed to."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from fundflow.applications.actions.cases import advance
from fundflow.applications.actions.signatures import clear_signatures
from fundflow.applications.queries.content import content_of, current_version, draft_of, participants
from fundflow.applications.queries.rounds import definitions, round_by_id
from fundflow.applications.rules import consent
from fundflow.applications.rules.consent import Shown
from fundflow.applications.rules.freezing import ListFact
from fundflow.applications.tables import Application, Participant
from fundflow.audit import Act
from fundflow.errors import BadInput, NotFound, Refused, Stale


@dataclass(frozen=True)
class Partner:
    """One organisation that the lead names: its code and what it commits itself to."""

    organisation: str
    commitments: str = ""


def save_participants(
    session: Session,
    application: Application,
    *,
    partners: Sequence[Partner],
    act: Act,
    expected_version: int | None = None,
) -> list[Participant]:
    """State the whole list of partners of a draft: new ones are invited, missing ones taken off, others kept.

    Agreements are compared with what was shown; a material change makes them agreements to an earlier version.

    Raises:
        Refused: no draft is open. BadInput: an organisation twice, or the lead among its partners. Stale.
    """
    assert application.id is not None
    if draft_of(session, application.id) is None:
        raise Refused.because(
            "draft_open",
            f"The partners were not changed: {application.ref} has been submitted. Recall it first, while its round "
            "is open, or ask the officer.",
        )
    named = [partner.organisation for partner in partners]
    for number, organisation in enumerate(named, 1):
        if organisation in named[: number - 1]:
            raise BadInput(f"{organisation} is named twice: take one out", place=f"participants.{number}")
    clear_signatures(session, application, because="the partners changed", act=act)
    advance(session, application, expected_version=expected_version)
    held = {row.organisation: row for row in participants(session, application.id)}
    for partner in partners:
        session.add(_named(application.id, held.get(partner.organisation), partner, act))
    for organisation, row in held.items():
        if organisation not in named and row.role != "lead" and row.state in consent.PRESENT:
            row.state, row.state_at = "removed", act.now
            session.add(row)
    session.flush()
    review_consents(session, application, act=act)
    return participants(session, application.id)


def _named(application_id: int, row: Participant | None, partner: Partner, act: Act) -> Participant:
    if row is None:
        row = Participant(
            application_id=application_id, organisation=partner.organisation, invited_at=act.now, state_at=act.now
        )
    elif row.state == "removed" and row.shown is not None:
        row.state, row.state_at = "agreed_to_earlier", act.now
    elif row.state in ("removed", "left", "refused"):
        ask_again(row, act)
    row.commitments = partner.commitments
    return row


def ask_again(row: Participant, act: Act) -> None:
    """Ask an organisation anew: whatever it answered before is forgotten."""
    row.state, row.state_at, row.invited_at = "invited", act.now, act.now
    row.shown, row.shown_sha256, row.condition, row.reason = None, "", "", ""
    row.consent_by, row.consent_role, row.consent_at, row.consent_channel = "", "", None, ""
    row.letter_file, row.letter_checked_by = "", None


def participant(session: Session, application: Application, organisation: str) -> Participant:
    """One organisation of a bid.

    Raises:
        NotFound: it is not in the bid.
    """
    assert application.id is not None
    for row in participants(session, application.id):
        if row.organisation == organisation:
            return row
    raise NotFound(f"{organisation} is not named in {application.ref}")


def shown_for(
    session: Session,
    application: Application,
    organisation: str,
    *,
    list_size: ListFact | None = None,
    declaration: str = "",
) -> Shown:
    """What one participant is shown before it answers: the bid as it stands now, and its fingerprint."""
    assert application.id is not None
    row = participant(session, application, organisation)
    content = content_of(session, current_version(session, application.id))
    return consent.shown(
        title=content.title,
        lead=application.lead,
        organisation=organisation,
        role=row.role,
        list_size=list_size,
        lines=content.lines,
        commitments=row.commitments,
        others=[
            other.organisation for other in participants(session, application.id) if other.state in consent.PRESENT
        ],
        declaration=declaration,
    )


def agree(
    session: Session,
    application: Application,
    organisation: str,
    *,
    shown: Shown,
    expected_sha256: str,
    by: str,
    role: str,
    act: Act,
    condition: str = "",
    letter_file: str = "",
    letter_checked_by: int | None = None,
) -> Participant:
    """Record that a participant agrees to exactly what it was shown, itself or by a letter that an officer checked.

    With a `condition` it agrees only once the lead has accepted that text.

    Raises:
        Stale: the bid changed after the page was opened. Refused: it is no longer in the bid, or the letter was
        not checked.
    """
    row = still_in(session, application, organisation)
    if shown.sha256 != expected_sha256:
        raise Stale(
            f"{application.ref} changed after you opened this page, so your answer was not recorded. "
            "Open it again: what changed is marked."
        )
    if letter_file and letter_checked_by is None:
        raise _unchecked(organisation)
    row.state = "conditional" if condition else "by_letter" if letter_file else "agreed"
    row.state_at = row.consent_at = act.now
    row.shown, row.shown_sha256 = shown.content, shown.sha256
    row.consent_by, row.consent_role = by, role
    row.consent_channel = "letter" if letter_file else "online"
    row.letter_file, row.letter_checked_by = letter_file, letter_checked_by
    row.condition, row.reason = condition, ""
    session.add(row)
    session.flush()
    return row


def _unchecked(organisation: str) -> Refused:
    return Refused.because(
        "letter_checked",
        f"The letter of {organisation} was not recorded: an officer checks each letter first. Ask one.",
    )


def conditional(session: Session, application: Application, organisation: str) -> Participant:
    """A participant whose condition waits for the lead's answer.

    Raises:
        Refused: it has put none, or it is answered.
    """
    row = participant(session, application, organisation)
    if row.state != "conditional":
        raise Refused.because(
            "condition_waiting",
            f"{organisation} has put no condition in {application.ref} that still waits. Look at what it answered.",
        )
    return row


def accept_condition(session: Session, application: Application, organisation: str, *, act: Act) -> Participant:
    """The lead accepts a partner's condition, which stays on its record; the partner has then agreed.

    Raises:
        Refused: no condition is waiting.
    """
    row = conditional(session, application, organisation)
    row.state, row.state_at = "by_letter" if row.consent_channel == "letter" else "agreed", act.now
    session.add(row)
    session.flush()
    return row


def refuse(session: Session, application: Application, organisation: str, *, act: Act) -> Participant:
    """A participant says no; its reason is for the lead and the officer only (journeys 3.4)."""
    row = still_in(session, application, organisation)
    return _out(session, application, row, "refused", act)


def leave(session: Session, application: Application, organisation: str, *, act: Act) -> Participant:
    """A participant leaves a bid or an award that it had joined; the others' agreements are compared again.

    Raises:
        Refused: the lead cannot leave its own bid: it withdraws it, or another lead takes over.
    """
    row = still_in(session, application, organisation)
    if row.role == "lead":
        raise Refused.because(
            "partner_leaves",
            f"{organisation} leads {application.ref}, so it cannot leave it. It can withdraw the bid, or ask that "
            "another partner takes the lead.",
        )
    return _out(session, application, row, "left", act)


def _out(session: Session, application: Application, row: Participant, state: str, act: Act) -> Participant:
    row.state, row.state_at, row.reason = state, act.now, act.reason
    session.add(row)
    session.flush()
    review_consents(session, application, act=act)
    return row


def still_in(session: Session, application: Application, organisation: str) -> Participant:
    """One organisation that is still in the bid.

    Raises:
        Refused: it left, refused or was taken off. NotFound: it was never named.
    """
    row = participant(session, application, organisation)
    if row.state in consent.PRESENT:
        return row
    raise Refused.because(
        "participant_present",
        f"{organisation} is no longer in {application.ref} ({row.state_at:%Y-%m-%d}). The lead can invite it again.",
    )


def review_consents(session: Session, application: Application, *, act: Act) -> list[Participant]:
    """Compare every agreement with the bid as it stands now; return the participants whose standing changed.

    A change that is taken back restores the agreement, because what was shown is then true again.
    """
    assert application.id is not None
    percent = definitions(round_by_id(session, application.round_id)).fund.consent_change_percent
    changed = []
    for row in participants(session, application.id):
        if row.shown is None:
            continue
        now = shown_for(session, application, row.organisation).content
        state = consent.state_after_review(
            row.state, row.consent_channel, consent.material_changes(row.shown, now, percent=percent)
        )
        if state != row.state:
            row.state, row.state_at = state, act.now
            session.add(row)
            changed.append(row)
    session.flush()
    return changed
