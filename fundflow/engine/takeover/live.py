"""Going live: two people say that from now on a round lives here, and its bids, which stood still, go on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from fundflow import applications, audit, awards, monitoring, takeovers
from fundflow.clock import day_words, london_day
from fundflow.engine import seconding, timers
from fundflow.engine.case import Case, open_case
from fundflow.engine.rounds import act_of
from fundflow.engine.seconding import Request, Waiting
from fundflow.engine.takeover.differing import differences
from fundflow.errors import NotFound, Refused
from fundflow.money import pounds
from fundflow.people import Actor, Proposal
from fundflow.plural import counted
from fundflow.takeovers import TakenLine, TakeOver

VERB = "go_live"


@dataclass(frozen=True)
class Lived:
    """What came of it: the round lives here, or waits for the second person; how many bids go on."""

    over: TakeOver
    waiting: Waiting | None
    bids: int = 0


def go_live(session: Session, ref: str, *, actor: Actor, now: datetime, reason: str = "") -> Lived:
    """An officer asks for it and finance agrees to exactly the same position; from then on the opening figures are fixed.

    What would have fallen due before is not made up for: nothing is late because it was done elsewhere.

    Raises:
        NotFound: the round is not taken over. Refused: no role, nothing taken in, live already, the same person twice,
            figures that differ and nobody accepted (`take_over_agrees`), an offer that has ended since (`offer_open`).
    """
    over = takeovers.of_round(session, ref, lock=True)
    if over is None:
        raise NotFound(f"{ref} began here and is not taken over. Look at those that are (fundflow take-over list).")
    if over.live_at is not None:
        raise Refused.because(
            "before_go_live",
            f"Nothing was done: {ref} went live on {day_words(london_day(over.live_at))} by {over.live_by}. Nothing has "
            "changed. Go on with its bids.",
        )
    lines = takeovers.lines(session, [over.id])
    taken = _taken(lines)
    if not taken:
        raise Refused.because(
            "position_read",
            f"{ref} did not go live: no bid has been taken over. Nothing has changed. Import where they stand first "
            "(fundflow import position FILE --as-at DAY).",
        )
    _can_go_on(session, over, taken, now=now)
    act = act_of(actor, now=now, what=VERB, subject=ref, reason=seconding.reason_of(session, VERB, ref, given=reason))
    request = _request(over, taken)
    agreed = seconding.seconded(session, request, actor=actor, act=act)
    if agreed is None:
        return Lived(over, seconding.waiting(request, act))
    takeovers.go_live(session, over, names=f"{agreed.asked_name} and {actor.name}", act=act)
    ids = sorted({one.application_id for one in taken if one.application_id is not None})
    for one in ids:
        _go_on(session, one, actor=actor, now=now)
    after = {"live_by": over.live_by, "file": over.file, "sha256": over.sha256, "bids": len(ids), **request.values}
    audit.record(session, act, after=after)
    return Lived(over, None, len(ids))


def _can_go_on(session: Session, over: TakeOver, taken: list[TakenLine], *, now: datetime) -> None:
    _agrees(session, over)
    _offers_stand(session, over, taken, now=now)


def asked(session: Session, over: TakeOver, lines: Sequence[TakenLine]) -> Proposal | None:
    """What one person has asked for and a second may agree to, while its rows are those of the present position."""
    taken = _taken(lines)
    standing = seconding.standing(session, VERB, over.round) if taken else None
    return standing if standing is not None and standing.basis == _request(over, taken).basis else None


def _taken(lines: Sequence[TakenLine]) -> list[TakenLine]:
    return [one for one in lines if one.application_id is not None]


def _agrees(session: Session, over: TakeOver) -> None:
    """The file, the books here and the outside ledger agree, or somebody has accepted what differs materially."""
    waiting = [one for one in differences(session, takeovers.compared(session, over)) if one.holds_up]
    if waiting:
        first, known = waiting[0].finding, waiting[0].known
        accept = f"fundflow discrepancy accept {known.id if known else 'NUMBER'}"
        raise Refused.because(
            "take_over_agrees",
            f"{over.round} did not go live: {_many(len(waiting))} not agree, first {first.what}: "
            f"{first.value_a} in the file and {first.value_b} in {first.source_b}. Nothing has changed. Correct the file and "
            f"import it again, or let somebody accept each by name ({accept}).",
        )


def _offers_stand(session: Session, over: TakeOver, taken: list[TakenLine], *, now: datetime) -> None:
    """No offer has ended since the file's day: nobody could accept it here, and nothing would free its money."""
    for number, their_ref in sorted({(one.application_id, one.their_ref) for one in taken if one.application_id}):
        offer = awards.open_offer(session, number)
        if offer is not None and offer.expires_at < now:
            raise Refused.because(
                "offer_open",
                f"{over.round} did not go live: the offer of {their_ref} ended on {day_words(london_day(offer.expires_at))}, "
                "and the file does not say what came of it. Nothing has changed. Write in the file where it stands, or a "
                "later 'until', and import it again (fundflow import position FILE --as-at DAY).",
            )


def _many(number: int) -> str:
    return f"{counted(number, 'figure')} do{'es' * (number == 1)}"


def _request(over: TakeOver, taken: list[TakenLine]) -> Request:
    bids = len({one.application_id for one in taken})
    agreed, paid = sum(one.agreed_pence for one in taken), sum(one.paid_pence for one in taken)
    assert over.as_at is not None
    return Request(
        verb=VERB,
        subject=over.round,
        basis=audit.sha256(audit.canonical([[one.id, one.sha256] for one in taken])),
        values={"bids": bids, "agreed_pence": agreed, "paid_pence": paid},
        said=(
            f"going live with {counted(bids, 'bid')}, {pounds(agreed)} agreed and {pounds(paid)} paid as at {day_words(over.as_at)}"
        ),
        doing="Going live",
        asks=("officer",),
        agrees=("finance",),
        fund=over.fund,
    )


def _go_on(session: Session, application_id: int, *, actor: Actor, now: datetime) -> None:
    ref = applications.get_by_id(session, application_id).ref
    case: Case = open_case(session, ref, actor=actor, now=now, step=VERB, lock=True)
    timers.arm(case, left="", made_up_for=False)
    for row in monitoring.returns_of(session, case.id):
        timers.put_return(case, row)
