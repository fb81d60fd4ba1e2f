"""Letters: those that a person may read, each as a Word file, and how they are approved and released."""

from typing import Annotated
from urllib.parse import quote

from fastapi import Path, Query
from starlette.responses import Response

from fundflow import letters, views
from fundflow.api.calls import Call, Shelf
from fundflow.api.shapes import Moment, Page, Pages, Shape, page
from fundflow.api.verbs import verb
from fundflow.engine import correspondence, readership

shelf = Shelf("letters")
FACTS = "ref code state drafted_at approved_at released_at"
Ref = Annotated[str, Path(max_length=200)]


class Letter(Shape):
    """A letter. `file_sha256` is that of the released file, which never changes."""

    ref: str
    code: str
    subject: str
    addressee: str
    state: str
    drafted_at: Moment
    approved_at: Moment | None
    released_at: Moment | None
    file_sha256: str | None


class Asked(Pages):
    """Which letters are asked for."""

    state: str = ""
    code: str = ""


@shelf.read("/letters")
def every(call: Call, asked: Annotated[Asked, Query()]) -> Page[Letter]:
    """The office's letters, by reference; narrowed by state and code. Others read those of their case."""
    readership.must_see_office(call.actor, doing="The list of all letters")
    found = readership.letters_of(call.session, actor=call.actor, state=asked.state or None, code=asked.code or None)
    made = page(sorted(found, key=lambda row: row.ref), asked, key="ref")
    return Page[Letter](items=[Letter.model_validate(row) for row in made.items], next=made.next)


@shelf.read("/applications/{ref}/letters")
def of_case(call: Call, ref: str) -> list[Letter]:
    """The letters about a case: the office sees every one, its own people those that were released."""
    case, view = readership.case(call.session, ref, actor=call.actor, now=call.now)
    if "letters" not in view:
        return []
    found = views.of_case(call.session, case.id).letters
    office = view.relation == "office"
    return [Letter.model_validate(row) for row in found if office or row.state == "released"]


@shelf.read(
    "/letters/{ref:path}/file",
    responses={200: {"content": {letters.WORD: {"schema": {"type": "string", "format": "binary"}}}}},
)
def file(call: Call, ref: Ref) -> Response:
    """A letter as a Word file, offered for saving."""
    row = readership.letter(call.session, ref, actor=call.actor, now=call.now)
    name = quote(letters.file_name(row))
    offered = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(letters.content(call.session, row), media_type=letters.WORD, headers=offered)


@shelf.read("/letters/{ref:path}")
def one(call: Call, ref: Ref) -> Letter:
    """One letter."""
    return Letter.model_validate(readership.letter(call.session, ref, actor=call.actor, now=call.now))


verb(shelf, "/letters/approve", correspondence.approve, gives=FACTS)
verb(shelf, "/letters/release", correspondence.release, gives=FACTS)
verb(shelf, "/letters/{ref:path}/delivery", correspondence.deliver, gives=FACTS, method="PUT")
verb(shelf, "/letters/{ref:path}/void", correspondence.void, gives=FACTS)
verb(shelf, "/letters/{ref:path}/reissue", correspondence.reissue, gives=FACTS)
