"""Whose turn it is with money and reports: claims, payment runs, payment details, sums asked back, returns that came in."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from sqlmodel import Session, col

from fundflow import monitoring, payments, together
from fundflow.applications import Application
from fundflow.people import Actor

_OF_CLAIMS = {
    "submitted": ("claim_checker", "Check the claim", "fundflow claim check {ref}"),
    "checked": ("claim_approver", "Approve the claim", "fundflow claim approve {ref}"),
    "approved": ("finance", "Put the claim in a payment run", "fundflow pay run {ref}"),
}
_OF_RUNS = {
    "draft": ("payment_releaser", "Release the payment run", "fundflow pay release {ref}"),
    "released": ("finance", "Book what the bank says of the run", "fundflow pay results {ref}"),
}
_OF_RECOVERIES = {
    "proposed": ("finance", "Give notice that money is asked back", "fundflow recovery give-notice {ref}"),
    "disputed": ("reconsideration_panel", "Decide on the reply to what is asked back", "fundflow recovery show {ref}"),
}
_OF_PAYEES = {
    "requested": ("Ring back about new payment details", "fundflow payee call {ref}"),
    "called": ("Confirm new payment details", "fundflow payee confirm {ref}"),
}


class Turn(NamedTuple):
    """One thing to do: what kind of thing, about what, in words, and what to type."""

    kind: str
    about: str
    said: str
    type: str


def of(session: Session, actor: Actor, cases: Mapping[int, Application]) -> Iterator[Turn]:
    """What waits for a person, of money and of the reports of some cases; nothing that they had another hand in."""
    held = {one.role for one in actor.roles}
    if not held & _ROLES:
        return
    found = together.read(
        session,
        [
            (payments.Claim, col(payments.Claim.state).in_(list(_OF_CLAIMS))),
            (payments.PaymentRun, col(payments.PaymentRun.state).in_(list(_OF_RUNS))),
            (payments.Recovery, col(payments.Recovery.state).in_(list(_OF_RECOVERIES))),
            (payments.Payee, col(payments.Payee.state).in_(list(_OF_PAYEES))),
            (monitoring.QuarterlyReturn, col(monitoring.QuarterlyReturn.state) == "submitted"),
        ],
    )
    yield from _in_a_state("claim", found[payments.Claim], _OF_CLAIMS, actor)
    yield from _in_a_state("recovery", found[payments.Recovery], _OF_RECOVERIES, actor)
    for run in found[payments.PaymentRun]:
        role, said, typed = _OF_RUNS[run.state]
        if role in held and not (run.state == "draft" and run.made_by == actor.id):
            yield Turn("run", run.ref, said, typed.format(ref=run.ref))
    for row in found[payments.Payee] if held & {"officer", "finance"} else ():
        said, typed = _OF_PAYEES[row.state]
        if actor.id not in (row.requested_by, row.called_by):
            yield Turn("payee", row.organisation, said, typed.format(ref=row.id))
    yield from _reports(found[monitoring.QuarterlyReturn], actor, cases)


def _in_a_state(
    kind: str, rows: Iterable[Any], table: Mapping[str, tuple[str, str, str]], actor: Actor
) -> Iterator[Turn]:
    for row in rows:
        role, said, typed = table[row.state]
        if actor.has(role, fund=row.fund):
            yield Turn(kind, row.ref, said, typed.format(ref=row.ref))


def _reports(
    rows: Iterable[monitoring.QuarterlyReturn], actor: Actor, cases: Mapping[int, Application]
) -> Iterator[Turn]:
    for report in rows:
        case = cases.get(report.application_id)
        if case is not None and actor.has("officer", fund=case.fund):
            said = f"Look at the {report.title.lower()}, {report.label}: {case.title}"
            yield Turn("return", case.ref, said, f"fundflow return accept {case.ref} '{report.label}'")


_ROLES = {
    *(role for role, *_ in (*_OF_CLAIMS.values(), *_OF_RUNS.values(), *_OF_RECOVERIES.values())),
    "officer",
}
"""Roles for which anything of this may wait."""
