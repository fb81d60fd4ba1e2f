"""When a chair may decide between meetings, and what each refusal says (domain 2(c), edge 20)."""

from collections.abc import Sequence
from dataclasses import dataclass

from fundflow.committees.rules import sentences
from fundflow.definitions.committee import Terms
from fundflow.errors import Refused
from fundflow.money import pounds

NOTHING = "Nothing has changed."


@dataclass(frozen=True)
class Said:
    """What a consultee said: whether they agree, hold an executive seat, and have no interest."""

    name: str
    agrees: bool
    executive: bool
    interest: str = ""


def refuse_amount(terms: Terms, pence: int) -> None:
    """Refuse a chair's action that the terms do not allow, or that is above their limit.

    Raises:
        Refused: `chairs_limit`, with the limit and who decides instead.
    """
    rule = terms.chairs_action
    if rule is None:
        raise Refused.because(
            "chairs_limit",
            f"No chair's action was begun: the terms of {terms.short_title}, version {terms.version}, know none. {NOTHING} "
            "Call a meeting for it.",
        )
    if pence > rule.up_to:
        raise Refused.because(
            "chairs_limit",
            f"No chair's action was begun. It is for {pounds(pence)}, and the chair of {terms.short_title} may decide up to "
            f"{pounds(rule.up_to)} between meetings. {NOTHING} Call a meeting of the committee for it.",
        )


def unconsulted(terms: Terms, said: Sequence[Said]) -> str | None:
    """What is lacking before enough members without an interest agree, an executive among them; None where nothing is."""
    rule = terms.chairs_action
    assert rule is not None
    agree = [one for one in said if one.agrees and not one.interest]
    executive = not rule.executives or any(one.executive for one in agree)
    if len(agree) >= rule.consult and executive:
        return None
    against = [one.name for one in said if not one.agrees]
    conflicted = [one.name for one in said if one.interest]
    heard = f"{len(agree)} without an interest agreed and {rule.consult} must"
    if len(agree) >= rule.consult:
        names = " or ".join(sentences.role(role) for role in rule.executives)
        heard = f"nobody of those who agreed is {names}"
    more = f"; {', '.join(against)} disagreed" if against else ""
    return heard + more + (f"; {', '.join(conflicted)} declared an interest" if conflicted else "")


def refuse_unconsulted(terms: Terms, ref: str, said: Sequence[Said]) -> None:
    """Refuse to decide before enough members without an interest agree, an executive among them.

    Raises:
        Refused: `chairs_consulted`, with how many are needed and who has spoken.
    """
    lacking = unconsulted(terms, said)
    if lacking is not None:
        raise Refused.because(
            "chairs_consulted",
            f"{ref} was not decided: {lacking}. {NOTHING} Talk it over with another member of {terms.short_title}, and "
            "record what they say.",
        )
