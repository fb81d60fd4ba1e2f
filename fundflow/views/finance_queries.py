"""What finance's page reads: claims that wait, runs and payees; and the payments beside the outside ledger."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from fundflow import finance, payments, together
from fundflow.applications import PRESENT, Application, Participant
from fundflow.awards import Award
from fundflow.organisations import Membership, Organisation
from fundflow.payments import RECOVERY, Claim, ClaimLine, Evidence, Payee, Payment, PaymentLine, PaymentRun, Recovery
from fundflow.people import Person, RegisteredInterest, RoleGrant
from fundflow.together import Part

_RUNS = ("draft", "released")


@dataclass(frozen=True)
class Paying:
    """Claims that wait with what they ask for, runs that wait with their payments, and how each payee is paid.

    `claimed` and `papers` (how many) are by claim, `payees` by organisation, `bodies` who is inside each case;
    `uncoded` has the payment of each line without a code.
    """

    claims: Sequence[Claim]
    claimed: Mapping[int, int]
    papers: Mapping[int, int]
    runs: Sequence[PaymentRun]
    payments: Sequence[Payment]
    uncoded: Sequence[int]
    payees: Mapping[str, Sequence[Payee]]
    recoveries: Sequence[Recovery]
    bodies: Mapping[str, set[str]]
    names: Mapping[str, str]

    @property
    def in_draft_runs(self) -> set[int]:
        """The claims that a draft run holds, so that no other run takes them."""
        drafts = {one.id for one in self.runs if one.state == "draft"}
        return {one.claim_id for one in self.payments if one.run_id in drafts}


def paying(session: Session, states: Sequence[str], *, person: int) -> Paying:
    """Everything of the payment lists, and of what ties a person to a case of them, in one question."""
    owed = tuple(sorted(set(RECOVERY.states) - RECOVERY.ends))
    _hold(session, tuple(states), owed, person)
    claims = list(session.exec(select(Claim).where(col(Claim.state).in_(states))))
    numbers = [one.id for one in claims]
    lines = session.exec(select(ClaimLine).where(col(ClaimLine.claim_id).in_(numbers)))
    runs = list(session.exec(select(PaymentRun).where(col(PaymentRun.state).in_(_RUNS))))
    paid = list(session.exec(select(Payment).where(col(Payment.run_id).in_([one.id for one in runs]))))
    coded = session.exec(select(PaymentLine).where(col(PaymentLine.payment_id).in_([one.id for one in paid])))
    recoveries = list(session.exec(select(Recovery).where(col(Recovery.state).in_(owed))))
    codes = {*(one.payee for one in claims), *(one.payee for one in paid), *(one.payee for one in recoveries)}
    payees: dict[str, list[Payee]] = defaultdict(list)
    for one in session.exec(select(Payee).where(col(Payee.organisation).in_(codes))):
        payees[one.organisation].append(one)
    claimed: Counter[int] = Counter()
    for line in lines:
        claimed[line.claim_id] += line.pence
    return Paying(
        claims=claims,
        claimed=claimed,
        papers=Counter(session.exec(select(Evidence.claim_id).where(col(Evidence.claim_id).in_(numbers)))),
        runs=sorted(runs, key=lambda each: each.id or 0),
        payments=paid,
        uncoded=[one.payment_id for one in coded if not (one.cost_centre and one.subjective_code)],
        payees=payees,
        recoveries=sorted(recoveries, key=lambda each: each.ref),
        bodies=_bodies(session, [one.application_id for one in claims]),
        names={
            one.code: one.name for one in session.exec(select(Organisation).where(col(Organisation.code).in_(codes)))
        },
    )


def _hold(session: Session, states: tuple[str, ...], owed: tuple[str, ...], person: int) -> None:
    claim, run = Part(Claim, "state", states), Part(PaymentRun, "state", _RUNS)
    payment, recovery = Part(Payment, "run_id", run), Part(Recovery, "state", owed)
    case = Part(Application, "id", claim, "application_id")
    inside = Part(Participant, "application_id", case)
    interest = Part(RegisteredInterest, "person_id", (person,))
    paid = [(claim, "payee"), (payment, "payee"), (recovery, "payee")]
    bodies = [(case, "lead"), (inside, "organisation"), (interest, "organisation")]
    together.hold(
        session,
        "finance's desk",
        [
            *(claim, run, payment, recovery, case, inside, interest),
            Part(ClaimLine, "claim_id", claim),
            Part(Evidence, "claim_id", claim),
            Part(PaymentLine, "payment_id", payment),
            *(Part(Payee, "organisation", part, column) for part, column in paid),
            *(Part(Organisation, "code", part, column) for part, column in paid),
            *(Part(Membership, "organisation", part, column) for part, column in bodies),
            Part(Person, "id", (person,)),
            Part(RoleGrant, "person_id", (person,)),
        ],
    )


def _bodies(session: Session, numbers: Sequence[int]) -> dict[str, set[str]]:
    """Who is inside each case, by its reference."""
    cases = list(session.exec(select(Application).where(col(Application.id).in_(numbers))))
    found = {one.id: {one.lead} for one in cases}
    for one in session.exec(select(Participant).where(col(Participant.application_id).in_(numbers))):
        if one.state in PRESENT:
            found[one.application_id].add(one.organisation)
    return {one.ref: found[one.id] for one in cases}


@dataclass(frozen=True)
class Agreed:
    """How the payments that left stand beside the outside ledger: how many of each, and each that does not agree.

    `owners` names who looks into a difference, by its name; what nobody looks into is not there.
    """

    counts: Mapping[str, int]
    open: Sequence[finance.Pairing]
    owners: Mapping[str, str]


def agreed(session: Session) -> Agreed:
    """The agreement with the outside ledger as it stands now."""
    lines, notes = finance.outside(session)
    found = payments.agreement(session, lines=lines)
    still = [one for one in found if one.agreement != "matched"]
    owners = {one.name: notes[one.name].owner for one in still if one.name in notes}
    return Agreed(Counter(one.agreement for one in found), still, owners)


def accepted(session: Session, refs: Collection[str]) -> dict[str, datetime]:
    """When the award of each of some cases was accepted."""
    mine = col(Application.ref).in_(sorted(refs))
    award = col(Award.application_id).in_(select(Application.id).where(mine))
    found = together.read(session, [(Application, mine), (Award, award)])
    names = {one.id: one.ref for one in found[Application]}
    return {names[one.application_id]: one.accepted_at for one in found[Award]}
