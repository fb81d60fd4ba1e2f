"""What must hold before a bid is started, sent or called back."""

from datetime import date
from typing import Any

from fundflow import applications, organisations
from fundflow.clock import day_words
from fundflow.engine.case import Case
from fundflow.engine.registry import guard
from fundflow.money import pounds

STAGES = ("submission", "screening", "award")
"""When a fund may want partners' consent, in the order of a case's life."""


@guard()
def round_open(case: Case, _argument: Any) -> str | None:
    """The round takes bids at this moment."""
    late = applications.lateness(case.round.state, case.round.opens_at, case.round.closes_at, case.now)
    return late and f"{late.replace(' It is saved.', '')}{_help(case)}"


def _help(case: Case) -> str:
    """Whom to ring, and when the next round is planned."""
    contact = case.fund.contact
    ring = f" Ring {contact.name} on {contact.telephone}." if contact else ""
    return ring + (f" The next round is planned for {case.round.next_round}." if case.round.next_round else "")


@guard()
def lead_active(case: Case, _argument: Any) -> str | None:
    """The organisation that leads is open today."""
    if organisations.open_on(case.session, case.lead, on=case.day):
        return None
    name = organisations.names(case.session, [case.lead]).get(case.lead, case.lead)
    return f"{name} ({case.lead}) is closed in our register, so it cannot lead a bid. Ask us if that is wrong."


@guard()
def before_close(case: Case, _argument: Any) -> str | None:
    """The step reaches us before the round closes: tested in the transaction that takes it."""
    late = applications.lateness(case.round.state, case.round.opens_at, case.round.closes_at, case.now)
    return late and f"{late}{_help(case)}"


@guard()
def entry_confirmed(case: Case, _argument: Any) -> str | None:
    """What an officer entered on behalf (paper, word, telephone) was confirmed by the lead's own people."""
    if case.application.confirmed_at is not None:
        return None
    source = {"word": "a Word file"}.get(case.application.entered_from, case.application.entered_from)
    name = organisations.names(case.session, [case.lead]).get(case.lead, case.lead)
    return (
        f"{case.ref} does not count yet: our office entered it from {source}, and {name} has not confirmed it. The answers "
        f"are saved. Somebody who acts for {name} can sign in and confirm it."
    )


def _missing(case: Case, *, within: str, what: str) -> str | None:
    complaints = [
        complaint
        for complaint in applications.incomplete(case.form, case.dossier.content)
        if complaint.place.split(".")[0] == within
    ]
    if not complaints:
        return None
    shown = "; ".join(complaint.sentence for complaint in complaints[:4])
    more = f"; and {len(complaints) - 4} more" if len(complaints) > 4 else ""
    return f"You cannot send {case.ref} yet: {shown}{more}. What you wrote is saved. Finish {what} and send it again."


@guard()
def answers_complete(case: Case, _argument: Any) -> str | None:
    """Every mandatory question has an answer within its word limit."""
    return _missing(case, within="answers", what="the questions")


@guard()
def actions_complete(case: Case, _argument: Any) -> str | None:
    """Every action of the grid has its line, and enough of them contribute."""
    return _missing(case, within="actions", what="the grid of actions")


@guard()
def documents_attached(case: Case, _argument: Any) -> str | None:
    """Every document that the form asks for is attached."""
    return _missing(case, within="documents", what="the attachments")


@guard()
def budget_adds_up(case: Case, _argument: Any) -> str | None:
    """There is a budget, each line is sound, and the least workable amount is not above the ask."""
    for within in ("budget", "minimum_viable"):
        missing = _missing(case, within=within, what="the budget")
        if missing:
            return missing
    wrong = applications.budget_complaints(case.fund, case.dossier.content.lines)
    if wrong:
        return f"You cannot send {case.ref} yet: {wrong[0].sentence}. What you wrote is saved. Mend {wrong[0].place}."
    asked = sum(share.asked_pence for share in case.dossier.shares)
    if asked != case.dossier.content.ask_pence:
        return (
            f"The shares of {case.ref} add up to {pounds(asked)} and the bid asks for "
            f"{pounds(case.dossier.content.ask_pence)}. What you wrote is saved. Save the budget again to share it anew."
        )
    return None


@guard()
def ask_within_fund(case: Case, _argument: Any) -> str | None:
    """No share asks more of a commissioner and year than the whole fund holds there."""
    for share in case.dossier.shares:
        for period, pence in share.asked.items():
            held = case.free.get((share.commissioner, period))
            holds = held.allocated if held else 0
            if pence > holds:
                name = case.names.get(share.commissioner, share.commissioner)
                return (
                    f"{case.ref} asks for {pounds(pence)} of {name} in {period}, and the whole fund has {pounds(holds)} "
                    f"there. What you wrote is saved. Take out {pounds(pence - holds)} or move it to another year."
                )
    return None


SHOWN = 3
"""How many partners a refusal names; it counts the rest."""


def agreed_words(bid: applications.Dossier) -> str:
    """How many of a bid's organisations have agreed to it as it stands; its lead agrees by sending it."""
    agreed = sum(one.state in applications.CONFIRMED or one.role == "lead" for one in bid.present)
    return f"{agreed} of {len(bid.present)} have agreed"


@guard()
def consents_complete(case: Case, argument: str) -> str | None:
    """Every organisation in the bid has agreed to it as it stands, by the stage at which the fund wants that."""
    if STAGES.index(argument) < STAGES.index(case.fund.consent_by):
        return None
    open_ = [one for one in case.dossier.present if one.state not in applications.CONFIRMED and one.role != "lead"]
    if not open_:
        return None
    names = organisations.names(case.session, [one.organisation for one in case.dossier.present])
    said = {
        "invited": "has not agreed",
        "agreed_to_earlier": "agreed to an earlier version",
        "conditional": "set a condition",
    }
    who = "; ".join(f"{names.get(one.organisation, one.organisation)} {said[one.state]}" for one in open_[:SHOWN])
    if len(open_) > SHOWN:
        who += f"; and {len(open_) - SHOWN} more"
    left = len(case.dossier.present) - len(open_)
    return (
        f"{case.ref} cannot go on yet: {agreed_words(case.dossier)}. {who}. The other agreements stand. You can remind "
        f"them, upload a signed letter, or take them off the bid: {left} would be left, and the fund asks for "
        f"{case.fund.footprint.group_minimum} or more."
    )


@guard()
def work_not_begun(case: Case, _argument: Any) -> str | None:
    """The work does not start before the fund's awards do, or the day from which the round pays by its own setting."""
    starts, rule = case.dossier.content.work_starts_on, case.fund.award
    if starts is None or rule is None:
        return None
    earliest = date.fromisoformat(str(case.round.settings.get("work_from") or rule.starts))
    if starts >= earliest:
        return None
    return (
        f"You cannot send {case.ref} yet: its work starts on {day_words(starts)}, and this fund pays for work from "
        f"{day_words(earliest)}. What was done before is not paid. What you wrote is saved. Change the day, or ask us "
        f"if the work was approved beforehand.{_help(case)}"
    )


@guard(asks=("interests",))
def interests_declared(case: Case, _argument: Any) -> str | None:
    """The signatory declares the bid's own interests: names of people and bodies, or `none`."""
    if str(case.values.get("interests", "")).strip():
        return None
    return (
        f"You cannot send {case.ref} yet: the declaration of interests is empty. What you wrote is saved. "
        "Name everyone in the bid who sits on our committees or groups, or write 'none'."
    )


@guard(asks=("consent",))
def redirect_consented(case: Case, _argument: Any) -> str | None:
    """The practice agrees that its request is passed on: who agreed, and when, is written."""
    if str(case.values.get("consent", "")).strip():
        return None
    return (
        f"{case.ref} was not passed on: nobody of the practice is named who agreed, and when "
        "(consent=...). Nothing has changed. Ask it, or rule the bid ineligible under rule E6."
    )
