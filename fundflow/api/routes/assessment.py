"""How bids are judged: seats, interests, marks, moderation and the ranked list."""

from fractions import Fraction

from pydantic import Field

from fundflow import views
from fundflow.api.calls import Call, Shelf
from fundflow.api.shapes import Pence, Shape
from fundflow.api.verbs import verb
from fundflow.engine import assessment, assessors, moderators, panels, readership, replacing
from fundflow.engine.assessment import Mark

shelf = Shelf("assessment")
FEEDBACK = "criterion band strength gap"
SEAT = "person state clinical finance_aware opened_at locked_at"


class ToDeclare(Shape):
    """One bid that an assessor has, from its summary alone, with what the register of interests suggests."""

    ref: str
    title: str
    lead: str
    practices: list[str]
    ask_pence: int
    suggested: str
    why: str
    answered: str


class Scored(Shape):
    """An assessor's own marks of one bid."""

    ref: str
    title: str
    state: str
    marks: dict[str, int]
    total: str | None
    lacks: list[str]


class MarkGiven(Shape):
    """One criterion; strength and gap are sent to the applicant, the note is not."""

    score: int = Field(ge=-1_000, le=1_000)
    justification: str = Field(max_length=10_000)
    strength: str = Field(default="", max_length=10_000)
    gap: str = Field(default="", max_length=10_000)
    note: str = Field(default="", max_length=10_000)


class Marks(Shape):
    """The marks of the assessor who acts, by criterion; `lock` makes them final."""

    marks: dict[str, MarkGiven] = Field(max_length=50)
    lock: bool = False


class Saved(Shape):
    """What came of saving marks: the state of the bid, where locking them moved it."""

    saved: list[str]
    locked: bool
    state: str | None


class Option(Shape):
    """What people choose where the ranked list stopped at a bid."""

    option: str = Field(max_length=40)
    reason: str = Field(max_length=10_000)
    amounts: list["OptionAmount"] = []


class OptionAmount(Shape):
    """Pence of one commissioner and period."""

    commissioner: str
    period: str
    amount_pence: Pence


@shelf.read("/rounds/{ref}/to-declare")
def to_declare(call: Call, ref: str) -> list[ToDeclare]:
    """One line for every bid that the assessor who acts has, from a summary alone."""
    found = assessors.to_declare(call.session, ref, actor=call.actor, now=call.now)
    return [ToDeclare.model_validate({**one.__dict__, "practices": list(one.practices)}) for one in found]


@shelf.read("/rounds/{ref}/own-scores")
def own_scores(call: Call, ref: str) -> list[Scored]:
    """The own scores of the assessor who acts, bid by bid, to be compared before they are locked."""
    found = assessors.grid(call.session, ref, actor=call.actor)
    return [
        Scored(
            ref=one.ref,
            title=one.title,
            state=one.state,
            marks=dict(one.marks),
            total=_tenths(one.total),
            lacks=list(one.lacks),
        )
        for one in found
    ]


def _tenths(total: Fraction | None) -> str | None:
    return None if total is None else f"{float(total):.1f}"


@shelf.read("/rounds/{ref}/moderation")
def moderation(call: Call, ref: str) -> dict[str, list[dict[str, str | int]]]:
    """For moderators: the bids that differ and why, each assessor's leniency, and each criterion's mean spread."""
    return views.of_moderation(call.session, ref, actor=call.actor, now=call.now).rows


@shelf.write("/applications/{ref}/marks", method="PUT")
def mark(call: Call, ref: str, body: Marks) -> Saved:
    """Save the marks of the assessor who acts and, if asked, lock them."""
    marks = {key: Mark(**one.model_dump()) for key, one in body.marks.items()}
    taken = assessment.score(call.session, ref, marks, actor=call.actor, now=call.now, lock=body.lock)
    return Saved(saved=sorted(marks), locked=body.lock, state=taken.state if taken else None)


@shelf.write("/rounds/{ref}/ranking/{case}/option")
def option(call: Call, ref: str, case: str, body: Option) -> Saved:
    """Record what people choose where the ranked list stopped at a bid."""
    readership.case(call.session, case, actor=call.actor, now=call.now)
    amounts = {(one.commissioner, one.period): one.amount_pence for one in body.amounts} or None
    assessment.record_option(
        call.session,
        ref,
        case,
        body.option,
        reason=body.reason,
        amounts=amounts,
        actor=call.actor,
        now=call.now,
    )
    return Saved(saved=[case], locked=False, state=None)


verb(shelf, "/applications/{ref}/assessors/{assessor}", assessment.assign, gives=SEAT)
verb(shelf, "/applications/{ref}/assessors/{assessor}/unlock", moderators.unlock, gives=SEAT)
verb(shelf, "/applications/{ref}/assessors/{assessor}/ruling", moderators.rule, gives="answer detail at")
verb(shelf, "/applications/{ref}/declaration", assessment.declare, gives="answer detail at", seen=False)
verb(shelf, "/applications/{ref}/papers", assessment.open_papers, gives=SEAT, seen=False)
verb(shelf, "/applications/{ref}/hand-back", replacing.hand_back, seen=False)
verb(shelf, "/applications/{ref}/agreed-scores/{criterion}", assessment.agree_score, gives="criterion score reason at")
verb(shelf, "/applications/{ref}/feedback/{criterion}", moderators.word_feedback, gives=FEEDBACK, method="PUT")
verb(shelf, "/rounds/{round_ref}/declarations", assessors.declare_all)
verb(shelf, "/rounds/{round_ref}/lock-scores", assessors.lock_all, gives="ref locked state missing")
verb(shelf, "/rounds/{round_ref}/panels", panels.assign_round, gives="seats loads left_out lacking")
verb(shelf, "/rounds/{round_ref}/close-scoring", replacing.close_scoring, gives="ref missing outcome proposed")
verb(shelf, "/rounds/{round_ref}/ranking", assessment.rank, gives="number at frozen_at")
