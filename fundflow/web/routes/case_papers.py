"""The papers of one case: notes, versions and what differs between them, its history, and all of it as one archive."""

from starlette.responses import Response

from fundflow import applications
from fundflow.engine import noting, readership, sight
from fundflow.engine.case import Case
from fundflow.errors import BadInput, NotFound
from fundflow.exchange.exports import case_pack
from fundflow.views import history as happened
from fundflow.views import versions as sides
from fundflow.web.desk import Desk
from fundflow.web.paged import paged
from fundflow.web.rooms import Room
from fundflow.web.routes.cases import seen
from fundflow.web.sending import ZIP, attachment
from fundflow.web.typed import day_typed, number_typed
from fundflow.web.who import OFFICE, SIGNED_IN

room = Room()


def part(desk: Desk, ref: str, name: str) -> tuple[Case, sight.Sight]:
    """A case of which the person who is here may see a part.

    Raises:
        NotFound: there is none, or this part of it is not theirs to see.
    """
    case, view = seen(desk, ref)
    if name not in view:
        raise NotFound(
            f"There is nothing of that kind about {ref} that you may see. Go back to the case, or ask the office."
        )
    return case, view


def notes_page(desk: Desk, ref: str) -> Response:
    """Every note on a case, the newest first, and the box for another."""
    case, _ = part(desk, ref, "notes")
    return desk.page(
        "cases/notes.html",
        case=case,
        notes=case.dossier.notes[::-1],
        foi=noting.FOI,
        may_note=noting.may_note(desk.actor, fund=case.fund_id),
    )


@room.form("/cases/{ref}/notes", who=OFFICE, page=notes_page)
def note(desk: Desk, ref: str) -> Response:
    """Write a note."""
    noting.note(desk.session, ref, desk.typed.text("note"), actor=desk.actor, now=desk.now)
    return desk.go(f"/cases/{ref}#notes", said="Your note is kept.")


@room.page("/cases/{ref}/versions", who=SIGNED_IN)
def versions(desk: Desk, ref: str) -> Response:
    """Every version of a bid, and what differs between two of them."""
    case, _ = part(desk, ref, "content")
    found = sides.compared(case, first=_number(desk, "from"), second=_number(desk, "to"))
    every = applications.versions(desk.session, case.id)
    return desk.page("cases/versions.html", case=case, versions=every, compared=found)


def _number(desk: Desk, name: str) -> int | None:
    return number_typed(desk.asked.get(name, ""))


@room.page("/cases/{ref}/history", who=SIGNED_IN)
def history(desk: Desk, ref: str) -> Response:
    """What happened to a case, by words, by whom and between which days, fifty a page."""
    case, view = part(desk, ref, "history")
    every = happened.lines(readership.history(case, view), case.workflow)
    found, asked = every, {name: desk.asked.get(name, "").strip() for name in ("q", "who", "since", "until")}
    try:
        days = {name: day_typed(asked[name], name) for name in ("since", "until")}
        found = happened.narrowed(every, words=asked["q"], who=asked["who"], **days)
    except BadInput as wrong:
        desk.error = wrong
    shown = paged(desk, found)
    return desk.page(
        "cases/history.html",
        case=case,
        all=len(every),
        found=len(found),
        lines=shown.rows,
        people=sorted({one.who for one in every}),
        asked=asked,
        page=shown.page,
        pages=shown.pages,
    )


@room.page("/cases/{ref}/whole-case.zip", who=OFFICE)
def whole(desk: Desk, ref: str) -> Response:
    """Everything about a case as one archive, for the office of its fund."""
    case, _ = seen(desk, ref)
    return attachment(case_pack.pack(case), case_pack.file_name(case), ZIP)
