"""The paper sheet of a meeting: taken along, entered afterwards under the same rules, confirmed by a chair."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from starlette.responses import Response

from fundflow import committees, letters, money, people, plural, practising, views
from fundflow.clock import moment
from fundflow.engine import meetings
from fundflow.engine.meetings import Choice, Written
from fundflow.errors import BadInput
from fundflow.exchange import exports
from fundflow.views import day_sheets
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.routes.meetings import CHOICES, OUTCOMES
from fundflow.web.sending import WORD, attachment
from fundflow.web.typed import number_typed
from fundflow.web.who import SIGNED_IN

room = Room()
SEVERAL = range(1, 5)
"""How many interests, and how many conditions, the form has room for at each body and item."""
MODES = {"": "Not there", "room": "In the room", "telephone": "By telephone"}


@room.page("/meetings/{ref}/sheet.docx", who=SIGNED_IN)
def sheet(desk: Desk, ref: str) -> Response:
    """The two pages on which a meeting is kept when the screen fails."""
    views.of_meeting(desk.session, ref, actor=desk.actor, now=desk.now)
    raw = exports.day_sheet_docx(day_sheets.of_meeting(desk.session, ref))
    if practising.marker(desk.session) is not None:
        raw = letters.across(raw, practising.MARK)
    return attachment(raw, f"{ref}-sheet.docx", WORD)


def page(desk: Desk, ref: str) -> Response:
    """The sheet as a form: who came and left when, and what each body did with each item at which time."""
    found = views.of_meeting(desk.session, ref, actor=desk.actor, now=desk.now)
    asked = day_sheets.asked(desk.session, [line.case_ref for line in found.agenda if line.case_ref])
    return desk.page(
        "meetings/sheet.html",
        sheet=found,
        asked=asked,
        outcomes=OUTCOMES,
        choices=CHOICES,
        modes=MODES,
        several=SEVERAL,
        keeps=bool(desk.actor.holds("committee_secretary")),
        chairs=_chairs(desk, found),
    )


def _chairs(desk: Desk, found: views.MeetingSheet) -> dict[int, str]:
    """Those who may confirm the record, for the secretary; for a chair, themselves."""
    rooms = [committees.room(desk.session, one.sitting_id) for one in found.sittings]
    every = {one.chair: one.name_of(one.chair) for one in rooms if one.chair is not None}
    return {desk.actor.id: every[desk.actor.id]} if desk.actor.id in every else every


@room.form("/meetings/{ref}/sheet", who=SIGNED_IN, page=page)
def act(desk: Desk, ref: str) -> Response:
    """Enter the sheet as it was written, or confirm as its chair what was entered."""
    found = views.of_meeting(desk.session, ref, actor=desk.actor, now=desk.now)
    if desk.typed.text("do") == "confirm":
        who = number_typed(desk.typed.text("chair"))
        if who is None:
            raise BadInput("Say which chair confirms it. Nothing has changed.", place="chair")
        name = people.require(desk.session, who).sign_in_name
        meetings.confirm_sheet(desk.session, ref, name, actor=desk.actor, now=desk.now)
        return desk.go(f"/meetings/{ref}", said="The record is confirmed. Its decisions can be applied.")
    form = _Form(desk, found)
    many = meetings.enter_sheet(
        desk.session, ref, form.lines(), closed_at=form.at("closed"), actor=desk.actor, now=desk.now
    )
    return desk.go(
        f"/meetings/{ref}/sheet",
        said=f"The sheet is entered: {plural.counted(many, 'decision waits', 'decisions wait')} for the chair to confirm.",
    )


class _Form:
    """What was typed from a sheet, as lines in the order of their times."""

    def __init__(self, desk: Desk, found: views.MeetingSheet) -> None:
        self.desk, self.typed, self.found = desk, desk.typed, found

    def at(self, name: str) -> datetime:
        """A time of the meeting's own day.

        Raises:
            BadInput: it is missing or is none.
        """
        text = self.typed.text(name)
        if not text:
            raise BadInput("Give the time, as the sheet has it. Nothing was entered.", place=name)
        return moment(f"{self.found.meeting.held_on} {text}", place=name)

    def lines(self) -> list[Written]:
        """Every line of the sheet; people first, where several things have one time."""
        return sorted([*self._people(), *self._items()], key=lambda line: line.at)

    def _people(self) -> Iterator[Written]:
        for number in dict.fromkeys(seat.person for one in self.found.sittings for seat in one.seats):
            mode = self.typed.text(f"mode.{number}")
            if not mode:
                continue
            name = people.require(self.desk.session, number).sign_in_name
            came = Written(at=self.at(f"came.{number}"))
            yield replace(came, by_telephone=(name,)) if mode == "telephone" else replace(came, come=(name,))
            if self.typed.text(f"left.{number}"):
                yield Written(at=self.at(f"left.{number}"), left=(name,))

    def _items(self) -> Iterator[Written]:
        for line in self.found.agenda:
            for sitting in self.found.sittings:
                key = f"{line.item.number}.{sitting.sitting_id}"
                if self.typed.text(f"at.{key}"):
                    yield from self._interests(line.item.number, sitting.key, key)
                    yield self._item(line.item.number, sitting.key, key)

    def _interests(self, number: int, body: str, key: str) -> Iterator[Written]:
        typed = self.typed
        for row in _rows(key):
            out = typed.text(f"out.{row}")
            if out:
                yield Written(
                    at=self.at(f"at.{key}"),
                    item=number,
                    body=body,
                    interest={self._name(out): typed.text(f"nature.{row}")},
                    ruling=("leave_room",),
                    ruled_by=self._name(typed.text(f"ruled_by.{row}")),
                )

    def _item(self, number: int, body: str, key: str) -> Written:
        typed, who = self.typed, self._name
        outcome = typed.text(f"outcome.{key}")
        votes = {who(person): said for person, said in typed.under(f"vote.{key}.").items() if said in CHOICES}
        casting = typed.text(f"casting.{key}")
        return Written(
            at=self.at(f"at.{key}"),
            item=number,
            body=body,
            votes=votes,
            casting={who(typed.text(f"casting_by.{key}")): casting} if casting else {},
            choice=self._choice(key, outcome) if outcome else None,
            not_quorate=typed.text(f"not_quorate.{key}"),
        )

    def _choice(self, key: str, outcome: str) -> Choice:
        typed = self.typed
        amounts = {
            period: money.parse(text, place=f"amount.{key}.{period}")
            for period, text in typed.under(f"amount.{key}.").items()
            if text
        }
        return Choice(
            outcome=outcome,
            amounts=amounts or None,
            conditions=[one for row in _rows(key) for one in self._condition(row)],
            answer_by=typed.day(f"answer_by.{key}"),
            reason=typed.text(f"reason.{key}"),
            cut_lines=typed.text(f"cut_lines.{key}"),
            information=typed.text(f"information.{key}"),
        )

    def _condition(self, key: str) -> list[dict[str, object]]:
        text = self.typed.text(f"condition.{key}")
        if not text:
            return []
        kind = self.typed.text(f"condition_kind.{key}") or "subsequent"
        return [{"kind": kind, "text": text, "evidence": self.typed.text(f"condition_evidence.{key}"), "due_on": None}]

    def _name(self, number: str) -> str:
        return self.desk.named(number)


def _rows(key: str) -> list[str]:
    """The names of the rows of a body and item: the first by the body and item alone."""
    return [key if number == 1 else f"{key}.{number}" for number in SEVERAL]
