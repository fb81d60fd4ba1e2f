"""A key's year on screen: its four lists, accruals put right, money carried on, and the close; each by finance."""

from urllib.parse import urlencode

from starlette.responses import Response

from fundflow import ledger, money, reporting
from fundflow.clock import london_day
from fundflow.engine import adjusting, sight, visibility, years
from fundflow.errors import BadInput, NotFound
from fundflow.ledger import BudgetKey
from fundflow.money import pounds
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.typed import Typed
from fundflow.web.who import FINANCE, PAYERS

room = Room()


def key_of(desk: Desk) -> BudgetKey:
    """The key of money that the address names.

    Raises:
        NotFound: it is of a fund for which this person does not work.
    """
    asked = desk.asked
    key = BudgetKey(asked.get("commissioner", ""), asked.get("period", ""), asked.get("fund", ""))
    if not sight.in_office(desk.actor, fund=key.fund):
        raise NotFound(f"There is no money of '{key.fund}' among what you may see. Check the fund's name.")
    return key


def show(desk: Desk) -> Response:
    """What is left of a key's year, award by award, and what can be done about it."""
    key = key_of(desk)
    closing = reporting.closing(desk.session, library=desk.library, now=desk.now)
    position = next((one for one in closing.positions if one.key == key), None)
    if position is None:
        raise NotFound(f"Nothing was ever allocated to {key.commissioner}, {key.fund}, {key.period}.")
    items = [one for one in closing.items if one.key == key and one.pence]
    visibility.all_seen(
        desk.session, {one.case for one in items if one.case}, what=f"The year end of {key}", actor=desk.actor
    )
    held = ledger.holdings(desk.session, key=key)
    return desk.page(
        "finance/year.html",
        key=key,
        position=position,
        items=items,
        lists=closing.lists.get(key, {}),
        body=closing.names.get(key.commissioner, key.commissioner),
        fund=desk.library.fund(key.fund),
        cases={case: case for case in sorted({str(one.holder).rsplit("/", 1)[0] for one in held if one.committed})},
        here=f"/finance/year?{urlencode(dict(desk.asked))}",
        may=FINANCE.includes(desk.actor),
    )


@room.form("/finance/year", who=PAYERS, page=show)
def act(desk: Desk) -> Response:
    """Accrue, write back, adjust, carry on or close."""
    key, typed = key_of(desk), desk.typed
    act = _ACTS.get(typed.text("do"))
    if act is None:
        raise BadInput("Choose what to do with the year.", place="do")
    return desk.go(f"/finance/year?{urlencode(dict(desk.asked))}", said=act(desk, key, typed))


def _amount(typed: Typed) -> int:
    return money.parse(typed.text("amount"), place="amount")


def _accrue(desk: Desk, key: BudgetKey, typed: Typed) -> str:
    pence, evidence = _amount(typed), typed.text("evidence")
    if not evidence:
        raise BadInput("Nothing was accrued: say what shows that the work was done.", place="evidence")
    made = years.accrue(
        desk.session,
        typed.text("case"),
        key,
        pence=pence,
        evidence=evidence,
        on=london_day(desk.now),
        actor=desk.actor,
        now=desk.now,
    )
    return f"{pounds(pence)} is accrued for {typed.text('case')}, entry {made.id}."


def _write_back(desk: Desk, key: BudgetKey, typed: Typed) -> str:
    done = adjusting.write_back(
        desk.session,
        typed.text("case"),
        key,
        actual=_amount(typed),
        reason=typed.text("reason"),
        actor=desk.actor,
        now=desk.now,
    )
    how = "less" if done.pence >= 0 else "more"
    return f"The accrual of {typed.text('case')} is written back: {pounds(abs(done.pence))} {how} than before."


def _adjust(desk: Desk, key: BudgetKey, typed: Typed) -> str:
    done = adjusting.adjust_prior_year(
        desk.session, typed.text("case"), key, reason=typed.text("reason"), actor=desk.actor, now=desk.now
    )
    return done.waiting.line if done.waiting else f"{pounds(done.pence)} of {typed.text('case')} left {key.period}."


def _carry(desk: Desk, key: BudgetKey, typed: Typed) -> str:
    pence = _amount(typed)
    years.carry(
        desk.session,
        key,
        typed.text("to"),
        pence=pence,
        reason=typed.text("reason"),
        library=desk.library,
        on=london_day(desk.now),
        actor=desk.actor,
        now=desk.now,
    )
    return f"{pounds(pence)} is carried to {typed.text('to')}."


def _close(desk: Desk, key: BudgetKey, typed: Typed) -> str:
    reason = typed.text("reason")
    if not reason:
        raise BadInput("The year was not closed: say in words why it closes now.", place="reason")
    done = years.close(desk.session, key, reason=reason, on=london_day(desk.now), actor=desk.actor, now=desk.now)
    return (
        f"{key.period} is closed: {pounds(done.released)} released, {pounds(done.accrued)} accrued, "
        f"{pounds(done.lapsed)} lapsed."
    )


_ACTS = {"accrue": _accrue, "write_back": _write_back, "adjust": _adjust, "carry": _carry, "close": _close}
