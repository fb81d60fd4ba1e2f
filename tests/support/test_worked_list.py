"""The worked list of targeted support, looked at from outside: every way, refusal and effect, money, and no name in public."""

import contextlib
import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import Engine, text
from sqlmodel import select

import fundflow
from fundflow import applications, audit, database, ledger, people, reporting, support
from fundflow.definitions import load_library
from fundflow.engine import EFFECTS, GUARDS, MOMENTS, disclosure, open_case, sight
from fundflow.errors import NotFound, Refused
from fundflow.exchange import exports
from fundflow.rehearsal import play, scenario
from fundflow.rehearsal.play import Played
from tests.schema import build

FUND = "worcestershire-resilience"
SCENARIO = Path(fundflow.__file__).parent / "scenarios" / "worcestershire-resilience-2017.yaml"

REFUSALS = {
    "reasons_coded": "no reason is named",
    "not_open_already": "is open for it",
    "telephone_contact_recorded": "no telephone call",
    "information_complete": "the locality's view",
    "closure_risk_stated": "no risk is stated",
    "in_band": "scope 2 times impact 2 is 4",
    "review_due_or_new_facts": "until its review on",
    "hand_back_dated": "has not come yet",
    "envelope_fits": "it needs £40,000.00 from",
    "diagnosis_costed": "£4,200.00, and £3,000.00 is the most",
    "on_route": "offered a diagnosis first",
    "findings_complete": "interviews missing",
    "plan_adds_up": "£9,600.00 and £7,500.00 is set aside",
    "agreement_complete": "commitments missing",
    "agreement_drafted": "no drafted agreement",
    "delivered_claimed": "£4,900.00 that was promised",
    "against_diagnosis": "9 then, 9 now",
}
"""Guards of support that the play sees refuse, and words with the figure or the name."""
ELSEWHERE = {"consent_recorded", "redirected_here", "provider_named"}
"""Guards that the order of states keeps from refusing in a true life; see `test_rules.py`."""
EFFECTS_SEEN = {
    "record_nomination": "nomination",
    "record_consent": "support_consent",
    "record_information": "nomination WHERE sources <> '[]'",
    "take_rapid_route": "nomination WHERE rapid",
    "record_rating": "support_rating",
    "record_exit": "support_measure WHERE at_exit IS NOT NULL",
    "hand_back_contract": "organisation_event WHERE kind = 'handed_back'",
    "reserve_envelope": "entry WHERE kind = 'RESERVE'",
    "offer_support": "offer",
    "open_award": "award",
    "commit_diagnosis": "tranche WHERE key = 'diagnosis'",
    "commit_plan": "tranche WHERE key LIKE 'support_%'",
    "record_findings": "support_diagnosis WHERE agreed_at IS NOT NULL",
    "draft_agreement": "support_agreement",
    "sign_agreement": "support_agreement WHERE state = 'signed'",
    "end_support": "award WHERE settled",
}
MOMENTS_SEEN = ("consent_chased", "reserve_review", "support_review")


@dataclass(frozen=True)
class Lived:
    engine: Engine
    played: tuple[Played, ...]
    now: object


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    engine = database.connect(f"sqlite:///{tmp_path_factory.mktemp('support') / 'list.db'}")
    build(engine)
    said: list[Played] = []
    stage = play(scenario.load(SCENARIO), engine, load_library()[0], told=said.append)
    yield Lived(engine, tuple(said), stage.now)
    engine.dispose()


@pytest.mark.parametrize("guard", REFUSALS)
def test_each_guard_of_support_refuses_with_a_figure_or_a_name_and_a_way_out(lived: Lived, guard: str):
    assert guard in GUARDS
    told = [one.said for one in lived.played if "refused as expected" in one.said and REFUSALS[guard] in one.said]
    assert told, guard
    assert all("othing has changed" in said or "stays on the reserve list" in said for said in told), told


@pytest.mark.parametrize("effect", EFFECTS_SEEN)
def test_each_effect_of_support_leaves_its_rows(lived: Lived, effect: str):
    assert effect in EFFECTS
    with database.reading(lived.engine) as session:
        assert session.connection().execute(text(f"SELECT count(*) FROM {EFFECTS_SEEN[effect]}")).scalar_one() > 0


def test_moments_of_support_put_work_before_people_and_move_nothing(lived: Lived):
    assert set(MOMENTS_SEEN) <= set(MOMENTS)
    with database.reading(lived.engine) as session:
        kinds = {row.kind for row in applications.tasks(session)}
    assert {"ring_practice", "support_review_due", "needs_identity_resolution", "open_for_caretaker"} <= kinds


def test_every_way_of_the_life_cycle_is_played_and_every_end_is_reached(lived: Lived):
    workflow = load_library()[0].workflow("targeted-support")
    wanted = {(state, one.step, workflow.destination(one, state)) for one in workflow.steps for state in one.from_}
    with database.reading(lived.engine) as session:
        seen = {
            (event.contents["before"]["state"], event.what, event.contents["after"]["state"])
            for event in audit.since(session, 0)
            if "state" in (event.contents.get("before") or {}) and "state" in (event.contents.get("after") or {})
        }
        openings = {event.what for event in audit.since(session, 0)} & set(workflow.openings)
        states = {row.state for row in applications.find_cases(session, fund=FUND)}
    assert wanted - seen == set()
    assert openings == set(workflow.openings)
    assert {name for name, state in workflow.states.items() if state.kind == "end"} <= states


def test_the_eighteen_of_the_plan_stay_eighteen_and_the_like_names_are_asked_about(lived: Lived):
    with database.reading(lived.engine) as session:
        rows = [row for row in applications.find_cases(session, fund=FUND) if row.title.endswith("(WO 5.1)")]
        by = Counter("05J" if row.lead < "Z17023" and row.lead[0] == "Z" else row.lead for row in rows)
        alike = [(row.lead, support.nomination(session, row.id).alike) for row in rows]
    assert len(rows) == 18 and by["05J"] == 14
    assert [lead for lead, others in alike if others] == ["Z17005"]


def test_books_and_trail_are_sound_and_ends_hold_nothing(lived: Lived):
    with database.reading(lived.engine) as session:
        assert ledger.check(session) == [] and audit.verify(session) == [] and reporting.schedule_faults(session) == []
        held = ledger.positions(session, fund=FUND)
        assert sum(one.reserved for one in held) == 0
        assert sum(one.paid for one in held) == 510_000
        assert sum(one.allocated for one in held) == 10_234_000
        payees = set(session.connection().execute(text("SELECT DISTINCT payee FROM claim")).scalars())
    assert payees == {"X17001"}


def secrets(lived: Lived) -> set[str]:
    """What no public page may hold: names, codes and titles of the fund's cases, but for what was let out."""
    with database.reading(lived.engine) as session:
        out = set(session.exec(select(support.Disclosure.application_id)))
        rows = [row for row in applications.find_cases(session, fund=FUND) if row.id not in out]
        leads = {row.lead for row in rows}
        named = session.connection().execute(text("SELECT code, name FROM organisation")).all()
    titles = {row.title for row in rows if row.title.endswith("(WO 5.1)")}
    return leads | titles | {name for code, name in named if code in leads}


@pytest.mark.parametrize("name", reporting.describe())
def test_no_public_report_or_file_of_one_names_whom_the_fund_keeps_to_itself(lived: Lived, name: str):
    library, _ = load_library()
    hidden = secrets(lived)
    with database.reading(lived.engine) as session:
        made = reporting.run(session, name, library=library, now=lived.now)
        if name == "interests":  # a person who decides declares where they have an interest, whoever is supported
            hidden -= {row[key] for row in made.rows for key in ("organisation", "organisation_name")}
        book = openpyxl.load_workbook(io.BytesIO(exports.as_xlsx(made)))
    cells = [str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row if value]
    written = "\n".join([exports.as_json(made), exports.as_csv(made).decode("utf-8-sig"), *cells])
    assert sorted(one for one in hidden if one in written) == []


def test_no_public_report_tells_one_case_of_the_fund_from_another(lived: Lived):
    library, _ = load_library()
    with database.reading(lived.engine) as session:
        out = set(session.exec(select(support.Disclosure.application_id)))
        refs = {row.ref for row in applications.find_cases(session, fund=FUND) if row.id not in out}
        for name in reporting.describe():
            public = exports.as_json(reporting.run(session, name, library=library, now=lived.now))
            assert sorted(ref for ref in refs if ref in public) == [], name


def test_the_workbook_of_finance_names_nobody_of_the_fund(lived: Lived):
    library, _ = load_library()
    with database.reading(lived.engine) as session:
        raw = exports.finance_workbook(session, library=library, now=lived.now)
    book = openpyxl.load_workbook(io.BytesIO(raw))
    cells = " ".join(
        str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row if value
    )
    assert sorted(one for one in secrets(lived) if one in cells) == []


@pytest.mark.parametrize("name", ["awards", "claims", "award-ledger", "journal"])
def test_cases_counted_together_keep_the_money_of_all(lived: Lived, name: str):
    library, _ = load_library()
    with database.reading(lived.engine) as session:
        public, whole = (
            reporting.run(session, name, library=library, now=lived.now, names=names) for names in (False, True)
        )
    for column in public.columns:
        if column.money:
            sums = [sum(row[column.key] or 0 for row in one.rows) for one in (public, whole)]
            assert sums == [whole.totals[column.key]] * 2, column.key


def test_a_few_cases_of_a_round_are_not_counted_out(lived: Lived):
    library, _ = load_library()
    with database.reading(lived.engine) as session:
        (row,) = reporting.run(session, "rounds", library=library, now=lived.now, fund=FUND).rows
        (whole,) = reporting.run(session, "rounds", library=library, now=lived.now, fund=FUND, names=True).rows
    few = [part for part in whole["stands"].split(", ") if 0 < int(part.split()[0]) < 5]
    assert few
    assert not any(part in row["stands"].split(", ") for part in few)
    assert row["stands"].count("some ") >= len(few)


def test_names_go_to_the_office_alone_and_who_saw_them_is_kept(lived: Lived):
    with database.writing(lived.engine) as session:
        practice, officer = (people.actor(session, who, now=lived.now) for who in ("dr.moss", "officer"))
        with pytest.raises(Refused, match="Nothing has changed"):
            disclosure.show_names(session, "awards", fund=FUND, actor=practice, now=lived.now)
        disclosure.show_names(session, "awards", fund=FUND, actor=officer, now=lived.now)
    with database.reading(lived.engine) as session:
        (kept,) = audit.history(session, "awards")
    assert kept.what == "report.names"
    assert kept.contents["after"] == {"report": "awards", "fund": FUND}


def test_the_office_itself_sees_the_names_so_the_search_above_can_find_them(lived: Lived):
    library, _ = load_library()
    with database.reading(lived.engine) as session:
        made = reporting.run(session, "awards", library=library, now=lived.now, names=True)
    assert any(one in exports.as_json(made) for one in secrets(lived))


def test_a_name_that_was_let_out_is_printed_and_no_other(lived: Lived):
    library, _ = load_library()
    with database.reading(lived.engine) as session:
        made = reporting.run(session, "awards", library=library, now=lived.now)
    names = {row["recipient"] for row in made.rows if row["fund"] == FUND}
    assert names == {"not published", "Z17032"}


def test_an_ended_case_keeps_nothing_that_anybody_could_claim(lived: Lived):
    with database.reading(lived.engine) as session:
        refused = session.connection().execute(
            text("SELECT count(*) FROM entry JOIN claim ON entry.source = claim.ref WHERE kind = 'DECOMMIT'")
        )
        assert refused.scalar_one() == 1
        held = [
            one
            for row in applications.find_cases(session, fund=FUND)
            for one in ledger.holdings(session, holder_prefix=f"{row.ref}/")
        ]
        assert held and sum(one.unclaimed + one.reserved for one in held) == 0


@pytest.mark.parametrize(("provider", "code"), [("larkfield", "X17001"), ("harbour", "X17002")])
def test_a_provider_sees_the_cases_to_which_it_gives_support_and_no_other(lived: Lived, provider: str, code: str):
    with database.reading(lived.engine) as session:
        rows = applications.find_cases(session, fund=FUND)
        helped = {row.ref for row in rows if row.id in support.helped_by(session, code)}
        actor = people.actor(session, provider, now=lived.now)
        seen = set()
        for row in rows:
            with contextlib.suppress(NotFound, Refused):
                found = sight.of_case(open_case(session, row.ref, actor=actor, now=lived.now))
                assert found.relation == "provider"
                seen.add(row.ref)
    assert helped
    assert seen == helped
    assert seen < {row.ref for row in rows}
