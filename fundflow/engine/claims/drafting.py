"""A claim before it is sent in: begun, and changed as long as it is a draft."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from fundflow import audit, awards, payments
from fundflow.definitions import unknown
from fundflow.engine import visibility
from fundflow.engine.case import Case, open_case
from fundflow.engine.machine import ORGANISATIONS_OWN, holds
from fundflow.engine.standing import standing_of
from fundflow.errors import BadInput
from fundflow.payments import Cost
from fundflow.people import ROLES, Actor


@dataclass(frozen=True)
class Invoice:
    """A supplier's invoice put to a claim."""

    supplier: str
    number: str
    dated: date
    pence: int


@dataclass(frozen=True)
class Claiming:
    """What a recipient claims: instalments by key, costs by line, invoices and other evidence."""

    tranches: Sequence[str]
    period_from: date
    period_to: date
    costs: Sequence[Cost]
    invoices: Sequence[Invoice] = ()
    evidence: Sequence[tuple[str, str]] = ()


def roles_of(case: Case) -> tuple[str, ...]:
    """Every role that the person who acts holds for a case."""
    return tuple(role for role in ROLES if holds(case.actor, role, case))


def claimant_roles(case: Case, payee: str) -> tuple[str, ...]:
    """The same for a claim that is paid to somebody else than the lead: only the payee's own people claim it."""
    if payee == case.lead:
        return roles_of(case)
    office = (role for role in roles_of(case) if role not in ORGANISATIONS_OWN)
    return (*office, *(role for role in sorted(ORGANISATIONS_OWN) if case.actor.has(role, organisation=payee)))


def begin(session: Session, ref: str, claiming: Claiming, *, actor: Actor, now: datetime) -> str:
    """Begin a claim; gives its reference (`TF-17-0001/C1`). Nothing is posted until it is sent in.

    Raises:
        Refused: the case takes no claims, or this is not the recipient. BadInput: an instalment that there is not.
    """
    case = open_case(session, ref, actor=actor, now=now, step="claim", lock=True)
    chosen = _instalments(case, claiming.tranches)
    payees = sorted({row.payee for row in chosen if row.payee})
    roles = claimant_roles(case, next(iter(payees), case.lead))
    accepted = awards.final_report_accepted(session, case.award_id)
    payments.open_tranches(session, case.id, on=case.day, final_report=accepted)
    made = payments.create_claim(
        session,
        facts_of(case),
        tranches=[row.id or 0 for row in chosen],
        period_from=claiming.period_from,
        period_to=claiming.period_to,
        costs=claiming.costs,
        standing=standing_of(case),
        vat=case.payment.vat,
        act=case.act(),
        roles=roles,
    )
    _rest_on(case, made, claiming, roles)
    audit.record(session, case.act(), subject=made.ref, after={"lines": len(claiming.costs)})
    return made.ref


def change(session: Session, claim_ref: str, claiming: Claiming, *, actor: Actor, now: datetime) -> payments.Claim:
    """Put other lines, instalments and days into a draft; what it rests on stays, and what is new of it is added.

    Raises:
        Refused: it is no draft any more, this is not its recipient, or the instalments are paid to somebody else.
        BadInput: an instalment that there is not, or a line without money.
    """
    found = payments.claim(session, claim_ref)
    case = open_case(session, found.case_ref, actor=actor, now=now, step="claim.change", lock=True)
    before = sum(line.pence for line in payments.lines(session, found.id))
    roles = claimant_roles(case, found.payee)
    row = payments.change_claim(
        session,
        facts_of(case),
        claim_ref,
        tranches=[one.id or 0 for one in _instalments(case, claiming.tranches)],
        period_from=claiming.period_from,
        period_to=claiming.period_to,
        costs=claiming.costs,
        vat=case.payment.vat,
        act=case.act(),
        roles=roles,
    )
    _rest_on(case, row, claiming, roles)
    after = sum(cost.pence for cost in claiming.costs)
    audit.record(session, case.act(), subject=claim_ref, before={"pence": before}, after={"pence": after})
    return row


def facts_of(case: Case) -> payments.CaseFacts:
    """What payments need to know of a case that is paid, or that pays back."""
    return payments.CaseFacts(case.id, case.ref, case.fund_id, case.awarded.recipient)


def _instalments(case: Case, keys: Sequence[str]) -> list[payments.Tranche]:
    by_key = {row.key: row for row in payments.tranches(case.session, case.id)}
    strange = next((key for key in keys if key not in by_key), None)
    if strange is not None:
        raise BadInput(unknown("instalment of this award", strange, by_key), place="tranches")
    return [by_key[key] for key in keys]


def _rest_on(case: Case, claim: payments.Claim, claiming: Claiming, roles: Sequence[str]) -> None:
    """Put to a claim the invoices and papers that it does not have yet."""
    session = case.session
    held = {(one.supplier, one.number, one.dated, one.pence) for one in payments.invoices(session, claim.id)}
    shown = {(one.kind, one.description) for one in payments.evidence(session, claim.id)}
    unseen = visibility.hidden(session, actor=case.actor) if claiming.invoices else frozenset()
    for one in claiming.invoices:
        if (one.supplier, one.number, one.dated, one.pence) not in held:
            payments.add_invoice(session, claim.ref, **vars(one), roles=roles, unseen=unseen)
    for kind, description in claiming.evidence:
        if (kind, description) not in shown:
            payments.add_evidence(session, claim.ref, kind=kind, description=description, act=case.act(), roles=roles)
