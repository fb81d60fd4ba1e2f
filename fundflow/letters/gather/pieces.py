"""Pieces that several letters gather: questions, conditions, instalments, participants, sums by key."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from fundflow import awards, monitoring, payments
from fundflow.calendar import add_working_days
from fundflow.letters.gather.subject import Amounts, Row, Subject

_CHECKERS = {"primary_care_team": "The primary care team", "finance": "The finance team"}


_NO_NAMES = frozenset(("a", "an", "the", "our", "your", "its", "their", "all", "both", "no", "when", "since", "after"))
"""Words before a capital that begin a sentence and no name: `The Elms moved`, but `Bittern Practice moved`."""


def lower_first(text: str) -> str:
    """A sentence made to stand inside another; abbreviations and names of two words keep their capitals."""
    plain = text.strip()
    first, _, rest = plain.partition(" ")
    named = rest[:1].isupper() and first.lower() not in _NO_NAMES
    return plain if named or plain[1:2].isupper() else plain[:1].lower() + plain[1:]


_ENDS = re.compile(r"(?<=[\w)'%]{3}[.])(?<!Ltd[.])(?<!Mrs[.]) (?=[A-Z'£])")


def happened(reason: str) -> str:
    """A gate's first sentence, what happened with its figure: the later ones are ways out for whoever runs the case."""
    return _ENDS.split(reason, maxsplit=1)[0]


def authority(kept: str) -> str:
    """Who decided, as a reader understands it: a minute by its number, or the officer who may allow a small change."""
    return f"The committee, minute {kept}" if kept and not kept.startswith("officer") else "An officer of the fund"


def questions(subject: Subject, asked: Iterable[Mapping[str, Any]]) -> tuple[Row, ...]:
    """Numbered questions, each with what it is about in the form's own words."""
    form = subject.pinned.fund.form
    titles = {question.key: question.title for question in form.questions} if form else {}
    return tuple(
        {
            "number": int(one.get("number") or at),
            "text": one["text"],
            "about": titles.get(one.get("field") or "", "Your bid"),
        }
        for at, one in enumerate(asked, 1)
    )


def conditions(subject: Subject, *, states: tuple[str, ...] = ("open", "failed"), kinds: tuple[str, ...] = ()) -> Any:
    """The case's conditions in these states, in the set form."""
    return tuple(
        {
            "when": one.kind,
            "task": lower_first(one.text),
            "evidence": lower_first(one.evidence or "what shows that it is done"),
            "due": one.due_on,
            "checker": _CHECKERS.get(one.owner, one.owner.replace("_", " ")),
            "owner": subject.short(one.commissioner) if one.commissioner else "The fund",
        }
        for one in subject.money.conditions
        if one.state in states and (not kinds or one.kind in kinds)
    )


def given_conditions(subject: Subject) -> tuple[Row, ...]:
    """The conditions that committees set with their decisions, before there is an offer."""
    return tuple(
        {
            "when": one.get("kind", "subsequent"),
            "task": lower_first(str(one["text"])),
            "evidence": lower_first(str(one.get("evidence") or "what shows that it is done")),
            "due": one.get("due_on") or one.get("due"),
            "checker": _CHECKERS["primary_care_team"],
            "owner": subject.short(row.commissioner),
        }
        for row in subject.share_decisions
        for one in row.conditions
    )


def planned_instalments(subject: Subject, amounts: Amounts, *, starts: date) -> tuple[Row, ...]:
    """The payment schedule that the fund's rules give these amounts."""
    rule = subject.pinned.fund.payment
    assert rule is not None
    keys = awards.cells(amounts)
    return tuple(
        {
            "number": one.number,
            "title": one.title,
            "evidence": one.evidence,
            "earliest": starts if one.kind == "advance" else None,
            "pence": one.pence,
        }
        for one in payments.schedule(rule, keys)
    )


def instalments(subject: Subject) -> tuple[Row, ...]:
    """The award's schedule as it stands; before it has one, what the fund's rules give."""
    standing = [one for one in payments.standing(subject.session, subject.application_id) if one.state != "cancelled"]
    if not standing:
        return planned_instalments(subject, subject.award.amounts, starts=subject.award.starts)
    return tuple(
        {
            "number": one.number,
            "title": one.title,
            "evidence": one.evidence,
            "earliest": one.earliest_on,
            "pence": one.pence,
        }
        for one in standing
    )


def participants(subject: Subject) -> tuple[Row, ...]:
    """Who takes part: role, duty, the sum of its cost lines where every line is somebody's, and who signs for it."""
    lines = subject.case.content.lines
    own: dict[str, int] = {}
    for line in lines:
        own[line.organisation or ""] = own.get(line.organisation or "", 0) + line.pence
    cut = subject.money.offer is not None and subject.money.offer.pence != subject.case.ask_pence
    stated = bool(lines) and "" not in own and not cut
    return tuple(
        {
            "name": subject.name(one.organisation),
            "code": one.organisation,
            "role": one.role,
            "duty": one.commitments
            or ("leads the work and answers to us" if one.role == "lead" else "as set out in the bid"),
            "pence": own.get(one.organisation, 0) if stated else None,
            "signatory": one.consent_by or (subject.signatory if one.role == "lead" else "The partners"),
        }
        for one in sorted(subject.case.present, key=lambda one: (one.role != "lead", one.organisation))
    ) or (_lead(subject),)


def _lead(subject: Subject) -> Row:
    return {
        "name": subject.name(subject.case.lead),
        "code": subject.case.lead,
        "role": "lead",
        "duty": "does the work and answers to us",
        "pence": None,
        "signatory": subject.signatory,
    }


def invoicing(subject: Subject) -> Row:
    """Who claims from whom, in the fund's own words."""
    rule = subject.pinned.fund.payment
    assert rule is not None
    return {
        "sent_by": subject.name(subject.case.lead),
        "sent_to": lower_first(rule.invoice_to),
        "form": "the claim form on the award's own page",
        "cut_off": rule.claim_cut_off,
        "pay_within_days": subject.pinned.fund.days.pay_within_calendar,
    }


def reports(subject: Subject, *, starts: date, ends: date) -> tuple[Row, ...]:
    """Every return of the award and its final report, in order of the day on which each is due."""
    stored = monitoring.returns_of(subject.session, subject.application_id)
    rows: list[Row] = [{"title": one.title, "period": one.label, "due": one.due_on} for one in stored] or [
        {"title": one.title, "period": one.label, "due": one.due_on}
        for rule in subject.pinned.fund.returns
        for one in monitoring.returns_calendar(rule, starts=starts, ends=ends)
    ]
    final = add_working_days(ends, subject.pinned.fund.days.final_report)
    return (
        *sorted(rows, key=lambda row: row["due"]),
        {"title": "Final report", "period": "the whole award", "due": final},
    )


def paid(subject: Subject) -> int:
    """Pence paid on the award so far, before recoveries."""
    return sum(one.paid for one in payments.totals(subject.session, subject.application_id).values())


def claimed(subject: Subject) -> int:
    """Pence that live claims have taken of the award so far."""
    return sum(one.claimed for one in payments.totals(subject.session, subject.application_id).values())


def waiting_claims(
    subject: Subject, *, states: tuple[str, ...] = ("held", "held_approved", "submitted")
) -> tuple[Row, ...]:
    """Claims that wait, with their sums."""
    found = [one for one in payments.claims_of(subject.session, subject.application_id) if one.state in states]
    return tuple(
        {"what": f"Claim {one.ref}", "pence": sum(line.pence for line in payments.lines(subject.session, one.id))}
        for one in found
    )
