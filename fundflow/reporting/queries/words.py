"""The names that reports print for codes, and whom a fund does not publish."""

from collections.abc import Iterable

from sqlmodel import Session

from fundflow import applications, organisations, support
from fundflow.definitions import Library
from fundflow.reporting.rules.report import Asked
from fundflow.reporting.rules.withheld import LEAST, NOT_PUBLISHED, Quiet


def fund_title(library: Library, fund: str) -> str:
    """What people call a fund; its id where no definition is loaded."""
    found = library.funds.get(fund)
    return found.short_title if found else fund


def body_names(session: Session, asked: Asked, codes: Iterable[str]) -> dict[str, str]:
    """What people call each commissioner: by the register, else by the office's definition, else its code."""
    wanted = set(codes)
    known = organisations.names(session, wanted)
    bodies = asked.library.commissioners()
    return {code: known.get(code) or (bodies[code].short_name if code in bodies else code) for code in wanted}


def hides(asked: Asked, fund: str) -> bool:
    """Whether a fund keeps its recipients' names to itself: `publishes: {award_list: false}` (resilience)."""
    found = asked.library.funds.get(fund)
    return not asked.names and found is not None and not found.publishes.get("award_list", True)


def shown(asked: Asked, fund: str, text: str, *, case: str = "") -> str:
    """A name or a title that may tell who the recipient is, or that it is not published."""
    return NOT_PUBLISHED if text and hides(asked, fund) and case not in asked.lifted else text


def lifted(session: Session) -> frozenset[str]:
    """Cases whose name was let out by whoever answers for freedom of information (case 58)."""
    out = support.disclosed(session)
    return frozenset(applications.get_by_id(session, one).ref for one in out)


def quiet(session: Session, asked: Asked) -> Quiet:
    """The cases of funds that publish no names, without those that were let out; none when names are shown."""
    funds = [fund for fund in asked.library.funds if hides(asked, fund)]
    cases = {case.ref: fund for fund in funds for case in applications.find_cases(session, fund=fund)}
    return Quiet({ref: fund for ref, fund in cases.items() if ref not in asked.lifted})


def hidden_note(asked: Asked, funds: Iterable[str]) -> list[str]:
    """The note that says whose names are left out."""
    silent = sorted({fund_title(asked.library, fund) for fund in funds if hides(asked, fund)})
    if not silent:
        return []
    return [
        f"Names of recipients are not published for: {', '.join(silent)}.",
        f"Their cases are counted together; a count below {LEAST} is not given, nor one that would give it away.",
    ]
