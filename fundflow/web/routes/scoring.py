"""An assessor's pages: interests of a round declared together, own bids side by side, and one bid scored beside its papers."""

from typing import Any
from urllib.parse import quote

from starlette.responses import JSONResponse, RedirectResponse, Response

from fundflow import plural, views
from fundflow import scoring as scores
from fundflow.clock import london_day, time_words
from fundflow.engine import assessment, assessors, marking, replacing
from fundflow.errors import BadInput, NotFound, Stale
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.who import ASSESSORS

room = Room()
ANSWERS = {
    "none": "No interest",
    "same_area": "No interest, but I work for the same commissioner's practices",
    "declare": "I have an interest",
    "not_sure": "Not sure: ask the officer",
}
WHYS = {"no_time": "I have no time", "ill": "I am ill", "conflict": "I have an interest in it"}
STATES = {
    "assigned": "Papers shut: declare first",
    "declared": "Papers not opened yet",
    "open": "Being scored",
    "locked": "Locked",
}


def own_round(desk: Desk, ref: str) -> views.OwnRound:
    """One round of the assessor who is here.

    Raises:
        NotFound: they assess no bid of it.
    """
    found = [one for one in views.rounds_of(desk.session, desk.actor) if one.ref == ref]
    if not found:
        raise NotFound(f"You assess no bid of '{ref}'. The list shows the rounds in which you do.")
    return found[0]


@room.page("/scoring", who=ASSESSORS)
def every(desk: Desk) -> Response:
    """The newest round in which this person assesses bids."""
    found = views.rounds_of(desk.session, desk.actor)
    if found:
        return RedirectResponse(f"/scoring/rounds/{quote(found[0].ref)}", status_code=303)
    return desk.page("scoring/none.html")


def own(desk: Desk, round_ref: str) -> Response:
    """Own bids of a round side by side: what was given where, what is missing, what is locked."""
    here = own_round(desk, round_ref)
    rows = assessors.grid(desk.session, round_ref, actor=desk.actor)
    criteria = assessors.criteria_of(desk.session, round_ref)
    spread = {item.key: [row.marks[item.key] for row in rows if item.key in row.marks] for item in criteria.items}
    means = {key: exact for key, marks in spread.items() if (exact := scores.mean(marks).exact) is not None}
    return desk.page(
        "scoring/own.html",
        here=here,
        others=[one for one in views.rounds_of(desk.session, desk.actor) if one.ref != round_ref],
        rows=rows,
        criteria=criteria,
        states=STATES,
        totals={row.ref: _points(row.total) for row in rows},
        means={key: scores.mean_words(exact) for key, exact in means.items()},
        spread={key: (min(marks), max(marks)) for key, marks in spread.items() if marks},
    )


def _points(total: Any) -> str:
    return scores.tenths_words(scores.in_tenths(total)) if total is not None else ""


@room.form("/scoring/rounds/{round_ref}", who=ASSESSORS, page=own)
def lock_all(desk: Desk, round_ref: str) -> Response:
    """Lock every bid of a round that is whole; the others say on the page what they lack."""
    done = assessors.lock_all(desk.session, round_ref, actor=desk.actor, now=desk.now)
    locked, open_ = [one.ref for one in done if one.locked], [one for one in done if not one.locked]
    told = f"{len(locked)} of {len(done)} bids are locked."
    more = f" {len(open_)} stay open; the list says what each lacks." if open_ else ""
    return desk.go(f"/scoring/rounds/{round_ref}", said=told + more)


def declaring(desk: Desk, round_ref: str) -> Response:
    """Every bid of a round from its summary alone, with four answers and what the register suggests."""
    rows = assessors.to_declare(desk.session, round_ref, actor=desk.actor, now=desk.now)
    return desk.page("scoring/declare.html", round=round_ref, rows=rows, answers=ANSWERS)


@room.form("/scoring/rounds/{round_ref}/declare", who=ASSESSORS, page=declaring)
def declare(desk: Desk, round_ref: str) -> Response:
    """Keep the answers of one page, all of them or none; a bid that was not answered is left for later."""
    given = desk.typed.under("answer.")
    answers = {ref: (answer, desk.typed.text(f"detail.{ref}")) for ref, answer in given.items() if answer}
    if not answers:
        raise BadInput(
            "No bid was answered, so nothing was kept. Choose an answer for at least one bid.", place="answer"
        )
    many = assessors.declare_all(desk.session, round_ref, answers, actor=desk.actor, now=desk.now)
    waiting = sum(answer in ("declare", "not_sure") for answer, _ in answers.values())
    told = f"You declared for {plural.counted(many, 'bid')}."
    more = f" {waiting} wait for the officer's ruling; their papers stay shut until then." if waiting else ""
    return desk.go(f"/scoring/rounds/{round_ref}", said=told + more)


def one(desk: Desk, ref: str) -> Response:
    """One bid: its papers on one side; on the other each criterion with its anchors, and what this assessor writes."""
    here = marking.own_bid(desk.session, ref, actor=desk.actor, now=desk.now)
    place = own_round(desk, here.case.round.ref)
    clash = isinstance(desk.error, Stale)
    shown: dict[str, marking.Written] = {
        key: {name: desk.typed.text(f"{name}.{key}", text) for name, text in written.items()}
        for key, written in here.written.items()
    }
    return desk.page(
        "scoring/bid.html",
        here=here,
        case=here.case,
        place=place,
        shown=shown,
        clash=clash,
        was=desk.typed.text("was") if desk.error and not clash and "was" in desk.typed else here.print,
        day=london_day(desk.now),
        answers=ANSWERS,
        whys=WHYS,
        states=STATES,
        asks=here.case.dossier.content if here.open else None,
        commissioners={code: here.case.pinned.commissioner(code).short_name for code in here.case.fund.commissioners},
    )


@room.form("/scoring/{ref}", who=ASSESSORS, page=one)
def work(desk: Desk, ref: str) -> Response:
    """Open the papers, save what is written, lock it, answer again, or hand the bid back."""
    given: dict[str, Any] = {"actor": desk.actor, "now": desk.now}
    match desk.typed.text("do") or "save":
        case "save":
            return _save(desk, ref)
        case "lock":
            if desk.typed.text("was"):
                marking.save_sheet(desk.session, ref, _typed(desk), was=desk.typed.text("was"), **given)
            marking.lock_sheet(desk.session, ref, **given)
            said = f"Your scores of {ref} are locked."
        case "open":
            assessment.open_papers(desk.session, ref, **given)
            return desk.go(f"/scoring/{ref}")
        case "declare":
            answer, detail = desk.typed.text("answer"), desk.typed.text("detail")
            if answer not in ANSWERS:
                raise BadInput("Choose one of the four answers. Nothing is on record yet.", place="answer")
            assessment.declare(desk.session, ref, answer=answer, detail=detail, **given)
            said = "Your answer is on record."
        case "hand_back":
            marking.own_bid(desk.session, ref, **given)
            why, reason = desk.typed.text("why"), desk.typed.text("reason")
            if why not in WHYS:
                raise BadInput("Choose why you hand it back. You still have the bid.", place="why")
            replacing.hand_back(desk.session, ref, why=why, reason=reason, **given)
            return desk.go("/scoring", said=f"You handed {ref} back. What you wrote stays sealed; the officer is told.")
        case _:
            raise BadInput("Choose what to do.", place="do")
    return desk.go(f"/scoring/{ref}", said=said)


def _typed(desk: Desk) -> dict[str, marking.Written]:
    fields = {name: desk.typed.under(f"{name}.") for name in marking.FIELDS}
    keys = {key for found in fields.values() for key in found}
    return {key: {name: fields[name].get(key, "") for name in marking.FIELDS} for key in keys}


def _save(desk: Desk, ref: str) -> Response:
    was = desk.typed.text("was")
    here = marking.save_sheet(desk.session, ref, _typed(desk), was=was, actor=desk.actor, now=desk.now)
    if desk.typed.text("autosave"):
        left = f" {len(here.lacks)} things are still missing before you can lock" if here.lacks else ""
        return JSONResponse({"said": f"Saved, {time_words(desk.now)}.{left}", "was": here.print})
    following = desk.typed.text("then")
    return desk.go(f"/scoring/{following or ref}", said="Saved.")
