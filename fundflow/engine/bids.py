"""Bids while they are written: saved, partners named, confirmed; each save recorded."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from fundflow import applications, audit, drafting, ledger, organisations
from fundflow.applications import CostLine, Partner
from fundflow.engine.case import Case, open_case
from fundflow.engine.effects.bidding import share_out
from fundflow.engine.machine import holds
from fundflow.engine.openings import begin
from fundflow.errors import Refused, Stale
from fundflow.people import Actor

__all__ = ["Draft", "begin", "confirm", "save"]


@dataclass(frozen=True)
class Draft:
    """What a person saves of a bid; None leaves a part as it is."""

    title: str | None = None
    answers: Mapping[str, str] | None = None
    actions: Mapping[str, Mapping[str, Any]] | None = None
    priorities: Sequence[str] | None = None
    outcomes: Mapping[str, Mapping[str, Any]] | None = None
    exit_plan: str | None = None
    documents: Mapping[str, str | None] | None = None
    budget: Sequence[CostLine] | None = None
    partners: Sequence[Partner] | None = None
    severable: bool | None = None
    minimum_viable_pence: int | None = None
    emergency: bool | None = None
    outline: Mapping[str, Any] = field(default_factory=dict)


def save(
    session: Session, ref: str, draft: Draft, *, actor: Actor, now: datetime, expected_version: int | None = None
) -> Case:
    """Save parts of a bid that is being written; shares follow the budget and the patients of its practices.

    Raises:
        Refused: it is not being written, or this person may not write it.
        BadInput: something in it cannot be; the place says what. Stale: somebody else saved first.
    """
    case = open_case(session, ref, actor=actor, now=now, step="save", lock=True)
    entering = case.application.entered_from != "online" and actor.has("officer", fund=case.fund_id)
    if not (entering or any(holds(actor, role, case) for role in ("applicant", "signatory"))):
        raise Refused.because(
            "may_act", f"{ref} is written by the people of {case.lead}, and {actor.name} is not one. Ask them."
        )
    if expected_version not in (None, case.application.version):
        raise Stale(
            f"{ref} was changed by somebody else since you opened it. Nothing was saved: look again, then retry."
        )
    before = case.snapshot()
    _write(case, draft)
    if entering:
        applications.confirm_entry(session, case.application, act=case.act(), confirmed=False)
    case.forget_readings()
    audit.record(session, case.act("save"), before=before, after=case.snapshot())
    return case


def confirm(session: Session, ref: str, *, actor: Actor, now: datetime) -> Case:
    """The lead's own people confirm what an officer entered on their behalf; only then can it be sent and counts.

    Raises:
        Refused: this person does not act for the lead, or nothing was entered on its behalf.
    """
    case = open_case(session, ref, actor=actor, now=now, step="confirm_entry", lock=True)
    if not any(holds(actor, role, case) for role in ("applicant", "signatory")):
        raise Refused.because(
            "may_act",
            f"What was entered on {ref} is confirmed by the people of {case.lead}, and {actor.name} is not one. Nothing "
            "has changed. Ask them to sign in and confirm it.",
        )
    if case.application.entered_from == "online":
        raise Refused.because(
            "entered_on_behalf",
            f"{ref} was written by {case.lead} itself, so there is nothing to confirm. You can send it.",
        )
    applications.confirm_entry(session, case.application, act=case.act())
    audit.record(session, case.act(), after={"entered_from": case.application.entered_from, "confirmed_by": actor.name})
    return case


def _write(case: Case, draft: Draft) -> None:
    session, row, act = case.session, case.application, case.act("save")
    texts = _given(draft, "answers", "actions", "priorities", "outcomes", "exit_plan")
    if texts:
        applications.save_answers(session, row, act=act, **texts)
    if draft.documents is not None:
        applications.save_documents(session, row, documents=draft.documents, act=act)
    outline = {**draft.outline, **_given(draft, "title", "severable", "minimum_viable_pence")}
    if outline:
        applications.save_outline(session, row, act=act, **outline)
    if draft.emergency is not None:
        applications.flag(session, row, emergency=draft.emergency)
    _write_partners_and_budget(case, draft)
    drafting.mark_saved(session, row, _sections(draft), act=act)


def _sections(draft: Draft) -> Iterator[str]:
    """The sections of the form that a draft writes to."""
    yield from (f"answers.{key}" for key in draft.answers or {})
    yield from (f"documents.{key}" for key in draft.documents or {})
    yield from _given(draft, "actions", "priorities", "outcomes", "exit_plan", "budget", "partners")
    if draft.outline or _given(draft, "title", "severable", "minimum_viable_pence"):
        yield "outline"


def _given(draft: Draft, *names: str) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in names if getattr(draft, name) is not None}


def _write_partners_and_budget(case: Case, draft: Draft) -> None:
    act = case.act("save")
    if draft.partners is not None:
        applications.save_participants(case.session, case.application, partners=_named(case, draft.partners), act=act)
    if draft.budget is not None:
        whole = _whole_fund(case)
        applications.save_budget(case.session, case.application, lines=draft.budget, act=act, most_pence=whole)
    if draft.budget is not None or draft.partners is not None:
        case.forget_readings()
        share_out(case)
        applications.review_consents(case.session, case.application, act=act)


def _named(case: Case, partners: Sequence[applications.Partner]) -> list[applications.Partner]:
    """Partners by the code by which each goes now, each once; who is in the bid under an older code keeps it."""
    for partner in partners:
        organisations.require(case.session, partner.organisation)
    present = {one.organisation for one in case.dossier.present}
    now_is = organisations.stands_for(case.session, [one.organisation for one in partners])
    found: dict[str, applications.Partner] = {}
    for one in partners:
        code = one.organisation if one.organisation in present else now_is[one.organisation]
        found.setdefault(code, replace(one, organisation=code))
    return list(found.values())


def _whole_fund(case: Case) -> int:
    return sum(one.allocated for one in ledger.positions(case.session, fund=case.fund_id))
