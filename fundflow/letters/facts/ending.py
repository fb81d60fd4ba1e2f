"""Letters at the end of an award: L10, L10b, L23, L23b, L24."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from fundflow.letters.facts.fact import Common, Fact, Moment, Pence, Text
from fundflow.letters.facts.nouns import Check, Event, Position, Sum

Positions = Annotated[tuple[Position, ...], Field(min_length=1)]


class Achieved(Fact):
    """One measure at the end: what was aimed at, and what came of it."""

    title: Text
    target: Text
    achieved: Text


class Asset(Fact):
    """Something bought with the money that duties stay with."""

    what: Text
    pence: Pence | None
    until: date
    duty: Text


class Closure(Common):
    """L10: everything is paid and reported; what is left to keep."""

    closed_on: date
    positions: Positions
    outcomes: tuple[Achieved, ...]
    assets: tuple[Asset, ...]
    records_until: date
    correct_by: date
    """Until when a mistake in the statement is put right on asking."""


class FinalSettlement(Common):
    """L10b: an award that ended early is settled."""

    settled_on: date
    ended_on: date
    positions: Positions
    settlement: Annotated[tuple[Sum, ...], Field(min_length=1)]
    written_off: Pence
    assets: tuple[Asset, ...]
    records_until: date
    correct_by: date


class FinalReportReceived(Common):
    """L23: we have the final report."""

    received_at: Moment
    sent_by: Text
    checks: tuple[Check, ...]
    answer_by: date
    timetable: tuple[Event, ...]


class FinalReportReturned(Common):
    """L23b: the final report needs more."""

    received_on: date
    missing: Annotated[tuple[Text, ...], Field(min_length=1)]
    due: date
    held: tuple[Sum, ...]


class Termination(Common):
    """L24: the agreement ends early: why, from when, the last claim, the records."""

    ground: Literal["terminated", "recipient_withdraws", "precedents_lapse", "report_missing"]
    why: Text
    clause: Text
    authority: Text
    notice_on: date
    ends_on: date
    last_claim: date
    award: Pence
    paid: Pence
    unclaimed: Pence
    needs: tuple[Event, ...]
    records_until: date
    challenge_by: date | None
