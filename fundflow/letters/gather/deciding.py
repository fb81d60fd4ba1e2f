"""Facts of letters about a decision and its reconsideration: L04a, L05, L06, L16, L19, L20, N2, N4."""

from typing import Any

from fundflow import applications, ledger, money, people, scoring
from fundflow.calendar import add_working_days
from fundflow.clock import london_day
from fundflow.letters.gather import pieces
from fundflow.letters.gather.assessing import next_round
from fundflow.letters.gather.subject import Row, Subject


def cuts(subject: Subject, agreed: Any) -> tuple[Row, ...]:
    """What each commissioner was asked and did not agree, with its reason."""
    why = {row.commissioner: row.cut_lines or row.reason for row in subject.share_decisions}
    return tuple(
        {
            "what": f"The part of {subject.short(code)} for {period}",
            "asked": pence,
            "agreed": agreed.get(code, {}).get(period, 0),
            "why": why.get(code) or subject.case.facts.get("cut") or "the committee agreed less",
        }
        for code, row in subject.asked.items()
        for period, pence in row.items()
        if agreed.get(code, {}).get(period, 0) < pence
    )


def partial(subject: Subject) -> Row:
    """L04a."""
    agreed = subject.approved
    return {
        "decisions": subject.decisions or subject.decided("approved in part"),
        "asked": subject.case.ask_pence,
        "agreed": money.total(agreed),
        "amounts": subject.amounts(agreed),
        "cuts": cuts(subject, agreed),
        "minimum_viable": subject.case.minimum_viable_pence,
        "conditions": pieces.given_conditions(subject),
        "confirm_by": subject.at("confirmation_due", days="confirmation"),
    }


def standing(subject: Subject) -> Row:
    """Rank in the round's frozen list: nothing where there is none or this bid is not in it."""
    ranking = scoring.frozen_ranking(subject.session, subject.application.round_id)
    rows = ranking.rows if ranking else []
    own = next((row for row in rows if row["application_id"] == subject.application_id), None)
    ranked = sum(row["rank"] is not None for row in rows)
    if own is None or own["rank"] is None:
        return {"rank": None, "tied": False, "ranked": None}
    return {"rank": own["rank"], "tied": bool(own["tied_with"]), "ranked": ranked}


def _published(subject: Subject, what: str) -> bool:
    return subject.pinned.fund.publishes.get(what, True)


def _feedback(subject: Subject) -> tuple[Row, ...]:
    built = scoring.feedback(subject.session, subject.application_id)
    shown = _published(subject, "minima")
    rows = tuple(
        {
            "criterion": one.title,
            "band": one.band,
            "strength": one.strength or "none was recorded",
            "gap": one.gap or "none was recorded",
            "below_minimum": f"{one.minimum} needed, {one.mean} reached" if one.minimum_failed and shown else "",
        }
        for one in built
    )
    if rows:
        return rows
    said = {key: text for row in subject.share_decisions for key, text in row.reasons.items()}
    scheme = subject.pinned.criteria
    return tuple(
        {
            "criterion": item.title,
            "band": "not scored",
            "strength": "it was not scored on this",
            "gap": said.get(item.key, "the decision did not rest on this"),
        }
        for item in (scheme.items if scheme else ())
    )


_STEPS = {"expire": "reserve_expired", "lapse": "deferral_lapsed"}


def _ground(subject: Subject, result: scoring.Consolidation | None) -> str:
    step = str(subject.extra.get("step", ""))
    if step in _STEPS:
        return _STEPS[step]
    if result is None:
        return "committee"
    if result.minima_failed:
        return "minimum"
    if not result.fundable:
        return "threshold"
    walked = _walked(subject)
    return "committee" if walked is None or walked.status == "fits" else "outranked"


def _walked(subject: Subject) -> scoring.Outcome | None:
    """Where the round's frozen list left this bid, tested against the money."""
    ranking = scoring.frozen_ranking(subject.session, subject.application.round_id)
    found = scoring.outcomes(subject.session, ranking) if ranking else ()
    return next((one for one in found if one.id == subject.application_id), None)


def rejection(subject: Subject) -> Row:
    """L05."""
    result = scoring.consolidation(subject.session, subject.application_id)
    scheme = subject.pinned.criteria
    contact = subject.pinned.fund.contact
    assert contact is not None
    bands = {band.key: band.title for band in scheme.bands} if scheme else {}
    place = standing(subject) if _published(subject, "rank") else {"rank": None, "tied": False, "ranked": None}
    reasons = [row.reason for row in subject.share_decisions if row.reason]
    shown = result is not None and _published(subject, "threshold") and scheme is not None
    return {
        "decisions": subject.decisions or subject.decided("not approved"),
        "ground": _ground(subject, result),
        "reasons": tuple(dict.fromkeys(reasons)),
        "band": bands.get(result.band, result.band) if result else "not scored",
        "total": scoring.tenths_words(result.tenths) if result and shown else "",
        "threshold": scoring.tenths_words(scheme.fundable_tenths) if scheme and shown else "",
        **place,
        "feedback": _feedback(subject),
        "reconsider_by": subject.days_on("reconsideration"),
        "debrief": contact.model_dump(),
        "debrief_until": add_working_days(subject.day, 30),
        "next_round": next_round(subject),
        "other_routes": subject.pinned.fund.other_routes,
    }


def deferral(subject: Subject) -> Row:
    """L06."""
    rows = [row for row in subject.share_decisions if row.outcome == "defer"] or list(subject.share_decisions)
    needs = [{"text": row.information, "about": subject.short(row.commissioner)} for row in rows if row.information]
    terms = [subject.pinned.terms(code).deferrals for code in subject.commissioners]
    return {
        "decisions": subject.decisions or subject.decided("put off"),
        "reason": next((row.reason for row in rows if row.reason), subject.said("reason", "More is needed to decide")),
        "needs": tuple({"number": at, **one} for at, one in enumerate(needs, 1)),
        "answer_by": london_day(subject.at("answer_by", days="deferral_answer")) if needs else None,
        "next_meeting": subject.next_meeting,
        "deferral": subject.case.deferral_count,
        "most_deferrals": max(terms, default=2),
    }


def _short_of(subject: Subject) -> tuple[Row, ...]:
    """Where the money does not reach and by how much: from the ranked list, else what was put on the reserve list."""
    walked = _walked(subject)
    tests = walked.keys if walked else ()
    short = {one.key: one.asked - max(0, one.before) for one in tests if one.asked > max(0, one.before)}
    if short:
        return tuple(
            {"what": f"{subject.short(code)}, {year}", "pence": pence} for (code, year), pence in short.items()
        )
    missing = {}
    for row in subject.share_decisions:
        for part in row.asked if row.outcome == "reserve" else ():
            key = ledger.BudgetKey(row.commissioner, str(part["period"]), subject.pinned.fund.fund)
            held = ledger.position(subject.session, key)
            left = held.uncommitted if held else 0
            if int(part["pence"]) > left:
                missing[f"{subject.short(row.commissioner)}, {part['period']}"] = int(part["pence"]) - left
    return tuple({"what": what, "pence": pence} for what, pence in missing.items()) or (
        {"what": "The fund", "pence": subject.case.ask_pence},
    )


def reserve_list(subject: Subject) -> Row:
    """L16."""
    place = standing(subject)
    kept = subject.case.deadlines.get("reserve_until")
    until = london_day(subject.at("reserve_until", days="offer")) if kept else subject.case.reserve_until
    return {
        "decisions": subject.decisions or subject.decided("reserve list"),
        "amounts": subject.amounts(subject.asked),
        "rank": place["rank"] or 1,
        "tied": place["tied"],
        "ranked": place["ranked"] or 1,
        "short_of": _short_of(subject),
        "reserve_until": until or subject.days_on("offer"),
    }


_GROUNDS = {
    "process_error": "A step of the process was missed or done wrongly",
    "factual_error": "A fact was got wrong",
    "undeclared_conflict": "An interest was not declared",
}


def _panel(subject: Subject) -> tuple[Row, ...]:
    lay = {one.id for one in people.holders(subject.session, "lay_member", on=subject.day)}
    step = subject.said("step", "")
    rows = applications.signatures(subject.session, subject.application_id, step=step, last=True)
    signed = [one.person_id for one in rows]
    if len(signed) >= 2:
        names = people.names(subject.session, signed)
        return tuple({"name": names[one], "role": _seat(one in lay)} for one in signed)
    held = people.holders(subject.session, "reconsideration_panel", on=subject.day)
    named = tuple({"name": one.name, "role": _seat(one.id in lay)} for one in held)
    unnamed = tuple({"name": word, "role": "named before the day"} for word in ("A panel member", "A lay panel member"))
    return named if len(named) >= 2 else (*named, *unnamed)[:2]


def _seat(lay: bool) -> str:  # noqa: FBT001 - a yes or no that reads where it is used
    return "lay panel member" if lay else "panel member"


def reconsideration_receipt(subject: Subject) -> Row:
    """L19; `grounds` and the reason come from the step."""
    ground = str(subject.extra.get("grounds", ""))
    said = subject.said("reason", "")
    rejected = subject.said("stood", "rejected") != "ineligible"
    return {
        "received_at": subject.now,
        "asked_by": subject.signatory,
        "decision_questioned": "that we did not fund your bid" if rejected else "that we could not assess your bid",
        "grounds": tuple(text for text in (_GROUNDS.get(ground, ground), said) if text) or ("as you wrote to us",),
        "panel": _panel(subject),
        "heard_on": None,
        "answer_by": add_working_days(subject.day, 20),
    }


def reconsideration_outcome(subject: Subject) -> Row:
    """L20: the step is the outcome and its reason the finding."""
    step = str(subject.extra.get("step", "dismiss"))
    known = step if step in ("uphold_screening", "uphold_scoring", "uphold_decision") else "dismiss"
    said = subject.said("reason", "the handling of the bid was looked at")
    meeting = subject.next_meeting if known != "dismiss" else None
    again = ({"what": "the next meeting that can decide", "when": meeting},) if meeting else ()
    return {
        "outcome": known,
        "heard_on": subject.day,
        "panel": _panel(subject),
        "findings": ({"number": 1, "about": "How your bid was handled", "text": said},),
        "timetable": again,
    }


def delay(subject: Subject) -> Row:
    """N2."""
    stands = [f"The decision of {row['commissioner']} stands" for row in subject.decisions]
    undecided = subject.extra.get("step") == "roll_over"
    return {
        "expected_on": subject.day,
        "no_fault": undecided,
        "reason": subject.said("reason", "The meeting could not decide"),
        "next_meeting": subject.next_meeting,
        "stands": tuple(stands) if undecided else (),
    }


def round_cancelled(subject: Subject) -> Row:
    """N4."""
    states = subject.pinned.workflow.states if subject.pinned.workflow else {}
    stood = states.get(subject.said("stood", subject.case.state))
    return {
        "decisions": subject.decided("round cancelled"),
        "reason": subject.said("reason", "The fund was withdrawn"),
        "cancelled_on": subject.day,
        "stood": pieces.lower_first(stood.applicant) if stood else "with us",
        "other_routes": subject.pinned.fund.other_routes,
    }


GATHER = {
    "L04a": partial,
    "L05": rejection,
    "L06": deferral,
    "L16": reserve_list,
    "L19": reconsideration_receipt,
    "L20": reconsideration_outcome,
    "N2": delay,
    "N4": round_cancelled,
}
