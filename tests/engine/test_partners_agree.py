"""Who may answer for a partner, to what exactly, and what becomes of it: letters, conditions, questions, a private no."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from fundflow import applications, audit, engine, files, letters, organisations, people
from fundflow.applications import Partner, consents
from fundflow.applications.queries.content import submitted_of
from fundflow.engine.bids import Draft
from fundflow.errors import BadInput, Refused, Stale
from tests.stories.stages import Place
from tests.stories.world import World

REF = "TF-17-0001"
MINE = "Z10002"


@pytest.fixture
def draft(county: Callable[[str], Place]) -> Iterator[World]:
    """A bid of a federation with two practices, still being written; both have agreed."""
    with county("draft").living() as world:
        named = (Partner("Z10001"), Partner(MINE))
        engine.bids.save(world.session, REF, Draft(partners=named), actor=world.who("writer.fednw"), now=world.now)
        for code in ("Z10001", MINE):
            answer(world, "agree", f"partner.{code.lower()}", code)
        yield world


def fresh(world: World, *partners: Partner) -> None:
    """The lead names its partners anew, so that MINE has not agreed to its part."""
    named = partners or (Partner("Z10001"), Partner(MINE, "Lends two nurses"))
    engine.bids.save(world.session, REF, Draft(partners=named), actor=world.who("writer.fednw"), now=world.now)


def answer(world: World, said: str, by: str = "partner.z10002", code: str = MINE, **more: Any) -> engine.Case:
    return engine.consents.answer(world.session, REF, code, answer=said, actor=world.who(by), now=world.now, **more)


def state(world: World, code: str = MINE) -> str:
    return applications.participant(world.session, applications.get(world.session, REF), code).state


def letter(world: World) -> str:
    return files.put(world.session, name="l.pdf", media_type="application/pdf", content=b"signed", now=world.now)


def rule(world: World, which: str, named: str = "") -> None:
    officer = world.who("officer")
    given = {"rule": which, "named": named, "on": world.now.date(), "actor": officer, "now": world.now}
    engine.register.set_signing_rule(world.session, MINE, **given)


def second(world: World) -> None:
    """Another partner of MINE, who reads the same mailbox as the first."""
    known = people.named(world.session, "partner.z10002")
    newcomer = engine.desk.Newcomer("ivy", "Dr Ivy", known.email, MINE, roles=("signatory",))
    engine.desk.add(world.session, newcomer, actor=world.who("officer"), now=world.now)


@pytest.mark.parametrize(
    ("said", "by"),
    [
        *[(said, "writer.fednw") for said in ("agree", "refuse", "ask", "leave", "check_letter", "return_letter")],
        *[(said, "officer") for said in ("agree", "refuse", "ask", "leave")],
        *[(said, "officer") for said in ("accept_condition", "decline_condition", "reply", "send_letter")],
        *[(said, "partner.z10002") for said in ("accept_condition", "decline_condition", "reply", "send_letter")],
        *[(said, "partner.z10001") for said in ("agree", "refuse", "check_letter", "accept_condition")],
    ],
)
def test_each_answer_is_given_by_whom_it_belongs_to(draft: World, said: str, by: str) -> None:
    with pytest.raises(Refused) as refused:
        answer(draft, said, by, text="x")
    assert [one.guard for one in refused.value.refusals] == ["may_act"]
    assert state(draft) == "agreed"


def test_a_word_that_is_no_answer_and_a_missing_text_are_named(draft: World) -> None:
    with pytest.raises(BadInput, match="'maybe' is not an answer"):
        answer(draft, "maybe")
    with pytest.raises(BadInput, match="write the question"):
        answer(draft, "ask")


def test_agreeing_to_what_was_read_is_refused_once_the_bid_changed(draft: World) -> None:
    fresh(draft)
    actor = draft.who("partner.z10002")
    seen = engine.standings.page(draft.session, REF, MINE, actor=actor, now=draft.now).sha256
    fresh(draft, Partner("Z10001"), Partner(MINE, "Lends three nurses"))
    with pytest.raises(Stale):
        answer(draft, "agree", seen=seen[:12])
    now = engine.standings.page(draft.session, REF, MINE, actor=actor, now=draft.now)
    answer(draft, "agree", seen=now.sha256[:12])
    assert state(draft) == "agreed"


def test_before_and_after_stand_side_by_side_when_it_is_asked_again(draft: World) -> None:
    fresh(draft)
    page = engine.standings.page(draft.session, REF, MINE, actor=draft.who("partner.z10002"), now=draft.now)
    changed = {line["what"]: (line["agreed_to"], line["now"]) for line in page.lines if line["changed"]}
    assert changed == {"What you commit yourself to": ("nothing", "Lends two nurses")}
    assert page.changed == ("what your practice commits itself to was rewritten",)
    assert "to an earlier version" in page.said


@pytest.mark.parametrize("who", ["partner.z10003", "gp_far", "finance"])
def test_what_a_practice_is_shown_is_not_for_others(draft: World, who: str) -> None:
    with pytest.raises(Refused):
        engine.standings.page(draft.session, REF, MINE, actor=draft.who(who), now=draft.now)


def test_only_the_named_partner_signs(draft: World) -> None:
    fresh(draft)
    rule(draft, "named_partner", "Dr Ivy")
    with pytest.raises(Refused, match="only Dr Ivy signs for it since"):
        answer(draft, "agree")
    second(draft)
    assert answer(draft, "agree", "ivy").actor.name == "Dr Ivy"
    assert state(draft) == "agreed"


def test_all_partners_sign_and_two_people_of_one_mailbox_are_two(draft: World) -> None:
    fresh(draft)
    rule(draft, "all_partners")
    second(draft)
    answer(draft, "agree", "ivy")
    answer(draft, "agree", "ivy")
    assert state(draft) == "agreed_to_earlier"
    answer(draft, "agree")
    row = applications.participant(draft.session, applications.get(draft.session, REF), MINE)
    assert row.state == "agreed"
    assert "Dr Ivy" in row.consent_by
    draft.session.flush()
    signed = {one.person for one in consents.answers(draft.session, row.id) if one.kind == "agree"}
    assert len(signed) == 2


def test_a_signature_to_an_earlier_bid_does_not_count_towards_all(draft: World) -> None:
    fresh(draft)
    rule(draft, "all_partners")
    second(draft)
    answer(draft, "agree", "ivy")
    fresh(draft, Partner("Z10001"), Partner(MINE, "Lends three nurses"))
    answer(draft, "agree")
    assert state(draft) == "agreed_to_earlier"
    answer(draft, "agree", "ivy")
    assert state(draft) == "agreed"


def test_a_letter_counts_once_an_officer_has_checked_it(draft: World) -> None:
    fresh(draft)
    answer(draft, "send_letter", "writer.fednw", letter=letter(draft))
    assert state(draft) == "agreed_to_earlier"
    answer(draft, "check_letter", "officer", text="Dr Teal")
    row = applications.participant(draft.session, applications.get(draft.session, REF), MINE)
    assert (row.state, row.consent_by, row.consent_channel) == ("by_letter", "Dr Teal", "letter")
    with pytest.raises(Refused, match="No letter of"):
        answer(draft, "check_letter", "officer")


def test_a_letter_about_an_earlier_bid_is_an_agreement_to_an_earlier_version(draft: World) -> None:
    fresh(draft)
    answer(draft, "send_letter", "writer.fednw", letter=letter(draft))
    fresh(draft, Partner("Z10001"), Partner(MINE, "Lends three nurses"))
    answer(draft, "check_letter", "officer")
    assert state(draft) == "agreed_to_earlier"


def test_a_letter_that_is_sent_back_waits_no_more(draft: World) -> None:
    answer(draft, "send_letter", "writer.fednw", letter=letter(draft))
    with pytest.raises(BadInput, match="what is wrong"):
        answer(draft, "return_letter", "officer")
    answer(draft, "return_letter", "officer", reason="Not signed")
    assert [one for one in applications.tasks(draft.session, application_id=1) if one.kind == "check_letter"] == []
    with pytest.raises(Refused):
        answer(draft, "check_letter", "officer")


def test_a_condition_that_is_accepted_stands_in_the_partner_s_part(draft: World) -> None:
    fresh(draft)
    answer(draft, "agree", condition="Not in August")
    assert state(draft) == "conditional"
    case = answer(draft, "accept_condition", "writer.fednw")
    assert state(draft) == "agreed"
    part = next(one for one in case.dossier.participants if one.organisation == MINE)
    assert part.commitments == "Lends two nurses. On condition: Not in August"
    applications.review_consents(draft.session, case.application, act=case.act())
    assert state(draft) == "agreed"


def test_a_condition_that_is_accepted_after_the_bid_was_sent_makes_a_new_version(draft: World) -> None:
    draft.submit(REF)
    row = applications.participant(draft.session, applications.get(draft.session, REF), MINE)
    answer(draft, "agree", condition="Not in August")
    before = submitted_of(draft.session, 1)
    answer(draft, "accept_condition", "writer.fednw")
    after = submitted_of(draft.session, 1)
    assert before is not None
    assert after is not None
    assert (before.state, after.number) == ("superseded", before.number + 1)
    assert applications.intact(after)
    frozen = {one["organisation"]: one["commitments"] for one in after.frozen["participants"]}
    assert frozen[MINE] == "On condition: Not in August"
    assert row.state == "agreed"


def test_a_partner_whose_condition_is_declined_is_out(draft: World) -> None:
    answer(draft, "agree", condition="Not in August")
    answer(draft, "decline_condition", "writer.fednw")
    assert (state(draft), state(draft, "Z10001")) == ("removed", "agreed_to_earlier")
    with pytest.raises(Refused, match="has put no condition"):
        answer(draft, "decline_condition", "writer.fednw")


def test_a_question_waits_for_one_reply(draft: World) -> None:
    fresh(draft)
    with pytest.raises(Refused, match="has asked nothing"):
        answer(draft, "reply", "writer.fednw", text="Yes")
    answer(draft, "ask", text="Who pays?")
    answer(draft, "reply", "writer.fednw", text="The federation")
    with pytest.raises(Refused, match="has asked nothing"):
        answer(draft, "reply", "writer.fednw", text="Again")
    assert state(draft) == "agreed_to_earlier"


@pytest.mark.parametrize(
    ("who", "said", "reads_why"),
    [
        ("writer.fednw", "said no on", True),
        ("officer", "said no on", True),
        ("partner.z10002", "said no on", False),
        ("partner.z10001", "not in the bid", False),
        ("gp_far", "not in the bid", False),
    ],
)
def test_who_said_no_and_why_is_for_the_lead_and_the_officer(
    draft: World, who: str, said: str, reads_why: bool
) -> None:
    answer(draft, "refuse", reason="Our nurse is ill")
    found = engine.standings.partners(draft.session, REF, actor=draft.who(who), now=draft.now)
    mine = next(one for one in found.standings if one.organisation == MINE)
    assert said in mine.said
    assert any("nurse is ill" in one for one in mine.words) is reads_why


def test_why_a_partner_said_no_is_not_in_the_history_of_the_case(county: Callable[[str], Place]) -> None:
    place = county("draft")
    with place.living() as world:
        answer(world, "refuse", reason="Our nurse is ill")
    with place.living() as world:
        history = audit.history(world.session, REF)
        assert history[-1].what == "consent.answer"
        assert not any("nurse is ill" in str(one.contents) for one in history)


def test_an_answer_is_never_changed_and_stays_when_its_author_leaves(county_anywhere: Callable[[str], Place]) -> None:
    with county_anywhere("draft").living() as world:
        person = people.named(world.session, "partner.z10002")
        officer = world.who("officer")
        engine.desk.leave(
            world.session, person.sign_in_name, on=world.now.date(), reason="", actor=officer, now=world.now
        )
        row = applications.participant(world.session, applications.get(world.session, REF), MINE)
        kept = consents.answers(world.session, row.id)[-1]
        assert (kept.person_id, kept.kind, state(world)) == (person.id, "agree", "agreed")
        for change in ("UPDATE consent_answer SET kind = 'refuse'", "DELETE FROM consent_answer"):
            with pytest.raises(DatabaseError, match="append-only"), world.session.begin_nested():
                world.session.execute(text(change))


def test_a_partner_of_a_bid_that_was_sent_asks_and_an_officer_shows_the_lead_first(draft: World) -> None:
    draft.submit(REF)
    answer(draft, "leave", reason="We move")
    assert state(draft) == "agreed"
    officer, lead = draft.who("officer"), draft.who("writer.fednw")
    given: dict[str, Any] = {"on": None, "reason": "It moves", "actor": officer, "now": draft.now}
    engine.partners.show_leaving(draft.session, REF, MINE, actor=officer, now=draft.now)
    with pytest.raises(Refused, match="has not seen what that means"):
        engine.partners.leave(draft.session, REF, MINE, **given)
    engine.partners.show_leaving(draft.session, REF, MINE, actor=lead, now=draft.now)
    engine.partners.leave(draft.session, REF, MINE, **given)
    assert state(draft) == "left"
    assert "leaving:Z10002" not in applications.get(draft.session, REF).facts


def test_a_letter_of_a_leaving_says_what_broke_and_keeps_an_officers_way_out_from_the_practice(
    county: Callable[[str], Place],
) -> None:
    with county("active").living() as world:
        world.session.execute(text("DELETE FROM membership WHERE organisation <> 'Z10001'"))
        given: dict[str, Any] = {"reason": "It moves", "told": "Rang", "actor": world.who("officer"), "now": world.now}
        here = [one.organisation for one in applications.dossier(world.session, REF).present if one.role != "lead"]
        for code in here:
            found = engine.partners.leave(world.session, REF, code, on=None, **given)
        assert "You can rule the bid ineligible" in found.broken[0].without
        rows = letters.find(world.session, application_id=applications.get(world.session, REF).id, code="L13d")
        said = [each for row in rows for each in row.facts["broken"]]
        assert said
        assert all("The bid is from 1 practice with" in each and "You can" not in each for each in said)


def test_what_the_lead_saw_must_be_what_would_come_of_it_now(draft: World) -> None:
    draft.submit(REF)
    for code in ("Z10001", MINE):
        engine.partners.show_leaving(draft.session, REF, code, actor=draft.who("writer.fednw"), now=draft.now)
    draft.session.execute(text("DELETE FROM membership WHERE organisation <> 'Z10001'"))
    given: dict[str, Any] = {"on": None, "reason": "x", "actor": draft.who("officer"), "now": draft.now}
    with pytest.raises(Refused, match="rule E4 would no longer be met"):
        engine.partners.leave(draft.session, REF, MINE, **given)


def contact(world: World, email: str, by: str = "writer.fednw") -> Any:
    given = {"name": "Dr Ivy", "email": email, "actor": world.who(by), "now": world.now}
    return engine.contacts.propose(world.session, REF, MINE, **given)


def confirm(world: World, called: str, by: str = "officer") -> Any:
    given = {"sign_in_name": "ivy", "called": called, "actor": world.who(by), "now": world.now}
    return engine.contacts.confirm(world.session, REF, MINE, **given)


def test_nobody_agrees_for_a_neighbour_from_the_lead_s_own_mailbox(draft: World) -> None:
    own = people.named(draft.session, "writer.fednw").email
    with pytest.raises(Refused, match="who acts for FEDNW"):
        contact(draft, f" {own.upper()} ")
    with pytest.raises(Refused, match="named by the people of FEDNW"):
        contact(draft, "ivy@z10002.example", "partner.z10001")


def test_a_contact_signs_once_an_officer_has_rung_the_number_that_we_hold(draft: World) -> None:
    fresh(draft)
    with pytest.raises(Refused, match="Nobody waits to be confirmed"):
        confirm(draft, "01905 000002")
    contact(draft, "ivy@z10002.example")
    given: dict[str, Any] = {"verified_on": draft.now.date(), "actor": draft.who("officer"), "now": draft.now}
    engine.register.set_telephone(draft.session, MINE, telephone="01905 000002", **given)
    for called in ("", "01905 000003"):
        with pytest.raises(Refused, match="the number that we hold is 01905 000002"):
            confirm(draft, called)
    with pytest.raises(Refused):
        confirm(draft, "01905 000002", "writer.fednw")
    confirm(draft, "01905000002")
    answer(draft, "agree", "ivy")
    assert state(draft) == "agreed"


@pytest.mark.parametrize(
    ("by", "step"), [("submission", "submit"), ("screening", "accept_eligible"), ("award", "accept")]
)
def test_the_fund_says_at_which_stage_everybody_must_have_agreed(draft: World, by: str, step: str) -> None:
    fresh(draft)
    case = engine.open_case(draft.session, REF, actor=draft.who("officer"), now=draft.now)
    fund = case.fund.model_copy(update={"consent_by": by})
    case.__dict__["pinned"] = case.pinned.__class__(**{**case.pinned.__dict__, "fund": fund})
    guard = engine.GUARDS["consents_complete"]
    stages = {"submit": "submission", "accept_eligible": "screening", "accept": "award"}
    tested = {name: guard.test(case, stage) is not None for name, stage in stages.items()}
    order = list(stages)
    assert tested == {name: order.index(name) >= order.index(step) for name in order}
    assert "2 of 3 have agreed" in str(guard.test(case, "award"))


@pytest.mark.parametrize(("by", "rule"), [("submission", None), ("screening", None), ("award", "E3")])
def test_who_takes_part_is_tested_again_at_the_award_where_partners_agree_as_late_as_that(
    draft: World, by: str, rule: str | None
) -> None:
    case = engine.open_case(draft.session, REF, actor=draft.who("officer"), now=draft.now)
    fund = case.fund.model_copy(update={"consent_by": by})
    case.__dict__["pinned"] = case.pinned.__class__(**{**case.pinned.__dict__, "fund": fund})
    guard = engine.GUARDS["gates_pass"]
    assert guard.test(case, "award") is None
    organisations.close(draft.session, MINE, on=draft.now.date() - timedelta(days=1), act=draft.act())
    case.forget_readings()
    said = guard.test(case, "award")
    assert (said is None) if rule is None else f"Rule {rule}" in str(said)
