"""Who is inside a bid and who competes with it: the bodies to which an assessor or an officer may have no tie."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlmodel import Session

from fundflow import applications, organisations, scoring
from fundflow.applications import Dossier
from fundflow.engine.case import Case


def parties_of(case: Case) -> scoring.Parties:
    """The bid's own bodies with their groups, and those of the other live bids of its round."""
    own = _with_groups(case, {one.organisation for one in case.dossier.present} | {case.lead})
    ended = {name for name, state in case.workflow.states.items() if state.kind == "end"}
    others = [
        row.ref
        for row in applications.find_cases(case.session, round_ref=case.round.ref)
        if row.ref != case.ref and row.state not in ended
    ]
    rivals: set[str] = set()
    for dossier in applications.dossiers(case.session, others):
        rivals |= {one.organisation for one in dossier.present} | {dossier.lead}
    rivals -= own
    codes = sorted(own | rivals)
    belongs = organisations.commissioners_of(case.session, codes, on=case.day)
    here = {belongs[code] for code in own if code in belongs}
    names = organisations.names(case.session, codes)
    return scoring.Parties(
        own={code: names.get(code, code) for code in sorted(own)},
        rivals={code: names.get(code, code) for code in sorted(rivals)},
        local=frozenset(code for code in rivals if belongs.get(code) in here),
        rule=case.fund.rivals,
    )


def own_of(case: Case) -> dict[str, str]:
    """The bid's own bodies and their groups, each code with its name; what no rival bears on reads this alone."""
    own = _with_groups(case, {one.organisation for one in case.dossier.present} | {case.lead})
    names = organisations.names(case.session, sorted(own))
    return {code: names.get(code, code) for code in sorted(own)}


def own_of_many(session: Session, bids: Sequence[Dossier], *, on: date) -> dict[str, dict[str, str]]:
    """The same for many bids in two questions: by reference, each body's code with its name."""
    bodies = {bid.ref: {one.organisation for one in bid.present} | {bid.lead} for bid in bids}
    groups = organisations.groups_of_many(session, sorted(set().union(*bodies.values())), on=on)
    whole = {ref: codes | {group for code in codes for group in groups.get(code, ())} for ref, codes in bodies.items()}
    names = organisations.names(session, sorted(set().union(*whole.values())))
    return {ref: {code: names.get(code, code) for code in sorted(codes)} for ref, codes in whole.items()}


def _with_groups(case: Case, codes: set[str]) -> set[str]:
    codes = organisations.one_with(case.session, codes)
    groups = organisations.groups_of_many(case.session, sorted(codes), on=case.day)
    return codes | {group for found in groups.values() for group in found}


def own_ties(case: Case, person_id: int) -> dict[str, str]:
    """How a person is tied to the bid itself, by the rule for assessors: body code to why, groups counted on both sides."""
    own = _with_groups(case, {one.organisation for one in case.dossier.present} | {case.lead})
    return {code: why for code, why in scoring.ties(case.session, person_id, on=case.day).items() if code in own}


def ties_to_many(
    session: Session, person_id: int, bodies: Mapping[str, Collection[str]], *, on: date
) -> dict[str, dict[str, str]]:
    """The same for many cases at once, by reference; `bodies` are those inside each, and who has no tie is left out."""
    ties = scoring.ties(session, person_id, on=on)
    if not ties:
        return {}
    groups = organisations.groups_of_many(session, sorted(set().union(*bodies.values())), on=on)
    whole = {ref: {*codes, *(one for code in codes for one in groups.get(code, ()))} for ref, codes in bodies.items()}
    now = organisations.stands_for(session, {*ties, *set().union(*whole.values())})
    known = {now[code]: why for code, why in ties.items()}
    found = {
        ref: {code: known[now[code]] for code in sorted(codes) if now[code] in known} for ref, codes in whole.items()
    }
    return {ref: mine for ref, mine in found.items() if mine}
