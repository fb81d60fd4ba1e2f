"""Questions that we asked about a bid: answered one by one, with the fields that they are about open for change."""

from typing import Any

from starlette.responses import Response

from fundflow import applications, files
from fundflow.engine import take_step
from fundflow.engine.case import Case
from fundflow.errors import BadInput, NotFound
from fundflow.views import applicant as views
from fundflow.web import uploads
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.routes.bid import seen
from fundflow.web.typed import number_typed
from fundflow.web.who import SIGNED_IN

room = Room()


def _open(desk: Desk, ref: str) -> tuple[Case, applications.ClarificationFacts]:
    case, view = seen(desk, ref, part="steps")
    found = next((one for one in case.dossier.clarifications if one.closed_at is None), None)
    if found is None or view.relation not in ("lead", "office"):
        raise NotFound(f"No question about {ref} waits for your answer. The page of the bid says what comes next.")
    return case, found


def _asked_about(case: Case, asked: applications.ClarificationFacts) -> dict[str, str]:
    """Questions of the form that ours are about, key to title; `field` names one by its key or as `answers.key`."""
    named = {str(one.get("field", "")).removeprefix("answers.") for one in asked.questions}
    return {one.key: one.title for one in case.form.questions if one.key in named}


def answer_page(desk: Desk, ref: str) -> Response:
    """Our questions with a box for each, the parts that they are about, and every other part below."""
    case, asked = _open(desk, ref)
    about = _asked_about(case, asked)
    stands = case.dossier.content.answers
    return desk.page(
        "bids/questions_asked.html",
        case=case,
        asked=asked,
        about=about,
        others={one.key: one.title for one in case.form.questions if one.key not in about},
        texts={one.key: desk.typed.text(f"changes.{one.key}", stands.get(one.key, "")) for one in case.form.questions},
        limits={one.key: one.words for one in case.form.questions},
        accept=uploads.ACCEPT,
        version=desk.typed.text("version") or str(case.application.version),
        earlier=[one for one in case.dossier.clarifications if one.closed_at is not None],
    )


@room.form("/bids/{ref}/clarification", who=SIGNED_IN, page=answer_page)
def answer(desk: Desk, ref: str) -> Response:
    """Send the answers, with what they change in the bid."""
    case, asked = _open(desk, ref)
    step = views.answers_with(case)
    if step is None:
        raise NotFound(f"The questions about {ref} cannot be answered from here now. Ask the office.")
    answers = {str(number): text for number, text in desk.typed.under("answer.").items()}
    for one in asked.questions:
        if not answers.get(str(one["number"])):
            number = one["number"]
            raise BadInput(f"Question {number} has no answer yet. Write one, if only 'none'.", place=f"answer.{number}")
    version, values = desk.typed.text("version"), {"answers": answers, "changes": _changes(desk, case)}
    take_step(
        desk.session,
        ref,
        step,
        actor=desk.actor,
        now=desk.now,
        values={name: value for name, value in values.items() if value},
        expected_version=number_typed(version),
    )
    return desk.go(f"/bids/{ref}", said="Your answers are sent. We go on with your bid.")


def _changes(desk: Desk, case: Case) -> dict[str, Any]:
    """What was typed anew in the bid itself: texts that differ, and documents that were chosen."""
    stands = case.dossier.content.answers
    texts = {key: text for key, text in desk.typed.under("changes.").items() if text != stands.get(key, "").strip()}
    documents = {}
    for tag in case.form.documents:
        sent = desk.typed.file(f"documents.{tag.key}")
        if sent is not None:
            name, media_type, content = uploads.checked(sent, place=f"documents.{tag.key}")
            documents[tag.key] = files.put(
                desk.session, name=name, media_type=media_type, content=content, now=desk.now
            )
    return {name: found for name, found in (("answers", texts), ("documents", documents)) if found}
