"""Committees' terms fit their funds and can be met by their own members."""

from collections.abc import Iterator

from fundflow.definitions.committee import Terms
from fundflow.definitions.library import Library
from fundflow.definitions.shape import Problem
from fundflow.definitions.wording import unknown


def problems(library: Library) -> Iterator[Problem]:
    """Each committee's terms, then what funds ask of them."""
    for name, terms in library.committees.items():
        yield from _roles(library, name, terms)
        yield from _bands(library, name, terms)
        known = library.commissioners()
        if terms.commissioner is not None and known and terms.commissioner not in known:
            said = unknown("commissioner", terms.commissioner, known)
            yield library.problem("committee", name, "commissioner", message=said)
        if terms.kind == "committee" and terms.commissioner is None:
            said = "a committee decides for one commissioner: add 'commissioner', or write 'kind: group'"
            yield library.problem("committee", name, "kind", message=said)
    yield from _in_funds(library)


def _roles(library: Library, name: str, terms: Terms) -> Iterator[Problem]:
    named: list[tuple[tuple[str | int, ...], str]] = [(("chairs", nth), role) for nth, role in enumerate(terms.chairs)]
    for at, group in enumerate(terms.needs_one_of):
        named += [(("needs_one_of", at, nth), role) for nth, role in enumerate(group)]
    for at, side in enumerate(terms.outnumber or ()):
        named += [(("outnumber", at, nth), role) for nth, role in enumerate(side)]
    rule = terms.chairs_action
    named += [(("chairs_action", "executives", nth), role) for nth, role in enumerate(rule.executives if rule else ())]
    named += [(("consent_of", nth), role) for nth, role in enumerate(terms.consent_of)]
    for route, role in named:
        if role not in terms.votes_by:
            said = unknown("voting role", role, terms.votes_by)
            yield library.problem("committee", name, *route, message=said)
    if not terms.chairs:
        yield library.problem("committee", name, "chairs", message="somebody must be able to chair: name a role")
    if terms.outnumber and set(terms.outnumber[0]) & set(terms.outnumber[1]):
        both = ", ".join(sorted(set(terms.outnumber[0]) & set(terms.outnumber[1])))
        said = f"{both} cannot be on both sides of this count: keep each role on one side"
        yield library.problem("committee", name, "outnumber", message=said)


def _bands(library: Library, name: str, terms: Terms) -> Iterator[Problem]:
    least = 0
    for nth, band in enumerate(terms.delegation):
        last = nth == len(terms.delegation) - 1
        if band.up_to is None and not last:
            said = "only the last band may be without limit: give this one an amount"
            yield library.problem("committee", name, "delegation", nth, "up_to", message=said)
        elif band.up_to is not None and band.up_to <= least:
            said = "each band must reach higher than the one before: put them in rising order"
            yield library.problem("committee", name, "delegation", nth, "up_to", message=said)
        elif band.up_to is not None and last:
            said = "nobody decides above this: add a last band with 'up_to: null'"
            yield library.problem("committee", name, "delegation", nth, "up_to", message=said)
        least = band.up_to or least


def _in_funds(library: Library) -> Iterator[Problem]:
    for name, fund in library.funds.items():
        for code, committee in fund.committees.items():
            terms = library.committees.get(committee)
            if terms is not None and terms.kind == "group":
                said = f"'{committee}' only advises (kind: group), so it cannot decide for {code}: name a committee"
                yield library.problem("fund", name, "committees", code, message=said)
            elif terms is not None and terms.commissioner not in {None, code}:
                said = f"'{committee}' decides for {terms.commissioner}, not for {code}: name the committee of {code}"
                yield library.problem("fund", name, "committees", code, message=said)
