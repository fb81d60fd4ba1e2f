"""What of a case is given to who asks under the Freedom of Information Act: the decision and its own scores (cases 58, 71).

Names that a fund keeps to itself are marked as withheld, and stay so until the freedom of information officer lets the
name out (`disclosure.disclose`). Costs that tell a third party's prices are flagged: a person weighs whether they may go.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from fundflow import audit, committees, organisations, scoring, support
from fundflow.clock import day_words, london_day
from fundflow.engine import sight
from fundflow.engine.case import Case, open_case
from fundflow.engine.rounds import must_hold
from fundflow.engine.visibility import quiet
from fundflow.errors import Refused
from fundflow.money import Pence
from fundflow.people import Actor

NAME, TEXT = "[name withheld]", "[withheld: it may tell whom the fund helps]"
"""Marks that stand in place of what is not given; nothing is deleted."""
OUTCOMES = {
    "approve": "Agreed",
    "approve_less": "Agreed in part",
    "reserve": "On the reserve list",
    "defer": "Deferred",
    "reject": "Not agreed",
}


@dataclass(frozen=True)
class Decided:
    """One commissioner's decision on its share: what, when, under which minute, how much of what was asked, and why."""

    commissioner: str
    outcome: str
    decided_on: str
    minute: str
    asked_pence: Pence
    agreed_pence: Pence
    reason: str


@dataclass(frozen=True)
class Scored:
    """One criterion: its weight, the agreed mark or mean, and what the assessors said together; never who said it."""

    criterion: str
    weight: int
    mean: str
    strength: str
    gap: str


@dataclass(frozen=True)
class CostShown:
    """One cost of the bid; `third_party` says that it tells another body's price, so that a person weighs it first."""

    period: str
    kind: str
    description: str
    pence: Pence
    third_party: bool


@dataclass(frozen=True)
class Bundle:
    """Everything that is given about one case, as it is given."""

    case: str
    fund: str
    title: str
    lead: str
    stands: str
    names_withheld: bool
    decisions: tuple[Decided, ...]
    total: str
    scores: tuple[Scored, ...]
    costs: tuple[CostShown, ...]

    @property
    def flagged(self) -> int:
        """How many costs a person weighs before they go."""
        return sum(one.third_party for one in self.costs)


def look(session: Session, ref: str, *, actor: Actor, now: datetime) -> Bundle:
    """What would be given about a case, for the officer who answers.

    Raises:
        Refused: no role, or it is judged by criteria and no decision on it is applied yet (`decision_applied`).
        NotFound: there is no such case.
    """
    case = open_case(session, ref, actor=actor, now=now, step="foi.bundle")
    sight.of_case(case)
    must_hold(actor, "foi_officer", "officer", fund=case.fund_id, doing="Answering a request for information")
    applied = [
        one for one in committees.shares(session, case.id) if one.outcome and one.applied_at and one.void_at is None
    ]
    if not applied and case.pinned.criteria is not None:
        raise Refused.because(
            "decision_applied",
            f"Nothing of {ref} was put together: no committee's decision on it is applied yet, and its scores are told with "
            "the decision. Nothing has changed. You can answer that they will be published, and make this afterwards.",
        )
    withheld = quiet(case.fund) and not support.disclosed(session, case.id)
    result = scoring.consolidation(session, case.id)
    return Bundle(
        case=ref,
        fund=case.fund.title,
        title=TEXT if withheld else case.application.title,
        lead=NAME if withheld else organisations.require(session, case.lead).name,
        stands=case.workflow.states[case.application.state].officer,
        names_withheld=withheld,
        decisions=tuple(_decided(case, one, withheld=withheld) for one in applied),
        total=scoring.tenths_words(result.tenths) if result else "",
        scores=tuple(_scored(case, withheld=withheld)),
        costs=tuple(_costs(case, withheld=withheld)),
    )


def give(session: Session, ref: str, *, reason: str, actor: Actor, now: datetime) -> Bundle:
    """The same, recorded as made for somebody who asked: `reason` names the request.

    Raises:
        Refused: as `look`, or the request is not named (`reason_given`).
    """
    found = look(session, ref, actor=actor, now=now)
    if not reason.strip():
        raise Refused.because(
            "reason_given",
            f"Nothing of {ref} was put together: the record keeps which request it answers. Nothing has changed. "
            "Give its number or who asked, and when.",
        )
    act = audit.Act(actor.id, actor.name, now, "foi.bundle", ref, reason)
    audit.record(session, act, after={"names_withheld": found.names_withheld, "flagged": found.flagged})
    return found


def _decided(case: Case, one: committees.ShareDecision, *, withheld: bool) -> Decided:
    reason = "; ".join(text for text in (one.reason, *one.reasons.values()) if text)
    agreed = one.amounts or (one.asked if one.outcome == "approve" else [])
    return Decided(
        commissioner=case.names.get(one.commissioner, one.commissioner),
        outcome=OUTCOMES[one.outcome or ""],
        decided_on=day_words(london_day(one.decided_at or one.applied_at or case.now)),
        minute=one.minute_number,
        asked_pence=sum(row["pence"] for row in one.asked),
        agreed_pence=sum(row["pence"] for row in agreed),
        reason=TEXT if withheld and reason else reason,
    )


def _scored(case: Case, *, withheld: bool) -> list[Scored]:
    weights = {one.key: one.weight for one in case.criteria.items} if case.pinned.criteria else {}
    return [
        Scored(
            criterion=one.title,
            weight=weights.get(one.criterion, 0),
            mean=one.mean,
            strength=TEXT if withheld and one.strength else one.strength,
            gap=TEXT if withheld and one.gap else one.gap,
        )
        for one in scoring.feedback(case.session, case.id)
    ]


def _costs(case: Case, *, withheld: bool) -> list[CostShown]:
    kinds = {one.key: one for one in case.fund.form.cost_types} if case.fund.form else {}
    return [
        CostShown(
            period=one.period,
            kind=kinds[one.cost_type].title if one.cost_type in kinds else one.cost_type.replace("_", " "),
            description=TEXT if withheld else one.description,
            pence=one.pence,
            third_party=(one.organisation or case.lead) != case.lead
            or (one.cost_type in kinds and kinds[one.cost_type].third_party),
        )
        for one in case.dossier.content.lines
    ]
