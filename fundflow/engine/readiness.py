"""What is missing before a round of a fund can open: money, people, committees, organisations, letters."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from fundflow import allocations, committees, finance, letters, organisations, people
from fundflow.definitions import Library, Terms, Workflow
from fundflow.definitions.fund import Fund
from fundflow.definitions.workflow import Step
from fundflow.engine import ahead, coding, cover
from fundflow.engine.guards.offering import SIGNED_FOR
from fundflow.errors import NotFound

PAYING = ("claim_checker", "claim_approver", "payment_releaser")
BY_ORGANISATION = ("applicant", "signatory", "system", "committee")
"""Roles that the office does not give out for a round: those of bidders, of the product, of a committee that sits."""


@dataclass(frozen=True)
class Finding:
    """One thing that a round needs, whether it is there, and what is known of it."""

    what: str
    ready: bool
    said: str


def findings(session: Session, library: Library, fund: str, *, on: date) -> list[Finding]:
    """Everything that a round of a fund needs, in the order in which an office would see to it."""
    found = library.fund(fund)
    ahead.read_setting_up(session, found)
    return [
        *_money(session, found),
        *_people(session, library, found, on),
        *_committees(session, library, found, on),
        *_organisations(session, found, on),
        *_coding(session, found, on),
        *_letters(library, found),
    ]


def _money(session: Session, fund: Fund) -> Iterator[Finding]:
    there = {(one.commissioner, one.period) for one in allocations.lines(session, fund=fund.fund)}
    missing = [
        f"{commissioner} {period}"
        for commissioner in fund.commissioners
        for period in fund.money.periods
        if (commissioner, period) not in there
    ]
    yield Finding("money", not missing, f"none for {', '.join(missing)}" if missing else f"{len(there)} lines")
    waiting = allocations.blocking(session, fund=fund.fund)
    said = f"{len(waiting)} nobody has accepted, first '{waiting[0].what}'" if waiting else "none stands in the way"
    yield Finding("discrepancies", not waiting, said)


def _people(session: Session, library: Library, fund: Fund, on: date) -> Iterator[Finding]:
    workflow = library.workflow(fund.workflow) if fund.workflow else None
    wanted = _roles(session, workflow, fund) if workflow else {}
    for role, many in sorted(wanted.items()):
        here = [one.sign_in_name for one in people.holders(session, role, on=on, fund=fund.fund)]
        needs = f"{many} needed, {len(here)} here" + (f" ({', '.join(here[:6])})" if here else "")
        yield Finding(role.replace("_", " "), len(here) >= many, needs)
    paying = {one.id for role in PAYING for one in people.holders(session, role, on=on, fund=fund.fund)}
    said = f"checking, approving and releasing need 3 different people: {len(paying)} here"
    yield Finding("people who pay", len(paying) >= len(PAYING), said)
    if fund.criteria:
        needed = library.scheme(fund.criteria).assessors.number_large
        here = [one.sign_in_name for one in people.holders(session, "assessor", on=on, fund=fund.fund)]
        yield Finding("assessors", len(here) >= needed, f"{needed} needed for a large bid, {len(here)} here")
        yield _cover(session, library, fund, on)


def _cover(session: Session, library: Library, fund: Fund, on: date) -> Finding:
    """How many of the likely bids would have too few assessors without a tie (journeys 4.5e)."""
    bare, many, needed = cover.without_cover(session, fund, library.scheme(fund.criteria or ""), on=on)
    if not many:
        return Finding("assessors without a tie", True, "nobody is known yet who is likely to bid")
    names = organisations.names(session, bare[:3])
    first = f", first {', '.join(names.get(code, code) for code in bare[:3])}" if bare else ""
    said = f"{len(bare)} of {many} likely bids would have fewer than {needed} assessors without a tie{first}"
    return Finding("assessors without a tie", not bare, said)


def _roles(session: Session, workflow: Workflow, fund: Fund) -> dict[str, int]:
    """How many people of each role the life cycle needs of this fund's commissioners: as many as sign one step."""
    wanted: dict[str, int] = {}
    for step in workflow.steps:
        if not _called_for(session, step, fund):
            continue
        roles = step.signatures or step.by[:1]
        for role in roles:
            if role not in BY_ORGANISATION:
                wanted[role] = max(wanted.get(role, 1), roles.count(role))
    return wanted


def _called_for(session: Session, step: Step, fund: Fund) -> bool:
    """Whether any commissioner of the fund is one for which this alternative of a step exists."""
    asked = [SIGNED_FOR[one.name] for one in step.when if one.name in SIGNED_FOR]
    if not asked:
        return True
    bodies = [one for one in organisations.commissioners(session) if one.code in fund.commissioners]
    return all(any(wanted(body) for body in bodies) for wanted in asked)


def _committees(session: Session, library: Library, fund: Fund, on: date) -> Iterator[Finding]:
    for key in dict.fromkeys([*fund.committees.values(), *([fund.group] if fund.group else [])]):
        terms = library.committee(key)
        seated = _seated(session, terms, on)
        said = f"{terms.quorum} are a quorum, {seated} have a voting seat"
        yield Finding(terms.short_title, seated >= terms.quorum, said)


def _seated(session: Session, terms: Terms, on: date) -> int:
    try:
        body = committees.committee(session, terms.committee)
    except NotFound:
        return 0
    seats = committees.members_on(session, body.id or 0, on=on)
    return len({one.person_id for one in seats if one.voting and one.role in terms.votes_by})


def _organisations(session: Session, fund: Fund, on: date) -> Iterator[Finding]:
    practices = [code for body in fund.commissioners for code in organisations.practices_of(session, body, on=on)]
    yield Finding("practices", bool(practices), f"{len(practices)} fall to the fund's commissioners")
    sizes = organisations.list_sizes(session, practices, basis="registered", on=on)
    bare = [code for code in practices if code not in sizes]
    said = _without_lists(session, bare) if bare else f"{len(sizes)} are on record"
    yield Finding("list sizes", bool(practices) and not bare, said)


def _without_lists(session: Session, bare: list[str]) -> str:
    name = organisations.names(session, bare[:1]).get(bare[0], bare[0])
    return f"{name} ({bare[0]}) has none" if len(bare) == 1 else f"{len(bare)} have none, first {name} ({bare[0]})"


def _coding(session: Session, fund: Fund, on: date) -> Iterator[Finding]:
    if fund.payment is None:
        return
    missing = coding.uncoded(session, fund, on=on)
    first = missing[0] if missing else None
    said = (
        f"{len(missing)} codes are missing, first: no code for {first.title}, {first.commissioner}, {first.year}, "
        f"{finance.coding_said(first)}"
        if first
        else "every payment has its code"
    )
    yield Finding("coding", not missing, said)


def _letters(library: Library, fund: Fund) -> Iterator[Finding]:
    folder = letters.folder(library.root / "letters")
    missing = [name for name in dict.fromkeys(fund.letters.values()) if not (folder / f"{name}.docx").is_file()]
    said = f"there is no {', '.join(missing)}" if missing else f"{len(fund.letters)} kinds have a template"
    yield Finding("letters", not missing, said)
