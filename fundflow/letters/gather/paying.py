"""Facts of letters about claims, payments and recoveries: L08, L08a, L08b, L09, L09b, L09c, N5.

The step or event names the record: `claim`, `payment` or `recovery`, by reference.
"""

from collections.abc import Sequence
from datetime import date

from fundflow import awards, monitoring, organisations, payments
from fundflow.calendar import add_working_days, deadline
from fundflow.clock import day_words, end_of, london_day
from fundflow.errors import BadInput
from fundflow.letters import queries, rules
from fundflow.letters.filters import listed
from fundflow.letters.gather import pieces
from fundflow.letters.gather.subject import Row, Subject

_MOST_INSTALMENTS = 6


def _named(subject: Subject, what: str) -> str:
    given = subject.extra.get(what) or subject.extra.get(f"{what}_ref")
    if not given:
        raise BadInput(f"the {what} that the letter is about is not named: give {what}=REFERENCE", place=what)
    return str(given)


def _claim(subject: Subject) -> payments.Claim:
    return payments.claim(subject.session, _named(subject, "claim"))


def _sum(subject: Subject, claim: payments.Claim) -> int:
    return sum(line.pence for line in payments.lines(subject.session, claim.id))


_ROUTES = {"invoice": "bank transfer", "pcse": "your monthly statement"}


def _instalments(titles: Sequence[str]) -> str:
    named = listed([f"“{title}”" for title in titles])
    return f"instalment {named}" if len(titles) == 1 else (f"instalments {named}" if titles else "a payment")


def _span(first: date, last: date) -> str:
    return day_words(first) if first == last else f"{day_words(first)} to {day_words(last)}"


def remittance(subject: Subject) -> Row:
    """L08; `payment` names it."""
    said = payments.remittance(subject.session, _named(subject, "payment"))
    net = payments.payment(subject.session, said.payment_ref)
    parts = payments.payment_parts(subject.session, net)
    years: dict[str, int] = {}
    for part in parts:
        years[part.period] = years.get(part.period, 0) + part.pence
    award = said.cumulative_paid + said.balance
    names = organisations.names(subject.session, [said.payee])
    return {
        "payment_ref": said.payment_ref,
        "paid_on": said.paid_on or subject.day,
        "own": said.payee == subject.case.lead,
        "payee": f"{names.get(said.payee, said.payee)} (vendor {said.vendor_reference})",
        "instalment": _instalments(said.tranches),
        "period": _span(said.period_from, said.period_to),
        "claims": (said.claim_ref,),
        "invoices": said.invoices,
        "payers": tuple(
            {"commissioner": subject.short(said.payer), "year": year, "pence": pence} for year, pence in years.items()
        )
        or ({"commissioner": subject.short(said.payer), "year": "this year", "pence": said.gross},),
        "gross": said.gross,
        "vat": said.vat,
        "deductions": tuple(
            {"what": f"Recovery {ref}, as you agreed", "pence": pence} for ref, pence in said.deductions
        ),
        "paid": said.net,
        "account_ends": None,
        "narrative": said.narrative[:35],
        "route": _ROUTES.get(said.route, said.route.replace("_", " ")),
        "award": award,
        "paid_to_date": said.cumulative_paid,
        "left": said.balance,
    }


def claim_query(subject: Subject) -> Row:
    """L08a."""
    claim = _claim(subject)
    asked = [one for one in payments.questions(subject.session, claim.id) if not one.answer]
    if not asked:
        raise BadInput(f"no question about {claim.ref} is open", place="claim")
    whole = _sum(subject, claim)
    return {
        "claim_ref": claim.ref,
        "claimed": whole,
        "received_at": claim.submitted_at or claim.state_since,
        "asked_by": subject.person(asked[-1].asked_by, "The person who checks it"),
        "lines": tuple({"line": f"Question {one.number}", "pence": whole, "question": one.question} for one in asked),
        "answer_by": end_of(max(one.due_on for one in asked)),
    }


def claim_refused(subject: Subject) -> Row:
    """L08b: lines cut where there are any, else the whole claim."""
    claim = _claim(subject)
    lines = payments.lines(subject.session, claim.id)
    why = claim.refused_reason or subject.said("reason", "it does not meet the agreement")
    refused = claim.state == "refused"
    agreed = 0 if refused else sum(line.approved_pence or 0 for line in lines)
    return {
        "claim_ref": claim.ref,
        "claimed": sum(line.pence for line in lines),
        "agreed": agreed,
        "received_at": claim.submitted_at or claim.state_since,
        "decided_by": subject.said("decided_by", claim.refused_name or claim.approved_name or "The finance team"),
        "cuts": tuple(
            {
                "what": line.description,
                "asked": line.pence,
                "agreed": 0 if refused else line.approved_pence or 0,
                "why": line.cut_reason or why,
            }
            for line in lines
            if refused or (line.approved_pence or 0) < line.pence
        ),
        "source": subject.said("source", "sections 5 and 6 of our agreement"),
        "pay_by": _after(subject.day, subject.pinned.fund.days.pay_within_calendar) if agreed else None,
        "challenge_by": subject.days_on("reconsideration"),
        "reclaim": "You can claim again if you send what was missing",
    }


def _after(day: date, days: int) -> date:
    return date.fromordinal(day.toordinal() + days)


def claim_held(subject: Subject) -> Row:
    """N5."""
    claim = _claim(subject)
    award = subject.award
    since = london_day(award.suspended_since) if award.suspended_since else None
    return {
        "claim_ref": claim.ref,
        "claimed": _sum(subject, claim),
        "held_on": london_day(claim.state_since),
        "why": claim.held_reason or subject.said("reason", "Payments on this award are stopped for now"),
        "needs": _needed(subject),
        "spent_before": since,
    }


def _needed(subject: Subject) -> tuple[str, ...]:
    """What the recipient must do before the claim goes on: the late returns, and what a stop of payments asks for."""
    late = monitoring.overdue_returns(subject.session, on=subject.day, application_id=subject.application_id)
    returns = [f"Send us {one.title} {one.label}, which was due on {day_words(one.due_on)}" for one in late]
    stopped = awards.open_suspension(subject.session, subject.award.id)
    remedy = [stopped.remedy] if stopped and stopped.remedy else []
    return (*returns, *remedy)


def _notice(subject: Subject, recovery: payments.Recovery) -> str:
    """The reference of the letter that gave notice of this recovery."""
    sent = queries.find(subject.session, application_id=subject.application_id, code="L09")
    mine = [one.ref for one in sent if one.facts.get("recovery_ref") == recovery.ref and one.state != "voided"]
    return mine[-1] if mine else rules.reference(subject.case.ref, "L09", recovery.number)


def _recovery(subject: Subject) -> payments.Recovery:
    return payments.recovery(subject.session, _named(subject, "recovery"))


def _owed(subject: Subject, recovery: payments.Recovery) -> int:
    return sum(row.due_pence for row in payments.recovery_shares(subject.session, recovery.id))


_FIGURES = {
    "paid_pence": ("paid to you", 1),
    "eligible_pence": ("less: spent on the agreed work", -1),
    "cost_pence": ("cost of what was bought", 1),
}


def recovery_notice(subject: Subject) -> Row:
    """L09; `recovery` names it."""
    recovery = _recovery(subject)
    owed = _owed(subject, recovery)
    figures = {key: int(value) for key, value in recovery.working.items() if key in _FIGURES}
    paid = figures.get("paid_pence", pieces.paid(subject))
    working: tuple[Row, ...] = tuple(
        {"what": _FIGURES[key][0], "pence": _FIGURES[key][1] * value} for key, value in figures.items()
    )
    days = [add_working_days(subject.day, 20 * at) for at in range(2, _MOST_INSTALMENTS + 2)]
    return {
        "recovery_ref": recovery.ref,
        "paid": paid,
        "spent": figures.get("eligible_pence", paid - owed),
        "owed": owed,
        "clause": recovery.clause,
        "clause_words": "Money that was paid and not properly spent is to be returned",
        "working": working
        if sum(row["pence"] for row in working) == owed
        else ({"what": recovery.calculation, "pence": owed},),
        "evidence": (),
        "reply_by": recovery.reply_by or subject.days_on("recovery_reply"),
        "panel": "People who took no part in this will look at it and write to you",
        "most_instalments": _MOST_INSTALMENTS,
        "example": tuple({"on": one.due_on, "pence": one.pence} for one in payments.plan_instalments(owed, days)),
        "set_off_against": "",
        "vat": "No VAT is added to this sum",
        "interest": "We charge no interest if you pay, or agree a plan, by the reply date",
        "partners_liable": "Only your organisation owes this sum to us",
        "other_claims": "They go on as usual",
        "pay_to": _pay_to(subject),
    }


def _pay_to(subject: Subject) -> str:
    return f"the account that our finance team gives you when you ring {_telephone(subject)}"


def _telephone(subject: Subject) -> str:
    contact = subject.pinned.fund.contact
    return contact.telephone if contact else "us"


_GROUNDS = {"default": "default", "agree": "agreed", "reduce": "panel", "dismiss": "panel"}


def final_demand(subject: Subject) -> Row:
    """L09b."""
    recovery = _recovery(subject)
    plan = payments.instalments(subject.session, recovery.id)
    last = max((one.plan for one in plan), default=0)
    received = sum(row.received_pence for row in payments.recovery_shares(subject.session, recovery.id))
    return {
        "recovery_ref": recovery.ref,
        "ground": _GROUNDS.get(str(subject.extra.get("step", "")), "agreed" if recovery.reply else "no_reply"),
        "notice_ref": _notice(subject, recovery),
        "notice_on": london_day(recovery.notice_at or recovery.raised_at),
        "owed": _owed(subject, recovery),
        "received": received,
        "clause": recovery.clause,
        "pay_by": subject.days_on("recovery_reply"),
        "instalments": tuple({"on": one.due_on, "pence": one.pence} for one in plan if one.plan == last),
        "interest": "None until that day",
        "pay_to": _pay_to(subject),
        "next_step": "Our finance team would decide how to collect it",
    }


def recovery_outcome(subject: Subject) -> Row:
    """L09c."""
    recovery = _recovery(subject)
    shares = payments.recovery_shares(subject.session, recovery.id)
    was, owed = sum(row.pence for row in shares), sum(row.due_pence for row in shares)
    upheld = recovery.state == "cancelled" or owed == 0
    names = [str(one.get("name", one)) if isinstance(one, dict) else str(one) for one in recovery.panel]
    return {
        "recovery_ref": recovery.ref,
        "outcome": "uphold" if upheld else ("reduce" if owed < was else "dismiss"),
        "notice_ref": _notice(subject, recovery),
        "heard_on": subject.day,
        "heard_by": f"{' and '.join(names) or 'People who took no part before'} looked at your reply",
        "was_owed": was,
        "owed": 0 if upheld else owed,
        "findings": (
            recovery.panel_reason or recovery.closing_reason or subject.said("reason", "Your reply was weighed"),
        ),
        "pay_by": None
        if upheld
        else london_day(deadline(subject.now, working_days=subject.pinned.fund.days.recovery_reply)),
        "pay_to": _pay_to(subject),
    }


GATHER = {
    "L08": remittance,
    "L08a": claim_query,
    "L08b": claim_refused,
    "L09": recovery_notice,
    "L09b": final_demand,
    "L09c": recovery_outcome,
    "N5": claim_held,
}
