"""Verbs outside a case's steps that need two people: the first asks, a second one agrees to exactly the same."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from fundflow import audit, people
from fundflow.clock import moment_words
from fundflow.errors import Refused
from fundflow.money import pounds
from fundflow.people import Actor, Proposal, role_words

TYPED: Mapping[str, str] = {
    "vire": "fundflow allocation vire --together --from {source} --to {target} --amount {pence} --minute {minute}",
    "propose_recovery": "fundflow award recover {subject} --agree",
    "accept_accruals": "fundflow year accept-accruals --commissioner {first} --month {month}",
    "go_live": "fundflow take-over go-live {subject}",
    "adjust_prior_year": "fundflow year adjust {first} {key}",
}
"""The command by which each verb about money is agreed to, from the proposal's values and its subject's words.

The subject's first word is `first`; those after it are a `month`, or together a `key`.
"""


@dataclass(frozen=True)
class Request:
    """What is asked: `said` puts the values (plain JSON) in words, `basis` is how the subject stands.

    `asks` and `agrees` are the roles of the first and of the second person, for `fund` if one is named; `doing` names
    the act in a refusal.
    """

    verb: str
    subject: str
    basis: str
    values: Mapping[str, Any]
    said: str
    doing: str
    asks: tuple[str, ...]
    agrees: tuple[str, ...]
    fund: str | None = None


@dataclass(frozen=True)
class Waiting:
    """A change that one person has asked for and a second one has still to agree to."""

    verb: str
    subject: str
    said: str
    asked_by: str
    agrees: tuple[str, ...]

    @property
    def line(self) -> str:
        """What the first person reads."""
        who = " or ".join(role_words(role) for role in self.agrees)
        return (
            f"{self.subject}: {self.said} is asked for and waits for a second person. Nothing has changed yet. "
            f"Another person ({who}) gives the same values under their own name."
        )


def seconded(session: Session, request: Request, *, actor: Actor, act: audit.Act) -> Proposal | None:
    """The first person's request when this call is the second one's agreement; nothing when it was the first call.

    A first call is kept and recorded. The same person with other values replaces what they asked; a subject that has
    changed since makes an old request void. The caller has locked the subject.

    Raises:
        Refused: no role (`may_act`), the same person twice (`second_person`), or values that differ from those asked
            for (`same_values`).
    """
    standing = people.open_proposal(session, request.verb, request.subject)
    if standing is not None and standing.basis != request.basis:
        people.settle(session, standing, "overtaken", act=act)
        standing = None
    second = standing is not None and standing.asked_by != actor.id
    _must_hold(actor, request.agrees if second else request.asks, request)
    if standing is not None and not second:
        if dict(standing.values) == dict(request.values):
            raise Refused.because("second_person", _own(standing, request))
        people.settle(session, standing, "replaced", act=act)
        standing = None
    if standing is None:
        people.propose(
            session,
            request.verb,
            request.subject,
            basis=request.basis,
            values=request.values,
            said=request.said,
            act=act,
            agrees=request.agrees,
            fund=request.fund,
        )
        audit.record(session, act, what=f"{act.what}.asked", after={"waits": request.said, **request.values})
        return None
    if dict(standing.values) != dict(request.values):
        raise Refused.because("same_values", _other(standing, request))
    return people.settle(session, standing, "agreed", act=act)


def reason_of(session: Session, verb: str, subject: str, *, given: str) -> str:
    """The reason of a call: as given, else the one that the first person gave; the second one need not repeat it."""
    standing = None if given.strip() else people.open_proposal(session, verb, subject)
    return standing.reason if standing else given


def standing(session: Session, verb: str, subject: str) -> Proposal | None:
    """What one person has asked for and nobody has agreed to yet."""
    return people.open_proposal(session, verb, subject)


def withdraw(session: Session, subject: str, *, actor: Actor, act: audit.Act) -> list[Proposal]:
    """Take back what a person asked for on a subject before anybody agreed; nothing of it was done, so nothing is undone.

    The caller has locked the subject.

    Raises:
        Refused: nothing on it waits (`request_open`), or only what somebody else asked for (`own_request`).
    """
    standing = people.proposals(session, subject=subject, state="open")
    if not standing:
        raise Refused.because(
            "request_open",
            f"Nothing on {subject} waits for a second person. Nothing has changed. Ask for another change "
            "where one that was agreed must be undone.",
        )
    own = [one for one in standing if one.asked_by == actor.id] or standing[:1]
    return [take_back(session, one, actor=actor, act=act) for one in own]


def take_back(session: Session, row: Proposal, *, actor: Actor, act: audit.Act) -> Proposal:
    """Take back one request; it is locked and read again first, for a colleague may agree at the same moment.

    Raises:
        Refused: somebody else asked for it (`own_request`), or it no longer waits (`request_open`).
    """
    people.proposal(session, row.id or 0, lock=True)
    if row.asked_by != actor.id:
        raise Refused.because(
            "own_request",
            f"What waits on {row.subject} was asked for by {row.asked_name}: {row.said}. Nothing has changed. Ask them "
            "to take it back; it is done only if another person gives the same values.",
        )
    if row.state != "open":
        raise Refused.because("request_open", _settled(row))
    people.settle(session, row, "withdrawn", act=act)
    audit.record(session, act, before={"waits": row.said, "verb": row.verb, **row.values})
    return row


_BECAME = {
    "agreed": "was agreed to by",
    "replaced": "was replaced by",
    "overtaken": "was overtaken, as found by",
    "withdrawn": "was taken back by",
}


def _settled(row: Proposal) -> str:
    at = moment_words(row.settled_at) if row.settled_at else ""
    return (
        f"{row.said[:1].upper()}{row.said[1:]} no longer waits: it {_BECAME[row.state]} {row.settled_name}, {at}. "
        "Nothing has changed. Ask for another change where what was agreed must be undone."
    )


def waiting(request: Request, act: audit.Act) -> Waiting:
    """What the first person is told."""
    return Waiting(request.verb, request.subject, request.said, act.actor, request.agrees)


def typed(row: Proposal) -> str:
    """The command with which a second person agrees to a proposal about money; nothing for other proposals."""
    first, *rest = row.subject.split() or [""]
    said = {name: _as_typed(value) for name, value in row.values.items()}
    about = {"subject": row.subject, "first": first, "month": shlex.quote(" ".join(rest)), "key": "/".join(rest)}
    return TYPED.get(row.verb, "").format(**{**said, **about})


def _as_typed(value: Any) -> str:
    """A value as an option takes it: a key by its parts, pence in pounds."""
    if isinstance(value, list | tuple):
        return "/".join(map(str, value))
    return pounds(value) if isinstance(value, int) else shlex.quote(str(value))


def together(standing: Proposal, act: audit.Act) -> str:
    """The reason of the whole act, with both names."""
    why = standing.reason if act.reason in ("", standing.reason) else f"{standing.reason}; {act.reason}".strip("; ")
    return f"{why} (asked for by {standing.asked_name}, agreed by {act.actor})".strip()


def _must_hold(actor: Actor, roles: tuple[str, ...], request: Request) -> None:
    if any(actor.has(role, fund=request.fund) for role in (*roles, "administrator")):
        return
    who = " or ".join(role_words(role) for role in roles)
    raise Refused.because(
        "may_act",
        f"{request.doing} is for the {who}, and {actor.name} does not have that role. Nothing has changed. "
        "Ask that person, or ask your administrator for the role.",
    )


def _own(standing: Proposal, request: Request) -> str:
    who = " or ".join(role_words(role) for role in request.agrees)
    return (
        f"{standing.said[:1].upper()}{standing.said[1:]} waits for a second person: you asked for it yourself on "
        f"{moment_words(standing.asked_at)}. Nothing has changed. Ask another person ({who}) to give the same values."
    )


def _other(standing: Proposal, request: Request) -> str:
    return (
        f"Nothing was agreed on {request.subject}: {standing.asked_name} asked for {standing.said}, and you gave "
        f"{request.said}. Nothing has changed. Give the same, or ask {standing.asked_name} to ask for yours instead."
    )
