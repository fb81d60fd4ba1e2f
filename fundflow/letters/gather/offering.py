"""Facts of the offer and of what answers it: L04, L12, L17, L18, L18b, L21."""

from datetime import date
from typing import Any

from fundflow import money, monitoring, payments
from fundflow.calendar import Period, add_working_days
from fundflow.clock import end_of, london_day
from fundflow.letters import rules
from fundflow.letters.gather import pieces, supporting
from fundflow.letters.gather.assessing import next_round
from fundflow.letters.gather.deciding import cuts
from fundflow.letters.gather.subject import Row, Subject

_VAT = {
    "outside_scope": "This money is outside the scope of VAT, so please do not add VAT to a claim",
    "exempt": "This money is exempt from VAT, so please do not add VAT to a claim",
    "standard": "Add VAT at the standard rate to each claim, and send us a VAT invoice",
    "reverse": "We account for the VAT ourselves (reverse charge), so please do not add VAT to a claim",
}
_BASES = {
    "s96_assistance": "section 96 of the National Health Service Act 2006",
    "local_incentive_scheme": "a local incentive scheme",
    "contract_variation": "a variation of your contract",
    "premises_costs_directions": "the premises costs directions",
}
_COST_RULES = (
    "Claim what you spent, with employer's costs, up to the budget of each line",
    "Spend nothing on this work before you accept: we cannot pay for it",
    "Backfill is paid for the hours on the rota, at the rate in your bid",
)


def _day(given: object, otherwise: date) -> date:
    if isinstance(given, date):
        return given
    return date.fromisoformat(str(given)) if given else otherwise


def _cost_lines(subject: Subject) -> tuple[Row, ...]:
    """The budget by kind of cost and year; what was not agreed is taken off in a line of its own."""
    form = subject.pinned.fund.form
    titles = {kind.key: kind.title for kind in form.cost_types} if form else {}
    sums: dict[tuple[str, str], int] = {}
    for line in subject.case.content.lines:
        key = titles.get(line.cost_type, line.description), line.period
        sums[key] = sums.get(key, 0) + line.pence
    rows = tuple({"title": title, "year": year, "pence": pence} for (title, year), pence in sums.items())
    rest = subject.offer.pence - sum(sums.values())
    if not rows:
        return (
            {"title": subject.case.title or "The work in your bid", "year": "All years", "pence": subject.offer.pence},
        )
    return (*rows, {"title": "Less: not agreed (see section 1)", "year": "All years", "pence": rest}) if rest else rows


def _outcomes(subject: Subject, *, ends: date) -> tuple[Row, ...]:
    """The award's measures; before it has any, those of the bid that state where they start and where they end."""
    measured = monitoring.measures(subject.session, subject.application_id)
    if measured:
        return tuple(
            {
                "title": one.name,
                "baseline": f"{one.baseline} {one.unit}".strip(),
                "target": f"{one.target} {one.unit}".strip(),
                "by": one.target_on,
                "source": one.source or "your returns",
            }
            for one in measured
        )
    form = subject.pinned.fund.form
    titles = {tag.key: tag.title for tag in form.outcomes} if form else {}
    return tuple(
        {
            "title": str(line.get("name") or titles.get(key, key)),
            "baseline": str(line.get("baseline") or "to be measured"),
            "target": str(line.get("target") or "to be agreed"),
            "by": _day(line.get("target_on") or line.get("by"), ends),
            "source": str(line.get("source") or "your returns"),
        }
        for key, line in subject.case.content.outcomes.items()
        if isinstance(line, dict)
    )


def _dates(subject: Subject) -> tuple[date, date, date]:
    """First day, last day and last claim: of the offer's terms, else of the money's years."""
    terms, rule = subject.offer.terms, subject.pinned.fund.award
    periods = [Period.parse(period) for row in subject.offer.amounts.values() for period in row]
    ends = _day(terms.get("ends"), max((one.ends for one in periods), default=subject.day))
    starts = _day(terms.get("starts"), subject.day)
    return (
        max(starts, subject.day) if starts <= ends else starts,
        ends,
        _day(terms.get("last_claim"), _last(rule, ends)),
    )


def _last(rule: Any, ends: date) -> date:
    return _day(rule.last_claim if rule else None, ends)


def offer(subject: Subject) -> Row:
    """L04."""
    fund, made = subject.pinned.fund, subject.offer
    assert fund.payment is not None
    assert fund.award is not None
    starts, ends, last_claim = _dates(subject)
    return {
        "senders": subject.senders_of_offer,
        "decisions": subject.decisions or subject.decided("approved"),
        "version": made.number,
        "purpose": made.scope or f"the work in your bid “{subject.case.title}”",
        "amounts": subject.amounts(made.amounts),
        "cuts": cuts(subject, made.amounts),
        "accept_by": made.expires_at,
        "starts": starts,
        "ends": ends,
        "last_claim": last_claim,
        "participants": pieces.participants(subject),
        "conditions": pieces.conditions(subject),
        "instalments": pieces.planned_instalments(subject, made.amounts, starts=starts),
        "invoicing": pieces.invoicing(subject),
        "outcomes": _outcomes(subject, ends=ends),
        "reports": pieces.reports(subject, starts=starts, ends=ends),
        "cost_lines": _cost_lines(subject),
        "cost_rules": tuple(fund.settings.get("cost_rules", _COST_RULES)),
        "tolerance_percent": fund.payment.line_tolerance_percent,
        "tolerance": fund.payment.line_tolerance,
        "vat": _VAT[fund.payment.vat],
        "carry_forward": fund.money.carry_forward,
        "terms": tuple(made.terms.get("terms") or fund.award.wording),
        "retention_years": fund.award.retention_years,
        "legal_basis": _BASES.get(fund.award.legal_basis, fund.award.legal_basis),
        "signatory": subject.signatory,
    }


def confirmation(subject: Subject) -> Row:
    """L17."""
    award = subject.award
    signed = [one for one in subject.case.signatures if one.step == "accept"]
    lead = subject.name(subject.case.lead)
    payee = payments.payee(subject.session, award.recipient)
    due = [row["due"] for row in pieces.conditions(subject, kinds=("precedent",)) if row["due"]]
    return {
        "senders": subject.senders_of_offer,
        "decisions": subject.decisions or subject.decided("approved"),
        "offer_ref": rules.reference(subject.case.ref, "L04", subject.offer.number),
        "amounts": subject.amounts(award.amounts),
        "starts": award.starts,
        "ends": award.ends,
        "last_claim": award.last_claim_on,
        "signed": tuple({"name": one.person, "organisation": lead, "at": one.at} for one in signed)
        or ({"name": subject.signatory, "organisation": lead, "at": award.accepted_at},),
        "countersigned": tuple(
            {"name": body.signatory, "organisation": body.name, "at": subject.now}
            for body in map(subject.pinned.commissioner, subject.commissioners)
        ),
        "participants": pieces.participants(subject),
        "payee": subject.name(award.recipient),
        "bank_checked_on": london_day(payee.confirmed_at) if payee and payee.confirmed_at else None,
        "conditions": pieces.conditions(subject),
        "instalments": pieces.instalments(subject),
        "timetable": ({"what": "the conditions of the first payment are due", "when": max(due)},) if due else (),
    }


def lapsed(subject: Subject) -> Row:
    """L18: of an offer, or of the approval of a smaller bid."""
    made = subject.money.offer if subject.extra.get("stood") != "partially_approved" else None
    table = made.amounts if made else subject.approved
    if not money.total(table):
        table = subject.asked
    return {
        "kind": "offer" if made else "partial",
        "sent_on": london_day(made.issued_at if made else subject.case.state_since),
        "lapsed_at": made.expires_at if made else subject.now,
        "released": subject.amounts(table),
        "next_round": next_round(subject),
    }


def extended(subject: Subject) -> Row:
    """L18b; the old date is the fund's days after the offer, unless the step says (`was_due`)."""
    made = subject.offer
    first = london_day(made.issued_at)
    given = subject.extra.get("was_due")
    return {
        "was_due": given or min(made.expires_at, end_of(add_working_days(first, subject.pinned.fund.days.offer))),
        "accept_by": made.expires_at,
        "reason": subject.said("reason", "You asked for more time"),
        "amounts": subject.amounts(made.amounts),
    }


def withdrawal(subject: Subject) -> Row:
    """L12: a bid withdrawn, or an offer (or a part of a bid) declined."""
    step = str(subject.extra.get("step", "withdraw"))
    declined = step in ("decline", "refuse_part")
    stood = str(subject.extra.get("stood", ""))
    held: Any = (
        subject.approved
        if stood in ("approved", "partially_approved", "at_committee", "offer_issued", "offer_query")
        else {}
    )
    if subject.pinned.fund.support is not None:
        held = supporting.held(subject)
    if declined and subject.money.offer:
        held = subject.money.offer.amounts
    return {
        "kind": "declined" if declined else "withdrawn",
        "asked_by": subject.said("asked_by", subject.signatory),
        "asked_at": subject.now,
        "reason": subject.said("reason", ""),
        "released": subject.amounts(held),
        "reapply": next_round(subject),
    }


def authority(subject: Subject) -> Row:
    """L21."""
    award = subject.award
    done = [one for one in subject.money.conditions if one.kind == "precedent" and one.state in ("met", "waived")]
    return {
        "authorised_on": subject.day,
        "met": tuple(
            {
                "task": one.text,
                "how": one.state,
                "on": subject.day,
                "by": (one.waiver_authority or "the commissioners")
                if one.state == "waived"
                else "the primary care team",
            }
            for one in done
        ),
        "still_due": pieces.conditions(subject, kinds=("subsequent", "reporting")),
        "starts": award.starts,
        "ends": award.ends,
        "last_claim": award.last_claim_on,
        "instalments": pieces.instalments(subject),
        "invoicing": pieces.invoicing(subject),
        "reports": pieces.reports(subject, starts=award.starts, ends=award.ends),
        "spent_from": max(award.starts, london_day(award.accepted_at)),
    }


GATHER = {
    "L04": offer,
    "L12": withdrawal,
    "L17": confirmation,
    "L18": lapsed,
    "L18b": extended,
    "L21": authority,
}
