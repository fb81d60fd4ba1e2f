"""A press of a button is done once: the same form of the same page sent twice gets the first answer again."""

from datetime import timedelta

from starlette.responses import Response

from fundflow import accounts, audit
from fundflow.web.desk import Desk
from fundflow.web.typed import PRESSED, Typed

PREFIX = "press "
KEPT_FOR = timedelta(days=2)
"""A page that is older has a sign-in that has ended."""
NOT_KEPT = "What was shown then is kept nowhere: if you did not see it, ask for another."


class PressedTwice(Exception):  # noqa: N818 - it tells, and is no fault
    """This very press was done before, or is being done by another request that came first."""


def key_of(typed: Typed, path: str) -> str:
    """What makes two presses one: the page as it was shown, the address, and everything typed; empty where no page says."""
    shown = typed.text(PRESSED)
    if not shown:
        return ""
    files = [(name, one.name, audit.sha256(one.content.hex())) for name, one in typed.files]
    return PREFIX + audit.sha256(audit.canonical([shown, path, list(typed.fields), files]))


def begin(desk: Desk, key: str) -> None:
    """Take a press for this transaction.

    Raises:
        PressedTwice: it was taken before.
    """
    if not key or desk.visitor is None:
        return
    person = desk.visitor.actor.id
    if not accounts.take_key(desk.session, person, key, fingerprint="", now=desk.now):
        raise PressedTwice
    accounts.forget_replies(desk.session, person, keys=PREFIX, before=desk.now - KEPT_FOR)


def end(desk: Desk, key: str, answer: Response) -> None:
    """Keep where the press led; an answer that shows a page in place leaves nothing to be told again."""
    if not key or desk.visitor is None:
        return
    person = desk.visitor.actor.id
    if answer.status_code == 303 and desk.went:
        path, said = desk.went
        body = {"path": path, "said": NOT_KEPT if desk.once else said}
        accounts.finish_reply(desk.session, person, key, status=answer.status_code, body=body)
    else:
        accounts.drop_key(desk.session, person, key)


def again(desk: Desk, key: str) -> Response:
    """Where the first press led, with the word that it was done once."""
    assert desk.visitor is not None
    kept = accounts.reply(desk.session, desk.visitor.actor.id, key)
    assert kept is not None
    said = f"{kept.body['said']} You pressed twice, and it was done once.".strip()
    return desk.go(kept.body["path"], said=said)
