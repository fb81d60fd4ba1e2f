"""Committees: papers out in time, shares decided, money there, and what the decision comes to."""

from typing import Any

from fundflow import applications, awards, committees, ledger, scoring
from fundflow.clock import day_words
from fundflow.engine import delegated, given
from fundflow.engine.case import Case
from fundflow.engine.registry import guard
from fundflow.money import pounds

COVER_SHEET = (
    "quality",
    "risk_register",
    "budget",
    "legal",
    "people",
    "value_for_money",
    "information_technology",
    "equality",
    "freedom_of_information",
)
"""The nine rows of a committee paper's assurance summary (DO, header)."""


@guard(asks=("meeting",))
def papers_out(case: Case, _argument: Any) -> str | None:
    """The papers went out enough clear days before the meeting for every committee that sits."""
    ref = str(case.values.get("meeting", ""))
    if not ref:
        return f"Say to which meeting {case.ref} goes (meeting=...). Nothing has changed."
    meeting = committees.meeting(case.session, ref)
    assert meeting.id is not None
    return committees.papers_late(case.session, meeting.id)


@guard(asks=("cover_sheet",))
def cover_sheet_complete(case: Case, _argument: Any) -> str | None:
    """Each of the nine rows of the paper's cover sheet says whether action is required, and who says so."""
    sheet = given.pairs(case, "cover_sheet")
    rows = sheet.get("rows")
    blank = [row.replace("_", " ") for row in COVER_SHEET if not isinstance(rows, dict) or row not in rows]
    if not blank and sheet.get("initials"):
        return None
    lacks = (
        f"{len(blank)} of its 9 rows are blank ({', '.join(blank)})" if blank else "its author's initials are missing"
    )
    return f"{case.ref} cannot go to the committee yet: its cover sheet is not complete, {lacks}. Fill it in, then table it."


def staged(case: Case) -> committees.ShareDecision | str:
    """The share decision that is being applied, or why there is none."""
    commissioner = str(case.values.get("commissioner", ""))
    if not commissioner:
        return f"Say whose decision on {case.ref} is applied (commissioner=...). Nothing has changed."
    return committees.share(case.session, case.id, commissioner)


@guard(asks=("commissioner",))
def share_decided(case: Case, _argument: Any) -> str | None:
    """The commissioner's committee has decided its share, and the decision waits to be applied."""
    found = staged(case)
    if isinstance(found, str):
        return found
    if found.outcome and found.applied_at is None:
        return None
    name = case.names.get(found.commissioner, found.commissioner)
    said = "has been applied already" if found.applied_at else "has not decided its share"
    return f"Nothing was applied to {case.ref}: {name} {said}. Record the committee's decision at its meeting first."


def wanted(case: Case) -> dict[ledger.BudgetKey, int]:
    """The money (pence by key) that the step being tried would newly set aside."""
    if case.step == "record_share_decision":
        found = staged(case)
        if isinstance(found, str) or found.outcome not in ("approve", "approve_less"):
            return {}
        return {case.money_key(found.commissioner, row["period"]): int(row["pence"]) for row in found.amounts}
    if case.step == delegated.DECIDED:
        return delegated.wanted(case)
    if case.step == "promote":
        return asked_amounts(case)
    return varied_up(case)


def asked_amounts(case: Case) -> dict[ledger.BudgetKey, int]:
    """Everything that the bid asks, by key."""
    return case.by_key({share.commissioner: share.asked for share in case.dossier.shares})


def varied_up(case: Case) -> dict[ledger.BudgetKey, int]:
    """What an open variation adds, by key."""
    variation = awards.open_variation(case.session, case.award_id) if case.award else None
    if variation is None:
        return {}
    changed = case.by_key(awards.differences(awards.line_changes(variation)))
    return {key: pence for key, pence in changed.items() if pence > 0}


@guard()
def within_allocation(case: Case, _argument: Any) -> str | None:
    """Every key still has what the step needs; the ledger tests it again when the money moves."""
    for key, pence in sorted(wanted(case).items()):
        held = case.free.get((key.commissioner, key.period))
        left = held.uncommitted if held else 0
        if pence > left:
            name = case.names.get(key.commissioner, key.commissioner)
            return (
                f"{case.ref} was not approved. It needs {pounds(pence)} and {pounds(left)} is left for {name} in "
                f"{key.period}. You can lower the amount by {pounds(pence - left)}, put the bid on the reserve list, or "
                "ask finance to move money. Nothing has changed."
            )
    return None


def outcome(case: Case) -> committees.Outcome:
    """What the shares decided so far come to."""
    return committees.outcome(
        case.session,
        case.id,
        severable=case.application.severable,
        minimum_viable_pence=case.application.minimum_viable_pence,
        deferral_count=case.application.deferral_count,
    )


def _comes_to(case: Case, result: str) -> str | None:
    found = outcome(case)
    return None if found.result == result else f"The decisions on {case.ref} come to something else: {found.why}"


@guard(proves=("reserved",))
def every_share_approved(case: Case, _argument: Any) -> str | None:
    """Every commissioner approved its share in full, so the whole ask is reserved."""
    return _comes_to(case, "approved")


@guard(proves=("reserved",))
def part_is_viable(case: Case, _argument: Any) -> str | None:
    """Part is approved and reserved, and that part is enough for the bid to work."""
    return _comes_to(case, "partially_approved")


@guard()
def fundable_but_does_not_fit(case: Case, _argument: Any) -> str | None:
    """The bid is good enough and there is no money for it now."""
    return _comes_to(case, "on_reserve_list")


@guard()
def deferral_called_for(case: Case, _argument: Any) -> str | None:
    """The decision is put off."""
    return _comes_to(case, "deferred")


@guard()
def deferrals_left(case: Case, _argument: Any) -> str | None:
    """The bid has been put off fewer than twice."""
    if case.application.deferral_count < 2:
        return None
    return f"{case.ref} was put off twice, on which the fund's rules end: decide it now. Nothing has changed."


@guard()
def every_share_decided(case: Case, _argument: Any) -> str | None:
    """Every commissioner's decision has been applied."""
    rows = committees.shares(case.session, case.id)
    waiting = [case.names.get(row.commissioner, row.commissioner) for row in rows if row.applied_at is None]
    if rows and not waiting:
        return None
    who, each = (
        (" and ".join(waiting), "their shares" if len(waiting) > 1 else "its share")
        if waiting
        else ("nobody", "a share")
    )
    still = f"{who} {'have' if len(waiting) > 1 else 'has'} still to decide {each}"
    return (
        f"{case.ref} is not decided yet: {still}. The other decisions stand. Put the bid on the next meeting of those who "
        "have not decided; the offer waits until then."
    )


@guard(asks=("resolution",))
def promotion_resolved(case: Case, _argument: Any) -> str | None:
    """A committee's resolution lets officers bring bids up from the reserve list; its minute is named."""
    if str(case.values.get("resolution", "")).strip():
        return None
    return f"{case.ref} was not brought up: name the minute that lets you (resolution=...). Nothing has changed."


@guard()
def highest_that_fits(case: Case, _argument: Any) -> str | None:
    """No bid of the reserve list with a better rank fits in every key that it asks."""
    better = better_that_fits(case)
    if better is None:
        return None
    return f"{better} stands above {case.ref} on the reserve list and fits too. Nothing has changed. Bring {better} up first."


@guard()
def only_part_is_free(case: Case, _argument: Any) -> str | None:
    """Some of what the bid asks is free now, but not all of it, and enough for the bid to work (case 32)."""
    keys = asked_amounts(case)
    free = {key: held.uncommitted if (held := case.free.get((key.commissioner, key.period))) else 0 for key in keys}
    if any(free.values()) and any(free[key] < pence for key, pence in keys.items()):
        part = sum(min(free[key], pence) for key, pence in keys.items())
        short = applications.short_of_viable(part, case.application.minimum_viable_pence)
        return short and (
            f"No part award is put to the committee for {case.ref}: {short}. Nothing has changed. Bring up the next bid of "
            "the reserve list, or leave this one on it until more is free."
        )
    total = pounds(sum(keys.values()))
    return (
        f"A part award does not fit {case.ref}: of its {total} either all or nothing is free. Nothing has changed. "
        "Bring the bid up whole when all of it is free, or leave it on the list."
    )


@guard(asks=("answer",))
def deferral_answered(case: Case, _argument: Any) -> str | None:
    """What the committee asked for is in the answer, and its date has not passed."""
    due = case.deadline("answer_by")
    if due and case.now > due:
        return f"The answer on {case.ref} was due by {day_words(due.date())}, so the decision was closed. Ring us."
    if str(case.values.get("answer", "")).strip():
        return None
    return f"Your answer on {case.ref} is empty. Nothing is lost. Write what the committee asked for, then send it."


@guard()
def nothing_asked_of_applicant(case: Case, _argument: Any) -> str | None:
    """The committee put the bid off without asking the applicant for anything."""
    asked = str(case.application.facts.get("deferral_information", "")).strip()
    if not asked:
        return None
    return f"{case.ref} waits for the applicant: '{asked}'. Nothing has changed. It can go back when that is answered."


@guard(asks=("minute",))
def fund_withdrawn(case: Case, _argument: Any) -> str | None:
    """The committee's minute that withdraws the fund or cancels the round is named."""
    if case.round.state == "cancelled" or str(case.values.get("minute", "")).strip():
        return None
    return f"{case.ref} was not cancelled: name the committee's minute (minute=...). Nothing has changed."


@guard(asks=("minute",))
def termination_authorised(case: Case, _argument: Any) -> str | None:
    """The committee's minute, or the delegate's authority, for ending the award is named."""
    if str(case.values.get("minute", "")).strip():
        return None
    return f"{case.ref} was not ended: name the minute or the authority for it (minute=...). Nothing has changed."


def better_that_fits(case: Case) -> str | None:
    """The best-ranked other bid on the reserve list that fits now in every key that it asks, if it outranks this one."""
    ranking = scoring.frozen_ranking(case.session, case.application.round_id)
    ranks = {str(row["ref"]): row["rank"] for row in (ranking.rows if ranking else []) if row["rank"] is not None}
    mine = ranks.get(case.ref)
    waiting = applications.find_cases(case.session, round_ref=case.round.ref, states=[case.application.state])
    above = [row.ref for row in waiting if row.ref in ranks and mine is not None and ranks[row.ref] < mine]
    for other in sorted(applications.dossiers(case.session, above), key=lambda one: ranks[one.ref]):
        keys = case.by_key({share.commissioner: share.asked for share in other.shares})
        held = {key: case.free.get((key.commissioner, key.period)) for key in keys}
        if all(found is not None and found.uncommitted >= keys[key] for key, found in held.items()):
            return other.ref
    return None
