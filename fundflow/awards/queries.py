"""Finds offers and awards, and everything that hangs on them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from sqlmodel import Session, SQLModel, col, select

from fundflow.awards.rules.facts import AwardDossier, AwardFacts, ConditionFacts, OfferFacts, VariationFacts
from fundflow.awards.rules.offers import Amounts
from fundflow.awards.rules.variations import from_rows, totals
from fundflow.awards.tables import (
    Asset,
    Award,
    AwardLine,
    Condition,
    Duty,
    FinalReport,
    Offer,
    OfferLine,
    Review,
    Suspension,
    Variation,
)
from fundflow.errors import NotFound

_Row = TypeVar("_Row", bound=SQLModel)


def offers(session: Session, application_id: int) -> list[Offer]:
    """Every version of a case's offer, in order."""
    query = select(Offer).where(Offer.application_id == application_id).order_by(col(Offer.number))
    return list(session.exec(query))


def open_offer(session: Session, application_id: int) -> Offer | None:
    """The offer that can still be accepted or is being queried, if there is one."""
    query = select(Offer).where(Offer.application_id == application_id, col(Offer.state).in_(("open", "queried")))
    return session.exec(query).first()


def offer_amounts(session: Session, offer_id: int) -> Amounts:
    """Pence offered by commissioner and period."""
    rows = session.exec(select(OfferLine).where(OfferLine.offer_id == offer_id)).all()
    return _table(sorted(rows, key=_by_cell))


def stored_id(row: Offer | Award) -> int:
    """The id of a row that the database holds."""
    assert row.id is not None
    return row.id


def _table(rows: Iterable[OfferLine | AwardLine]) -> Amounts:
    amounts: Amounts = {}
    for row in rows:
        amounts.setdefault(row.commissioner, {})[row.period] = row.pence
    return amounts


def award_row(session: Session, application_id: int) -> Award:
    """The row of a case's award, to act on.

    Raises:
        NotFound: nothing was awarded.
    """
    found = find_award(session, application_id)
    if found is None:
        raise NotFound("nothing has been awarded in this case yet")
    return found


def find_award(session: Session, application_id: int) -> Award | None:
    """The award of a case, if there is one."""
    return session.exec(select(Award).where(Award.application_id == application_id)).first()


def award_amounts(session: Session, award_id: int) -> Amounts:
    """Pence of an award now by commissioner and period, nought included."""
    rows = session.exec(select(AwardLine).where(AwardLine.award_id == award_id)).all()
    return _table(sorted(rows, key=_by_cell))


def award_lines(session: Session, award_id: int) -> dict[tuple[str, str], AwardLine]:
    """The lines of an award by commissioner and period."""
    query = select(AwardLine).where(AwardLine.award_id == award_id)
    return {(row.commissioner, row.period): row for row in session.exec(query)}


def conditions(session: Session, application_id: int, *, kind: str | None = None) -> list[Condition]:
    """The conditions of a case that have not been dropped, in order."""
    query = select(Condition).where(Condition.application_id == application_id, Condition.state != "dropped")
    if kind is not None:
        query = query.where(Condition.kind == kind)
    return list(session.exec(query.order_by(col(Condition.number))))


def condition(session: Session, application_id: int, number: int) -> Condition:
    """One condition by its number in the case.

    Raises:
        NotFound: there is none.
    """
    query = select(Condition).where(Condition.application_id == application_id, Condition.number == number)
    found = session.exec(query).first()
    if found is None:
        raise NotFound(f"there is no condition {number} in this case")
    return found


def last_condition_number(session: Session, application_id: int) -> int:
    """The highest number given to a condition of a case; nought when there is none."""
    query = select(Condition.number).where(Condition.application_id == application_id)
    return max(session.exec(query), default=0)


def precedents_waiting(session: Session, application_id: int) -> list[Condition]:
    """Conditions precedent that are neither met nor waived: nothing is paid before they are."""
    return [row for row in conditions(session, application_id, kind="precedent") if row.state in ("open", "failed")]


def variations(session: Session, award_id: int) -> list[Variation]:
    """Every variation of an award, in order."""
    query = select(Variation).where(Variation.award_id == award_id).order_by(col(Variation.number))
    return list(session.exec(query))


def open_variation(session: Session, award_id: int) -> Variation | None:
    """The variation that waits for a decision, if there is one."""
    query = select(Variation).where(Variation.award_id == award_id, Variation.state == "requested")
    return session.exec(query).first()


def open_suspension(session: Session, award_id: int) -> Suspension | None:
    """The suspension that has not been lifted, if there is one."""
    query = select(Suspension).where(Suspension.award_id == award_id, col(Suspension.lifted_at).is_(None))
    return session.exec(query).first()


def open_review(session: Session, award_id: int) -> Review | None:
    """The review that has no outcome yet, if there is one."""
    return session.exec(select(Review).where(Review.award_id == award_id, Review.outcome == "open")).first()


def reviews(session: Session, award_id: int) -> list[Review]:
    """Every review of an award, in order."""
    return list(session.exec(select(Review).where(Review.award_id == award_id).order_by(col(Review.id))))


def suspensions(session: Session, award_id: int) -> list[Suspension]:
    """Every stop of an award's payments, in order."""
    return list(session.exec(select(Suspension).where(Suspension.award_id == award_id).order_by(col(Suspension.id))))


def final_reports(session: Session, award_id: int) -> list[FinalReport]:
    """Every final report of an award, in order; a returned one is followed by another."""
    query = select(FinalReport).where(FinalReport.award_id == award_id).order_by(col(FinalReport.number))
    return list(session.exec(query))


def final_report_accepted(session: Session, award_id: int) -> bool:
    """Whether an officer has accepted the final report."""
    return any(row.state == "accepted" for row in final_reports(session, award_id))


def assets(session: Session, award_id: int) -> list[Asset]:
    """What the money of an award bought that lasts, in order."""
    return list(session.exec(select(Asset).where(Asset.award_id == award_id).order_by(col(Asset.number))))


def duties(session: Session, award_id: int) -> list[Duty]:
    """What each participant owes under an award, by organisation."""
    query = select(Duty).where(Duty.award_id == award_id).order_by(col(Duty.organisation))
    return list(session.exec(query))


def duty_of(session: Session, award_id: int, organisation: str) -> Duty | None:
    """What one participant owes under an award, if anything is stated."""
    query = select(Duty).where(Duty.award_id == award_id, Duty.organisation == organisation)
    return session.exec(query).first()


def award_dossiers(session: Session, application_ids: Sequence[int]) -> dict[int, AwardDossier]:
    """Offers, awards and conditions of several cases in eight queries."""
    last: dict[int, Offer] = {}
    for row in sorted(_in(session, Offer, "application_id", application_ids), key=lambda offer: offer.number):
        last[row.application_id] = row
    awards = {row.application_id: row for row in _in(session, Award, "application_id", application_ids)}
    offered = _grouped(_in(session, OfferLine, "offer_id", [row.id for row in last.values()]), "offer_id")
    awarded = _grouped(_in(session, AwardLine, "award_id", [row.id for row in awards.values()]), "award_id")
    asked = _grouped(_in(session, Condition, "application_id", application_ids), "application_id")
    ids = [row.id for row in awards.values()]
    stopped = {row.award_id: row for row in _in(session, Suspension, "award_id", ids) if row.lifted_at is None}
    varied = {row.award_id: row for row in _in(session, Variation, "award_id", ids) if row.state == "requested"}
    found = {}
    for case in application_ids:
        offer, award = last.get(case), awards.get(case)
        kept = sorted((row for row in asked[case] if row.state != "dropped"), key=lambda row: row.number)
        found[case] = AwardDossier(
            application_id=case,
            offer=_offer(offer, offered[stored_id(offer)]) if offer else None,
            award=_award(award, awarded[stored_id(award)], stopped, varied) if award else None,
            conditions=tuple(_condition(row) for row in kept),
        )
    return found


def _in(session: Session, table: type[_Row], key: str, values: Sequence[int | None]) -> list[_Row]:
    column: Any = getattr(table, key)
    return list(session.exec(select(table).where(column.in_(values))))


def _grouped(rows: Iterable[_Row], key: str) -> dict[int, list[_Row]]:
    grouped: dict[int, list[_Row]] = defaultdict(list)
    for row in rows:
        grouped[getattr(row, key)].append(row)
    return grouped


def _offer(row: Offer, lines: Iterable[OfferLine]) -> OfferFacts:
    same = {name: getattr(row, name) for name in OfferFacts.__dataclass_fields__ if name != "amounts"}
    return OfferFacts(**same, amounts=_table(sorted(lines, key=_by_cell)))


def _award(
    row: Award, lines: Iterable[AwardLine], stopped: Mapping[int, Suspension], varied: Mapping[int, Variation]
) -> AwardFacts:
    read = ("amounts", "suspended_since", "suspension_reason", "open_variation")
    same = {name: getattr(row, name) for name in AwardFacts.__dataclass_fields__ if name not in read}
    stop, variation = stopped.get(stored_id(row)), varied.get(stored_id(row))
    return AwardFacts(
        **same,
        amounts=_table(sorted(lines, key=_by_cell)),
        suspended_since=stop.suspended_at if stop else None,
        suspension_reason=stop.reason if stop else "",
        open_variation=_variation(variation) if variation else None,
    )


def _variation(row: Variation) -> VariationFacts:
    changes = from_rows(row.before, row.after)
    return VariationFacts(
        number=row.number,
        kind=row.kind,
        reason=row.reason,
        requested_at=row.requested_at,
        within_tolerance=row.within_tolerance,
        changes=changes,
        before=_rows(totals(changes, "before")),
        after=_rows(totals(changes, "after")),
        details=row.details,
    )


def _rows(amounts: Amounts) -> tuple[Mapping[str, Any], ...]:
    return tuple(
        {"commissioner": commissioner, "period": period, "pence": pence}
        for commissioner, row in amounts.items()
        for period, pence in row.items()
    )


def _condition(row: Condition) -> ConditionFacts:
    return ConditionFacts(**{name: getattr(row, name) for name in ConditionFacts.__dataclass_fields__})


def _by_cell(row: OfferLine | AwardLine) -> tuple[str, str]:
    return row.commissioner, row.period
