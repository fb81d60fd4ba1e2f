"""Several bids of one lead: begun from an earlier one, put in an order, linked, and warned of costs that come twice."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from fundflow import applications, audit, ledger, organisations, scoring
from fundflow.applications import Application, Dossier
from fundflow.engine import elsewhere
from fundflow.engine.case import Case, open_case
from fundflow.engine.guards import gates
from fundflow.engine.machine import holds
from fundflow.errors import BadInput, Refused
from fundflow.money import pounds
from fundflow.people import Actor


def _own(session: Session, ref: str, *, actor: Actor, now: datetime, step: str) -> Case:
    case = open_case(session, ref, actor=actor, now=now, step=step, lock=True)
    if not any(holds(actor, role, case) for role in ("applicant", "signatory")):
        raise Refused.because(
            "may_act", f"{ref} is written by the people of {case.lead}, and {actor.name} is not one. Ask them."
        )
    return case


def start_from(session: Session, ref: str, earlier: str, *, actor: Actor, now: datetime) -> Sequence[str]:
    """Copy the answers of an earlier bid of the same lead, each marked to be checked; the keys that were copied.

    Signatures, consents, list sizes, dates, documents and declarations are never copied (journeys 2.2).

    Raises:
        Refused: another lead's bid, or no draft is open.
    """
    case = _own(session, ref, actor=actor, now=now, step="start_from")
    other = applications.get(session, earlier)
    version = applications.start_from(session, case.application, earlier=other, act=case.act())
    audit.record(session, case.act(), after={"earlier": earlier, "copied": list(version.copied)})
    return tuple(version.copied)


def prefer(
    session: Session,
    ref: str,
    *,
    preference: int | None,
    links: Mapping[str, Sequence[str]] | None = None,
    actor: Actor,
    now: datetime,
) -> Application:
    """Give a bid its place in its lead's own order, and link it to others of theirs; committees see it, scores do not.

    Raises:
        Refused: not theirs, or two of their bids in the round would have one place.
        BadInput: a place below 1, another kind of link, or a link to a bid of somebody else.
    """
    case = _own(session, ref, actor=actor, now=now, step="prefer")
    siblings = applications.find_cases(session, round_ref=case.round.ref, lead=case.lead)
    taken = [one.ref for one in siblings if one.ref != ref and preference is not None and one.preference == preference]
    if taken:
        raise Refused.because(
            "own_order",
            f"{ref} was not put at {preference}: {taken[0]} has that place among your bids. Move that one first. "
            "Nothing has changed.",
        )
    for kind, others in (links or {}).items():
        for other in others:
            if applications.get(session, other).lead != case.lead:
                raise BadInput(f"{other} is not a bid of {case.lead}, so {ref} cannot be linked to it", place=kind)
    row = applications.prefer(session, case.application, preference=preference, links=links)
    audit.record(session, case.act(), after={"preference": preference, "links": dict(links or {})})
    return row


@dataclass(frozen=True)
class Wish:
    """What a lead said of a bid beside its others, its rank, and what of it the ranked list as it stands would break."""

    preference: int | None
    links: str
    rank: int | None = None
    not_kept: tuple[str, ...] = ()


def wishes(session: Session, round_ref: str) -> dict[str, Wish]:
    """For every bid of a round, its lead's own order and links beside its place in the latest ranked list.

    Read by people at the list and at the agenda; nothing that scores, ranks or gives money asks for it (journeys 2.4).
    """
    row = applications.get_round(session, round_ref)
    lists = scoring.rankings(session, row.id or 0)
    outcomes = scoring.outcomes(session, lists[-1]) if lists else ()
    cases = applications.find_cases(session, round_ref=round_ref)
    broken = scoring.links_not_kept(outcomes, {one.ref: one.links for one in cases})
    ranks = {one.ref: one.rank for one in outcomes}
    return {
        one.ref: Wish(one.preference, applications.link_words(one.links), ranks.get(one.ref), broken.get(one.ref, ()))
        for one in cases
    }


def warnings(session: Session, ref: str, *, actor: Actor, now: datetime) -> tuple[str, ...]:
    """What screening would say of this bid beside its lead's others, in the same words, while it is still written.

    Other drafts of the same lead are looked at too, which screening does not do. Officers of a fund that helps one of
    its practices are told of that as well, and nobody else is.
    """
    case = open_case(session, ref, actor=actor, now=now)
    leads = {row.ref for row in applications.find_cases(session, lead=case.lead)} - {case.ref}
    every = applications.dossiers(session, leads | gates.of_named(case))
    twice = gates.funded_twice(case, every)
    drafts = [
        f"'{one.mine.description}' of {one.mine.organisation} in {one.mine.period} is in your draft {one.ref} too. "
        "One cost is paid once: take it out of one of the two bids."
        for one in applications.overlapping_costs(
            case.dossier, [other for other in every if other.lead == case.lead and other.state == "draft"]
        )
    ]
    joint = [
        f"'{line.description}' in {line.period} is in {other.ref} too ({pounds(again.pence)}), and neither line names a "
        "practice. If it is one cost, take it out of one of the two bids; if not, say whose each is."
        for other in every
        if other.ref in leads and other.round == case.dossier.round and _runs(case, other.state)
        for line, again in applications.same_joint_costs(case.dossier.content.lines, other.content.lines)
    ]
    alike = applications.duplicates(case.dossier, [other for other in every if other.ref in leads])
    return (*([twice] if twice else ()), *drafts, *joint, *alike, *elsewhere.told(case))


def _runs(case: Case, state: str) -> bool:
    """Whether a bid of the same round that stands there has not ended."""
    return case.workflow.states[state].kind != "end"


def _others(case: Case) -> Sequence[Dossier]:
    """The other bids of the same lead in this round that have not ended."""
    siblings = applications.find_cases(case.session, round_ref=case.round.ref, lead=case.lead)
    live = [one.ref for one in siblings if one.ref != case.ref and _runs(case, one.state)]
    return applications.dossiers(case.session, live)


def beside(session: Session, ref: str, *, actor: Actor, now: datetime) -> tuple[str, ...]:
    """What a lead sees of its bids of one round together: practices in several of them, and the sum beside what is left.

    Raises:
        NotFound: there is no such case.
    """
    case = open_case(session, ref, actor=actor, now=now)
    bids = sorted((case.dossier, *_others(case)), key=lambda one: one.ref)
    if len(bids) < 2:
        return ()
    within: dict[str, list[str]] = defaultdict(list)
    asked: dict[tuple[str, str], int] = defaultdict(int)
    for bid in bids:
        for one in bid.present:
            if one.organisation != case.lead:
                within[one.organisation].append(bid.ref)
        for share in bid.shares:
            for period, pence in share.asked.items():
                asked[share.commissioner, period] += pence
    names = organisations.names(session, [*within, *(commissioner for commissioner, _ in asked)])
    shared = [
        f"{names.get(code, code)} is in {len(refs)} of your bids: {', '.join(refs)}."
        for code, refs in within.items()
        if len(refs) > 1
    ]
    left = {
        (one.key.commissioner, one.key.period): one.uncommitted for one in ledger.positions(session, fund=case.fund_id)
    }
    sums = [
        f"Your {len(bids)} bids together ask {pounds(pence)} of the {pounds(left.get((commissioner, period), 0))} left for "
        f"{names.get(commissioner, commissioner)} in {period}."
        for (commissioner, period), pence in sorted(asked.items())
    ]
    return (*shared, *sums)
