"""Facts of letters at the end of an award: L10, L10b, L23, L23b, L24."""

from collections.abc import Mapping
from datetime import date

from fundflow import awards, ledger, monitoring, payments
from fundflow.calendar import add_working_days
from fundflow.clock import london_day
from fundflow.errors import BadInput
from fundflow.letters.gather import pieces
from fundflow.letters.gather.subject import Row, Subject


def records_until(subject: Subject) -> date:
    """The day until which the records of an award are kept: the fund's years from today."""
    rule = subject.pinned.fund.award
    years = rule.retention_years if rule else 6
    last = subject.day
    return date(last.year + years, last.month, min(last.day, 28))


def _positions(subject: Subject) -> tuple[Row, ...]:
    """Agreed, paid, sent back and not used, by commissioner and year."""
    totals = payments.totals(subject.session, subject.application_id)
    back: dict[tuple[str, str], int] = {}
    for one in payments.recoveries_of(subject.session, subject.application_id):
        for row in payments.recovery_shares(subject.session, one.id):
            key = row.commissioner, row.period
            back[key] = back.get(key, 0) + row.received_pence
    agreed = {(code, year): pence for code, row in subject.award.amounts.items() for year, pence in row.items()}
    for key, committed in _committed(subject).items():
        agreed.setdefault(key, committed)
    rows = []
    for (code, year), pence in sorted(agreed.items()):
        paid = totals[code, year].paid if (code, year) in totals else 0
        rows.append(
            {
                "commissioner": subject.short(code),
                "year": year,
                "agreed": pence,
                "paid": paid,
                "returned": back.get((code, year), 0),
                "released": max(0, pence - paid),
            }
        )
    return tuple(rows)


def _committed(subject: Subject) -> dict[tuple[str, str], int]:
    held = ledger.holdings(subject.session, holder_prefix=f"{subject.case.ref}/")
    return {(one.key.commissioner, one.key.period): one.committed for one in held if one.committed}


def _assets(subject: Subject, until: date) -> tuple[Row, ...]:
    """What the award bought that lasts: each thing that is listed with its own duty, else what closing said of it."""
    listed = [one for one in awards.assets(subject.session, subject.award.id) if one.ended_on is None]
    if listed:
        return tuple(
            {"what": one.what, "pence": one.pence, "until": one.until, "duty": pieces.lower_first(one.duty)}
            for one in listed
        )
    written = str(subject.extra.get("assets") or subject.case.facts.get("assets") or "")
    lines = [line.strip(" -\t") for line in written.replace(";", "\n").splitlines()]
    return tuple(
        {"what": line, "pence": None, "until": until, "duty": "keep it on your list, and ask us before you sell it"}
        for line in lines
        if line and not line.casefold().startswith(("none", "nothing"))
    )


def closure(subject: Subject) -> Row:
    """L10."""
    until = records_until(subject)
    return {
        "closed_on": subject.day,
        "positions": _positions(subject),
        "outcomes": _achieved(subject),
        "assets": _assets(subject, until),
        "records_until": until,
        "correct_by": subject.days_on("reconsideration"),
    }


def _achieved(subject: Subject) -> tuple[Row, ...]:
    rows = []
    told = _told(subject)
    for one in monitoring.measures(subject.session, subject.application_id):
        read = monitoring.readings(subject.session, one.id)
        if one.name in told:
            rows.append({"title": one.name, "target": f"{one.target} {one.unit}".strip(), "achieved": told[one.name]})
            continue
        rows.append(
            {
                "title": one.name,
                "target": f"{one.target} {one.unit}".strip(),
                "achieved": f"{read[-1].value} {one.unit}".strip() if read else "No reading was sent",
            }
        )
    return tuple(rows) or _reported(subject)


def _reported(subject: Subject) -> tuple[Row, ...]:
    """Without measures of its own, the award's outcomes as its last final report gives them."""
    award = awards.find_award(subject.session, subject.application_id)
    reports = awards.final_reports(subject.session, award.id) if award and award.id is not None else []
    results = dict(reports[-1].outcomes or {}) if reports else {}
    form = subject.pinned.fund.form
    titles = {tag.key: tag.title for tag in form.outcomes} if form else {}
    return tuple(
        {
            "title": str(line.get("name") or titles.get(key, key)),
            "target": str(line.get("target") or "to be agreed"),
            "achieved": _result(results.get(key)),
        }
        for key, line in subject.case.content.outcomes.items()
        if isinstance(line, dict)
    )


def _result(given: object) -> str:
    if isinstance(given, dict):
        return str(given.get("value") or given.get("note") or "No result was sent")
    return str(given or "No result was sent")


def settlement(subject: Subject) -> Row:
    """L10b."""
    until = records_until(subject)
    shares = [
        row
        for one in payments.recoveries_of(subject.session, subject.application_id)
        for row in payments.recovery_shares(subject.session, one.id)
    ]
    paid, back = pieces.paid(subject), sum(row.received_pence for row in shares)
    return {
        "settled_on": subject.day,
        "ended_on": subject.award.ended_on or subject.day,
        "positions": _positions(subject),
        "settlement": (
            {"what": "paid for agreed work", "pence": paid},
            {"what": "less: money that you returned", "pence": -back},
        ),
        "written_off": sum(row.written_off_pence for row in shares),
        "assets": _assets(subject, until),
        "records_until": until,
        "correct_by": subject.days_on("reconsideration"),
    }


def _told(subject: Subject) -> dict[str, str]:
    """What the last final report gives for each outcome of the bid, by the outcome's name."""
    reports = awards.final_reports(subject.session, subject.award.id)
    found = {}
    for key, given in (reports[-1].outcomes if reports else {}).items():
        named = subject.case.content.outcomes.get(key)
        value = given.get("value") if isinstance(given, Mapping) else given
        if named is not None and value not in (None, ""):
            found[str(named.get("name", key))] = str(value)
    return found


def _report(subject: Subject) -> awards.FinalReport:
    rows = awards.final_reports(subject.session, subject.award.id)
    if not rows:
        raise BadInput(f"{subject.case.ref} has no final report", place="report")
    return rows[-1]


def report_received(subject: Subject) -> Row:
    """L23."""
    report = _report(subject)
    return {
        "received_at": report.submitted_at,
        "sent_by": subject.person(report.submitted_by, subject.signatory),
        "checks": (
            {"what": "What was done", "found": "Here" if report.text.strip() else "Missing"},
            {"what": "Measures", "found": f"{len(report.outcomes)} reported"},
            {"what": "Documents", "found": f"{len(report.documents)}"},
        ),
        "answer_by": add_working_days(subject.day, 20),
        "timetable": ({"what": "your last claim is due", "when": subject.award.last_claim_on},),
    }


def report_returned(subject: Subject) -> Row:
    """L23b."""
    report = _report(subject)
    missing = [line.strip(" -\t") for line in report.missing.replace(";", "\n").splitlines()]
    return {
        "received_on": london_day(report.submitted_at),
        "missing": tuple(line for line in missing if line) or (subject.said("reason", "More detail of what was done"),),
        "due": london_day(subject.at("final_report_due", days="clarification")),
        "held": pieces.waiting_claims(subject),
    }


_GROUNDS = {
    "recipient_withdraws": "recipient_withdraws",
    "precedents_lapse": "precedents_lapse",
    "give_up": "report_missing",
}


_WHY = {"report_missing": "The final report did not come"}


def termination(subject: Subject) -> Row:
    """L24."""
    award = subject.award
    ends = award.ended_on or subject.day
    ground = _GROUNDS.get(str(subject.extra.get("step", "")), "terminated")
    paid, claimed = pieces.paid(subject), pieces.claimed(subject)
    own, minute = ground == "recipient_withdraws", subject.said("minute", "")
    return {
        "ground": ground,
        "why": subject.said("reason", award.end_reason or _WHY.get(ground, "The agreement was not kept")),
        "clause": subject.said("clause", "Section 9 of our agreement"),
        "authority": pieces.authority(minute) if minute else "You" if own else "The commissioners",
        "notice_on": subject.day,
        "ends_on": ends,
        "last_claim": awards.last_claim_day(award.last_claim_on, ended_on=ends),
        "award": award.pence,
        "paid": paid,
        "unclaimed": max(0, award.pence - claimed),
        "needs": (),
        "records_until": records_until(subject),
        "challenge_by": None if own else subject.days_on("reconsideration"),
    }


GATHER = {
    "L10": closure,
    "L10b": settlement,
    "L23": report_received,
    "L23b": report_returned,
    "L24": termination,
}
