"""Changing the form or the scheme of a round that is under way, fairly, by the class of the change (journeys 4.2)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from fundflow import applications, audit, scoring
from fundflow.calendar import add_working_days
from fundflow.clock import london_day, moment_words, start_of, wire
from fundflow.definitions import Library, pinned_snapshot, unpin
from fundflow.engine import round_settings, seconding
from fundflow.engine.rounds import notices
from fundflow.engine.rounds.changing import OFFICE, SECOND, Changed, after_moving, basis_of
from fundflow.engine.rounds.opening import act_of, must_hold
from fundflow.engine.seconding import Request
from fundflow.errors import Refused
from fundflow.people import Actor

MORE_DAYS = 5
SETTING = "amendment_working_days"


@dataclass(frozen=True)
class Amendment:
    """What an edited definition would change in a round: its class, in words, whom it touches, the earliest new close."""

    change: str
    words: tuple[str, ...]
    pinned: Mapping[str, Any]
    affected: notices.Affected
    earliest: datetime | None

    @property
    def needs(self) -> str:
        """What must be done for it, in words."""
        if self.change == "material":
            assert self.earliest is not None
            return (
                f"a second person, a letter to everybody, and a closing time of {moment_words(self.earliest)} or later"
            )
        return {"none": "nothing: nothing changed", "wording": "one person"}.get(
            self.change, "one person, and a letter to everybody"
        )


def propose_amendment(session: Session, ref: str, library: Library) -> Amendment:
    """Compare edited definitions with what a round pinned: who decides and the life cycle stay as they were.

    Raises:
        NotFound: no such round or fund.
        BadInput: it changes what cannot change under way, or one of the round's settings does not fit it (a trigger for a
            criterion that goes); the place names the setting.
    """
    row = applications.get_round(session, ref)
    was = applications.definitions(row)
    edited = unpin(library.pin(row.fund))
    version = was.fund.form.version if was.fund.form else 1
    form = edited.fund.form.model_copy(update={"version": version}) if edited.fund.form else None
    fund = edited.fund.model_copy(update={"form": form, "version": was.fund.version})
    scheme = (
        edited.criteria.model_copy(update={"version": was.criteria.version})
        if (edited.criteria and was.criteria)
        else edited.criteria
    )
    fresh = pinned_snapshot(was.model_copy(update={"fund": fund, "criteria": scheme}))
    round_settings.checked(row.settings, unpin(fresh))
    change = applications.class_of_amendment(row, fresh)
    words = applications.changes_in_words(was.fund, fund, was.criteria, scheme)
    earliest = _earliest(row) if change == "material" else None
    return Amendment(change, words, fresh, notices.affected(session, row), earliest)


def _earliest(row: applications.Round) -> datetime:
    """The closing time moved by the round's working days (5 unless its settings say otherwise), at the same time of day."""
    days = row.settings.get(SETTING, MORE_DAYS)
    day = london_day(row.closes_at)
    return row.closes_at + (start_of(add_working_days(day, days)) - start_of(day))


def amend_round(
    session: Session,
    ref: str,
    *,
    library: Library,
    reason: str,
    actor: Actor,
    now: datetime,
    closes_at: datetime | None = None,
) -> tuple[Amendment, Changed]:
    """Amend a round from edited definitions. A material change takes a second person, a later close and notice to all.

    Bids that were sent stay valid on the form that they answered, and may be called back.

    Raises:
        Refused: no role, a tie, weights after the first locked score (`weights_fixed`), the round has closed, too short
            an extension (`extension_given`), the same person twice, other values.
        BadInput: the definitions change what cannot change under way.
    """
    row = applications.lock_round(session, ref)
    act = act_of(actor, now=now, what="amend_round", subject=ref, reason=reason)
    amendment = propose_amendment(session, ref, library)
    if not reason.strip() and amendment.change != "material":
        raise Refused.because(
            "reason_given", f"{row.title} was not amended: its history keeps why. Nothing has changed. Give the reason."
        )
    _weights_stand(session, row, amendment)
    if amendment.change == "material":
        return amendment, _materially(session, row, amendment, closes_at=closes_at, actor=actor, act=act)
    must_hold(actor, "officer", fund=row.fund, doing="Amending a round")
    return amendment, _lightly(session, row, amendment, reason=reason, act=act)


def _lightly(
    session: Session, row: applications.Round, amendment: Amendment, *, reason: str, act: audit.Act
) -> Changed:
    if amendment.change == "none":
        return Changed(row, None, amendment.affected)
    _repin(session, row, amendment, act)
    told: tuple[str, ...] = ()
    if amendment.change == "optional":
        notice = notices.Notice("optional", row.closes_at, reason, amendment.words)
        told = notices.tell(session, row, amendment.affected.all, notice, act=act)
    _record(session, row, amendment, act, told)
    return Changed(row, None, amendment.affected, told)


def _materially(
    session: Session,
    row: applications.Round,
    amendment: Amendment,
    *,
    closes_at: datetime | None,
    actor: Actor,
    act: audit.Act,
) -> Changed:
    assert amendment.earliest is not None
    _still_written(row, act)
    if closes_at is None or closes_at < amendment.earliest:
        said = f"{moment_words(closes_at)} is too early" if closes_at else "no new closing time is given"
        raise Refused.because(
            "extension_given",
            f"{row.title} was not amended: it is a change to what must be answered or how it is judged, and {said}. "
            f"Nothing has changed. Give everybody until {moment_words(amendment.earliest)} or later (--closes).",
        )
    applications.may_extend(row, closes_at=closes_at, now=act.now)
    notices.must_be_untied(session, row, actor, now=act.now)
    values = {"pinned": amendment.pinned["sha256"], "closes_at": wire(closes_at)}
    said = f"a material amendment ({'; '.join(amendment.words)}) with a closing time of {moment_words(closes_at)}"
    request = Request(
        "amend_round", row.ref, basis_of(session, row), values, said, "Amending a round", OFFICE, SECOND, row.fund
    )
    standing = seconding.seconded(session, request, actor=actor, act=act)
    if standing is None:
        return Changed(row, seconding.waiting(request, act), amendment.affected)
    act = act_of(actor, now=act.now, what="amend_round", subject=row.ref, reason=seconding.together(standing, act))
    was = row.closes_at
    _repin(session, row, amendment, act)
    applications.extend_round(session, row, closes_at=closes_at, act=act)
    notice = notices.Notice("material", was, standing.reason, amendment.words)
    done = after_moving(session, row, notice, actor=actor, act=act)
    _record(session, row, amendment, act, done.letters, closes_at=values["closes_at"])
    return done


def _still_written(row: applications.Round, act: audit.Act) -> None:
    """Let a material change go on only while bids are written."""
    if act.now > row.closes_at or row.state != "open":
        raise Refused.because(
            "round_open",
            f"{row.title} was not amended: it closed on {moment_words(row.closes_at)}, and what must be answered or how it is "
            "judged changes only while bids are written. Nothing has changed. You can use the new form in the next round.",
        )


def _repin(session: Session, row: applications.Round, amendment: Amendment, act: audit.Act) -> None:
    applications.amend_round(session, row, pinned=amendment.pinned, act=act)


def _record(
    session: Session,
    row: applications.Round,
    amendment: Amendment,
    act: audit.Act,
    told: tuple[str, ...],
    **more: Any,
) -> None:
    after = {"change": amendment.change, "words": amendment.words, "pinned": row.pinned_sha256, "told": told, **more}
    audit.record(session, act, after=after)


def _weights_stand(session: Session, row: applications.Round, amendment: Amendment) -> None:
    was, now = applications.definitions(row).criteria, unpin(amendment.pinned).criteria
    if applications.class_of_criteria(was, now) != "material":
        return
    cases = applications.find_cases(session, round_ref=row.ref, with_set_aside=True)
    locked = sum(len(scoring.locked_sets(session, case.id)) for case in cases)
    if locked:
        raise Refused.because(
            "weights_fixed",
            f"{row.title} was not amended: {locked} score sheet{' is' if locked == 1 else 's are'} locked, and criteria "
            "and weights stay as they are from the first on. Nothing has changed. You can use new ones in the next round.",
        )
