"""What a secretary does around a meeting: call it, make its agenda, send its papers, seat its people, see its minutes through."""

from datetime import datetime
from typing import Any

from starlette.responses import Response

from fundflow import committees, people, views
from fundflow.clock import london_day, moment
from fundflow.engine import ahead, meetings
from fundflow.errors import BadInput
from fundflow.exchange.exports import meeting_pack
from fundflow.views import meeting_papers
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.routes.meetings import keeps
from fundflow.web.sending import WORD, attachment
from fundflow.web.typed import number_typed
from fundflow.web.who import OFFICE, SIGNED_IN

room = Room()
STAGES = {"checked": "Checked by the chair", "circulated": "Sent to the members", "confirmed": "Confirmed by the body"}


def new_page(desk: Desk) -> Response:
    """The form that calls a meeting."""
    return desk.page("meetings/new.html", bodies=committees.committees(desk.session), keeps=keeps(desk))


@room.form("/meetings/new", who=OFFICE, page=new_page)
def call(desk: Desk) -> Response:
    """Call one or several bodies to sit together."""
    typed = desk.typed
    wanted = {
        "ref": "the meeting's reference",
        "title": "what it is called",
        "day": "its day",
        "time": "when it starts",
    }
    for name, words in wanted.items():
        if not typed.text(name):
            raise BadInput(f"Say {words}. Nothing has changed.", place=name)
    starts_at = moment(f"{typed.needed_day('day')} {typed.text('time')}", place="time")
    if not typed.all("body"):
        raise BadInput("Tick the committees that sit. Nothing has changed.", place="body")
    row = meetings.call(
        desk.session,
        typed.text("ref"),
        title=typed.text("title"),
        starts_at=starts_at,
        bodies=typed.all("body"),
        papers_out_on=typed.day("papers_out"),
        place=typed.text("place"),
        actor=desk.actor,
        now=desk.now,
    )
    return desk.go(f"/meetings/{row.ref}/agenda", said=f"{row.title} is called. Put the first items on its agenda.")


def agenda(desk: Desk, ref: str) -> Response:
    """The agenda in the making: what could come on it, who is tied to what, and which body could decide each item."""
    sheet = views.of_meeting(desk.session, ref, actor=desk.actor, now=desk.now)
    ahead.read_seats(desk.session, ref)
    mine = keeps(desk)
    return desk.page(
        "meetings/agenda.html",
        sheet=sheet,
        keeps=mine,
        waiting=meetings.waiting(desk.session, ref) if mine else (),
        foreseen=meetings.forecast(desk.session, ref, now=desk.now, actor=desk.actor),
        ties=meetings.ties_told(desk.session, ref, actor=desk.actor),
        rows=meetings.COVER_SHEET,
        today=london_day(desk.now),
        titles={one.key: one.title for one in sheet.sittings},
        rulings={one.value: words for one, words in committees.RULED.items()},
    )


@room.form("/meetings/{ref}/agenda", who=SIGNED_IN, page=agenda)
def make_agenda(desk: Desk, ref: str) -> Response:
    """Table bids, put another matter on the agenda, say when the papers went out, or minute the ties that are known."""
    views.of_meeting(desk.session, ref, actor=desk.actor, now=desk.now)
    typed = desk.typed
    given: dict[str, Any] = {"actor": desk.actor, "now": desk.now}
    match typed.text("do"):
        case "table":
            said = _table(desk, ref)
        case "item":
            if not typed.text("title"):
                raise BadInput("Say what the item is about. Nothing has changed.", place="title")
            text = typed.text("number")
            number = number_typed(text)
            if text and number is None:
                raise BadInput(
                    f"Nothing is on the agenda yet: '{text}' is no number. Write one, or leave it out for the next.",
                    place="number",
                )
            made = meetings.add_item(
                desk.session,
                ref,
                case_ref=None,
                title=typed.text("title"),
                number=number,
                **given,
            )
            said = f"Item {made.number} is on the agenda: {made.title}."
        case "papers":
            if not typed.text("on"):
                raise BadInput("Say on which day they went out. Nothing has changed.", place="on")
            row = meetings.send_papers(desk.session, ref, on=typed.needed_day("on"), **given)
            said = f"Noted: the papers of {row.ref} went out."
        case "ties":
            made_ties = meetings.declare_known(desk.session, ref, **given)
            many = len(made_ties)
            said = f"{many} known interest{' is' if many == 1 else 's are'} minuted. The chair may rule otherwise."
        case _:
            raise BadInput("Choose what to do.", place="do")
    return desk.go(f"/meetings/{ref}/agenda", said=said)


def _table(desk: Desk, ref: str) -> str:
    cases = desk.typed.all("case")
    if not cases:
        raise BadInput("Tick the bids that go to this meeting. Nothing has changed.", place="case")
    for one in cases:
        meetings.table(
            desk.session,
            ref,
            one,
            initials=desk.typed.text("initials"),
            action_on=desk.typed.all("action_on"),
            actor=desk.actor,
            now=desk.now,
        )
    return f"{', '.join(cases)}: on the agenda, and before the committees."


@room.page("/meetings/{ref}/papers.docx", who=SIGNED_IN)
def papers(desk: Desk, ref: str) -> Response:
    """All papers of a meeting as one Word file, without what this reader may not have."""
    views.of_meeting(desk.session, ref, actor=desk.actor, now=desk.now)
    made = meeting_papers.of_meeting(desk.session, ref, reader=desk.actor, now=desk.now)
    return attachment(meeting_pack.as_docx(made), f"{ref}-papers.docx", WORD)


def seats(desk: Desk, ref: str) -> Response:
    """Who sits in each body today: its chair, who is co-opted, who must go early, who attends without a seat."""
    sheet = views.of_meeting(desk.session, ref, actor=desk.actor, now=desk.now)
    rooms = {one.key: committees.room(desk.session, one.sitting_id) for one in sheet.sittings}
    here = {seat.person: seat for one in sheet.sittings for seat in one.seats if seat.here}
    return desk.page(
        "meetings/seats.html",
        sheet=sheet,
        keeps=keeps(desk),
        rooms=rooms,
        here=here.values(),
    )


@room.form("/meetings/{ref}/seats", who=SIGNED_IN, page=seats)
def seat(desk: Desk, ref: str) -> Response:
    """Name another chair, co-opt somebody for today, note who must go early, or who attends without a seat."""
    views.of_meeting(desk.session, ref, actor=desk.actor, now=desk.now)
    typed = desk.typed
    given: dict[str, Any] = {"actor": desk.actor, "now": desk.now}
    who = _chosen(desk)
    match typed.text("do"):
        case "chair":
            meetings.set_chair(desk.session, ref, typed.text("body"), who, **given)
            said = "Noted: who chairs this body at this meeting."
        case "co_opt":
            if not typed.text("reason"):
                raise BadInput("Say why this person is co-opted. Nothing has changed.", place="reason")
            meetings.co_opt(
                desk.session, ref, typed.text("body"), who, typed.text("role"), reason=typed.text("reason"), **given
            )
            said = "They are co-opted for this meeting. Note on its page when they come."
        case "will_leave":
            risks = meetings.will_leave(desk.session, ref, who, by=_today(desk, ref), **given)
            said = " ".join(["Noted: when they must go.", *risks])
        case "attend":
            meetings.attend(desk.session, ref, who, mode=typed.text("mode") or "room", **given)
            said = "Noted: they are here. Without a seat they may speak and have no vote."
        case _:
            raise BadInput("Choose what to do.", place="do")
    return desk.go(f"/meetings/{ref}/seats", said=said)


def _chosen(desk: Desk) -> str:
    """The sign-in name of who was chosen from a list, or typed.

    Raises:
        BadInput: nobody was, or nobody has that name. NotFound: nobody has that number.
    """
    who = desk.typed.text("who")
    if not who:
        raise BadInput("Say who it is. Nothing has changed.", place="who")
    if number_typed(who) is not None:
        return desk.named(who)
    found = people.called(desk.session, who)
    if found is None:
        raise BadInput(
            f"Nothing has changed: nobody's sign-in name is '{who}'. Check it, or ask an administrator to add them.",
            place="who",
        )
    return found.sign_in_name


def _today(desk: Desk, ref: str) -> datetime:
    if not desk.typed.text("by"):
        raise BadInput("Say at what time they must go, such as 15:00. Nothing has changed.", place="by")
    return moment(f"{committees.meeting(desk.session, ref).held_on} {desk.typed.text('by')}", place="by")


def minutes(desk: Desk, ref: str) -> Response:
    """The minutes of each body: where they stand, what was corrected, what was to be done and came of it."""
    sheet = views.of_meeting(desk.session, ref, actor=desk.actor, now=desk.now)
    corrected = {one.key: committees.amendments(desk.session, one.sitting_id) for one in sheet.sittings}
    asked = {one.key: committees.actions_minuted(desk.session, one.sitting_id) for one in sheet.sittings}
    earlier = {one.key: committees.matters_arising(desk.session, one.sitting_id) for one in sheet.sittings}
    return desk.page(
        "meetings/minutes.html",
        sheet=sheet,
        keeps=keeps(desk),
        corrected=corrected,
        asked=asked,
        earlier=earlier,
        stages=STAGES,
        following=committees.minutes_after,
    )


@room.form("/meetings/{ref}/minutes", who=SIGNED_IN, page=minutes)
def keep_minutes(desk: Desk, ref: str) -> Response:
    """Carry minutes on, correct them, or write down what is to be done and what came of it."""
    views.of_meeting(desk.session, ref, actor=desk.actor, now=desk.now)
    typed = desk.typed
    body, text = typed.text("body"), typed.text("text")
    given: dict[str, Any] = {"actor": desk.actor, "now": desk.now}
    match typed.text("do"):
        case "advance":
            stage = meetings.advance_minutes(desk.session, ref, body, to=typed.text("to"), **given)
            said = f"The minutes are {stage}."
        case "amend":
            _said(text, "what is to be corrected", "text")
            number = meetings.amend_minutes(desk.session, ref, body, text=text, item=_item(desk), **given)
            said = f"Correction {number} stands at the end of the minutes."
        case "action":
            _said(text, "what is to be done", "text")
            _said(typed.text("owner"), "who does it", "owner")
            item = _item(desk)
            if item is None:
                raise BadInput("Choose the item that it comes from. Nothing has changed.", place="item")
            meetings.add_action(
                desk.session, ref, item, body, text=text, owner=typed.text("owner"), due_on=typed.day("due_on"), **given
            )
            said = "It is minuted, and comes up at later meetings until it is done."
        case "done":
            _said(typed.text("outcome"), "what came of it", "outcome")
            action = number_typed(typed.text("action"))
            if action is None:
                raise BadInput("Choose what is done. Nothing has changed.", place="action")
            meetings.finish_action(desk.session, action, outcome=typed.text("outcome"), **given)
            said = "It is done."
        case _:
            raise BadInput("Choose what to do.", place="do")
    return desk.go(f"/meetings/{ref}/minutes", said=said)


def _said(text: str, words: str, place: str) -> None:
    if not text:
        raise BadInput(f"Say {words}. Nothing has changed.", place=place)


def _item(desk: Desk) -> int | None:
    return number_typed(desk.typed.text("item"))
