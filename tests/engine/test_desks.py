"""The assessor's and the moderator's desks: one page of declarations, a pack, a sheet out and in, locks, notes."""

import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook
from sqlmodel import Session

from fundflow import applications, engine, people, reporting, scoring, views
from fundflow.engine.assessment import Mark
from fundflow.errors import BadInput, NotFound, Refused
from fundflow.exchange.exports import pack, score_sheet
from fundflow.exchange.imports import scores
from tests.engine.test_panels import lock
from tests.stories.world import World, library


@pytest.fixture
def desk(session: Session) -> tuple[World, str, list[str]]:
    """Two bids with the assessors, each with a clinician and an accountant; nobody has declared."""
    world = World(session).settle()
    ref = world.open_round()
    bids = [world.bid(ref), world.bid(ref, lead="FEDSW", title="Rota", partners=("Z10003",))]
    for bid, lead in zip(bids, ("FEDNW", "FEDSW"), strict=True):
        world.submit(bid, lead)
    world.now += timedelta(weeks=6)
    for bid in bids:
        world.step(bid, "accept_eligible", "officer")
        world.assign(bid, "gp_far", "accountant")
    return world, ref, bids


def declared(world: World, ref: str, bids: list[str], name: str = "gp_far") -> None:
    answers = dict.fromkeys(bids, ("none", ""))
    engine.assessors.declare_all(world.session, ref, answers, actor=world.who(name), now=world.now)


def sheet_of(world: World, ref: str, tmp_path: Path, name: str = "gp_far") -> Path:
    made = engine.assessors.own_sheet(world.session, ref, actor=world.who(name))
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(score_sheet.as_xlsx(made, person=name, made_on=world.now.date()))
    return path


def fill(path: Path, rows: dict[int, dict[str, object]]) -> Path:
    book = load_workbook(path)
    page = book.worksheets[0]
    for line, cells in rows.items():
        for column, value in cells.items():
            page.cell(line, score_sheet.COLUMNS.index(column) + 1, value)
    book.save(path)
    return path


WORDS = {"justification": "Page 2.", "strength": "Clear.", "gap": "No baseline."}


def test_the_register_suggests_what_to_declare_and_a_page_is_kept_whole_or_not_at_all(desk):
    world, ref, bids = desk
    first = people.named(world.session, "gp_far")
    first.organisation = "Z10003"
    page = {
        one.ref: one
        for one in engine.assessors.to_declare(world.session, ref, actor=world.who("gp_far"), now=world.now)
    }
    assert page[bids[1]].suggested == "declare"
    assert "Cedar Practice: Gp Far works for it" in page[bids[1]].why
    assert page[bids[0]].suggested == "none"
    assert page[bids[0]].practices == ("Alder Practice", "Birch Practice")
    with pytest.raises(Refused, match=f"{bids[1]}: Your declaration was not saved"):
        engine.assessors.declare_all(
            world.session,
            ref,
            {bids[0]: ("none", ""), bids[1]: ("declare", "")},
            actor=world.who("gp_far"),
            now=world.now,
        )
    with pytest.raises(NotFound, match="TF-17-9999 is not among the bids"):
        declared(world, ref, ["TF-17-9999"])


def test_somebody_of_the_same_commissioner_is_told_so(desk):
    world, ref, bids = desk
    people.named(world.session, "accountant").organisation = "Z10001"
    page = engine.assessors.to_declare(world.session, ref, actor=world.who("accountant"), now=world.now)
    assert {one.ref: one.suggested for one in page} == {bids[0]: "declare", bids[1]: "none"}
    people.named(world.session, "accountant").organisation = "Z10004"
    page = engine.assessors.to_declare(world.session, ref, actor=world.who("accountant"), now=world.now)
    assert page[1].suggested == "declare", "Damson Practice is in the federation that leads the bid"
    people.named(world.session, "accountant").organisation = "Z10006"
    page = engine.assessors.to_declare(world.session, ref, actor=world.who("accountant"), now=world.now)
    assert {one.suggested for one in page} == {"none"}


def test_a_pack_holds_the_papers_that_are_open_and_names_the_others(desk):
    world, ref, bids = desk
    with pytest.raises(Refused, match="0 of your 2 bids are open"):
        engine.assessors.open_pack(world.session, ref, actor=world.who("gp_far"), now=world.now)
    declared(world, ref, bids[:1])
    made = engine.assessors.open_pack(world.session, ref, actor=world.who("gp_far"), now=world.now)
    assert [one.ref for one in made.bids] == bids[:1]
    assert [one for one, _ in made.shut] == bids[1:]
    paper = docx.Document(io.BytesIO(pack.as_docx(made)))
    headings = [one.text for one in paper.paragraphs if one.style.name == "Heading 1"]
    assert headings[:2] == ["Contents", "1. Hubs"]
    assert len(headings) == 8, "the contents, one bid and a page for each of six criteria"
    assert "Gp Far" in paper.sections[0].header._element.xml
    assert "An answer to plan with a figure of 42." in [one.text for one in paper.paragraphs]
    late = engine.assessment.declare(
        world.session, bids[0], answer="declare", detail="A friend", actor=world.who("gp_far"), now=world.now
    )
    assert late.late, "taking the pack opened the papers"


def test_a_sheet_comes_back_row_by_row_and_says_which_rows_it_cannot_take(desk, tmp_path):
    world, ref, bids = desk
    declared(world, ref, bids[:1])
    lock(world, bids[1], "gp_far")
    path = fill(
        sheet_of(world, ref, tmp_path),
        {
            2: {"score": 4, **WORDS},
            3: {"score": 4, "justification": ""},
            4: {"score": 9, **WORDS},
            5: {"score": "good", **WORDS},
            6: {"criterion": "beauty", "score": 3, **WORDS},
            8: {"score": 5},
            14: {"bid": "TF-17-0099", "title": "x", "criterion": "impact_gain", "score": 3, **WORDS},
        },
    )
    actor = world.who("gp_far")
    first = scores.take(world.session, ref, path, actor=actor, now=world.now, dry_run=True)
    said = dict(first.rejected)
    assert sorted(said) == [3, 4, 5, 6, 8, 14]
    assert "it has no reason" in said[3]
    assert "9 is not a score" in said[4]
    assert "'good' is not a score" in said[5]
    assert "'beauty' is not a criterion" in said[6]
    assert "are locked since" in said[8]
    assert "TF-17-0099 is not among the bids" in said[14]
    assert (first.read, first.written, first.unchanged) == (13, 1, 6)
    (row,) = [one for one in engine.assessors.grid(world.session, ref, actor=actor) if one.ref == bids[0]]
    assert row.marks == {"working_at_scale": 4}


def test_a_sheet_goes_round_without_loss_and_shows_nobody_else_s_words(desk, tmp_path):
    world, ref, bids = desk
    lock(world, bids[0], "gp_far", last=False)
    lock(world, bids[0], "accountant", marks=(1, 1, 1, 1, 1, 1))
    actor = world.who("gp_far")
    before = engine.assessors.own_sheet(world.session, ref, actor=actor)
    assert [one.written["score"] for one in before.rows if one.ref == bids[0]] == [3] * 6
    report = scores.take(world.session, ref, sheet_of(world, ref, tmp_path), actor=actor, now=world.now)
    assert (report.written, report.unchanged, report.rejected) == (6, 6, [])
    assert engine.assessors.own_sheet(world.session, ref, actor=actor) == before


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 nothing", b"bid,score\n"])
def test_what_is_no_workbook_is_refused_in_one_line(desk, tmp_path, content):
    world, ref, _ = desk
    path = tmp_path / "sheet.xlsx"
    path.write_bytes(content)
    with pytest.raises(BadInput, match="this is not a workbook"):
        scores.take(world.session, ref, path, actor=world.who("gp_far"), now=world.now)


def test_locking_all_locks_what_is_whole_and_says_what_the_rest_lacks(desk):
    world, ref, bids = desk
    lock(world, bids[0], "gp_far", last=False)
    declared(world, ref, bids[1:])
    done = {
        one.ref: one for one in engine.assessors.lock_all(world.session, ref, actor=world.who("gp_far"), now=world.now)
    }
    assert (done[bids[0]].locked, done[bids[1]].locked) == (True, False)
    grid = {one.ref: one for one in engine.assessors.grid(world.session, ref, actor=world.who("gp_far"))}
    assert (grid[bids[0]].total, grid[bids[0]].lacks) == (60, ())
    assert len(grid[bids[1]].lacks) == 6


def test_an_assessor_compares_their_own_marks_and_nobody_else_s_are_among_them(desk):
    world, ref, bids = desk
    lock(world, bids[1], "accountant", last=False)
    declared(world, ref, bids)
    for bid, score, why in ((bids[0], 2, "Two named leads. "), (bids[1], 4, "two  named LEADS")):
        engine.assessment.open_papers(world.session, bid, actor=world.who("gp_far"), now=world.now)
        marks = {"sustainability": Mark(score, why), "impact_gain": Mark(3, "Counted monthly.")}
        engine.assessment.score(world.session, bid, marks, actor=world.who("gp_far"), now=world.now, lock=False)
    made = engine.calibration.own_grid(world.session, ref, actor=world.who("gp_far"), by="sustainability")
    assert [row.ref for row in made.rows] == [bids[1], bids[0]], "the highest of the criterion comes first"
    by_key = {one.criterion: (one.marks, one.mean, one.spread) for one in made.spreads}
    assert (by_key["sustainability"], by_key["impact_gain"]) == ((2, 3, 2), (2, 3, 0))
    assert {marks for marks, _, _ in by_key.values()} == {0, 2}, "not one mark of the accountant"
    (asked,) = made.same_words
    assert asked.question.startswith(f"You gave 4 to {bids[1]} and 2 to {bids[0]} for ")
    theirs = engine.calibration.own_grid(world.session, ref, actor=world.who("accountant"))
    assert ([len(row.marks) for row in theirs.rows], theirs.same_words) == ([0, 6], ())
    for nobody in ("officer", "moderation_chair"):
        with pytest.raises(NotFound, match="assesses no bid"):
            engine.calibration.own_grid(world.session, ref, actor=world.who(nobody))
    with pytest.raises(BadInput, match="'luck' is not a criterion"):
        engine.calibration.own_grid(world.session, ref, actor=world.who("gp_far"), by="luck")


def test_a_moderator_opens_a_sheet_again_before_the_result_and_not_after(desk):
    world, ref, bids = desk
    lock(world, bids[0], "gp_far")
    moderator, officer = world.who("moderation_chair"), world.who("officer")
    with pytest.raises(Refused, match="does not have that role"):
        engine.moderators.unlock(world.session, bids[0], "gp_far", reason="x", actor=officer, now=world.now)
    with pytest.raises(Refused, match="it has no reason"):
        engine.moderators.unlock(world.session, bids[0], "gp_far", reason=" ", actor=moderator, now=world.now)
    engine.moderators.unlock(world.session, bids[0], "gp_far", reason="A slip.", actor=moderator, now=world.now)
    assert scoring.locked_sets(world.session, applications.get(world.session, bids[0]).id or 0) == []
    lock(world, bids[0], "gp_far", "accountant")
    with pytest.raises(Refused, match="reopen_scoring"):
        engine.moderators.unlock(world.session, bids[0], "gp_far", reason="A slip.", actor=moderator, now=world.now)
    del ref


def test_a_doubt_is_ruled_on_by_an_officer(desk):
    world, _, bids = desk
    for bid, may in zip(bids, (True, False), strict=True):
        engine.assessment.declare(world.session, bid, answer="not_sure", actor=world.who("gp_far"), now=world.now)
        engine.moderators.rule(
            world.session, bid, "gp_far", may_assess=may, reason="Long ago.", actor=world.who("officer"), now=world.now
        )
    states = [scoring.assignments(world.session, applications.get(world.session, bid).id or 0)[0].state for bid in bids]
    assert states == ["declared", "void"]


def test_a_slip_is_noted_beside_the_score_and_the_committee_is_told(desk):
    world, _, bids = desk
    lock(world, bids[0], "gp_far", "accountant")
    officer = world.who("officer")
    case = applications.get(world.session, bids[0]).id or 0
    before = scoring.locked_sets(world.session, case)
    note = engine.moderators.correct(
        world.session, bids[0], "gp_far", "impact_gain", meant=5, reason="Typed 3.", actor=officer, now=world.now
    )
    assert (note.stands, note.meant, note.would_be_tenths) == (3, 5, 620)
    assert scoring.locked_sets(world.session, case) == before
    (task,) = [one for one in applications.tasks(world.session, application_id=case) if one.kind == "tell_committee"]
    assert task.role == "committee_secretary"
    secretary = world.who("committee_secretary")
    told = engine.moderators.tell_committee(world.session, note.id or 0, meeting="PC-7", actor=secretary, now=world.now)
    assert told.told_committee == "PC-7"
    assert applications.tasks(world.session, roles=["committee_secretary"]) == []


def test_moderators_see_who_is_generous_what_spreads_and_how_often_each_trigger_fires(desk):
    world, ref, bids = desk
    lock(world, bids[0], "gp_far", marks=(4, 4, 4, 4, 4, 4))
    lock(world, bids[0], "accountant", marks=(3, 3, 3, 3, 3, 1))
    lock(world, bids[1], "gp_far", "accountant")
    view = views.of_moderation(world.session, ref, actor=world.who("moderation_chair"), now=world.now).rows
    points = {one["assessor"]: one["points_above_the_panel"] for one in view["assessors"]}
    assert points == {"Gp Far": "+6.0", "Accountant": "-6.0"}
    assert {one["trigger"] for one in view["differing"]} == {"criterion_range", "total_range", "straddles_threshold"}
    assert next(one for one in view["criteria"] if one["widest"] == 3)["mean_spread"] == "1.50"
    report = reporting.run(world.session, "moderation", library=library(), now=world.now)
    rates = {one["trigger"]: (one["bids"], one["rate"]) for one in report.rows}
    assert rates["any"] == (1, "50.0")
    assert rates["straddles_minimum"] == (0, "0.0")
    with pytest.raises(NotFound):
        views.of_moderation(world.session, ref, actor=world.who("gp_far"), now=world.now)


def test_a_sheet_that_was_made_for_practising_is_not_handed_in_to_the_real_round(desk, tmp_path):
    world, ref, bids = desk
    declared(world, ref, bids)
    made = replace(engine.assessors.own_sheet(world.session, ref, actor=world.who("gp_far")), practice=True)
    path = tmp_path / "practice.xlsx"
    path.write_bytes(score_sheet.as_xlsx(made, person="gp_far", made_on=world.now.date()))
    fill(path, {2: {"score": 4, **WORDS}})
    assert load_workbook(path).sheetnames == ["Practice scores"]
    with pytest.raises(BadInput, match="made in a practice round and is handed in to the real one"):
        scores.take(world.session, ref, path, actor=world.who("gp_far"), now=world.now)
    assert all(
        not one.written for one in engine.assessors.own_sheet(world.session, ref, actor=world.who("gp_far")).rows
    )
