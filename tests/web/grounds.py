"""Where forms are found: stages of a bid's life with what else somebody must have done before a form is there."""

import pickle
import re
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from fundflow import allocations, committees, database, engine, mail, people
from fundflow.engine import access
from tests.engine.test_month_end import a_month
from tests.mail.conftest import message, with_administrator
from tests.plays import alone
from tests.stories.stages import REF, ROUND, Counties, Place, begin
from tests.stories.world import FUND
from tests.web import (
    test_bid_afterwards,
    test_day_sheet,
    test_finance,
    test_letters,
    test_messages,
    test_money_moves,
    test_round_office,
    test_taking_over,
)
from tests.web.conftest import over
from tests.web.forms import NONSENSE, Form, Sent, seen, send
from tests.web.pressing import press

Visits = Mapping[str | None, Sequence[str]]
"""Who goes to which pages; an address that ends with a stroke stands for all below it to which links lead."""
EVERYWHERE: Sequence[str] = ("/",)
OWN: Sequence[str] = ("/bids/", "/cases/")


@dataclass(frozen=True)
class Ground:
    """A stage of a bid's life, what is done there first (what it gives are further pages by person), and who goes where."""

    stage: str
    visits: Visits
    before: Callable[..., Visits | None] = lambda _: None
    demonstration: bool = True


def _administrator(at) -> None:
    with_administrator(at.engine)


def _newcomer(at) -> Visits:
    with_administrator(at.engine)
    with database.writing(at.engine) as session:
        now = at.clock.now
        link = access.invite(session, "officer", actor=people.actor(session, "root", now=now), now=now)
    return {None: ["/sign-in", f"/account/{link.token}"]}


def _asked_partner(at) -> Visits:
    lead = at.browser("writer.fednw")
    lead.send(f"/bids/{REF}/partners", add="Z10004")
    lead.send(f"/bids/{REF}/partners/Z10004", do="invite")
    return {None: [_newest(at)]}


def _newest(at) -> str:
    with database.reading(at.engine) as session:
        return str(max(mail.messages(session), key=lambda one: one.id).path)


def _entered(at) -> Visits:
    officer = at.browser("officer")
    ref = test_round_office.begin(officer).headers["location"].removeprefix("/bids/")
    page = f"/bids/{ref}/entry"
    officer.send(page)
    return {"officer": [page], "writer.fednw": [page], None: [_newest(at)]}


def _two_bids(at) -> Visits:
    with at.place.living() as world:
        second = begin(world, "More hubs")
    return {"writer.fednw": ["/bids", f"/bids/{second}/start-from"]}


def _messages(at) -> Visits:
    with database.writing(at.engine) as session:
        mail.put(session, **{**message(2), **test_messages.ROW, "made_at": at.clock.now})
    return {"officer": ["/messages"]}


def _to_close(at) -> Visits:
    at.clock.later(days=40)
    return {"officer": [f"/rounds/{ROUND}"]}


def _claimed(at) -> Visits:
    writer, path, typed = test_finance.begin(at)
    draft = writer.http.post(path, data={**typed, "form_key": writer.key(path)}).headers["location"]
    with at.place.living() as world:
        world.claim(REF, ["actual_cost"], 1_000_000)
        ready = world.claim(REF, ["actual_cost"], 500_000, number="A2")
        world.on_claim(ready, "check", "claim_checker")
        world.on_claim(ready, "approve", "claim_approver")
        world.now += timedelta(days=1)
        a_month(world)
    at.clock.later(days=1)
    claim = f"/cases/{REF}/claims/C2"
    return {
        "claim_checker": [claim, f"{claim}/check", f"{claim}/refuse", f"{claim}/hold"],
        "finance": ["/finance", "/finance/month?commissioner=05J&month=M"],
        "partner.fednw": [draft, f"{draft}/submit", f"{claim}/withdraw"],
    }


def _run(at) -> Visits:
    with at.place.living() as world:
        ready = world.claim(REF, ["actual_cost"], 500_000)
        world.on_claim(ready, "check", "claim_checker")
        world.on_claim(ready, "approve", "claim_approver")
        made = engine.claims.make_run(world.session, [ready], actor=world.who("finance"), now=world.now)
    return {"finance": [f"/runs/{made.ref}"], "payment_releaser": [f"/runs/{made.ref}"]}


def _owing(at) -> Visits:
    test_money_moves.paid(at)
    officer, money = at.browser("officer"), at.browser("finance")
    press(officer, test_money_moves.RECOVER, "propose", **test_money_moves.ASKED)
    press(money, test_money_moves.RECOVER, "agree")
    place = f"/cases/{REF}/recoveries/R1"
    with at.place.living() as world:
        finding = allocations.Finding(
            key="probe", kind="total", what="The lines add up to £1.00 and £2.00 is printed.", severity="info",
            source_a="the lines", value_a="1.00", source_b="the total", value_b="2.00", fund=FUND,
        )  # fmt: skip
        allocations.raise_many(world.session, [finding], act=world._by("finance"))
    return {"finance": [f"{place}/drop", f"{place}/give_notice", "/finance/discrepancies"], "officer": [place]}


def _paper(at) -> Visits:
    with at.place.living() as world:
        test_day_sheet.called(world)
    with database.reading(at.engine) as session:
        at.clock.now = committees.meeting(session, "paper").starts_at
    at.clock.later(days=1)
    return {"committee_secretary": ["/meetings/paper/sheet", "/meetings/paper"]}


def _chairs(at) -> Visits:
    browser = at.browser("committee_secretary")
    given = {"urgent": "The lease ends on Friday.", "why_no_meeting": "Papers need five days.", "evidence": "A letter."}
    browser.send(f"/cases/{REF}/chairs-action", body="05T", outcome="approve", **given)
    with database.reading(at.engine) as session:
        [row] = committees.chairs_actions(session)
    asked = ("committee_secretary", "lay_chair.05t", "accountable_officer.05t")
    return {name: [f"/chairs-actions/{row.ref}"] for name in asked}


def _held(at) -> Visits:
    ref = test_letters.held_offer(at)
    names = test_letters.signers(at, ref)
    return {next(iter(names.values()))[0]: ["/letters/to-sign"]}


def _measured(at) -> Visits:
    test_bid_afterwards.with_plan(at)
    return {"partner.fednw": [f"/bids/{REF}/returns", f"/bids/{REF}/returns/1"]}


def _token(at) -> Visits:
    with database.writing(at.engine) as session:
        actor = people.actor(session, "officer", now=at.clock.now)
        access.make_token(session, name="x", scopes=["read"], days=9, actor=actor, now=at.clock.now)
    return {"officer": ["/account/tokens"]}


def _taken_over(at) -> Visits:
    test_taking_over.taken_over(at, test_taking_over.AWARD)
    return {"officer": [test_taking_over.PAGE]}


def _change_asked(at) -> Visits:
    return {"officer": [f"/rounds/{ROUND}", f"/rounds/{ROUND}/change/extend", f"/rounds/{ROUND}/change/cancel"]}


GROUNDS: Mapping[str, Ground] = {
    "a draft": Ground(
        "draft",
        {
            "writer.fednw": (*OWN, "/funds/"),
            "officer": EVERYWHERE,
            "finance": ("/finance/",),
            "partner.fednw": OWN,
        },
    ),
    "a draft's round": Ground("draft", {}, _change_asked),
    "a round that is taken over": Ground("draft", {}, _taken_over),
    "a round to close": Ground("draft", {}, _to_close),
    "a fund before sign-in": Ground("draft", {None: [f"/funds/{FUND}?practice=Z10001&practice=Z10002"]}),
    "signing in": Ground("draft", {}, _newcomer, demonstration=False),
    "signing in to a demonstration": Ground("draft", {None: ["/sign-in"]}),
    "a program": Ground("draft", {}, _token),
    "administrators": Ground("draft", {"root": ["/people", "/people/officer", "/view-as"]}, _administrator),
    "a partner's link": Ground("draft", {}, _asked_partner),
    "a bid from paper": Ground("draft", {}, _entered),
    "two bids": Ground("draft", {}, _two_bids),
    "a submitted bid": Ground(
        "submitted",
        {"officer": (*OWN, "/letters/", f"/cases?round={ROUND}&state=submitted"), "partner.fednw": OWN},
    ),
    "messages": Ground("ineligible", {}, _messages),
    "questions": Ground("queried", {"writer.fednw": OWN, "officer": ("/cases/",)}),
    "an assessor": Ground("seated", {"gp_far": ("/scoring/",), "officer": [f"/rounds/{ROUND}/seats"]}),
    "scores that differ": Ground("moderation", {"moderation_chair": ("/moderation/", "/cases/")}),
    "a ranked list": Ground("scored", {"officer": [f"/rounds/{ROUND}/ranking", f"/rounds/{ROUND}"]}),
    "a meeting on paper": Ground("recommended", {}, _paper),
    "a meeting": Ground("at_committee", {"committee_secretary": ("/meetings/", "/committees/", "/cases/")}),
    "a chair's action": Ground("at_committee", {}, _chairs),
    "a letter to sign": Ground("approved", {}, _held),
    "an offer": Ground("offer_issued", dict.fromkeys(("officer", "partner.fednw"), OWN)),
    "an award": Ground("active", {"officer": OWN, "finance": ("/finance/", "/cases/"), "partner.fednw": OWN}),
    "an award's plan": Ground("active", {}, _measured),
    "claims": Ground("active", {}, _claimed),
    "a payment run": Ground("active", {}, _run),
    "money owed back": Ground("active", {}, _owing),
}


@dataclass(frozen=True)
class Met:
    """A ground as it stands: its database, its moment, the forms that no earlier ground has, and how each answered.

    `answered` is by the form's name: what came back when it was sent empty, and when it was sent with what cannot be.
    """

    file: Path
    now: datetime
    demonstration: bool
    forms: Mapping[str, Form]
    answered: Mapping[str, tuple[Sent, Sent]]


class Grounds:
    """The grounds of this run; each is prepared by whoever asks first, however many processes share it."""

    def __init__(self, folder: Path, counties: Counties) -> None:
        self.folder, self.counties = folder, counties

    @cache  # noqa: B019 - one object a session
    def of(self, name: str) -> Met:
        """One ground."""
        stem = re.sub(r"\W+", "-", name)
        kept = self.folder / f"{stem}.pickle"
        with alone(self.folder / f"{stem}.lock"):
            if not kept.exists():
                kept.write_bytes(pickle.dumps(self._prepare(name, self.folder / f"{stem}.db")))
        return pickle.loads(kept.read_bytes())

    def all(self) -> Mapping[str, Met]:
        """Every ground by its name."""
        return {name: self.of(name) for name in GROUNDS}

    def _prepare(self, name: str, file: Path) -> Met:
        ground = GROUNDS[name]
        known = {one for earlier in _before(name) for one in self.of(earlier).forms}
        source, now = self.counties.file(ground.stage)
        at = _over(source, file, now, demonstration=ground.demonstration)
        further = ground.before(at) or {}
        forms: dict[str, Form] = {}
        for person, pages in (*ground.visits.items(), *further.items()):
            for one in seen(at, name, person, pages):
                if one.name not in known:
                    forms.setdefault(one.name, one)
        at.engine.dispose()
        return Met(file, at.clock.now, ground.demonstration, forms, _answers(file, at, forms))


def _before(name: str) -> list[str]:
    return list(GROUNDS)[: list(GROUNDS).index(name)]


def _answers(file: Path, at, forms: Mapping[str, Form]) -> Mapping[str, tuple[Sent, Sent]]:
    """How each form answers, with the ground put back whenever one was taken."""
    scratch = file.with_suffix(".tried.db")
    tried = _over(file, scratch, at.clock.now, demonstration=at.house.demonstration)

    def answer(form: Form, text: str) -> Sent:
        found = send(tried.browser(form.person), form, text)
        if not found.refused:
            tried.engine.dispose()
            shutil.copyfile(file, scratch)
        return found

    found = {name: (answer(one, ""), answer(one, NONSENSE)) for name, one in forms.items()}
    tried.engine.dispose()
    return found


def _over(source: Path, file: Path, now: datetime, *, demonstration: bool):
    shutil.copyfile(source, file)
    return over(Place(database.connect(f"sqlite:///{file}"), now), demonstration=demonstration)
