"""An assessor's own desk: every bid declared on one page, papers in one pack, scores compared and locked together."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from sqlmodel import Session

from fundflow import applications, organisations, practising, scoring
from fundflow.applications import Dossier
from fundflow.clock import london_day
from fundflow.definitions.criteria import Criteria
from fundflow.definitions.fund import Form
from fundflow.engine import assessment, marking, parties
from fundflow.errors import NotFound, Refused
from fundflow.people import Actor


@dataclass(frozen=True)
class ToDeclare:
    """One bid as an assessor sees it before declaring: who is in it, and what the register suggests.

    `answered` is empty until they have answered (or where a body has joined since).
    """

    ref: str
    title: str
    lead: str
    practices: tuple[str, ...]
    ask_pence: int
    suggested: str
    why: str
    answered: str


@dataclass(frozen=True)
class GridRow:
    """One bid of an assessor's own grid: their marks by criterion, and their own exact total where it is whole."""

    ref: str
    title: str
    state: str
    marks: Mapping[str, int]
    total: Fraction | None
    lacks: tuple[str, ...]


@dataclass(frozen=True)
class LockedBid:
    """What came of locking one bid: its state afterwards, or what is missing."""

    ref: str
    locked: bool
    state: str
    missing: str


@dataclass(frozen=True)
class Pack:
    """Everything that goes into an assessor's pack: the papers that are open to them, in order, and those that are not."""

    person: str
    on: date
    round_title: str
    form: Form
    criteria: Criteria
    bids: tuple[Dossier, ...]
    names: Mapping[str, str]
    shut: tuple[tuple[str, str], ...]


def own_seats(session: Session, round_ref: str, actor: Actor) -> list[tuple[str, scoring.Assignment]]:
    """The bids of a round that somebody assesses, by reference, each with their seat.

    Raises:
        NotFound: they assess none of them.
    """
    cases = {one.id: one.ref for one in applications.find_cases(session, round_ref=round_ref)}
    found = scoring.assigned_to(session, actor.id, application_ids=list(cases))
    if not found:
        applications.get_round(session, round_ref)
        raise _assesses_none(round_ref, actor)
    return sorted((cases[seat.application_id], seat) for seat in found)


def to_declare(session: Session, round_ref: str, *, actor: Actor, now: datetime) -> list[ToDeclare]:
    """One line for every bid that the assessor who acts has, from a summary alone, with the register's suggestion."""
    seats = own_seats(session, round_ref, actor)
    bids = applications.dossiers(session, [ref for ref, _ in seats])
    day = london_day(now)
    bodies = parties.own_of_many(session, bids, on=day)
    ties = scoring.ties(session, actor.id, on=day)
    near = _near(session, actor, bodies, on=day)
    said = scoring.own_declarations(session, actor.id, [bid.id for bid in bids])
    rows = []
    for bid in bids:
        own, answer = bodies[bid.ref], said.get(bid.id)
        suggested, why = _suggestion(own, ties, near.get(bid.ref, ""))
        rows.append(
            ToDeclare(
                ref=bid.ref,
                title=bid.title,
                lead=own[bid.lead],
                practices=tuple(own[one.organisation] for one in bid.present if one.role != "lead"),
                ask_pence=bid.ask_pence,
                suggested=suggested,
                why=why,
                answered=answer.answer if answer and set(own) <= set(answer.about) else "",
            )
        )
    return rows


def _near(session: Session, actor: Actor, bodies: Mapping[str, Mapping[str, str]], *, on: date) -> dict[str, str]:
    """Bids with a practice of the assessor's own commissioner: reference to the commissioner's name."""
    home = actor.organisation
    if not home:
        return {}
    belongs = organisations.commissioners_of(session, sorted({home}.union(*bodies.values())), on=on)
    here = belongs.get(home)
    if here is None:
        return {}
    name = organisations.names(session, [here]).get(here, here)
    return {ref: name for ref, own in bodies.items() if here in {belongs[code] for code in own if code in belongs}}


def _suggestion(own: Mapping[str, str], ties: Mapping[str, str], near: str) -> tuple[str, str]:
    tied = [f"{own[code]}: {why}" for code, why in ties.items() if code in own]
    if tied:
        return "declare", "; ".join(tied)
    if near:
        return "same_area", f"your practice belongs to {near} too"
    return "none", ""


def declare_all(
    session: Session, round_ref: str, answers: Mapping[str, tuple[str, str]], *, actor: Actor, now: datetime
) -> int:
    """Answer for many bids of a round at once: (answer, what the interest is) by reference; all of them or none.

    Raises:
        NotFound: a reference that is not a bid of theirs. BadInput: an answer that is none.
        Refused: an interest without a word about it, or an answer that waits for a ruling.
    """
    own = {ref for ref, _ in own_seats(session, round_ref, actor)}
    for ref, (answer, detail) in answers.items():
        if ref not in own:
            raise NotFound(
                f"nothing was declared: {ref} is not among the bids of {round_ref} that {actor.name} assesses"
            )
        try:
            assessment.declare(session, ref, answer=answer, detail=detail, actor=actor, now=now)
        except Refused as refused:
            raise Refused.because(
                refused.refusals[0].guard, f"{ref}: {refused} No answer of this page was kept."
            ) from None
    return len(answers)


def grid(session: Session, round_ref: str, *, actor: Actor) -> list[GridRow]:
    """The own scores of the assessor who acts, bid by bid, to be compared before they are locked."""
    criteria = criteria_of(session, round_ref)
    cases = {one.id: one for one in applications.find_cases(session, round_ref=round_ref)}
    sheets = scoring.own_sheets(session, actor.id, cases)
    if not sheets:
        raise _assesses_none(round_ref, actor)
    rows = []
    for number in sorted(sheets, key=lambda one: cases[one].ref):
        sheet = sheets[number]
        marks = {item.key: sheet.scores[item.key].score for item in criteria.items if item.key in sheet.scores}
        whole = len(marks) == len(criteria.items)
        total = scoring.own_total(criteria, scoring.ScoreSet(actor.id, marks)) if whole else None
        state = sheet.assignment.state
        lacks = () if state == "locked" else scoring.missing_to_lock(criteria, sheet.marks())
        rows.append(GridRow(cases[number].ref, cases[number].title, state, marks, total, lacks))
    return rows


def _assesses_none(round_ref: str, actor: Actor) -> NotFound:
    return NotFound(f"{actor.name} assesses no bid of {round_ref}: the officer's list shows who does")


def criteria_of(session: Session, round_ref: str) -> Criteria:
    """How a round is scored.

    Raises:
        NotFound: it is not scored.
    """
    criteria = applications.definitions(applications.get_round(session, round_ref)).criteria
    if criteria is None:
        raise NotFound(f"{round_ref} is not scored, so nobody has a grid of it")
    return criteria


def lock_all(session: Session, round_ref: str, *, actor: Actor, now: datetime) -> list[LockedBid]:
    """Lock every bid of the assessor who acts that is complete; the others say what they lack and stay open."""
    done = []
    for ref, seat in own_seats(session, round_ref, actor):
        if seat.state == "locked":
            continue
        try:
            state = marking.lock_sheet(session, ref, actor=actor, now=now)
        except Refused as refused:
            done.append(LockedBid(ref, False, applications.get(session, ref).state, str(refused)))
        else:
            done.append(LockedBid(ref, True, state, ""))
    return done


def open_pack(session: Session, round_ref: str, *, actor: Actor, now: datetime) -> Pack:
    """Open the papers of every bid that the assessor who acts may read, and gather them for a pack.

    Bids that are not declared, or wait for a ruling, stay shut and are named with the reason.

    Raises:
        Refused: not one bid is open to them. NotFound: they assess none.
    """
    row = applications.get_round(session, round_ref)
    pinned = applications.definitions(row)
    assert pinned.fund.form is not None
    refs, shut = [], []
    for ref, _ in own_seats(session, round_ref, actor):
        try:
            assessment.open_papers(session, ref, actor=actor, now=now)
        except Refused as refused:
            shut.append((ref, str(refused)))
        else:
            refs.append(ref)
    if not refs:
        raise Refused.because(
            "declared_before_papers",
            f"No pack was made: 0 of your {len(shut)} bids are open to you. {shut[0][0]}: {shut[0][1]}",
        )
    bids = tuple(applications.dossiers(session, refs))
    codes = {one.organisation for bid in bids for one in bid.present} | {bid.lead for bid in bids}
    return Pack(
        person=actor.name,
        on=london_day(now),
        round_title=row.title,
        form=pinned.fund.form,
        criteria=criteria_of(session, round_ref),
        bids=bids,
        names=organisations.names(session, sorted(codes)),
        shut=tuple(shut),
    )


@dataclass(frozen=True)
class SheetRow:
    """One bid and criterion of an assessor's sheet, with what is written so far."""

    ref: str
    title: str
    criterion: str
    written: Mapping[str, str | int]
    locked: bool


@dataclass(frozen=True)
class OwnSheet:
    """An assessor's whole sheet of a round; `practice` where its database is only for practising."""

    criteria: Criteria
    rows: tuple[SheetRow, ...]
    practice: bool = False


def own_sheet(session: Session, round_ref: str, *, actor: Actor) -> OwnSheet:
    """What the assessor who acts has written, a row for each bid and criterion; nobody else's words are in it."""
    criteria = criteria_of(session, round_ref)
    rows = []
    for ref, seat in own_seats(session, round_ref, actor):
        case = applications.get(session, ref)
        seen = scoring.sheets_seen_by(
            session, seat.application_id, actor.id, criteria=criteria, ask_pence=case.ask_pence
        )
        mine = next((one.scores for one in seen if one.assignment.id == seat.id), {})
        for item in criteria.items:
            names = ("score", "justification", "strength", "gap", "note")
            written = {name: getattr(mine[item.key], name) for name in names} if item.key in mine else {}
            rows.append(SheetRow(ref, case.title, item.key, written, seat.state == "locked"))
    return OwnSheet(criteria, tuple(rows), practice=practising.marker(session) is not None)
