"""Facts of the letter that tells of a partner that left: L13d."""

from datetime import date

from fundflow import awards, organisations, people
from fundflow.letters.gather import pieces
from fundflow.letters.gather.ending import records_until
from fundflow.letters.gather.subject import Row, Subject


def partner_left(subject: Subject) -> Row:
    """L13d; `to` is the code of the organisation written to, `organisation` that of the partner."""
    code = str(subject.extra["organisation"])
    reader = str(subject.extra.get("to") or subject.case.lead)
    award = subject.money.award
    rows = awards.duties(subject.session, award.id) if award else []
    duty = next((row for row in rows if row.organisation == code), None)
    left_on = subject.extra.get("left_on")
    return {
        "addressee": _addressee(subject, reader),
        "to_lead": reader == subject.case.lead,
        "partner": subject.name(code),
        "lead": subject.name(subject.case.lead),
        "left_on": left_on if isinstance(left_on, date) else subject.day,
        "reason": subject.said("reason", "it asked to leave"),
        "broken": tuple(f"{title}. {pieces.happened(why)}" for title, why in subject.extra.get("broken") or ()),
        "pence": int(subject.extra.get("pence") or 0),
        "others": len(subject.case.present),
        "duty": duty.duty if duty else "",
        "awarded": award is not None,
        "records_until": records_until(subject) if award else None,
        "tell_by": subject.days_on("clarification"),
    }


def _addressee(subject: Subject, code: str) -> Row:
    lead: Row = subject.common()["addressee"]
    if code == subject.case.lead:
        return lead
    body = organisations.require(subject.session, code)
    held = people.holders(subject.session, "signatory", on=subject.day, organisation=code)
    own = [one.name for one in held if one.organisation == code]
    place = [*body.address, *([body.postcode] if body.postcode and body.postcode not in body.address else [])]
    return {
        "name": next(iter(own), body.named_signatory or "The partners"),
        "organisation": body.name,
        "code": code,
        "address": tuple(line for line in place if line.strip()),
    }


GATHER = {"L13d": partner_left}
