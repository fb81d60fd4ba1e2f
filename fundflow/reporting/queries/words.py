"""The names that reports print for codes, and whom a fund does not publish."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from fundflow import organisations, together
from fundflow.applications import Application
from fundflow.definitions import Library
from fundflow.practising import PracticeMarker
from fundflow.reporting.rules.report import Asked
from fundflow.reporting.rules.withheld import LEAST, NOT_PUBLISHED, Quiet
from fundflow.support import Disclosure


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


@dataclass(frozen=True)
class Standing:
    """What every report must know before it is made: `lifted` are cases whose name was let out (case 58).

    `quiet` are the cases of funds that publish no names, without those; none when names are shown. `practice` says that
    nothing here is real.
    """

    lifted: frozenset[str]
    quiet: Quiet
    practice: bool


def standing(session: Session, asked: Asked) -> Standing:
    """Whose names are kept quiet, and whether this is a place to practise, in one question."""
    funds = [fund for fund in asked.library.funds if hides(asked, fund)]
    out = select(Disclosure.application_id)
    found = together.read(
        session,
        [
            (Application, col(Application.fund).in_(funds) | col(Application.id).in_(out)),
            (Disclosure, col(Disclosure.id).is_not(None)),
            (PracticeMarker, col(PracticeMarker.id).is_not(None)),
        ],
    )
    let_out = {one.application_id for one in found[Disclosure]}
    lifted = frozenset(one.ref for one in found[Application] if one.id in let_out)
    kept = {one.ref: one.fund for one in found[Application] if one.ref not in lifted and not one.set_aside}
    return Standing(lifted, Quiet(kept), practice=bool(found[PracticeMarker]))


def hidden_note(asked: Asked, funds: Iterable[str]) -> list[str]:
    """The note that says whose names are left out."""
    silent = sorted({fund_title(asked.library, fund) for fund in funds if hides(asked, fund)})
    if not silent:
        return []
    return [
        f"Names of recipients are not published for: {', '.join(silent)}.",
        f"Their cases are counted together; a count below {LEAST} is not given, nor one that would give it away.",
    ]
