"""Gathers the letters of targeted support; no letter names another practice."""

from datetime import date

from fundflow import applications, ledger, organisations, support
from fundflow.calendar import months_after
from fundflow.definitions.support import Support
from fundflow.errors import BadInput
from fundflow.letters.gather.subject import Row, Subject

_SOURCES = {
    "commissioner": "Your commissioner's primary care team",
    "lmc": "The local medical committee",
    "nhs_england": "NHS England's local team",
    "federation": "Your federation",
    "practice": "You yourselves",
}


def rules(subject: Subject) -> Support:
    """The fund's own rules for support.

    Raises:
        BadInput: it has none.
    """
    found = subject.pinned.fund.support
    if found is None:
        raise BadInput(f"{subject.pinned.fund.title} has no rules for support", place="support")
    return found


def consent(subject: Subject) -> Row:
    """R1."""
    known = support.nomination(subject.session, subject.application_id)
    assert known is not None
    titles = {reason.key: reason.title for reason in rules(subject).reasons}
    return {
        "put_forward_by": _SOURCES[known.source],
        "reasons": tuple(titles.get(theme, theme) for theme in known.themes),
        "answer_by": subject.days_on("clarification"),
        "decided_by": rules(subject).decided_by,
        "information": rules(subject).terms.information,
    }


def signpost(subject: Subject) -> Row:
    """R2."""
    rated = support.ratings(subject.session, subject.application_id)
    bands = {band.key: band.means for band in rules(subject).matrix.bands}
    otherwise = (
        f"Scope for support was put at {rated[-1].scope} of 3 and its impact at {rated[-1].impact} of 3. "
        f"{bands[rated[-1].band]}"
        if rated
        else "Another kind of help fits better"
    )
    return {"reason": subject.said("reason", otherwise), "routes": subject.pinned.fund.other_routes}


def reserve(subject: Subject) -> Row:
    """R3."""
    lapsed = subject.extra.get("step") == "lapse"
    otherwise = "Our offer was not answered by its date" if lapsed else "Others need this support sooner"
    return {
        "reason": subject.said("reason", otherwise),
        "review_by": months_after(subject.day, rules(subject).review_months),
    }


def pieces(subject: Subject, rows: list[support.SupportItem]) -> tuple[Row, ...]:
    """Support as a letter lists it, providers by name."""
    names = organisations.names(subject.session, sorted({row.provider for row in rows}))
    return tuple(
        {
            "title": row.title,
            "provider": names.get(row.provider, row.provider),
            "days": _days(row.half_days),
            "pence": row.pence,
            "starts": row.starts,
            "ends": row.ends,
        }
        for row in rows
    )


def _days(half_days: int) -> str:
    """`2½`, `½`, `3`."""
    whole, half = divmod(half_days, 2)
    return f"{whole or ('' if half else 0)}{'½' if half else ''}"


def _measures(subject: Subject) -> tuple[Row, ...]:
    return tuple(
        {"title": one.title, "found": one.found, "at_exit": one.at_exit}
        for one in support.measures(subject.session, subject.application_id)
    )


def ended(subject: Subject) -> Row:
    """R6."""
    outcomes = {"exit_improved": "improved", "exit_no_change": "no_change"}
    return {
        "outcome": outcomes.get(str(subject.extra.get("step")), "none_needed"),
        "reason": subject.said("reason", ""),
        "ended_on": subject.day,
        "pieces": pieces(subject, support.signed_items(subject.session, subject.application_id)),
        "measures": _measures(subject),
    }


def escalation(subject: Subject) -> Row:
    """R7."""
    kind = "contracting" if subject.extra.get("step") == "contract_action" else "escalated"
    return {"kind": kind, "reason": subject.said("reason", "The support so far is not enough"), "on": subject.day}


def declined(subject: Subject) -> Row:
    """R8."""
    return {
        "asked_by": subject.said("asked_by", subject.signatory),
        "asked_at": subject.now,
        "released": subject.amounts(held(subject)),
    }


def held(subject: Subject) -> dict[str, dict[str, int]]:
    """What is set aside or promised and not claimed, by commissioner and period."""
    found: dict[str, dict[str, int]] = {}
    for one in ledger.holdings(subject.session, holder_prefix=f"{subject.case.ref}/"):
        pence = one.reserved + one.unclaimed
        if pence:
            found.setdefault(one.key.commissioner, {})[one.key.period] = pence
    return found


def offer(subject: Subject) -> Row:
    """L07a."""
    known = support.nomination(subject.session, subject.application_id)
    row = support.diagnosis(subject.session, subject.application_id)
    rapid = bool(known and known.rapid)
    names = organisations.names(subject.session, [row.provider]) if row else {}
    terms = rules(subject).terms
    return {
        "decided_by": rules(subject).decided_by,
        "rapid": rapid,
        "diagnosed_by": "" if rapid or row is None else names.get(row.provider, row.provider),
        "diagnosis_pence": 0 if rapid or row is None else row.pence,
        "amounts": subject.amounts(subject.offer.amounts),
        "accept_by": subject.offer.expires_at,
        "months": rules(subject).plan_months,
        "information": terms.information,
        "confidentiality": terms.confidentiality,
        "signatory": subject.signatory,
    }


def agreement(subject: Subject) -> Row:
    """L07b."""
    made = support.agreement(subject.session, subject.application_id)
    assert made is not None
    assert made.plan_ends is not None
    terms = rules(subject).terms
    row = support.diagnosis(subject.session, subject.application_id)
    known = support.nomination(subject.session, subject.application_id)
    found = row.findings if row and row.findings else (known.risk if known else "")
    return {
        "version": made.number,
        "parties": _parties(subject, made),
        "diagnosis": found or "The support follows from the agreement before this one",
        "pieces": pieces(subject, support.items(subject.session, made.id)),
        "commitments": tuple(made.commitments),
        "milestones": tuple(
            {"text": one["text"], "due": date.fromisoformat(str(one["due"]))} for one in made.milestones
        ),
        "measures": _measures(subject),
        "plan_ends": made.plan_ends,
        "review_dates": tuple(date.fromisoformat(day) for day in made.review_dates),
        "amounts": subject.amounts(held(subject)),
        "information": terms.information,
        "confidentiality": terms.confidentiality,
        "exit": terms.exit,
        "hand_back": terms.hand_back,
        "signed": _signed(subject),
    }


def _parties(subject: Subject, made: support.Agreement) -> tuple[Row, ...]:
    names = organisations.names(subject.session, made.parties)
    payers = tuple(
        {"name": subject.pinned.commissioner(code).name, "code": code, "role": "pays for the support"}
        for code in subject.commissioners
    )
    return (
        *(
            {
                "name": names.get(code, code),
                "code": code,
                "role": "receives the support" if code == subject.case.lead else "gives support",
            }
            for code in made.parties
        ),
        *payers,
    )


def _signed(subject: Subject) -> tuple[Row, ...]:
    lead = subject.name(subject.case.lead)
    who = {"signatory": lead, "nhs_england": "NHS England's local team"}
    rows = [
        {"name": one.person, "organisation": who.get(one.role, lead), "at": one.at}
        for one in applications.last_signed(subject.session, subject.application_id, step="sign")
    ]
    return tuple(rows) or ({"name": subject.signatory, "organisation": lead, "at": subject.now},)


GATHER = {
    "R1": consent,
    "R2": signpost,
    "R3": reserve,
    "R6": ended,
    "R7": escalation,
    "R8": declined,
    "L07a": offer,
    "L07b": agreement,
}
