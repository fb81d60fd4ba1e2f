"""Rounds: every one, one on a page with what is late, stuck or failed, and the changes that two people make for all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from starlette.responses import Response

from fundflow import applications, people, views
from fundflow.engine import readership, rounds, sight
from fundflow.engine.rounds import Changed
from fundflow.errors import NotFound
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.typed import moment_typed
from fundflow.web.who import OFFICE, OFFICERS

room = Room()


@dataclass(frozen=True)
class Change:
    """One way in which a round is changed for everybody: its words, what it asks, and the verb."""

    label: str
    means: str
    asks: tuple[str, ...]
    make: Callable[[Desk, str], Changed]
    by: str = ""
    """The step that it takes in each bid that it touches, if it takes one."""


def _closes(desk: Desk) -> datetime:
    return moment_typed(desk.typed, "closes")


def _extend(desk: Desk, ref: str) -> Changed:
    reason = desk.typed.text("reason")
    return rounds.extend_round(
        desk.session, ref, closes_at=_closes(desk), reason=reason, actor=desk.actor, now=desk.now
    )


def _reopen(desk: Desk, ref: str) -> Changed:
    return rounds.reopen_round(
        desk.session,
        ref,
        closes_at=_closes(desk),
        evidence=desk.typed.text("evidence"),
        reason=desk.typed.text("reason"),
        actor=desk.actor,
        now=desk.now,
    )


def _cancel(desk: Desk, ref: str) -> Changed:
    return rounds.cancel_round(
        desk.session,
        ref,
        minute=desk.typed.text("minute"),
        reason=desk.typed.text("reason"),
        actor=desk.actor,
        now=desk.now,
    )


CHANGES = {
    "extend": Change(
        "More time for everybody",
        "The round closes later, for all. A second person gives the same time; then everybody with a bid is told.",
        ("closes", "reason"),
        _extend,
    ),
    "reopen": Change(
        "Open it again after a fault of ours",
        "For all, within two working days of the close, while no assessor has opened a bid. A second person agrees.",
        ("closes", "evidence", "reason"),
        _reopen,
    ),
    "cancel": Change(
        "Cancel the round",
        "Only under a committee's minute. Every bid that waits for a decision ends and is told; decisions stand.",
        ("minute", "reason"),
        _cancel,
        rounds.CANCEL,
    ),
}


@room.page("/rounds", who=OFFICE)
def every(desk: Desk) -> Response:
    """Every round, the newest first."""
    found = sorted(applications.rounds(desk.session), key=lambda row: row.opens_at, reverse=True)
    funds = desk.library.funds
    mine = {name: fund for name, fund in funds.items() if fund.workflow and sight.in_office(desk.actor, fund=name)}
    return desk.page("rounds.html", rounds=found, funds=funds, mine=mine)


def of_office(desk: Desk, ref: str) -> applications.Round:
    """A round, for those who work for its fund.

    Raises:
        NotFound: there is none. Refused: they work for other funds.
    """
    row = applications.get_round(desk.session, ref)
    _must_be_office(desk, row)
    return row


def _must_be_office(desk: Desk, row: applications.Round) -> None:
    readership.must_be_office(desk.actor, doing=f"Looking into {row.title}", fund=row.fund)


def one(desk: Desk, ref: str) -> Response:
    """One round."""
    sheet = views.of_round(desk.session, ref, actor=desk.actor, now=desk.now)
    _must_be_office(desk, sheet.round)
    names = {code: sheet.pinned.commissioner(code).short_name for code in sheet.pinned.fund.commissioners}
    asked = people.names(desk.session, [one.asked_by for one in sheet.waiting])
    waits = {role for stage in sheet.stages for role in stage.waits_for}
    return desk.page(
        "round.html",
        sheet=sheet,
        names=names,
        asked=asked,
        stuck_after=views.STUCK_AFTER,
        mine={role for role in waits if desk.actor.has(role, fund=sheet.round.fund)},
    )


@room.form("/rounds/{ref}", who=OFFICE, page=one)
def close(desk: Desk, ref: str) -> Response:
    """Close a round whose time has come."""
    row = rounds.close_round(desk.session, ref, actor=desk.actor, now=desk.now)
    return desk.go(f"/rounds/{ref}", said=f"{row.title} is {row.state}.")


def _named(change: str) -> Change:
    if change not in CHANGES:
        raise NotFound(f"A round is not changed by '{change}': it is {', '.join(CHANGES)}.")
    return CHANGES[change]


def change_page(desk: Desk, ref: str, change: str) -> Response:
    """Whom a change touches, before it is made."""
    found = _named(change)
    row = of_office(desk, ref)
    waiting = [one for one in people.proposals(desk.session, subject=ref, state="open") if one.verb.startswith(change)]
    return desk.page(
        "round_change.html",
        round=row,
        name=change,
        change=found,
        affected=rounds.affected(desk.session, row, by=found.by),
        waiting=waiting,
        asked=people.names(desk.session, [one.asked_by for one in waiting]),
    )


@room.form("/rounds/{ref}/change/{change}", who=OFFICERS, page=change_page)
def make(desk: Desk, ref: str, change: str) -> Response:
    """Ask for a change, or be the second person who gives the same values; then everybody is told."""
    made = _named(change).make(desk, ref)
    if made.waiting is not None:
        return desk.go(f"/rounds/{ref}", said=made.waiting.line)
    told = f"{len(made.letters)} letters are drafted." if made.letters else ""
    return desk.go(f"/rounds/{ref}", said=f"Done. It touches {made.affected.line}. {told}")


def withdraw_page(desk: Desk, ref: str) -> Response:
    """What waits for a second person, to be taken back."""
    row = of_office(desk, ref)
    waiting = people.proposals(desk.session, subject=ref, state="open")
    return desk.page("round_withdraw.html", round=row, waiting=waiting)


@room.form("/rounds/{ref}/withdraw", who=OFFICERS, page=withdraw_page)
def withdraw(desk: Desk, ref: str) -> Response:
    """Take back what was asked and nobody has agreed to yet."""
    gone = rounds.withdraw_request(desk.session, ref, reason=desk.typed.text("reason"), actor=desk.actor, now=desk.now)
    return desk.go(f"/rounds/{ref}", said=f"{len(gone)} request{'s' if len(gone) != 1 else ''} taken back.")
