"""Who may do what is done beside the steps of a case: each verb lets through the roles that it is for, and no other."""

import ast
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from fundflow import engine, mail, people
from fundflow.engine import rounds
from fundflow.errors import NotFound, Refused
from fundflow.ledger import BudgetKey
from fundflow.people import Actor, Role
from tests.engine.test_round_changes import ROUND
from tests.stories.stages import REF
from tests.stories.world import FUND, World, library

FOLDER = Path(engine.__file__).parent
KEY, DAY = BudgetKey("05J", "2017/18", FUND), date(2017, 6, 1)
ELSEWHERE = {
    "retention.delete": "tests/web/test_evidence.py",
    "consents._may": "tests/engine/test_partners_agree.py",
    "desk.keeper": "tests/cli/test_desk.py",
    "takeover.taking._open": "tests/engine/test_takeover.py",
}
"""Verbs that ask only after something is there that these tests do not make, and where they are tried."""


def the(module: str, verb: str, *given: Any, **more: Any) -> Callable[[World, Actor], object]:
    def call(world: World, actor: Actor) -> object:
        found = getattr(import_module(f"fundflow.engine.{module}"), verb)
        return found(world.session, *given, **more, actor=actor, now=world.now)

    return call


WHY: Any = {"reason": "x"}
NOBODY, OFFICER, FINANCE = "", "officer", "finance"
KEEPS_REGISTER, SECRETARIES = "data_officer officer", "committee_secretary group_secretary"
VERBS: dict[str, tuple[str, Callable[[World, Actor], object]]] = {
    "access.view_as": (
        NOBODY,
        lambda world, actor: engine.access.view_as(world.session, visitor_of(actor), "officer", now=world.now),
    ),
    "access.invite": (NOBODY, the("access", "invite", "officer")),
    "access.shut_out": (NOBODY, the("access", "shut_out", "officer", **WHY)),
    "adjusting.write_back": (FINANCE, the("adjusting", "write_back", REF, KEY, actual=1, **WHY)),
    "agreement.take": (FINANCE, the("agreement", "take", None)),
    "agreement.note": (FINANCE, the("agreement", "note", "x", owner="officer", note="x")),
    "agreement.sign": (FINANCE, the("agreement", "sign", "2017-06")),
    "assessment.assign": (OFFICER, the("assessment", "assign", REF, "nurse")),
    "assessment.agree_score": (
        "moderation_chair",
        the("assessment", "agree_score", REF, "value_quality", agreed=3, **WHY),
    ),
    "assessment.rank": ("officer group_secretary", the("assessment", "rank", ROUND)),
    "assessment.record_option": (
        "officer group_secretary implementation_group",
        the("assessment", "record_option", ROUND, REF, "hold_balance", **WHY),
    ),
    "awards.meet_condition": (OFFICER, the("awards", "meet_condition", REF, 1, **WHY)),
    "awards.waive_condition": ("officer delegate", the("awards", "waive_condition", REF, 1, authority="x", **WHY)),
    "awards.miss_condition": (OFFICER, the("awards", "miss_condition", REF, 1, **WHY)),
    "awards.date_instalment": (
        "officer finance",
        the("awards", "date_instalment", REF, "start", opens_on=DAY, **WHY),
    ),
    "awards.set_duty": (OFFICER, the("awards", "set_duty", REF, "Z10001", duty="x")),
    "awards.add_asset": (
        "officer finance",
        the("awards", "add_asset", REF, what="x", pence=1, bought_on=DAY, life_years=1, duty="x"),
    ),
    "awards.end_asset": ("officer finance", the("awards", "end_asset", REF, 1, on=DAY, **WHY)),
    "awards.record_due_diligence": ("officer finance", the("awards", "record_due_diligence", REF, found="x")),
    "belonging._act": (KEEPS_REGISTER, the("belonging", "join", "Z10001", group="FEDSW", starts=DAY, **WHY)),
    "contacts.confirm": (OFFICER, the("contacts", "confirm", REF, "Z10001", sign_in_name="x", called="x")),
    "correspondence.may_change_templates": (
        OFFICER,
        lambda _world, actor: engine.correspondence.may_change_templates(actor, fund=FUND),
    ),
    "correspondence._act": ("officer finance", the("correspondence", "void", f"{REF}/L04", **WHY)),
    "desk.change": (NOBODY, the("desk", "change", "officer")),
    "desk.cover": (NOBODY, the("desk", "cover", "finance", "finance", by="finance2", starts=DAY, ends=DAY)),
    "desk.declare": (
        f"officer {SECRETARIES}",
        the("desk", "declare", "gp_far", organisation="x", kind="financial", nature="x", starts=DAY),
    ),
    "desk.request_payee": (
        "officer finance",
        the("desk", "request_payee", "FEDNW", vendor_reference="V", route="bank"),
    ),
    "disclosure.call": ("officer nhs_england", the("disclosure", "call", REF, spoke_to="x", said="x")),
    "disclosure.show_names": (
        "officer finance nhs_england foi_officer auditor",
        the("disclosure", "show_names", "claims", fund=FUND),
    ),
    "due.retry": (OFFICER, the("due", "retry", 1, **WHY)),
    "entry_links.ask": (OFFICER, the("entry_links", "ask", REF)),
    "funds.receive": (FINANCE, the("funds", "receive", KEY, source="x", pence=1, library=library(), **WHY)),
    "funds.adjust": (FINANCE, the("funds", "adjust", KEY, source="x", pence=1, **WHY)),
    "funds.vire": (FINANCE, the("funds", "vire", KEY, KEY, pence=1, minute="x", library=library(), **WHY)),
    "funds.follow": (FINANCE, the("funds", "follow", "05J", minute="x", library=library(), **WHY)),
    "funds.assign_discrepancy": ("finance officer", the("funds", "assign_discrepancy", 1, owner="officer")),
    "funds.accept_discrepancy": ("finance officer", the("funds", "accept_discrepancy", 1, **WHY)),
    "identity.set_provider": (NOBODY, the("identity", "set_provider", None, None)),
    "identity.switch_off": (NOBODY, the("identity", "switch_off", **WHY)),
    "identity.allow_passwords": (NOBODY, the("identity", "allow_passwords", allowed=True, **WHY)),
    "identity.bind": (NOBODY, the("identity", "bind", "officer", "x")),
    "identity.unbind": (NOBODY, the("identity", "unbind", "officer", **WHY)),
    "information.look": ("foi_officer officer", the("information", "look", REF)),
    "interests._act": (
        f"officer {SECRETARIES}",
        lambda world, actor: engine.interests.end(
            world.session, interest_of(world), on=DAY, actor=actor, now=world.now, **WHY
        ),
    ),
    "long_stops.snooze": (OFFICER, the("long_stops", "snooze", REF, until=DAY, **WHY)),
    "mail_out._chosen": (
        OFFICER,
        lambda world, actor: engine.mail_out.told_by_hand(
            world.session, message_of(world, FUND), actor=actor, now=world.now
        ),
    ),
    "mail_out.set_up": (NOBODY, the("mail_out", "set_up", None)),
    "mail_out.switch_off": (NOBODY, the("mail_out", "switch_off", **WHY)),
    "meetings.deciding.apply": ("committee_secretary", the("meetings", "apply", "pccc")),
    "meetings.keeping.record_of": (SECRETARIES, the("meetings", "open_meeting", "pccc")),
    "moderators.unlock": ("moderation_chair", the("moderators", "unlock", REF, "gp_far", **WHY)),
    "moderators.rule": (OFFICER, the("moderators", "rule", REF, "gp_far", may_assess=True, **WHY)),
    "moderators.feedback": ("moderation_chair officer group_secretary", the("moderators", "feedback", REF)),
    "moderators.word_feedback": (
        "moderation_chair officer group_secretary",
        the("moderators", "word_feedback", REF, "value_quality"),
    ),
    "moderators.correct": (
        "officer moderation_chair",
        the("moderators", "correct", REF, "gp_far", "value_quality", meant=3, **WHY),
    ),
    "moderators.tell_committee": (
        "officer committee_secretary",
        the("moderators", "tell_committee", 1, meeting="pccc"),
    ),
    "month_end.accept": (FINANCE, the("month_end", "accept", "05J", "M01", because={}, library=library())),
    "panels.being_assessed": (OFFICER, the("panels", "being_assessed", ROUND)),
    "partners.leave": (OFFICER, the("partners", "leave", REF, "Z10001", on=DAY, **WHY)),
    "practising.start": (OFFICER, the("practising", "start", ROUND, to="x")),
    "register._act": (KEEPS_REGISTER, the("register", "merge", "Z10001", into="Z10002", on=DAY, **WHY)),
    "rescored.history": ("officer moderation_chair group_secretary auditor", the("rescored", "history", REF)),
    "rounds.amending.amend_round": (OFFICER, the("rounds", "amend_round", ROUND, library=library(), **WHY)),
    "rounds.effect.gate_effect": ("officer finance auditor", the("rounds", "gate_effect", ROUND, {})),
    "rounds.messaging.message_all": (OFFICER, the("rounds", "message_all", ROUND, text="x")),
    "rounds.opening.open_round": (
        OFFICER,
        lambda world, actor: rounds.open_round(
            world.session,
            rounds.RoundPlan(FUND, world.now, world.now),
            library=library(),
            actor=actor,
            now=world.now,
        ),
    ),
    "seating.seat": (
        SECRETARIES,
        the("seating", "seat", None, "gp_far", "gp", starts=DAY, ends=None, voting=True),
    ),
    "seating.unseat": (SECRETARIES, the("seating", "unseat", "x", "gp_far", on=DAY, **WHY)),
    "takeover.declaring.declare": (
        OFFICER,
        lambda world, actor: engine.takeover.declare(
            world.session,
            engine.takeover.Plan(FUND, world.now, world.now),
            library=library(),
            actor=actor,
            now=world.now,
        ),
    ),
    "years.accrue": (FINANCE, the("years", "accrue", REF, KEY, pence=1, evidence="x", on=DAY)),
    "years.carry": (FINANCE, the("years", "carry", KEY, "2018/19", pence=1, library=library(), on=DAY, **WHY)),
    "years.close": (FINANCE, the("years", "close", KEY, on=DAY, **WHY)),
    "years.close_month": (FINANCE, the("years", "close_month", "05J", "M01", **WHY)),
    "years.reopen_month": (FINANCE, the("years", "reopen_month", "05J", "M01", **WHY)),
}
"""By the function that asks for a role: who it lets through beside the administrator, and the verb that comes to it."""

TRIED = {role for roles, _ in VERBS.values() for role in roles.split()} | {"assessor", "committee", "signatory"}


class Through(Exception):  # noqa: N818 - no fault: the verb would go on
    """The person was let through."""


def visitor_of(actor: Actor) -> Any:
    return engine.access.Visitor(actor, stay=None, cookie=None)


def message_of(world: World, fund: str) -> int:
    """A message about a case of a fund, or about an account where there is none."""
    facts = {
        "kind": "letter" if fund else "reset",
        "about": REF,
        "fund": fund,
        "to_name": "X",
        "to_email": "x@example.org",
    }
    mail.put(world.session, key=f"m:{fund}", subject="x", text="x", closing="", made_at=world.now, made_by="x", **facts)
    return next(one.id for one in mail.messages(world.session) if one.fund == fund)


def interest_of(world: World) -> int:
    return people.register(world.session, on=world.now.date())[0][1].id


def sites() -> dict[str, bool]:
    """Every function of the engine that asks for a role, and whether for one fund's."""
    found = {}
    for path in FOLDER.rglob("*.py"):
        for one in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(one, ast.FunctionDef):
                asks = [call for call in ast.walk(one) if isinstance(call, ast.Call) and asked(call) == "must_hold"]
                where = ".".join((*path.relative_to(FOLDER).with_suffix("").parts, one.name))
                if asks:
                    found[where] = any(word.arg == "fund" for word in asks[0].keywords)
    return found


def asked(call: ast.Call) -> str:
    return ast.unparse(call.func).rpartition(".")[2]


def test_every_verb_that_asks_for_a_role_is_tried_here_or_where_it_is_said():
    assert sorted({*VERBS, *ELSEWHERE}) == sorted(sites())
    for path in ELSEWHERE.values():
        assert (FOLDER.parents[1] / path).exists()


@pytest.fixture
def asking(county: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch):
    """Whether somebody is let through by a verb, which stops there: `asking(name, role, fund)`."""
    with county("active").living() as world:
        given = {"organisation": "x", "kind": "financial", "nature": "x", "starts": date(2017, 5, 1)}
        engine.desk.declare(world.session, "gp_far", **given, actor=world.who("gp_far"), now=world.now)
        for name, module in list(sys.modules.items()):
            if name.startswith("fundflow.engine") and hasattr(module, "must_hold"):
                monkeypatch.setattr(module, "must_hold", stopping(module.must_hold))
        monkeypatch.setattr(
            engine.awards,
            "_novation",
            lambda session, ref, what, *, actor, now: (
                engine.open_case(session, ref, actor=actor, now=now, step=what),
                None,
                "Z10001",
            ),
        )
        somebody = replace(world.who("nurse"), roles=())

        def ask(name: str, role: str, fund: str | None = None) -> bool:
            try:
                VERBS[name][1](world, replace(somebody, roles=(Role(role, fund=fund),)))
            except Through:
                return True
            except (Refused, NotFound):
                return False
            raise AssertionError(f"{name} asks nobody for a role")

        yield ask


def stopping(real: Callable[..., None]) -> Callable[..., None]:
    def must_hold(*given: Any, **more: Any) -> None:
        real(*given, **more)
        raise Through

    return must_hold


def test_each_verb_lets_through_the_roles_that_it_is_for_and_no_other(asking):
    let = {name: {role for role in TRIED if asking(name, role)} for name in VERBS}
    assert let == {name: set(roles.split()) for name, (roles, _) in VERBS.items()}
    assert [name for name in VERBS if name != "information.look" and not asking(name, "administrator")] == []


def test_a_role_for_another_fund_lets_nobody_through_where_the_work_is_one_funds(asking):
    one_funds = [name for name, one in sites().items() if one and name in VERBS]
    assert len(one_funds) > 30
    for name in one_funds:
        roles = VERBS[name][0].split()
        assert [role for role in roles if asking(name, role, "another-fund")] == [], name
        assert all(asking(name, role, FUND) for role in roles), name


def test_messages_about_accounts_are_the_administrators_alone(county):
    with county("active").living() as world:
        number = message_of(world, "")
        for role in ("officer", "finance", "data_officer"):
            actor = replace(world.who("nurse"), roles=(Role(role),))
            with pytest.raises(Refused, match="messages about accounts is for the administrator"):
                engine.mail_out.told_by_hand(world.session, number, actor=actor, now=world.now)
        administrator = replace(world.who("nurse"), roles=(Role("administrator"),))
        assert engine.mail_out.told_by_hand(world.session, number, actor=administrator, now=world.now).state == "sent"
