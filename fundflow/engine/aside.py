"""Takes a test, a duplicate or an entry in error out of every list and count, by two people; its history stays."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from fundflow import applications, audit, due, ledger, letters
from fundflow.engine import seconding
from fundflow.engine.case import Case, open_case
from fundflow.engine.seconding import Request, Waiting
from fundflow.errors import BadInput, Refused
from fundflow.money import pounds
from fundflow.people import Actor

KINDS = {"test": "a test", "duplicate": "a duplicate", "entered_in_error": "entered in error"}


@dataclass(frozen=True)
class SetAside:
    """What came of it: done, or waiting for a second person."""

    ref: str
    kind: str
    waiting: Waiting | None


def set_aside(session: Session, ref: str, *, kind: str, reason: str, actor: Actor, now: datetime) -> SetAside:
    """Take a case out of lists, counts, ranking, reports and exports; one person asks and a second one agrees.

    Raises:
        Refused: no role, no reason, the same person twice, other values, or money (`no_money_held`) or a letter that was
            sent (`no_letter_sent`) hangs on it. BadInput: the kind is none of test, duplicate, entered_in_error.
    """
    if kind not in KINDS:
        raise BadInput(f"'{kind}' is not a kind: use {', '.join(KINDS)}", place="kind")
    case = open_case(session, ref, actor=actor, now=now, reason=reason, step="set_aside", lock=True)
    _nothing_hangs_on(case)
    request = _request(case, kind)
    act = case.act()
    standing = seconding.seconded(session, request, actor=actor, act=act)
    if standing is None:
        if not reason.strip():
            raise Refused.because(
                "reason_given", f"{ref} was not set aside: say why it is {KINDS[kind]}. Nothing has changed."
            )
        return SetAside(ref, kind, seconding.waiting(request, act))
    why = f"{KINDS[kind]}: {seconding.together(standing, act)}"
    act = case.act(reason=why)
    letters.void_unreleased_of(session, application_id=case.id, reason=why, act=act)
    due.cancel(session, subject=ref)
    for task in applications.tasks(session, application_id=case.id):
        applications.finish_task(session, task.key, act=act)
    applications.set_aside(session, case.application, act=act)
    audit.record(session, act, after={"set_aside": True, "kind": kind})
    return SetAside(ref, kind, None)


def _request(case: Case, kind: str) -> Request:
    said, basis = f"setting it aside as {KINDS[kind]}", f"{case.ref}:{case.application.version}"
    doing, asks, agrees = "Setting a bid aside", ("officer",), ("officer", "finance")
    return Request("set_aside", case.ref, basis, {"kind": kind}, said, doing, asks, agrees, case.fund_id)


def _nothing_hangs_on(case: Case) -> None:
    if case.application.set_aside:
        raise Refused.because(
            "not_set_aside",
            f"{case.ref} was set aside already: {case.application.set_aside_reason}. Its history can still be shown.",
        )
    posted = ledger.entries(case.session, case=case.ref)
    if posted:
        held = sum(one.reserved + one.committed + one.paid for one in case.holdings)
        raise Refused.because(
            "no_money_held",
            f"{case.ref} was not set aside: {len(posted)} ledger entries name it, and {pounds(held)} is held or paid "
            "under it. Nothing has changed. Withdraw the bid or end the award instead.",
        )
    sent = [one.ref for one in letters.find(case.session, application_id=case.id) if one.state == "released"]
    if sent:
        raise Refused.because(
            "no_letter_sent",
            f"{case.ref} was not set aside: the letter {sent[0]} about it was sent, so it has been real to somebody. "
            "Nothing has changed. The lead can withdraw the bid instead.",
        )
