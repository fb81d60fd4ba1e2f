"""Every way of every machine of the product, and which of them the packaged scenarios play."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from fundflow import committees, payments
from fundflow.definitions import Library
from fundflow.definitions.workflow import Workflow

SHARE = "share_of_joint_bid"
START = "start"


@dataclass(frozen=True, order=True)
class Way:
    """One way of a machine: from a state, by a step, to a state."""

    machine: str
    before: str
    step: str
    after: str


BEYOND = {
    Way("competed-grant", "at_committee", "decide_by_delegation", "at_committee"): (
        "delegates decide a share of an amount that the committee's terms leave to them, without a meeting"
    ),
    Way("competed-grant", "not_submitted", "round_reopens", "draft"): (
        "a round that is opened again after a proven fault takes every draft back, so that nobody is let in alone"
    ),
    Way("competed-grant", "completed", "accept_final_report", "completed"): (
        "an officer says that the report was read, before the award is closed"
    ),
    Way(
        "competed-grant", "completed", "resume", "completed"
    ): "payments that were stopped go on after the delivery ended",
    Way("competed-grant", "final_report_due", "resume", "final_report_due"): (
        "payments that were stopped go on after the delivery ended"
    ),
    Way("claim", "draft", "change", "draft"): "a claim is changed before it is sent, instead of begun again",
}
"""Ways that the design of the field does not draw, each with why the product has it."""


@dataclass(frozen=True)
class Covered:
    """One way with the places that play it: the first line of each scenario, by the scenario's name."""

    way: Way
    played: Mapping[str, int]


def ways(library: Library) -> list[Way]:
    """Every way, in the order in which the machines are written; a way with several alternatives stands once."""
    found: dict[Way, None] = {}
    for name, workflow in library.workflows.items():
        found.update(dict.fromkeys(_of_workflow(name, workflow)))
    for life in (payments.CLAIM, payments.RECOVERY):
        found.update({Way(life.name, start, action, way.to): None for (start, action), way in life.ways.items()})
    found.update({Way(SHARE, start, action, to): None for (start, action), to in committees.TRANSITIONS.items()})
    return list(found)


def _of_workflow(name: str, workflow: Workflow) -> Iterator[Way]:
    for named, opening in workflow.openings.items():
        yield Way(name, START, named, opening.to)
    for step in workflow.steps:
        for state in step.from_:
            yield Way(name, state, step.step, workflow.destination(step, state))


def covered(library: Library, seen: Iterable[tuple[Way, str, int]]) -> list[Covered]:
    """Every way with what was seen of it: (way, scenario, line)."""
    first: dict[Way, dict[str, int]] = {way: {} for way in ways(library)}
    for way, scenario, line in seen:
        if way in first:
            first[way].setdefault(scenario, line)
    return [Covered(way, played) for way, played in first.items()]


def page(rows: Sequence[Covered]) -> str:
    """The table as a page of the reference: for each machine its count, then every way with what plays it."""
    lines = ["# What the packaged scenarios play", ""]
    lines += [
        "Read from what the plays leave behind: the audit trail, the moves of claims and recoveries, the shares' "
    ]
    lines[-1] += (
        "events. A number is the line of the scenario that plays the way first; `fundflow coverage` reads it anew."
    )
    lines += ["", "| machine | played | ways |", "|---|---|---|"]
    machines = list(dict.fromkeys(row.way.machine for row in rows))
    for machine in machines:
        of = [row for row in rows if row.way.machine == machine]
        lines.append(f"| {machine} | {sum(1 for row in of if row.played)} | {len(of)} |")
    for machine in machines:
        lines += ["", f"## {machine}", "", "| from | step | to | played by |", "|---|---|---|---|"]
        lines += [_line(row) for row in rows if row.way.machine == machine]
    lines += ["", "## Beyond the design", "", "Every way of the design is in the product. These are added:", ""]
    lines += [f"- {way.machine}: {way.before}, `{way.step}`, {way.after}: {why}." for way, why in BEYOND.items()]
    return "\n".join(lines) + "\n"


def _line(row: Covered) -> str:
    by = ", ".join(f"{name} {line}" for name, line in sorted(row.played.items())) or "**nobody**"
    return f"| {row.way.before} | `{row.way.step}` | {row.way.after} | {by} |"
