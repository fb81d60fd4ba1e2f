"""A fund's own terms say what every agreement must, and its letters are signed by people who exist."""

from collections.abc import Iterator

from fundflow.definitions.agreement import REQUIRED_HEADS
from fundflow.definitions.fund import Fund
from fundflow.definitions.library import Library
from fundflow.definitions.shape import Problem
from fundflow.definitions.wording import unknown

OFFER = "L04"
"""The letter that prints the terms of the agreement."""


def problems(library: Library) -> Iterator[Problem]:
    """Every fund that makes offers, or has its letters signed."""
    for name, fund in library.funds.items():
        if not library.partial("fund", name):
            yield from _terms(library, name, fund)
            yield from _signatures(library, name, fund)


def _terms(library: Library, name: str, fund: Fund) -> Iterator[Problem]:
    if fund.award is None or OFFER not in fund.letters:
        return
    heads = {term.head for term in fund.award.terms}
    for head, what in REQUIRED_HEADS.items():
        if head not in heads:
            said = f"the terms do not say {what}: add one as '- {{head: {head}, text: ...}}'"
            yield library.problem("fund", name, "award", "terms", key=True, message=said)


def _signatures(library: Library, name: str, fund: Fund) -> Iterator[Problem]:
    rule = fund.signatures
    if rule.way == "printed":
        return
    for nth, code in enumerate(rule.letters):
        if code not in fund.letters:
            said = f"this fund has no letter '{code}' to sign: name one of its letters"
            yield library.problem("fund", name, "signatures", "letters", nth, message=said)
    bodies = [library.committees[one] for one in fund.committees.values() if one in library.committees]
    seats = {role for terms in bodies for role in (*terms.votes_by, *terms.chairs)}
    for nth, role in enumerate(rule.by):
        if bodies and role not in seats:
            said = unknown("seat on this fund's committees", role, seats)
            yield library.problem("fund", name, "signatures", "by", nth, message=said)
    for body in bodies:
        if not {*body.votes_by, *body.chairs} & set(rule.by):
            said = f"nobody on the {body.title} has a seat that may sign ({', '.join(rule.by)}): add one of its seats"
            yield library.problem("fund", name, "signatures", "by", key=True, message=said)
