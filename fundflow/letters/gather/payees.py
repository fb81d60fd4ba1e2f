"""Facts of the letter about a change of payment details: N9."""

from fundflow import payments
from fundflow.calendar import add_working_days
from fundflow.clock import london_day
from fundflow.letters.gather.subject import Row, Subject


def payee_change(subject: Subject) -> Row:
    """N9; `to` names the person written to."""
    asked = payments.open_change(subject.session, subject.case.lead)
    on = london_day(asked.requested_at) if asked else subject.day
    addressee = subject.common()["addressee"]
    named = {"addressee": {**addressee, "name": str(subject.extra["to"])}} if subject.extra.get("to") else {}
    approved = [one for one in payments.claims_of(subject.session, subject.application_id) if one.state == "approved"]
    return {
        **named,
        "asked_on": on,
        "checked_by": add_working_days(on, subject.pinned.office.payee_hold_working_days),
        "waiting": tuple(
            {
                "what": f"claim {one.ref}",
                "pence": sum(part.pence for part in payments.approved_parts(subject.session, one.id)),
            }
            for one in approved
        ),
    }


GATHER = {"N9": payee_change}
