"""The documents of a bid: attached, replaced, taken off, and handed out for saving."""

from starlette.responses import Response

from fundflow import files
from fundflow.engine.bids import Draft
from fundflow.errors import BadInput
from fundflow.views import applicant_queries
from fundflow.web import uploads
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.routes.bid_form import opened, saved
from fundflow.web.who import SIGNED_IN

room = Room()


def documents_page(desk: Desk, ref: str) -> Response:
    """What the form asks for as a file, and what is attached."""
    here = opened(desk, ref, "documents")
    attached = here.case.dossier.content.documents
    return desk.page(
        "bids/documents.html",
        here=here,
        asked=here.case.form.documents,
        attached=attached,
        held=applicant_queries.documents_of(desk.session, list(attached.values())),
        accept=uploads.ACCEPT,
        said=uploads.SAID,
    )


@room.form("/bids/{ref}/documents", who=SIGNED_IN, page=documents_page)
def documents(desk: Desk, ref: str) -> Response:
    """Attach the files that were chosen, and take off those that are ticked."""
    here = opened(desk, ref, "documents")
    given: dict[str, str | None] = dict.fromkeys(desk.typed.all("off"))
    for tag in here.case.form.documents:
        sent = desk.typed.file(f"documents.{tag.key}")
        if sent is not None:
            name, media_type, content = uploads.checked(sent, place=f"documents.{tag.key}")
            given[tag.key] = files.put(desk.session, name=name, media_type=media_type, content=content, now=desk.now)
    if not given:
        raise BadInput("No file is chosen, so nothing was saved. Choose one, or go back to the bid.", place="documents")
    return saved(desk, ref, "documents", Draft(documents=given))
