"""The register of figures that do not agree: raising, accepting and settling its lines."""

from collections.abc import Iterable
from typing import Final

from sqlmodel import Session

from fundflow.allocations import queries, rules
from fundflow.allocations.tables import Discrepancy
from fundflow.audit import Act
from fundflow.errors import BadInput, Refused

_FACTS: Final = (
    "kind",
    "severity",
    "what",
    "fund",
    "commissioner",
    "period",
    "source_a",
    "value_a",
    "source_b",
    "value_b",
    "difference_pence",
)


def raise_many(session: Session, findings: Iterable[rules.Finding], *, act: Act) -> set[str]:
    """Record findings; the keys of those that were new, or whose figures have changed."""
    wanted = {finding.key: finding for finding in findings}
    stored = queries.discrepancies_by_key(session, wanted)
    wrote: set[str] = set()
    for key, finding in wanted.items():
        facts = {name: getattr(finding, name) for name in _FACTS}
        row = stored.get(key)
        if row is None:
            session.add(Discrepancy(key=key, raised_at=act.now, owner=finding.owner, note=finding.note, **facts))
        elif row.status == "resolved" or any(getattr(row, name) != value for name, value in facts.items()):
            for name, value in facts.items():
                setattr(row, name, value)
            row.status, row.raised_at, row.settled_at = "open", act.now, None
            session.add(row)
        else:
            continue
        wrote.add(key)
    session.flush()
    return wrote


def accept(session: Session, discrepancy_id: int, *, act: Act) -> Discrepancy:
    """Accept a difference as it is, by name and with a reason; neither figure is repaired (domain 1.5).

    Who accepts it owns it from then on; the reason stands after what was noted before.

    Raises:
        NotFound: there is no such line.
        BadInput: no reason is given, or nobody's name.
        Refused: it is not open.
    """
    row = queries.discrepancy(session, discrepancy_id)
    if row.status != "open":
        raise Refused.because(
            "discrepancy_open",
            f"Discrepancy {discrepancy_id} is {row.status} already, by {row.owner or 'the figures themselves'}. "
            "Nothing has changed.",
        )
    if not act.reason.strip() or not act.actor.strip():
        raise BadInput(
            "a discrepancy is accepted by name and with a reason: say why the difference may stand", place="reason"
        )
    row.note = " ".join(part for part in (row.note, act.reason.strip()) if part)
    row.status, row.owner, row.settled_at = "accepted", act.actor, act.now
    session.add(row)
    session.flush()
    return row


def assign(session: Session, discrepancy_id: int, *, owner: str) -> Discrepancy:
    """Name who looks into a difference.

    Raises:
        NotFound: there is no such line.
        BadInput: nobody is named.
        Refused: it is not open: who accepted it owns it.
    """
    row = queries.discrepancy(session, discrepancy_id)
    if not owner.strip():
        raise BadInput("say who looks into it", place="owner")
    if row.status != "open":
        raise Refused.because(
            "discrepancy_open",
            f"Nobody was named for discrepancy {discrepancy_id}: it is {row.status} already, by "
            f"{row.owner or 'the figures themselves'}. Nothing has changed.",
        )
    row.owner = owner.strip()
    session.add(row)
    session.flush()
    return row


def settle(session: Session, keys: Iterable[str], *, act: Act) -> set[str]:
    """Close those findings whose figures agree now; the keys of those that were open or accepted until now."""
    settled: set[str] = set()
    for key, row in queries.discrepancies_by_key(session, keys).items():
        if row.status != "resolved":
            row.status, row.settled_at = "resolved", act.now
            row.note = row.note or "the figures agree now"
            session.add(row)
            settled.add(key)
    session.flush()
    return settled
