"""A case as programs see it: what it says, who takes part, its money, its decisions and its papers."""

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from fundflow.api.shapes import Day, Figures, Moment, Shape, figures
from fundflow.audit import Event
from fundflow.committees import ShareDecision
from fundflow.engine.case import Case
from fundflow.engine.sight import Sight, in_office


class Cost(Shape):
    """One cost: without a commissioner it is shared by patients, without an organisation it is joint."""

    period: str
    cost_type: str
    description: str
    amount_pence: int = Field(validation_alias="pence")
    commissioner: str | None
    organisation: str | None
    recurrent: bool


class Content(Shape):
    """What a bid says. `documents` are the SHA-256 of files by the document's key."""

    version_number: int
    title: str
    answers: dict[str, str]
    actions: dict[str, Any]
    documents: dict[str, str]
    priorities: list[str]
    outcomes: dict[str, Any]
    exit_plan: str
    work_starts_on: Day | None
    work_ends_on: Day | None
    budget: list[Cost]
    severable: bool
    minimum_viable_pence: int | None


class Participant(Shape):
    """An organisation of a bid, and where its consent stands."""

    organisation: str
    role: str
    state: str
    commitments: str
    consent_at: Moment | None


class Share(Shape):
    """One commissioner's money of one period: asked and agreed, and (for the office) what the ledger holds of it."""

    commissioner: str
    period: str
    asked_pence: int
    agreed_pence: int | None
    paid_pence: int
    ledger: Figures | None


class Condition(Shape):
    """Something that the recipient must do."""

    number: int
    kind: str
    text: str
    commissioner: str | None
    due_on: Day | None
    state: str


class Award(Shape):
    """An accepted offer and its dates."""

    recipient: str
    accepted_at: Moment
    starts: Day
    ends: Day
    last_claim_on: Day


class Amount(Shape):
    """Pence of one period."""

    period: str
    amount_pence: int


class Decision(Shape):
    """What one commissioner's committee decided on its share."""

    commissioner: str
    outcome: str
    amounts: list[Amount]
    reason: str
    minute_number: str
    decided_at: Moment | None
    applied_at: Moment | None


class Result(Shape):
    """The result of the assessment."""

    total: str
    band: str
    fundable: bool
    assessors: int
    means: dict[str, str]
    at: Moment


class Note(Shape):
    """A remark of the office."""

    text: str
    author: str
    at: Moment


class Past(Shape):
    """Something that was done."""

    seq: int
    at: Moment
    by: str
    what: str
    reason: str


class Question(Shape):
    """A set of questions that the office asked, and what came of it."""

    number: int
    questions: list[dict[str, Any]]
    asked_at: Moment
    due_at: Moment
    outcome: str
    answers: dict[str, str]


class Whole(Shape):
    """One case. What is not this person's to see is null; `relation` says how they stand to it."""

    ref: str
    round: str
    fund: str
    workflow: str
    lead: str
    title: str
    state: str
    state_since: Moment
    stage: str
    state_words: str
    version: int
    ask_pence: int
    submitted_at: Moment | None
    entered_from: str
    relation: str
    content: Content | None
    participants: list[Participant] | None
    questions: list[Question] | None
    money: list[Share] | None
    conditions: list[Condition] | None
    award: Award | None
    claims: list[str] | None
    recoveries: list[str] | None
    letters: list[str] | None
    decisions: list[Decision] | None
    result: Result | None
    notes: list[Note] | None
    history: list[Past] | None


def content(case: Case, view: Sight) -> Mapping[str, Any]:
    """What the bid says, who takes part, and what was asked about it."""
    whole = case.dossier
    said = whole.content
    plain = ("title", "answers", "actions", "documents", "priorities", "outcomes", "exit_plan")
    dates = ("work_starts_on", "work_ends_on", "severable", "minimum_viable_pence")
    own = view.relation in ("office", "lead")
    return {
        "content": {
            "version_number": whole.version_number,
            **{name: getattr(said, name) for name in (*plain, *dates)},
            "budget": [Cost.model_validate(line) for line in said.lines],
        }
        if "content" in view
        else None,
        "participants": [Participant.model_validate(one) for one in whole.participants]
        if "participants" in view
        else None,
        "questions": [Question.model_validate(one) for one in whole.clarifications] if own else None,
    }


def money(case: Case) -> list[Share]:
    """One row a commissioner and period: asked, agreed and paid; what else the ledger holds of it for the office."""
    held = {(one.key.commissioner, one.key.period): one for one in case.holdings}
    office = in_office(case.actor, fund=case.fund_id)
    rows = []
    for share in case.dossier.shares:
        for period, asked in share.asked.items():
            found = held.get((share.commissioner, period))
            rows.append(
                Share(
                    commissioner=share.commissioner,
                    period=period,
                    asked_pence=asked,
                    agreed_pence=share.approved.get(period),
                    paid_pence=found.paid if found else 0,
                    ledger=Figures(**figures(found)) if found and office else None,
                )
            )
    return rows


def decision(row: ShareDecision) -> Decision:
    """One commissioner's decision."""
    amounts = [Amount(period=str(one["period"]), amount_pence=int(one["pence"])) for one in row.amounts]
    names = ("commissioner", "outcome", "reason", "minute_number", "decided_at", "applied_at")
    return Decision.model_validate({**{name: getattr(row, name) for name in names}, "amounts": amounts})


def past(event: Event) -> Past:
    """One line of a case's history."""
    reason = str(event.contents.get("reason", ""))
    return Past(seq=event.seq, at=event.at, by=event.actor, what=event.what, reason=reason)
