"""Assessment seen from outside the panel: who sits where and what is lacking, and how assessors differ."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlmodel import Session

from fundflow import applications, people, scoring
from fundflow.clock import london_day
from fundflow.definitions.criteria import Criteria
from fundflow.engine import sight
from fundflow.engine.rounds import must_hold
from fundflow.people import Actor
from fundflow.views import scoring_queries
from fundflow.views.ranking import scored_round


@dataclass(frozen=True)
class Panel:
    """One bid's panel: its live seats, what it still lacks, and who declared something that waits for a ruling."""

    ref: str
    title: str
    state: str
    assessed: bool
    seats: tuple[scoring.Assignment, ...]
    lacks: tuple[str, ...]
    waiting: tuple[tuple[str, scoring.Declaration], ...]


@dataclass(frozen=True)
class Assessor:
    """Somebody who can assess for the fund: what they last sat as, and how many bids of the round they have."""

    name: str
    sign_in_name: str
    clinical: bool
    finance_aware: bool
    held: int
    locked: int


@dataclass(frozen=True)
class SeatsSheet:
    """Everything on the page of a round's seats."""

    round: applications.Round
    panels: Sequence[Panel]
    assessors: Sequence[Assessor]


def of_seats(session: Session, round_ref: str, *, actor: Actor, now: datetime) -> SeatsSheet:
    """Who assesses what in a round, for the office; no score is in it.

    Raises:
        NotFound: there is no such round, it is not scored, or it is not theirs to see.
    """
    row, pinned, criteria = scored_round(session, round_ref, actor=actor)
    assert pinned.workflow is not None
    found = scoring_queries.of_panels(session, row.id or 0)
    live = [seat for seat in found.seats if seat.state in scoring.LIVE]
    answers = {(one.application_id, one.person_id): one for one in found.declarations}
    holders = people.holders(session, "assessor", on=london_day(now), fund=row.fund)
    names = {one.id: one.sign_in_name for one in holders}
    panels = []
    for bid in applications.find_cases(session, round_ref=round_ref):
        mine = [seat for seat in live if seat.application_id == bid.id]
        gaps = scoring.panel_gaps(
            criteria.assessors, bid.ask_pence, [scoring.seat_of(one) for one in mine], states=scoring.LIVE
        )
        assessing = pinned.workflow.states[bid.state].assessing
        waiting = [(seat, answers.get((bid.id, seat.person_id))) for seat in mine]
        panels.append(
            Panel(
                ref=bid.ref,
                title=bid.title,
                state=pinned.workflow.states[bid.state].officer,
                assessed=assessing,
                seats=tuple(mine),
                lacks=tuple(str(gap) for gap in gaps) if assessing else (),
                waiting=tuple(
                    (names.get(seat.person_id, ""), said)
                    for seat, said in waiting
                    if said is not None and not said.ruling and not scoring.cleared(said.answer, said.ruling)
                ),
            )
        )
    kinds = scoring.kinds(session, list(names))
    return SeatsSheet(row, panels, [_assessor(one, kinds, live) for one in holders])


def _assessor(one: Actor, kinds: Mapping[int, tuple[bool, bool]], live: Sequence[scoring.Assignment]) -> Assessor:
    finance, clinical = kinds.get(one.id, (False, False))
    mine = [seat for seat in live if seat.person_id == one.id]
    locked = sum(seat.state == "locked" for seat in mine)
    return Assessor(one.name, one.sign_in_name, clinical, finance, len(mine), locked)


@dataclass(frozen=True)
class Differing:
    """One bid whose assessors must talk: why, and whether the scores were agreed."""

    ref: str
    title: str
    triggers: tuple[scoring.Trigger, ...]
    agreed: bool

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why they must talk, in words."""
        return tuple(one.why for one in self.triggers)


@dataclass(frozen=True)
class Leniency:
    """How far above or below their panels somebody scores, in points (`+2.5`), over how many bids."""

    name: str
    points: str
    bids: int


@dataclass(frozen=True)
class Spread:
    """How far apart scores of one criterion are: the mean over bids, and the widest."""

    title: str
    mean: str
    widest: int


@dataclass(frozen=True)
class ModerationSheet:
    """A round as its moderator sees it."""

    round: applications.Round
    scored: int
    differing: Sequence[Differing]
    leniency: Sequence[Leniency]
    spreads: Sequence[Spread]

    @property
    def rows(self) -> dict[str, list[dict[str, Any]]]:
        """The same as facts by name: the bids that differ and why, each assessor's leniency, each criterion's spread."""
        return {
            "differing": [
                {"ref": bid.ref, "trigger": one.kind, "why": one.why} for bid in self.differing for one in bid.triggers
            ],
            "assessors": [
                {"assessor": one.name, "points_above_the_panel": one.points, "bids": one.bids} for one in self.leniency
            ],
            "criteria": [
                {"criterion": one.title, "mean_spread": one.mean, "widest": one.widest} for one in self.spreads
            ],
        }


def of_moderation(session: Session, round_ref: str, *, actor: Actor, now: datetime) -> ModerationSheet:
    """Where assessors of a round differ, from bids whose scoring is finished; a moderator's own ties are left out.

    Raises:
        NotFound: as `of_seats`. Refused: not a moderator or officer.
    """
    row, _, criteria = scored_round(session, round_ref, actor=actor)
    must_hold(actor, "moderation_chair", "officer", "auditor", fund=row.fund, doing="Comparing assessors")
    found = scoring_queries.of_panels(session, row.id or 0)
    bids = {bid.id: bid for bid in applications.find_cases(session, round_ref=round_ref)}
    kept = sight.tied_among(session, actor, bids.values(), on=london_day(now))
    sets = {record.application_id: _sets(found, record.application_id) for record in found.records}
    differing = [
        Differing(
            bids[record.application_id].ref,
            bids[record.application_id].title,
            tuple(scoring.triggers_of(record)),
            record.agreed_at is not None,
        )
        for record in found.records
        if record.triggers and bids[record.application_id].ref not in kept
    ]
    several = [one for one in sets.values() if len(one) > 1]
    return ModerationSheet(row, len(sets), differing, _lenient(found, criteria, several), _spreads(criteria, several))


def _sets(found: scoring_queries.Panels, application_id: int) -> list[scoring.ScoreSet]:
    """The locked score sets of one bid."""
    locked = [one for one in found.seats if one.application_id == application_id and one.state == "locked"]
    return [
        scoring.ScoreSet(
            seat.person_id, {one.criterion: one.score for one in found.scores if one.assignment_id == seat.id}
        )
        for seat in locked
    ]


def _lenient(
    found: scoring_queries.Panels, criteria: Criteria, several: Sequence[Sequence[scoring.ScoreSet]]
) -> list[Leniency]:
    names = {seat.person_id: seat.person for seat in found.seats}
    return [
        Leniency(
            names[who],
            f"{'-' if exact < 0 else '+' if exact else ''}{scoring.tenths_words(scoring.in_tenths(abs(exact)))}",
            sum(any(one.assessor == who for one in sets) for sets in several),
        )
        for who, exact in scoring.leniency_of_sets(criteria, several).items()
    ]


def _spreads(criteria: Criteria, several: Sequence[Sequence[scoring.ScoreSet]]) -> list[Spread]:
    apart = [scoring.spread(criteria, one) for one in several]
    if not apart:
        return []
    return [
        Spread(
            item.title,
            scoring.mean_words(Fraction(sum(one[item.key] for one in apart), len(apart))),
            max(one[item.key] for one in apart),
        )
        for item in criteria.items
    ]
