"""Panels of a whole round: who assesses what, who is left out and why, and what is still lacking."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from fundflow import applications, audit, people, scoring
from fundflow.engine import parties
from fundflow.engine.case import Case, open_case
from fundflow.engine.effects.correspondence import finish_tasks
from fundflow.engine.rounds import must_hold
from fundflow.errors import BadInput, Refused
from fundflow.people import Actor


@dataclass(frozen=True)
class Kinds:
    """Who sits as what, by sign-in name, and at most how many bids each takes (`most`, None: as many as needed).

    Somebody who is not named here sits as they last did; with `only`, nobody else is asked.
    """

    clinical: tuple[str, ...] = ()
    finance_aware: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    most: int | None = None


@dataclass(frozen=True)
class Seating:
    """One seat that is given: the bid, the person and what they bring."""

    ref: str
    person: str
    sign_in_name: str
    brings: tuple[str, ...]


@dataclass(frozen=True)
class Load:
    """How many bids of the round somebody assesses before and after."""

    person: str
    brings: tuple[str, ...]
    before: int
    after: int


@dataclass(frozen=True)
class LeftOut:
    """Why somebody cannot assess a bid."""

    ref: str
    person: str
    why: str


@dataclass(frozen=True)
class Lacking:
    """What the panel of a bid still lacks when everybody who can be seated is."""

    ref: str
    lacks: str


@dataclass(frozen=True)
class Panels:
    """The plan for a round, or what was done by it."""

    seats: tuple[Seating, ...]
    loads: tuple[Load, ...]
    left_out: tuple[LeftOut, ...]
    lacking: tuple[Lacking, ...]


def assign_round(
    session: Session, round_ref: str, *, kinds: Kinds, actor: Actor, now: datetime, dry_run: bool = False
) -> Panels:
    """Seat assessors over every bid of a round that is being assessed, or only plan it.

    Panels are complete where they can be, nobody has a tie, and the work is level.

    Raises:
        Refused: no role, or no bid of the round is with the assessors.
        NotFound: a person who is named signs in nowhere. BadInput: a named person is no assessor.
    """
    cases = being_assessed(session, round_ref, actor=actor, now=now)
    pool = pool_of(cases[0], kinds, [case.id for case in cases])
    bodies = {case.id: parties.parties_of(case) for case in cases}
    plan = scoring.plan_assignment(
        session,
        {case.id: case.application.ask_pence for case in cases},
        list(pool.values()),
        parties=bodies,
        criteria=cases[0].criteria,
    )
    if not dry_run:
        for case in cases:
            new = [pool[person] for bid, person in plan.pairs if bid == case.id]
            _seat(case, [*_bring_more(case, pool), *new], bodies[case.id])
    return _told(cases, plan, pool, bodies)


def being_assessed(session: Session, round_ref: str, *, actor: Actor, now: datetime) -> list[Case]:
    """The bids of a round that are with the assessors, opened and locked for an officer.

    Raises:
        Refused: no role, or there are none.
    """
    row = applications.get_round(session, round_ref)
    must_hold(actor, "officer", fund=row.fund, doing="Assigning assessors")
    workflow = applications.definitions(row).workflow
    assert workflow is not None
    states = [name for name, state in workflow.states.items() if state.assessing]
    refs = [one.ref for one in applications.find_cases(session, round_ref=round_ref, states=states)]
    if not refs:
        raise Refused.because(
            "being_assessed",
            f"No bid of {round_ref} is with the assessors now (0 of {len(applications.find_cases(session, round_ref=round_ref))}). "
            "Accept bids for assessment first. Nothing has changed.",
        )
    return [open_case(session, ref, actor=actor, now=now, step="assign", lock=True) for ref in refs]


def pool_of(case: Case, kinds: Kinds, ids: Collection[int]) -> dict[int, scoring.Candidate]:
    """Everybody with the role of assessor for the fund, with what they bring, their ties and their seats now."""
    session = case.session
    holders = {one.sign_in_name: one.id for one in people.holders(session, "assessor", on=case.day, fund=case.fund_id)}
    for name in (*kinds.clinical, *kinds.finance_aware, *kinds.only):
        if name not in holders:
            known = ", ".join(holders) or "nobody"
            people.named(session, name)
            raise BadInput(f"{name} is not an assessor of this fund; its assessors are {known}", place="assessors")
    chosen = {name: number for name, number in holders.items() if not kinds.only or name in kinds.only}
    before, held = scoring.kinds(session, list(chosen.values())), scoring.load(session, ids)
    return {
        number: scoring.candidate(
            session,
            number,
            on=case.day,
            finance_aware=name in kinds.finance_aware or (_unnamed(name, kinds) and before.get(number, _NEITHER)[0]),
            clinical=name in kinds.clinical or (_unnamed(name, kinds) and before.get(number, _NEITHER)[1]),
            load=held.get(number, 0),
            most=kinds.most,
        )
        for name, number in chosen.items()
    }


_NEITHER = (False, False)


def _unnamed(name: str, kinds: Kinds) -> bool:
    return name not in kinds.clinical and name not in kinds.finance_aware


def _bring_more(case: Case, pool: Mapping[int, scoring.Candidate]) -> list[scoring.Candidate]:
    """Who has a seat on a bid that does not say yet all that they bring."""
    seats = scoring.assignments(case.session, case.id, live=True)
    there = [(one, pool[one.person_id]) for one in seats if one.person_id in pool]
    return [now for one, now in there if (now.clinical > one.clinical) or (now.finance_aware > one.finance_aware)]


def _seat(case: Case, chosen: Sequence[scoring.Candidate], bodies: scoring.Parties) -> None:
    for one in chosen:
        scoring.assign(case.session, case.id, one, parties=bodies, act=case.act())
        audit.record(
            case.session,
            case.act(),
            after={"assessor": one.name, "clinical": one.clinical, "finance": one.finance_aware},
        )
    if chosen:
        finish_tasks(case, "assign_assessors", "replace_assessor")


def brings(one: scoring.Candidate | scoring.Assignment) -> tuple[str, ...]:
    """What a person brings to a panel, in words."""
    return tuple(word for word, has in (("clinical", one.clinical), ("finance", one.finance_aware)) if has)


def _told(
    cases: Sequence[Case],
    plan: scoring.Plan,
    pool: Mapping[int, scoring.Candidate],
    bodies: Mapping[int, scoring.Parties],
) -> Panels:
    refs = {case.id: case.ref for case in cases}
    names = _sign_in_names(cases[0].session, pool)
    given = [person for _, person in plan.pairs]
    return Panels(
        seats=tuple(Seating(refs[bid], pool[who].name, names[who], brings(pool[who])) for bid, who in plan.pairs),
        loads=tuple(
            Load(one.name, brings(one), one.load, one.load + given.count(number)) for number, one in pool.items()
        ),
        left_out=tuple(_left_out(cases, pool, bodies)),
        lacking=tuple(
            Lacking(refs[bid], " and ".join(str(gap) for gap in gaps)) for bid, gaps in sorted(plan.gaps.items())
        ),
    )


def _sign_in_names(session: Session, ids: Collection[int]) -> dict[int, str]:
    return {number: people.require(session, number).sign_in_name for number in ids}


def _left_out(
    cases: Sequence[Case], pool: Mapping[int, scoring.Candidate], bodies: Mapping[int, scoring.Parties]
) -> Iterator[LeftOut]:
    for case in cases:
        for one in pool.values():
            ties = scoring.ties_to(one, bodies[case.id])
            if ties:
                where = "in another bid of the round" if ties[0].rival else "in this bid"
                yield LeftOut(case.ref, one.name, f"{ties[0].name} is {where}: {ties[0].why}")
