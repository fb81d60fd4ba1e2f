"""A small county to try things in: three commissioners, six practices, two federations, and everybody who acts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import Any

from sqlmodel import Session

from fundflow import allocations, applications, awards, committees, engine, files, organisations, payments, people
from fundflow.applications import CostLine, Partner
from fundflow.audit import Act
from fundflow.definitions import Library, load_library
from fundflow.engine.assessment import Mark
from fundflow.engine.bids import Draft
from fundflow.engine.claims import Claiming, Invoice
from fundflow.payments import Cost
from fundflow.people import Actor

FUND = "worcestershire-transformation"
START = datetime(2017, 4, 3, 8, 0, tzinfo=UTC)
CLOSES = datetime(2017, 5, 12, 16, 0, tzinfo=UTC)
ALLOCATED = {
    ("05J", "2017/18"): 26_364_100,
    ("05J", "2018/19"): 26_476_600,
    ("05T", "2017/18"): 45_541_500,
    ("05T", "2018/19"): 45_740_300,
    ("06D", "2017/18"): 17_187_800,
    ("06D", "2018/19"): 17_221_500,
}
PRACTICES = {
    "Z10001": ("Alder Practice", "05J", 12_000),
    "Z10002": ("Birch Practice", "05J", 9_000),
    "Z10003": ("Cedar Practice", "05T", 14_000),
    "Z10004": ("Damson Practice", "05T", 11_000),
    "Z10005": ("Elder Practice", "06D", 10_000),
    "Z10006": ("Fir Practice", "06D", 9_210),
}
FEDERATIONS = {"FEDNW": ("North federation", ("Z10001", "Z10002")), "FEDSW": ("South federation", ("Z10003", "Z10004"))}
OFFICE = (
    "officer",
    "finance",
    "moderation_chair",
    "group_secretary",
    "implementation_group",
    "implementation_group_chair",
    "committee_secretary",
    "committee",
    "delegate",
    "nhs_england",
    "claim_checker",
    "claim_approver",
    "payment_releaser",
    "auditor",
)
PANELS = ("panel1", "panel2")
"""The second of them is a lay member."""
ASSESSORS = {"gp_far": (True, False), "accountant": (False, True), "nurse": (True, False)}
BODIES = {
    "05J": "redditch-and-bromsgrove-pccc",
    "05T": "south-worcestershire-pccc",
    "06D": "wyre-forest-pccc",
}
SEATS = ("lay_chair", "lay_vice_chair", "accountable_officer", "chief_finance_officer", "gp")
GROUP = tuple(f"group{number}" for number in range(6))
HIAS = (
    "active_signposting",
    "new_consultation_types",
    "reduce_dnas",
    "develop_the_team",
    "productive_workflows",
    "personal_productivity",
    "partnership_working",
    "social_prescribing",
    "support_self_care",
    "develop_qi_expertise",
)
CRITERIA = (
    "working_at_scale",
    "sustainability",
    "federation_development",
    "extended_access",
    "value_quality",
    "impact_gain",
)
COVER = {
    "initials": "JA",
    "rows": dict.fromkeys(
        (
            "quality",
            "risk_register",
            "budget",
            "legal",
            "people",
            "value_for_money",
            "information_technology",
            "equality",
            "freedom_of_information",
        ),
        "no action",
    ),
}


@cache
def library() -> Library:
    found, problems = load_library()
    assert not problems
    return found


@dataclass
class World:
    """Verbs of a test's county; every one takes its moment from `now`."""

    session: Session
    now: datetime = START

    def who(self, name: str) -> Actor:
        if name == "system":
            return people.system(self.session)
        return people.actor(self.session, name, now=self.now)

    def act(self, what: str = "set up") -> Act:
        system = people.system(self.session)
        return Act(system.id, system.name, self.now, what, "world")

    def settle(self) -> "World":
        act = self.act()
        organisations.ensure_commissioners(self.session, library().office("worcestershire"), act=act)
        for code, (name, commissioner, patients) in PRACTICES.items():
            organisations.add(self.session, code=code, name=name, kind="practice", legal_entity=True, act=act)
            organisations.link_many(self.session, [(code, commissioner, date(2013, 4, 1), None)])
            organisations.snapshot(
                self.session, code, basis="registered", on=date(2017, 1, 1), patients=patients, source="test", act=act
            )
        for code, (name, members) in FEDERATIONS.items():
            organisations.add(self.session, code=code, name=name, kind="federation", legal_entity=True, act=act)
            for member in members:
                organisations.join(self.session, member, group=code, starts=date(2014, 4, 1), act=act)
        for key, pence in ALLOCATED.items():
            allocations.receive(
                self.session,
                fund=FUND,
                commissioner=key[0],
                period=key[1],
                pence=pence,
                recurrence="non-recurrent",
                capital=False,
                source="WO 7.2",
                act=act,
            )
        self._people(act)
        return self

    def _people(self, act: Act) -> None:
        for role in OFFICE:
            self.person(role, role, act=act)
        self.person("officer2", "officer", act=act)
        self.person("finance2", "finance", act=act)
        for name in PANELS:
            number = self.person(name, "reconsideration_panel", act=act)
            if name != PANELS[0]:
                people.grant(self.session, number, "lay_member", starts=date(2017, 4, 1), act=act)
        for name in ASSESSORS:
            self.person(name, "assessor", act=act)
        for code in (*PRACTICES, *FEDERATIONS):
            self.person(f"writer.{code.lower()}", "applicant", organisation=code, act=act)
            self.person(f"partner.{code.lower()}", "signatory", organisation=code, act=act)
        for commissioner, body in BODIES.items():
            committees.ensure(self.session, library().committee(body), act=act, starts=date(2017, 4, 1))
            for seat in SEATS:
                person = self.person(f"{seat}.{commissioner.lower()}", None, act=act)
                committees.add_member(
                    self.session,
                    body,
                    person,
                    name=f"{seat} {commissioner}",
                    role=seat,
                    starts=date(2017, 4, 1),
                    act=act,
                )
        group = library().committee("gpfv-implementation-group")
        committees.ensure(self.session, group, act=act, starts=date(2017, 4, 1))
        for number, seat in enumerate([*group.chairs[:1], *[r for r in group.votes_by if r not in group.chairs]][:6]):
            person = self.person(f"group{number}", None, act=act)
            committees.add_member(
                self.session, group.committee, person, name=f"Group {seat}", role=seat, starts=date(2017, 4, 1), act=act
            )

    def person(self, name: str, role: str | None, *, act: Act, organisation: str | None = None) -> int:
        row = people.add(
            self.session,
            sign_in_name=name,
            name=name.replace("_", " ").replace(".", " ").title(),
            email=f"{name}@example.org",
            organisation=organisation,
            act=act,
        )
        assert row.id is not None
        if role:
            people.grant(self.session, row.id, role, starts=date(2017, 4, 1), organisation=organisation, act=act)
        return row.id

    def payee(self, organisation: str) -> None:
        row = payments.request_payee(
            self.session, organisation, vendor_reference=f"V{organisation}", route="invoice", act=self._by("finance")
        )
        assert row.id is not None
        payments.call_payee(
            self.session,
            row.id,
            number="01905 111111",
            held_since=date(2015, 1, 1),
            spoke_to="the manager",
            act=self._by("officer"),
            roles=("officer",),
        )
        payments.confirm_payee(self.session, row.id, act=self._by("finance2"), roles=("finance",))

    def _by(self, name: str) -> Act:
        actor = self.who(name)
        return Act(actor.id, actor.name, self.now, "payee", "payee")

    def open_round(self, **settings: Any) -> str:
        plan = engine.rounds.RoundPlan(
            fund=FUND, opens_at=self.now, closes_at=CLOSES, snapshot_on=date(2017, 1, 1), settings=settings
        )
        return engine.rounds.open_round(
            self.session, plan, library=library(), actor=self.who("officer"), now=self.now
        ).ref

    def bid(
        self,
        round_ref: str,
        *,
        lead: str = "FEDNW",
        title: str = "Hubs",
        partners: tuple[str, ...] = ("Z10001", "Z10002"),
        lines: tuple[CostLine, ...] | None = None,
        **more: Any,
    ) -> str:
        writer = self.who(f"writer.{lead.lower()}")
        case = engine.bids.begin(self.session, round_ref, lead=lead, title=title, actor=writer, now=self.now)
        eia = files.put(
            self.session, name="eia.txt", media_type="text/plain", content=f"EIA of {title}".encode(), now=self.now
        )
        draft = Draft(
            answers={
                key: f"An answer to {key} with a figure of 42."
                for key in ("accomplish", "measure", "plan", "unintended")
            },
            actions={key: {"contributes": key == HIAS[0], "text": "It helps."} for key in HIAS},
            documents={"equality_impact": eia},
            partners=[Partner(code) for code in partners],
            budget=lines or (CostLine("2017/18", "backfill", "GP time", 10_000_000, commissioner="05J"),),
            **more,
        )
        engine.bids.save(self.session, case.ref, draft, actor=writer, now=self.now)
        for code in partners:
            engine.consents.answer(
                self.session, case.ref, code, answer="agree", actor=self.who(f"partner.{code.lower()}"), now=self.now
            )
        return case.ref

    def step(self, ref: str, name: str, by: str, *, reason: str = "", **values: Any) -> engine.Taken:
        return engine.take_step(self.session, ref, name, actor=self.who(by), now=self.now, values=values, reason=reason)

    def submit(self, ref: str, lead: str = "FEDNW") -> engine.Taken:
        self.step(ref, "submit", f"writer.{lead.lower()}", interests="none")
        return self.step(ref, "submit", f"partner.{lead.lower()}")

    def assign(self, ref: str, *names: str) -> None:
        for name in names:
            clinical, finance = ASSESSORS[name]
            engine.assessment.assign(
                self.session,
                ref,
                name,
                clinical=clinical,
                finance_aware=finance,
                actor=self.who("officer"),
                now=self.now,
            )

    def score(self, ref: str, scores: Mapping[str, tuple[int, ...]] | None = None) -> None:
        given = scores or {"gp_far": (4, 3, 5, 2, 4, 3), "accountant": (4, 3, 5, 2, 4, 3)}
        self.assign(ref, *given)
        for name, marks in given.items():
            actor = self.who(name)
            engine.assessment.declare(self.session, ref, answer="none", actor=actor, now=self.now)
            engine.assessment.open_papers(self.session, ref, actor=actor, now=self.now)
            engine.assessment.score(
                self.session,
                ref,
                {
                    key: Mark(mark, "Because of page 2.", "Clear plan.", "No baseline.")
                    for key, mark in zip(CRITERIA, marks, strict=True)
                },
                actor=actor,
                now=self.now,
                lock=True,
            )

    def group_meeting(self, ref: str, *cases: str) -> None:
        secretary = self.who("group_secretary")
        engine.meetings.call(
            self.session,
            ref,
            title="Group",
            starts_at=self.now,
            bodies=["gpfv-implementation-group"],
            papers_out_on=self.now.date() - timedelta(days=13),
            actor=secretary,
            now=self.now,
        )
        for case in cases:
            engine.meetings.add_item(self.session, ref, case_ref=case, actor=secretary, now=self.now)
        engine.meetings.open_meeting(self.session, ref, actor=secretary, now=self.now)
        for name in GROUP:
            engine.meetings.attend(self.session, ref, name, actor=secretary, now=self.now)

    def recommend(self, ref: str, meeting: str, kind: str = "approve") -> engine.Taken:
        return self.step(
            ref, "recommend", "implementation_group", recommendation=kind, reasons="It fits the fund.", meeting=meeting
        )

    def committee(
        self, ref: str, *cases: str, bodies: tuple[str, ...] = ("05J", "05T", "06D"), seats: tuple[str, ...] = SEATS
    ) -> None:
        secretary = self.who("committee_secretary")
        engine.meetings.call(
            self.session,
            ref,
            title="Committees in common",
            starts_at=self.now,
            bodies=[BODIES[body] for body in bodies],
            papers_out_on=self.now.date() - timedelta(days=13),
            actor=secretary,
            now=self.now,
        )
        for case in cases:
            self.step(case, "table", "committee_secretary", meeting=ref, cover_sheet=COVER)
            engine.meetings.add_item(self.session, ref, case_ref=case, actor=secretary, now=self.now)
        engine.meetings.open_meeting(self.session, ref, actor=secretary, now=self.now)
        for body in bodies:
            for seat in seats:
                engine.meetings.attend(self.session, ref, f"{seat}.{body.lower()}", actor=secretary, now=self.now)

    def decide(self, ref: str, item: int, body: str, outcome: str = "approve", **more: Any) -> None:
        secretary = self.who("committee_secretary")
        votes = {f"{seat}.{body.lower()}": "for" for seat in SEATS}
        engine.meetings.vote(
            self.session, ref, item, BODIES[body], text="To decide", votes=votes, actor=secretary, now=self.now
        )
        choice = engine.meetings.Choice(outcome=outcome, **more)
        engine.meetings.decide(self.session, ref, item, BODIES[body], choice, actor=secretary, now=self.now)

    def apply(self, ref: str) -> list[engine.Taken]:
        return engine.meetings.apply(self.session, ref, actor=self.who("committee_secretary"), now=self.now)

    def open_precedents(self, ref: str) -> list[int]:
        application = applications.get(self.session, ref)
        assert application.id is not None
        return [one.number for one in awards.precedents_waiting(self.session, application.id)]

    def meet(self, ref: str, number: int) -> None:
        engine.awards.meet_condition(self.session, ref, number, reason="seen", actor=self.who("officer"), now=self.now)

    def claim(self, ref: str, tranches: list[str], pence: int, *, number: str = "A1", lead: str = "fednw") -> str:
        claiming = Claiming(
            tranches=tranches,
            period_from=self.now.date(),
            period_to=self.now.date(),
            costs=[Cost(1, "backfill", "GP time", self.now.date(), self.now.date(), pence)],
            invoices=[Invoice("Locums Ltd", number, self.now.date(), pence)],
            evidence=[("forecast", "the forecast")],
        )
        made = engine.claims.begin(self.session, ref, claiming, actor=self.who(f"partner.{lead}"), now=self.now)
        self.on_claim(made, "submit", f"partner.{lead}", declaration="True and not paid elsewhere.")
        return made

    def on_claim(self, ref: str, action: str, by: str, *, reason: str = "", **values: Any) -> None:
        engine.claims.act_on(self.session, ref, action, actor=self.who(by), now=self.now, values=values, reason=reason)

    def pay(self, claim: str) -> str:
        self.on_claim(claim, "check", "claim_checker")
        self.on_claim(claim, "approve", "claim_approver")
        return self.run(claim)

    def run(self, claim: str, result: str = "paid") -> str:
        made = engine.claims.make_run(self.session, [claim], actor=self.who("finance"), now=self.now)
        engine.claims.release_run(self.session, made.ref, actor=self.who("payment_releaser"), now=self.now)
        paid = [one.ref for one in payments.payments_of_run(self.session, made.id)]
        results = [payments.Result(one, result, self.now.date()) for one in paid]
        engine.claims.record_results(self.session, made.ref, results, actor=self.who("finance"), now=self.now)
        return made.ref
