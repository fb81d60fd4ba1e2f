"""Recoveries: working out what is to come back, sharing it over keys, instalments, and who may give it up."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from fundflow import money
from fundflow.errors import BadInput, Refused
from fundflow.payments.rules.facts import Part
from fundflow.payments.tables.states import OUTCOMES, RECOVERY_REASONS


@dataclass(frozen=True)
class Working:
    """A sum to be returned, in pence, with the sentence that shows how it was worked out and the figures behind."""

    pence: int
    sentence: str
    figures: Mapping[str, int]


def known_reason(cause: str, outcome: str) -> None:
    """A recovery's cause and outcome must be among those that letters and reports know.

    Raises:
        BadInput: one of them is not.
    """
    for place, said, known in (("cause", cause, RECOVERY_REASONS), ("outcome", outcome, OUTCOMES)):
        if said not in known:
            raise BadInput(f"'{said}' is not known here: choose one of {', '.join(known)}", place=place)


def unspent(*, paid: int, eligible: int) -> Working:
    """Paid less what was spent on the agreed work.

    Raises:
        Refused: all of it was spent, so nothing is to come back.
    """
    if eligible >= paid:
        raise Refused.because(
            "something_to_recover",
            f"No recovery was raised. {money.pounds(paid)} was paid and {money.pounds(eligible)} was spent on the work "
            "agreed, so nothing is to come back. Check the spending if you think otherwise.",
        )
    due = paid - eligible
    return Working(
        due,
        f"We paid {money.pounds(paid)} and {money.pounds(eligible)} was spent on the work we agreed, "
        f"so {money.pounds(due)} is to be returned.",
        {"paid_pence": paid, "eligible_pence": eligible},
    )


def eligible_until(lines: Iterable[tuple[int, date, date]], *, on: date) -> int:
    """What of some costs (pence, first and last day of delivery) was delivered by a day, by days; upwards to the penny."""
    whole = 0
    for pence, first, last in lines:
        days = (last - first).days + 1
        done = max(0, min((on - first).days + 1, days))
        whole += -(-pence * done // days)
    return whole


def asset(*, cost: int, life_years: int, held_years: int) -> Working:
    """An asset's grant, straight line over its life: £50,000, 10 years, sold after 4, gives £30,000 (domain 2(d)).

    Only whole years held count; the part of a penny is dropped in the recipient's favour.

    Raises:
        Refused: its life is over.
        BadInput: a life or time held below zero.
    """
    if life_years <= 0 or held_years < 0:
        raise BadInput(f"a life of {life_years} years and {held_years} years held do not go together", place="asset")
    if held_years >= life_years:
        raise Refused.because(
            "something_to_recover",
            f"No recovery was raised. The asset was held for {held_years} years and its life is {life_years}, so "
            "nothing is to come back.",
        )
    due = cost * (life_years - held_years) // life_years
    return Working(
        due,
        f"The asset cost {money.pounds(cost)} and its agreed life is {life_years} years. It was held for {held_years}, "
        f"so {life_years - held_years} of {life_years} parts, {money.pounds(due)}, are to be returned.",
        {"cost_pence": cost, "life_years": life_years, "held_years": held_years},
    )


def spread(pence: int, paid: Sequence[Part], *, ref: str) -> tuple[Part, ...]:
    """Share a sum to be returned over the keys that paid, in proportion; never more than a key paid.

    Raises:
        Refused: more is asked back than was paid.
    """
    whole = sum(part.pence for part in paid)
    if pence > whole:
        way = f"Lower it to {money.pounds(whole)} or less." if whole else "Wait until something is paid."
        raise Refused.because(
            "within_paid",
            f"No recovery was raised. {money.pounds(pence)} is asked back and {money.pounds(whole)} is paid on {ref} "
            f"and not yet asked back. {way}",
        )
    names = {str(at): part.pence for at, part in enumerate(paid)}
    shares = money.apportion(pence, names, ties="last") if whole else {}
    return tuple(
        Part(part.commissioner, part.period, part.delivery_year, shares[str(at)])
        for at, part in enumerate(paid)
        if shares.get(str(at))
    )


@dataclass(frozen=True)
class PlannedInstalment:
    """One agreed part and the day by which it is due."""

    due_on: date
    pence: int


def instalments(pence: int, days: Sequence[date]) -> tuple[PlannedInstalment, ...]:
    """Equal parts on the days given, the odd pence first (£100.01 over 3 is 33.34, 33.34, 33.33)."""
    if not days or list(days) != sorted(set(days)):
        raise BadInput("instalments need different days in order", place="instalments")
    parts = money.apportion(pence, {f"{day}": 1 for day in days}, ties="first")
    return tuple(PlannedInstalment(day, parts[f"{day}"]) for day in days if parts[f"{day}"])


def plan_adds_up(plan: Sequence[PlannedInstalment], *, outstanding: int, ref: str) -> None:
    """Instalments must come to what is owed, on days in order.

    Raises:
        Refused: they do not.
    """
    total = sum(part.pence for part in plan)
    days = [part.due_on for part in plan]
    if total != outstanding or days != sorted(set(days)) or any(part.pence <= 0 for part in plan):
        raise Refused.because(
            "instalments_add_up",
            f"The instalments of {ref} were not agreed. They come to {money.pounds(total)} and "
            f"{money.pounds(outstanding)} is owed. Change them so that they add up, each on its own later day.",
        )


@dataclass(frozen=True)
class WriteOffBand:
    """Who may give up a sum up to and with `limit_pence`; no limit when it is None."""

    limit_pence: int | None
    roles: tuple[str, ...]


DEFAULT_BANDS = (WriteOffBand(1_000_000, ("delegate", "committee")), WriteOffBand(None, ("committee",)))
"""A delegated officer up to £10,000, the committee above (domain 2(c), delegation bands)."""


def may_write_off(pence: int, roles: Collection[str], *, bands: Sequence[WriteOffBand], ref: str) -> None:
    """Whether these roles may give up so many pence.

    Raises:
        Refused: the sum is above what they may give up.
    """
    band = next(band for band in bands if band.limit_pence is None or pence <= band.limit_pence)
    if not set(band.roles) & set(roles):
        who = " or the ".join(band.roles)
        raise Refused.because(
            "write_off_authority",
            f"{ref} was not written off. {money.pounds(pence)} can be given up only by the {who}. "
            "Put it on their next agenda; nothing has changed.",
        )
