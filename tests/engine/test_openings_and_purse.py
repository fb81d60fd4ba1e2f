"""Ways in are data, and the proof of money follows a case from each of them, part commitments included."""

import pytest

from fundflow import database, engine
from fundflow.definitions import Workflow
from fundflow.engine import EFFECTS, Effect, proof
from fundflow.errors import NotFound, Refused
from tests.stories.stages import ROUND


def workflow(*, envelope: str, signing: list[str], leaving: list[str], opened: list[str] | None = None) -> Workflow:
    """A life of one reservation, a part commitment, the rest, and an end; each part's effects can be changed."""

    def state(**more):
        return {"kind": "open", "stage": "One", "applicant": "a", "officer": "o", **more}

    def step(name, origin, to, effects):
        return {"step": name, "from": origin, "to": to, "by": "officer", "effects": effects, "label": name}

    return Workflow.model_validate(
        {
            "workflow": "small",
            "title": "Small",
            "version": 1,
            "stages": ["One"],
            "openings": {
                "nominate": {"to": "waiting", "by": "officer", "label": "Put forward", "effects": opened or []},
                "ask": {"to": "offered", "by": "applicant", "label": "Ask", "effects": ["reserve_promoted"]},
            },
            "states": {
                "waiting": state(),
                "offered": state(holds="reserved"),
                "started": state(holds="committed"),
                "signed": state(holds="committed"),
                "ended": {**state(), "kind": "end"},
            },
            "steps": [
                step("offer", "waiting", "offered", ["reserve_promoted"]),
                step("accept", "offered", "started", [envelope]),
                step("sign", "started", "signed", signing),
                step("leave", ["started", "signed"], "ended", leaving),
            ],
        }
    )


SAFE = {
    "envelope": "commit_first_part",
    "signing": ["commit_second_part", "release_reserved"],
    "leaving": ["release_reserved", "decommit_unspent"],
}
FAULTS = {
    "a part commitment leaves the rest reserved, which an end must release": (
        {"leaving": ["decommit_unspent"]},
        "a case can end at 'ended' with money still reserved, by the path ask > accept > leave",
    ),
    "a part commitment is a commitment, which an end must give back": (
        {"leaving": ["release_reserved"]},
        "a case can end at 'ended' with unspent money committed, by the path ask > accept > leave",
    ),
    "nothing can be committed in part when the whole was committed before": (
        {"envelope": "commit_reserved"},
        "'sign' commits money that nothing has reserved, by the path ask > accept > sign",
    ),
    "a way in may not commit what nothing reserved": (
        {"opened": ["commit_first_part"]},
        "'nominate' commits money that nothing has reserved, as soon as a case begins",
    ),
}


@pytest.fixture(autouse=True)
def _parts(monkeypatch):
    """Two effects that commit part of what is reserved, whatever a packaged workflow calls its own."""
    for name in ("commit_first_part", "commit_second_part"):
        one = Effect(name, lambda _case, _argument: None, "Commits a part of what is reserved.", ("COMMIT_PART",), ())
        monkeypatch.setitem(EFFECTS, name, one)


def test_an_envelope_reserved_whole_and_committed_in_two_parts_is_safe():
    assert list(proof.faults(workflow(**SAFE))) == []


@pytest.mark.parametrize("name", FAULTS)
def test_each_way_to_keep_or_lose_part_of_an_envelope_is_found_with_its_path(name):
    change, said = FAULTS[name]
    assert said in [message for _, message in proof.faults(workflow(**{**SAFE, **change}))]


def test_a_way_in_that_is_not_there_is_named_with_those_that_are(county):
    place = county("draft")
    with database.writing(place.engine) as session, pytest.raises(NotFound) as told:
        engine.openings.begin(
            session,
            ROUND,
            lead="FEDNW",
            title="Help",
            actor=place.world(session).who("writer.fednw"),
            now=place.now,
            opening="craete",
        )
    assert "create" in str(told.value)


def test_a_way_in_is_for_the_people_of_its_lead_only(county):
    place = county("draft")
    with database.writing(place.engine) as session, pytest.raises(Refused) as told:
        world = place.world(session)
        engine.openings.begin(session, ROUND, lead="FEDNW", title="Help", actor=world.who("officer"), now=place.now)
    assert [one.guard for one in told.value.refusals] == ["may_act"]
