"""Taking a file's bids in: each whole or not at all, and none where together they are more than is allocated."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from fundflow import allocations, applications, ledger, organisations, takeovers
from fundflow.applications import Round, taking_over
from fundflow.audit import Act
from fundflow.clock import day_words, london_day
from fundflow.engine.rounds import act_of, must_hold
from fundflow.engine.takeover.adopting import adopt
from fundflow.engine.takeover.checking import check
from fundflow.engine.takeover.facts import Position, Source, rows_said
from fundflow.errors import BadInput, FundflowError, Refused
from fundflow.ledger import BudgetKey
from fundflow.money import pounds
from fundflow.people import Actor
from fundflow.takeovers import TakenLine, TakeOver

VERB = "import.position"


@dataclass
class Result:
    """What became of each row, by its number: `taken` says the case; `refused` says why not; `absent` cases have no row.

    `apart` counts figures of the file, the books and the outside ledger that do not agree and were not on record yet,
    `settled` those on record that agree now.
    """

    taken: dict[int, str] = field(default_factory=dict)
    unchanged: set[int] = field(default_factory=set)
    refused: dict[int, str] = field(default_factory=dict)
    absent: list[str] = field(default_factory=list)
    apart: int = 0
    settled: int = 0


@dataclass
class _Round:
    """One round while its bids are taken in: its rows on record, and what is wrong with which of the new ones."""

    row: Round
    over: TakeOver
    known: Mapping[str, list[TakenLine]]
    wrong: dict[str, str] = field(default_factory=dict)


def take(session: Session, source: Source, positions: Sequence[Position], *, actor: Actor, now: datetime) -> Result:
    """Take in where bids stand by a file; the same again changes nothing, a corrected row replaces what it said before.

    A bid that cannot be taken is left out whole and its figures are kept, so that the take-over report shows the gap.

    Raises:
        Refused: no role. BadInput: the file's day is still to come.
    """
    if source.as_at > london_day(now):
        raise BadInput(
            f"{day_words(source.as_at)} is still to come: say as at which day the file stands", place="as-at"
        )
    result = Result()
    for ref in dict.fromkeys(one.round for one in positions):
        mine = [one for one in positions if one.round == ref]
        try:
            at = _open(session, ref, actor)
        except FundflowError as error:
            result.refused |= {line.line: str(error) for one in mine for line in one.lines}
            continue
        _take_round(session, at, source, mine, result, actor=actor, now=now)
    return result


def _open(session: Session, ref: str, actor: Actor) -> _Round:
    row = applications.get_round(session, ref)
    must_hold(actor, "officer", fund=row.fund, doing="Taking a round over")
    over = takeovers.of_round(session, ref, lock=True)
    if over is None:
        raise Refused.because(
            "round_taken_over",
            f"No bid was taken over: {row.title} began here. Nothing has changed. Begin a round that lived elsewhere "
            "(fundflow take-over begin), and write its reference in the file.",
        )
    if row.state == "cancelled":
        raise Refused.because(
            "round_taken_over",
            f"No bid was taken over: {row.title} was cancelled. Nothing has changed. Begin another one (fundflow take-over "
            "begin), and write its reference in the file.",
        )
    if over.live_at is not None:
        raise Refused.because(
            "before_go_live",
            f"No bid was taken over: {row.title} went live on {day_words(london_day(over.live_at))} by {over.live_by}, and "
            "opening figures are fixed since. Nothing has changed. Correct it by a step on its case, or ask finance.",
        )
    known: dict[str, list[TakenLine]] = {}
    for line in takeovers.lines(session, [over.id]):
        known.setdefault(line.their_ref, []).append(line)
    return _Round(row, over, known)


def _take_round(
    session: Session,
    at: _Round,
    source: Source,
    positions: Sequence[Position],
    result: Result,
    *,
    actor: Actor,
    now: datetime,
) -> None:
    pinned = applications.definitions(at.row)
    fresh = [one for one in positions if not _same(one, at.known.get(one.their_ref, []), source)]
    for one in positions:
        if one not in fresh:
            result.unchanged |= {line.line for line in one.lines}
    for one in fresh:
        try:
            check(session, one, pinned, source)
        except FundflowError as error:
            at.wrong[one.their_ref] = str(error)
    _within_allocation(session, at, positions, fresh)
    for one in sorted(fresh, key=lambda one: not _gives_back(one, at.known.get(one.their_ref, []))):
        _take_one(session, at, source, one, result, actor=actor, now=now)
    named = {one.their_ref for one in positions}
    result.absent += [
        ref for ref, rows in at.known.items() if ref not in named and any(row.application_id for row in rows)
    ]
    act = act_of(actor, now=now, what=VERB, subject=at.row.ref)
    if fresh:
        takeovers.note_file(session, at.over, file=source.file, sha256=source.sha256, as_at=source.as_at, act=act)
    _note_differences(session, at.over, result, act)


def _note_differences(session: Session, over: TakeOver, result: Result, act: Act) -> None:
    """Put what does not agree into the register of such figures, and close what agrees now."""
    found = takeovers.compared(session, over)
    findings = [finding for one in found for finding in one.findings()]
    agree = {key for one in found for key in one.keys.values()} - {finding.key for finding in findings}
    result.settled += len(allocations.settle(session, sorted(agree), act=act))
    result.apart += len(allocations.raise_many(session, findings, act=act))


def _same(position: Position, known: Sequence[TakenLine], source: Source) -> bool:
    """Whether a bid was taken in with these very rows before, and not by this very file as at another day."""
    if any(row.file_sha256 == source.sha256 and row.as_at != source.as_at for row in known):
        return False
    standing = all(row.application_id is not None for row in known)
    return standing and sorted(row.sha256 for row in known) == sorted(line.sha256 for line in position.lines)


def _gives_back(position: Position, known: Sequence[TakenLine]) -> bool:
    """Whether a bid holds less than before: such bids go first, for others may take what they free."""
    return position.agreed_pence < sum(row.agreed_pence for row in known if row.entry_id is not None)


def _within_allocation(session: Session, at: _Round, positions: Sequence[Position], fresh: Sequence[Position]) -> None:
    """Leave out every bid of a commissioner's year whose rows come to more than is allocated there, naming the rows."""
    names = organisations.names(session, applications.definitions(at.row).fund.commissioners)
    sound = [one for one in positions if one.their_ref not in at.wrong]
    known = {one.their_ref for one in sound}
    held = {
        (row.commissioner, row.period, row.their_ref): row.agreed_pence
        for rows in at.known.values()
        for row in rows
        if row.entry_id is not None
    }
    for commissioner, period in sorted({(line.commissioner, line.period) for one in sound for line in one.lines}):
        rows = [
            (one, line)
            for one in sound
            for line in one.lines
            if (line.commissioner, line.period) == (commissioner, period) and line.agreed
        ]
        asked = sum(line.agreed for _, line in rows)
        there = ledger.position(session, BudgetKey(commissioner, period, at.row.fund))
        own = sum(
            pence for (who, when, ref), pence in held.items() if (who, when) == (commissioner, period) and ref in known
        )
        room = (there.uncommitted if there else 0) + own
        if asked <= room:
            continue
        said = (
            f"{rows_said([line.line for _, line in rows])} come to {pounds(asked)} and {pounds(room)} is left for "
            f"{names.get(commissioner, commissioner)} in {period}: lower them by {pounds(asked - room)}, or have the missing "
            "money allocated first (fundflow import allocations)"
        )
        at.wrong |= {one.their_ref: said for one, _ in rows if one in fresh}


def _take_one(
    session: Session, at: _Round, source: Source, one: Position, result: Result, *, actor: Actor, now: datetime
) -> None:
    assert at.row.id is not None
    before = at.known.get(one.their_ref, [])
    standing = taking_over.by_their_ref(session, at.row.id, one.their_ref)
    entries: dict[int, int] = {}
    case = None
    wrong = at.wrong.get(one.their_ref, "")
    if not wrong:
        try:
            with session.begin_nested():
                if standing and standing.lead != organisations.current(session, one.lead):
                    raise BadInput(
                        f"{one.their_ref} was taken over for {standing.lead}: give the other bid a reference of its own",
                        place="organisation",
                    )
                case, entries = adopt(
                    session, at.row, one, source, standing=standing, before=before, actor=actor, now=now
                )
        except FundflowError as error:
            case, wrong = None, str(error)
    if wrong and standing:
        wrong = f"{wrong} ({standing.ref} stands as it was)"
    rows = _rows(at, source, one, now=now, wrong=wrong)
    takeovers.replace_lines(session, at.over, one.their_ref, rows, taken=case is not None)
    for row in rows:
        if case is None:
            result.refused[row.line] = wrong
            continue
        takeovers.link(session, row, application_id=case.id, entry_id=entries.get(row.line))
        result.taken[row.line] = case.ref


def _rows(at: _Round, source: Source, one: Position, *, now: datetime, wrong: str) -> list[TakenLine]:
    assert at.over.id is not None
    workflow = applications.definitions(at.row).workflow
    state = workflow.states.get(one.state) if workflow else None
    return [
        TakenLine(
            take_over_id=at.over.id,
            file=source.file,
            file_sha256=source.sha256,
            line=line.line,
            as_at=source.as_at,
            cells=dict(line.cells),
            sha256=line.sha256,
            their_ref=one.their_ref,
            commissioner=line.commissioner,
            period=line.period,
            holds=state.holds if state else "",
            agreed_pence=line.agreed,
            paid_pence=line.paid,
            payment_refs=list(line.payment_refs),
            left_out=wrong,
            read_at=now,
        )
        for line in one.lines
    ]
