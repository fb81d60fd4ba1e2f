"""Letters: those that wait to be approved and released, those that wait for a signature, and each as a Word file."""

from collections.abc import Sequence

from starlette.responses import Response

from fundflow import letters, people
from fundflow.engine import correspondence, letter_signing, readership
from fundflow.errors import BadInput
from fundflow.web.desk import Desk
from fundflow.web.paged import PAGE
from fundflow.web.rooms import Room
from fundflow.web.sending import WORD, attachment
from fundflow.web.who import SENDERS, SIGNED_IN

room = Room()
VERBS = {
    "approve": ((correspondence.approve,), "approved"),
    "release": ((correspondence.release,), "released"),
    "send": ((correspondence.approve, correspondence.release), "approved and released"),
}
"""What a button does to the letters that are ticked, all of them or none, and how that is told."""


def may_send(desk: Desk) -> bool:
    """Whether whoever is here may ever approve and release letters; others look at them."""
    return any(desk.actor.holds(role) for role in ("officer", "finance", "administrator"))


def queue(desk: Desk) -> Response:
    """Letters that wait: drafts to approve, approved ones to release; one kind or one case of them, if asked."""
    code, case = (desk.typed.text(name) or desk.asked.get(name, "").strip() for name in ("code", "case"))
    waiting = {
        state: readership.letters_of(desk.session, actor=desk.actor, state=state) for state in ("draft", "approved")
    }
    codes = sorted({one.code for rows in waiting.values() for one in rows})
    found = {state: [one for one in rows if _fits(one, code, case)] for state, rows in waiting.items()}
    shown = {state: rows[:PAGE] for state, rows in found.items()}
    signed = letters.signed_for(desk.session, [one.id or 0 for one in shown["approved"] if one.signs])
    return desk.page(
        "letters.html",
        shown=shown,
        found={state: len(rows) for state, rows in found.items()},
        codes=codes,
        chosen={"code": code, "case": case},
        signed=signed,
        may_send=may_send(desk),
        drafted=people.names(desk.session, [one.drafted_by for rows in shown.values() for one in rows]),
    )


def _fits(one: letters.Letter, code: str, case: str) -> bool:
    return code in ("", one.code) and case.casefold() in one.subject.casefold()


@room.form("/letters", who=SENDERS, page=queue)
def send(desk: Desk) -> Response:
    """Approve, release, or both, every letter that is ticked (or every one that was found); all of them or none."""
    verbs, told = VERBS.get(desk.typed.text("do"), ((), ""))
    if not verbs:
        raise BadInput("Say whether to approve or to release them.", place="do")
    chosen = _chosen(desk)
    for verb in verbs:
        verb(desk.session, chosen, actor=desk.actor, now=desk.now)
    return desk.go("/letters", said=f"{len(chosen)} letter{'s' if len(chosen) != 1 else ''} {told}.")


def _chosen(desk: Desk) -> Sequence[str]:
    """The letters that are ticked; all of one state that fit, where that was asked for."""
    if state := desk.typed.text("all"):
        every = readership.letters_of(desk.session, actor=desk.actor, state=state)
        chosen = [one.ref for one in every if _fits(one, desk.typed.text("code"), desk.typed.text("case"))]
    else:
        chosen = desk.typed.all("letter")
    if not chosen:
        raise BadInput("No letter is ticked, so nothing was done. Tick those that you mean.", place="letter")
    return chosen


def signing(desk: Desk) -> Response:
    """Letters that wait for the signature of whoever is here."""
    found = letter_signing.to_sign(desk.session, actor=desk.actor, now=desk.now)
    return desk.page("letters/to_sign.html", waiting=found)


@room.form("/letters/to-sign", who=SIGNED_IN, page=signing)
def sign(desk: Desk) -> Response:
    """Sign every letter that is ticked, for every commissioner for which this person may."""
    chosen = desk.typed.all("letter")
    if not chosen:
        raise BadInput("No letter is ticked, so nothing was signed. Tick those that you mean.", place="letter")
    made = correspondence.sign(desk.session, chosen, actor=desk.actor, now=desk.now)
    return desk.go("/letters/to-sign", said=f"{len(made)} signature{'s' if len(made) != 1 else ''} given.")


files = Room()
"""The Word files, whose addresses would swallow those of every other page of letters: it comes last."""


@files.page("/letters/{ref:path}", who=SIGNED_IN)
def read(desk: Desk, ref: str) -> Response:
    """A letter as a Word file, offered for saving."""
    row = readership.letter(desk.session, ref, actor=desk.actor, now=desk.now)
    return attachment(letters.content(desk.session, row), letters.file_name(row), WORD)
