"""Free money moved from one key to another under a committee's minute: one of finance asks, another agrees."""

from starlette.responses import Response

from fundflow import allocations, ledger, money, organisations
from fundflow.calendar import Period
from fundflow.engine import funds, sight
from fundflow.errors import BadInput
from fundflow.ledger import BudgetKey
from fundflow.money import pounds
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.who import FINANCE, PAYERS

room = Room()


def show(desk: Desk) -> Response:
    """What waits for a second person, what was moved, and the form that asks."""
    keys = [one for one in ledger.positions(desk.session) if sight.in_office(desk.actor, fund=one.key.fund)]
    names = organisations.names(desk.session, {one.key.commissioner for one in keys})
    library = desk.library
    return desk.page(
        "finance/virements.html",
        waiting=funds.virements_asked(desk.session),
        moved=[
            one
            for one in reversed(allocations.virements(desk.session))
            if sight.in_office(desk.actor, fund=one.from_fund) or sight.in_office(desk.actor, fund=one.to_fund)
        ],
        names=names,
        titles={key: fund.short_title for key, fund in library.funds.items()},
        sources={
            _text(one.key): f"{_said(desk, one.key, names)}: {pounds(one.uncommitted)} free"
            for one in keys
            if one.uncommitted and not one.closed
        },
        targets={_text(one.key): _said(desk, one.key, names) for one in keys if not one.closed},
        may=FINANCE.includes(desk.actor),
    )


def _text(key: BudgetKey) -> str:
    return f"{key.commissioner}|{key.period}|{key.fund}"


def _said(desk: Desk, key: BudgetKey, names: dict[str, str]) -> str:
    fund = desk.library.funds.get(key.fund)
    return f"{key.period}, {names.get(key.commissioner, key.commissioner)}, {fund.short_title if fund else key.fund}"


@room.form("/finance/virements", who=PAYERS, page=show)
def act(desk: Desk) -> Response:
    """Ask for a virement, or agree to the one that a colleague asked for."""
    typed = desk.typed
    done = funds.vire_together(
        desk.session,
        _key(typed.text("source"), "source"),
        _key(typed.text("target"), "target"),
        pence=money.parse(typed.text("amount"), place="amount"),
        minute=_minute(typed.text("minute")),
        reason=typed.text("reason"),
        library=desk.library,
        actor=desk.actor,
        now=desk.now,
    )
    return desk.go("/finance/virements", said=done.waiting.line if done.waiting else f"{pounds(done.pence)} is moved.")


def _minute(text: str) -> str:
    if not text:
        raise BadInput("Nothing was moved: give the committee's minute that allows it.", place="minute")
    return text


def _key(text: str, place: str) -> BudgetKey:
    commissioner, _, rest = text.partition("|")
    period, _, fund = rest.partition("|")
    if not (commissioner and period and fund):
        raise BadInput("Choose from where, and to where, the money moves.", place=place)
    return BudgetKey(commissioner, str(Period.parse(period, place=place)), fund)
