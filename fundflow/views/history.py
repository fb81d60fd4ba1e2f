"""What happened to a case as people read it: each event in words, and those among them that somebody looks for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from fundflow import people
from fundflow.audit import Event
from fundflow.clock import london_day
from fundflow.definitions import Workflow
from fundflow.engine.readership import OFFICE
from fundflow.money import pounds

SIGNED = ".signed"
MONEY = {
    "RESERVE": "reserved",
    "RELEASE": "set free again",
    "COMMIT": "committed",
    "DECOMMIT": "no longer committed",
    "CLAIM": "claimed",
    "REVERSE_CLAIM": "no longer claimed",
    "APPROVE_CLAIM": "approved to be paid",
    "REVERSE_APPROVE_CLAIM": "no longer approved to be paid",
    "ACCRUE": "accrued",
    "REVERSE_ACCRUAL": "no longer accrued",
    "PAY": "paid",
    "PAYMENT_FAILED": "came back unpaid",
    "RECOVERY_DUE": "asked back",
    "REVERSE_RECOVERY_DUE": "no longer asked back",
    "RECOVERY_RECEIVED": "received back",
    "RECOVERY_RECEIVED_ENTITLED": "received back, and may be claimed again",
    "WRITE_OFF": "written off",
    "OPENING": "taken over as it stood",
    "REVERSE_OPENING": "no longer taken over",
}
"""What an entry in the ledger did, after the words of an amount."""
WORDS = {
    "create": "Begun",
    "adopt": "Taken over as it stood elsewhere",
    "save": "Draft saved",
    "consent.agree": "Agreed to take part",
    "consent.leave": "Left the bid",
    "assign": "Assessor given a seat",
    "declare": "Interests declared",
    "open_papers": "Papers opened to be scored",
    "score": "Scored",
    "moderate": "Scores agreed",
    "meet_condition": "Condition met",
    "waive_condition": "Condition waived",
    "miss_condition": "Condition not met in time",
    "date_instalment": "Instalment given its day",
    "claim": "Claim begun",
    "claim.submit": "Claim sent",
    "claim.change": "Claim changed",
    "claim.discard": "Draft of a claim thrown away",
    "claim.withdraw": "Claim taken back",
    "claim.query": "Question asked about a claim",
    "claim.answer": "Question about a claim answered",
    "claim.check": "Claim checked",
    "claim.return": "Claim sent back to its checker",
    "claim.approve": "Claim approved",
    "claim.hold": "Claim held",
    "claim.refuse": "Claim refused",
    "claim.lapse": "Claim refused for want of an answer",
    "claim.settle": "Claim closed",
    "return.submit": "Return sent",
    "return.accept": "Return accepted",
    "milestone.add": "Milestone agreed",
    "milestone.start": "Milestone begun",
    "milestone.meet": "Milestone met",
    "recover": "Money asked back",
    "recovery.give_notice": "Notice given that money is asked back",
    "recovery.agree": "Recipient agreed to pay back",
    "recovery.receive": "Money received back",
    "note": "Note written",
}
"""What was done, where its name alone would be a code."""


@dataclass(frozen=True)
class Happened:
    """One event: when, who did it, what in words, and why, if a reason was given."""

    at: datetime
    who: str
    what: str
    why: str


def lines(events: Iterable[Event], workflow: Workflow) -> list[Happened]:
    """Events in words, the newest first; steps are called as their buttons are."""
    labels = {step.step: step.label for step in workflow.steps}
    found = [Happened(one.at, one.actor, _words(one, labels), str(one.contents.get("reason") or "")) for one in events]
    return found[::-1]


def _words(event: Event, labels: dict[str, str]) -> str:
    """`letter_released` is 'Letter released: L04'; a step is its label, and `.signed` after it says that it waits for others."""
    what = event.what
    step = what.removesuffix(SIGNED)
    if step in labels:
        return labels[step] + (" (signed, and waits for others)" if what.endswith(SIGNED) else "")
    told = event.contents.get("after")
    after = told if isinstance(told, dict) else {}
    area, _, kind = what.partition(".")
    if area == "ledger" and kind in MONEY and "pence" in after:
        return f"{pounds(after['pence'])} {MONEY[kind]}{_of(str(after.get('source') or ''), event.subject)}"
    text = WORDS.get(what) or what.replace("_", " ").replace(".", ": ").lower()
    thing = str(after.get("return") or "") or _of(event.item, event.subject).removeprefix(", ")
    return f"{text[:1].upper()}{text[1:]}{f': {thing}' if thing else ''}"


def _of(name: str, ref: str) -> str:
    """The last part of the name of something of a case: `letter TF-17-0001/L04` is `, L04`; of nothing else, nothing."""
    whole = name.rpartition(" ")[2]
    return f", {whole.removeprefix(ref).strip('/')}" if whole.startswith(f"{ref}/") else ""


def roles(session: Session, events: Sequence[Event], workflow: Workflow | None) -> dict[int, str]:
    """In which role each event was done, by its number: what the person held that day, of a step those that may take it."""
    granted = people.grants_of_many(session, {one.actor_id for one in events})
    by: dict[str, set[str]] = {}
    for step in workflow.steps if workflow else ():
        by.setdefault(step.step, set()).update((*step.by, *step.signatures))
    found: dict[int, str] = {}
    for one in events:
        held = _held(session, one, granted)
        fitting = [role for role in held if role in by.get(one.what.removesuffix(SIGNED), ())] or held
        if fitting and one.actor != OFFICE:
            found[one.seq] = ", ".join(people.role_words(role) for role in dict.fromkeys(fitting))
    return found


def _held(session: Session, event: Event, granted: Mapping[int, Sequence[people.RoleGrant]]) -> list[str]:
    """The roles of whoever did it on the day, or, where they stood in for somebody, those that were handed over."""
    day = london_day(event.at)
    if people.STANDS_IN in event.actor:
        return [one.role for one in people.covers(session, on=day) if one.person_id == event.actor_id]
    return [one.role for one in granted.get(event.actor_id, ()) if people.in_force(one.starts, one.ends, day)]


def narrowed(
    found: Sequence[Happened], *, words: str = "", who: str = "", since: date | None = None, until: date | None = None
) -> list[Happened]:
    """Those that hold every word, were done by one person, and lie between two days."""
    wanted = words.casefold().split()
    return [
        one
        for one in found
        if who in ("", one.who)
        and (since is None or since <= london_day(one.at))
        and (until is None or london_day(one.at) <= until)
        and all(word in f"{one.who} {one.what} {one.why}".casefold() for word in wanted)
    ]
