"""What is recorded of an organisation: its name, lists corrected, telephone, who may sign for it."""

from datetime import date

from sqlmodel import Session

from fundflow.audit import Act
from fundflow.clock import day_words, london_day
from fundflow.errors import BadInput, NotFound
from fundflow.organisations import queries, rules
from fundflow.organisations.actions.entry import alias
from fundflow.organisations.actions.history import happened
from fundflow.organisations.tables import (
    ListSnapshot,
    Organisation,
)

AMENDABLE = frozenset({"opened", "status", "legal_entity", "company_number", "address", "postcode"})


def rename(session: Session, code: str, *, name: str, on: date, act: Act) -> Organisation:
    """Give an organisation its new name from a day; the old one stays as an alias (domain, case 53)."""
    row = queries.require(session, code)
    if not name.strip():
        raise BadInput("give the new name", place="name")
    if name.strip() == row.name:
        return row
    old = row.name
    alias(session, code, alias=old, ends=rules.day_before(on), act=act)
    row.name = name.strip()
    session.add(row)
    happened(session, code, "renamed", on, act=act, detail=f"was {old}")
    return row


def correct_list(
    session: Session, code: str, *, basis: str, on: date, patients: int, source: str, act: Act, hundredths: int = 0
) -> ListSnapshot:
    """Correct a recorded list; the old figure stays in the organisation's history (journeys, 1.5).

    Raises:
        BadInput: no reason is given.
        NotFound: no list is recorded for that day.
    """
    if not act.reason.strip():
        raise BadInput("a list is corrected with a reason only: say where the new figure comes from", place="reason")
    row = queries.stored_snapshot(session, code, basis=basis, on=on)
    if row is None:
        raise NotFound(
            f"No {basis} list of {code} is recorded for {day_words(on)}. Record it instead of correcting it."
        )
    detail = f"{basis} list of {on.isoformat()}: {row.patients} ({row.source}) became {patients} ({source})"
    row.patients, row.hundredths, row.source, row.recorded_at = patients, hundredths, source, act.now
    session.add(row)
    happened(session, code, "list_corrected", london_day(act.now), act=act, detail=detail)
    return row


def set_contact(session: Session, code: str, *, telephone: str, verified_on: date | None, act: Act) -> Organisation:
    """Record the telephone number on which an organisation is reached, and when it was checked."""
    row = queries.require(session, code)
    row.telephone, row.telephone_verified_on = telephone.strip(), verified_on
    session.add(row)
    happened(session, code, "contact_verified", verified_on or london_day(act.now), act=act)
    return row


def set_signing_rule(
    session: Session, code: str, *, rule: str, on: date, act: Act, named_signatory: str = ""
) -> Organisation:
    """Record who may bind an organisation from a day (journeys, 3.5).

    Raises:
        BadInput: an unknown rule, or `named_partner` without a name.
    """
    row = queries.require(session, code)
    chosen = rules.one_of(rule, rules.SIGNING_RULES, place="signing_rule")
    if chosen == "named_partner" and not named_signatory.strip():
        raise BadInput("give the name of the partner who may sign", place="named_signatory")
    detail = f"{row.signing_rule} became {chosen}"
    row.signing_rule, row.signing_rule_since, row.named_signatory = chosen, on, named_signatory.strip()
    session.add(row)
    happened(session, code, "signing_rule", on, act=act, detail=detail)
    return row


def amend(session: Session, code: str, *, act: Act, **facts: object) -> Organisation:
    """Put right what was entered of an organisation.

    That is `opened`, `status`, `legal_entity`, `company_number`, `address`, `postcode`; names, closures and relations
    change by verbs of their own.

    Raises:
        BadInput: another fact than these, or no reason.
    """
    row = queries.require(session, code)
    other = sorted(set(facts) - AMENDABLE)
    if other or not act.reason.strip():
        raise BadInput(f"{other[0]} is not changed in this way" if other else "say why it is changed", place=code)
    said = ", ".join(f"{name} was {getattr(row, name)!r}" for name in sorted(facts))
    for name, value in facts.items():
        setattr(row, name, value)
    session.add(row)
    happened(session, code, "amended", london_day(act.now), act=act, detail=said)
    return row
