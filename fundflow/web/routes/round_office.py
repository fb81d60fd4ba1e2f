"""What an officer does for a whole round or in somebody's place: practise, write to everybody, enter a bid on behalf."""

from starlette.responses import Response

from fundflow import audit, files, practising
from fundflow.clock import moment_words
from fundflow.engine import bids, entry_links, rounds
from fundflow.engine import practising as practice
from fundflow.errors import BadInput, Refused
from fundflow.web import uploads
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.routes.bid import seen
from fundflow.web.routes.rounds import of_office
from fundflow.web.who import ANYBODY, OFFICERS, SIGNED_IN

room = Room()
SOURCES = {"paper": "On paper", "word": "As a Word file", "telephone": "By telephone"}
TO = {"all": "Everybody", "drafts": "Only drafts", "sent": "Only bids that were sent"}


def practice_page(desk: Desk, ref: str) -> Response:
    """What practising on a copy is, the copies that were made, and how each is opened."""
    row = of_office(desk, ref)
    made = [one for one in audit.history(desk.session, ref) if one.what == "practice.start"]
    return desk.page(
        "rounds/practice.html",
        round=row,
        made=[(one, (one.contents.get("after") or {}).get("database", "")) for one in reversed(made)],
        marker=practising.marker(desk.session),
        officer=desk.actor.has("officer", fund=row.fund),
    )


@room.form("/rounds/{ref}/practice", who=OFFICERS, page=practice_page)
def practise(desk: Desk, ref: str) -> Response:
    """Copy a round into a new practice database beside the real one."""
    to = practice.beside(desk.session, ref, now=desk.now)
    made = practice.start(desk.session, ref, to=to, actor=desk.actor, now=desk.now)
    said = f"A practice copy is made; it is open until {moment_words(made.closes_at)}. Below is how to open it."
    return desk.go(f"/rounds/{ref}/practice", said=said)


def message_page(desk: Desk, ref: str) -> Response:
    """Who would be written to, before a word is."""
    row = of_office(desk, ref)
    return desk.page(
        "rounds/message.html",
        round=row,
        affected=rounds.affected(desk.session, row),
        to=TO,
        officer=desk.actor.has("officer", fund=row.fund),
    )


@room.form("/rounds/{ref}/message", who=OFFICERS, page=message_page)
def message(desk: Desk, ref: str) -> Response:
    """Draft the same letter for everybody who is in the round."""
    made = rounds.message_all(
        desk.session,
        ref,
        text=desk.typed.text("text"),
        to=desk.typed.text("to") or "all",
        actor=desk.actor,
        now=desk.now,
    )
    many = len(made.letters)
    return desk.go(
        "/letters", said=f"{many} letter{'s are' if many != 1 else ' is'} drafted. Approve and release them here."
    )


def enter_page(desk: Desk, ref: str) -> Response:
    """The form by which an officer enters a bid for somebody who cannot."""
    row = of_office(desk, ref)
    return desk.page(
        "rounds/enter.html",
        round=row,
        sources=SOURCES,
        accept=uploads.ACCEPT,
        kinds=uploads.SAID,
        officer=desk.actor.has("officer", fund=row.fund),
    )


@room.form("/rounds/{ref}/enter", who=OFFICERS, page=enter_page)
def enter(desk: Desk, ref: str) -> Response:
    """Begin a bid on somebody's behalf; its answers follow on the bid's own pages."""
    typed, sent = desk.typed, desk.typed.file("original")
    for name, words in (("lead", "Say which organisation leads it."), ("title", "Give it a title.")):
        if not typed.text(name):
            raise BadInput(f"{words} Nothing was begun.", place=name)
    if typed.text("source") not in SOURCES:
        raise BadInput("Say how it reached us. Nothing was begun.", place="source")
    kept = ""
    if sent is not None:
        name, media_type, content = uploads.checked(sent, place="original")
        kept = files.put(desk.session, name=name, media_type=media_type, content=content, now=desk.now)
    case = bids.begin(
        desk.session,
        ref,
        lead=typed.text("lead").upper(),
        title=typed.text("title"),
        source=typed.text("source"),
        original=kept,
        actor=desk.actor,
        now=desk.now,
    )
    return desk.go(
        f"/bids/{case.ref}", said=f"{case.ref} is begun. Type in its answers, then ask {case.lead} to confirm it."
    )


def entry_page(desk: Desk, ref: str) -> Response:
    """Where the confirmation of a bid that was entered on behalf stands, and who is asked."""
    case, view = seen(desk, ref, part="steps")
    return desk.page(
        "rounds/entry.html",
        case=case,
        officer=desk.actor.has("officer", fund=case.fund_id),
        lead=view.relation == "lead",
        people=entry_links.own_people(case),
    )


@room.form("/bids/{ref}/entry", who=SIGNED_IN, page=entry_page)
def entry(desk: Desk, ref: str) -> Response:
    """Write to the lead's people, who confirm it by a link."""
    seen(desk, ref, part="steps")
    names = entry_links.ask(desk.session, ref, actor=desk.actor, now=desk.now)
    return desk.go(
        f"/bids/{ref}/entry", said=f"Messages for {' and '.join(names)} wait under Messages. Send them from there."
    )


def link_page(desk: Desk, token: str) -> Response:
    """A bid as it was entered for its lead; opening it changes nothing."""
    return desk.page("rounds/confirm.html", token=token, entered=entry_links.shown(desk.session, token, now=desk.now))


@room.form("/confirm/{token}", who=ANYBODY, page=link_page)
def by_link(desk: Desk, token: str) -> Response:
    """Confirm it by the code of the message."""
    refused = entry_links.confirm(desk.session, token, code=desk.typed.text("code"), now=desk.now)
    if refused:
        desk.error = Refused.because("consent_code", refused)
        return link_page(desk, token)
    return desk.page("rounds/confirmed.html")
