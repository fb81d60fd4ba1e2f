"""What committees' decisions do to shares and to the money: applying an approval reserves it at once."""

from typing import Any

from fundflow import applications, committees, ledger
from fundflow.calendar import deadline
from fundflow.clock import end_of
from fundflow.engine import delegated
from fundflow.engine.case import Case
from fundflow.engine.guards.deciding import asked_amounts, staged
from fundflow.engine.guards.offering import offered_amounts
from fundflow.engine.posting import post
from fundflow.engine.registry import effect
from fundflow.errors import Refused
from fundflow.ledger import Kind, Line


@effect()
def open_share_decisions(case: Case, _argument: Any) -> None:
    """Open a fresh set of decisions, one a commissioner, with what is asked of each."""
    asked = {share.commissioner: dict(share.asked) for share in case.dossier.shares}
    committees.open_tabling(case.session, case.id, asked, act=case.act())
    facts = {name: case.values[name] for name in ("meeting", "cover_sheet") if case.values.get(name)}
    if facts:
        applications.record_facts(case.session, case.application, facts)


@effect()
def void_share_decisions(case: Case, _argument: Any) -> None:
    """Set this tabling's decisions aside, kept as history."""
    committees.void_share_decisions(case.session, case.id, reason=case.reason or case.step, act=case.act())


@effect(asks=("commissioner",))
def apply_share_decision(case: Case, _argument: Any) -> None:
    """Let one commissioner's staged decision take effect on its share."""
    row = staged(case)
    if isinstance(row, str):
        raise Refused.because("share_decided", row)
    assert row.id is not None
    committees.mark_applied(case.session, row.id, act=case.act())
    if row.outcome in ("approve", "approve_less"):
        amounts = {str(one["period"]): int(one["pence"]) for one in row.amounts}
        applications.approve_share(case.session, case.application, row.commissioner, amounts)


@effect(posts=("RESERVE",))
def reserve_share(case: Case, _argument: Any) -> None:
    """Set aside what the applied decision approved, in each of its years; a new vote on the share sets aside anew."""
    row = staged(case)
    if isinstance(row, str) or row.outcome not in ("approve", "approve_less"):
        return
    reserve(
        case,
        {case.money_key(row.commissioner, str(one["period"])): int(one["pence"]) for one in row.amounts},
        source=f"{row.minute_number}",
        key=f"{case.ref}:share:{row.id}:{_rests_on(row)}",
    )


def _rests_on(row: committees.ShareDecision) -> str:
    """What tells one decision on a share from the next: its vote, its chair's action, or that delegates took it."""
    if row.motion_id:
        return str(row.motion_id)
    return f"chair{row.chairs_action_id}" if row.chairs_action_id else "delegates"


def _signers(case: Case) -> list[str]:
    """The names of all who signed the step that is being executed; it has put the case's version up by one already."""
    signed = applications.signatures(case.session, case.id, step=case.step, last=True)
    now = [one.person for one in signed if one.version == case.application.version - 1]
    return list(dict.fromkeys([*now, case.actor.name]))


@effect(asks=("commissioner",))
def stage_delegated_decision(case: Case, _argument: Any) -> None:
    """Record what the delegates decided of one share, and put it on the committee's next agenda to be noted."""
    commissioner = str(case.value("commissioner"))
    choice = delegated.chosen(case)
    row = committees.stage_delegated(case.session, case.id, commissioner, choice, signed=_signers(case), act=case.act())
    key = case.fund.committees.get(commissioner)
    if key is not None:
        title = f"To note what delegates decided on {case.ref} ({row.authority})"
        body = committees.committee(case.session, key)
        committees.table_delegated(case.session, body.id or 0, title, row, act=case.act())


def reserve(case: Case, amounts: dict[ledger.BudgetKey, int], *, source: str, key: str) -> None:
    """Reserve amounts for this case, each under its commissioner's holder."""
    lines = []
    for budget, pence in sorted(amounts.items()):
        if pence:
            holder = case.holder(budget.commissioner)
            ledger.register_holder(case.session, holder, fund=case.fund_id, capital=case.application.capital)
            lines.append(Line(budget, pence, holder=holder))
    if lines:
        post(case, Kind.RESERVE, lines, source=source, key=key)


@effect(posts=("RELEASE",))
def release_reserved(case: Case, _argument: Any) -> None:
    """Free everything that is set aside for the case and not yet accepted."""
    release(case, {(one.key, str(one.holder)): one.reserved for one in case.holdings}, key="release")
    if case.workflow.states[case.state].deciding or case.workflow.states[case.stood].deciding:
        applications.clear_approval(case.session, case.application)


def release(case: Case, amounts: dict[tuple[ledger.BudgetKey, str], int], *, key: str) -> None:
    """Release reserved amounts by key and holder."""
    lines = [Line(budget, pence, holder=holder) for (budget, holder), pence in sorted(amounts.items()) if pence]
    if lines:
        named = f"{case.ref}:{case.application.version}:{key}"
        post(case, Kind.RELEASE, lines, source=case.step, key=named)


@effect(posts=("RELEASE_PART",))
def release_cut(case: Case, _argument: Any) -> None:
    """Free what is set aside beyond what is approved, or beyond what an offer offers, which is then all that is approved."""
    offered = offered_amounts(case)
    if case.values.get("amounts"):
        for share in case.dossier.shares:
            applications.approve_share(
                case.session, case.application, share.commissioner, offered.get(share.commissioner, {})
            )
    keep = {
        (case.money_key(commissioner, period), case.holder(commissioner)): pence
        for commissioner, row in offered.items()
        for period, pence in row.items()
    }
    held = {(one.key, str(one.holder)): one.reserved for one in case.holdings}
    release(case, {place: pence - min(pence, keep.get(place, 0)) for place, pence in held.items()}, key="release_cut")


@effect()
def close_share_decisions(case: Case, _argument: Any) -> None:
    """Make every share's decision final."""
    committees.parent_final(case.session, case.id, act=case.act())
    rows = committees.shares(case.session, case.id)
    facts: dict[str, Any] = {
        "decided_on": case.day.isoformat(),
        "minutes": {r.commissioner: r.minute_number for r in rows},
    }
    applications.record_facts(case.session, case.application, facts)


@effect()
def place_on_reserve_list(case: Case, _argument: Any) -> None:
    """Put the bid on the reserve list until the round's date for it."""
    until = case.round.reserve_until or case.day
    applications.set_deadline(case.session, case.application, name="reserve_until", at=end_of(until))


@effect()
def count_deferral(case: Case, _argument: Any) -> None:
    """Count one more deferral and keep what is needed and by when."""
    applications.count_deferral(case.session, case.application)
    rows = [row for row in committees.shares(case.session, case.id) if row.outcome == "defer"]
    wanted = "; ".join(row.information for row in rows if row.information)
    dates = [row.answer_by for row in rows if row.answer_by]
    by = end_of(min(dates)) if dates else deadline(case.now, working_days=case.fund.days.deferral_answer)
    applications.record_facts(case.session, case.application, {"deferral_information": wanted or None})
    applications.set_deadline(case.session, case.application, name="answer_by", at=by)


@effect(asks=("answer",))
def record_deferral_answer(case: Case, _argument: Any) -> None:
    """Keep the applicant's answer to what the committee asked."""
    applications.record_facts(case.session, case.application, {"deferral_answer": str(case.value("answer"))})
    applications.set_deadline(case.session, case.application, name="answer_by", at=None)


@effect(posts=("RESERVE",), asks=("resolution",))
def reserve_promoted(case: Case, _argument: Any) -> None:
    """Set aside the whole ask of a bid that comes up from the reserve list."""
    for share in case.dossier.shares:
        applications.approve_share(case.session, case.application, share.commissioner, dict(share.asked))
    key = f"{case.ref}:{case.application.version}:promote"
    reserve(case, asked_amounts(case), source=str(case.value("resolution")), key=key)
    applications.set_deadline(case.session, case.application, name="reserve_until", at=None)
    applications.record_facts(case.session, case.application, {"resolution": str(case.value("resolution"))})
