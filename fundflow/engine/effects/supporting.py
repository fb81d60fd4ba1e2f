"""What steps of targeted support keep: how a practice came forward, what it agreed to, its rating, its contract's end."""

from typing import Any

from fundflow import applications, organisations, support
from fundflow.engine import elsewhere, given
from fundflow.engine.case import Case
from fundflow.engine.effects.correspondence import raise_task
from fundflow.engine.effects.register import register_changed
from fundflow.engine.guards.supporting import practice, rules_of
from fundflow.engine.registry import effect
from fundflow.errors import BadInput

_SOURCES = ("commissioner", "lmc", "nhs_england", "federation", "practice")


@effect(asks=("source",))
def record_nomination(case: Case, argument: str | None) -> None:
    """Keep who spoke for the practice and why; a name like another's is put before a person, never matched."""
    source = argument or str(case.values.get("source") or "commissioner")
    if source not in _SOURCES:
        raise BadInput(f"'{source}' is not one who puts practices forward: use {', '.join(_SOURCES)}", place="source")
    printed = str(case.values.get("printed_name") or "").strip()
    alike = support.alike(printed or practice(case), _others(case))
    support.put_forward(
        case.session,
        case.id,
        source=source,
        themes=given.texts(case, "themes"),
        statement=str(case.values.get("statement") or ""),
        printed_name=printed,
        from_case=str(case.values.get("from_case") or ""),
        alike=list(alike),
        act=case.act(),
    )
    if alike:
        raise_task(case, "needs_identity_resolution")
    for _, bid in elsewhere.bidding(case):
        raise_task(case, elsewhere.KIND, about=f"the practice is in {bid.ref} of {bid.fund.title}", thing=bid.ref)


@effect()
def tell_helpers(case: Case, _argument: Any) -> None:
    """Where another fund helps a practice of this bid, tell that fund's officers, in the helped case alone (case 59)."""
    for _, other in elsewhere.helped(case):
        raise_task(other, elsewhere.KIND, about=f"the practice is in {case.ref} of {case.fund.title}", thing=case.ref)


def _others(case: Case) -> dict[str, str]:
    """What the leads of the fund's other cases are called, as printed where that was kept, by reference."""
    rows = [row for row in applications.find_cases(case.session, fund=case.fund_id) if row.ref != case.ref]
    names = organisations.names(case.session, sorted({row.lead for row in rows}))
    found: dict[str, str] = {}
    for row in rows:
        known = support.nomination(case.session, row.id)
        found[row.ref] = (known.printed_name if known else "") or names.get(row.lead, row.lead)
    return found


@effect(asks=("shared_with",))
def record_consent(case: Case, argument: str) -> None:
    """Keep what the practice agrees to: being put forward (`referral`), or information shared (`sharing`), and with whom."""
    support.agree(case.session, case.id, purpose=argument, shared_with=str(case.value("shared_with")), act=case.act())


@effect()
def record_information(case: Case, _argument: Any) -> None:
    """Keep the figures that were looked at and the locality's view."""
    support.learn(
        case.session,
        case.id,
        sources=given.texts(case, "sources"),
        locality_view=str(case.values.get("locality_view") or ""),
    )


@effect()
def take_rapid_route(case: Case, _argument: Any) -> None:
    """Mark that the practice may close, so that support comes without a diagnosis."""
    support.learn(case.session, case.id, rapid=True, risk=str(case.value("risk")))


@effect()
def record_rating(case: Case, _argument: Any) -> None:
    """Keep the place in the matrix, the band that it gives and who decided."""
    scope, impact = (given.whole(case.value(name), name) for name in ("scope", "impact"))
    rules = rules_of(case)
    band = support.band_of(rules, scope=scope, impact=impact)
    by = str(case.values.get("decided_by") or rules.decided_by)
    support.rate(case.session, case.id, scope=scope, impact=impact, band=band.key, by=by, act=case.act())


@effect()
def record_exit(case: Case, _argument: Any) -> None:
    """Keep what each figure of the diagnosis is at the end."""
    figures = {str(key): given.whole(value, "figures") for key, value in given.pairs(case, "figures").items()}
    support.measure_exit(case.session, case.id, figures)


@effect()
def hand_back_contract(case: Case, _argument: Any) -> None:
    """Close the practice in the register from the day its contract ended, and have its other bids and awards looked at.

    The register is public, so the reason that stands in the case does not stand there (case 58).
    """
    day = given.day(case, "handed_back_on")
    assert day is not None
    if organisations.require(case.session, case.lead).closed is None:
        organisations.close(case.session, case.lead, on=day, act=case.act(reason=""), handed_back=True)
        what = "handed its contract back and closed"
        register_changed(case.session, case.lead, what, on=day, actor=case.actor, now=case.now)
