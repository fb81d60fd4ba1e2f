"""Everything about one round, organisation, assessment or meeting, composed from the faces of several floors for `show`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fundflow import (
    allocations,
    applications,
    audit,
    clock,
    committees,
    engine,
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
from fundflow.views import history as happened


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
