"""Facts of letters while an award runs: L11, L11b, L13, L13b, L13c, L22, L22b, N3."""

from datetime import date
from typing import Any

from fundflow import applications, awards, monitoring
from fundflow.calendar import add_working_days, working_days_between
from fundflow.clock import day_words, london_day
from fundflow.errors import BadInput
from fundflow.letters.gather import pieces
from fundflow.letters.gather.subject import Row, Subject
from fundflow.money import pounds


def _variation(subject: Subject) -> awards.Variation:
    rows = awards.variations(subject.session, subject.award.id)
    if not rows:
        raise BadInput(f"no change of {subject.case.ref} was asked for", place="variation")
    return rows[-1]


def _before_after(subject: Subject, row: awards.Variation) -> tuple[Row, ...]:
    """Amounts by commissioner and year, before and after; where the change is not of money, as they stand."""
    before = {(one["commissioner"], one["period"]): int(one["pence"]) for one in row.before}
    after = {(one["commissioner"], one["period"]): int(one["pence"]) for one in row.after}
    standing = {(code, year): pence for code, years in subject.award.amounts.items() for year, pence in years.items()}
    first, last = {**standing, **before}, {**standing, **before, **after}
    return tuple(
        {"commissioner": subject.short(code), "year": year, "before": first.get((code, year), 0), "after": pence}
        for (code, year), pence in last.items()
    )


_SAID = {
    "recipient": "Who leads the work and is paid",
    "taken_over_by": "Who took the award over",
    "joins": "Who joins",
    "practice": "Who now belongs to another commissioner",
    "leaves": "Who leaves",
    "starts": "First day of the work",
    "ends": "Last day of the work",
    "last_claim_on": "Last day for claims",
    "scope": "What is done for the money",
    "cancel_milestones": "Milestones that fall away",
}
_UNSAID = ("due_diligence",)  # the office's own papers


def _changes(subject: Subject, row: awards.Variation) -> tuple[Row, ...]:
    return tuple(
        {
            "what": _SAID.get(key, key.replace("_", " ").capitalize()),
            "before": "As agreed",
            "after": _after(subject, key, value),
        }
        for key, value in row.details.items()
        if value not in (None, "", [], {}) and key not in _UNSAID
    )


def _after(subject: Subject, key: str, value: Any) -> str:
    """A changed fact in words: organisations by name, days written out, lists with commas."""
    every = value if isinstance(value, list) else [value]
    if key in ("recipient", "joins", "leaves", "practice"):
        return ", ".join(f"{subject.name(str(code))} ({code})" for code in every)
    if key in ("starts", "ends", "last_claim_on"):
        return day_words(date.fromisoformat(str(value)))
    if all(isinstance(one, dict) for one in every):
        return "; ".join(", ".join(f"{name} {part}" for name, part in one.items()) for one in every)
    return ", ".join(str(one) for one in every)


def variation(subject: Subject) -> Row:
    """L11."""
    row = _variation(subject)
    return {
        "number": row.number,
        "asked_by": subject.person(row.requested_by, subject.signatory),
        "reason": pieces.lower_first(row.reason),
        "authority": pieces.authority(row.authority or subject.said("minute", "")),
        "effective_on": london_day(row.decided_at or subject.now),
        "changes": _changes(subject, row),
        "amounts": _before_after(subject, row),
        "conditions": (),
    }


def variation_refused(subject: Subject) -> Row:
    """L11b."""
    row = _variation(subject)
    moved = tuple(
        {
            "what": f"{one['commissioner']}, {one['year']}",
            "before": pounds(one["before"]),
            "after": pounds(one["after"]),
        }
        for one in _before_after(subject, row)
        if one["before"] != one["after"]
    )
    kind = {"what": f"Change of {row.kind}", "before": "As agreed", "after": row.reason}
    return {
        "number": row.number,
        "asked_by": subject.person(row.requested_by, subject.signatory),
        "asked_on": london_day(row.requested_at),
        "changes": (*moved, *_changes(subject, row)) or (kind,),
        "reasons": (row.decision_reason or subject.said("reason", "It goes beyond what was decided"),),
        "authority": pieces.authority(row.authority or subject.said("minute", "")),
        "challenge_by": subject.days_on("reconsideration"),
    }


def overdue(subject: Subject) -> Row:
    """L13; returns that are not in on the day."""
    late = monitoring.overdue_returns(subject.session, on=subject.day, application_id=subject.application_id)
    if not late:
        raise BadInput(f"no report of {subject.case.ref} is overdue", place="return")
    rows = tuple(
        {
            "title": f"{one.title}, {one.label}",
            "due": one.due_on,
            "days_late": working_days_between(one.due_on, subject.day),
        }
        for one in late
    )
    stops = add_working_days(min(one.due_on for one in late), subject.pinned.fund.days.return_suspension)
    return {
        "late": rows,
        "stops_on": stops if stops > subject.day else add_working_days(subject.day, 5),
        "where": "the award's own page, under reports",
        "held": pieces.waiting_claims(subject, states=("held", "held_approved")),
    }


def review(subject: Subject) -> Row:
    """L13b."""
    return {
        "why": pieces.lower_first(subject.said("reason", "a fact that it rests on has changed")),
        "source": "section 3 (who takes part)",
        "needs": (),
        "meeting": subject.pinned.terms(subject.commissioners[0]).title,
        "meeting_on": subject.next_meeting,
        "possible": ("the award goes on", "it goes on with less money", "payments stop for a time", "it ends"),
    }


def review_result(subject: Subject) -> Row:
    """L13c."""
    return {
        "decisions": subject.decided("award goes on"),
        "why": subject.said("reason", "The fund's rules are still met"),
        "conditions": pieces.conditions(subject),
    }


def suspension(subject: Subject) -> Row:
    """L22."""
    held = awards.open_suspension(subject.session, subject.award.id)
    reason = held.reason if held else subject.said("reason", "a term of the agreement is not kept")
    remedy = (held.remedy if held else "") or subject.said("remedy", "put right what is named above, and tell us")
    signers = applications.last_signed(subject.session, subject.application_id, step="suspend")
    signed = [subject.person(one.person_id, "") for one in signers]
    by = subject.person(held.suspended_by if held else None, "The primary care team")
    return {
        "suspended_on": london_day(held.suspended_at) if held else subject.day,
        "why": pieces.lower_first(reason),
        "source": "section 9 of our agreement",
        "needs": ({"what": remedy, "when": subject.days_on("clarification")},),
        "held": pieces.waiting_claims(subject),
        "decided_by": tuple(dict.fromkeys(signed or [by])),
        "long_stop": london_day(held.long_stop_at) if held else subject.days_on("suspension_long_stop"),
        "challenge_by": subject.days_on("reconsideration"),
    }


def lifted(subject: Subject) -> Row:
    """L22b."""
    since = subject.extra.get("suspended_on") or _last_suspension(subject)
    return {
        "lifted_on": subject.day,
        "suspended_on": since,
        "why": subject.said("reason", "What was wrong has been put right"),
        "released": pieces.waiting_claims(subject, states=("submitted", "approved")),
        "timetable": (),
    }


def _last_suspension(subject: Subject) -> Any:
    since = subject.award.suspended_since
    kept = subject.case.facts.get("suspended_at")
    return london_day(since) if since else (kept or london_day(subject.case.state_since))


def end_near(subject: Subject) -> Row:
    """N3."""
    award = subject.award
    rules = subject.pinned.fund.returns
    asks = tuple(dict.fromkeys(ask.title for rule in rules for ask in rule.asks))
    paid, claimed = pieces.paid(subject), pieces.claimed(subject)
    return {
        "ends": award.ends,
        "last_claim": award.last_claim_on,
        "report_due": london_day(subject.at("final_report_due", days="final_report")),
        "award": award.pence,
        "paid": paid,
        "waiting": max(0, claimed - paid),
        "unclaimed": max(0, award.pence - claimed),
        "report_asks": asks,
    }


GATHER = {
    "L11": variation,
    "L11b": variation_refused,
    "L13": overdue,
    "L13b": review,
    "L13c": review_result,
    "L22": suspension,
    "L22b": lifted,
    "N3": end_near,
}
