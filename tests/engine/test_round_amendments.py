"""A form is changed under way by the class of the change: who must agree, who is told, what stays valid."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from fundflow import applications, database, engine, letters, people, scoring
from fundflow.definitions import Library, pinned_snapshot, with_edited
from fundflow.engine.assessment import Mark
from fundflow.errors import BadInput
from tests.engine.test_round_changes import CLOSES, ROUND, closes, refused, send_another
from tests.engine.test_together import sound
from tests.stories import stages
from tests.stories.stages import REF, Place, attempt
from tests.stories.world import FUND, World, library

LATER = datetime(2017, 5, 19, 16, 0, tzinfo=UTC)
SENT = "TF-17-0002"
REWORD = ("title: What will you do?", "title: What will you do, and who?")
LONGER = ("    words: 300", "    words: 400")
SHORTER = ("    words: 300", "    words: 200")
QUESTION = "  - key: staff\n    title: Who will do the work?\n    guidance: Names and hours.\n    words: 100\n"
OPTIONAL = ("  actions:\n    title: The ten", f"{QUESTION}    mandatory: false\n  actions:\n    title: The ten")
MANDATORY = ("  actions:\n    title: The ten", f"{QUESTION}  actions:\n    title: The ten")
GONE = (
    (
        "  - key: unintended\n    title: Could anything happen that you do not intend?\n    guidance: Say what might get worse, "
        "for patients, staff or other services, and how you would notice.\n    words: 300\n"
    ),
    "",
)


def edited(folder: Path, *edits: tuple[str, str], file: str = f"workflows/funds/{FUND}.yaml") -> Library:
    root = library().root
    text = (root / file).read_text(encoding="utf-8")
    for find, put in edits:
        assert text.count(find) == 1, find
        text = text.replace(find, put)
    path = folder / Path(file).name
    path.write_text(text, encoding="utf-8")
    return with_edited(path, root=root)


def amend(
    world: World, who: str, definitions: Library, *, to: datetime | None = None, reason: str = "It was asked for."
):
    return engine.rounds.amend_round(
        world.session, ROUND, library=definitions, closes_at=to, reason=reason, actor=world.who(who), now=world.now
    )


@pytest.fixture
def open_round(county: Callable[[str], Place]) -> Place:
    """A round with a draft and a bid that was sent."""
    place = county("draft")
    with place.living() as world:
        send_another(world)
    return place


CLASSES = {
    "nothing": ((), "none"),
    "clearer words": ((REWORD,), "wording"),
    "a higher limit": ((LONGER,), "wording"),
    "a question that may be left out": ((OPTIONAL,), "optional"),
    "a question that must be answered": ((MANDATORY,), "material"),
    "a lower limit": ((SHORTER,), "material"),
    "a question less": ((GONE,), "material"),
    "a document more": (
        (("  documents:\n", "  documents:\n  - {key: rota, title: A rota}\n"),),
        "material",
    ),
    "a rule more for scale": ((("  group_minimum: 2", "  group_minimum: 3"),), "material"),
}


@pytest.mark.parametrize("case", CLASSES)
def test_a_change_has_a_class_and_says_whom_it_touches_before_anything_happens(case, open_round, tmp_path):
    edits, change = CLASSES[case]
    with open_round.living() as world:
        before = applications.get_round(world.session, ROUND).pinned_sha256
        found = engine.rounds.propose_amendment(world.session, ROUND, edited(tmp_path, *edits))
        assert (found.change, found.affected.line) == (change, "1 draft and 1 sent bid")
        assert bool(found.words) == (change != "none")
        assert found.earliest == (LATER if change == "material" else None)
        assert applications.get_round(world.session, ROUND).pinned_sha256 == before


def test_somebody_tied_to_a_bid_of_the_round_can_neither_ask_for_an_amendment_nor_agree(open_round, tmp_path):
    new = edited(tmp_path, MANDATORY)
    with open_round.living() as world:
        officer = people.named(world.session, "officer2")
        given = {"kind": "indirect", "nature": "married to a partner", "starts": date(2017, 4, 1), "act": world.act()}
        people.declare(world.session, officer.id, organisation="Z10002", **given)
        assert refused(amend, world, "officer2", new, to=LATER)[0] == "no_tie_to_round"
        amend(world, "officer", new, to=LATER)
        assert refused(amend, world, "officer2", new, to=LATER)[0] == "no_tie_to_round"
        assert closes(world) == CLOSES


def test_wording_is_changed_by_one_person_and_an_optional_question_with_a_letter_to_all(open_round, tmp_path):
    with open_round.living() as world:
        _, done = amend(world, "officer", edited(tmp_path, REWORD))
        assert (done.waiting, done.letters) == (None, ())
        _, done = amend(world, "officer", edited(tmp_path, REWORD, OPTIONAL))
        assert [letters.get(world.session, ref).facts["kind"] for ref in done.letters] == ["optional", "optional"]
        form = applications.definitions(applications.get_round(world.session, ROUND)).fund.form
        assert (form.version, closes(world)) == (3, CLOSES)
    sound(open_round)


def test_a_material_change_takes_a_later_close_and_a_second_person_and_tells_everybody(open_round, tmp_path):
    new = edited(tmp_path, MANDATORY)
    with open_round.living() as world:
        guard, said = refused(amend, world, "officer", new)
        assert (guard, "until Friday 19 May 2017, 5:00 pm or later" in said) == ("extension_given", True)
        assert refused(amend, world, "officer", new, to=LATER - timedelta(seconds=1))[0] == "extension_given"
        assert amend(world, "officer", new, to=LATER)[1].waiting is not None
        assert refused(amend, world, "officer", new, to=LATER)[0] == "second_person"
        other = edited(tmp_path, MANDATORY, REWORD)
        assert refused(amend, world, "finance", other, to=LATER)[0] == "same_values"
        amendment, done = amend(world, "finance", new, to=LATER)
        assert (amendment.change, closes(world)) == ("material", LATER)
        facts = [letters.get(world.session, ref).facts for ref in done.letters]
        assert [one["changes"] for one in facts] == [["New question that must be answered: Who will do the work?"]] * 2
    sound(open_round)


def test_a_bid_that_was_sent_stays_valid_on_its_own_form_and_may_be_called_back_to_the_new_one(open_round, tmp_path):
    new = edited(tmp_path, MANDATORY)
    with open_round.living() as world:
        amend(world, "officer", new, to=LATER)
        amend(world, "officer2", new, to=LATER)
        guard, said = refused(attempt, world, REF, "submit")
        assert (guard, "Who will do the work?" in said) == ("answers_complete", True)
        world.step(SENT, "recall_for_edit", "partner.fedsw")
        assert refused(world.submit, SENT, lead="FEDSW")[0] == "answers_complete"
    engine.due.sweep(open_round.engine, now=LATER + timedelta(seconds=2), worker="test")
    with open_round.at(LATER + timedelta(days=1)).living() as world:
        assert applications.get(world.session, REF).state == "not_submitted"
        assert applications.get(world.session, SENT).state == "submitted"
        assert world.step(SENT, "accept_eligible", "officer").state == "in_assessment"


def test_what_was_answered_to_a_question_that_is_gone_is_kept_apart_and_comes_back_with_it(open_round, tmp_path):
    with open_round.living() as world:
        for new in (edited(tmp_path, GONE), library()):
            to = closes(world) + timedelta(days=14)
            amend(world, "officer", new, to=to)
            amend(world, "finance", new, to=to)
            case = applications.get(world.session, REF)
            version = applications.current_version(world.session, case.id)
            if new is not library():
                assert "unintended" not in version.answers
                assert version.removed == {"unintended": "An answer to unintended with a figure of 42."}
                sent = applications.current_version(world.session, applications.get(world.session, SENT).id)
                assert ("unintended" in sent.answers, sent.removed) == (True, {})
        assert ("unintended" in version.answers, version.removed) == (True, {})
        attempt(world, REF, "submit")


def test_weights_never_change_after_the_first_score_is_locked(county, tmp_path, monkeypatch):
    scheme = "criteria/worcestershire-six.yaml"
    text = (library().root / scheme).read_text(encoding="utf-8")
    weights = [line.strip() for line in text.splitlines() if line.strip().startswith("weight:")]
    assert weights
    place = county("scored")
    with place.living() as world:
        first = next(item for item in library().scheme("worcestershire-six").items)
        find = f"title: {first.title}"
        new = edited(tmp_path, (find, f"{find} and more"), file=scheme)
        assert engine.rounds.propose_amendment(world.session, ROUND, new).change == "wording"
        heavier = text.replace(weights[0], "weight: 99", 1)
        assert heavier != text
    raised = library().scheme("worcestershire-six")
    items = (raised.items[0].model_copy(update={"weight": raised.items[0].weight - 5}), *raised.items[1:])
    with place.living() as world:
        row = applications.get_round(world.session, ROUND)
        was = applications.definitions(row)
        amendment = engine.rounds.Amendment(
            "material", ("weights",),
            _pinned(was.model_copy(update={"criteria": raised.model_copy(update={"items": items})})),
            engine.rounds.affected(world.session, row), None,
        )  # fmt: skip
        weights_stand = engine.rounds.amending._weights_stand
        guard, said = refused(weights_stand, world.session, row, amendment)
        assert (guard, "2 score sheets are locked" in said) == ("weights_fixed", True)
        one = scoring.locked_sets(world.session, applications.get(world.session, REF).id)[:1]
        monkeypatch.setattr(scoring, "locked_sets", lambda *_: one)
        assert "1 score sheet is locked" in refused(weights_stand, world.session, row, amendment)[1]
        monkeypatch.setattr(scoring, "locked_sets", lambda *_: ())
        weights_stand(world.session, row, amendment)


def test_one_locked_sheet_is_enough_to_keep_the_weights_as_they_are(county, tmp_path):
    lighter = (("  weight: 25", "  weight: 20"), ("  weight: 15", "  weight: 20"))
    new = edited(tmp_path, *lighter, file="criteria/worcestershire-six.yaml")
    with county("seated").living() as world:
        guard, _ = refused(amend, world, "officer", new, to=LATER)
        assert guard != "weights_fixed", "nobody has locked a score yet"
        gp = world.who("gp_far")
        engine.assessment.declare(world.session, REF, answer="none", actor=gp, now=world.now)
        engine.assessment.open_papers(world.session, REF, actor=gp, now=world.now)
        marks = {
            item.key: Mark(3, "Because of page 2.", "Clear plan.", "No baseline.")
            for item in library().scheme("worcestershire-six").items
        }
        engine.assessment.score(world.session, REF, marks, actor=gp, now=world.now, lock=True)
        guard, said = refused(amend, world, "officer", new, to=LATER)
        assert (guard, "1 score sheet is locked" in said) == ("weights_fixed", True)
        easier = edited(
            tmp_path,
            ("fundable_tenths: 600", "fundable_tenths: 500"),
            ("title: Fundable, least_tenths: 600", "title: Fundable, least_tenths: 501"),
            file="criteria/worcestershire-six.yaml",
        )
        assert refused(amend, world, "officer", easier, to=LATER)[0] == "weights_fixed", "nor is the threshold lowered"


def _pinned(body):
    return pinned_snapshot(body)


def test_who_decides_and_who_pays_cannot_change_under_way(open_round, tmp_path):
    new = edited(tmp_path, ("case_prefix: TF", "case_prefix: TX"))
    with open_round.living() as world, pytest.raises(BadInput, match="plan another round"):
        amend(world, "officer", new)


def test_an_edited_file_with_a_slip_is_refused_at_its_line(tmp_path):
    with pytest.raises(BadInput, match=r"yaml:\d+:\d+"):
        edited(tmp_path, ("    words: 300", "    wrods: 300"))


@pytest.mark.postgres
def test_an_amendment_is_whole_on_postgresql(postgres_engine, tmp_path):
    place = Place(postgres_engine, stages.played_whole(postgres_engine, "draft"))
    new = edited(tmp_path, GONE)
    with place.living() as world:
        amend(world, "officer", new, to=LATER)
    with place.living() as world:
        amend(world, "finance", new, to=LATER)
    with database.reading(place.engine) as session:
        case = applications.get(session, REF)
        assert applications.current_version(session, case.id).form_version == 2
    sound(place)


def test_a_round_s_settings_are_checked_against_what_it_would_pin_before_anything_is_amended(open_round, tmp_path):
    with open_round.living() as world:
        row = applications.get_round(world.session, ROUND)
        row.settings = {"moderation": {"criterion_range": 3}, "amendment_working_days": 99}
        with pytest.raises(
            BadInput, match=r"^amendment_working_days: '99' is not a number of working days from 0 to 60"
        ):
            amend(world, "officer", edited(tmp_path, REWORD))
        row.settings = {"moderation": {"no_such_trigger": 3}}
        with pytest.raises(BadInput, match="no_such_trigger"):
            amend(world, "officer", edited(tmp_path, REWORD))
        row.settings = {"amendment_working_days": 0}
        amend(world, "officer", edited(tmp_path, REWORD))
