"""Creates cases and moves them; `move` is the only writer of a case's state."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col

from fundflow.applications.queries.rounds import definitions, last_sequence, lock_rounds
from fundflow.applications.rules import rounds as rules
from fundflow.applications.rules.freezing import plain
from fundflow.applications.tables import Application, ApplicationVersion, Participant, Round
from fundflow.audit import Act
from fundflow.clock import wire
from fundflow.errors import BadInput, Refused, Stale

LONGEST_TITLE = 200
CHANNELS = ("online", "paper", "word", "telephone")


def clean_title(title: str) -> str:
    """A title on one line.

    Raises:
        BadInput: empty, or longer than 200 characters.
    """
    one_line = " ".join(title.split())
    if not 1 <= len(one_line) <= LONGEST_TITLE:
        raise BadInput(
            f"a title has 1 to {LONGEST_TITLE} characters and this one has {len(one_line)}: change its length",
            place="title",
        )
    return one_line


def next_reference(session: Session, round_: Round) -> tuple[str, int]:
    """The next case reference of a round's fund and its sequence number; the fund's rounds stay locked meanwhile."""
    lock_rounds(session, round_.fund)
    prefix = definitions(round_).fund.case_prefix
    assert prefix is not None
    sequence = last_sequence(session, prefix=prefix, year=round_.year) + 1
    return rules.case_reference(prefix, round_.year, sequence), sequence


def create(
    session: Session, round_: Round, *, lead: str, title: str, act: Act, entered_from: str = "online", opening: str = ""
) -> Application:
    """A new case with an empty draft and its lead as first participant, where `opening` (else the first way in) leads.

    `entered_from` other than `online` marks a bid that an officer typed for somebody: it counts once confirmed.

    Raises:
        BadInput: no title, or an unknown way of entry.
    """
    if entered_from not in CHANNELS:
        raise BadInput(f"'{entered_from}' is not a way of entry: use {', '.join(CHANNELS)}", place="entered_from")
    assert round_.id is not None
    fund, workflow = definitions(round_).fund, definitions(round_).workflow
    assert workflow is not None
    start = workflow.openings[opening or next(iter(workflow.openings))]
    ref, sequence = next_reference(session, round_)
    row = Application(
        ref=ref,
        sequence_year=round_.year,
        sequence=sequence,
        round_id=round_.id,
        fund=round_.fund,
        capital=fund.money.capital,
        workflow=round_.workflow,
        lead=lead,
        title=clean_title(title),
        state=start.to,
        state_since=act.now,
        created_by=act.actor_id,
        created_at=act.now,
        entered_from=entered_from,
        confirmed_at=act.now if entered_from == "online" else None,
    )
    session.add(row)
    session.flush()
    _first_rows(session, row, form_version=fund.form.version if fund.form else 1)
    return row


def _first_rows(session: Session, row: Application, *, form_version: int) -> None:
    assert row.id is not None
    session.add(
        ApplicationVersion(
            application_id=row.id,
            number=1,
            form_version=form_version,
            title=row.title,
            created_at=row.created_at,
            saved_at=row.created_at,
            saved_by=row.created_by,
        )
    )
    session.add(
        Participant(
            application_id=row.id,
            organisation=row.lead,
            role="lead",
            invited_at=row.created_at,
            state_at=row.created_at,
        )
    )
    session.flush()


def advance(
    session: Session, application: Application, *, expected_version: int | None = None, **values: Any
) -> Application:
    """Write columns of a case and raise its version by one, only if nobody else raised it first.

    Raises:
        Stale: somebody did; nothing was written.
    """
    session.flush()
    at = application.version if expected_version is None else expected_version
    raised = (
        update(Application)
        .where(col(Application.id) == application.id, col(Application.version) == at)
        .values(version=at + 1, **values)
        .returning(Application)  # the row comes back into `application`, so that it need not be read again
    )
    written = session.scalars(raised, execution_options={"synchronize_session": False, "populate_existing": True})
    if written.first() is None:
        raise Stale(
            f"{application.ref} was changed by somebody else after you opened it (version {at}). "
            "Nothing of yours was written: open it again and repeat your change."
        )
    return application


def move(
    session: Session, application: Application, *, to: str, act: Act, expected_version: int | None = None
) -> Application:
    """Put a case into a state: the only writer of `application.state`; its version rises by one.

    Raises:
        Stale: somebody else moved or changed the case first.
    """
    since = application.state_since if to == application.state else act.now
    return advance(session, application, expected_version=expected_version, state=to, state_since=since)


def remember(session: Session, application: Application, *, slot: str, state: str | None = None) -> Application:
    """Keep a state to return to (`queried_from`), by default the present one."""
    application.origins = {**application.origins, slot: state or application.state}
    session.add(application)
    session.flush()
    return application


def forget(session: Session, application: Application, *, slot: str) -> Application:
    """Drop a kept state; harmless when there is none."""
    application.origins = {name: state for name, state in application.origins.items() if name != slot}
    session.add(application)
    session.flush()
    return application


def set_deadline(session: Session, application: Application, *, name: str, at: datetime | None) -> Application:
    """Write or clear (None) a named moment of the case: `answer_by`, `offer_expires`."""
    kept = {key: value for key, value in application.deadlines.items() if key != name}
    application.deadlines = kept if at is None else {**kept, name: wire(at)}
    session.add(application)
    session.flush()
    return application


def record_facts(session: Session, application: Application, facts: Mapping[str, Any]) -> Application:
    """Keep what one workflow needs to know of its cases; a value of None drops the fact."""
    merged = {**application.facts, **plain(dict(facts))}
    application.facts = {name: value for name, value in merged.items() if value is not None}
    session.add(application)
    session.flush()
    return application


def count_deferral(session: Session, application: Application) -> int:
    """Count one more deferral and return how many there were."""
    application.deferral_count += 1
    session.add(application)
    session.flush()
    return application.deferral_count


def confirm_entry(session: Session, application: Application, *, act: Act, confirmed: bool = True) -> Application:
    """The applicant confirms a bid that an officer typed; only then does it count (journeys 4.3c).

    With `confirmed` false the confirmation is taken back, because what was confirmed has changed.
    """
    if (application.confirmed_at is not None) != confirmed:
        application.confirmed_at = act.now if confirmed else None
        session.add(application)
        session.flush()
    return application


def flag(session: Session, application: Application, **flags: bool) -> Application:
    """Set `late`, `emergency` or both.

    Raises:
        BadInput: no such flag.
    """
    for name, value in flags.items():
        if name not in ("late", "emergency"):
            raise BadInput(f"'{name}' is not a flag of a case: use late or emergency", place=name)
        setattr(application, name, value)
    session.add(application)
    session.flush()
    return application


def prefer(
    session: Session, application: Application, *, preference: int | None, links: Mapping[str, Any] | None = None
) -> Application:
    """The lead's own order among its bids, and `depends_on` or `either_or` links: shown, never scored (journeys 2.4).

    Raises:
        BadInput: below 1, or a link of another kind.
    """
    if preference is not None and preference < 1:
        raise BadInput(f"{preference} is not a place in an order: start at 1", place="preference")
    unknown = set(links or {}) - {"depends_on", "either_or"}
    if unknown:
        raise BadInput(f"'{min(unknown)}' is not a kind of link: use depends_on or either_or", place="links")
    application.preference = preference
    if links is not None:
        application.links = plain(dict(links))
    session.add(application)
    session.flush()
    return application


def set_aside(session: Session, application: Application, *, act: Act) -> Application:
    """Take a test, a duplicate or an entry in error out of all lists and counts; it stays in the history.

    Raises:
        Refused: no reason is given. That no money or letter hangs on it is for the engine to see.
    """
    if not act.reason.strip():
        raise Refused.because(
            "reason_given", f"{application.ref} was not set aside: say whether it is a test, a duplicate or an error."
        )
    return advance(session, application, set_aside=True, set_aside_reason=act.reason)
