"""Keeps bodies, their terms of reference by version, and their members."""

from datetime import date, datetime

from sqlmodel import Session, select

from fundflow.audit import Act
from fundflow.clock import day_words, london_day
from fundflow.committees import queries
from fundflow.committees.rules import sentences
from fundflow.committees.tables import Committee, CommitteeMember, TermsVersion
from fundflow.definitions.committee import Terms
from fundflow.errors import BadInput, Conflict, NotFound, Refused


def ensure(session: Session, terms: Terms, *, act: Act, starts: date | None = None) -> Committee:
    """Have this version of a body's terms of reference on record, in force from `starts` (today, unless told).

    Doing it again changes nothing. A newer version also renames the body; sittings keep the version of their day.

    Raises:
        Conflict: the same version is on record with other words.
        Refused: `terms_version`, a newer version is on record already, or it would start before the last one.
    """
    body = session.exec(select(Committee).where(Committee.key == terms.committee)).first()
    written = terms.model_dump(mode="json")
    if body is None:
        body = Committee(
            key=terms.committee,
            title=terms.title,
            short_title=terms.short_title,
            kind=terms.kind,
            commissioner=terms.commissioner,
        )
        session.add(body)
        session.flush()
    known = queries.terms_versions(session, terms.committee)
    same = next((row for row in known if row.version == terms.version), None)
    if same is not None:
        if same.terms != written:
            raise Conflict(
                f"Version {terms.version} of the terms of {terms.short_title} is on record with other words: "
                f"give the new words version {known[-1].version + 1}."
            )
        return body
    day = starts or london_day(act.now)
    _refuse_older(terms, known[-1] if known else None, day)
    return _renew(session, body, terms, day, act)


def _renew(session: Session, body: Committee, terms: Terms, day: date, act: Act) -> Committee:
    assert body.id is not None
    session.add(
        TermsVersion(
            committee_id=body.id,
            version=terms.version,
            terms=terms.model_dump(mode="json"),
            starts=day,
            recorded_at=act.now,
            recorded_by=act.actor_id,
        )
    )
    body.title, body.short_title, body.kind = terms.title, terms.short_title, terms.kind
    body.commissioner = terms.commissioner
    session.add(body)
    session.flush()
    return body


def _refuse_older(terms: Terms, last: TermsVersion | None, day: date) -> None:
    if last is not None and (terms.version < last.version or day < last.starts):
        raise Refused.because(
            "terms_version",
            f"These terms of {terms.short_title} were not recorded. Version {last.version} has been in force since "
            f"{day_words(last.starts)}. Give yours a later version and a day not before that one.",
        )


def add_member(
    session: Session,
    committee_key: str,
    person_id: int,
    *,
    name: str,
    role: str,
    starts: date,
    ends: date | None = None,
    voting: bool = True,
    act: Act,
) -> CommitteeMember:
    """Give a person a seat in a role; `name` is how the minutes call them. A role that does not vote never votes.

    Raises:
        Conflict: they hold this seat already on a day of these.
        Refused: `seat_after_meeting`, the body has met since the first day.
        BadInput: the last day is before the first.
    """
    body = queries.committee(session, committee_key)
    assert body.id is not None
    if ends is not None and ends < starts:
        raise BadInput(f"a seat from {day_words(starts)} cannot end on {day_words(ends)}", place="ends")
    terms = queries.terms(session, committee_key, on=max(starts, london_day(act.now)))
    seat = CommitteeMember(
        committee_id=body.id,
        person_id=person_id,
        name=name,
        role=role,
        voting=voting and role in terms.votes_by,
        starts=starts,
        ends=ends,
        reason=act.reason,
    )
    _refuse_held(session, body, seat)
    _refuse_met(session, body, seat)
    return _kept(session, seat)


def _refuse_held(session: Session, body: Committee, asked: CommitteeMember) -> None:
    for seat in queries.standing_seats(session, asked.committee_id):
        mine = seat.person_id == asked.person_id and seat.role == asked.role
        if (
            mine
            and (asked.ends is None or seat.starts <= asked.ends)
            and (seat.ends is None or asked.starts <= seat.ends)
        ):
            first, called = day_words(max(seat.starts, asked.starts)), sentences.role(asked.role)
            raise Conflict(f"{asked.name} is {called} of {body.short_title} already on {first}.")


def _refuse_met(session: Session, body: Committee, asked: CommitteeMember) -> None:
    met = queries.last_met(session, asked.committee_id)
    if met is not None and met >= asked.starts:
        raise Refused.because(
            "seat_after_meeting",
            f"{asked.name} was not given a seat from {day_words(asked.starts)}: {body.short_title} met on {day_words(met)}, "
            "and who sat there stays as it was. Nothing has changed. Give the seat from the day after.",
        )


def end_membership(
    session: Session, committee_key: str, person_id: int, *, on: date, role: str | None = None, act: Act
) -> list[CommitteeMember]:
    """End a person's seats on a body with a day, today or later, or the one seat of a role; the rows stay (case 69).

    A seat that would begin only after that day never begins: it is taken away, for nobody ever sat in it.

    Raises:
        NotFound: they hold no seat.
        BadInput: the day has passed, so that earlier meetings would change.
    """
    body = queries.committee(session, committee_key)
    if on < london_day(act.now):
        raise BadInput(f"a seat can end today or later, not on {day_words(on)}", place="on")
    seats = [
        seat
        for seat in queries.standing_seats(session, body.id or 0)
        if seat.person_id == person_id and role in (None, seat.role) and (seat.ends is None or seat.ends >= on)
    ]
    if not seats:
        which = f"no seat as {sentences.role(role)}" if role else "no seat"
        raise NotFound(f"This person holds {which} on {body.short_title} on {day_words(on)}.")
    for seat in seats:
        if seat.starts > on:
            session.delete(seat)
        else:
            seat.ends = on
            session.add(seat)
    session.flush()
    return seats


def co_opt(
    session: Session, sitting_id: int, person_id: int, *, name: str, role: str, at: datetime | None = None, act: Act
) -> CommitteeMember:
    """Seat somebody from outside for one sitting, from a moment on (quorum route 2); `act.reason` says why.

    Raises:
        Refused: `may_co_opt`, the terms let the body co-opt nobody, or the role has no vote.
        BadInput: no reason.
    """
    found = queries.room(session, sitting_id)
    if not act.reason:
        raise BadInput("say why this person is co-opted", place="reason")
    if not found.terms.co_opt or role not in found.terms.votes_by:
        who = ", ".join(found.terms.co_opt) or "nobody"
        raise Refused.because(
            "may_co_opt",
            f"{name} was not co-opted as {role.replace('_', ' ')}. The terms of {found.terms.short_title} allow: "
            f"{who}. You can put the item off to a later meeting.",
        )
    sitting = queries.sitting_by_id(session, sitting_id)
    meeting = queries.meeting_by_id(session, sitting.meeting_id)
    return _kept(
        session,
        CommitteeMember(
            committee_id=sitting.committee_id,
            person_id=person_id,
            name=name,
            role=role,
            starts=meeting.held_on,
            ends=meeting.held_on,
            sitting_id=sitting_id,
            since=at or act.now,
            reason=act.reason,
        ),
    )


def _kept(session: Session, seat: CommitteeMember) -> CommitteeMember:
    session.add(seat)
    session.flush()
    return seat
