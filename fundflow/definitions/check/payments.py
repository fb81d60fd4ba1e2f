"""Instalments add up, advances stay under their cap, and the award's days run in order."""

from collections.abc import Iterator

from fundflow.definitions.fund import Fund
from fundflow.definitions.library import Library
from fundflow.definitions.shape import Problem


def problems(library: Library) -> Iterator[Problem]:
    """Every fund that pays."""
    for name, fund in library.funds.items():
        if not library.partial("fund", name):
            yield from _tranches(library, name, fund)
        yield from _days(library, name, fund)


def _tranches(library: Library, name: str, fund: Fund) -> Iterator[Problem]:
    payment = fund.payment
    if payment is None:
        return
    total = sum(tranche.percent for tranche in payment.tranches)
    if total != 100:
        parts = " + ".join(str(tranche.percent) for tranche in payment.tranches)
        said = f"the instalments add up to {total} per cent, not 100 ({parts}): change them until they do"
        yield library.problem("fund", name, "payment", "tranches", key=True, message=said)
    ahead = sum(tranche.percent for tranche in payment.tranches if tranche.kind == "advance")
    for nth, tranche in enumerate(payment.tranches):
        if tranche.key in [known.key for known in payment.tranches[:nth]]:
            said = f"the instalment '{tranche.key}' stands twice: give one another key"
            yield library.problem("fund", name, "payment", "tranches", nth, "key", message=said)
        if tranche.kind == "advance" and ahead > payment.advance_cap_percent:
            said = f"{ahead} per cent would be paid in advance and the cap is {payment.advance_cap_percent}: lower it"
            yield library.problem("fund", name, "payment", "tranches", nth, "percent", message=said)
            break


def _days(library: Library, name: str, fund: Fund) -> Iterator[Problem]:
    award = fund.award
    if award is None:
        return
    if award.ends <= award.starts:
        said = f"the award would end on {award.ends}, not after it starts on {award.starts}: change one of the days"
        yield library.problem("fund", name, "award", "ends", message=said)
    if award.last_claim < award.ends:
        said = f"the last claim ({award.last_claim}) would be due before the award ends ({award.ends}): move it"
        yield library.problem("fund", name, "award", "last_claim", message=said)
