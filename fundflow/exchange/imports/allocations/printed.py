"""Printed sums against the lines that they are the sums of: neither is repaired (domain 1.5, case 74)."""

from collections.abc import Iterable, Mapping

from fundflow import allocations, money
from fundflow.allocations import Finding
from fundflow.exchange.imports.allocations.layout import Claim

NaturalKey = tuple[str, str, str, str]


def compare(claims: Iterable[Claim], amounts: Mapping[NaturalKey, int]) -> tuple[list[Finding], list[str]]:
    """The claims that do not agree with the lines, as findings; and the keys of those that do."""
    differ: list[Finding] = []
    agree: list[str] = []
    groups: dict[tuple[str, str, str | None, str | None], list[int]] = {}
    for (fund, commissioner, period, source), pence in amounts.items():
        for whom in (commissioner, None):
            for when in (period, None):
                groups.setdefault((fund, source, whom, when), []).append(pence)
    for claim in dict.fromkeys(claims):
        found = groups.get((claim.fund, claim.source, claim.commissioner, claim.period), [])
        lines = [pence for pence in found if pence]
        _weigh(claim, lines, "lines", differ, agree)
        if claim.across is not None:
            _weigh(claim, [pence for pence in claim.across if pence], "sub-totals", differ, agree)
    return differ, agree


def _weigh(claim: Claim, addends: list[int], of: str, differ: list[Finding], agree: list[str]) -> None:
    key = f"printed:{claim.fund}:{claim.commissioner or '*'}:{claim.period or '*'}:{claim.source}:{of}"
    added = sum(addends)
    if added == claim.pence:
        agree.append(key)
        return
    severity = allocations.severity(added, claim.pence, addends=len(addends))
    whom = claim.commissioner or "all commissioners"
    when = claim.period or "all periods"
    differ.append(
        Finding(
            key=key,
            kind="rounding" if severity == "info" else "total_differs",
            severity=severity,
            what=(
                f"{claim.fund}, {whom}, {when}: the {of} add up to {money.pounds(added)} and "
                f"{money.pounds(claim.pence)} is printed."
            ),
            fund=claim.fund,
            commissioner=claim.commissioner,
            period=claim.period,
            source_a=f"{of} of {claim.source}",
            value_a=money.pounds(added),
            source_b=f"printed total of {claim.source}",
            value_b=money.pounds(claim.pence),
            difference_pence=claim.pence - added,
        )
    )
