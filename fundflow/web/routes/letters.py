"""Letters: those that wait to be approved and released, and each one as a Word file."""

from urllib.parse import quote

from starlette.responses import Response

from fundflow import applications, letters, people
from fundflow.engine import correspondence, open_case, sight
from fundflow.errors import BadInput, NotFound
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.who import SENDERS, SIGNED_IN

room = Room()
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _seen(desk: Desk, ref: str) -> letters.Letter:
    """A letter that this person may read: the office every one, a bid's own people those that were released.

    Raises:
        NotFound: there is none, or it is not theirs to read.
    """
    row = letters.get(desk.session, ref)
    if row.application_id is None:
        if not sight.in_office(desk.actor):
            raise NotFound(f"there is no letter {ref}")
        return row
    case_ref = applications.get_by_id(desk.session, row.application_id).ref
    view = sight.of_case(open_case(desk.session, case_ref, actor=desk.actor, now=desk.now))
    if "letters" not in view or (view.relation != "office" and row.state != "released"):
        raise NotFound(f"there is no letter {ref}")
    return row


def queue(desk: Desk) -> Response:
    """Letters that wait: drafts to approve, approved ones to release."""
    waiting = [*letters.find(desk.session, state="draft"), *letters.find(desk.session, state="approved")]
    drafted = people.names(desk.session, [one.drafted_by for one in waiting])
    return desk.page("letters.html", letters=waiting, drafted=drafted)


@room.form("/letters", who=SENDERS, page=queue)
def send(desk: Desk) -> Response:
    """Approve, or release, every letter that is ticked; all of them or none."""
    chosen = desk.typed.all("letter")
    if not chosen:
        raise BadInput("No letter is ticked, so nothing was done. Tick those that you mean.", place="letter")
    verb = {"approve": correspondence.approve, "release": correspondence.release}.get(desk.typed.text("do"))
    if verb is None:
        raise BadInput("Say whether to approve or to release them.", place="do")
    done = verb(desk.session, chosen, actor=desk.actor, now=desk.now)
    word = "approved" if desk.typed.text("do") == "approve" else "released"
    return desk.go("/letters", said=f"{len(done)} letter{'s' if len(done) != 1 else ''} {word}.")


@room.page("/letters/{ref:path}", who=SIGNED_IN)
def read(desk: Desk, ref: str) -> Response:
    """A letter as a Word file, offered for saving."""
    row = _seen(desk, ref)
    name = letters.file_name(row)
    return Response(
        letters.content(desk.session, row),
        media_type=WORD,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"},
    )
