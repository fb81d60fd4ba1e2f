"""A finding that two figures differ, as a fact before it is recorded."""

from dataclasses import dataclass

from fundflow.allocations.rules.severity import Severity


@dataclass(frozen=True)
class Finding:
    """Two figures for the same thing; `key` tells it from every other finding, so that it is recorded once.

    `owner` is who looks into it and `note` what is done meanwhile; they are taken with a new finding only.
    """

    key: str
    kind: str
    severity: Severity
    what: str
    source_a: str
    value_a: str
    source_b: str
    value_b: str
    fund: str | None = None
    commissioner: str | None = None
    period: str | None = None
    difference_pence: int | None = None
    owner: str = ""
    note: str = ""
