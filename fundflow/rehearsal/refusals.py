"""The page of refusals: the situation that a scenario names with `edge`, and the exact words that a person sees."""

import re
from collections.abc import Iterable

from fundflow.rehearsal.play import Played

_NUMBERED = re.compile(r"^(\d+)\.\s*(.+)$", re.DOTALL)


def page(refused: Iterable[Played]) -> str:
    """Every refusal whose action names its edge case, in the order of the numbers that they begin with."""
    shown = sorted((one for one in refused if one.edge), key=lambda one: (_number(one), one.file.name, one.line))
    lines = [
        "# Refusals, as a person sees them",
        "",
        f"{len(shown)} situations that the packaged scenarios play. The number is the edge case's in the design of the ",
        "",
    ]
    lines[-2] += "field; the words are those that the play was answered with."
    for one in shown:
        lines += ["", f"## {' '.join(one.edge.split())}", ""]
        lines += [f"> {' '.join(refusal.reason.split())}" for refusal in one.refusals[:1]]
        for refusal in one.refusals[1:]:
            lines += [">", f"> {' '.join(refusal.reason.split())}"]
        lines += ["", f"*{one.verb}, {one.file.stem} line {one.line}.*"]
    return "\n".join(lines) + "\n"


def _number(one: Played) -> int:
    found = _NUMBERED.match(one.edge)
    return int(found.group(1)) if found else 1_000
