"""Who looks: what a reading command gives to whoever has said who they are, and of quiet funds to whoever has not.

Without `--as` a terminal is the office's own machine; with it, `engine.sight` decides as it does for pages and programs.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from fundflow.cli import below, terminal

if TYPE_CHECKING:
    from fundflow.database import Session
    from fundflow.engine.case import Case
    from fundflow.engine.sight import Sight
    from fundflow.letters import Letter
    from fundflow.payments import Recovery
    from fundflow.people import Actor

Thing = TypeVar("Thing")
Seen: TypeAlias = "tuple[Case, Sight] | None"
"""A case with what its reader may see of it, or nothing where nobody has said who they are."""


def reader(session: "Session", user: str | None) -> "Actor | None":
    """The person who looks, or nothing where nobody has said who they are."""
    return terminal.acting(session, user) if user else None


def case(session: "Session", ref: str, user: str | None, *, part: str = "") -> Seen:
    """Let only those who may see a case, or the named part of it, read it.

    Raises:
        Refused: its fund keeps to itself whom it helps. NotFound: nothing of it, or not this part, is theirs to see.
    """
    actor = reader(session, user)
    below.engine.visibility.must_see(session, ref, actor=actor)
    if actor is None:
        return None
    found, view = below.engine.readership.case(session, ref, actor=actor, now=terminal.now())
    if part and part not in view:
        raise below.errors.NotFound(
            f"There is nothing of that kind about {ref} that {actor.name} may see. Nothing has changed. Ask the office."
        )
    return found, view


def letter(session: "Session", ref: str, user: str | None) -> None:
    """Let only those who may read a letter read it; of a case's letters to come, those who may read the case's.

    Raises:
        Refused, NotFound: it is not theirs to read.
    """
    actor = reader(session, user)
    if actor is None or "/" not in ref:
        case(session, ref.partition("/")[0], user, part="letters")
    else:
        below.engine.readership.letter(session, ref, actor=actor, now=terminal.now())


def letters(session: "Session", found: "Sequence[Letter]", user: str | None) -> "list[Letter]":
    """Those letters that this reader may read."""
    shown = only(session, found, user, ref=lambda one: one.ref.partition("/")[0])
    actor = reader(session, user)
    if actor is None:
        return shown
    return below.engine.readership.letters_among(session, found, actor=actor, now=terminal.now())


def recovery(session: "Session", ref: str, user: str | None) -> None:
    """Let only those who may see a recovery read it.

    Raises:
        Refused, NotFound: it is not theirs to read.
    """
    actor = reader(session, user)
    case(session, below.payments.recovery(session, ref).case_ref, user, part="claims")
    if actor is not None:
        below.engine.readership.recovery(session, ref, actor=actor, now=terminal.now())


def recoveries(session: "Session", found: "Sequence[Recovery]", user: str | None) -> "list[Recovery]":
    """Those recoveries that this reader may see."""
    shown = only(session, found, user, ref=lambda one: one.case_ref, part="claims")
    actor = reader(session, user)
    if actor is None:
        return shown
    views = {
        ref: below.engine.readership.case(session, ref, actor=actor, now=terminal.now())[1]
        for ref in {one.case_ref for one in shown}
    }
    return [one for one in shown if below.engine.readership.recoveries_seen([one], views[one.case_ref])]


def whole(session: "Session", refs: Iterable[str], user: str | None, *, what: str) -> None:
    """Let only those who may see every one of some cases read a paper that cannot be cut.

    Raises:
        Refused: it holds a case that this reader may not see.
    """
    actor, named = reader(session, user), set(refs)
    below.engine.visibility.all_seen(session, named, what=what, actor=actor)
    if actor is not None and below.engine.sight.hidden(session, actor=actor, now=terminal.now()) & named:
        below.engine.readership.must_be_office(actor, doing=what)


def only(
    session: "Session", rows: Iterable[Thing], user: str | None, *, ref: Callable[[Thing], str], part: str = ""
) -> list[Thing]:
    """Those rows of a list that this reader may see; a note says whose are left out, whether or not there were any."""
    lost = unseen(session, user, part=part)
    return [row for row in rows if ref(row) not in lost]


def unseen(session: "Session", user: str | None, *, part: str = "") -> frozenset[str]:
    """References that this reader may not see, with the note that says so."""
    actor = reader(session, user)
    for title in below.engine.visibility.kept(session, actor=actor):
        terminal.note(f"{title} keeps to itself whom it helps: only those who may see its cases get them (--as NAME).")
    if actor is None:
        return below.engine.visibility.hidden(session, actor=None)
    return below.engine.sight.hidden(session, actor=actor, now=terminal.now(), part=part)
