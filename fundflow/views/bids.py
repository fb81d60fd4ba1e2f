"""One bid as its own people see it: what is to be written, what stands in the way, what comes next."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from fundflow import applications, drafting
from fundflow.calendar import working_days_between
from fundflow.clock import london_day
from fundflow.definitions.workflow import State, Step
from fundflow.drafting import SectionMark
from fundflow.engine import machine
from fundflow.engine.case import Case
from fundflow.engine.machine import ORGANISATIONS_OWN
from fundflow.engine.openness import OpenStep, own_steps
from fundflow.engine.registry import MOMENTS
from fundflow.views import applicant_queries, standing
from fundflow.views.owed import Owed, owed_back
from fundflow.views.standing import ToDo

DATES: Mapping[str, str] = {
    "clarification_due": "Answer our questions by",
    "confirmation_due": "Tell us whether it still works by",
    "answer_by": "Answer the committee by",
    "offer_expires": "Answer the offer by",
    "reconsideration_closes": "Ask us to look again by",
    "reserve_until": "On the reserve list until",
    "precedents_long_stop": "Meet the conditions by",
    "award_ends": "The award ends on",
}
"""What the moments of a life cycle are called to those who bid."""
ASKED = "clarification_due"
DONE, BEGUN, EMPTY, CHECK = "done", "begun", "empty", "check"


@dataclass(frozen=True)
class Section:
    """One part of the form: where it is, how far it is, who saved it last and who writes in it."""

    key: str
    title: str
    path: str
    state: str
    mark: SectionMark | None = None
    writer: str = ""


@dataclass(frozen=True)
class Asked:
    """What is asked of one commissioner for one year, and what is left there (pence)."""

    commissioner: str
    period: str
    asked: int
    agreed: int | None
    offered: int | None
    paid: int
    left: int

    @property
    def over(self) -> bool:
        """Whether more is asked than is left."""
        return self.asked > self.left


@dataclass(frozen=True)
class BidSheet:
    """A bid on one page; `sending` is the step that sends it, where it is still to be sent."""

    ref: str
    state: State
    sections: tuple[Section, ...]
    todo: tuple[ToDo, ...]
    sending: OpenStep | None
    others: tuple[OpenStep, ...]
    money: tuple[Asked, ...]
    papers: applicant_queries.Papers
    names: Mapping[str, str]
    days_left: int | None
    signed: tuple[applications.SignatureFacts, ...]
    given_back: Mapping[str, Any] | None
    stages: tuple[tuple[str, str], ...]
    dates: tuple[tuple[str, datetime], ...]
    until: Mapping[str, datetime]
    paths: Mapping[str, str]
    owed_back: tuple[Owed, ...]
    colleagues: tuple[tuple[str, str, str], ...]
    """Steps that somebody else of the lead takes: the step, its label, and the role that takes it."""

    @property
    def editable(self) -> bool:
        """Whether the bid is being written."""
        return self.state.editable

    @property
    def answers(self) -> tuple[Owed, ...]:
        """Money asked back that the recipient has not answered yet."""
        return tuple(one for one in self.owed_back if one.reply_by is not None)

    @property
    def asked_pence(self) -> int:
        """Everything that is asked."""
        return sum(one.asked for one in self.money)

    @property
    def over(self) -> tuple[Asked, ...]:
        """Where more is asked than is left."""
        return tuple(one for one in self.money if one.over)


def sends(step: Step) -> bool:
    """Whether a step is the one that sends a bid: it freezes the version that counts."""
    return any(call.name == "freeze_version" for call in step.effects)


def of_bid(case: Case) -> BidSheet:
    """A bid for one of its own people: parts, refusals, money, papers."""
    state = case.workflow.states[case.application.state]
    papers = applicant_queries.papers_of(
        case.session, case.id, lead=case.lead, on=case.day, undecided=_undecided(case, state)
    )
    steps = own_steps(case)
    sending = {step.step for step in case.workflow.steps_from(state.name) if sends(step)}
    chosen = next((one for one in steps if one.step in sending), None)
    names = {code: one.name for code, one in case.bodies.items()}
    return BidSheet(
        ref=case.ref,
        state=state,
        sections=tuple(sections(case, papers.marks)) if state.editable else (),
        todo=tuple(standing.todo(case, chosen)) if chosen and state.editable else (),
        sending=chosen if state.editable else None,
        others=tuple(one for one in steps if one is not chosen),
        money=tuple(_money(case, papers)),
        papers=papers,
        names=names,
        days_left=_days_left(case),
        signed=case.dossier.signatures,
        given_back=case.application.facts.get("given_back") if state.editable else None,
        stages=tuple(_stages(case, state)),
        dates=tuple(_dates(case, papers)),
        until={
            step.step: case.round.closes_at
            for step in case.workflow.steps_from(state.name)
            if _called(step, "before_close")
        },
        paths={step.step: f"/bids/{case.ref}/clarification" for step in _answering(case)},
        owed_back=owed_back(papers.recoveries, papers.owed),
        colleagues=tuple(_colleagues(case)),
    )


def _undecided(case: Case, state: State) -> set[str]:
    """The committees that have still to decide a share of a bid that was sent and has not ended."""
    if state.editable or state.kind == "end":
        return set()
    bodies, shares = case.fund.committees, case.dossier.shares
    waits = [one for one in shares if any(one.approved.get(period) is None for period in one.asked)]
    return {bodies[one.commissioner] for one in waits if one.commissioner in bodies}


def _colleagues(case: Case) -> Iterator[tuple[str, str, str]]:
    for step in case.workflow.steps_from(case.application.state):
        if not machine.may(case.actor, step, case) and ORGANISATIONS_OWN.intersection(step.by):
            yield step.step, step.label, next(role for role in step.by if role in ORGANISATIONS_OWN)


def _answering(case: Case) -> list[Step]:
    """Steps by which the open questions about a bid are answered."""
    offered = case.workflow.steps_from(case.application.state)
    calls = (("close_clarification", "answered"),)
    return [one for one in offered if any((call.name, call.argument) in calls for call in one.effects)]


def answers_with(case: Case) -> str | None:
    """The step by which the open questions about a bid are answered, if it stands where it can be taken."""
    return next((one.step for one in _answering(case)), None)


def in_the_way(case: Case) -> tuple[ToDo, ...]:
    """What stands in the way of sending a bid that is being written; nothing for whoever does not send it."""
    names = {step.step for step in case.workflow.steps_from(case.application.state) if sends(step)}
    chosen = next((one for one in own_steps(case) if one.step in names), None)
    return tuple(standing.todo(case, chosen)) if chosen else ()


def _called(step: Step, guard: str) -> bool:
    return any(call.name == guard for call in step.guards)


def _by(case: Case, name: str) -> datetime | None:
    """The last moment of a time: as the case keeps it, else just before what waits for its end."""
    kept = case.deadline(name)
    if kept is None:
        kept = next(
            (one.due_at for one in case.dossier.clarifications if name == ASKED and one.closed_at is None), None
        )
    after = MOMENTS[name].when(case) if kept is None else None
    return after - timedelta(seconds=1) if after else kept


def _dates(case: Case, papers: applicant_queries.Papers) -> Iterator[tuple[str, datetime]]:
    """What is to come, in order: days by which somebody acts, and the committee's meeting."""
    timers = dict.fromkeys(one.at for one in case.workflow.states[case.application.state].timers if one.at in DATES)
    found = [(DATES[name], at) for name in timers if (at := _by(case, name)) and at > case.now]
    state = case.workflow.states[case.application.state]
    if case.now < case.round.closes_at and not state.editable and state.kind != "end":
        found.append(("The round closes", case.round.closes_at))
    found += [("The committee meets", one.starts_at) for one in papers.meetings if one.starts_at > case.now]
    yield from sorted(found, key=lambda pair: pair[1])


def _days_left(case: Case) -> int | None:
    closes = case.round.closes_at
    return working_days_between(case.day, london_day(closes)) if case.now < closes else None


def _stages(case: Case, state: State) -> Iterator[tuple[str, str]]:
    """Each stage of the life cycle and whether it is behind, here or ahead."""
    at = case.workflow.stages.index(state.stage)
    for number, name in enumerate(case.workflow.stages):
        yield name, "done" if number < at else "here" if number == at else "ahead"


def _money(case: Case, papers: applicant_queries.Papers) -> Iterator[Asked]:
    paid = {(one.key.commissioner, one.key.period): one.paid for one in case.holdings}
    offered = {(one.commissioner, one.period): one.pence for one in papers.offered}
    free = case.free if case.workflow.states[case.application.state].editable else {}
    for share in case.dossier.shares:
        name = case.pinned.commissioner(share.commissioner).short_name
        for period, asked in share.asked.items():
            key = (share.commissioner, period)
            held = free.get(key)
            yield Asked(
                name,
                period,
                asked,
                share.approved.get(period),
                offered.get(key),
                paid.get(key, 0),
                held.uncommitted if held else 0,
            )


def sections(case: Case, marks: Mapping[str, SectionMark]) -> Iterator[Section]:
    """The parts of the form in the order in which people fill them in."""
    path, content = f"/bids/{case.ref}", case.dossier.content
    wrong = {one.place for one in applications.incomplete(case.form, content)}
    copied = set(_copied(case))

    def section(key: str, title: str, where: str, *, begun: bool, done: bool) -> Section:
        state = CHECK if key.removeprefix("answers.") in copied else DONE if done else BEGUN if begun else EMPTY
        mark = marks.get(key) or _latest(marks, key)
        return Section(key, title, f"{path}/{where}", state, mark, writer(mark, case))

    yield section("outline", "Title, dates and least amount", "outline", begun=True, done="minimum_viable" not in wrong)
    partners = [one for one in case.dossier.present if one.role != "lead"]
    agreed = all(one.state in applications.CONFIRMED for one in partners)
    yield section(
        "partners", "Practices that take part", "partners", begun=bool(partners), done=bool(partners) and agreed
    )
    for question in case.form.questions:
        key, text = f"answers.{question.key}", content.answers.get(question.key, "")
        done = bool(text.strip()) and key not in wrong
        yield section(key, question.title, f"questions/{question.key}", begun=bool(text.strip()), done=done)
    if case.form.actions.items:
        done = bool(content.actions) and not any(place.split(".")[0] == "actions" for place in wrong)
        yield section("actions", case.form.actions.title, "actions", begun=bool(content.actions), done=done)
    if case.form.priorities or case.form.outcomes:
        both = bool(content.priorities) and (bool(content.outcomes) or not case.form.outcomes)
        begun = bool(content.priorities or content.outcomes)
        yield section("priorities", "Priorities and outcomes", "priorities", begun=begun, done=both)
    yield section("budget", "Budget", "budget", begun=bool(content.lines), done="budget" not in wrong)
    if applications.recurrent_on_one_off(case.fund, content.lines) or content.exit_plan:
        has = bool(content.exit_plan.strip())
        yield section("exit_plan", "Exit plan: who pays when the money ends", "exit-plan", begun=has, done=has)
    if case.form.documents:
        done = not any(place.startswith("documents.") for place in wrong)
        yield section("documents", "Documents", "documents", begun=bool(content.documents), done=done)


def _latest(marks: Mapping[str, SectionMark], key: str) -> SectionMark | None:
    """The last save among the parts of a section that is kept in parts (each document by itself)."""
    parts = [one for name, one in marks.items() if name.startswith(f"{key}.") and one.saved_at]
    return max(parts, key=lambda one: str(one.saved_at), default=None)


def _copied(case: Case) -> Sequence[str]:
    version = applications.current_version(case.session, case.id)
    return version.copied


def writer(mark: SectionMark | None, case: Case) -> str:
    """Who else writes in a section now, and since when, in words; nothing if nobody does."""
    if mark is None or mark.heard_at is None or mark.editing_since is None or mark.editing_by == case.actor.id:
        return ""
    if case.now - mark.heard_at > drafting.QUIET:
        return ""
    return mark.editing_name
