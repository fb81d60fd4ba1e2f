"""Meetings: the agenda, who is there, and one item live, with its votes, its staged decisions and their application."""

from datetime import datetime
from typing import Any

from starlette.responses import Response

from fundflow import committees, money, plural, views
from fundflow.clock import moment
from fundflow.engine import meetings, sight
from fundflow.errors import BadInput
from fundflow.exchange import exports
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.sending import WORD, attachment
from fundflow.web.typed import number_typed
from fundflow.web.who import SIGNED_IN

room = Room()
OUTCOMES = {
    "approve": "Approve it",
    "approve_less": "Approve less",
    "reserve": "Put it on the reserve list",
    "defer": "Put it off for information",
    "reject": "Do not approve it",
}
ADVISED = {"approve": "Approve it", "partial": "Approve less", "reject": "Do not approve it", "defer": "Put it off"}
CHOICES = {"for": "For", "against": "Against", "abstain": "Abstains"}
KINDS = {
    "financial": "Financial",
    "non_financial_professional": "Professional",
    "non_financial_personal": "Personal",
    "indirect": "Through somebody near",
}
RELATIONS = {
    "participant": "Of a practice in the bid",
    "federation_of_participant": "Of a federation of one in the bid",
    "spouse_of_participant": "Husband, wife or partner of one in the bid",
    "same_area": "Of a practice nearby that is not in the bid",
}


@room.page("/meetings", who=SIGNED_IN)
def every(desk: Desk) -> Response:
    """Every meeting that this person may see, the newest first."""
    found = views.meetings_of(desk.session, desk.actor)
    return desk.page("meetings.html", meetings=found, office=sight.in_office(desk.actor), keeps=keeps(desk))


def keeps(desk: Desk) -> bool:
    """Whether this person keeps the records of meetings."""
    return any(desk.actor.holds(role) for role in meetings.SECRETARIES)


def one(desk: Desk, ref: str) -> Response:
    """A meeting: its agenda, who is in the room by the clock, and what waits to be applied."""
    sheet = views.of_meeting(desk.session, ref, actor=desk.actor, now=desk.now)
    return desk.page("meeting.html", sheet=sheet, keeps=keeps(desk), outcomes=OUTCOMES)


@room.form("/meetings/{ref}", who=SIGNED_IN, page=one)
def keep(desk: Desk, ref: str) -> Response:
    """Keep the meeting: open it, note who comes and goes, close it, apply what was decided."""
    views.of_meeting(desk.session, ref, actor=desk.actor, now=desk.now)
    typed = desk.typed
    given: dict[str, Any] = {"actor": desk.actor, "now": desk.now}
    at = _at(desk, ref)
    who = desk.named(typed.text("who"))
    match typed.text("do"):
        case "open":
            meetings.open_meeting(desk.session, ref, at=at, **given)
            said = "The meeting is open."
        case "come":
            mode = typed.text("mode") or "room"
            meetings.attend(desk.session, ref, who, mode=mode, at=at, **given)
            said = "Noted: they are here."
        case "go":
            lost = meetings.leave(desk.session, ref, who, at=at, **given)
            said = " ".join(["Noted: they have left.", *lost])
        case "close":
            meetings.close_meeting(desk.session, ref, at=at, **given)
            said = "The meeting is closed. What was staged waits to be applied."
        case "apply":
            taken = meetings.apply(desk.session, ref, **given)
            said = f"{plural.counted(len(taken), 'decision is', 'decisions are')} applied. The letters wait among the drafts."
        case _:
            raise BadInput("Choose what to do.", place="do")
    return desk.go(f"/meetings/{ref}", said=said)


def _at(desk: Desk, ref: str) -> datetime | None:
    """The meeting's own time, where the secretary gave one: it is written down later than it happened."""
    text = desk.typed.text("at")
    if not text:
        return None
    held = committees.meeting(desk.session, ref).held_on
    return moment(f"{held} {text}", place="at")


def item(desk: Desk, ref: str, number: str) -> Response:
    """One item, live: can each body decide it, who has an interest, the votes, the money, the minute."""
    sheet = views.of_item(desk.session, ref, _number(number), actor=desk.actor, now=desk.now)
    names = {one.commissioner: one.title for one in (body.sitting for body in sheet.bodies)}
    return desk.page(
        "item.html",
        sheet=sheet,
        names=names,
        keeps=keeps(desk),
        outcomes=OUTCOMES,
        advised=ADVISED,
        choices=CHOICES,
        kinds=KINDS,
        relations=RELATIONS,
        rulings={one.value: words for one, words in committees.RULED.items()},
    )


def _number(text: str) -> int:
    known = number_typed(text)
    if known is None:
        raise BadInput(f"'{text}' is not the number of an item", place="item")
    return known


@room.form("/meetings/{ref}/items/{number}", who=SIGNED_IN, page=item)
def act(desk: Desk, ref: str, number: str) -> Response:
    """Declare an interest, take a vote, stage a decision, note that a body cannot decide, or take a decision back."""
    views.of_meeting(desk.session, ref, actor=desk.actor, now=desk.now)
    here, at, typed = _number(number), _at(desk, ref), desk.typed
    body = typed.text("body")
    given: dict[str, Any] = {"actor": desk.actor, "now": desk.now}
    match typed.text("do"):
        case "declare":
            said = _declare(desk, ref, here, at)
        case "vote":
            said = _vote(desk, ref, here, body, at)
        case "decide":
            if typed.text("outcome") not in OUTCOMES:
                raise BadInput("Choose what was decided. Nothing is staged yet.", place="outcome")
            meetings.decide(desk.session, ref, here, body, _choice(desk), **given)
            said = "The decision is staged. Nothing moves until the meeting's decisions are applied."
        case "not_quorate":
            meetings.not_quorate(desk.session, ref, here, body, reason=typed.text("reason"), at=at, **given)
            said = "Noted: this body's share waits. The others go on."
        case "rule":
            said = _rule(desk, ref, here, at)
        case "resolve":
            said = _resolve(desk, ref, here, body)
        case "take_back":
            meetings.take_back(desk.session, ref, here, body, reason=typed.text("reason"), **given)
            said = "The staged decision is taken back."
        case _:
            raise BadInput("Choose what to do.", place="do")
    return desk.go(f"/meetings/{ref}/items/{here}", said=said)


def _declare(desk: Desk, ref: str, number: int, at: datetime | None) -> str:
    typed = desk.typed
    ruled_by = typed.text("ruled_by")
    if not typed.text("who"):
        raise BadInput("Choose whose interest it is. Nothing is on record yet.", place="who")
    if not typed.text("nature"):
        raise BadInput("Say what the interest is. Nothing is on record yet.", place="nature")
    if typed.text("kind") not in KINDS:
        raise BadInput("Choose what kind of interest it is. Nothing is on record yet.", place="kind")
    touched = meetings.declare(
        desk.session,
        ref,
        number,
        desk.named(typed.text("who")),
        nature=typed.text("nature"),
        kind=typed.text("kind"),
        relation=typed.text("relation"),
        organisation=typed.text("organisation") or None,
        actions=typed.all("ruling"),
        ruled_by=desk.named(ruled_by) or None,
        at=at,
        actor=desk.actor,
        now=desk.now,
    )
    return " ".join(["The interest is on record.", *touched])


def _rule(desk: Desk, ref: str, number: int, at: datetime | None) -> str:
    typed = desk.typed
    chair = desk.named(typed.text("ruled_by"))
    if not chair:
        raise BadInput("Say who ruled. Nothing has changed.", place="ruled_by")
    if not typed.all("ruling"):
        raise BadInput("Tick what was ruled. Nothing has changed.", place="ruling")
    who = desk.named(typed.text("who"))
    meetings.rule(
        desk.session,
        ref,
        number,
        who,
        actions=typed.all("ruling"),
        ruled_by=chair,
        at=at,
        actor=desk.actor,
        now=desk.now,
    )
    return "The ruling is on record."


def _resolve(desk: Desk, ref: str, number: int, body: str) -> str:
    typed = desk.typed
    for name, words in (("action", "what was decided on"), ("outcome", "how"), ("text", "the resolution in words")):
        if not typed.text(name):
            raise BadInput(f"Say {words}. Nothing has changed.", place=name)
    made = meetings.resolve(
        desk.session,
        ref,
        number,
        body,
        action=typed.text("action"),
        outcome=typed.text("outcome"),
        text=typed.text("text"),
        reason=typed.text("reason"),
        actor=desk.actor,
        now=desk.now,
    )
    return f"It is on record as minute {made.minute_number}."


def _vote(desk: Desk, ref: str, number: int, body: str, at: datetime | None) -> str:
    typed = desk.typed
    votes = {desk.named(person): choice for person, choice in typed.under("vote.").items() if choice in CHOICES}
    casting = typed.text("casting")
    chair = typed.text("casting_by")
    carried = meetings.vote(
        desk.session,
        ref,
        number,
        body,
        text=typed.text("motion"),
        votes=votes,
        casting=(desk.named(chair), casting) if casting and chair else None,
        at=at,
        actor=desk.actor,
        now=desk.now,
    )
    return "The vote is carried. Record what was decided." if carried else "The vote is not carried."


def _choice(desk: Desk) -> meetings.Choice:
    typed = desk.typed
    amounts = {
        period: money.parse(text, place=f"amount.{period}") for period, text in typed.under("amount.").items() if text
    }
    return meetings.Choice(
        outcome=typed.text("outcome"),
        amounts=amounts or None,
        cut_lines=typed.text("cut_lines"),
        conditions=_conditions(desk),
        reason=typed.text("reason"),
        reasons={key: text for key, text in typed.under("reasons.").items() if text},
        information=typed.text("information"),
        answer_by=desk.typed.day("answer_by"),
        departs_from_rank=typed.text("departs") == "yes",
    )


def _conditions(desk: Desk) -> list[dict[str, Any]]:
    found = []
    for row in range(len(desk.typed.all("condition_row"))):
        text = desk.typed.text(f"condition.{row}")
        if text:
            found.append(
                {
                    "kind": desk.typed.text(f"condition_kind.{row}") or "subsequent",
                    "text": text,
                    "evidence": desk.typed.text(f"condition_evidence.{row}"),
                    "due_on": desk.typed.day(f"condition_due.{row}"),
                }
            )
    return found


@room.page("/meetings/{ref}/minutes/{body}", who=SIGNED_IN)
def minutes(desk: Desk, ref: str, body: str) -> Response:
    """One body's minutes as they stand, as a Word file."""
    views.of_meeting(desk.session, ref, actor=desk.actor, now=desk.now)
    sitting = committees.sitting(desk.session, ref, body)
    found = committees.minutes(desk.session, sitting.id or 0)
    return attachment(exports.minutes_docx(found), f"{ref}-{body}-minutes.docx", WORD)
