"""Who may assess a bid, how many and of what kind are needed, and the life of one seat."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from fundflow.definitions.criteria import Assessors
from fundflow.errors import Refused

RivalRule = Literal["exclude", "declare_and_allow", "allow_outside_locality"]

LIVE = ("assigned", "declared", "open", "locked")
_MOVES: dict[str, dict[str, str]] = {
    "clear": {"assigned": "declared", "declared": "declared"},
    "shut": {"assigned": "assigned", "declared": "assigned", "open": "assigned", "locked": "assigned"},
    "open_papers": {"declared": "open", "open": "open"},
    "lock": {"open": "locked"},
    "unlock": {"locked": "open"},
    "hand_back": {"assigned": "handed_back", "declared": "handed_back", "open": "handed_back"},
    "void": dict.fromkeys(LIVE, "void"),
}
_WORDS = {
    "assigned": "not declared yet",
    "declared": "declared, papers shut",
    "open": "scoring",
    "locked": "locked",
    "handed_back": "handed back",
    "void": "void",
}


@dataclass(frozen=True)
class Seat:
    """One assessor on one bid, as composition sees it."""

    person_id: int
    state: str
    finance_aware: bool = False
    clinical: bool = False
    outside: bool = False


@dataclass(frozen=True)
class Candidate:
    """Somebody who could assess: kinds, ties (organisation code to why), seats held now, and at most how many."""

    person_id: int
    name: str
    finance_aware: bool = False
    clinical: bool = False
    ties: Mapping[str, str] = field(default_factory=dict)
    load: int = 0
    most: int | None = None


@dataclass(frozen=True)
class Parties:
    """The bodies that an assessor must have no tie to, each code with its name.

    `own` is the lead, every participant and their federations; `rivals` are the leads and participants of other bids
    in the round, `local` those of them in the same locality; `rule` is the fund's strictness about rivals.
    """

    own: Mapping[str, str]
    rivals: Mapping[str, str] = field(default_factory=dict)
    local: frozenset[str] = frozenset()
    rule: RivalRule = "exclude"


@dataclass(frozen=True)
class Tie:
    """One reason why somebody may not assess: the body, its name, how they are tied, and whether it is a rival's."""

    code: str
    name: str
    why: str
    rival: bool = False


@dataclass(frozen=True)
class Gap:
    """What a panel lacks: `number`, `finance_aware` or `clinical_outside`, with how many are needed and there."""

    kind: Literal["number", "finance_aware", "clinical_outside"]
    needed: int
    there: int

    def __str__(self) -> str:
        one = self.needed == 1
        assessors = "assessor" if one else "assessors"
        what = {
            "number": assessors,
            "finance_aware": f"{assessors} who know{'s' if one else ''} finance",
            "clinical_outside": f"clinical {assessors} with no tie to the practices in the bid or their federation",
        }[self.kind]
        return f"{self.needed} {what} (there {'is' if self.there == 1 else 'are'} {self.there})"


def number_needed(assessors: Assessors, ask_pence: int) -> int:
    """How many must lock: the larger number only above the large ask; exactly that sum takes the smaller (7.6)."""
    return assessors.number_large if ask_pence > assessors.large_ask_pence else assessors.number


def panel_gaps(
    assessors: Assessors, ask_pence: int, seats: Sequence[Seat], *, states: Sequence[str] = ("locked",)
) -> tuple[Gap, ...]:
    """What is lacking in number and composition for this ask; seats in other states, and void ones, are missing."""
    there = [seat for seat in seats if seat.state in states]
    clinical = sum(seat.clinical and seat.outside for seat in there)
    counts = (
        Gap("number", number_needed(assessors, ask_pence), len(there)),
        Gap("finance_aware", assessors.finance_aware, sum(seat.finance_aware for seat in there)),
        Gap("clinical_outside", assessors.clinical_outside, clinical),
    )
    return tuple(gap for gap in counts if gap.there < gap.needed)


def ties_to(candidate: Candidate, parties: Parties) -> tuple[Tie, ...]:
    """Every tie that bars this person from this bid (cases 17 and 18), own bodies first, in the order of the register."""
    own = [Tie(code, parties.own[code], why) for code, why in candidate.ties.items() if code in parties.own]
    if parties.rule == "declare_and_allow":
        return tuple(own)
    counted = parties.rivals.keys() if parties.rule == "exclude" else parties.rivals.keys() & parties.local
    rival = [
        Tie(code, parties.rivals[code], why, rival=True)
        for code, why in candidate.ties.items()
        if code in counted and code not in parties.own
    ]
    return (*own, *rival)


def check_untied(candidate: Candidate, parties: Parties) -> None:
    """Let nobody assess a bid that they have a tie to.

    Raises:
        Refused: the first tie, by name and nature.
    """
    found = ties_to(candidate, parties)
    if not found:
        return
    tie = found[0]
    where = "is in another bid of this round" if tie.rival else "is part of this bid"
    raise Refused.because(
        "assessor_unconflicted",
        f"{candidate.name} was not assigned: {tie.name} {where}. The register of interests says: {tie.why}. "
        "Choose an assessor with no tie, from outside the county if need be. Nothing has changed.",
    )


def next_state(state: str, action: str, *, who: str = "this assessor") -> str:
    """The state of a seat after an action.

    Raises:
        Refused: this action is not open from this state.
    """
    moves = _MOVES[action]
    if state not in moves:
        wanted = " or ".join(_WORDS[name] for name in moves)
        raise Refused.because(
            "seat_open",
            f"That cannot be done: the part of {who} in this bid is {_WORDS[state]}, and it must be {wanted}. "
            "Ask the officer to look at the list of assessors. Nothing has changed.",
        )
    return moves[state]


def cleared(answer: str, ruling: str) -> bool:
    """Whether papers may be opened after this declaration: no interest, or one that the officer found immaterial."""
    return answer in {"none", "same_area"} or ruling == "may_assess"
