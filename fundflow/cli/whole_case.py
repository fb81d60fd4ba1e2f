"""Everything about one case for `application show`, composed from several floors, and which of it a named reader gets."""

from collections.abc import Collection, Mapping
from typing import Any

from fundflow import applications, awards, committees, ledger, letters, payments
from fundflow.cli.seeing import Seen
from fundflow.cli.terminal import facts
from fundflow.cli.whole import history
from fundflow.database import Session
from fundflow.ledger import Balances
from fundflow.money import total

_MONEY = "reserved committed claimed approved paid recoverable accrued"


SHARED: Mapping[str, Collection[str]] = {
    **dict.fromkeys(("ref", "round", "fund", "lead", "title", "state", "state_since", "version", "submitted_at"), ()),
    "their_ref": (),
    "taken_over": ("history",),
    **dict.fromkeys(("budget", "versions", "no_longer_asked"), ("content",)),
    **dict.fromkeys(("money", "shares", "offers", "conditions"), ("money",)),
    **dict.fromkeys(("claims", "recoveries"), ("claims",)),
    **dict.fromkeys(("history", "gates", "questions"), ("history",)),
    **{name: (name,) for name in ("participants", "decisions", "letters")},
    "ask_pence": ("content", "money"),
    "deferrals": ("decisions",),
    "deadlines": ("steps",),
    "tasks": ("notes",),
}
"""What a named reader gets of a case, and the parts of `engine.sight` of which any lets them; none for whoever sees any.

What is not named here is shown to nobody who says who they are.
"""


def shared(name: str, parts: Collection[str]) -> bool:
    """Whether whoever sees some parts of a case gets what bears this name."""
    wanted = SHARED.get(name)
    return wanted is not None and (not wanted or any(one in parts for one in wanted))


def case(session: Session, ref: str, seen: Seen = None) -> dict[str, Any]:
    """A bid or award, as far as its reader may see it: where it stands, its money, people, papers and history."""
    found = _everything(session, ref, seen)
    if seen is None:
        return found
    _, view = seen
    if view.relation != "office":
        found["letters"] = [one for one in found["letters"] if one["state"] == "released"]
        found["decisions"] = [one for one in found["decisions"] if one["applied_at"]]
        found["recoveries"] = [one for one in found["recoveries"] if one["notice_at"]]
    return {name: value for name, value in found.items() if shared(name, view.parts)}


def _everything(session: Session, ref: str, seen: Seen) -> dict[str, Any]:
    whole = applications.dossier(session, ref)
    written = facts(whole, "ref round fund lead title state state_since version ask_pence submitted_at")
    return {
        **written,
        **_taken_over(session, ref),
        "deferrals": whole.deferral_count,
        "deadlines": dict(whole.deadlines),
        "money": [money(one) for one in ledger.holdings(session, holder_prefix=f"{ref}/")],
        "shares": _shares(whole),
        "budget": [_budgeted(line) for line in whole.content.lines],
        "participants": [_participant(one) for one in whole.participants],
        "versions": [facts(one, "number state saved_at submitted_at sha256") for one in whole.versions],
        "no_longer_asked": dict(applications.current_version(session, whole.id).removed),
        "gates": [facts(one, "code passed detail") for one in whole.gates],
        "questions": [facts(one, "number outcome asked_at due_at") for one in whole.clarifications],
        "decisions": _decisions(session, whole.id),
        "offers": _offers(session, whole.id),
        "conditions": [
            facts(one, "number kind text commissioner due_on state") for one in awards.conditions(session, whole.id)
        ],
        "claims": [facts(one, "ref state period_from period_to") for one in payments.claims_of(session, whole.id)],
        "recoveries": [facts(one, "ref state cause notice_at") for one in payments.recoveries_of(session, whole.id)],
        "letters": [
            facts(one, "ref code state addressee drafted_at released_at")
            for one in letters.find(session, application_id=whole.id)
        ],
        "tasks": [facts(one, "role text due_at") for one in whole.tasks],
        "history": history(
            session, ref, applications.definitions(applications.get_round(session, whole.round)).workflow, seen
        ),
    }


def _taken_over(session: Session, ref: str) -> dict[str, Any]:
    """Where a bid came from that lived elsewhere before, and what nobody here could check; null for one that began here."""
    row = applications.get(session, ref)
    said = row.facts[applications.TAKEN_OVER] if row.entered_from == applications.TAKEN_OVER else None
    whence = {name: said[name] for name in said if name != "their_ref"} if said else None
    return {"their_ref": row.their_ref, "taken_over": whence}


def _budgeted(line: applications.CostLine) -> dict[str, Any]:
    return {
        **facts(line, "period commissioner organisation"),
        "type": line.cost_type,
        "what": line.description,
        "amount_pence": line.pence,
    }


def _participant(one: applications.ParticipantFacts) -> dict[str, Any]:
    """Who said no is for the lead and the officer, who see it with `application partners` (journeys 3.4)."""
    found = facts(one, "organisation role state consent_by consent_at")
    return {**found, "state": "removed"} if one.state == "refused" else found


def money(one: Balances) -> dict[str, Any]:
    """One key's money of one holder, in pence."""
    key = facts(one.key, "commissioner period")
    return {**key, **{f"{name}_pence": getattr(one, name) for name in _MONEY.split()}}


def _shares(whole: applications.Dossier) -> list[dict[str, Any]]:
    return [
        {
            "commissioner": one.commissioner,
            "period": period,
            "asked_pence": asked,
            "approved_pence": one.approved.get(period),
            "basis": one.basis,
        }
        for one in whole.shares
        for period, asked in one.asked.items()
    ]


def _decisions(session: Session, application_id: int) -> list[dict[str, Any]]:
    """Every tabling's shares, those of earlier ones too."""
    names = "tabling commissioner state outcome minute_number decided_at applied_at void_at void_reason"
    return [facts(one, names) for each in committees.tablings(session, application_id).values() for one in each]


def _offers(session: Session, application_id: int) -> list[dict[str, Any]]:
    return [
        {
            **facts(one, "number state issued_at expires_at"),
            "offered_pence": total(awards.offer_amounts(session, one.id or 0)),
        }
        for one in awards.offers(session, application_id)
    ]
