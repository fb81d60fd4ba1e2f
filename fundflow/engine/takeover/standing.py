"""Where every bid of a round stands, in the columns in which a position is read: the way back to a spreadsheet."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from fundflow import applications, awards, ledger, takeovers
from fundflow.applications import Application, Dossier
from fundflow.clock import london_day
from fundflow.engine.takeover.adopting import FACT, KEPT_UNTIL
from fundflow.money import Pence

Cell = str | Pence | None
"""Text, or pence in the three columns of money."""
MONEY = ("asked", "agreed", "paid")


def rows(session: Session, round_ref: str) -> list[dict[str, Cell]]:
    """One row a bid, commissioner and year, by reference; bids that were set aside are left out."""
    pinned = applications.definitions(applications.get_round(session, round_ref))
    assert pinned.workflow is not None
    found: list[dict[str, Cell]] = []
    for one in applications.find_cases(session, round_ref=round_ref):
        if not one.set_aside:
            row = applications.get(session, one.ref)
            said = _of_the_bid(session, row, pinned.workflow.states[row.state].officer)
            found += [{**said, **line} for line in _lines(session, row)]
    return found


def _of_the_bid(session: Session, row: Application, state: str) -> dict[str, Cell]:
    assert row.id is not None
    dossier = applications.dossier(session, row.ref)
    offers, award = awards.offers(session, row.id), awards.find_award(session, row.id)
    last = offers[-1] if offers else None
    taken = dict(row.facts.get(FACT) or {})
    minutes = dict(row.facts.get("minutes") or {})
    until = next((row.deadlines[name] for name in KEPT_UNTIL if name in row.deadlines), None)
    return {
        "round": dossier.round,
        "their_ref": row.their_ref or row.ref,
        "organisation": row.lead,
        "title": row.title,
        "state": state,
        "received_on": _day(row.submitted_at),
        "decided_on": str(taken.get("decided_on") or "") or _day(last.issued_at if last else None),
        "minute": "; ".join(sorted({str(one) for one in minutes.values() if one})),
        "offered_on": _day(last.issued_at if last else None),
        "accepted_on": _day(award.accepted_at if award else None),
        "starts": award.starts.isoformat() if award else "",
        "ends": award.ends.isoformat() if award else "",
        "until": _day(datetime.fromisoformat(until)) if until else "",
        "partners": "; ".join(_partners(dossier)),
        "conditions": "; ".join(one.text for one in awards.conditions(session, row.id) if one.state == "open"),
        "note": next((note for one in takeovers.lines_of_case(session, row.id) if (note := one.cells.get("note"))), ""),
    }


def _partners(dossier: Dossier) -> list[str]:
    return sorted(one.organisation for one in dossier.present if one.role == "partner")


def _lines(session: Session, row: Application) -> list[Mapping[str, Cell]]:
    held = {
        (one.key.commissioner, one.key.period): one for one in ledger.holdings(session, holder_prefix=f"{row.ref}/")
    }
    assert row.id is not None
    refs = {(one.commissioner, one.period): one.payment_refs for one in takeovers.lines_of_case(session, row.id)}
    lines: list[Mapping[str, Cell]] = []
    for share in applications.dossier(session, row.ref).shares:
        for period, asked in sorted(share.asked.items()):
            here = held.get((share.commissioner, period))
            lines.append(
                {
                    "commissioner": share.commissioner,
                    "year": period,
                    "asked": asked,
                    "agreed": here.reserved + here.committed if here else 0,
                    "paid": here.paid if here else 0,
                    "payment_refs": "; ".join(refs.get((share.commissioner, period), ())),
                }
            )
    return lines


def _day(at: datetime | None) -> str:
    return london_day(at).isoformat() if at else ""
