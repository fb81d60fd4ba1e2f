"""A fund names things that exist, and a fund that takes bids has all that a bid needs."""

from collections.abc import Iterator

from fundflow.definitions.fund import Fund
from fundflow.definitions.library import KindName, Library
from fundflow.definitions.shape import Problem
from fundflow.definitions.wording import unknown

_NEEDS = ("case_prefix", "form", "criteria", "payment", "award", "contact")
_OF_SUPPORT = ("case_prefix", "payment", "award", "contact", "other_routes")
"""What a fund needs where need decides: no form, no scoring, no committee of its own."""


def problems(library: Library) -> Iterator[Problem]:
    """Names, then completeness, of every fund."""
    prefixes: dict[str, str] = {}
    for name, fund in library.funds.items():
        yield from _named(library, name, fund)
        yield from _served(library, name, fund)
        yield from _complete(library, name, fund)
        if fund.case_prefix and fund.case_prefix in prefixes:
            said = f"{prefixes[fund.case_prefix]} uses the prefix {fund.case_prefix} for its cases too: choose another"
            yield library.problem("fund", name, "case_prefix", message=said)
        elif fund.case_prefix:
            prefixes[fund.case_prefix] = name


def _named(library: Library, name: str, fund: Fund) -> Iterator[Problem]:
    wanted: list[tuple[KindName, str, str | None]] = [
        ("workflow", "workflow", fund.workflow),
        ("criteria", "criteria", fund.criteria),
        ("committee", "group", fund.group),
    ]
    for kind, field, given in wanted:
        if given is not None and given not in library.known(kind):
            said = unknown("scoring scheme" if kind == "criteria" else kind, given, library.known(kind))
            yield library.problem("fund", name, field, message=said)
    for code, committee in fund.committees.items():
        if committee not in library.known("committee"):
            said = unknown("committee", committee, library.known("committee"))
            yield library.problem("fund", name, "committees", code, message=said)
        if code not in fund.commissioners:
            said = unknown("commissioner of this fund", code, fund.commissioners)
            yield library.problem("fund", name, "committees", code, key=True, message=said)


def _served(library: Library, name: str, fund: Fund) -> Iterator[Problem]:
    known = library.commissioners()
    broken = any(library.faulty("office", office) for office in library.known("office"))
    for nth, code in enumerate(fund.commissioners):
        if code not in known and not broken:
            yield library.problem("fund", name, "commissioners", nth, message=unknown("commissioner", code, known))
        if code in fund.commissioners[:nth]:
            said = f"the commissioner {code} stands twice in this list: keep one"
            yield library.problem("fund", name, "commissioners", nth, message=said)
    if not fund.commissioners:
        yield library.problem("fund", name, "commissioners", message="a fund needs at least one commissioner: add one")
    elif set(fund.commissioners) <= set(known) and library.office_of(fund) is None:
        said = "no single office serves all of these commissioners: put them into one office's file"
        yield library.problem("fund", name, "commissioners", message=said)


def _complete(library: Library, name: str, fund: Fund) -> Iterator[Problem]:
    if fund.workflow is None or library.partial("fund", name):
        return
    for field in _OF_SUPPORT if fund.support is not None else _NEEDS:
        if not getattr(fund, field):
            said = f"this fund takes bids (it has a workflow), so it needs '{field}': add it, or delete the workflow"
            yield library.problem("fund", name, "workflow", key=True, message=said)
    for code in fund.commissioners if fund.support is None else ():
        if code not in fund.committees:
            said = f"no committee decides for {code}: add '\"{code}\": ...' to the committees"
            yield library.problem("fund", name, "committees", key=True, message=said)
