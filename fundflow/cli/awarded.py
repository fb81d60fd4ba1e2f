"""Everything about one award after it was made, composed from the queries of awards for `award history`."""

from typing import Any

from fundflow import applications, awards
from fundflow.cli.terminal import facts
from fundflow.database import Session


def award(session: Session, ref: str) -> dict[str, Any]:
    """Its dates and money now, and every change, review, stop, final report, duty and asset, oldest first.

    Raises:
        NotFound: nothing was awarded in this case.
    """
    case = applications.get(session, ref)
    row = awards.award_row(session, case.id or 0)
    number = row.id or 0
    dates = "recipient accepted_at starts ends last_claim_on precedents_by start_authorised_at novated_at"
    return {
        "ref": ref,
        "state": case.state,
        **facts(row, f"{dates} ended_on end_clause end_reason closed_at"),
        "money": [
            {"commissioner": code, "period": period, "award_pence": pence}
            for code, years in awards.award_amounts(session, number).items()
            for period, pence in years.items()
        ],
        "changes": [
            {**facts(one, "number kind state requested_at reason"), "what": _what(one), **facts(one, _DECIDED)}
            for one in awards.variations(session, number)
        ],
        "reviews": [
            facts(one, "opened_at cause outcome closed_at closed_reason") for one in awards.reviews(session, number)
        ],
        "stops": [
            facts(one, "suspended_at reason remedy long_stop_at lifted_at lifted_reason")
            for one in awards.suspensions(session, number)
        ],
        "final_reports": [
            facts(one, "number state submitted_at settled_at missing") for one in awards.final_reports(session, number)
        ],
        **_kept(session, number),
    }


def _kept(session: Session, number: int) -> dict[str, Any]:
    """What participants owe, and what outlives the award."""
    return {
        "duties": [
            {**facts(one, "organisation duty"), "part_pence": one.pence, "ended_on": one.ended_on}
            for one in awards.duties(session, number)
        ],
        "assets": [
            {**facts(one, "number what"), "cost_pence": one.pence, **facts(one, "until duty ended_on")}
            for one in awards.assets(session, number)
        ],
    }


_DECIDED = "authority decided_at decision_reason"


def _what(row: awards.Variation) -> str:
    """A change in a few words: its lines of money, then what else it states."""
    from fundflow.money import pounds  # noqa: PLC0415 - help needs no money

    lines = [
        f"{one.commissioner} {one.period} {pounds(one.before)} -> {pounds(one.after)}"
        for one in awards.line_changes(row)
    ]
    return "; ".join([*lines, *(f"{name}: {value}" for name, value in row.details.items())])
