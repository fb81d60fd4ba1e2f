"""How long files of evidence are kept, which are due to be deleted, and their deletion by a person with a reason (case 70)."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from fundflow import audit, files, letters, payments, reporting
from fundflow.clock import day_words, london_day
from fundflow.engine import readership, sight, visibility
from fundflow.engine.case import open_case
from fundflow.engine.claims.evidence import GIVEN
from fundflow.engine.rounds import must_hold
from fundflow.errors import BadInput, NotFound, Refused
from fundflow.people import Actor
from fundflow.reporting import EvidenceFile

DELETERS = ("officer", "data_officer")
GROUNDS = {"due": "Its years are over", "personal_data": "It shows somebody's personal data"}


@dataclass(frozen=True)
class Some:
    """One page of the files of evidence: which they are, how many there are in all, and which page of how many."""

    files: list[EvidenceFile]
    many: int
    page: int
    pages: int


def kept(session: Session, *, actor: Actor, now: datetime, due: bool = False) -> list[EvidenceFile]:
    """The files of evidence that somebody of the office may look at; with `due`, those to be deleted by now.

    Raises:
        Refused: this person holds no role of the office.
    """
    held = [one.application_id for one in _holdings(session, actor, _by(now, due=due))]
    return reporting.evidence_files(session, cases=held, with_deleted=not due) if held else []


def some(session: Session, *, actor: Actor, now: datetime, page: int, size: int, due: bool = False) -> Some:
    """One page of the same: only the files of the awards on that page are read. A page that is not there is the last.

    Raises:
        Refused: this person holds no role of the office.
    """
    by = _by(now, due=due)
    held = _holdings(session, actor, by)
    many = sum(one.asked(by) for one in held)
    pages = max(1, -(-many // size))
    page = min(max(page, 1), pages)
    first = (page - 1) * size
    wanted, passed, left_out = [], 0, 0
    for one in held:
        if passed < first + size and passed + one.asked(by) > first:
            wanted.append(one.application_id)
        elif passed < first:
            left_out += one.asked(by)
        passed += one.asked(by)
    found = reporting.evidence_files(session, cases=wanted, with_deleted=not due) if wanted else []
    return Some(found[first - left_out : first - left_out + size], many, page, pages)


def _by(now: datetime, *, due: bool) -> date | None:
    return london_day(now) if due else None


def _holdings(session: Session, actor: Actor, by: date | None) -> list[reporting.Holding]:
    """The awards with files that this person may look at, the first to be deleted first."""
    readership.must_see_office(actor, doing="Looking at the files of evidence")
    unseen = visibility.hidden(session, actor=actor)
    return [
        one
        for one in reporting.evidence_holdings(session)
        if sight.in_office(actor, fund=one.fund) and one.case not in unseen and one.asked(by)
    ]


def one(session: Session, number: int, *, actor: Actor) -> EvidenceFile:
    """One file of evidence.

    Raises:
        NotFound: there is none, or it is not theirs to see.
    """
    found = reporting.evidence_files(session, number=number)
    unseen = visibility.hidden(session, actor=actor) if found else ()
    if not found or not sight.in_office(actor, fund=found[0].fund) or found[0].case in unseen:
        raise NotFound(
            f"There is no file {number} among the evidence. Look at the list for the numbers (fundflow evidence list)."
        )
    return found[0]


def delete(session: Session, number: int, *, ground: str, reason: str, actor: Actor, now: datetime) -> EvidenceFile:
    """Delete the contents of a file of evidence for ever; that it was there, its fingerprint, who and why stay.

    The contents stay where another paper holds the same file, which is said in the record. The file's name goes from the
    claim and from the audit trail, whose event is blanked by one of its own.

    Raises:
        Refused: no role, no reason, it is deleted already (`file_kept`), or its years are not over (`retention_passed`).
        NotFound: there is no such file. BadInput: the ground is neither of the two.
    """
    found = one(session, number, actor=actor)
    must_hold(actor, *DELETERS, fund=found.fund, doing="Deleting evidence")
    case = open_case(session, found.case, actor=actor, now=now, reason=reason, step="evidence.delete", lock=True)
    found = one(session, number, actor=actor)
    if ground not in GROUNDS:
        raise BadInput(f"'{ground}' is no ground: use {' or '.join(GROUNDS)}", place="ground")
    _may_go(found, ground, reason, now=now)
    gone = files.remove(session, found.sha256, needed=lambda: _needed(session, found))
    because = f"{GROUNDS[ground]}. {reason.strip()}"
    payments.delete_evidence(session, number, because=because, act=case.act())
    _unname(session, found, because=because, act=case.act())
    after = {
        "file": number,
        "sha256": found.sha256,
        "ground": ground,
        "contents": "gone" if gone else "held elsewhere",
    }
    audit.record(session, case.act(), subject=found.claim, after=after)
    return one(session, number, actor=actor)


def _needed(session: Session, found: EvidenceFile) -> bool:
    return reporting.held_elsewhere(session, found.sha256, but=found.number) or letters.hold_file(session, found.sha256)


def _unname(session: Session, found: EvidenceFile, *, because: str, act: audit.Act) -> None:
    """Blank the events that tell the file's name: names of files name people. Who gave it and when stay in the chain."""
    why = replace(act, reason=f"The file was deleted. {because}")
    for event in audit.history(session, found.claim):
        if event.what == GIVEN and event.contents.get("after", {}).get("evidence") == found.number:
            audit.redact(session, event.seq, act=why)


def _may_go(found: EvidenceFile, ground: str, reason: str, *, now: datetime) -> None:
    if found.deleted_at is not None:
        raise Refused.because(
            "file_kept",
            f"File {found.number} of {found.claim} was deleted by {found.deleted_by} on "
            f"{day_words(london_day(found.deleted_at))}. Nothing has changed. You can see why beside the claim.",
        )
    if not reason.strip():
        raise Refused.because(
            "reason_given",
            f"File {found.number} of {found.claim} was not deleted: an auditor may ask why. Nothing has changed. "
            "Give the reason.",
        )
    if ground == "due" and not found.due(london_day(now)):
        ends = "ended" if found.ended else "is planned to end"
        raise Refused.because(
            "retention_passed",
            f"File {found.number} of {found.claim} was not deleted: its award {ends} on {day_words(found.award_ends)}, and "
            f"it is kept until {day_words(found.keep_until)}. Nothing has changed. You can delete it now if it shows "
            "somebody's personal data: say that this is why.",
        )
