"""Every approved letter that waits for one person's signature, read together however many letters there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from fundflow import applications, committees, letters
from fundflow.applications import CaseRow
from fundflow.clock import london_day
from fundflow.definitions import Fund
from fundflow.engine.outgoing import REGION
from fundflow.people import Actor


@dataclass(frozen=True)
class ToSign:
    """A letter and the commissioners for which this person may sign it, by the names by which the letter calls them."""

    letter: letters.Letter
    signs_for: tuple[str, ...]


def to_sign(session: Session, *, actor: Actor, now: datetime) -> list[ToSign]:
    """Letters that wait for this person, the oldest first; `correspondence.sign` has the last word on each."""
    waiting = [one for one in letters.find(session, state="approved") if one.signs and one.application_id]
    if not waiting:
        return []
    signed = letters.signed_for(session, [one.id or 0 for one in waiting])
    desk = _Desk(session, actor, now)
    found = []
    for one in waiting:
        left = [code for code in one.signs if code not in signed.get(one.id or 0, set())]
        mine = [code for code in left if desk.may(one.application_id or 0, code)]
        if mine:
            found.append(ToSign(one, tuple(letters.called(one, code) for code in mine)))
    return found


class _Desk:
    """What this person may sign for, by the seats that they hold today and the rules of each letter's round."""

    def __init__(self, session: Session, actor: Actor, now: datetime) -> None:
        self.actor = actor
        self.cases: Mapping[int, CaseRow] = {one.id: one for one in applications.find_cases(session)}
        self.funds: dict[str, Fund] = {
            one.ref: applications.definitions(one).fund for one in applications.rounds(session)
        }
        names = {one.id: one.key for one in committees.committees(session)}
        seats = committees.seats_of(session, actor.id, on=london_day(now))
        self.seats = {(names.get(one.committee_id, ""), one.role) for one in seats}

    def may(self, application_id: int, code: str) -> bool:
        case = self.cases.get(application_id)
        if case is None:
            return False
        if code == REGION:
            return self.actor.has("nhs_england", fund=case.fund)
        fund = self.funds[case.round]
        return any((fund.committees.get(code, ""), role) in self.seats for role in fund.signatures.by)
