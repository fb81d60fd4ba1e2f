"""Facts of letters from a bid's arrival until it is assessed: L01 to L03d, N1, N7."""

from datetime import date

from fundflow import applications, monitoring
from fundflow.calendar import add_working_days, deadline
from fundflow.clock import day_words, end_of, london_day
from fundflow.errors import BadInput
from fundflow.letters.filters import counted
from fundflow.letters.gather import pieces
from fundflow.letters.gather.subject import Row, Subject

_INTERESTS = "Nobody with a tie to an organisation in your bid opens it, scores it or votes on it"


def _assessors(subject: Subject) -> str:
    scheme = subject.pinned.criteria
    if scheme is None:
        return "The commissioners' own people assess it"
    rule = scheme.assessors
    number = rule.number_large if subject.case.ask_pence > rule.large_ask_pence else rule.number
    people, criteria = counted(number, "person", "people"), counted(len(scheme.items), "criterion", "criteria")
    return f"At least {people} assess it apart from each other, against {criteria}"


def _timetable(subject: Subject) -> tuple[Row, ...]:
    closes = subject.case.round_closes_at
    rows: list[Row] = (
        [{"what": "the round closes, and we check the bids", "when": closes}] if closes > subject.now else []
    )
    meeting = subject.next_meeting
    if meeting is not None and meeting > london_day(closes):
        rows.append({"what": "the next meeting that can decide", "when": meeting})
    return tuple(rows)


def _decision_by(subject: Subject) -> date | None:
    """A week of working days after the next meeting, where one is planned."""
    return add_working_days(subject.next_meeting, 5) if subject.next_meeting else None


def acknowledgement(subject: Subject) -> Row:
    """L01."""
    case = subject.case
    agreed = sum(one.state in applications.CONFIRMED for one in case.present)
    answered = sum(bool(text.strip()) for text in case.content.answers.values())
    form = subject.pinned.fund.form
    asked = len(form.questions) if form else answered
    return {
        "received_at": case.submitted_at or subject.now,
        "sent_by": subject.signatory,
        "amounts": subject.amounts(subject.asked),
        "checks": (
            {"what": "Answers to the questions", "found": f"{answered} of {asked}"},
            {"what": "Organisations that agree", "found": f"{agreed} of {len(case.present)}"},
            {"what": "Lines of the budget", "found": f"{len(case.content.lines)}, and they add up to what you ask for"},
            {"what": "Documents", "found": f"{len(case.content.documents)}"},
        ),
        "assessors": _assessors(subject),
        "interests": _INTERESTS,
        "timetable": _timetable(subject),
        "recall_until": case.round_closes_at if case.round_closes_at > subject.now else None,
    }


def accepted(subject: Subject) -> Row:
    """L01b."""
    titles = {gate.code: gate.title for gate in subject.pinned.fund.gates}
    passed = [one for one in subject.case.gates if one.passed]
    return {
        "accepted_on": subject.day,
        "checks": tuple(
            {"what": titles.get(one.code, one.code), "found": _found(one.detail, titles.get(one.code, ""))}
            for one in passed
        ),
        "assessors": _assessors(subject),
        "timetable": _timetable(subject),
        "decision_by": _decision_by(subject),
    }


def _found(detail: str | None, title: str) -> str:
    """What was found, where it says more than the rule's own title."""
    return detail if detail and detail != title else "Met"


def ineligible(subject: Subject) -> Row:
    """L02."""
    rules = {gate.code: gate for gate in subject.pinned.fund.gates}
    failed = [one for one in subject.case.gates if not one.passed and one.code in rules]
    closes = subject.case.round_closes_at
    curable = bool(failed) and closes > subject.now and all(one.curable for one in failed)
    gates = tuple(
        {
            "title": rules[one.code].title,
            "why": pieces.happened(one.detail or "") or subject.said("reason", "the bid does not meet it"),
            "source": f"{one.code}, {rules[one.code].source}",
            "cure": "change it and send the bid again" if curable else "",
        }
        for one in failed
    )
    reason = subject.said("reason", "the bid does not meet this fund's rules")
    return {
        "found_on": subject.day,
        "gates": gates or ({"title": "The fund's rules", "why": reason, "source": "Fund rules"},),
        "resubmit_until": closes if curable else None,
        "reconsider_by": subject.days_on("reconsideration"),
        "other_routes": subject.pinned.fund.other_routes,
    }


def redirected(subject: Subject) -> Row:
    """L02b; `programme` and `consented_by` come from the step."""
    contact = subject.pinned.fund.contact
    assert contact is not None
    return {
        "why": subject.said("reason", "This fund does not pay for emergency support"),
        "source": subject.said("source", "what the fund is not for"),
        "programme": subject.said("programme", "the resilience programme"),
        "consent_by": subject.said("consented_by", subject.signatory),
        "consent_on": subject.day,
        "steps": (),
        "programme_contact": contact.model_dump(),
    }


def _last_query(subject: Subject) -> applications.Clarification:
    asked = applications.clarifications(subject.session, subject.application_id)
    if not asked:
        raise BadInput(f"no question was asked about {subject.case.ref}", place="questions")
    return asked[-1]


def query(subject: Subject) -> Row:
    """L03."""
    asked = _last_query(subject)
    contact = subject.pinned.fund.contact
    return {
        "questions": pieces.questions(subject, asked.questions),
        "reply_by": asked.due_at,
        "asked_by": subject.person(asked.asked_by, contact.name if contact else "We"),
        "stands_still": "The clock of your bid stands still until your answer reaches us",
    }


def reminder(subject: Subject) -> Row:
    """L03b: more time where the step gave it, else a reminder."""
    asked = _last_query(subject)
    extended = subject.extra.get("step") == "extend_query"
    first = deadline(asked.asked_at, working_days=subject.pinned.fund.days.clarification)
    return {
        "kind": "extension" if extended else "reminder",
        "asked_on": london_day(asked.asked_at),
        "questions": pieces.questions(subject, asked.questions),
        "was_due": min(first, asked.due_at),
        "reply_by": asked.due_at,
    }


def receipt(subject: Subject) -> Row:
    """L03c."""
    asked = _last_query(subject)
    return {
        "received_at": asked.closed_at or subject.now,
        "answered_by": subject.person(asked.closed_by, subject.signatory),
        "asked_on": london_day(asked.asked_at),
        "attachments": (),
        "timetable": _timetable(subject),
    }


def as_is(subject: Subject) -> Row:
    """L03d."""
    asked = _last_query(subject)
    return {
        "asked_on": london_day(asked.asked_at),
        "was_due": asked.due_at,
        "questions": pieces.questions(subject, asked.questions),
        "timetable": _timetable(subject),
        "decision_by": _decision_by(subject),
    }


def not_submitted(subject: Subject) -> Row:
    """N1."""
    case = subject.case
    form = subject.pinned.fund.form
    open_questions = [
        f"“{question.title.rstrip('?')}” has no answer"
        for question in (form.questions if form else ())
        if question.mandatory and not case.content.answers.get(question.key, "").strip()
    ]
    waiting = [one for one in case.present if one.role != "lead" and one.state not in applications.CONFIRMED]
    saved = max((one.saved_at for one in case.versions), default=case.state_since)
    return {
        "closed_at": case.round_closes_at,
        "last_saved_at": saved,
        "missing": (*open_questions, *(f"{subject.name(one.organisation)} has not agreed" for one in waiting)),
        "next_round": next_round(subject),
        "other_routes": subject.pinned.fund.other_routes,
    }


def next_round(subject: Subject) -> str:
    """When there is another round, as far as we know."""
    return subject.case.next_round or "No other round is planned yet; we publish one as soon as it is"


_REMINDERS = {
    "deferred": ("answer_by", "deferral_answer", "the information that the committee asked for", "the bid is closed"),
    "partially_approved": (
        "confirmation_due",
        "confirmation",
        "your word that the smaller bid works",
        "the approval ends",
    ),
    "offer_issued": ("offer_expires", "offer", "your acceptance of our offer", "the offer ends"),
    "offer_query": ("offer_expires", "offer", "your acceptance of our offer", "the offer ends"),
    "final_report_due": ("final_report_due", "final_report", "your final report", "we may end the award without it"),
}


def date_reminder(subject: Subject) -> Row:
    """N7: of a return that is due soon, else by the state in which the case stands."""
    if "due_return" in subject.extra:
        return _return_soon(subject)
    name, days, what, otherwise = _REMINDERS.get(
        subject.case.state, ("due", "offer", "your answer", "we go on without it")
    )
    return {
        "due": subject.at(name, days=days),
        "what": what,
        "otherwise": f"If nothing comes by then, {otherwise}",
        "how": "Send it on your bid's own page, or by a letter that names the reference above",
    }


def _return_soon(subject: Subject) -> Row:
    row = monitoring.quarterly_return(subject.session, int(subject.extra["due_return"]))
    days = subject.pinned.fund.days
    late = day_words(add_working_days(row.due_on, days.return_warning))
    return {
        "due": end_of(row.due_on),
        "what": f"your {pieces.lower_first(row.title)} for {row.label}",
        "otherwise": f"If nothing comes by then, claims wait, and on {late} we write to you again",
        "how": "Send it on your award's own page, or by a letter that names the reference above",
    }


GATHER = {
    "L01": acknowledgement,
    "L01b": accepted,
    "L02": ineligible,
    "L02b": redirected,
    "L03": query,
    "L03b": reminder,
    "L03c": receipt,
    "L03d": as_is,
    "N1": not_submitted,
    "N7": date_reminder,
}
