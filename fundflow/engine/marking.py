"""An assessor's own sheet of one bid while it is written: whole marks are saved as scores, the rest is kept beside them."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from fundflow import accounts, applications, scoring
from fundflow.clock import moment_words
from fundflow.engine import assessment, parties
from fundflow.engine.assessment import Mark
from fundflow.engine.case import Case, open_case
from fundflow.errors import BadInput, NotFound, Refused, Stale
from fundflow.people import Actor

FIELDS = ("score", "justification", "strength", "gap", "note")
"""What is written of one criterion, in the order in which it stands on a sheet."""
KEPT = timedelta(days=120)
"""How long what is not whole is kept: longer than any round is assessed."""
Written = Mapping[str, str]
"""One criterion as it was typed, by field; a field that is left out is empty."""


@dataclass(frozen=True)
class OwnBid:
    """One bid as its own assessor sees it: the seat, what they declared, and what they have written so far.

    `shut` says why its papers are not theirs to open yet; it is empty where they are or can be opened. `print` changes
    whenever what is written does.
    """

    case: Case
    seat: scoring.Assignment
    declared: scoring.Declaration | None
    bodies: Mapping[str, str]
    written: Mapping[str, Written]
    saved: Mapping[str, scoring.Score]
    saved_at: datetime | None
    lacks: tuple[str, ...]
    shut: str
    print: str

    @property
    def open(self) -> bool:
        """Whether its papers are open to them, to be read or to be scored."""
        return self.seat.state in ("open", "locked")


def own_bid(session: Session, ref: str, *, actor: Actor, now: datetime) -> OwnBid:
    """One bid of the assessor who acts; nobody else's scores or words are in it.

    Raises:
        NotFound: they have no seat on it: they are told no more than of a bid that there is not.
    """
    case = open_case(session, ref, actor=actor, now=now)
    sheet = scoring.own_sheets(session, actor.id, [case.id]).get(case.id)
    if sheet is None:
        raise NotFound(f"There is no bid '{ref}' among those that you assess. Your list shows them.")
    declared = scoring.own_declarations(session, actor.id, [case.id]).get(case.id)
    bodies = parties.own_of(case)
    kept = accounts.kept_form(session, actor.id, _place(ref), now=now) if sheet.assignment.state == "open" else None
    written = _written(case, sheet, dict(kept.fields) if kept else {})
    moments = [row.saved_at for row in sheet.scores.values()] + ([kept.kept_at] if kept else [])
    locked = sheet.assignment.state == "locked"
    return OwnBid(
        case=case,
        seat=sheet.assignment,
        declared=declared,
        bodies=bodies,
        written=written,
        saved=sheet.scores,
        saved_at=max(moments, default=None),
        lacks=() if locked else scoring.missing_to_lock(case.criteria, _marks(written)),
        shut=_shut(sheet.assignment, declared, bodies),
        print=print_of(written),
    )


def _shut(seat: scoring.Assignment, declared: scoring.Declaration | None, bodies: Mapping[str, str]) -> str:
    """Why papers cannot be opened yet, in the words of a list."""
    if seat.state == "locked":
        return ""
    if declared is None:
        return "You have not said whether you have an interest in it."
    if not scoring.cleared(declared.answer, declared.ruling):
        return f"Your answer of {moment_words(declared.at)} waits for the officer's ruling."
    joined = [name for code, name in bodies.items() if code not in declared.about]
    return f"{', '.join(joined)} joined it after you answered: answer again." if joined else ""


def _written(case: Case, sheet: scoring.Sheet, beside: Mapping[str, str]) -> dict[str, Written]:
    """What stands at each criterion: the saved score, or what was typed since and is not whole."""
    found: dict[str, Written] = {}
    for item in case.criteria.items:
        row = sheet.scores.get(item.key)
        saved = {name: str(getattr(row, name)) for name in FIELDS} if row else dict.fromkeys(FIELDS, "")
        found[item.key] = {name: beside.get(f"{name}.{item.key}", saved[name]) for name in FIELDS}
    return found


def _marks(written: Mapping[str, Written]) -> dict[str, scoring.Mark]:
    words = {key: [one[name] for name in FIELDS[1:4]] for key, one in written.items() if one["score"].isdecimal()}
    return {key: scoring.Mark(int(written[key]["score"]), *said) for key, said in words.items()}


def print_of(written: Mapping[str, Written]) -> str:
    """A fingerprint of what is written."""
    plain = json.dumps({key: [one.get(name, "") for name in FIELDS] for key, one in sorted(written.items())})
    return hashlib.sha256(plain.encode()).hexdigest()[:20]


def _place(ref: str) -> str:
    """Under which name what is not whole is kept; no page has this address."""
    return f"sheet:{ref}"


def save_sheet(
    session: Session, ref: str, typed: Mapping[str, Written], *, was: str, actor: Actor, now: datetime
) -> OwnBid:
    """Save what an assessor has typed of a bid: whole marks as scores, everything else as it is, for them alone.

    `was` is the fingerprint of what the form was filled from; without one nothing is compared.

    Raises:
        NotFound: they have no seat on it. Stale: the sheet was changed elsewhere since.
        Refused: its papers are not open, or the scores are locked. BadInput: a mark off the scale.
    """
    here = own_bid(session, ref, actor=actor, now=now)
    if here.seat.state != "open":
        raise Refused.because(
            "papers_open",
            f"Nothing was saved: {here.shut or _not_open(here)} What you have typed is still on this page.",
        )
    if was and was != here.print:
        raise Stale(
            f"Nothing was saved: your sheet of {ref} was changed on another page or by a score sheet since this page "
            "was opened. What is saved now stands beside what you typed."
        )
    marks, rest = _sorted(here, typed)
    if marks:
        assessment.score(session, ref, marks, actor=actor, now=now, lock=False)
    accounts.take_forms(session, actor.id, _place(ref), now=now)
    if rest:
        accounts.keep_form(session, actor.id, _place(ref), fields=rest, now=now, lasts=KEPT)
    session.flush()
    return own_bid(session, ref, actor=actor, now=now)


def _not_open(here: OwnBid) -> str:
    if here.seat.state == "locked":
        return "your scores are locked. Ask the moderator to unlock them, with a reason."
    return "its papers are not open yet. Open them first."


def _sorted(here: OwnBid, typed: Mapping[str, Written]) -> tuple[dict[str, Mark], list[tuple[str, str]]]:
    """What was typed, as marks that are whole and have changed, and as fields that must wait for the rest."""
    marks: dict[str, Mark] = {}
    rest: list[tuple[str, str]] = []
    for item in here.case.criteria.items:
        stood = here.written[item.key]
        said = {name: typed.get(item.key, stood).get(name, "").strip() for name in FIELDS}
        if not said["score"].isdecimal() and said["score"]:
            raise BadInput(f"'{said['score']}' is not a score: use a whole number of the scale", place=item.key)
        if said["score"] and said["justification"]:
            marks[item.key] = Mark(int(said["score"]), *(said[name] for name in FIELDS[1:]))
        elif any(said.values()):
            rest += [(f"{name}.{item.key}", text) for name, text in said.items()]
    changed = {key: mark for key, mark in marks.items() if _differs(here, key, mark)}
    return changed, rest


def _differs(here: OwnBid, key: str, mark: Mark) -> bool:
    row = here.saved.get(key)
    return row is None or any(getattr(row, name) != getattr(mark, name) for name in FIELDS)


def lock_sheet(session: Session, ref: str, *, actor: Actor, now: datetime) -> str:
    """Lock the sheet of the assessor who acts; the state at which the bid stands then.

    Raises:
        NotFound: they have no seat on it. Refused: papers not open, or what is missing, each by its criterion.
    """
    here = own_bid(session, ref, actor=actor, now=now)
    half = [
        item.title
        for item in here.case.criteria.items
        if any(here.written[item.key].values())
        and not (here.written[item.key]["score"] and here.written[item.key]["justification"])
    ]
    if half:
        raise Refused.because(
            "sheet_complete",
            f"Your scores were not locked: {', '.join(half)} {'is' if len(half) == 1 else 'are'} written in part, and a "
            "score needs its reason. Finish or empty that part, then lock again. What you have written is saved.",
        )
    taken = assessment.score(session, ref, {}, actor=actor, now=now, lock=True)
    return taken.state if taken else applications.get(session, ref).state
