"""What a participant answers to a bid that names it, what the lead and an officer do with it, and who may read it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from fundflow import applications, audit, organisations, people
from fundflow.applications import consents
from fundflow.clock import day_words
from fundflow.engine import desk
from fundflow.engine.case import Case, open_case
from fundflow.engine.effects.correspondence import finish_tasks_about, raise_task
from fundflow.engine.machine import holds
from fundflow.engine.rounds import must_hold
from fundflow.errors import BadInput, Refused
from fundflow.people import Actor


@dataclass(frozen=True)
class Said:
    """An answer as it was given: `text` is a question, a reply or who signed a letter; `seen` what its author was shown."""

    organisation: str
    condition: str = ""
    text: str = ""
    letter: str = ""
    seen: str = ""


def answer(
    session: Session,
    ref: str,
    organisation: str,
    *,
    answer: str,
    actor: Actor,
    now: datetime,
    condition: str = "",
    reason: str = "",
    letter: str = "",
    interest: str = "",
    text: str = "",
    seen: str = "",
) -> Case:
    """A partner agrees to what it is shown, refuses, asks, sets a condition or leaves; the lead and an officer answer it.

    `seen` is the fingerprint of what the person read: a bid that changed meanwhile is not agreed to. `interest` is the
    signatory's own interest, in words: it goes to the register, since they may sit on the committee (journeys, 3.5).

    Raises:
        Refused: this person may not answer so, by their role or by the organisation's own signing rule.
        Stale: the bid changed since it was read. BadInput: there is no such answer, or its words are missing.
    """
    case = open_case(session, ref, actor=actor, now=now, reason=reason, step="consent", lock=True)
    by_officer = answer == "agree" and bool(letter) and actor.has("officer", fund=case.fund_id)
    kind = "paper" if by_officer else answer
    if kind not in _ANSWERS:
        known = ", ".join(name for name in _ANSWERS if name != "paper")
        raise BadInput(f"'{answer}' is not an answer: use one of {known}", place="answer")
    if organisation not in {one.organisation for one in case.dossier.participants}:
        organisation = organisations.current(session, organisation)
        applications.participant(session, case.application, organisation)
    _may(case, organisation, kind)
    before = {one.organisation: one.state for one in case.dossier.participants}
    _ANSWERS[kind].do(case, Said(organisation, condition.strip(), text.strip() or reason.strip(), letter, seen))
    if interest and kind == "agree":
        facts = {"organisation": organisation, "kind": "financial", "nature": interest}
        desk.declare(session, actor.sign_in_name, starts=case.day, actor=actor, now=now, **facts)
    case.forget_readings()
    after = {one.organisation: one.state for one in case.dossier.participants}
    # why a partner says no is for the lead and the officer alone: it stands with its answer, not in the case's history
    private = kind in ("refuse", "ask", "reply")
    act = case.act("consent.answer" if private else f"consent.{answer}")
    audit.record(session, replace(act, reason="") if private else act, before=before, after=after)
    return case


def _may(case: Case, organisation: str, kind: str) -> None:
    whose, actor = _ANSWERS[kind].whose, case.actor
    name = organisations.names(case.session, [organisation]).get(organisation, organisation)
    if whose == "officer":
        must_hold(actor, "officer", fund=case.fund_id, doing="Checking a partner's letter")
    elif whose == "lead" and not any(holds(actor, role, case) for role in ("applicant", "signatory")):
        raise Refused.because(
            "may_act",
            f"What {name} answered on {case.ref} is for the people of {case.lead}, and {actor.name} is not one. Nothing has "
            "changed. Ask them.",
        )
    elif whose == "theirs" and not any(
        actor.has("signatory", organisation=code) for code in organisations.one_with(case.session, [organisation])
    ):
        raise Refused.because(
            "may_act",
            f"Only a signatory of {organisation} can answer for it on {case.ref}, and {actor.name} is not one. Nothing has "
            "changed. Ask them, or let an officer check their signed letter.",
        )


def shown(case: Case, organisation: str) -> applications.Shown:
    """Exactly what a participant is shown now: the bid, its own list on the round's day, and who may sign for it."""
    on = case.list_day
    size = organisations.list_size(case.session, organisation, basis="registered", on=on)
    row = organisations.require(case.session, organisation)
    fact = size and applications.ListFact(organisation, row.name, "", size.patients, size.basis, size.on, size.source)
    said = organisations.declaration(
        row.signing_rule, name=row.name, named=row.named_signatory, since=row.signing_rule_since
    )
    return applications.shown_for(
        case.session, case.application, organisation, list_size=fact or None, declaration=said
    )


def signatories(case: Case, organisation: str) -> list[Actor]:
    """The people who may sign for one organisation today."""
    codes = organisations.one_with(case.session, [organisation])
    found = {
        one.id: one
        for code in sorted(codes)
        for one in people.holders(case.session, "signatory", on=case.day, organisation=code)
    }
    return [one for one in found.values() if any(role.organisation in codes for role in one.holds("signatory"))]


def waiting_for(case: Case, organisation: str, page: applications.Shown) -> list[str]:
    """Who has still to sign where every partner must; nobody under any other rule."""
    if organisations.require(case.session, organisation).signing_rule != "all_partners":
        return []
    row = applications.participant(case.session, case.application, organisation)
    signed = consents.signed_by(case.session, row, page, percent=case.fund.consent_change_percent)
    return [one.name for one in signatories(case, organisation) if one.id not in signed]


def _name(case: Case, said: Said) -> str:
    return organisations.require(case.session, said.organisation).name


def _agree(case: Case, said: Said) -> None:
    row = applications.participant(case.session, case.application, said.organisation)
    page = shown(case, said.organisation)
    seen = page.sha256 if page.sha256.startswith(said.seen) else said.seen
    _by_the_rule(case, said.organisation)
    names = [case.actor.name]
    kind = "condition" if said.condition else "agree"
    facts = {"text": said.condition, "capacity": page.content["declaration"], "shown": page}
    if not said.condition and row.state in applications.PRESENT and seen == page.sha256:
        consents.note_answer(case.session, row, kind, act=case.act(), **facts)
        if waiting_for(case, said.organisation, page):
            return
        if organisations.require(case.session, said.organisation).signing_rule == "all_partners":
            names = [one.name for one in signatories(case, said.organisation)]
    applications.agree(
        case.session,
        case.application,
        said.organisation,
        shown=page,
        expected_sha256=seen,
        by=" and ".join(names),
        role="signatory",
        condition=said.condition,
        act=case.act(),
    )
    if said.condition:
        consents.note_answer(case.session, row, kind, act=case.act(), **facts)
        raise_task(
            case,
            "partner_condition",
            about=f"{_name(case, said)} agrees on a condition: {said.condition}",
            thing=said.organisation,
        )


def _by_the_rule(case: Case, organisation: str) -> None:
    row = organisations.require(case.session, organisation)
    named = row.named_signatory.strip().casefold()
    own = {case.actor.name.strip().casefold(), case.actor.sign_in_name.casefold()}
    if row.signing_rule != "named_partner" or named in own:
        return
    since = f" since {day_words(row.signing_rule_since)}" if row.signing_rule_since else ""
    raise Refused.because(
        "signing_rule",
        f"The answer of {row.name} was not recorded: only {row.named_signatory} signs for it{since}, not {case.actor.name}. "
        f"Nothing has changed. Ask {row.named_signatory}, or let an officer check a signed letter.",
    )


def _paper(case: Case, said: Said) -> None:
    """A letter that reached the office: the officer who enters it has read it."""
    _letter(case, said)
    _check(case, said)


def _letter(case: Case, said: Said) -> None:
    if not said.letter:
        raise BadInput("attach the signed letter", place="letter")
    page = shown(case, said.organisation)
    consents.send_letter(
        case.session, case.application, said.organisation, file=said.letter, shown=page, act=case.act()
    )
    raise_task(
        case, "check_letter", about=f"A letter of {said.organisation}", thing=f"{said.organisation}:{said.letter[:12]}"
    )


def _check(case: Case, said: Said) -> None:
    signed = said.text or "its signatory"
    consents.check_letter(case.session, case.application, said.organisation, signed=signed, act=case.act())
    finish_tasks_about(case, "check_letter", said.organisation)


def _return_letter(case: Case, said: Said) -> None:
    if not said.text:
        raise BadInput("say what is wrong with the letter", place="reason")
    consents.return_letter(case.session, case.application, said.organisation, act=case.act())
    finish_tasks_about(case, "check_letter", said.organisation)


def _refuse(case: Case, said: Said) -> None:
    row = applications.refuse(case.session, case.application, said.organisation, act=case.act())
    consents.note_answer(case.session, row, "refuse", act=case.act(), text=said.text)
    raise_task(case, "partner_said_no", about=f"{_name(case, said)} said no", thing=f"{said.organisation}:{case.now}")


def _leave(case: Case, said: Said) -> None:
    """While the bid is written it leaves by itself; afterwards it asks, and an officer shows the lead what it means."""
    if case.workflow.states[case.application.state].editable:
        row = applications.leave(case.session, case.application, said.organisation, act=case.act())
        consents.note_answer(case.session, row, "leave", act=case.act(), text=said.text)
        return
    row = applications.participant(case.session, case.application, said.organisation)
    if row.role == "lead" or row.state not in applications.PRESENT:
        raise Refused.because(
            "partner_leaves",
            f"{said.organisation} cannot leave {case.ref}: it {'leads it' if row.role == 'lead' else 'is not in it any more'}. "
            "Nothing has changed. Ask the officer what can be done.",
        )
    consents.note_answer(case.session, row, "asks_to_leave", act=case.act(), text=said.text)
    raise_task(case, "partner_asks_to_leave", about=said.organisation, thing=said.organisation)


def _ask(case: Case, said: Said) -> None:
    if not said.text:
        raise BadInput("write the question", place="text")
    row = applications.participant(case.session, case.application, said.organisation)
    consents.note_answer(case.session, row, "ask", act=case.act(), text=said.text)
    about = f"{_name(case, said)} asks: {said.text}"
    raise_task(case, "partner_asks", about=about, thing=f"{said.organisation}:{case.now.isoformat()}")


def _reply(case: Case, said: Said) -> None:
    if not said.text:
        raise BadInput("write the reply", place="text")
    row = applications.participant(case.session, case.application, said.organisation)
    asked = consents.answers(case.session, row.id)
    if sum(one.kind == "ask" for one in asked) <= sum(one.kind == "reply" for one in asked):
        raise Refused.because(
            "question_waiting",
            f"{said.organisation} has asked nothing on {case.ref} that waits for a reply. Nothing has changed. Ring it instead.",
        )
    consents.note_answer(case.session, row, "reply", act=case.act(), text=said.text)
    finish_tasks_about(case, "partner_asks", said.organisation)


def _accept(case: Case, said: Said) -> None:
    row = applications.accept_condition(case.session, case.application, said.organisation, act=case.act())
    consents.write_condition(
        case.session, case.application, said.organisation, act=case.act(), awarded=case.award is not None
    )
    consents.note_answer(case.session, row, "accept_condition", act=case.act(), text=row.condition)
    finish_tasks_about(case, "partner_condition", said.organisation)


def _decline(case: Case, said: Said) -> None:
    row = consents.decline_condition(case.session, case.application, said.organisation, act=case.act())
    consents.note_answer(case.session, row, "decline_condition", act=case.act(), text=row.condition)
    finish_tasks_about(case, "partner_condition", said.organisation)


@dataclass(frozen=True)
class _Kind:
    whose: str
    do: Callable[[Case, Said], None]


_ANSWERS = {
    "agree": _Kind("theirs", _agree),
    "refuse": _Kind("theirs", _refuse),
    "ask": _Kind("theirs", _ask),
    "leave": _Kind("theirs", _leave),
    "accept_condition": _Kind("lead", _accept),
    "decline_condition": _Kind("lead", _decline),
    "reply": _Kind("lead", _reply),
    "send_letter": _Kind("lead", _letter),
    "check_letter": _Kind("officer", _check),
    "return_letter": _Kind("officer", _return_letter),
    "paper": _Kind("officer", _paper),
}
"""Each answer: whether a signatory of the organisation, the lead's people or an officer gives it, and what it does."""
