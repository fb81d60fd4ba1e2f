"""Which bids would meet the rules of a round, and which would not, if its definitions were others: by commissioner (case 63)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from fundflow import applications, organisations
from fundflow.definitions import unpin
from fundflow.engine import visibility
from fundflow.engine.case import open_case
from fundflow.engine.guards import gates
from fundflow.engine.rounds.opening import must_hold
from fundflow.people import Actor


@dataclass(frozen=True)
class Turned:
    """A bid that would meet every rule and did not, or the other way round; `why` says what it would fail."""

    ref: str
    passes: bool
    why: str


@dataclass(frozen=True)
class GateEffect:
    """One commissioner's bids that wait for a decision: how many meet every rule now, how many would, and which turn."""

    commissioner: str
    name: str
    bids: int
    meet_now: int
    would_meet: int
    turned: tuple[Turned, ...]


def gate_effect(
    session: Session, ref: str, pinned: Mapping[str, Any], *, actor: Actor, now: datetime
) -> tuple[GateEffect, ...]:
    """Test every bid of a round that nobody has decided, by the rules as they are and as they would be; nothing is written.

    A bid counts at each commissioner that it asks. Empty where no rule that is tested would find otherwise of any bid.

    Raises:
        Refused: no role, or the fund keeps to itself whom it helps. NotFound: there is no such round.
    """
    row = applications.get_round(session, ref)
    must_hold(actor, "officer", "finance", "auditor", fund=row.fund, doing="Looking at what a change would do")
    visibility.must_count(row, actor=actor)
    fresh, was = unpin(pinned), applications.definitions(row)
    if fresh == was:
        return ()
    found: dict[str, list[tuple[bool, Turned]]] = defaultdict(list)
    for bid in applications.find_cases(session, round_ref=ref):
        state = was.workflow.states[bid.state] if was.workflow else None
        if state is None or state.kind == "end" or state.holds != "nothing":
            continue
        case = open_case(session, bid.ref, actor=actor, now=now)
        failed = [why for _, why in gates.results(case) if why]
        case.pinned = fresh
        would_fail = [f"{why} (Rule {gate.code})" for gate, why in gates.results(case) if why]
        for share in case.dossier.shares:
            found[share.commissioner].append((not failed, Turned(bid.ref, not would_fail, " ".join(would_fail))))
    names = organisations.names(session, sorted(found))
    made = [_of(code, names.get(code, code), bids) for code, bids in sorted(found.items())]
    return tuple(made) if any(one.turned for one in made) else ()


def _of(code: str, name: str, bids: list[tuple[bool, Turned]]) -> GateEffect:
    return GateEffect(
        commissioner=code,
        name=name,
        bids=len(bids),
        meet_now=sum(now for now, _ in bids),
        would_meet=sum(then.passes for _, then in bids),
        turned=tuple(then for now, then in bids if then.passes != now),
    )
