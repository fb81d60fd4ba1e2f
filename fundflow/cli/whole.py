"""Everything about one case, round or organisation, composed from the faces of several floors for `show`."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from fundflow import (
    allocations,
    applications,
    audit,
    awards,
    clock,
    committees,
    engine,
    ledger,
    letters,
    organisations,
    payments,
    people,
    scoring,
    support,
)
from fundflow.cli.seeing import Seen
from fundflow.cli.terminal import facts
from fundflow.database import Session
from fundflow.definitions import Workflow
from fundflow.ledger import Balances
from fundflow.views import history as happened

_MONEY = "reserved committed claimed approved paid recoverable accrued"


SHARED: Mapping[str, Collection[str]] = {
    **dict.fromkeys(("ref", "round", "fund", "lead", "title", "state", "state_since", "version", "submitted_at"), ()),
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
            "offered_pence": awards.total(awards.offer_amounts(session, one.id or 0)),
        }
        for one in awards.offers(session, application_id)
    ]


def history(
    session: Session, subject: str, workflow: Workflow | None = None, seen: Seen = None
) -> list[dict[str, Any]]:
    """What was done, by whom and in which role, when and why."""
    events = engine.readership.history(*seen) if seen else audit.history(session, subject)
    roles = happened.roles(session, events, workflow)
    return [
        {
            "event": one.seq,
            "at": one.at,
            "who": one.actor,
            "role": roles.get(one.seq, ""),
            "what": one.what,
            "reason": one.contents.get("reason", ""),
        }
        for one in events
    ]


def round_(session: Session, ref: str, *, reader: people.Actor | None = None) -> dict[str, Any]:
    """A round: its dates, its bids by state, and everything that was changed in it.

    Where its fund keeps to itself whom it helps, a reader from outside gets no count from which a few could be told.
    """
    row = applications.get_round(session, ref)
    assert row.id is not None
    counts: Mapping[str, int | None] = applications.state_counts(session, row.id)
    seen = engine.visibility.counts(row, actor=reader)
    workflow = applications.definitions(row).workflow
    if not seen:
        counts = support.suppressed(dict(applications.state_counts(session, row.id)), least=support.LEAST)
    names = "ref fund title state opens_at closes_at closed_at reserve_until snapshot_on workflow pinned_sha256"
    return {
        **facts(row, names),
        "settings": dict(row.settings),
        "bids": [{"state": state, "bids": many} for state, many in counts.items()],
        "changes": [
            {**facts(one, "number kind at reason"), "by": people.names(session, [one.by]).get(one.by, "")}
            for one in applications.round_changes(session, row.id)
        ],
        "waits_for_a_second_person": [
            facts(one, "verb said reason asked_name asked_at")
            for one in people.proposals(session, subject=ref, state="open")
        ],
        "discrepancies": [
            facts(one, "id severity what status") for one in allocations.discrepancies(session, fund=row.fund)
        ],
        "under_subscribed": list(engine.undersubscribed.lines(session, row)) if seen else [],
        "cut_to_find": list(engine.cuts.choices(session, row.fund, workflow)) if seen and workflow else [],
        "history": history(session, ref, workflow),
    }


def organisation(session: Session, code: str) -> dict[str, Any]:
    """An organisation: who it is, to whom it belongs, its lists, what happened to it, its bids, how it is paid."""
    organisations.require(session, code)
    code = organisations.current(session, code)
    row = organisations.require(session, code)
    today = clock.london_day(clock.now())
    payee = payments.payee(session, code)
    return {
        **facts(row, "code name kind status opened closed legal_entity signing_rule telephone"),
        "commissioner": organisations.commissioner_of(session, code, on=today),
        "payee": payee.vendor_reference if payee else None,
        "also_called": [one.alias for one in organisations.aliases(session, code)],
        "groups": list(organisations.groups_of(session, code, on=today)),
        "members": list(organisations.members(session, code, on=today)),
        "lists": [facts(one, "basis on patients source") for one in organisations.list_history(session, code)],
        "events": [facts(one, "happened_on kind other detail reason") for one in organisations.events(session, code)],
        "other_records": [
            facts(one, "keep alias reason said_by said_at ended_by ended_at")
            for one in organisations.samenesses(session, code)
        ],
        "bids": [
            facts(one, "ref title state ask_pence")
            for each in sorted(organisations.one_with(session, [code]))
            for one in applications.find_cases(session, participant=each)
        ],
    }


def assessment(session: Session, ref: str) -> dict[str, Any]:
    """How a bid was judged: seats, declarations, the result, and what the group advised."""
    row = applications.get(session, ref)
    assert row.id is not None
    result = scoring.consolidation(session, row.id)
    declared = scoring.declarations(session, row.id)
    who = people.names(session, [one.person_id for one in declared])
    advice = scoring.recommendation(session, row.id)
    return {
        **facts(row, "ref title state"),
        "result": {**facts(result, "total band fundable assessors at"), "means": result.means} if result else None,
        "advice": facts(advice, "kind reasons meeting") if advice else None,
        "seats": [
            facts(one, "person state clinical finance_aware locked_at") for one in scoring.assignments(session, row.id)
        ],
        "declarations": [{"person": who.get(one.person_id), **facts(one, "answer detail at")} for one in declared],
    }


def staged(session: Session, ref: str) -> list[dict[str, Any]]:
    """What applying a meeting's staged decisions will do."""
    meeting_id = committees.meeting(session, ref).id
    assert meeting_id is not None
    return [
        {
            "item": one.item,
            "case": applications.get_by_id(session, one.application_id).ref,
            **facts(one, "body outcome from_state to_state reserves_pence minute_number"),
        }
        for one in committees.diff(session, meeting_id)
    ]


def meeting(session: Session, ref: str, *, now: datetime) -> dict[str, Any]:
    """A meeting: its bodies, who is there, and for each item whether each body can decide it now."""
    row = committees.meeting(session, ref)
    assert row.id is not None
    sittings = committees.sittings(session, row.id)
    return {
        **facts(row, "ref title state starts_at opened_at closed_at place papers_out_on"),
        "bodies": [{"body": committees.body_of(session, one.id or 0).key, "minutes": one.minutes} for one in sittings],
        "present": [
            {
                "body": committees.body_of(session, one.id or 0).short_title,
                **facts(stay, "name came_at left_at mode"),
            }
            for one in sittings
            for stay in committees.attendance(session, one.id or 0)
        ],
        "items": [
            {
                "item": item.number,
                "title": item.title,
                **_wish(session, item),
                **facts(one, "body can_decide why"),
            }
            for item in committees.items(session, row.id)
            for one in committees.standing(session, item.id or 0, at=now)
        ],
    }


def _wish(session: Session, item: committees.Item) -> dict[str, Any]:
    """A bid's rank, and beside it what its lead said of it among its others: for people to read, never scored."""
    if item.application_id is None:
        return {"case": None, "rank": None, "leads_order": None, "linked": "", "link_not_kept": []}
    row = applications.get_by_id(session, item.application_id)
    found = engine.portfolio.wishes(session, applications.round_by_id(session, row.round_id).ref).get(row.ref)
    said = found or engine.portfolio.Wish(row.preference, applications.link_words(row.links))
    return {
        "case": row.ref,
        "rank": said.rank,
        "leads_order": said.preference,
        "linked": said.links,
        "link_not_kept": list(said.not_kept),
    }
