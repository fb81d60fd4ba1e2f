"""Entering organisations in the register, one or many, and what each calls itself."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, SQLModel, select

from fundflow.audit import Act
from fundflow.clock import london_day
from fundflow.definitions.committee import Commissioner, Office
from fundflow.errors import BadInput, Conflict
from fundflow.organisations import queries, rules
from fundflow.organisations.tables import (
    CommissionerFacts,
    ListSnapshot,
    Organisation,
    OrganisationAlias,
)

_TABLES = SQLModel.metadata.tables


def add(
    session: Session,
    *,
    code: str,
    name: str,
    kind: str,
    act: Act,
    opened: date | None = None,
    closed: date | None = None,
    status: str = "active",
    legal_entity: bool | None = None,
    company_number: str = "",
    address: Iterable[str] = (),
    postcode: str = "",
    telephone: str = "",
    signing_rule: str = "any_partner",
) -> Organisation:
    """Enter one organisation; it is opened on the day given, or has always been.

    Raises:
        Conflict: the code is taken (codes are never used again).
        BadInput: a word or a date that cannot be.
    """
    new = rules.NewOrganisation(
        rules.clean_code(code),
        name,
        kind,
        opened,
        closed,
        status,
        legal_entity,
        company_number,
        tuple(address),
        postcode,
        telephone,
        signing_rule,
    )
    taken = queries.get(session, new.code)
    if taken is not None:
        raise Conflict(f"The code {new.code} already belongs to {taken.name}. Codes are never used again: check it.")
    add_many(session, [new], act=act)
    return queries.require(session, new.code)


def add_many(session: Session, organisations: Iterable[rules.NewOrganisation], *, act: Act) -> None:
    """Enter many organisations whose codes are free, a statement for each kind of row; their history says when."""
    given = list(organisations)
    rows = [_row(new, act) for new in given]
    if not rows:
        return
    session.execute(insert(_TABLES["organisation"]), rows)
    bodies = [
        {"code": new.code, "type": new.body_type, "short_name": new.name.strip()}
        for new in given
        if new.kind == "commissioner"
    ]
    if bodies:
        session.execute(insert(_TABLES["commissioner"]), bodies)
    history = [
        _began_or_ended(row["code"], kind, on, act)
        for row in rows
        for kind, on in (("opened", row["opened"]), ("closed", row["closed"]))
        if on is not None
    ]
    if history:
        session.execute(insert(_TABLES["organisation_event"]), history)


def _row(new: rules.NewOrganisation, act: Act) -> dict[str, Any]:
    if not new.name.strip():
        raise BadInput(f"{new.code} has no name", place="name")
    kind = rules.one_of(new.kind, rules.KINDS, place="kind")
    if new.opened is not None:
        rules.in_order(new.opened, new.closed, place=new.code)
    legal = kind in rules.LEGAL_ENTITIES if new.legal_entity is None else new.legal_entity
    return {
        "code": new.code,
        "name": new.name.strip(),
        "kind": kind,
        "status": rules.one_of(new.status, rules.STATUSES, place="status"),
        "opened": new.opened,
        "closed": new.closed,
        "legal_entity": legal,
        "company_number": new.company_number,
        "address": list(new.address),
        "postcode": new.postcode,
        "telephone": new.telephone,
        "signing_rule": rules.one_of(new.signing_rule, rules.SIGNING_RULES, place="signing_rule"),
        "signing_rule_since": london_day(act.now),
    }


def _began_or_ended(code: str, kind: str, on: date, act: Act) -> dict[str, Any]:
    return {
        "organisation": code,
        "kind": kind,
        "happened_on": on,
        "reason": act.reason,
        "recorded_at": act.now,
        "recorded_by": act.actor,
    }


def ensure_commissioners(session: Session, office: Office, *, act: Act) -> list[str]:
    """Enter the office's commissioners that are not there yet, and bring their facts up to date; the codes written.

    Raises:
        BadInput: a commissioner's type or parent is not in the office's file.
    """
    types = {kind.key for kind in office.commissioner_types}
    facts = {row.code: row for row in queries.commissioners(session)}
    wrote: list[str] = []
    for body in _parents_first(office.commissioners, facts):
        if body.type not in types:
            raise BadInput(f"'{body.type}' is not a type of commissioner in this office", place=body.code)
        if _ensure(session, office, body, facts, act):
            wrote.append(body.code)
    session.flush()
    return wrote


def _ensure(
    session: Session, office: Office, body: Commissioner, facts: dict[str, CommissionerFacts], act: Act
) -> bool:
    if queries.get(session, body.code) is None:
        add(session, code=body.code, name=body.name, kind="commissioner", address=body.address, act=act)
    wanted: dict[str, Any] = {
        "type": body.type,
        "short_name": body.short_name,
        "parent": body.parent,
        "office": office.office,
        "delegation_level": body.delegation_level,
        "in_financial_recovery": body.in_financial_recovery,
    }
    row = facts.get(body.code) or session.get(CommissionerFacts, body.code)
    if row is None:
        row = CommissionerFacts(code=body.code, **wanted)
    elif all(getattr(row, name) == value for name, value in wanted.items()):
        return False
    for name, value in wanted.items():
        setattr(row, name, value)
    session.add(row)
    session.flush()
    known = {alias.alias for alias in queries.aliases(session, body.code)}
    for text in dict.fromkeys(body.aliases):
        if text not in known:
            alias(session, body.code, alias=text, act=act)
    return True


def _parents_first(bodies: Iterable[Commissioner], known: Mapping[str, object]) -> list[Commissioner]:
    left, placed, done = list(bodies), list[Commissioner](), set(known)
    while left:
        ready = [body for body in left if body.parent is None or body.parent in done]
        if not ready:
            raise BadInput(f"its parent '{left[0].parent}' is no commissioner of this office", place=left[0].code)
        placed += ready
        done |= {body.code for body in ready}
        left = [body for body in left if body not in ready]
    return placed


def alias(
    session: Session, code: str, *, alias: str, act: Act, starts: date | None = None, ends: date | None = None
) -> OrganisationAlias:
    """Record another name of an organisation, confirmed by the person who acts (domain, D-25).

    Raises:
        NotFound: the code is not in the register.
    """
    queries.require(session, code)
    row = session.exec(
        select(OrganisationAlias).where(
            OrganisationAlias.organisation == code, OrganisationAlias.alias == alias.strip()
        )
    ).first()
    if row is None:
        row = OrganisationAlias(
            organisation=code,
            alias=alias.strip(),
            starts=starts,
            ends=ends,
            confirmed_by=act.actor,
            confirmed_at=act.now,
        )
        session.add(row)
        session.flush()
    return row


def snapshot(
    session: Session, code: str, *, basis: str, on: date, patients: int, source: str, act: Act, hundredths: int = 0
) -> ListSnapshot:
    """Record how many patients an organisation had on a day by one count; the same figure again changes nothing.

    Raises:
        NotFound: the code is not in the register.
        BadInput: a list below zero.
        Conflict: another figure is recorded for that day (use `correct_list`, with a reason).
    """
    queries.require(session, code)
    size = rules.ListSize(code, patients, rules.one_of(basis, rules.BASES, place="basis"), on, source, hundredths)
    stored = queries.stored_snapshot(session, code, basis=size.basis, on=on)
    if stored is None:
        if patients < 0:
            raise BadInput(f"the list of {code} is below zero", place="patients")
        stored = ListSnapshot(
            organisation=code,
            basis=size.basis,
            taken_on=on,
            patients=patients,
            hundredths=hundredths,
            source=source,
            recorded_at=act.now,
        )
        session.add(stored)
        session.flush()
    if (stored.patients, stored.hundredths) != (patients, hundredths):
        raise Conflict(
            f"The {size.basis} list of {code} on {on.isoformat()} is recorded as {stored.patients:,} patients, from "
            f"{stored.source}; this says {patients:,}. Correct it with a reason if the new figure is right."
        )
    return stored


def snapshot_many(session: Session, sizes: Iterable[rules.ListSize], *, act: Act) -> None:
    """Record many lists that are not recorded yet, in one statement.

    Raises:
        BadInput: a list below zero.
    """
    rows = []
    for size in sizes:
        if size.patients < 0:
            raise BadInput(f"the list of {size.code} is below zero", place="patients")
        rows.append(
            {
                "organisation": size.code,
                "basis": size.basis,
                "taken_on": size.on,
                "patients": size.patients,
                "hundredths": size.hundredths,
                "source": size.source,
                "recorded_at": act.now,
            }
        )
    if rows:
        session.execute(insert(_TABLES["list_snapshot"]), rows)


def link_many(session: Session, rows: Iterable[tuple[str, str, date, date | None]]) -> None:
    """Enter many commissioner links (practice, commissioner, first day, last day) of practices that have none."""
    values = [
        {"practice": practice, "commissioner": commissioner, "starts": starts, "ends": ends}
        for practice, commissioner, starts, ends in rows
    ]
    if values:
        session.execute(insert(_TABLES["commissioner_link"]), values)


def join_many(session: Session, rows: Iterable[tuple[str, str, date, date | None]]) -> None:
    """Enter many memberships (organisation, group, first day, last day) that have been checked."""
    values = [
        {"organisation": code, "group_code": group, "starts": starts, "ends": ends}
        for code, group, starts, ends in rows
    ]
    if values:
        session.execute(insert(_TABLES["membership"]), values)
