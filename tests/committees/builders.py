"""Rooms, terms and moments for tests of the rules."""

from datetime import UTC, datetime

from fundflow.committees.rules.interests import CoiAction, Interest, Ruled
from fundflow.committees.rules.quorum import Member, Room, Stay
from fundflow.definitions.committee import DelegationBand, Terms

CHAIR, VICE, LAY, AO, CFO, GP1, GP2, NURSE, LMC = range(1, 10)
ROLES = {
    CHAIR: ("Mrs Hall", "lay_chair"),
    VICE: ("Mr Reed", "lay_vice_chair"),
    LAY: ("Ms Cole", "lay"),
    AO: ("Mr Trow", "accountable_officer"),
    CFO: ("Ms Lunn", "chief_finance_officer"),
    GP1: ("Dr Lee", "gp"),
    GP2: ("Dr Shah", "gp"),
    NURSE: ("Ms Bell", "nurse"),
    LMC: ("Dr Ward", "observer"),
}
ITEM = 6


def terms(**changes: object) -> Terms:
    given: dict[str, object] = {
        "committee": "pccc-sw",
        "title": "South Worcestershire Primary Care Commissioning Committee",
        "short_title": "South Worcestershire",
        "version": 1,
        "kind": "committee",
        "commissioner": "05T",
        "quorum": 4,
        "needs_one_of": (("lay_chair", "lay_vice_chair"), ("accountable_officer", "chief_finance_officer")),
        "outnumber": (
            ("lay_chair", "lay_vice_chair", "lay", "accountable_officer", "chief_finance_officer", "nurse"),
            ("gp",),
        ),
        "votes_by": (
            "lay_chair",
            "lay_vice_chair",
            "lay",
            "accountable_officer",
            "chief_finance_officer",
            "gp",
            "nurse",
        ),
        "chairs": ("lay_chair", "lay_vice_chair", "lay"),
        "co_opt": ("the lay member of Wyre Forest",),
        "delegation": (
            DelegationBand(up_to=1_000_000, decides="officers", roles=("delegate",)),
            DelegationBand(
                up_to=5_000_000, decides="group chair and finance officer", roles=("implementation_group_chair",)
            ),
            DelegationBand(up_to=None, decides="committee", roles=("committee",)),
        ),
    }
    return Terms.model_validate({**given, **changes})


def at(clock: str) -> datetime:
    """A time of 14 June 2017, UTC."""
    return datetime.fromisoformat(f"2017-06-14T{clock}:00").replace(tzinfo=UTC)


def member(person: int) -> Member:
    name, role = ROLES[person]
    return Member(person, name, frozenset({role}))


def room(
    *present: int, interests: tuple[Interest, ...] = (), stays: tuple[Stay, ...] | None = None, **changes: object
) -> Room:
    there = stays if stays is not None else tuple(Stay(person, at("13:00")) for person in present)
    return Room("pccc-sw", terms(**changes), tuple(member(person) for person in ROLES), there, interests, CHAIR)


def interest(
    person: int, *actions: str, item: int = ITEM, when: str = "13:05", ruled: tuple[Ruled, ...] = ()
) -> Interest:
    return Interest(
        person, item, at(when), tuple(CoiAction(one) for one in actions), "partner at Elmsgate Surgery", ruled
    )
