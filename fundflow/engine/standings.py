"""Where each participant's agreement stands, and what it is shown: each reader sees what is theirs to see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from fundflow import applications, organisations, people
from fundflow.applications import consents
from fundflow.applications.consents import ConsentAnswer
from fundflow.clock import day_words, london_day
from fundflow.engine import consents as answering
from fundflow.engine.case import Case, open_case
from fundflow.engine.guards.bidding import STAGES, agreed_words
from fundflow.engine.machine import holds
from fundflow.errors import Refused
from fundflow.people import Actor

PRIVATE = "not in the bid"
"""What others than the lead and the officer read of an organisation that said no (journeys 3.4)."""


@dataclass(frozen=True)
class Standing:
    """One participant: `said` is its standing in words, `words` what only the lead and an officer read beside it."""

    organisation: str
    name: str
    role: str
    state: str
    said: str
    signed_by: str = ""
    capacity: str = ""
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class Partners:
    """Everybody in a bid, how many have agreed, and at which stage the fund wants the rest."""

    ref: str
    summary: str
    wanted_by: str
    standings: tuple[Standing, ...]


@dataclass(frozen=True)
class Page:
    """What one participant is shown: each line before and now, what changed so much that it is asked again, who signs."""

    ref: str
    organisation: str
    name: str
    sha256: str
    declaration: str
    data_use: str
    lines: tuple[Mapping[str, str], ...]
    changed: tuple[str, ...]
    said: str
    waiting_for: tuple[str, ...]
    talk: tuple[str, ...]


_WANTED = {
    "submission": "Everybody must have agreed before the bid is sent, by {closes}.",
    "screening": "Everybody must have agreed before the bid is screened; it can be sent before, until {closes}.",
    "award": "Everybody must have agreed before an offer is accepted; the bid can be sent before, until {closes}.",
}
assert tuple(_WANTED) == STAGES


def partners(session: Session, ref: str, *, actor: Actor, now: datetime) -> Partners:
    """Who takes part in a case and where each agreement stands; who said no, and why, the lead and an officer read.

    Raises:
        NotFound: there is no such case.
    """
    case = open_case(session, ref, actor=actor, now=now, step="partners")
    given = consents.answers_of_case(session, case.id)
    names = organisations.names(session, [one.organisation for one in case.dossier.participants])
    open_ = _sees_all(case)
    found = tuple(
        _standing(case, one.organisation, names.get(one.organisation, one.organisation), given, sees_all=open_)
        for one in case.dossier.participants
    )
    wanted = _WANTED[case.fund.consent_by].format(closes=day_words(london_day(case.round.closes_at)))
    return Partners(ref, agreed_words(case.dossier), wanted, found)


def page(session: Session, ref: str, organisation: str, *, actor: Actor, now: datetime) -> Page:
    """What an organisation is shown before it answers, beside what it agreed to before.

    Raises:
        Refused: the reader is none of its signatories, of the lead's people, or an officer. NotFound: it is not in the bid.
    """
    case = open_case(session, ref, actor=actor, now=now, step="consent")
    row = applications.participant(session, case.application, organisation)
    theirs = any(actor.has(role, organisation=organisation) for role in ("signatory", "applicant"))
    if not (theirs or _sees_all(case)):
        raise Refused.because(
            "may_act",
            f"What {organisation} is shown of {ref} is for its signatories, the lead and an officer; {actor.name} is none of "
            "them. Ask one of them.",
        )
    shown = answering.shown(case, organisation)
    names = organisations.names(session, [one.organisation for one in case.dossier.participants])
    name = names.get(organisation, organisation)
    given = {organisation: consents.answers(session, row.id)}
    standing = _standing(case, organisation, name, given, sees_all=True)
    before = row.shown
    percent = case.fund.consent_change_percent
    return Page(
        ref,
        organisation,
        name,
        shown.sha256,
        str(shown.content["declaration"]),
        str(shown.content["data_use"]),
        tuple(
            {key: _named(text, names) for key, text in line.items()}
            for line in consents.before_and_after(before, shown.content)
        ),
        tuple(_named(one, names) for one in applications.material_changes(before, shown.content, percent=percent))
        if before
        else (),
        standing.said,
        tuple(answering.waiting_for(case, organisation, shown)),
        standing.words,
    )


def _named(said: str, names: Mapping[str, str]) -> str:
    for code, name in names.items():
        said = said.replace(code, name)
    return said


def _sees_all(case: Case) -> bool:
    lead = any(holds(case.actor, role, case) for role in ("applicant", "signatory"))
    return lead or case.actor.has("officer", fund=case.fund_id)


def _standing(
    case: Case, organisation: str, name: str, given: Mapping[str, Sequence[ConsentAnswer]], *, sees_all: bool
) -> Standing:
    row = applications.participant(case.session, case.application, organisation)
    if row.state == "refused" and not sees_all and not case.actor.has("signatory", organisation=organisation):
        return Standing(organisation, name, row.role, "removed", PRIVATE)
    mine = given.get(organisation, ())
    capacity = next((one.capacity for one in reversed(mine) if one.kind in ("agree", "condition")), "")
    words = tuple(_line(one) for one in mine if one.text) if sees_all else ()
    return Standing(organisation, name, row.role, row.state, _said(case, row, mine), row.consent_by, capacity, words)


def _line(one: ConsentAnswer) -> str:
    return f"{day_words(london_day(one.at))}, {one.person}, {one.kind.replace('_', ' ')}: {one.text}"


def _said(case: Case, row: applications.Participant, given: Sequence[ConsentAnswer]) -> str:
    on = day_words(london_day(row.consent_at or row.state_at))
    if row.role == "lead" and row.state != "agreed":
        return "leads the bid and agrees by sending it"
    since = day_words(london_day(row.state_at))
    return {
        "agreed": f"agreed on {on}",
        "by_letter": f"letter, checked by {_checker(case, row)} on {on}",
        "agreed_to_earlier": f"agreed on {on} to an earlier version: asked to agree again",
        "conditional": f"agrees since {on} on a condition",
        "invited": f"asked on {day_words(london_day(row.invited_at))}, has not agreed{_under_way(row, given)}",
        "refused": f"said no on {since}",
        "left": f"left on {since}",
        "removed": f"was taken off the bid on {since}",
    }[row.state]


def _under_way(row: applications.Participant, given: Sequence[ConsentAnswer]) -> str:
    if row.letter_file and row.letter_checked_by is None:
        return "; its letter waits to be checked"
    signed = dict.fromkeys(one.person for one in given if one.kind == "agree" and one.at >= row.invited_at)
    if signed:
        return f"; {' and '.join(signed)} signed, and every partner must"
    asked = sum(one.kind == "ask" for one in given) - sum(one.kind == "reply" for one in given)
    return "; it waits for a reply to its question" if asked > 0 else ""


def _checker(case: Case, row: applications.Participant) -> str:
    number = row.letter_checked_by
    return people.names(case.session, [number]).get(number, "an officer") if number else "an officer"
