"""Files of evidence: given to a claim, how long they are kept, and deleted by a person with a reason."""

from typing import Annotated

from fastapi import Body, Path, Query
from pydantic import Field

from fundflow import files
from fundflow.api.calls import Call, Shelf
from fundflow.api.shapes import Day, Moment, Shape
from fundflow.api.verbs import verb
from fundflow.engine import claims, readership, retention

shelf = Shelf("claims")


class Sent(Shape):
    """The name of the file with its ending, and whether who sends it says that it is redacted."""

    file_name: str = Field(min_length=1, max_length=200, description="With its ending: rota.pdf")
    redacted: bool = Field(default=False, description="It shows no patient; names of staff and stories are taken out.")


class Asked(Shape):
    """Which files are asked for."""

    due: bool = False


class Given(Shape):
    """A file that was given to a claim."""

    number: int
    sha256: str


class Kept(Shape):
    """A file of evidence, who sent it says whether it is redacted, and the day until which it is kept."""

    number: int
    claim: str
    case: str
    name: str
    sha256: str
    added_at: Moment
    redacted: bool
    keep_until: Day
    deleted_at: Moment | None
    deleted_because: str


@shelf.write("/claims/{claim:path}/evidence")
def attach(
    call: Call,
    claim: Annotated[str, Path(max_length=200, description="A claim, e.g. TF-17-0001/C1.")],
    content: Annotated[bytes, Body(media_type="application/octet-stream")],
    said: Annotated[Sent, Query()],
) -> Given:
    """Put a file to a claim that is a draft or is being asked about; the file is what is sent."""
    readership.claim(call.session, claim, actor=call.actor, now=call.now)
    name, media_type, kept = files.checked(said.file_name, content, place="file_name")
    made = claims.attach(
        call.session,
        claim,
        name=name,
        media_type=media_type,
        content=kept,
        redacted=said.redacted,
        actor=call.actor,
        now=call.now,
    )
    return Given(number=made.id or 0, sha256=made.file_sha)


@shelf.read("/evidence")
def every(call: Call, asked: Annotated[Asked, Query()]) -> list[Kept]:
    """The files of evidence that the office keeps, the first to be deleted first; with `due`, those to be deleted by now."""
    found = retention.kept(call.session, actor=call.actor, now=call.now, due=asked.due)
    return [Kept.model_validate(one, from_attributes=True) for one in found]


verb(shelf, "/evidence/{number}/delete", retention.delete, gives="number claim sha256 deleted_at deleted_because")
