"""The menu: where somebody of given roles goes; what they find there is decided case by case."""

from dataclasses import dataclass

from fundflow.people import Actor
from fundflow.web.who import ASSESSORS, BIDDERS, OFFICE, OFFICERS, PAYERS, SENDERS, SIGNED_IN, Who


@dataclass(frozen=True)
class Place:
    """One entry of the menu."""

    label: str
    path: str
    who: Who
    here: bool = False


MENU: tuple[Place, ...] = (
    Place("Your work", "/work", SIGNED_IN),
    Place("Our bids", "/bids", BIDDERS),
    Place("Scoring", "/scoring", ASSESSORS),
    Place("Bids and awards", "/cases", SIGNED_IN),
    Place("Rounds", "/rounds", OFFICE),
    Place("Meetings", "/meetings", SIGNED_IN),
    Place("Letters", "/letters", SENDERS),
    Place("Finance", "/finance", PAYERS),
    Place("Messages", "/messages", OFFICERS),
    Place("People", "/people", OFFICE),
    Place("Import", "/imports", OFFICE),
    Place("Reports", "/reports", OFFICE),
)


def places(actor: Actor, path: str) -> list[Place]:
    """The entries of one person's menu, with the one marked where they are."""
    return [
        Place(one.label, one.path, one.who, here=path == one.path or path.startswith(f"{one.path}/"))
        for one in MENU
        if one.who.admits is None or one.who.admits(actor)
    ]
