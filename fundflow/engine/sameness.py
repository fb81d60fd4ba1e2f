"""Two records of one organisation: said by two people who know, resolved wherever a code is typed, and reversible.

Nothing is matched by name (domain, case 54), and nothing is rewritten: a bid, an award or a letter keeps the code under
which it was made (cases 1 and 53). It is for records entered twice, not for practices that merge.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from fundflow import applications, audit, ledger, organisations, payments
from fundflow.engine import seconding
from fundflow.engine.rounds import act_of
from fundflow.engine.rounds.notices import life_of
from fundflow.engine.seconding import Request, Waiting
from fundflow.errors import BadInput, Refused
from fundflow.money import pounds
from fundflow.people import Actor

SAME, APART = "organisation.same", "organisation.apart"
ASKS, AGREES = ("data_officer", "officer"), ("data_officer", "officer", "finance")


@dataclass(frozen=True)
class OneOrganisation:
    """What came of it: which code goes on, which stands for it, and who has still to agree, if anybody."""

    keep: str
    alias: str
    waiting: Waiting | None


def same(session: Session, keep: str, alias: str, *, reason: str, actor: Actor, now: datetime) -> OneOrganisation:
    """Say that `alias` is another record of `keep`: one person asks, a second one agrees to exactly the same.

    From then on `alias` means `keep` wherever somebody types a code; who acts for the one acts for the other, and a tie
    to one is a tie to both. What stands under `alias` stays as it is and ends its own way.

    Raises:
        Refused: no role, no reason, the same person twice, one is another's alias already (`one_record`), they are rivals
            or partners in live bids (`not_rivals`), or money is under way under `alias` (`no_money_under_way`).
        NotFound: one of the codes. BadInput: the codes are the same, or of commissioners or different kinds.
    """
    for code in (keep, alias):
        organisations.require(session, code)
    reason = seconding.reason_of(session, SAME, alias, given=reason)
    rows = {row.code: row for row in organisations.lock(session, (keep, alias))}
    _alike(keep, alias, rows)
    _one_record(session, keep, alias)
    names = {code: f"{row.name} ({code})" for code, row in rows.items()}
    _no_rivals(session, keep, alias, names)
    _no_money(session, alias, names)
    said = f"that {names[alias]} is another record of {names[keep]}"
    act = act_of(actor, now=now, what=SAME, subject=alias, reason=reason)
    standing = _seconded(session, SAME, alias, {"keep": keep}, said, actor=actor, act=act)
    if isinstance(standing, Waiting):
        return OneOrganisation(keep, alias, standing)
    act = act_of(actor, now=now, what=SAME, subject=alias, reason=standing)
    organisations.same(session, keep, alias, act=act)
    audit.record(session, act, after={"keep": keep, "alias": alias})
    return OneOrganisation(keep, alias, None)


def apart(session: Session, alias: str, *, reason: str, actor: Actor, now: datetime) -> OneOrganisation:
    """Take back that a record stands for another: two people again. What was begun meanwhile stays with the kept one.

    Raises:
        Refused: it stands for no other (`stands_for_another`), no role, no reason, or the same person twice.
        NotFound: there is no such organisation.
    """
    organisations.require(session, alias)
    organisations.lock(session, (alias,))
    found = [row for row in organisations.samenesses(session, alias) if row.alias == alias and row.ended_at is None]
    if not found:
        raise Refused.because(
            "stands_for_another",
            f"{alias} stands for no other organisation, so there is nothing to take apart. Nothing has changed. You can "
            f"look at its records (fundflow organisation show {alias}).",
        )
    (row,) = found
    reason = seconding.reason_of(session, APART, alias, given=reason)
    names = organisations.names(session, (row.keep, alias))
    said = f"that {names[alias]} ({alias}) and {names[row.keep]} ({row.keep}) are two organisations"
    act = act_of(actor, now=now, what=APART, subject=alias, reason=reason)
    standing = _seconded(session, APART, alias, {"keep": row.keep}, said, actor=actor, act=act)
    if isinstance(standing, Waiting):
        return OneOrganisation(row.keep, alias, standing)
    act = act_of(actor, now=now, what=APART, subject=alias, reason=standing)
    organisations.apart(session, row, act=act)
    audit.record(session, act, before={"keep": row.keep, "alias": alias})
    return OneOrganisation(row.keep, alias, None)


def _seconded(
    session: Session, verb: str, alias: str, values: dict[str, str], said: str, *, actor: Actor, act: audit.Act
) -> Waiting | str:
    """The reason of both when this was the second person, else what the first one is told."""
    basis = f"{alias}:{len(organisations.samenesses(session, alias))}"
    doing = "Saying which records are one organisation"
    request = Request(verb, alias, basis, values, said, doing, ASKS, AGREES)
    standing = seconding.seconded(session, request, actor=actor, act=act)
    if standing is not None:
        return seconding.together(standing, act)
    if not act.reason.strip():
        raise Refused.because(
            "reason_given",
            f"Nothing was said of {alias}: another person must agree, and needs to know how you know. Nothing has changed. "
            "Give the reason.",
        )
    return seconding.waiting(request, act)


def _alike(keep: str, alias: str, rows: dict[str, organisations.Organisation]) -> None:
    if keep == alias:
        raise BadInput(f"{keep} is one record: name the one that goes on and the other one", place="ALIAS")
    kinds = {rows[code].kind for code in (keep, alias)}
    if "commissioner" in kinds:
        raise BadInput("money is kept by commissioner, so two of them are never one record", place="ALIAS")
    if len(kinds) > 1:
        raise BadInput(
            f"{keep} is a {rows[keep].kind.replace('_', ' ')} and {alias} a {rows[alias].kind.replace('_', ' ')}: mend "
            "the record that is wrong first",
            place="ALIAS",
        )


def _one_record(session: Session, keep: str, alias: str) -> None:
    """No chains: what stands for another keeps nobody, and what keeps somebody stands for nobody."""
    for code, others in ((keep, "alias"), (alias, "both")):
        for row in organisations.samenesses(session, code):
            if row.ended_at is None and (row.alias == code or others == "both"):
                raise Refused.because(
                    "one_record",
                    f"Nothing was said of {keep} and {alias}: {row.alias} stands for {row.keep} already. Nothing has "
                    f"changed. Name {row.keep} as the one that goes on, or take those two apart first.",
                )


def _no_rivals(session: Session, keep: str, alias: str, names: dict[str, str]) -> None:
    mine, theirs = (_live(session, code) for code in (keep, alias))
    shared = sorted(set(mine) & set(theirs))
    if shared:
        ref = shared[0]
        raise Refused.because(
            "not_rivals",
            f"{names[alias]} and {names[keep]} both stand in {ref}, where each is counted with its own list. Nothing has "
            f"changed. Take one of them out of {ref} first.",
        )
    for ref, round_ref in sorted(mine.items()):
        rival = next((other for other, where in sorted(theirs.items()) if where == round_ref), None)
        if rival is not None:
            raise Refused.because(
                "not_rivals",
                f"{names[alias]} and {names[keep]} bid against each other in one round: {rival} and {ref}. Nothing has "
                "changed. Set the one that is a duplicate aside, or wait until one of them has ended.",
            )


def _live(session: Session, code: str) -> dict[str, str]:
    """The bids and awards that a code leads or takes part in and whose life goes on, each with its round."""
    found = {
        row.ref: row
        for row in (
            *applications.find_cases(session, lead=code),
            *applications.find_cases(session, participant=code),
        )
    }
    rounds = {ref: applications.get_round(session, ref) for ref in {row.round for row in found.values()}}
    return {ref: row.round for ref, row in found.items() if life_of(rounds[row.round]).states[row.state].kind == "open"}


def _no_money(session: Session, alias: str, names: dict[str, str]) -> None:
    """Who is paid for it must not become doubtful while something is still to be paid or to come back."""
    for row in applications.find_cases(session, lead=alias, with_set_aside=True):
        left = sum(_outstanding(one) for one in ledger.holdings(session, holder_prefix=f"{row.ref}/"))
        if left:
            raise Refused.because(
                "no_money_under_way",
                f"{names[alias]} has {pounds(left)} under way for {row.ref}: set aside, still to be paid, or to come back. "
                "Nothing has changed. Name it as the one that goes on, or wait until that award is closed.",
            )
    asked = [one for one in payments.payees(session, alias) if one.state in ("requested", "called")]
    if asked:
        raise Refused.because(
            "no_money_under_way",
            f"How {names[alias]} is paid is being checked: payee {asked[0].id} is {asked[0].state}. Nothing has changed. "
            "Confirm it or refuse it first.",
        )


def _outstanding(one: ledger.Balances) -> int:
    held = one.accounts
    return held.reserved + held.unclaimed + held.claimed + held.payable + held.recoverable
