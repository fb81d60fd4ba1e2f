"""What waits for one person, in the order of dates, wherever in the product it stands (journeys, S3)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from fundflow import applications, letters, organisations, people, scoring
from fundflow.applications import Application, Round
from fundflow.clock import london_day
from fundflow.definitions import Workflow
from fundflow.definitions.workflow import Step
from fundflow.engine import chairs_turns, finishing, seconding, turns
from fundflow.engine.machine import ORGANISATIONS_OWN
from fundflow.people import Actor


@dataclass(frozen=True)
class Waiting:
    """One thing to do: by when (if there is a day), what kind of thing, about what, in words, and what to type."""

    due: datetime | None
    kind: str
    about: str
    said: str
    type: str


def waiting_for(session: Session, actor: Actor, *, now: datetime) -> list[Waiting]:
    """Everything that waits for a person: steps of cases, tasks, second persons, letters, scores, claims, chairs' actions.

    What has a date comes first, the nearest first. However many cases there are, the database is asked as often.
    """
    desk = _Desk(session, actor)
    found = [*desk.tasks(), *desk.steps(), *desk.seconds(), *desk.letters(), *desk.scores(), *desk.turns()]
    found += desk.chairs_actions(london_day(now))
    return sorted(found, key=lambda one: (one.due is None, one.due.timestamp() if one.due else 0, one.about, one.said))


class _Desk:
    """One person's desk: what all its readings share is read once."""

    def __init__(self, session: Session, actor: Actor) -> None:
        self.session, self.actor = session, actor
        self.rounds: Mapping[int, Round] = {row.id or 0: row for row in applications.rounds(session)}
        self.lives = {number: _life(row) for number, row in self.rounds.items()}
        states = {
            (name, state.kind)
            for life in self.lives.values()
            if life is not None
            for name, state in life.states.items()
        }
        ended = {name for name, kind in states if kind == "end"} - {name for name, kind in states if kind == "open"}
        live, self.signed = applications.running(session, actor.id, ended=ended)
        self.cases = {row.id or 0: row for row in live}
        self.own = {
            role: organisations.one_with(
                session, {one.organisation for one in actor.roles if one.role == role and one.organisation}
            )
            for role in sorted(ORGANISATIONS_OWN)
        }

    def _holds(self, role: str, case: Application | None, fund: str | None) -> bool:
        if role in ORGANISATIONS_OWN:
            return case is not None and case.lead in self.own[role]
        return self.actor.has(role, fund=fund)

    def tasks(self) -> Iterator[Waiting]:
        """What an earlier step left to a role."""
        found = applications.tasks(self.session)
        ended = {row.application_id for row in found if row.application_id and row.application_id not in self.cases}
        cases = applications.by_ids(self.session, ended) | self.cases
        for row in found:
            case = cases.get(row.application_id or 0)
            if self._holds(row.role, self.cases.get(row.application_id or 0), case.fund if case else row.fund or None):
                ref = case.ref if case else ""
                yield Waiting(row.due_at, "task", ref or row.fund or "office", row.text, finishing.typed(row, ref=ref))

    def steps(self) -> Iterator[Waiting]:
        """The step of each case that is this person's to take or to sign, unless it waits for its applicant first."""
        for case in self.cases.values():
            life = self.lives[case.round_id]
            if life is None or life.states[case.state].kind == "end":
                continue
            theirs = [one for one in awaits(life, case.state) if self._mine(one, case)]
            if theirs:
                first = theirs[0]
                more = f" (or another of {len(theirs)})" if len(theirs) > 1 else ""
                due = self._due(case, editable=life.states[case.state].editable)
                said = f"{first.label}{more}: {case.title}{self._given_back(case)}"
                yield Waiting(due, "step", case.ref, said, f"fundflow steps {case.ref}")

    def _given_back(self, case: Application) -> str:
        """What a signatory asked for who gave the bid back instead of signing it; they need not be told themselves."""
        told = case.facts.get("given_back")
        if not told or told["by"] == self.actor.name or datetime.fromisoformat(told["at"]) < case.state_since:
            return ""
        return f". {told['by']} gave it back: {told['comment']}"

    def _mine(self, step: Step, case: Application) -> bool:
        if (case.id or 0, step.step) in self.signed:
            return False
        return any(self._holds(role, case, case.fund) for role in (*step.by, *step.signatures))

    def _due(self, case: Application, *, editable: bool) -> datetime | None:
        if editable:
            return self.rounds[case.round_id].closes_at
        moments = [datetime.fromisoformat(text) for text in case.deadlines.values() if text]
        return min(moments) if moments else None

    def seconds(self) -> Iterator[Waiting]:
        """What somebody else asked for and this person may agree to."""
        for row in people.proposals(self.session, state="open"):
            may = any(self.actor.has(role, fund=row.fund) for role in (*row.agrees, "administrator"))
            if row.asked_by != self.actor.id and may:
                said = f"{row.asked_name} asks for {row.said}: agree by giving the same, or tell them why not"
                yield Waiting(None, "second person", row.subject, said, seconding.typed(row))

    def letters(self) -> Iterator[Waiting]:
        """Letters that nobody has approved, and approved ones that nobody has released."""
        for state, doing in (("draft", "approve"), ("approved", "release")):
            for row in letters.find(self.session, state=state):
                case = self.cases.get(row.application_id or 0)
                if any(self.actor.has(role, fund=case.fund if case else None) for role in ("officer", "finance")):
                    said = f"{doing.capitalize()} the {letters.kind(row.code)} to {row.addressee}"
                    yield Waiting(None, "letter", row.ref, said, f"fundflow letters {doing} {row.ref}")

    def scores(self) -> Iterator[Waiting]:
        """Seats in which this person has not locked their scores yet."""
        for seat in scoring.assigned_to(self.session, self.actor.id):
            case = self.cases.get(seat.application_id)
            if case is not None and seat.locked_at is None and _assessing(self.lives[case.round_id], case.state):
                said = self.rounds[case.round_id].settings.get("scores_due")
                due = datetime.fromisoformat(str(said)) if said else None
                yield Waiting(due, "score", case.ref, f"Score the bid: {case.title}", f"fundflow score {case.ref}")

    def turns(self) -> Iterator[Waiting]:
        """What of money and reports is this person's turn."""
        for one in turns.of(self.session, self.actor, self.cases):
            yield Waiting(None, *one)

    def chairs_actions(self, day: date) -> Iterator[Waiting]:
        """What a member of a body is asked between its meetings."""
        for one in chairs_turns.of(self.session, self.actor, self.cases, on=day):
            yield Waiting(None, "chair's action", *one)


def onward(life: Workflow, state: str) -> list[Step]:
    """The steps that a case waits for: its applicant's own, else the office's; while an award runs, tasks say those.

    What takes it furthest comes first; what takes it back, or only out, comes last.
    """
    if life.states[state].kind == "end":
        return []
    running = life.states[state].claims == "open"
    found = _awaited(life, state) or ([] if running else _by_office(life, state))
    return sorted(found, key=lambda one: _order(life, state, one))


def awaits(life: Workflow, state: str) -> list[Step]:
    """What a case waits for as people say it: `onward`, without what an applicant may do beside their way.

    In the last stage, where tasks say the rest, it is what settles the case.
    """
    here = life.states[state]
    found = [
        one
        for one in onward(life, state)
        if not (one.reason and ORGANISATIONS_OWN.issuperset((*one.by, *one.signatures)))
    ]
    if not found and here.kind == "open" and here.stage == life.stages[-1]:
        found = [one for one in _onward(life, state) if not one.reason and not one.drastic]
    return found


def _life(row: Round) -> Workflow | None:
    return applications.definitions(row).workflow


def _assessing(life: Workflow | None, state: str) -> bool:
    return life is not None and life.states[state].assessing


def _onward(life: Workflow, state: str) -> list[Step]:
    """The steps by which people take a case out of a state."""
    return [
        one
        for one in life.steps_from(state)
        if one.to not in ("same", state) and {*one.by, *one.signatures} != {"system"}
    ]


def _order(life: Workflow, state: str, step: Step) -> tuple[bool, bool, bool, int]:
    """Where a step stands among those from a state: forward before back, one who may do it alone first, then the latest stage."""
    here, there = life.states[state], life.states[step.to]
    back = life.goes_back(here, there) or _only_out(life, step.to)
    shared = not ORGANISATIONS_OWN.isdisjoint({*step.by, *step.signatures})
    return back, shared, len(step.signatures) > 1, -life.stages.index(there.stage)


def _only_out(life: Workflow, state: str) -> bool:
    """Whether every way on from a state ends the case."""
    return all(life.states[one.to].kind == "end" for one in _onward(life, state))


def _by_office(life: Workflow, state: str) -> list[Step]:
    """Those of the onward steps that others than the applicant's own people take."""
    return [one for one in _onward(life, state) if not {*one.by, *one.signatures} <= ORGANISATIONS_OWN]


def _awaited(life: Workflow, state: str) -> list[Step]:
    """The onward steps of nobody but the applicant's own people that take the case on: while there are any, it waits for them.

    Calling a bid back to write on it, ending it, leaving an award, taking back what the office has to answer, or asking for
    a change of a running award is always open, and nothing that anybody waits for.
    """
    running = life.states[state].claims == "open"
    theirs = {one.to for one in _by_office(life, state) if life.states[one.to].claims == "open"}
    taken_back = {one.step for one in _onward(life, state) if one.to in theirs}
    return [
        one
        for one in _onward(life, state)
        if {*one.by, *one.signatures} <= ORGANISATIONS_OWN
        and life.states[one.to].kind == "open"
        and not life.states[one.to].editable
        and not _only_out(life, one.to)
        and one.step not in taken_back
        and not (running and life.states[one.to].claims != "closed")
    ]
