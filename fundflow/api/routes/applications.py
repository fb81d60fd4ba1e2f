"""Bids and awards: those that a person may see, and of each one the parts that are theirs to see."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import Query

from fundflow import applications, views
from fundflow.api import cases as shown
from fundflow.api.calls import Call, Shelf
from fundflow.api.cases import Whole
from fundflow.api.routes.steps import etag
from fundflow.api.shapes import Moment, Page, Pages, Shape, page
from fundflow.api.verbs import verb
from fundflow.engine import noting, open_case, readership, sight
from fundflow.engine.case import Case

shelf = Shelf("applications")


class Line(Shape):
    """A bid or award, briefly."""

    ref: str
    round: str
    fund: str
    workflow: str
    lead: str
    title: str
    state: str
    state_since: Moment
    version: int
    ask_pence: int
    submitted_at: Moment | None


class Asked(Pages):
    """Which cases are asked for."""

    fund: str = ""
    round: str = ""
    state: str = ""
    lead: str = ""
    words: str = ""


@shelf.read("/applications")
def every(call: Call, asked: Annotated[Asked, Query()]) -> Page[Line]:
    """The cases that this person may see, by reference; narrowed by fund, round, state, lead and words of the title."""
    found = sight.cases(call.session, call.actor, round_ref=asked.round or None)
    made = page([one for one in found if _fits(one, asked)], asked, key="ref")
    return Page[Line](items=[Line.model_validate(one) for one in made.items], next=made.next)


def _fits(one: applications.CaseRow, asked: Asked) -> bool:
    wanted = ((one.fund, asked.fund), (one.state, asked.state), (one.lead, asked.lead))
    text = f"{one.ref} {one.title}".casefold()
    return all(not given or held == given for held, given in wanted) and all(
        word in text for word in asked.words.casefold().split()
    )


@shelf.read("/applications/{ref}")
def one(call: Call, ref: str) -> Whole:
    """One case; parts that are not this person's to see are null."""
    case, view = readership.case(call.session, ref, actor=call.actor, now=call.now)
    etag(call, case.application.version)
    return Whole.model_validate({**_where(case, view), **shown.content(case, view), **_papers(call, case, view)})


def whole(call: Call, ref: str) -> Whole:
    """One case as it stands after an act."""
    case = open_case(call.session, ref, actor=call.actor, now=call.now)
    view = sight.of_case(case)
    etag(call, case.application.version)
    return Whole.model_validate({**_where(case, view), **shown.content(case, view), **_papers(call, case, view)})


def _where(case: Case, view: sight.Sight) -> Mapping[str, Any]:
    row = case.application
    state = case.workflow.states[row.state]
    return {
        **{name: getattr(row, name) for name in ("ref", "fund", "workflow", "lead", "title", "state", "state_since")},
        **{name: getattr(row, name) for name in ("version", "ask_pence", "submitted_at", "entered_from")},
        "round": case.round.ref,
        "relation": view.relation,
        "stage": state.stage,
        "state_words": state.officer if view.relation == "office" else state.applicant,
    }


def _papers(call: Call, case: Case, view: sight.Sight) -> Mapping[str, Any]:
    papers = views.of_case(call.session, case.id)
    office = view.relation == "office"
    seen = view.parts
    return {
        "money": shown.money(case) if "money" in seen else None,
        "conditions": [shown.Condition.model_validate(one) for one in papers.conditions] if "money" in seen else None,
        "award": shown.Award.model_validate(papers.award) if papers.award and "money" in seen else None,
        "claims": [one.ref for one in papers.claims] if "claims" in seen else None,
        "recoveries": [one.ref for one in readership.recoveries_seen(papers.recoveries, view)]
        if "claims" in seen
        else None,
        "letters": [one.ref for one in papers.letters if office or one.state == "released"]
        if "letters" in seen
        else None,
        "decisions": [shown.decision(one) for one in papers.decisions if one.outcome and (one.applied_at or office)]
        if "decisions" in seen
        else None,
        "result": shown.Result.model_validate(papers.result) if papers.result and "scores" in seen else None,
        "notes": [shown.Note.model_validate(one) for one in case.dossier.notes] if "notes" in seen else None,
        "history": [shown.past(one) for one in readership.history(case, view)] if "history" in seen else None,
    }


verb(shelf, "/applications/{ref}/notes", noting.note, gives="text author at")
