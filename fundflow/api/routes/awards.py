"""After the award: conditions, duties and assets, milestones, measures and returns."""

from pydantic import Field

from fundflow import monitoring, payments
from fundflow.api.calls import Call, Shelf
from fundflow.api.shapes import Day, Moment, Pence, Shape
from fundflow.api.verbs import verb
from fundflow.clock import london_day
from fundflow.engine import awards, readership, recovery_proposals
from fundflow.engine import monitoring as watching
from fundflow.errors import BadInput

shelf = Shelf("awards")
CONDITION = "number kind text state"
INSTALMENT = "key title state earliest_on"
MILESTONE = "number title state comment"
RETURN = "label rule due_on state"


class Milestone(Shape):
    """A milestone as it stands today."""

    number: int
    title: str
    state: str
    due_on: Day | None
    items: int
    items_met: int
    evidence: str
    comment: str


class Measure(Shape):
    """An outcome measure and what it stood at last."""

    name: str
    unit: str
    direction: str
    baseline: str
    target: str


class Return(Shape):
    """A return that the award owes."""

    label: str
    rule: str
    due_on: Day
    state: str
    submitted_at: Moment | None = Field(default=None)


class Watched(Shape):
    """What an award promised, and what it has reported."""

    milestones: list[Milestone]
    measures: list[Measure]
    returns: list[Return]


@shelf.read("/applications/{ref}/monitoring")
def watched(call: Call, ref: str) -> Watched:
    """What an award promised, and what it has reported."""
    case, view = readership.case(call.session, ref, actor=call.actor, now=call.now)
    if "claims" not in view:
        return Watched(milestones=[], measures=[], returns=[])
    shown = monitoring.milestones_shown(call.session, case.id, on=london_day(call.now))
    return Watched(
        milestones=[Milestone.model_validate(one) for one in shown],
        measures=[Measure.model_validate(one) for one in monitoring.measures(call.session, case.id)],
        returns=[Return.model_validate(one) for one in monitoring.returns_of(call.session, case.id)],
    )


class Unspent(Shape):
    """Money that was paid and not spent on the agreed work; without sums, as the award's end proposed."""

    cause: str
    clause: str
    paid_pence: Pence | None = None
    spent_pence: Pence | None = None
    outcome: str = "forfeited"


class ProposedRecovery(Shape):
    """What came of proposing to ask money back: the recovery, or that a second person must agree."""

    recovery: str
    waits_for_second: bool


@shelf.write("/applications/{ref}/recoveries")
def propose_recovery(call: Call, ref: str, body: Unspent) -> ProposedRecovery:
    """Propose to ask money back, or agree by giving the same: an officer and finance, each under their own name."""
    readership.case(call.session, ref, actor=call.actor, now=call.now)
    if (body.paid_pence is None) != (body.spent_pence is None):
        raise BadInput("give both, what was paid and what was spent, or neither", place="spent_pence")
    working = (
        None if body.paid_pence is None else payments.unspent(paid=body.paid_pence, eligible=body.spent_pence or 0)
    )
    return _proposed(
        recovery_proposals.propose_together(
            call.session,
            ref,
            cause=body.cause,
            clause=body.clause,
            working=working,
            outcome=body.outcome,
            actor=call.actor,
            now=call.now,
        )
    )


@shelf.write("/applications/{ref}/recoveries/agree")
def agree_to_recovery(call: Call, ref: str) -> ProposedRecovery:
    """Agree, as the second person, to what the first one proposed to ask back, exactly as it stands."""
    readership.case(call.session, ref, actor=call.actor, now=call.now)
    return _proposed(recovery_proposals.agree(call.session, ref, actor=call.actor, now=call.now))


def _proposed(done: recovery_proposals.Proposed) -> ProposedRecovery:
    return ProposedRecovery(recovery=done.ref, waits_for_second=done.waiting is not None)


verb(shelf, "/applications/{ref}/conditions/{number}/meet", awards.meet_condition, gives=CONDITION)
verb(shelf, "/applications/{ref}/conditions/{number}/miss", awards.miss_condition, gives=CONDITION)
verb(shelf, "/applications/{ref}/instalments/{key}", awards.date_instalment, gives=INSTALMENT, method="PUT")
verb(shelf, "/applications/{ref}/conditions/{number}/waive", awards.waive_condition, gives=CONDITION)
verb(shelf, "/applications/{ref}/duties/{organisation}", awards.set_duty, gives="organisation duty pence", method="PUT")
verb(shelf, "/applications/{ref}/assets", awards.add_asset, gives="number what pence bought_on")
verb(shelf, "/applications/{ref}/assets/{number}/end", awards.end_asset, gives="number what")
verb(shelf, "/applications/{ref}/take-over", awards.take_over, gives="number state")
verb(shelf, "/applications/{ref}/due-diligence", awards.record_due_diligence, gives="number state")
verb(shelf, "/applications/{ref}/milestones", watching.add_milestone, gives=MILESTONE)
verb(shelf, "/applications/{ref}/milestones/{number}/begin", watching.begin_milestone, gives=MILESTONE)
verb(shelf, "/applications/{ref}/milestones/{number}/meet", watching.meet_milestone, gives=MILESTONE)
verb(shelf, "/applications/{ref}/milestones/{number}/evidence", watching.name_evidence, gives=MILESTONE)
verb(shelf, "/applications/{ref}/milestones/{number}/reopen", watching.reopen_milestone, gives=MILESTONE)
verb(shelf, "/applications/{ref}/milestones/{number}/comment", watching.remark, gives=MILESTONE, method="PUT")
verb(shelf, "/applications/{ref}/measures/{name}/readings", watching.read_measure, gives="read_on")
verb(shelf, "/applications/{ref}/rating", watching.correct_rating, gives="rating reason", method="PUT")
verb(shelf, "/applications/{ref}/events", watching.note_event, gives="happened_on kind text")
verb(shelf, "/applications/{ref}/returns/{label:path}/submit", watching.submit_return, gives=RETURN)
verb(shelf, "/applications/{ref}/returns/{label:path}/accept", watching.accept_return, gives=RETURN)
verb(shelf, "/applications/{ref}/returns/{label:path}/send-back", watching.send_return_back, gives=RETURN)
verb(shelf, "/applications/{ref}/returns/{label:path}/extend", watching.extend_return, gives=RETURN)
