"""The ways into a life cycle: a case is begun by whoever its workflow lets begin one, with what that causes."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from fundflow import applications, audit, organisations
from fundflow.definitions import Opening, Workflow, unknown
from fundflow.engine import timers
from fundflow.engine.case import Case, open_case
from fundflow.engine.machine import ORGANISATIONS_OWN
from fundflow.engine.registry import EFFECTS, GUARDS
from fundflow.engine.rounds import act_of
from fundflow.errors import NotFound, Refusal, Refused
from fundflow.people import Actor, role_words


def begin(
    session: Session,
    round_ref: str,
    *,
    lead: str,
    title: str,
    actor: Actor,
    now: datetime,
    opening: str = "",
    values: Mapping[str, Any] | None = None,
    reason: str = "",
    source: str = "online",
    original: str = "",
) -> Case:
    """Begin a case in a round (or on a standing list) by one of its workflow's ways in, the first unless named.

    An officer begins a bid on somebody's behalf from another `source` (`paper`, `word`, `telephone`); `original` is the
    SHA-256 of the kept file from which it was typed.

    Raises:
        Refused: this person may not use this way in, or one of its guards says no.
        NotFound: there is no such round, organisation or way in.
    """
    row = applications.get_round(session, round_ref)
    organisations.require(session, lead)
    own = organisations.one_with(session, [lead])
    lead = organisations.current(session, lead)
    body = organisations.require(session, lead)
    workflow = applications.definitions(row).workflow
    assert workflow is not None
    name, chosen = _chosen(workflow, opening)
    on_behalf = source != "online" and actor.has("officer", fund=row.fund)
    if not (on_behalf or _may(actor, chosen, own=own, fund=row.fund)):
        raise Refused.because("may_act", _not_yours(chosen, actor, lead=lead, title=body.name))
    act = act_of(actor, now=now, what=name, subject=round_ref)
    application = applications.create(session, row, lead=lead, title=title, act=act, opening=name, entered_from=source)
    if original:
        applications.record_facts(session, application, {"original": original})
    case = open_case(
        session, application.ref, actor=actor, now=now, values=values, reason=reason, step=name, beginning=True
    )
    _check(case, chosen)
    for call in chosen.effects:
        EFFECTS[call.name].run(case, call.argument)
        case.forget_readings()
    timers.arm(case, left="")
    audit.record(session, case.act(name), after=_begun(case, lead=lead, title=title, round_ref=round_ref))
    return case


def _begun(case: Case, *, lead: str, title: str, round_ref: str) -> dict[str, Any]:
    """What the record keeps of a beginning."""
    told: dict[str, Any] = {"lead": lead, "title": title, "round": round_ref}
    if case.values:
        told["values"] = dict(case.values)
    if case.application.entered_from != "online":
        told |= {"entered_from": case.application.entered_from, "original": case.application.facts.get("original", "")}
    return told


def _chosen(workflow: Workflow, opening: str) -> tuple[str, Opening]:
    name = opening or next(iter(workflow.openings))
    if name not in workflow.openings:
        raise NotFound(unknown("way in", name, workflow.openings))
    return name, workflow.openings[name]


def _may(actor: Actor, opening: Opening, *, own: Iterable[str], fund: str) -> bool:
    return any(
        any(actor.has(role, organisation=code) for code in own)
        if role in ORGANISATIONS_OWN
        else actor.has(role, fund=fund)
        for role in opening.by
    )


def _not_yours(opening: Opening, actor: Actor, *, lead: str, title: str) -> str:
    if set(opening.by) <= ORGANISATIONS_OWN:
        return f"A bid led by {lead} is begun by one of its own people, and {actor.name} is not one. Ask them."
    who = " or ".join(role_words(role) for role in opening.by)
    return (
        f"'{opening.label}' for {title} ({lead}) is for the {who}, and {actor.name} does not have that role. "
        "Nothing has changed. Ask that person, or ask your administrator for the role."
    )


def _check(case: Case, opening: Opening) -> None:
    refusals = [
        Refusal(call.name, said) for call in opening.guards if (said := GUARDS[call.name].test(case, call.argument))
    ]
    if opening.reason and not case.reason:
        refusals.append(
            Refusal(
                "reason_given", f"'{opening.label}' needs a reason in words. Nothing has changed. Say why, then retry."
            )
        )
    if refusals:
        raise Refused(refusals)
