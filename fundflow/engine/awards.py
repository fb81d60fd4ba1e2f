"""Awards between their steps: conditions, duties, assets, and what a change needs before it is decided; each recorded."""

from datetime import date, datetime

from sqlmodel import Session

from fundflow import audit, awards, organisations, payments
from fundflow.clock import london_day
from fundflow.engine.case import Case, open_case
from fundflow.engine.rounds import must_hold
from fundflow.errors import BadInput, Refused
from fundflow.people import Actor


def _condition(case: Case, number: int) -> awards.Condition:
    return awards.condition(case.session, case.id, number)


def meet_condition(
    session: Session, ref: str, number: int, *, reason: str, actor: Actor, now: datetime, evidence_file: str = ""
) -> awards.Condition:
    """Record that a condition is met, with its evidence or why in words."""
    case = open_case(session, ref, actor=actor, now=now, reason=reason, step="meet_condition", lock=True)
    must_hold(actor, "officer", fund=case.fund_id, doing="Recording that a condition is met")
    made = awards.meet_condition(session, _condition(case, number), evidence_file=evidence_file, act=case.act())
    audit.record(session, case.act(), after={"condition": number, "state": made.state})
    return made


def waive_condition(
    session: Session, ref: str, number: int, *, authority: str, reason: str, actor: Actor, now: datetime
) -> awards.Condition:
    """Record that a condition is given up by its authority, with the reason."""
    case = open_case(session, ref, actor=actor, now=now, reason=reason, step="waive_condition", lock=True)
    must_hold(actor, "officer", "delegate", fund=case.fund_id, doing="Waiving a condition")
    made = awards.waive_condition(session, _condition(case, number), authority=authority, act=case.act())
    audit.record(session, case.act(), after={"condition": number, "state": made.state, "authority": authority})
    return made


def miss_condition(
    session: Session, ref: str, number: int, *, reason: str, actor: Actor, now: datetime
) -> awards.Condition:
    """Record that a condition was not met in time, with what was found; it can still be met, or be given up.

    Raises:
        Refused: it was settled before, no reason is given, or this is not an officer.
    """
    case = open_case(session, ref, actor=actor, now=now, reason=reason, step="miss_condition", lock=True)
    must_hold(actor, "officer", fund=case.fund_id, doing="Recording that a condition was not met")
    made = awards.fail_condition(session, _condition(case, number), act=case.act())
    audit.record(session, case.act(), after={"condition": number, "state": made.state})
    return made


def date_instalment(
    session: Session, ref: str, key: str, *, opens_on: date | None, reason: str, actor: Actor, now: datetime
) -> payments.Tranche:
    """Move the first day on which an instalment can be claimed; no day means from now on.

    Raises:
        Refused: no such instalment, all of it is claimed, no reason is given, or this is not an officer.
    """
    case = open_case(session, ref, actor=actor, now=now, reason=reason, step="date_instalment", lock=True)
    must_hold(actor, "officer", "finance", fund=case.fund_id, doing="Moving an instalment's first day")
    before = next((row.earliest_on for row in payments.tranches(session, case.id) if row.key == key), None)
    made = payments.date_tranche(session, case.id, key, earliest_on=opens_on, act=case.act())
    audit.record(session, case.act(), before={"instalment": key, "opens_on": before}, after={"opens_on": opens_on})
    return made


def set_duty(
    session: Session,
    ref: str,
    organisation: str,
    *,
    duty: str,
    actor: Actor,
    now: datetime,
    pence: int | None = None,
) -> awards.Duty:
    """State what one participant owes under the award, and its part of the money where that is agreed (pence).

    Raises:
        Refused: it does not take part, or this is not an officer.
    """
    case = open_case(session, ref, actor=actor, now=now, step="award.duty", lock=True)
    must_hold(actor, "officer", fund=case.fund_id, doing="Stating a duty")
    if organisation not in {one.organisation for one in case.dossier.present}:
        raise Refused.because(
            "participant_present",
            f"No duty was stated: {organisation} takes no part in {ref}. Nothing has changed. Check the code, or let it "
            "join by a change.",
        )
    made = awards.set_duty(session, case.awarded, organisation=organisation, duty=duty, pence=pence)
    audit.record(session, case.act(), after={"organisation": organisation, "duty": duty, "pence": pence})
    return made


def add_asset(
    session: Session,
    ref: str,
    *,
    what: str,
    pence: int,
    bought_on: date,
    life_years: int,
    duty: str,
    actor: Actor,
    now: datetime,
) -> awards.Asset:
    """List something that lasts and that the money bought, with the duty that outlives the award."""
    case = open_case(session, ref, actor=actor, now=now, step="award.asset", lock=True)
    must_hold(actor, "officer", "finance", fund=case.fund_id, doing="Listing an asset")
    made = awards.add_asset(
        session,
        case.awarded,
        what=what,
        pence=pence,
        bought_on=bought_on,
        life_years=life_years,
        duty=duty,
        act=case.act(),
    )
    audit.record(session, case.act(), after={"asset": made.number, "what": what, "pence": pence, "until": made.until})
    return made


def end_asset(
    session: Session, ref: str, number: int, *, on: date, reason: str, actor: Actor, now: datetime
) -> awards.Asset:
    """End the duty on something that the money bought, with the reason; the award itself may be closed long since."""
    case = open_case(session, ref, actor=actor, now=now, reason=reason, step="award.end_asset", lock=True)
    must_hold(actor, "officer", "finance", fund=case.fund_id, doing="Ending a duty on an asset")
    made = awards.end_asset(session, case.awarded, number, on=on, act=case.act())
    audit.record(session, case.act(), after={"asset": number, "ended_on": on})
    return made


def take_over(session: Session, ref: str, *, actor: Actor, now: datetime) -> awards.Variation:
    """The signatory of the organisation to which an award is to pass says that it takes it over, with all its duties.

    Raises:
        Refused: no such change waits, or this person does not sign for that organisation.
    """
    case, variation, code = _novation(session, ref, "award.take_over", actor=actor, now=now)
    if not actor.has("signatory", organisation=code):
        name = organisations.names(session, [code]).get(code, code)
        raise Refused.because(
            "may_act",
            f"{ref} was not taken over: only a signatory of {name} ({code}) can say so, and {actor.name} is not one. "
            "Nothing has changed. Ask them.",
        )
    facts = {"taken_over_by": f"{actor.name}, {london_day(now)}"}
    made = awards.add_to_variation(session, variation, facts=facts)
    audit.record(session, case.act(), after=facts)
    return made


def record_due_diligence(session: Session, ref: str, *, found: str, actor: Actor, now: datetime) -> awards.Variation:
    """An officer records what was looked at before an award passes to another lead, and what was found."""
    case, variation, _code = _novation(session, ref, "award.due_diligence", actor=actor, now=now)
    must_hold(actor, "officer", "finance", fund=case.fund_id, doing="Recording due diligence")
    if not found.strip():
        raise BadInput("say what was looked at and what was found", place="due diligence")
    facts = {"due_diligence": f"{found.strip()} ({actor.name}, {london_day(now)})"}
    made = awards.add_to_variation(session, variation, facts=facts)
    audit.record(session, case.act(), after=facts)
    return made


def _novation(
    session: Session, ref: str, step: str, *, actor: Actor, now: datetime
) -> tuple[Case, awards.Variation, str]:
    case = open_case(session, ref, actor=actor, now=now, step=step, lock=True)
    variation = awards.open_variation(session, case.award_id)
    code = str(variation.details.get("recipient", "")) if variation else ""
    if variation is None or not code:
        raise Refused.because(
            "novation_asked",
            f"Nothing was recorded: no change of the lead of {ref} waits. Ask for one first "
            "(fundflow award vary --kind novation).",
        )
    return case, variation, code
