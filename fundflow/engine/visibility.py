"""Who may see a case whose fund keeps to itself whom it helps: its office, and the people of the case (case 58)."""

from collections.abc import Iterable, Sequence

from sqlmodel import Session

from fundflow import applications, support
from fundflow.applications import Application, CaseRow, Round
from fundflow.definitions.fund import Fund
from fundflow.errors import Refused
from fundflow.people import Actor

OFFICE = ("officer", "finance", "nhs_england", "foi_officer", "auditor")
"""Roles that work with names which are not published."""
HANDS = ("nhs_england_contracting", "claim_checker", "claim_approver", "payment_releaser", "administrator", "system")
"""Roles that cannot do their part of a case without seeing it; they get no list of names."""


def quiet(fund: Fund) -> bool:
    """Whether a fund keeps to itself whom it helps: `publishes: {award_list: false}`."""
    return not fund.publishes.get("award_list", True)


def must_see(session: Session, ref: str, *, actor: Actor | None) -> None:
    """Let only those go on who may see a case; `actor` is nothing for a reader who has not said who they are.

    Raises:
        Refused: its fund keeps to itself whom it helps, and this reader has no part in the case.
        NotFound: there is no such case.
    """
    row = applications.get(session, ref)
    fund = applications.definitions(applications.round_by_id(session, row.round_id)).fund
    see(session, row, fund, actor=actor)


def see(session: Session, row: Application, fund: Fund, *, actor: Actor | None) -> None:
    """The same for a case that is read already."""
    if not may_see(session, row, fund, actor=actor):
        raise Refused.because("may_see", _not_shown(row.ref, fund, actor))


def _not_shown(what: str, fund: Fund, actor: Actor | None) -> str:
    who = f"{actor.name} has no part in it" if actor else "you have not said who you are"
    contact = f" or ask {fund.contact.name}, {fund.contact.telephone}" if fund.contact else ""
    return (
        f"{what} was not opened: {fund.title} keeps to itself whom it helps, and {who}. Nothing has changed. "
        f"Its office and the people of the case can look: sign in as one of them (--as NAME){contact}."
    )


def hidden(session: Session, *, actor: Actor | None) -> frozenset[str]:
    """References of every case that a reader may not see, for leaving them out of a list."""
    unseen = [one for one, fund in _quiet_rounds(session) if not works_on(actor, fund.fund)]
    own = _own(session, actor) if unseen else set()
    every = [applications.find_cases(session, round_ref=one.ref, with_set_aside=True) for one in unseen]
    return frozenset(row.ref for rows in every for row in rows if row.id not in own)


def shown(session: Session, rows: Sequence[CaseRow], *, actor: Actor) -> list[CaseRow]:
    """Those of some cases that a reader may see."""
    unseen = {one.ref for one, fund in _quiet_rounds(session) if not works_on(actor, fund.fund)}
    if not any(row.round in unseen for row in rows):
        return list(rows)
    own = _own(session, actor)
    return [row for row in rows if row.round not in unseen or row.id in own]


def kept(session: Session, *, actor: Actor | None) -> tuple[str, ...]:
    """Titles of the funds whose cases a reader does not get, whether or not a list would hold any: silence tells too."""
    found = {fund.title for _, fund in _quiet_rounds(session) if not works_on(actor, fund.fund)}
    return tuple(sorted(found))


def all_seen(session: Session, refs: Iterable[str], *, what: str, actor: Actor | None) -> None:
    """Let only those go on who may see every one of some cases, for a paper that cannot be cut.

    Raises:
        Refused: it holds a case that this reader may not see.
    """
    lost = hidden(session, actor=actor) & set(refs)
    if lost:
        row = applications.get(session, min(lost))
        fund = applications.definitions(applications.round_by_id(session, row.round_id)).fund
        raise Refused.because("may_see", _not_shown(what, fund, actor))


def may_see(session: Session, row: Application, fund: Fund, *, actor: Actor | None) -> bool:
    """Whether a reader may see a case."""
    return not quiet(fund) or works_on(actor, fund.fund) or row.id in _own(session, actor)


def counts(round_: Round, *, actor: Actor | None) -> bool:
    """Whether a reader may read how many cases of a round stand where, however few."""
    fund = applications.definitions(round_).fund
    return not quiet(fund) or works_on(actor, fund.fund)


def must_count(round_: Round, *, actor: Actor) -> None:
    """Let only those go on who may read what is said of all cases of a round.

    Raises:
        Refused: its fund keeps to itself whom it helps, and this reader does not work on it.
    """
    if not counts(round_, actor=actor):
        raise Refused.because("may_see", _not_shown(round_.title, applications.definitions(round_).fund, actor))


def _quiet_rounds(session: Session) -> list[tuple[Round, Fund]]:
    every = [(one, applications.definitions(one).fund) for one in applications.rounds(session)]
    return [(one, fund) for one, fund in every if quiet(fund)]


def works_on(actor: Actor | None, fund: str) -> bool:
    """Whether somebody works on a fund, with its names or with their hands."""
    return actor is not None and any(actor.has(role, fund=fund) for role in (*OFFICE, *HANDS))


def _own(session: Session, actor: Actor | None) -> set[int]:
    """Cases of the bodies for which somebody acts: led by them, with them in it, or helped by them."""
    found: set[int] = set()
    for code in {one.organisation for one in actor.roles if one.organisation} if actor else ():
        found |= {row.id for row in applications.find_cases(session, lead=code, with_set_aside=True)}
        found |= {row.id for row in applications.find_cases(session, participant=code, with_set_aside=True)}
        found |= support.helped_by(session, code)
    return found
