"""What offers cause: made, changed, given more time, accepted or ended."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from fundflow import applications, awards, committees
from fundflow.calendar import add_working_days
from fundflow.clock import end_of, london_day
from fundflow.engine import given
from fundflow.engine.case import Case
from fundflow.engine.guards.offering import approved_amounts, offered_amounts
from fundflow.engine.registry import effect

NO_LONGER_ASKED = "No decision that stands asks for it."


@effect()
def create_offer(case: Case, _argument: Any) -> None:
    """Make the offer of what was approved, with the conditions of the fund and of every committee.

    Conditions of an earlier decision that nobody asks for any more fall away first.
    """
    asked = _conditions(case)
    awards.drop_conditions(case.session, case.application, asked=asked, act=case.act(reason=NO_LONGER_ASKED))
    awards.add_conditions(case.session, case.application, asked)
    offer = awards.issue_offer(
        case.session,
        case.application,
        amounts=offered_amounts(case),
        limit=approved_amounts(case),
        working_days=case.fund.days.offer,
        terms=_terms(case),
        cut=str(case.application.facts.get("cut", "")),
        scope=str(case.application.facts.get("scope", "")),
        decided_by=_decided_by(case),
        act=case.act(),
    )
    applications.set_deadline(case.session, case.application, name="offer_expires", at=offer.expires_at)


def _terms(case: Case) -> dict[str, Any]:
    rule = case.fund.award
    assert rule is not None
    return {"starts": rule.starts, "ends": rule.ends, "last_claim": rule.last_claim, "terms": list(rule.wording)}


def _decided_by(case: Case) -> str:
    minutes = dict(case.application.facts.get("minutes") or {})
    return "; ".join(
        f"{case.names.get(code, code)}, minute {minute}" for code, minute in sorted(minutes.items()) if minute
    )


def _conditions(case: Case) -> list[awards.Terms]:
    rule = case.fund.award
    assert rule is not None
    fund_own = list(awards.from_rules(rule.conditions, accepted_on=case.day))
    own = [
        awards.Terms(
            kind=_kind(one),
            text=str(one["text"]),
            evidence=str(one.get("evidence", "")),
            owner=str(one.get("owner", "primary_care_team")),
            commissioner=str(one.get("commissioner") or one.get("set_by") or "") or None,
            topic=str(one.get("topic", "")),
            demand=str(one.get("demand", "")),
            due_on=_due(case, one),
        )
        for one in committees.conditions(case.session, case.id)
    ]
    return fund_own + own


def _kind(one: Mapping[str, Any]) -> Literal["precedent", "subsequent", "reporting"]:
    match one.get("kind"):
        case "precedent":
            return "precedent"
        case "reporting":
            return "reporting"
        case _:
            return "subsequent"


def _due(case: Case, one: Mapping[str, Any]) -> date:
    due = one.get("due_on") or one.get("due")
    return given.as_day(due, "due_on") if due else add_working_days(case.day, 40)


@effect(asks=("amounts",))
def amend_offer(case: Case, _argument: Any) -> None:
    """Replace the offer by a smaller version inside it; who pays nothing any more asks nothing any more."""
    assert case.offer is not None
    payers = {commissioner for commissioner, row in offered_amounts(case).items() if any(row.values())}
    asked = [one for one in _conditions(case) if one.commissioner is None or one.commissioner in payers]
    awards.drop_conditions(case.session, case.application, asked=asked, act=case.act(reason=NO_LONGER_ASKED))
    offer, _freed = awards.amend_offer(
        case.session,
        case.offer,
        amounts=offered_amounts(case),
        act=case.act(),
        working_days=case.fund.days.offer,
        terms=_terms(case),
        cut=case.reason,
        scope=str(case.application.facts.get("scope", "")),
    )
    applications.set_deadline(case.session, case.application, name="offer_expires", at=offer.expires_at)


@effect()
def extend_offer(case: Case, _argument: Any) -> None:
    """Give the fund's days again, never past the end of the money's year."""
    assert case.offer is not None
    assert case.offer.id is not None
    periods = [period for row in awards.offer_amounts(case.session, case.offer.id).values() for period in row]
    until = end_of(add_working_days(london_day(case.offer.expires_at), case.fund.days.offer))
    offer = awards.extend_offer(
        case.session, case.offer, expires_at=min(until, awards.last_expiry(periods)), act=case.act()
    )
    applications.set_deadline(case.session, case.application, name="offer_expires", at=offer.expires_at)


@effect()
def close_offer(case: Case, _argument: Any) -> None:
    """End the offer as declined, or as lapsed when its time has passed."""
    if case.offer is None:
        return
    if case.step == "lapse":
        awards.lapse_offer(case.session, case.offer, act=case.act(reason=case.reason or "its time has passed"))
    else:
        awards.decline_offer(case.session, case.offer, act=case.act(reason=case.reason or "declined"))


@effect()
def withdraw_offer(case: Case, _argument: Any) -> None:
    """Take the offer back; its unreleased letters are void."""
    if case.offer is not None:
        awards.withdraw_offer(case.session, case.offer, act=case.act(reason=case.reason or case.step))


@effect()
def restart_offer_clock(case: Case, _argument: Any) -> None:
    """Let the offer stand, with at least the fund's days left to accept it."""
    assert case.offer is not None
    offer = awards.stand_by_offer(case.session, case.offer, act=case.act(), working_days=case.fund.days.offer_stand_by)
    applications.set_deadline(case.session, case.application, name="offer_expires", at=offer.expires_at)


@effect()
def record_offer_query(case: Case, _argument: Any) -> None:
    """Keep what the applicant asks about the offer; it is not an acceptance."""
    assert case.offer is not None
    awards.query_offer(case.session, case.offer, query=case.reason, act=case.act())


@effect(asks=("scope",))
def adopt_reduced_scope(case: Case, _argument: Any) -> None:
    """Keep what the applicant will do for the smaller amount."""
    applications.record_facts(case.session, case.application, {"scope": str(case.value("scope"))})
