"""The tests behind eligibility gates, and the guards that ask for all of them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from sqlmodel import Session

from fundflow import applications, organisations
from fundflow.definitions.fund import Fund, Gate
from fundflow.engine import given
from fundflow.engine.case import Case
from fundflow.engine.registry import GUARDS, guard
from fundflow.money import pounds

_OF_PARTNERS = ("practices_active", "at_scale")
"""Tests of who takes part (E3 and E4): what they say changes with the partners."""


def results(case: Case, *, stage: str | None = None) -> Iterator[tuple[Gate, str | None]]:
    """Each gate of the fund (of one stage if asked) and why the bid fails it, if it does.

    At the award those about who takes part are tested again, where the fund lets partners agree as late as that.
    """
    for gate in case.fund.gates:
        late = stage == "award" and case.fund.consent_by == "award" and gate.test.name in _OF_PARTNERS
        if late or stage in (None, "screening", gate.stage):
            yield gate, GUARDS[gate.test.name].test(case, gate.test.argument)


@guard()
def gates_pass(case: Case, argument: str) -> str | None:
    """The bid passes every gate that is tested at this stage."""
    failed = [(gate, reason) for gate, reason in results(case, stage=argument) if reason]
    if not failed:
        return None
    return " ".join(f"{reason} (Rule {gate.code}, {gate.source}.)" for gate, reason in failed)


@guard(asks=("gates",))
def gate_failed(case: Case, _argument: Any) -> str | None:
    """The gates that the officer names are gates of the fund, and the bid does fail them or a person must judge."""
    named = codes(case, "gates")
    known = {gate.code: reason for gate, reason in results(case)}
    if not named:
        return (
            f"{case.ref} was not ruled ineligible: name the rule that it does not meet (gates={', '.join(known)}). "
            "Nothing has changed."
        )
    unknown = [code for code in named if code not in known]
    if unknown:
        return f"The fund has no rule {', '.join(unknown)}: its rules are {', '.join(known)}. Nothing has changed."
    judged = codes(case, "judged")
    passed = [code for code in named if known[code] is None and code not in judged]
    if passed:
        return (
            f"{case.ref} meets {', '.join(passed)} by the figures that we hold. Nothing has changed. If you judge "
            f"otherwise, you can say so (judged={', '.join(passed)}) and give the reason: a second officer must agree."
        )
    return None


def codes(case: Case, name: str) -> list[str]:
    """The codes of rules that a person gave, as a list or with commas between them."""
    return [part.strip() for text in given.texts(case, name) for part in text.split(",") if part.strip()]


@guard()
def failed_gates_curable(case: Case, _argument: Any) -> str | None:
    """Every gate that the bid failed is one that can still be put right."""
    failed = [gate for gate in case.dossier.gates if not gate.passed]
    stuck = [gate.code for gate in failed if not gate.curable]
    if not stuck:
        return None
    return (
        f"{case.ref} cannot be corrected: rule {', '.join(stuck)} cannot be put right by changing the bid. "
        "You can ask us to look again at how it was handled, or bid in another round."
    )


@guard()
def fund_has_balance(case: Case, _argument: Any) -> str | None:
    """Each commissioner and year that the bid asks still has money in the fund."""
    for share in case.dossier.shares:
        for period in share.asked:
            held = case.free.get((share.commissioner, period))
            if held is None or held.uncommitted <= 0:
                name = case.names.get(share.commissioner, share.commissioner)
                return f"{name} has {pounds(0)} left in this fund for {period}. You can ask for another year's money."
    return None


@guard()
def lead_can_hold_public_money(case: Case, _argument: Any) -> str | None:
    """The lead is a legal body: a partnership, a company or a super-partnership."""
    return cannot_hold_money(case.session, case.lead)


def cannot_hold_money(session: Session, code: str) -> str | None:
    """Why an organisation cannot lead a bid, if it is no legal body."""
    lead = organisations.require(session, code)
    if lead.legal_entity:
        return None
    return (
        f"{lead.name} ({code}) is not a legal body in our register, so it cannot hold public money. "
        "Let one of its practices or its company lead the bid instead."
    )


@guard()
def practices_active(case: Case, _argument: Any) -> str | None:
    """Every organisation of the bid is open, and its practices belong to commissioners of the fund."""
    return closed_or_outside(case.session, [one.organisation for one in case.dossier.present], case.fund, on=case.day)


def closed_or_outside(session: Session, codes: Sequence[str], fund: Fund, *, on: date) -> str | None:
    """Which of some organisations is closed, or belongs to a commissioner that does not pay into a fund."""
    belongs = organisations.commissioners_of(session, codes, on=on)
    names = organisations.names(session, codes)
    for code in codes:
        if not organisations.open_on(session, code, on=on):
            return f"{names.get(code, code)} ({code}) is closed in our register. Take it off the bid, or tell us if we are wrong."
        if code in belongs and belongs[code] not in fund.commissioners:
            return f"{names.get(code, code)} ({code}) belongs to {belongs[code]}, which does not pay into this fund."
    return None


_JOIN = "You can join a neighbour's bid while the round is open, or bring in a second practice."


@guard()
def at_scale(case: Case, _argument: Any) -> str | None:
    """Practices work together, or one area of the fund's range of patients is served (WO 7.4)."""
    scale = scale_of(case)
    if scale.verdict != "fail":
        return None
    late = applications.lateness(case.round.state, case.round.opens_at, case.round.closes_at, case.now)
    way = (
        "The round has closed, so no practice can join it now. You can rule the bid ineligible or ask its lead."
        if late
        else _JOIN
    )
    return f"{scale.sentence} {way}"


def scale_of(case: Case) -> applications.Scale:
    """The at-scale test of the bid as it stands, on the round's list snapshot."""
    codes = [one.organisation for one in case.dossier.present]
    return scale_of_practices(case.session, codes, case.fund, on=case.list_day)


def scale_of_practices(session: Session, codes: Sequence[str], fund: Fund, *, on: date) -> applications.Scale:
    """The at-scale test of some organisations on the lists of a day; a group counts as its members."""
    found = organisations.footprint(session, codes, basis="registered", on=on)
    lists = organisations.list_sizes(session, found.practices, basis="registered", on=on)
    sizes = {code: lists[code].patients if code in lists else None for code in found.practices}
    return applications.footprint(sizes, fund.footprint, on=on)


@guard()
def contributes_to_actions(case: Case, _argument: Any) -> str | None:
    """The bid helps with at least as many High Impact Actions as the form asks."""
    helped = sum(bool(line.get("contributes")) for line in case.dossier.content.actions.values())
    if helped >= case.form.actions.least:
        return None
    return (
        f"The bid helps with {helped} of the {len(case.form.actions.items)} actions and must help with "
        f"{case.form.actions.least}. Say in the grid which one it helps with and how."
    )


@guard()
def not_emergency_support(case: Case, _argument: Any) -> str | None:
    """The bid is for new ways of working, not for keeping a practice open (WO 1.2)."""
    if not case.application.emergency:
        return None
    other = case.fund.other_routes[0] if case.fund.other_routes else "another programme"
    contact = case.fund.contact
    ring = f"ring {contact.name} on {contact.telephone} today" if contact else "ring us today"
    return f"The bid asks for emergency support, which this fund is not for. {other} may help: {ring}."


@guard()
def exit_plan_given(case: Case, _argument: Any) -> str | None:
    """Costs that go on are asked of one-off money only with a plan for when it ends (WO 7.2)."""
    lines = applications.recurrent_on_one_off(case.fund, case.dossier.content.lines)
    if not lines or case.dossier.content.exit_plan.strip():
        return None
    total = pounds(sum(line.pence for line in lines))
    return (
        f"{total} of the bid goes on after this one-off money ends ({lines[0].description}). "
        "Write in the exit plan who pays then, or take the cost out."
    )


@guard()
def no_double_funding(case: Case, _argument: Any) -> str | None:
    """No cost line of a named practice is asked in another live bid or award too."""
    return funded_twice(case, applications.dossiers(case.session, sorted(of_named(case))))


def of_named(case: Case) -> set[str]:
    """References of the other cases in which a practice is that a cost line of this one names."""
    named = {line.organisation for line in case.dossier.content.lines if line.organisation}
    found = applications.find_cases(case.session, participant=named) if named else []
    return {row.ref for row in found} - {case.ref}


def funded_twice(case: Case, others: Iterable[applications.Dossier]) -> str | None:
    """Which cost of a named practice another live bid or award asks for too, the first that is found."""
    ended = {name for name, state in case.workflow.states.items() if state.kind == "end"}
    live = [one for one in others if one.state not in ended and one.state != "draft"]
    for one in applications.overlapping_costs(case.dossier, live):
        return (
            f"'{one.mine.description}' of {one.mine.organisation} in {one.mine.period} is in {one.ref} too "
            f"({pounds(one.theirs.pence)}). One cost is paid once: take it out of one of the two bids."
        )
    return None


@guard()
def form_complete(case: Case, _argument: Any) -> str | None:
    """All questions and the equality check are complete."""
    missing = applications.incomplete(case.form, case.dossier.content)
    return f"The form is not complete: {missing[0].sentence}. You can add it." if missing else None


@guard()
def ring_fence_matched(case: Case, _argument: Any) -> str | None:
    """Every priority of the bid is one that the fund's money is kept for."""
    known = {tag.key for tag in case.form.priorities} | {"other"}
    outside = [key for key in case.dossier.content.priorities if key not in known]
    if not outside:
        return None
    return f"'{outside[0]}' is not a purpose of this fund. Choose one of its priorities, or ask us where the bid fits."
