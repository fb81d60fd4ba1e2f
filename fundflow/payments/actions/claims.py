"""A recipient's part of a claim: drafting it, its papers, sending it in, taking it back."""

from collections.abc import Collection, Container, Sequence
from datetime import date

from sqlmodel import Session

from fundflow import money
from fundflow.audit import Act
from fundflow.clock import london_day
from fundflow.errors import BadInput, Refusal, Refused
from fundflow.payments.actions.moves import ClaimMoved, end_unpaid, free_invoices, move_claim, note_move
from fundflow.payments.actions.schedule import refresh
from fundflow.payments.queries import claims as reads
from fundflow.payments.queries import schedule as schedule_reads
from fundflow.payments.rules.claims import draw, invoice_sha, sending_refusals
from fundflow.payments.rules.facts import CaseFacts, Cost, Standing
from fundflow.payments.rules.life import CLAIM
from fundflow.payments.rules.schedule import closed_because, retention_held
from fundflow.payments.tables import Claim, ClaimLine, ClaimShare, ClaimTranche, Invoice
from fundflow.payments.tables.states import DEAD_CLAIM_STATES

__all__ = [
    "add_invoice",
    "change_claim",
    "create_claim",
    "discard_claim",
    "pay_to",
    "submit_claim",
    "withdraw_claim",
]


def create_claim(
    session: Session,
    case: CaseFacts,
    *,
    tranches: Sequence[int],
    period_from: date,
    period_to: date,
    costs: Sequence[Cost],
    standing: Standing,
    act: Act,
    roles: Collection[str],
    vat: str = "outside_scope",
) -> Claim:
    """Begin a claim on one or more tranches of a case; nothing is posted until it is sent in.

    Raises:
        Refused: the case takes no claims.
        BadInput: a tranche of another case, no line, a line without money, or days that run backwards.
    """
    payee = _paid_to(session, case, tranches)
    number = len(reads.claims_of(session, case.application_id)) + 1
    ref = f"{case.ref}/C{number}"
    state = CLAIM.take("start", "create", roles, ref=ref)
    _takes_claims(case, standing)
    _days(period_from, period_to, "period")
    claim = Claim(
        **{**case.columns(number, kind="C"), "payee": payee},
        state=state,
        state_since=act.now,
        period_from=period_from,
        period_to=period_to,
        vat=vat,
        created_at=act.now,
        created_by=act.actor_id,
    )
    session.add(claim)
    note_move(session, claim, "create", "start", act=act)
    _fill(session, claim, tranches, costs)
    return claim


def _paid_to(session: Session, case: CaseFacts, tranches: Sequence[int]) -> str:
    """Who is paid for these instalments: the recipient of the award, unless they name somebody else.

    Raises:
        Refused: they are for different payees.
    """
    rows = [row for row in schedule_reads.tranches(session, case.application_id) if row.id in set(tranches)]
    payees = {row.payee or case.payee for row in rows} or {case.payee}
    if len(payees) > 1:
        raise Refused.because(
            "one_payee",
            f"No claim was begun on {case.ref}: its instalments are paid to {' and '.join(sorted(payees))}, and a claim "
            "is paid to one. Claim each payee's instalments on its own.",
        )
    return payees.pop()


def _takes_claims(case: CaseFacts, standing: Standing) -> None:
    if standing.claims == "closed":
        raise Refused.because(
            "claims_open",
            f"No claim was begun: {case.ref} takes no claims now. A claim can be made from the day the award starts.",
        )


def change_claim(
    session: Session,
    case: CaseFacts,
    ref: str,
    *,
    tranches: Sequence[int],
    period_from: date,
    period_to: date,
    costs: Sequence[Cost],
    act: Act,
    roles: Collection[str],
    vat: str = "outside_scope",
) -> Claim:
    """Replace the lines and tranches of a draft; its invoices and papers stay.

    Raises:
        Refused: it is no draft any more, these are not its recipient's roles, or its tranches are paid to somebody else.
    """
    claim = reads.claim(session, ref, lock=True)
    CLAIM.take(claim.state, "change", roles, ref=ref)
    payee = _paid_to(session, case, tranches)
    if payee != claim.payee:
        raise Refused.because(
            "one_payee",
            f"{ref} was not changed: its instalments would be paid to {payee}, and this claim is paid to {claim.payee}. "
            "Nothing has changed. Begin another claim for those instalments.",
        )
    _days(period_from, period_to, "period")
    claim.period_from, claim.period_to, claim.vat, claim.state_since = period_from, period_to, vat, act.now
    for line in reads.lines(session, claim.id):
        session.delete(line)
    for link in reads.tranche_links(session, claim.id):
        session.delete(link)
    session.flush()
    _fill(session, claim, tranches, costs)
    note_move(session, claim, "change", claim.state, act=act)
    return claim


def _days(first: date, last: date, place: str) -> None:
    if first > last:
        raise BadInput(f"{first} comes after {last}: change one of the days", place=place)


def _fill(session: Session, claim: Claim, tranches: Sequence[int], costs: Sequence[Cost]) -> None:
    assert claim.id is not None
    known = {row.id for row in schedule_reads.tranches(session, claim.application_id)}
    strange = [at for at in tranches if at not in known]
    if strange or not tranches:
        raise BadInput("name at least one instalment of this award", place="tranches")
    if not costs:
        raise BadInput("a claim needs at least one line", place="costs")
    if len({cost.number for cost in costs}) != len(costs):
        raise BadInput("two lines have the same number", place="costs")
    for at in dict.fromkeys(tranches):
        session.add(ClaimTranche(claim_id=claim.id, tranche_id=at))
    for cost in costs:
        _days(cost.delivered_from, cost.delivered_to, f"line {cost.number}")
        if cost.pence <= 0 or not 0 <= cost.vat_pence <= cost.pence:
            raise BadInput(
                f"{money.pounds(cost.pence)} with {money.pounds(cost.vat_pence)} VAT in it is no cost: "
                "write what was paid, VAT included",
                place=f"line {cost.number}",
            )
        session.add(ClaimLine(claim_id=claim.id, **vars(cost)))
    session.flush()


def add_invoice(
    session: Session,
    ref: str,
    *,
    supplier: str,
    number: str,
    dated: date,
    pence: int,
    roles: Collection[str],
    unseen: Container[str] = (),
) -> Invoice:
    """Put an invoice to a draft, or to a claim that is being asked about; `unseen` are cases that its sender may not see.

    Raises:
        Refused: the same invoice stands in a claim that lives, of any fund; both are named if both may be seen.
    """
    claim = open_for_papers(session, ref, roles)
    sha = invoice_sha(supplier=supplier, number=number, dated=dated, pence=pence)
    same = reads.same_invoice(session, sha)
    if same is not None:
        other, of = same
        way = "Take it off one of the two claims."
        found = f"{other.number} of {other.supplier}, is in claim {of.ref} ({of.state.replace('_', ' ')})"
        if of.case_ref in unseen:
            found = f"{number} of {supplier}, is in a claim of another fund, which pays for it"
            way = "A cost is paid once and by one fund: take it off this claim."
        raise Refused.because(
            "invoice_not_claimed_before",
            f"Invoice {number} of {supplier} ({money.pounds(pence)}, {dated:%-d %B %Y}) was not added to {ref}. "
            f"The same invoice, {found}. {way}",
        )
    assert claim.id is not None
    invoice = Invoice(claim_id=claim.id, supplier=supplier, number=number, dated=dated, pence=pence, sha=sha)
    session.add(invoice)
    session.flush()
    return invoice


def open_for_papers(session: Session, ref: str, roles: Collection[str]) -> Claim:
    """A claim that takes papers now: a draft, or one that is being asked about; locked."""
    claim = reads.claim(session, ref, lock=True)
    CLAIM.take(claim.state, "answer" if claim.state == "queried" else "discard", roles, ref=ref)
    return claim


def submit_claim(
    session: Session, ref: str, *, standing: Standing, declaration: str, act: Act, roles: Collection[str]
) -> ClaimMoved:
    """Send a claim in: CLAIM is to be posted for its parts. Hold it at once if `hold_reason(standing)` says why.

    Raises:
        Refused: dates, tranches, precedents or amounts do not allow it; every reason is given.
    """
    claim = reads.claim(session, ref, lock=True)
    CLAIM.take(claim.state, "submit", roles, ref=ref)
    on = london_day(act.now)
    costs, ids = reads.costs(session, claim.id), reads.tranche_ids(session, claim.id)
    room = schedule_reads.room(session, claim.application_id, ids)
    first = {row.id: row.earliest_on for row in schedule_reads.tranches(session, claim.application_id) if row.id in ids}
    refusals = sending_refusals(costs, room, standing, on=on)
    refusals += closed_because(room, earliest={at: day for at, day in first.items() if at is not None}, on=on)
    refusals += retention_held(room, standing)
    if not declaration.strip():
        refusals.append(
            Refusal(
                "declaration_signed",
                f"{ref} was not sent: its declaration is empty. Read it, sign it, and send the claim again.",
            )
        )
    if refusals:
        raise Refused(refusals)
    assert claim.id is not None
    draws = draw(costs, room, closed=standing.closed_periods)
    session.add_all(ClaimShare(claim_id=claim.id, **vars(share)) for share in draws)
    claim.submitted_at, claim.declared_by, claim.declared_name = act.now, act.actor_id, act.actor
    claim.declaration = declaration
    move_claim(session, claim, "submit", act=act, roles=roles)
    refresh(session, claim.application_id)
    return ClaimMoved(claim, reads.claimed_parts(session, claim.id))


def discard_claim(session: Session, ref: str, *, act: Act, roles: Collection[str]) -> ClaimMoved:
    """Throw a draft away; nothing is posted."""
    claim = move_claim(session, reads.claim(session, ref, lock=True), "discard", act=act, roles=roles)
    free_invoices(session, claim)
    return ClaimMoved(claim)


def withdraw_claim(session: Session, ref: str, *, act: Act, roles: Collection[str]) -> ClaimMoved:
    """Take a claim back before it is checked: its CLAIM is to be reversed."""
    return end_unpaid(session, reads.claim(session, ref, lock=True), "withdraw", act=act, roles=roles)


def pay_to(session: Session, application_id: int, *, payee: str) -> list[str]:
    """Let another organisation be paid what is not paid yet, after a novation; gives the references of these claims.

    Raises:
        Refused: one of them is in a payment run, whose instructions name the former payee.
    """
    every = reads.claims_of(session, application_id)
    running = [claim.ref for claim in every if claim.state == "in_payment"]
    if running:
        raise Refused.because(
            "not_in_run",
            f"{', '.join(running)} is in a payment run to the former lead, so the award did not pass on yet. Nothing "
            "has changed. Finish the run, or take it apart, then try again.",
        )
    moved = [claim for claim in every if claim.state not in ("paid", "settled", *DEAD_CLAIM_STATES)]
    for claim in moved:
        claim.payee = payee
        session.add(claim)
    session.flush()
    return [claim.ref for claim in moved]
