"""A small world to pay in: one award over two commissioners and two years, and the people around it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlmodel import Session

from fundflow import finance, ledger, payments
from fundflow.applications.tables import Application, Round
from fundflow.audit import Act
from fundflow.definitions.fund import Payment
from fundflow.ledger import BudgetKey, Kind, Line
from fundflow.payments.rules import evidence
from fundflow.people.tables import Person

FUND = "worcestershire-transformation"
REF = "TF-17-0001"
LEAD = "M81001"
RB, SW = "05J", "05T"
Y1, Y2 = "2017/18", "2018/19"
AMOUNTS = {(RB, Y1): 4_000_001, (SW, Y1): 8_000_000, (RB, Y2): 1_000_000, (SW, Y2): 2_000_003}
PAYMENT = Payment.model_validate(
    {
        "tranches": [
            {"key": "start", "kind": "advance", "title": "Start", "percent": 25, "evidence": "A forecast"},
            {"key": "midpoint", "kind": "milestone", "title": "Half way", "percent": 35, "evidence": "A milestone"},
            {"key": "actual_cost", "kind": "arrears", "title": "Costs paid", "percent": 30, "evidence": "Invoices"},
            {"key": "final", "kind": "retention", "title": "Final", "percent": 10, "evidence": "The final report"},
        ],
        "route": "statement",
        "invoice_to": "each commissioner",
        "claim_cut_off": "the tenth",
    }
)
TERMS = {
    FUND: payments.Terms(
        "Transformation fund",
        tuple(
            finance.Code(FUND, body, year, False, "", "", "", centre, "52161020", "", "", "", date(2017, 4, 1))
            for body, centre in ((RB, "001234"), (SW, "005678"))
            for year in (Y1, Y2)
        ),
    )
}
STANDING = payments.Standing("open", date(2017, 6, 1), date(2019, 3, 31), date(2019, 4, 30))
FINISHED = payments.Standing("open", date(2017, 6, 1), date(2019, 3, 31), date(2019, 4, 30), final_report=True)
TOLERANCE = payments.Tolerance(10, 100_000)
NAMES = ("Priya", "Shah", "Ash", "Bell", "Cole", "Dean", "Eve", "Finn", "Gale")
PRIYA, SHAH, ASH, BELL, COLE, DEAN, EVE, FINN, GALE = range(1, 10)


def at(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), time(12), tzinfo=UTC)


def act(person: int, day: str, what: str = "test", reason: str = "") -> Act:
    return Act(person, NAMES[person - 1], at(day), what, REF, reason)


def cost(
    number: int = 1,
    pence: int = 100_000,
    first: str = "2017-07-01",
    last: str = "2017-07-31",
    kind: str = "backfill",
    vat: int = 0,
) -> payments.Cost:
    return payments.Cost(
        number, kind, "Nurse backfill", date.fromisoformat(first), date.fromisoformat(last), pence, vat
    )


def key(commissioner: str, period: str) -> BudgetKey:
    return BudgetKey(commissioner, period, FUND)


@dataclass
class World:
    """The session with a case in it, and the ledger kept in step as the engine will do it."""

    session: Session
    case: payments.CaseFacts
    books: bool = False

    def tranche(self, name: str) -> int:
        return next(row.id for row in payments.tranches(self.session, self.case.application_id) if row.key == name)

    def post(self, kind: Kind, parts: tuple[payments.Part, ...], day: str, *, reverses: str = "") -> str:
        if not self.books:
            return ""
        lines = [
            Line(
                key(part.commissioner, part.period),
                part.pence,
                holder=f"{self.case.ref}/{part.commissioner}",
                delivery_year=part.delivery_year or None,
                released=part.released,
            )
            for part in parts
        ]
        undone = int(reverses) if reverses else None
        made = ledger.post(
            self.session, kind, [] if undone else lines, act=act(ASH, day), reverses=undone, case=self.case.ref
        )
        return str(made.id)

    def sent(
        self,
        *costs: payments.Cost,
        tranches: tuple[str, ...] = ("actual_cost",),
        day: str = "2017-09-01",
        standing: payments.Standing = STANDING,
        person: int = SHAH,
    ) -> payments.Claim:
        draft = self.draft(*costs, tranches=tranches, day=day)
        moved = payments.submit_claim(
            self.session,
            draft.ref,
            standing=standing,
            declaration="True and complete",
            act=act(person, day),
            roles=("signatory",),
        )
        entry = self.post(Kind.CLAIM, moved.parts, day)
        payments.note_entry(self.session, draft.ref, "claim", entry)
        return moved.claim

    def draft(
        self, *costs: payments.Cost, tranches: tuple[str, ...] = ("actual_cost",), day: str = "2017-09-01"
    ) -> payments.Claim:
        made = payments.create_claim(
            self.session,
            self.case,
            tranches=[self.tranche(name) for name in tranches],
            period_from=min(line.delivered_from for line in costs),
            period_to=max(line.delivered_to for line in costs),
            costs=costs,
            standing=STANDING,
            act=act(PRIYA, day),
            roles=("applicant",),
        )
        months = evidence.months_of(made.period_from, made.period_to)
        said = "Rota of " + ", ".join(f"{year}-{month:02d}" for year, month in months)
        payments.add_evidence(
            self.session, made.ref, kind="rota", description=said, act=act(PRIYA, day), roles=("applicant",)
        )
        return made

    def checked(self, ref: str, day: str = "2017-09-04", person: int = ASH) -> payments.Claim:
        return payments.check_claim(
            self.session,
            ref,
            budget=(),
            tolerance=TOLERANCE,
            act=act(person, day),
            roles=("claim_checker",),
            ties={},
        ).claim

    def approved(
        self,
        ref: str,
        day: str = "2017-09-05",
        cut: Mapping[int, int] | None = None,
        person: int = BELL,
    ) -> payments.Claim:
        moved = payments.approve_claim(
            self.session,
            ref,
            approved=cut,
            reasons=dict.fromkeys(cut or {}, "no evidence for the rest"),
            act=act(person, day),
            roles=("claim_approver",),
            ties={},
        )
        entry = self.post(Kind.APPROVE_CLAIM, moved.parts, day)
        payments.note_entry(self.session, ref, "approval", entry)
        return moved.claim

    def payable(self, *costs: payments.Cost, **more: object) -> payments.Claim:
        ref = self.sent(*costs, **more).ref
        self.checked(ref)
        return self.approved(ref)

    def payee(self, day: str = "2017-06-01", reference: str = "V-100") -> payments.Payee:
        asked = payments.request_payee(
            self.session, LEAD, vendor_reference=reference, route="statement", act=act(PRIYA, day)
        )
        payments.call_payee(
            self.session,
            asked.id,
            number="01905 000000",
            held_since=date(2015, 1, 1),
            spoke_to="Dr Shah",
            act=act(FINN, day),
            roles=("finance",),
        )
        return payments.confirm_payee(self.session, asked.id, act=act(GALE, day), roles=("finance",))

    def run(self, *refs: str, day: str = "2017-09-06") -> payments.PaymentRun:
        return payments.make_run(self.session, refs, terms=TERMS, act=act(DEAN, day), roles=("finance",))

    def released(self, ref: str, day: str = "2017-09-07", person: int = COLE) -> payments.RunReleased:
        out = payments.release_run(self.session, ref, act=act(person, day), roles=("payment_releaser",), ties={})
        for paid in out.payments:
            payments.note_entry(self.session, paid.payment_ref, "pay", self.post(Kind.PAY, paid.parts, day))
        return out

    def results(self, ref: str, text: str, day: str = "2017-09-11") -> list[payments.ResultBooked]:
        booked = payments.record_results(
            self.session, ref, payments.read_results(text), act=act(DEAN, day), roles=("finance",)
        )
        for result in booked:
            if result.outcome in ("failed", "returned"):
                entry = self.post(Kind.PAYMENT_FAILED, (), day, reverses=result.pay_entry)
                payments.note_entry(self.session, result.payment_ref, "failure", entry)
        return booked

    def paid(self, *refs: str) -> payments.PaymentRun:
        run = self.run(*refs)
        self.released(run.ref)
        rows = "".join(f"{row.ref},paid,2017-09-11,\n" for row in payments.payments_of_run(self.session, run.id))
        self.results(run.ref, "payment_ref,result,date,reason\n" + rows)
        return run

    def recovery(self, working: payments.Working, **more: object) -> payments.Recovery:
        facts = {
            "cause": "unspent",
            "clause": "14",
            "second": payments.Person(DEAN, "Dean", ("finance",)),
            "act": act(EVE, "2018-05-01"),
            "roles": ("officer",),
        }
        return payments.raise_recovery(self.session, self.case, working=working, **(facts | more))

    def noticed(self, ref: str, day: str = "2018-05-02") -> payments.RecoveryMoved:
        moved = payments.give_notice(self.session, ref, act=act(DEAN, day), roles=("finance",))
        payments.note_entry(self.session, ref, "notice", self.post(Kind.RECOVERY_DUE, moved.parts, day))
        return moved

    def demanded(self, working: payments.Working, **more: object) -> payments.Recovery:
        row = self.recovery(working, **more)
        self.noticed(row.ref)
        return payments.agree_recovery(
            self.session, row.ref, act=act(SHAH, "2018-05-03"), roles=("signatory",)
        ).recovery

    def balances(self) -> dict[tuple[str, str], ledger.Balances]:
        return {at: ledger.holding(self.session, key(*at), f"{REF}/{at[0]}") for at in AMOUNTS}


def build(session: Session, *, books: bool = False) -> World:
    for number, name in enumerate(NAMES, start=1):
        session.add(Person(id=number, sign_in_name=name.lower(), name=name, added_at=at("2017-04-01")))
    session.flush()
    session.add(
        Round(
            id=1,
            ref="r-1",
            fund=FUND,
            workflow="competed-grant",
            year=2017,
            number=1,
            title="Round",
            opens_at=at("2017-04-03"),
            closes_at=at("2017-05-12"),
            pinned={},
            pinned_sha256="",
            created_at=at("2017-04-01"),
            created_by=ASH,
        )
    )
    session.flush()
    session.add(
        Application(
            id=1,
            ref=REF,
            sequence_year=17,
            sequence=1,
            round_id=1,
            fund=FUND,
            workflow="competed-grant",
            lead=LEAD,
            title="Backfill",
            state="active",
            state_since=at("2017-06-01"),
            created_by=PRIYA,
            created_at=at("2017-04-10"),
        )
    )
    session.flush()
    world = World(session, payments.CaseFacts(1, REF, FUND, LEAD), books=books)
    payments.plan_tranches(session, 1, payments.schedule(PAYMENT, AMOUNTS))
    payments.open_tranches(session, 1, on=date(2017, 6, 1), final_report=False)
    if books:
        _open_books(world)
    return world


def _open_books(world: World) -> None:
    for holder in (f"{REF}/{RB}", f"{REF}/{SW}"):
        ledger.register_holder(world.session, holder, fund=FUND, capital=False)
    for (commissioner, period), pence in AMOUNTS.items():
        at_key = key(commissioner, period)
        line = Line(at_key, pence + 500, recurrence="non-recurrent", capital=False)
        ledger.post(world.session, Kind.ALLOCATE, [line], act=act(ASH, "2017-04-03"))
        for kind in (Kind.RESERVE, Kind.COMMIT):
            held = Line(at_key, pence, holder=f"{REF}/{commissioner}")
            ledger.post(world.session, kind, [held], act=act(ASH, "2017-05-30"), case=REF)
