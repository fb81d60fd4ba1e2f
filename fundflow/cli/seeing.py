"""Who looks: what a reading command gives of cases whose fund keeps to itself whom it helps."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar

from fundflow.cli import below, terminal

if TYPE_CHECKING:
    from fundflow.database import Session
    from fundflow.people import Actor

Thing = TypeVar("Thing")


def reader(session: "Session", user: str | None) -> "Actor | None":
    """The person who looks, or nothing where nobody has said who they are."""
    return terminal.acting(session, user) if user else None


def case(session: "Session", ref: str, user: str | None) -> None:
    """Let only those who may see a case read it.

    Raises:
        Refused: this reader may not.
    """
    below.engine.visibility.must_see(session, ref, actor=reader(session, user))


def whole(session: "Session", refs: Iterable[str], user: str | None, *, what: str) -> None:
    """Let only those who may see every one of some cases read a paper that cannot be cut.

    Raises:
        Refused: it holds a case that this reader may not see.
    """
    below.engine.visibility.all_seen(session, refs, what=what, actor=reader(session, user))


def only(session: "Session", rows: Iterable[Thing], user: str | None, *, ref: Callable[[Thing], str]) -> list[Thing]:
    """Those rows of a list that this reader may see; a note says whose are left out, whether or not there were any."""
    lost = unseen(session, user)
    return [row for row in rows if ref(row) not in lost]


def unseen(session: "Session", user: str | None) -> frozenset[str]:
    """References that this reader may not see, with the note that says so."""
    actor = reader(session, user)
    for title in below.engine.visibility.kept(session, actor=actor):
        terminal.note(f"{title} keeps to itself whom it helps: only those who may see its cases get them (--as NAME).")
    return below.engine.visibility.hidden(session, actor=actor)
