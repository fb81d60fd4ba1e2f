"""The pages on which a bid is written, part by part: saved as one goes, and nothing lost between two writers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.responses import JSONResponse, Response

from fundflow import applications, drafting, money
from fundflow.clock import time_words
from fundflow.drafting import SectionMark
from fundflow.engine import drafting as sections
from fundflow.engine.bids import Draft
from fundflow.engine.case import Case
from fundflow.errors import BadInput, NotFound, Stale
from fundflow.views import applicant as views
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.routes.bid import seen
from fundflow.web.who import SIGNED_IN

room = Room()


@dataclass(frozen=True)
class Open:
    """A section as its form shows it: the case, what the form was filled from, who writes there, what clashed."""

    case: Case
    section: str
    was: str
    mark: SectionMark | None
    writer: str
    clash: bool


def opened(desk: Desk, ref: str, section: str) -> Open:
    """A section of a bid for its form, for those who lead the bid.

    Raises:
        NotFound: not theirs, or the bid is not being written.
    """
    case, view = seen(desk, ref, part="steps")
    if view.relation not in ("lead", "office") or not case.workflow.states[case.application.state].editable:
        raise NotFound(f"{ref} is not being written now, so this page of its form is closed. Your answers are kept.")
    mark = drafting.section_marks(desk.session, case.id).get(section)
    clash = isinstance(desk.error, Stale)
    was = desk.typed.text("was") if desk.error and not clash else ""
    return Open(case, section, was or sections.print_of(case, section), mark, views.writer(mark, case), clash)


def saved(desk: Desk, ref: str, section: str, draft: Draft, **more: Any) -> Response:
    """Save a section and go where the button leads: on, back to the list, or nowhere where the page saved by itself."""
    was = desk.typed.text("was")
    case = sections.save_section(desk.session, ref, section, draft, was=was, actor=desk.actor, now=desk.now)
    if desk.typed.text("autosave"):
        case.forget_readings()
        told = {"said": f"Saved, {time_words(desk.now)}", "was": sections.print_of(case, section), **more}
        return JSONResponse(told)
    stay = desk.typed.text("then") == "stay"
    return desk.go(desk.request.url.path if stay else f"/bids/{ref}", said="Saved.")


def question_page(desk: Desk, ref: str, key: str) -> Response:
    """One question with its guidance, its limit and the answer so far."""
    here = opened(desk, ref, f"answers.{key}")
    found = [one for one in here.case.form.questions if one.key == key]
    if not found:
        raise NotFound(f"The form of {ref} has no question '{key}'.")
    stands = here.case.dossier.content.answers.get(key, "")
    name = f"answers.{key}"
    text = desk.typed.text(name) if name in desk.typed else stands
    keys = [one.key for one in here.case.form.questions]
    following = keys[keys.index(key) + 1 : keys.index(key) + 2]
    return desk.page(
        "bids/question.html",
        here=here,
        question=found[0],
        number=keys.index(key) + 1,
        many=len(keys),
        name=name,
        text=text,
        stands=stands,
        words=applications.word_count(text),
        following=following[0] if following else "",
    )


@room.form("/bids/{ref}/questions/{key}", who=SIGNED_IN, page=question_page)
def answer(desk: Desk, ref: str, key: str) -> Response:
    """Save one answer."""
    text = desk.typed.text(f"answers.{key}")
    return saved(desk, ref, f"answers.{key}", Draft(answers={key: text}), words=applications.word_count(text))


def actions_page(desk: Desk, ref: str) -> Response:
    """The grid of actions: for each, whether the bid helps, and how or why not."""
    here = opened(desk, ref, "actions")
    stands = here.case.dossier.content.actions
    return desk.page(
        "bids/actions.html",
        here=here,
        grid=here.case.form.actions,
        rows=_action_rows(desk, here, stands),
        stands=stands,
    )


def _action_rows(desk: Desk, here: Open, stands: Mapping[str, Any]) -> list[dict[str, Any]]:
    rows = []
    for item in here.case.form.actions.items:
        kept, name = stands.get(item.key) or {}, f"actions.{item.key}"
        helps = {True: "yes", False: "no"}.get(kept["contributes"], "") if kept else ""
        if desk.typed:
            helps, text = desk.typed.text(name), desk.typed.text(f"{name}.text")
        else:
            text = kept.get("text", "")
        rows.append({"key": item.key, "title": item.title, "name": name, "helps": helps, "text": text})
    return rows


@room.form("/bids/{ref}/actions", who=SIGNED_IN, page=actions_page)
def actions(desk: Desk, ref: str) -> Response:
    """Save the grid; a line of which nothing is said is left out."""
    here = opened(desk, ref, "actions")
    given = {
        item.key: {"contributes": helps == "yes", "text": desk.typed.text(f"actions.{item.key}.text")}
        for item in here.case.form.actions.items
        if (helps := desk.typed.text(f"actions.{item.key}")) in ("yes", "no")
    }
    half = [
        item
        for item in here.case.form.actions.items
        if item.key not in given and desk.typed.text(f"actions.{item.key}.text")
    ]
    if half:
        raise BadInput(
            f"'{half[0].title}': say yes or no. Your words are on this page.", place=f"actions.{half[0].key}"
        )
    return saved(desk, ref, "actions", Draft(actions=given))


def priorities_page(desk: Desk, ref: str) -> Response:
    """Which of the fund's priorities the bid serves, and what is to come of it in figures."""
    here = opened(desk, ref, "priorities")
    content = here.case.dossier.content
    return desk.page(
        "bids/priorities.html",
        here=here,
        form=here.case.form,
        chosen=desk.typed.all("priority") if desk.typed else list(content.priorities),
        outcomes=_outcomes_typed(desk, here) if desk.typed else content.outcomes,
        fields=OUTCOME,
    )


OUTCOME: Mapping[str, str] = {
    "name": "What you measure",
    "baseline": "Today",
    "target": "To reach",
    "target_on": "By (day)",
    "source": "Who counts it",
}
"""What is said of an outcome, and what the page calls it."""


def _outcomes_typed(desk: Desk, here: Open) -> dict[str, dict[str, str]]:
    return {
        tag.key: {name: desk.typed.text(f"outcomes.{tag.key}.{name}") for name in OUTCOME}
        for tag in here.case.form.outcomes
        if any(desk.typed.text(f"outcomes.{tag.key}.{name}") for name in OUTCOME)
    }


@room.form("/bids/{ref}/priorities", who=SIGNED_IN, page=priorities_page)
def priorities(desk: Desk, ref: str) -> Response:
    """Save priorities and outcomes."""
    here = opened(desk, ref, "priorities")
    draft = Draft(priorities=desk.typed.all("priority"), outcomes=_outcomes_typed(desk, here))
    return saved(desk, ref, "priorities", draft)


def plan_page(desk: Desk, ref: str) -> Response:
    """Who pays for what goes on when the money ends."""
    here = opened(desk, ref, "exit_plan")
    content = here.case.dossier.content
    return desk.page(
        "bids/exit_plan.html",
        here=here,
        stands=content.exit_plan,
        text=desk.typed.text("exit_plan") if "exit_plan" in desk.typed else content.exit_plan,
        lines=applications.recurrent_on_one_off(here.case.fund, content.lines),
    )


@room.form("/bids/{ref}/exit-plan", who=SIGNED_IN, page=plan_page)
def plan(desk: Desk, ref: str) -> Response:
    """Save the exit plan."""
    text = desk.typed.text("exit_plan")
    return saved(desk, ref, "exit_plan", Draft(exit_plan=text), words=applications.word_count(text))


def outline_page(desk: Desk, ref: str) -> Response:
    """Title, dates of the work, and how far the bid may be cut."""
    here = opened(desk, ref, "outline")
    content = here.case.dossier.content
    least = content.minimum_viable_pence
    stands = {
        "title": content.title,
        "work_starts_on": content.work_starts_on.isoformat() if content.work_starts_on else "",
        "work_ends_on": content.work_ends_on.isoformat() if content.work_ends_on else "",
        "severable": "yes" if content.severable else "no",
        "minimum_viable": money.plain(least) if least is not None else "",
        "emergency": "yes" if here.case.application.emergency else "",
    }
    shown = {name: desk.typed.text(name) if desk.typed else text for name, text in stands.items()}
    return desk.page("bids/outline.html", here=here, shown=shown, stands=stands)


@room.form("/bids/{ref}/outline", who=SIGNED_IN, page=outline_page)
def outline(desk: Desk, ref: str) -> Response:
    """Save title, dates and least amount."""
    least = desk.typed.text("minimum_viable")
    severable = desk.typed.text("severable") == "yes"
    days = {name: desk.typed.day(name) for name in ("work_starts_on", "work_ends_on")}
    draft = Draft(
        title=desk.typed.text("title"),
        severable=severable,
        minimum_viable_pence=money.parse(least, place="minimum_viable") if severable and least else None,
        emergency=desk.typed.text("emergency") == "yes",
        outline={name: day for name, day in days.items() if day is not None},
    )
    return saved(desk, ref, "outline", draft)


@room.form("/bids/{ref}/writing", who=SIGNED_IN)
def writing(desk: Desk, ref: str) -> Response:
    """Note that somebody's page is open on a section; the page itself sends this."""
    section = desk.typed.text("section")
    mark = sections.writing(desk.session, ref, section, actor=desk.actor, now=desk.now)
    other = mark.editing_name if mark.editing_by != desk.actor.id else ""
    since = time_words(mark.editing_since) if mark.editing_since else ""
    return JSONResponse({"other": f"{other} is editing this since {since}." if other else ""})
