"""The life cycles of claims and of recoveries, as tables: from a state, by an action, to a state, by whom."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from fundflow.errors import Refused

RECIPIENT = ("applicant", "signatory")
PANEL = ("reconsideration_panel",)
AUTHORITY = ("delegate", "committee")

_WORDS = {
    "applicant": "the recipient",
    "signatory": "the recipient's signatory",
    "reconsideration_panel": "the panel",
    "claim_checker": "the claim checker",
    "claim_approver": "the claim approver",
    "payment_releaser": "the payment releaser",
    "finance": "finance",
    "system": "fundflow by itself",
    "delegate": "the delegated officer",
    "committee": "the committee",
    "officer": "the commissioning officer",
}


@dataclass(frozen=True)
class Way:
    """Where an action leads and which roles may take it; `both` when each of the roles must sign."""

    to: str
    roles: tuple[str, ...]
    both: bool = False


@dataclass(frozen=True)
class Life:
    """One life cycle: its ways by (state, action), its ends, and what people call the record."""

    name: str
    ways: Mapping[tuple[str, str], Way]
    ends: frozenset[str]

    @property
    def states(self) -> tuple[str, ...]:
        """Every state, `start` first."""
        named = ["start", *(state for state, _ in self.ways), *(way.to for way in self.ways.values())]
        return tuple(dict.fromkeys(named))

    @property
    def actions(self) -> tuple[str, ...]:
        """Every action, once."""
        return tuple(dict.fromkeys(action for _, action in self.ways))

    def open(self, state: str, roles: Collection[str]) -> tuple[str, ...]:
        """The actions that someone with these roles may take from a state."""
        return tuple(
            action for (start, action), way in self.ways.items() if start == state and set(way.roles) & set(roles)
        )

    def take(self, state: str, action: str, roles: Collection[str], *, ref: str) -> str:
        """The state that an action leads to.

        Raises:
            Refused: there is no such way from here, or it belongs to other people.
        """
        way = self.ways.get((state, action))
        if way is None:
            raise Refused.because(f"{self.name}_state", self._no_way(state, action, ref))
        if not set(way.roles) & set(roles):
            who = " or ".join(_WORDS[role] for role in way.roles)
            raise Refused.because(
                f"{self.name}_role",
                f"{ref} was not changed. {_say(action).capitalize()} is for {who}. "
                f"Ask {who} to do it; nothing has changed.",
            )
        return way.to

    def _no_way(self, state: str, action: str, ref: str) -> str:
        ways = [_say(at) for start, at in self.ways if start == state]
        rest = f"From here it can: {', '.join(ways)}." if ways else "That is its end; raise a new one if more is due."
        return f"{ref} was not changed. It is {_say(state)}, and from there it cannot {_say(action)}. {rest}"


def _say(word: str) -> str:
    return word.replace("_", " ")


def _life(name: str, ends: Collection[str], rows: Collection[tuple[str, str, str, tuple[str, ...]]]) -> Life:
    return Life(name, {(start, action): Way(to, roles) for start, action, to, roles in rows}, frozenset(ends))


CLAIM = _life(
    "claim",
    ("settled", "refused", "cancelled"),
    (
        ("start", "create", "draft", RECIPIENT),
        ("draft", "submit", "submitted", ("signatory",)),
        ("draft", "change", "draft", RECIPIENT),
        ("draft", "discard", "cancelled", RECIPIENT),
        ("submitted", "hold", "held", ("system",)),
        ("held", "release_hold", "submitted", ("system",)),
        ("held", "refuse", "refused", ("finance",)),
        ("submitted", "query", "queried", ("claim_checker",)),
        ("queried", "answer", "submitted", RECIPIENT),
        ("queried", "lapse", "refused", ("claim_checker",)),
        ("submitted", "check", "checked", ("claim_checker",)),
        ("checked", "approve", "approved", ("claim_approver",)),
        ("checked", "return_to_checker", "submitted", ("claim_approver",)),
        ("checked", "refuse", "refused", ("claim_approver",)),
        ("approved", "release", "in_payment", ("payment_releaser",)),
        ("approved", "hold", "held_approved", ("finance",)),
        ("held_approved", "release_hold", "approved", ("finance",)),
        ("held_approved", "reverse", "refused", ("claim_approver",)),
        ("in_payment", "confirm_paid", "paid", ("finance",)),
        ("in_payment", "payment_failed", "approved", ("finance",)),
        ("paid", "bounced", "approved", ("finance",)),
        ("submitted", "withdraw", "cancelled", RECIPIENT),
        ("paid", "bank_final", "settled", ("system",)),
    ),
)

RECOVERY = Life(
    "recovery",
    {
        ("start", "raise"): Way("proposed", ("officer", "finance"), both=True),
        ("proposed", "drop"): Way("cancelled", ("finance",)),
        ("proposed", "give_notice"): Way("notice_given", ("finance",)),
        ("notice_given", "represent"): Way("disputed", RECIPIENT),
        ("notice_given", "no_reply"): Way("demanded", ("system",)),
        ("notice_given", "agree"): Way("demanded", RECIPIENT),
        ("disputed", "uphold"): Way("cancelled", PANEL),
        ("disputed", "reduce"): Way("demanded", PANEL),
        ("disputed", "dismiss"): Way("demanded", PANEL),
        ("demanded", "agree_instalments"): Way("instalments", ("finance",)),
        ("demanded", "set_off"): Way("received", ("finance",)),
        ("demanded", "receive"): Way("received", ("finance",)),
        ("instalments", "receive"): Way("instalments", ("finance",)),
        ("instalments", "receive_last"): Way("received", ("finance",)),
        ("instalments", "default"): Way("demanded", ("system",)),
        ("demanded", "write_off"): Way("written_off", AUTHORITY),
    },
    frozenset({"cancelled", "received", "written_off"}),
)
