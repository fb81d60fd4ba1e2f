"""What waits for a second person: listed for those whom it concerns, and taken back by who asked."""

from fundflow.api.calls import Call, Shelf
from fundflow.api.shapes import Moment, Shape
from fundflow.api.verbs import verb
from fundflow.engine import requests

shelf = Shelf("requests")


class Asked(Shape):
    """One request: what is asked, on what, by whom, why, and the roles that may agree."""

    number: int
    verb: str
    subject: str
    said: str
    reason: str
    asked_name: str
    asked_at: Moment
    agrees: list[str]


@shelf.read("/requests")
def waiting(call: Call) -> list[Asked]:
    """What waits for a second person and concerns you: you asked for it, or may agree to it. The oldest first."""
    found = requests.waiting(call.session, actor=call.actor)
    names = ("verb", "subject", "said", "reason", "asked_name", "asked_at", "agrees")
    return [Asked(number=one.id or 0, **{name: getattr(one, name) for name in names}) for one in found]


verb(shelf, "/requests/{number}/withdraw", requests.take_back, gives="verb subject said state")
