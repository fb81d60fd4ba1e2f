"""What a problem code means: the address that every problem names as its type."""

from fundflow.api.calls import Call, Shelf
from fundflow.api.shapes import Shape
from fundflow.engine import problems

shelf = Shelf("problems")
KINDS = {
    "refused": "A rule said no. `refused` names each guard, which can be looked up here, with its sentence.",
    "not_found": "There is none of that name, or none that this person may see.",
    "stale": "It was changed by somebody else since it was looked at. Look again, then send it again.",
    "conflict": "The same key was used before for something else.",
    "key_reused": "The idempotency key was used before for something else. Take a new one.",
    "bad_input": "Something that was sent cannot be read. `errors` says where and why.",
    "too_large": "More was sent than one call may bring.",
    "unauthenticated": "There is no token, or it does not hold any more.",
    "forbidden": "The token has not the scope that this needs.",
    "unavailable": "The database is busy or cannot be reached. Nothing was done; try again with the same key.",
    "failed": "Something of ours went wrong. Nothing was written.",
}


class Explained(Shape):
    """What stands behind a problem code."""

    code: str
    means: str
    asks: list[str] = []
    guards: list[str] = []


@shelf.read("/problems/{code}", public=True)
def explain(call: Call, code: str) -> Explained:
    """What a kind of problem or a guard means, what it asks for, and the steps that it guards."""
    if code in KINDS:
        return Explained(code=code, means=KINDS[code])
    found = problems.explain(call.library, code)
    return Explained(code=found.code, means=found.means, asks=list(found.asks), guards=list(found.guards))
