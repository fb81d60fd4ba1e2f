"""Runs: separate people, files that add up, failures that are never overwritten, payees that are called back."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from fundflow import payments
from fundflow.errors import BadInput, Conflict, NotFound, Refused
from fundflow.payments.queries.runs import payable
from fundflow.payments.rules.runs import COLUMNS, Row, approved_vat, coded, file_of, narrative
from tests.payments.test_claims import guards
from tests.payments.world import (
    ASH,
    BELL,
    COLE,
    DEAN,
    EVE,
    FINN,
    FUND,
    GALE,
    LEAD,
    PRIYA,
    RB,
    SHAH,
    SW,
    TERMS,
    Y1,
    act,
    cost,
)

HEAD = "payment_ref,result,date,reason\n"


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_a_run_pays_each_commissioners_part_and_its_file_adds_up(world):
    world.payee()
    claim = world.payable(cost(1, 360_001, vat=60_000), cost(2, 9_999, "2018-04-02", "2018-04-30"), day="2018-05-01")
    run = world.run(claim.ref)
    written = payments.file_of_run(world.session, run.ref)
    assert (run.ref, run.control_pence, run.count) == ("PR-17-0001", 370_000, 2)
    found = rows(written.text)
    assert list(found[0]) == list(COLUMNS)
    assert sum(round(float(row["gross"]) * 100) for row in found) == run.control_pence
    assert sum(round(float(row["vat"]) * 100) for row in found) == 60_000
    assert [(row["payment_ref"], row["ccg_code"], row["financial_year"]) for row in found] == [
        ("TF-17-0001/P1", RB, "2017/18"),
        ("TF-17-0001/P1", RB, "2018/19"),
        ("TF-17-0001/P2", SW, "2017/18"),
        ("TF-17-0001/P2", SW, "2018/19"),
    ]
    first = found[0]
    assert (first["cost_centre"], first["fund_code"], first["subjective_code"]) == ("001234", FUND, "52161020")
    assert (first["payee_ods"], first["vendor_site_ref"], first["award_ref"]) == (LEAD, "V-100", "TF-17-0001")
    assert first["narrative"] == "TF-17-0001/C1 TRANSFORMATION FUND"


def test_the_whole_way_to_paid_and_settled(world):
    world.payee()
    claim = world.payable(cost(pence=300_000))
    run = world.paid(claim.ref)
    assert run.state == "closed"
    assert claim.state == "paid"
    totals = payments.totals(world.session, 1)
    assert {key: (row.claimed, row.approved, row.paid) for key, row in totals.items()} == {
        (RB, Y1): (100_000, 100_000, 100_000),
        (SW, Y1): (200_000, 200_000, 200_000),
    }
    system = {"act": act(ASH, "2017-09-22"), "roles": ("system",)}
    with pytest.raises(Refused, match="until Monday 25 September 2017"):
        payments.settle_claim(world.session, claim.ref, **system)
    system["act"] = act(ASH, "2017-09-25")
    assert payments.settle_claim(world.session, claim.ref, **system).claim.state == "settled"


@pytest.mark.parametrize(("person", "did"), [(SHAH, "declared"), (ASH, "checked"), (BELL, "approved")])
def test_the_releaser_is_a_new_person(world, person, did):
    world.payee()
    run = world.run(world.payable(cost()).ref)
    with pytest.raises(Refused, match=f"who {did} it"):
        world.released(run.ref, person=person)
    assert payments.run(world.session, run.ref).state == "draft"


@pytest.mark.parametrize("person", [FINN, GALE])
def test_who_set_the_payee_does_not_release_to_it(world, person):
    world.payee()
    run = world.run(world.payable(cost()).ref)
    with pytest.raises(Refused, match="who had a hand in how M81001 is paid"):
        world.released(run.ref, person=person)


def test_an_interest_stops_a_release(world):
    world.payee()
    claim = world.payable(cost())
    run = world.run(claim.ref)
    with pytest.raises(Refused, match="interest in M81001"):
        payments.release_run(
            world.session,
            run.ref,
            act=act(COLE, "2017-09-07"),
            roles=("payment_releaser",),
            ties={claim.ref: {LEAD: "director"}},
        )


def test_a_failed_payment_stays_on_record_and_is_paid_again_after_two_checks(world):
    world.payee()
    claim = world.payable(cost(pence=300_000))
    run = world.run(claim.ref)
    world.released(run.ref)
    payments.note_entry(world.session, "TF-17-0001/P2", "pay", "52")
    booked = world.results(
        run.ref, HEAD + "TF-17-0001/P1,paid,2017-09-11,\nTF-17-0001/P2,failed,2017-09-11,account closed\n"
    )
    assert [(row.payment_ref, row.outcome, row.pay_entry) for row in booked] == [
        ("TF-17-0001/P1", "paid", ""),
        ("TF-17-0001/P2", "failed", "52"),
    ]
    assert sum(part.pence for part in booked[1].parts) == 200_000
    assert claim.state == "approved"
    assert payable(world.session, claim) == {SW: {(Y1, Y1): 200_000}}
    with pytest.raises(Refused, match=r"P2 failed \(account closed\) and 0 of 2 people"):
        world.run(claim.ref)
    checks = {"how": "rang the practice", "roles": ("finance",)}
    payments.verify_payee(world.session, "TF-17-0001/P2", act=act(FINN, "2017-09-12"), **checks)
    with pytest.raises(Refused, match="1 of 2 people"):
        world.run(claim.ref)
    with pytest.raises(Refused, match="second, different person"):
        payments.verify_payee(world.session, "TF-17-0001/P2", act=act(FINN, "2017-09-12"), **checks)
    payments.verify_payee(world.session, "TF-17-0001/P2", act=act(EVE, "2017-09-12"), **checks)
    again = world.run(claim.ref, day="2017-09-13")
    with pytest.raises(Refused, match="Eve, who had a hand in"):
        world.released(again.ref, person=EVE)
    world.released(again.ref)
    assert claim.state == "in_payment"
    world.results(again.ref, HEAD + "TF-17-0001/P3,paid,2017-09-15,\n")
    assert claim.state == "paid"
    states = [(row.ref, row.state, row.gross_pence) for row in payments.payments_of_claim(world.session, claim.id)]
    assert states == [
        ("TF-17-0001/P1", "paid", 100_000),
        ("TF-17-0001/P2", "failed", 200_000),
        ("TF-17-0001/P3", "paid", 200_000),
    ]


def test_a_payment_that_bounces_after_it_was_paid_makes_its_claim_payable_again(world):
    world.payee()
    claim = world.payable(cost(pence=300_000))
    run = world.paid(claim.ref)
    text = HEAD + "TF-17-0001/P1,failed,2017-09-14,returned\n"
    (booked,) = world.results(run.ref, text)
    assert booked.outcome == "returned"
    assert claim.state == "approved"
    assert payable(world.session, claim) == {RB: {(Y1, Y1): 100_000}}
    assert [row.outcome for row in world.results(run.ref, text)] == ["unchanged"]
    with pytest.raises(Refused, match="a payment made again has a reference of its own"):
        world.results(run.ref, HEAD + "TF-17-0001/P1,paid,2017-09-15,\n")


def test_results_are_booked_once_and_only_by_finance_for_their_own_run(world):
    world.payee()
    run = world.run(world.payable(cost()).ref)
    result = payments.read_results(HEAD + "TF-17-0001/P1,paid,2017-09-11,\n")
    facts = {"act": act(DEAN, "2017-09-11"), "roles": ("finance",)}
    with pytest.raises(Refused, match="is draft, so nothing of it has left"):
        payments.record_results(world.session, run.ref, result, **facts)
    world.released(run.ref)
    with pytest.raises(Refused, match="that is for finance"):
        payments.record_results(world.session, run.ref, result, act=facts["act"], roles=("claim_checker",))
    with pytest.raises(NotFound, match="P9"):
        payments.record_results(
            world.session, run.ref, payments.read_results(HEAD + "TF-17-0001/P9,paid,2017-09-11,\n"), **facts
        )
    assert [row.outcome for row in payments.record_results(world.session, run.ref, result, **facts)] == ["paid"]
    assert [row.outcome for row in payments.record_results(world.session, run.ref, result, **facts)] == ["unchanged"]


def test_an_accepted_payment_is_on_its_way_and_changes_nothing(world):
    world.payee()
    run = world.run(world.payable(cost()).ref)
    world.released(run.ref)
    assert [row.outcome for row in world.results(run.ref, HEAD + "TF-17-0001/P1,accepted,2017-09-11,\n")] == [
        "unchanged"
    ]
    assert payments.payment(world.session, "TF-17-0001/P1").state == "released"
    (rejected,) = world.results(run.ref, HEAD + "TF-17-0001/P1,Rejected,2017-09-12,No such account\n")
    assert rejected.outcome == "failed"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("payment_ref,date\nx,2017-01-01\n", "results:1"),
        (HEAD + "P1,gone,2017-01-01,\n", "results:2"),
        (HEAD + "P1,paid,2017-01-01,\nP2,failed,2017-01-01,\n", "results:3"),
        (HEAD + "P1,paid,1/1/2017,\n", "results:2"),
        (HEAD + "P1\n", "results:2"),
    ],
)
def test_a_results_file_that_cannot_be_read_says_where(text, place):
    with pytest.raises(BadInput) as bad:
        payments.read_results(text)
    assert bad.value.place == place


def test_a_claim_is_in_one_run_only_and_a_run_taken_apart_frees_it(world):
    world.payee()
    claim = world.payable(cost())
    run = world.run(claim.ref)
    with pytest.raises(Refused, match="it is in another run"):
        world.run(claim.ref)
    payments.discard_run(world.session, run.ref, act=act(DEAN, "2017-09-06"), roles=("finance",))
    again = world.run(claim.ref)
    assert again.ref == "PR-17-0002"
    assert world.released(again.ref).payments[0].parts == (payments.Part(RB, Y1, Y1, 33_333),)
    with pytest.raises(Refused, match="it is released already"):
        world.released(again.ref)


@pytest.mark.parametrize(
    ("role", "sentence"), [("applicant", "that is for finance"), ("claim_checker", "that is for finance")]
)
def test_a_run_is_made_by_finance(world, role, sentence):
    with pytest.raises(Refused, match=sentence):
        payments.make_run(world.session, [], terms=TERMS, act=act(DEAN, "2017-09-06"), roles=(role,))
    with pytest.raises(Refused, match="no approved claim is waiting"):
        payments.make_run(world.session, [], terms=TERMS, act=act(DEAN, "2017-09-06"), roles=("finance",))


def test_a_run_says_all_that_is_missing_at_once(world):
    approved = world.payable(cost())
    sent = world.sent(cost())
    terms = {FUND: payments.Terms("Fund", TERMS[FUND].codes[:1])}
    with pytest.raises(Refused) as refused:
        payments.make_run(
            world.session,
            [approved.ref, sent.ref],
            terms=terms,
            act=act(DEAN, "2017-09-06"),
            roles=("finance",),
        )
    assert guards(refused) == ["payee_known", "coding_complete", "claim_state"]


def test_a_changed_payee_is_called_back_confirmed_by_another_and_held(world):
    world.payee()
    claim = world.payable(cost())
    run = world.run(claim.ref)
    changed = world.payee(day="2017-09-06", reference="V-200")
    assert changed.hold_until == date(2017, 9, 13)
    with pytest.raises(Refused, match="changed after the run was made"):
        world.released(run.ref)
    payments.discard_run(world.session, run.ref, act=act(DEAN, "2017-09-07"), roles=("finance",))
    with pytest.raises(Refused, match="releases wait until Wednesday 13 September 2017"):
        world.run(claim.ref, day="2017-09-13")
    assert world.run(claim.ref, day="2017-09-14").state == "draft"
    assert [row.vendor_reference for row in payments.payees(world.session, LEAD)] == ["V-200", "V-100"]


@pytest.mark.parametrize(
    ("caller", "held_since", "sentence"),
    [(PRIYA, date(2015, 1, 1), "You asked for this change"), (FINN, date(2017, 3, 3), "more than 90 days")],
)
def test_a_payee_is_called_on_an_old_number_by_someone_else(world, caller, held_since, sentence):
    asked = payments.request_payee(
        world.session, LEAD, vendor_reference="V-1", route="statement", act=act(PRIYA, "2017-06-01")
    )
    with pytest.raises(Refused, match=sentence):
        payments.call_payee(
            world.session,
            asked.id,
            number="01905 000000",
            held_since=held_since,
            spoke_to="Dr Shah",
            act=act(caller, "2017-06-01"),
            roles=("finance",),
        )


def test_the_caller_does_not_confirm_and_nothing_is_used_before_it_is_confirmed(world):
    asked = payments.request_payee(
        world.session, LEAD, vendor_reference="V-1", route="statement", act=act(PRIYA, "2017-06-01")
    )
    confirm = {"act": act(FINN, "2017-06-02"), "roles": ("finance",)}
    with pytest.raises(Refused, match="this request is requested, and it must be called"):
        payments.confirm_payee(world.session, asked.id, **confirm)
    payments.call_payee(
        world.session,
        asked.id,
        number="01905 000000",
        held_since=date(2017, 3, 2),
        spoke_to="Dr Shah",
        act=act(FINN, "2017-06-01"),
        roles=("finance",),
    )
    with pytest.raises(Refused, match="You made the call"):
        payments.confirm_payee(world.session, asked.id, **confirm)
    assert payments.payee(world.session, LEAD) is None
    with pytest.raises(Refused, match="for the office's finance people"):
        payments.confirm_payee(world.session, asked.id, act=act(GALE, "2017-06-02"), roles=("applicant",))
    payments.refuse_payee(world.session, asked.id, act=act(GALE, "2017-06-02"), roles=("finance",))
    with pytest.raises(NotFound):
        payments.refuse_payee(world.session, asked.id, act=act(GALE, "2017-06-02"), roles=("finance",))


def test_a_changed_file_is_noticed(world):
    world.payee()
    run = world.run(world.payable(cost()).ref)
    payment = payments.payment(world.session, "TF-17-0001/P1")
    payment.vendor_reference = "V-666"
    world.session.add(payment)
    world.session.flush()
    with pytest.raises(Conflict, match="not the one that was made"):
        payments.file_of_run(world.session, run.ref)


def test_remittance_facts_are_complete(world):
    world.payee()
    first = world.payable(cost(pence=300_000))
    world.paid(first.ref)
    second = world.payable(cost(pence=60_000, vat=10_000), day="2017-10-02")
    world.paid(second.ref)
    advice = payments.remittance(world.session, "TF-17-0001/P4")
    assert (advice.payer, advice.gross, advice.net, advice.vat) == (SW, 40_000, 40_000, 6_667)
    assert (advice.cumulative_paid, advice.balance) == (240_000, 10_000_003 - 240_000)
    assert advice.tranches == ("Costs paid",)
    assert advice.narrative == "TF-17-0001/C2 TRANSFORMATION FUND"
    assert (advice.period_from, advice.paid_on) == (date(2017, 7, 1), date(2017, 9, 11))


@pytest.mark.parametrize(
    ("ref", "title", "text"),
    [
        ("TF-17-0001/C1", "Transformation fund", "TF-17-0001/C1 TRANSFORMATION FUND"),
        ("TF-17-0001/C1", "Improving access to general practice", "TF-17-0001/C1 IMPROVING ACCESS TO G"),
        ("TF-17-0001/C12", "Café «£3»", "TF-17-0001/C12 CAF 3"),
    ],
)
def test_a_narrative_carries_the_reference_in_35_plain_characters(ref, title, text):
    assert narrative(ref, title) == text
    assert len(text) <= 35


texts = st.text(alphabet='=+-@"\n,;ABC0019 ', max_size=12)
file_rows = st.lists(
    st.builds(
        Row,
        *[texts.map(lambda text: text)] * 9,
        st.integers(1, 10**12),
        st.integers(0, 10**12),
        texts,
    ),
    max_size=8,
)


@given(file_rows)
def test_the_file_total_is_the_control_total_and_no_text_is_a_formula(found):
    written = file_of("PR-17-0001", found)
    read = rows(written.text)
    assert len(read) == len(found)
    total = 0
    for row, made in zip(read, found, strict=True):
        pounds, pence = row["gross"].split(".")
        total += int(pounds) * 100 + int(pence)
        assert row["gross"][0].isdigit()
        for name in COLUMNS:
            text = getattr(made, name)
            if name not in ("gross", "vat"):
                assert row[name][:1] not in {"=", "+", "-", "@"}
                assert row[name].removeprefix("'") == text.removeprefix("'")
    assert total == written.control_pence


amounts = st.dictionaries(
    st.tuples(
        st.sampled_from(["2017/18", "2018/19", "2017/18-2018/19"]),
        st.sampled_from(["2017/18", "2018/19"]),
        st.sampled_from(["", "training", "backfill+engagement"]),
    ),
    st.integers(1, 10**10),
    min_size=1,
)


@given(amounts, st.data())
def test_coded_parts_add_up_in_every_column(parts, data):
    gross = sum(parts.values())
    off, vat = data.draw(st.integers(0, gross)), data.draw(st.integers(0, gross))
    made = coded(parts, set_off=off, vat=vat)
    assert sum(part.pence for part in made) == gross
    assert sum(part.net_pence for part in made) == gross - off
    assert sum(part.vat_pence for part in made) == vat
    assert all(0 <= part.net_pence <= part.pence for part in made)


@pytest.mark.parametrize(
    ("lines", "vat"),
    [([(120, 20, 120)], 20), ([(120, 20, 60)], 10), ([(120, 20, 0)], 0), ([(3, 1, 2), (3, 1, 1)], 1)],
)
def test_vat_follows_what_is_approved(lines, vat):
    assert approved_vat(lines) == vat


def test_the_database_itself_refuses_a_second_live_payment_of_the_same_part(world):
    world.payee()
    world.run(world.payable(cost()).ref)
    first = payments.payment(world.session, "TF-17-0001/P1")
    copy = payments.Payment(**{**first.model_dump(exclude={"id"}), "ref": "TF-17-0001/P9", "number": 9})
    with pytest.raises(IntegrityError), world.session.begin_nested():
        world.session.add(copy)
        world.session.flush()


def test_the_database_itself_refuses_the_same_live_invoice_twice(world):
    draft = world.draft(cost())
    invoice = payments.add_invoice(
        world.session,
        draft.ref,
        supplier="Acme",
        number="1",
        dated=date(2017, 7, 1),
        pence=5,
        roles=("applicant",),
    )
    with pytest.raises(IntegrityError), world.session.begin_nested():
        world.session.add(payments.Invoice(**invoice.model_dump(exclude={"id"})))
        world.session.flush()
