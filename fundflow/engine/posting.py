"""Posts a case's money to the ledger: who, when and why come from the case, commissioners' names go into refusals."""

from collections.abc import Sequence
from datetime import date

from fundflow import ledger
from fundflow.engine.case import Case
from fundflow.ledger import Kind, Line


def post(
    case: Case,
    kind: Kind,
    lines: Sequence[Line],
    *,
    source: str,
    key: str,
    reverses: str | int | None = None,
    effective_on: date | None = None,
) -> ledger.Entry:
    """Post one entry for a case, today unless `effective_on` is given.

    `source` is the paper that it rests on, `key` makes doing it twice harmless.

    Raises:
        Refused: it does not fit, with every reason and its figures.
    """
    return ledger.post(
        case.session,
        kind,
        lines,
        act=case.act(),
        effective_on=effective_on,
        reverses=int(reverses) if reverses is not None else None,
        case=case.ref,
        source=source,
        reason=case.reason,
        key=key,
        names=case.names,
    )
