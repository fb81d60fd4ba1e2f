"""Money that was cut below what is promised: what stands, and what people can do; nothing is ever cut by itself (case 36)."""

from collections.abc import Iterator

from sqlmodel import Session

from fundflow import applications, ledger, organisations
from fundflow.definitions import Workflow
from fundflow.ledger import Balances
from fundflow.money import pounds


def choices(session: Session, fund: str, workflow: Workflow) -> tuple[str, ...]:
    """For each commissioner and year whose cut is not found yet: how much, and each way to find it with its figures.

    Empty where nothing is short. The ways are given in the order in which they hurt least, and none is taken here.
    """
    found = list(ledger.positions(session, fund=fund))
    short = [one for one in found if one.accounts.cut_due > 0]
    if not short:
        return ()
    rows = {one.ref: one for one in applications.find_cases(session, fund=fund)}
    names = organisations.names(session, sorted({one.key.commissioner for one in found}))
    offers = {ref for ref, one in rows.items() if workflow.states[one.state].holds == "reserved"}
    lines: list[str] = []
    for key in short:
        mine = ledger.holdings(session, key=key.key)
        lines.extend(_of_key(key, found, mine, names, offers=offers))
    return tuple(lines)


def _of_key(
    key: Balances, found: list[Balances], held: list[Balances], names: dict[str, str], *, offers: set[str]
) -> Iterator[str]:
    place = f"{names.get(key.key.commissioner, key.key.commissioner)} in {key.key.period}"
    due = pounds(key.accounts.cut_due)
    yield (
        f"{place}: {due} of a cut is not found yet, so nothing new can be promised there. What is promised stands until "
        "people decide. You can:"
    )
    for other in found:
        if other.key != key.key and other.uncommitted > 0:
            whose = f"{names.get(other.key.commissioner, other.key.commissioner)} in {other.key.period}"
            free = pounds(other.uncommitted)
            yield f"- move some of the {free} that is free for {whose}, under a minute (fundflow allocation vire)"
    for one in held:
        ref = str(one.holder).split("/")[0]
        if ref in offers and one.reserved:
            yield f"- take {ref} back to its committee: {pounds(one.reserved)} is reserved for it and not agreed yet"
        elif one.accounts.unclaimed:
            open_ = pounds(one.accounts.unclaimed)
            yield f"- agree a change with {ref}: {open_} is agreed and not claimed yet (fundflow award vary {ref})"
    yield f"- ask whoever cut it for {due}, and enter the notice (fundflow allocation adjust)"
