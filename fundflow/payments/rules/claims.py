"""Claims: splitting their lines over keys and tranches, and what must hold when they are sent in and checked."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from fundflow import money
from fundflow.calendar import Period, financial_year
from fundflow.clock import day_words
from fundflow.errors import Refusal, Refused
from fundflow.payments.rules.facts import Cost, Draw, Room, Standing


def years_of(cost: Cost) -> dict[str, int]:
    """A line's pence by financial year of delivery, by days where it crosses 31 March (domain 2(d), case 39)."""
    days = {}
    for year in cost.years:
        span = Period.parse(year)
        first, last = max(cost.delivered_from, span.starts), min(cost.delivered_to, span.ends)
        days[year] = (last - first).days + 1
    return money.apportion(cost.pence, days, ties="first")


def period_for(year: str, periods: Sequence[str]) -> str | None:
    """The narrowest of these periods that holds a financial year, or none."""
    day = Period.parse(year).starts
    holding = [period for period in periods if Period.parse(period).covers(day)]
    return min(holding, key=lambda period: len(Period.parse(period).years), default=None)


def draw(costs: Sequence[Cost], room: Sequence[Room], *, closed: Collection[str] = ()) -> tuple[Draw, ...]:
    """Split a claim over commissioners, periods and tranches, to the penny.

    Delivery dates give the year and so the period. Within a period every commissioner pays in proportion to what is
    left of its part of the tranches claimed (which is the stored share rule, carried through earlier claims), so no
    part is ever passed and the last claim takes exactly what is left. Tranches are used in their order. What the books
    of a `closed` period cannot take any more falls to the next period, as work of its own year (case 38).

    Raises:
        Refused: nothing is held for a year, or more is claimed for a period than is left.
    """
    periods = sorted({row.period for row in room})
    asked: dict[tuple[str, str], int] = defaultdict(int)
    for cost in costs:
        for year, pence in years_of(cost).items():
            period = period_for(year, periods)
            if period is None:
                raise _no_money_for(cost, year)
            asked[period, year] += pence
    _pass_on(asked, room, closed)
    left = {(row.tranche_id, row.commissioner, row.period): row.pence for row in room}
    order = sorted(room, key=lambda row: (row.number, row.commissioner))
    draws: list[Draw] = []
    for (period, year), pence in sorted(asked.items()):
        mine = [row for row in order if row.period == period]
        if pence:
            draws += _draw_year(year, pence, mine, left, claimed=sum(p for (at, _), p in asked.items() if at == period))
    return tuple(draws)


def _pass_on(asked: dict[tuple[str, str], int], room: Sequence[Room], closed: Collection[str]) -> None:
    """Move to the next period what a closed one does not hold, where there is a next one."""
    for period, year in sorted(asked):
        held = sum(row.pence for row in room if row.period == period)
        later = sorted(row.period for row in room if Period.parse(row.period).starts > Period.parse(period).ends)
        if period in closed and later and asked[period, year] > held:
            asked[later[0], year] += asked[period, year] - held
            asked[period, year] = held


def _draw_year(
    year: str, pence: int, room: Sequence[Room], left: dict[tuple[int, str, str], int], *, claimed: int
) -> list[Draw]:
    held: dict[str, int] = {}
    for row in sorted(room, key=lambda row: row.commissioner):
        at = row.tranche_id, row.commissioner, row.period
        held[row.commissioner] = held.get(row.commissioner, 0) + left[at]
    if pence > sum(held.values()):
        whole = sum(row.pence for row in room)
        titles = ", ".join(dict.fromkeys(f"'{row.title}'" for row in room))
        raise Refused.because(
            "within_tranche",
            f"This claim was not sent. It asks {money.pounds(claimed)} for {room[0].period} and "
            f"{money.pounds(whole)} is left in {titles}. Lower it by {money.pounds(claimed - whole)}, or add another "
            "instalment. Your draft is saved.",
        )
    draws = []
    for commissioner, share in money.apportion(pence, held, ties="last").items():
        rest = share
        for row in (row for row in room if row.commissioner == commissioner):
            at = row.tranche_id, row.commissioner, row.period
            taken = min(rest, left[at])
            left[at] -= taken
            rest -= taken
            if taken:
                draws.append(Draw(row.tranche_id, commissioner, row.period, year, taken))
    return draws


def _no_money_for(cost: Cost, year: str) -> Refused:
    return Refused.because(
        "delivered_in_period",
        f"This claim was not sent. Line {cost.number} ({money.pounds(cost.pence)}) was delivered in {year}, and the "
        f"instalments it names hold nothing for {year}. Change the dates, or claim it from an instalment of {year}.",
    )


def approved_draws(costs: Sequence[Cost], approved: Mapping[int, int], draws: Sequence[Draw]) -> tuple[int, ...]:
    """What is approved of each draw when lines are approved as given (by line number); never above what was drawn.

    Each line is cut in the proportion of its own split over years, each year's in the proportion of its draws; where a
    year's draws fall to two periods, the earlier one is used first.
    """
    asked: dict[str, int] = defaultdict(int)
    for cost in costs:
        for year, pence in money.apportion(approved[cost.number], years_of(cost), ties="first").items():
            asked[year] += pence
    given = [0] * len(draws)
    for year, pence in asked.items():
        left = pence
        for period in sorted({row.period for row in draws if row.delivery_year == year}):
            mine = {
                str(at): row.pence for at, row in enumerate(draws) if (row.period, row.delivery_year) == (period, year)
            }
            part = min(left, sum(mine.values()))
            left -= part
            for at, share in money.apportion(part, mine, ties="last").items():
                given[int(at)] = share
    return tuple(given)


def sending_refusals(costs: Sequence[Cost], room: Sequence[Room], standing: Standing, *, on: date) -> list[Refusal]:
    """Why a claim cannot be sent on a day, for reasons of the case: closed, dates, precedents, advances."""
    refusals = []
    if standing.claims == "closed":
        refusals.append(
            Refusal(
                "claims_open", "This claim was not sent: this award takes no claims now. Ask us if you think it should."
            )
        )
    if not standing.precedents_met:
        refusals.append(
            Refusal(
                "precedents_met",
                "This claim was not sent: conditions that come before the first payment are still open. "
                "Send us what they ask for; the conditions page lists it. Your draft is saved.",
            )
        )
    if on > standing.last_claim:
        refusals.append(
            Refusal(
                "before_last_claim",
                f"This claim was not sent. The last day to claim was {day_words(standing.last_claim)}. "
                "Your draft is saved; ask us whether the date can be moved by a variation.",
            )
        )
    advance = bool(room) and all(row.kind == "advance" for row in room)
    for cost in costs:
        refusals += _dates(cost, standing, advance=advance, on=on)
    return refusals


def _dates(cost: Cost, standing: Standing, *, advance: bool, on: date) -> list[Refusal]:
    where = f"Line {cost.number} ({money.pounds(cost.pence)})"
    if cost.delivered_from < standing.starts or cost.delivered_to > standing.ends:
        return [
            Refusal(
                "delivered_in_award",
                f"{where} is for {cost.delivered_from:%-d %B %Y} to {cost.delivered_to:%-d %B %Y}; the award runs from "
                f"{standing.starts:%-d %B %Y} to {standing.ends:%-d %B %Y}. Claim only what falls in it.",
            )
        ]
    if standing.suspended_on and cost.delivered_to >= standing.suspended_on:
        return [
            Refusal(
                "before_suspension",
                f"{where} runs to {cost.delivered_to:%-d %B %Y}; the award is suspended since "
                f"{standing.suspended_on:%-d %B %Y}. You may claim cost before that day; it is held until we resume.",
            )
        ]
    if advance:
        return _need(cost, where, on=on)
    if cost.delivered_to > on:
        return [
            Refusal(
                "already_delivered",
                f"{where} runs to {cost.delivered_to:%-d %B %Y}, which is still to come. "
                "Claim it when it is delivered; only an advance is paid before.",
            )
        ]
    return []


def _need(cost: Cost, where: str, *, on: date) -> list[Refusal]:
    """No advance in front of need: it is for spending in the financial year in which it is asked for (case 40)."""
    if financial_year(cost.delivered_to) == financial_year(on):
        return []
    ends = Period.of(on).ends
    return [
        Refusal(
            "advance_needed_this_year",
            f"{where} was not advanced. It is for work up to {cost.delivered_to:%-d %B %Y}, and an advance is only for "
            f"what you must pay by {ends:%-d %B %Y}. Claim it after 1 April, when the work begins.",
        )
    ]


def hold_reason(standing: Standing) -> str:
    """Why a claim that was sent waits: a suspension or an overdue return; nothing if it need not."""
    if standing.claims == "held":
        since = f" since {day_words(standing.suspended_on)}" if standing.suspended_on else ""
        return f"the award is suspended{since}"
    if standing.overdue_returns:
        return f"a return is overdue: {', '.join(standing.overdue_returns)}"
    return ""


def evidence_missing(costs: Sequence[Cost], kinds: Sequence[str], *, wanted: str) -> list[Refusal]:
    """A claim without any evidence cannot be checked."""
    if kinds or not costs:
        return []
    return [
        Refusal(
            "evidence_attached",
            f"This claim was not checked. It carries no evidence, and the agreement asks for: {wanted}. "
            "Ask the recipient a question, or attach what they sent.",
        )
    ]


def invoice_sha(*, supplier: str, number: str, dated: date, pence: int) -> str:
    """The fingerprint of an invoice: supplier, number, date and amount, blind to case and spaces (case 52)."""
    same = "|".join(("".join(supplier.casefold().split()), "".join(number.casefold().split()), f"{dated}", f"{pence}"))
    return hashlib.sha256(same.encode()).hexdigest()
