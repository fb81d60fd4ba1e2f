"""Whether what a case rests on still stands: no vote behind it was struck out since."""

from typing import Any

from fundflow import committees
from fundflow.engine.case import Case
from fundflow.engine.registry import guard


@guard()
def decision_stands(case: Case, _argument: Any) -> str | None:
    """Every approval behind the offer still stands: its vote was not struck out, and a chair's action was not refused."""
    fallen = committees.fallen(case.session, case.id)
    if not fallen:
        return None
    name = case.names.get(fallen[0].commissioner, fallen[0].commissioner)
    contact = case.fund.contact
    ring = f" Ring {contact.name} on {contact.telephone}." if contact else ""
    return (
        f"The offer on {case.ref} waits: {name}'s decision no longer stands, because {fallen[0].why}. Nothing has changed. "
        f"The committee decides its share again, and then we write to you.{ring}"
    )
