"""Claims through their verbs: sent, held, asked about, checked, approved in part, refused; and nobody out of turn."""

from dataclasses import replace
from datetime import date

import pytest

from fundflow import payments
from fundflow.errors import BadInput, NotFound, Refused
from fundflow.payments.queries import claims
from tests.payments.test_life import ROLES
from tests.payments.world import (
    ASH,
    BELL,
    COLE,
    DEAN,
    FINISHED,
    LEAD,
    PRIYA,
    RB,
    SHAH,
    STANDING,
    SW,
    TOLERANCE,
    Y1,
    Y2,
    act,
    cost,
)


def guards(refused) -> list[str]:
    return [refusal.guard for refusal in refused.value.refusals]


def test_a_claim_is_drafted_sent_checked_and_approved_by_different_people(world):
    sent = world.sent(cost(pence=300_001))
    assert sent.ref == "TF-17-0001/C1"
    assert (sent.declared_name, sent.state) == ("Shah", "submitted")
    parts = claims.claimed_parts(world.session, sent.id)
    assert {part.key: part.pence for part in parts} == {(RB, Y1): 100_000, (SW, Y1): 200_001}
    world.checked(sent.ref)
    done = world.approved(sent.ref)
    assert (done.state, done.checked_name, done.approved_name) == ("approved", "Ash", "Bell")
    assert payments.totals(world.session, 1)[SW, Y1] == claims.KeyTotals(200_001, 200_001, 0)


def test_a_cut_line_needs_a_reason_and_frees_the_rest_to_be_claimed_again(world):
    sent = world.sent(cost(1, 200_000), cost(2, 100_000))
    world.checked(sent.ref)
    with pytest.raises(Refused, match=r"Line 2 is cut by £400\.00 without a reason"):
        payments.approve_claim(
            world.session,
            sent.ref,
            approved={2: 60_000},
            act=act(BELL, "2017-09-05"),
            roles=("claim_approver",),
            ties={},
        )
    before = sum(row.pence for row in payments.room(world.session, 1))
    world.approved(sent.ref, cut={2: 60_000})
    assert sum(row.pence for row in payments.room(world.session, 1)) == before + 40_000
    parts = payments.approved_parts(world.session, sent.id)
    assert sum(part.pence for part in parts) == 260_000
    assert sum(part.released for part in parts) == 40_000
    assert [line.cut_reason for line in payments.lines(world.session, sent.id)] == ["", "no evidence for the rest"]


@pytest.mark.parametrize(
    ("cut", "guard"), [({1: 200_001}, "within_claimed"), ({1: -1}, "within_claimed"), ({1: 0}, "something_approved")]
)
def test_nothing_above_the_claim_and_not_nothing_at_all_is_approved(world, cut, guard):
    sent = world.sent(cost(1, 200_000))
    world.checked(sent.ref)
    with pytest.raises(Refused) as refused:
        world.approved(sent.ref, cut=cut)
    assert guards(refused) == [guard]


def test_the_last_claim_takes_exactly_what_is_left(world):
    world.payable(cost(pence=1_234_567))
    ids = [world.tranche("actual_cost")]
    left = sum(row.pence for row in payments.room(world.session, 1, ids) if row.period == Y1)
    with pytest.raises(Refused, match="is left in 'Costs paid'"):
        world.sent(cost(pence=left + 1))
    world.sent(cost(pence=left), day="2017-10-02")
    assert [row.pence for row in payments.room(world.session, 1, ids) if row.period == Y1] == [0, 0]


@pytest.mark.parametrize(
    ("change", "guard"),
    [
        ({"claims": "closed"}, "claims_open"),
        ({"precedents_met": False}, "precedents_met"),
        ({"last_claim": date(2017, 8, 31)}, "before_last_claim"),
        ({"claims": "held", "suspended_on": date(2017, 7, 31)}, "before_suspension"),
    ],
)
def test_the_case_decides_whether_a_claim_can_be_sent(world, change, guard):
    with pytest.raises(Refused) as refused:
        world.sent(cost(), standing=replace(STANDING, **change))
    assert guards(refused) == [guard]


@pytest.mark.parametrize("declaration", ["", "  \n "])
def test_a_claim_without_a_declaration_is_not_sent(world, declaration):
    draft = world.draft(cost())
    with pytest.raises(Refused) as refused:
        payments.submit_claim(
            world.session,
            draft.ref,
            standing=STANDING,
            declaration=declaration,
            act=act(SHAH, "2017-09-01"),
            roles=("signatory",),
        )
    assert guards(refused) == ["declaration_signed"]
    assert draft.state == "draft"


def test_a_claim_while_suspended_is_taken_for_earlier_cost_and_held(world):
    standing = replace(STANDING, claims="held", suspended_on=date(2017, 8, 1))
    sent = world.sent(cost(), standing=standing)
    reason = payments.hold_reason(standing)
    assert reason == "the award is suspended since Tuesday 1 August 2017"
    payments.hold_claim(world.session, sent.ref, reason=reason, act=act(ASH, "2017-09-01"), roles=("system",))
    assert payments.claim(world.session, sent.ref).state == "held"
    payments.release_claim_hold(world.session, sent.ref, act=act(ASH, "2017-09-02"), roles=("system",))
    assert payments.claim(world.session, sent.ref).state == "submitted"


@pytest.mark.parametrize(
    ("standing", "reason"),
    [
        (STANDING, ""),
        (replace(STANDING, overdue_returns=("Q1 2017/18",)), "a return is overdue: Q1 2017/18"),
        (replace(STANDING, claims="held"), "the award is suspended"),
    ],
)
def test_why_a_claim_waits(standing, reason):
    assert payments.hold_reason(standing) == reason


def test_retention_waits_for_the_final_report(world):
    last = cost(pence=100, first="2019-03-01", last="2019-03-31")
    with pytest.raises(Refused) as refused:
        world.sent(last, tranches=("final",), day="2019-04-02")
    assert guards(refused) == ["final_report_received"]
    assert world.sent(last, tranches=("final",), day="2019-04-02", standing=FINISHED).state == "submitted"


def test_an_advance_on_28_march_for_next_year_is_refused(world):
    ahead = cost(first="2018-04-01", last="2018-06-30")
    with pytest.raises(Refused, match="an advance is only for what you must pay by 31 March 2018"):
        world.sent(ahead, tranches=("start",), day="2018-03-28")
    assert world.sent(cost(first="2018-03-28", last="2018-03-31"), tranches=("start",), day="2018-03-28").state


def test_a_claim_for_february_to_june_draws_on_two_keys(world):
    sent = world.sent(cost(pence=15_000, first="2018-02-01", last="2018-06-30"), day="2018-07-02")
    by_year: dict[str, int] = {}
    for part in claims.claimed_parts(world.session, sent.id):
        assert part.period == part.delivery_year
        by_year[part.period] = by_year.get(part.period, 0) + part.pence
    assert by_year == {Y1: 5_900, Y2: 9_100}


def test_the_same_invoice_in_two_claims_is_stopped_and_both_are_shown(world):
    facts = {"supplier": "Acme Ltd", "dated": date(2017, 7, 31), "pence": 100_000, "roles": ("applicant",)}
    first, second = world.draft(cost()), world.draft(cost())
    payments.add_invoice(world.session, first.ref, number="INV 7", **facts)
    with pytest.raises(Refused, match=r"inv-?7.* was not added to TF-17-0001/C2.*INV 7 of Acme Ltd.*TF-17-0001/C1"):
        payments.add_invoice(world.session, second.ref, number="inv7", **facts)
    payments.discard_claim(world.session, first.ref, act=act(PRIYA, "2017-09-02"), roles=("applicant",))
    payments.add_invoice(world.session, second.ref, number="inv7", **facts)
    again = payments.invoices_used_again(world.session)
    assert [(claim.ref, claim.state) for _, claim in again] == [
        ("TF-17-0001/C1", "cancelled"),
        ("TF-17-0001/C2", "draft"),
    ]


def test_a_claim_without_evidence_is_not_checked(world):
    draft = payments.create_claim(
        world.session,
        world.case,
        tranches=[world.tranche("actual_cost")],
        period_from=date(2017, 7, 1),
        period_to=date(2017, 7, 31),
        costs=[cost()],
        standing=STANDING,
        act=act(PRIYA, "2017-09-01"),
        roles=("applicant",),
    )
    payments.submit_claim(
        world.session,
        draft.ref,
        standing=STANDING,
        declaration="yes",
        act=act(SHAH, "2017-09-01"),
        roles=("signatory",),
    )
    with pytest.raises(Refused, match="the agreement asks for: Invoices"):
        world.checked(draft.ref)


def test_the_budget_line_counts_earlier_claims_and_never_another_year(world):
    budget = [payments.BudgetLine("backfill", Y1, 1_000_000), payments.BudgetLine("backfill", Y2, 2_000_000)]

    def check(ref):
        payments.check_claim(
            world.session,
            ref,
            budget=budget,
            tolerance=TOLERANCE,
            act=act(ASH, "2017-10-04"),
            roles=("claim_checker",),
            ties={},
        )

    check(world.sent(cost(pence=1_000_000)).ref)
    check(world.sent(cost(pence=100_000)).ref)
    with pytest.raises(Refused, match=r"in 2017/18 would come to £11,000\.01; £10,000\.00 is agreed"):
        check(world.sent(cost(pence=1)).ref)
    later = world.sent(cost(pence=500_000, first="2018-04-01", last="2018-04-30"), day="2018-05-01")
    check(later.ref)


def test_questions_are_numbered_answered_and_lapse(world):
    sent = world.sent(cost())
    asked = {"act": act(ASH, "2017-09-04"), "roles": ("claim_checker",)}
    payments.query_claim(
        world.session, sent.ref, questions=["Which nurse?", "Which days?"], due_on=date(2017, 9, 18), **asked
    )
    with pytest.raises(Refused, match="Question 2 has no answer yet"):
        payments.answer_claim(
            world.session, sent.ref, answers={1: "Ann"}, act=act(PRIYA, "2017-09-05"), roles=("applicant",)
        )
    payments.answer_claim(
        world.session,
        sent.ref,
        answers={1: "Ann", 2: "All"},
        act=act(PRIYA, "2017-09-05"),
        roles=("applicant",),
    )
    payments.query_claim(world.session, sent.ref, questions=["Why?"], due_on=date(2017, 9, 18), **asked)
    assert [row.number for row in payments.questions(world.session, sent.id)] == [1, 2, 3]
    with pytest.raises(Refused, match="may answer until Monday 18 September 2017"):
        payments.lapse_claim(world.session, sent.ref, act=act(ASH, "2017-09-18"), roles=("claim_checker",))
    payments.note_entry(world.session, sent.ref, "claim", "41")
    moved = payments.lapse_claim(world.session, sent.ref, act=act(ASH, "2017-09-19"), roles=("claim_checker",))
    assert (moved.claim.state, moved.reverses) == ("refused", ("41",))
    assert sum(part.pence for part in moved.parts) == 100_000


def test_a_refused_claim_leaves_its_tranche_open_again(world):
    sent = world.sent(cost(pence=3_600_000))
    assert {row.key: row.state for row in payments.tranches(world.session, 1)}["actual_cost"] == "claimable"
    world.checked(sent.ref)
    with pytest.raises(Refused, match="there is no reason"):
        payments.refuse_claim(
            world.session, sent.ref, reason=" ", act=act(BELL, "2017-09-05"), roles=("claim_approver",), ties={}
        )
    moved = payments.refuse_claim(
        world.session, sent.ref, reason="not agreed", act=act(BELL, "2017-09-05"), roles=("claim_approver",), ties={}
    )
    assert moved.claim.refused_reason == "not agreed"
    assert sum(row.pence for row in payments.room(world.session, 1)) == 15_000_004


def test_a_claim_held_after_approval_is_reversed_in_two_entries(world):
    claim = world.payable(cost(1, 200_000))
    payments.note_entry(world.session, claim.ref, "claim", "7")
    payments.note_entry(world.session, claim.ref, "approval", "8")
    payments.hold_claim(world.session, claim.ref, reason="asked", act=act(DEAN, "2017-09-06"), roles=("finance",))
    moved = payments.reverse_claim(
        world.session, claim.ref, reason="false", act=act(BELL, "2017-09-07"), roles=("claim_approver",), ties={}
    )
    assert moved.reverses == ("8", "7")
    assert moved.claim.state == "refused"


@pytest.mark.parametrize(("person", "name"), [(SHAH, "Shah, who declared"), (ASH, "Ash, who checked")])
def test_the_approver_is_neither_the_declarer_nor_the_checker(world, person, name):
    sent = world.sent(cost())
    world.checked(sent.ref)
    with pytest.raises(Refused, match=name):
        world.approved(sent.ref, person=person)


def test_the_checker_is_not_the_declarer_and_has_no_interest(world):
    sent = world.sent(cost())
    with pytest.raises(Refused, match="Shah, who declared"):
        world.checked(sent.ref, person=SHAH)
    with pytest.raises(Refused, match=r"interest in M81001 \(partner\)"):
        payments.check_claim(
            world.session,
            sent.ref,
            budget=(),
            tolerance=TOLERANCE,
            act=act(COLE, "2017-09-04"),
            roles=("claim_checker",),
            ties={LEAD: "partner"},
        )


def test_a_claim_sent_back_to_its_checker_may_be_checked_by_the_same_person_again(world):
    sent = world.sent(cost())
    world.checked(sent.ref)
    payments.return_claim(
        world.session, sent.ref, reason="see line 1", act=act(BELL, "2017-09-05"), roles=("claim_approver",)
    )
    assert world.checked(sent.ref).checked_name == "Ash"


@pytest.mark.parametrize(
    "bad",
    [
        {"tranches": []},
        {"tranches": [999]},
        {"costs": []},
        {"costs": [cost(1), cost(1)]},
        {"costs": [cost(pence=0)]},
        {"costs": [cost(pence=10, vat=11)]},
        {"costs": [cost(first="2017-08-01", last="2017-07-01")]},
        {"period_from": date(2018, 1, 1)},
    ],
)
def test_a_draft_that_cannot_be_read_is_refused(world, bad):
    facts = {
        "tranches": [world.tranche("actual_cost")],
        "period_from": date(2017, 7, 1),
        "period_to": date(2017, 7, 31),
        "costs": [cost()],
        "standing": STANDING,
        "act": act(PRIYA, "2017-09-01"),
        "roles": ("applicant",),
    }
    with pytest.raises(BadInput):
        payments.create_claim(world.session, world.case, **(facts | bad))
    world.session.rollback()


def test_a_draft_can_be_changed_and_a_sent_claim_cannot(world):
    draft = world.draft(cost(pence=5))
    facts = {
        "tranches": [world.tranche("midpoint")],
        "period_from": date(2017, 6, 1),
        "period_to": date(2017, 6, 30),
        "costs": [cost(7, 9, "2017-06-01", "2017-06-30")],
        "act": act(PRIYA, "2017-09-02"),
        "roles": ("applicant",),
    }
    payments.change_claim(world.session, world.case, draft.ref, **facts)
    assert [line.pence for line in payments.lines(world.session, draft.id)] == [9]
    assert claims.tranche_ids(world.session, draft.id) == [world.tranche("midpoint")]
    sent = world.sent(cost())
    with pytest.raises(Refused, match="It is submitted"):
        payments.change_claim(world.session, world.case, sent.ref, **facts)


def test_an_unknown_claim_is_not_found(world):
    with pytest.raises(NotFound, match="TF-17-0001/C9"):
        payments.claim(world.session, "TF-17-0001/C9")


def verbs(session, ref, roles):
    who = {"act": act(COLE, "2018-09-04"), "roles": roles}
    tied = {**who, "ties": {}}
    return {
        "submit": lambda: payments.submit_claim(session, ref, standing=STANDING, declaration="yes", **who),
        "discard": lambda: payments.discard_claim(session, ref, **who),
        "hold": lambda: payments.hold_claim(session, ref, reason="why", **who),
        "release_hold": lambda: payments.release_claim_hold(session, ref, **who),
        "refuse": lambda: payments.refuse_claim(session, ref, reason="why", **tied),
        "query": lambda: payments.query_claim(session, ref, questions=["?"], due_on=date(2018, 9, 20), **who),
        "answer": lambda: payments.answer_claim(session, ref, answers={}, **who),
        "lapse": lambda: payments.lapse_claim(session, ref, **who),
        "check": lambda: payments.check_claim(session, ref, budget=(), tolerance=TOLERANCE, **tied),
        "approve": lambda: payments.approve_claim(session, ref, **tied),
        "return_to_checker": lambda: payments.return_claim(session, ref, reason="why", **who),
        "reverse": lambda: payments.reverse_claim(session, ref, reason="why", **tied),
        "withdraw": lambda: payments.withdraw_claim(session, ref, **who),
        "bank_final": lambda: payments.settle_claim(session, ref, **who),
    }


def test_no_verb_takes_a_claim_where_its_life_cycle_does_not_lead(world):
    sent = world.sent(cost())
    states = [state for state in payments.CLAIM.states if state != "start"]
    tried = 0
    for state in states:
        for role in ROLES:
            for action, verb in verbs(world.session, sent.ref, (role,)).items():
                way = payments.CLAIM.ways.get((state, action))
                if way and role in way.roles:
                    continue
                sent.state = state
                world.session.add(sent)
                world.session.flush()
                with pytest.raises(Refused) as refused:
                    verb()
                assert guards(refused) == ["claim_role" if way else "claim_state"], (state, action, role)
                assert sent.state == state
                tried += 1
    assert tried > 1_500
