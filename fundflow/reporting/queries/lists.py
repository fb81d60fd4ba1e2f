"""Which list of patients stands for a commissioner in a financial year."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime

from sqlmodel import Session, col, select

from fundflow import organisations
from fundflow.calendar import Period, in_force
from fundflow.organisations import CommissionerLink, ListSnapshot
from fundflow.reporting.rules.money import PatientList, effective

Wanted = tuple[str, str, str]
"""(commissioner, financial year, basis)"""
Snapshots = dict[tuple[str, str], list[tuple[date, int]]]


def patient_lists(
    session: Session, wanted: Collection[Wanted], *, known_at: datetime | None = None, newest_on: date | None = None
) -> dict[Wanted, PatientList]:
    """The list of each commissioner for each year; who has none is left out.

    A commissioner's own list if one is stored under its code, else the sum of its practices' lists on 1 April. With
    `newest_on`, the newest list until that day instead, of the practices that fall to the commissioner then.
    """
    bodies = {commissioner for commissioner, _, _ in wanted}
    own = _snapshots(session, bodies, known_at)
    found: dict[Wanted, PatientList] = {}
    left: list[Wanted] = []
    for one in wanted:
        commissioner, year, basis = one
        taken = _taken(own.get((commissioner, basis), ()), Period.parse(year), newest_on)
        if taken:
            found[one] = PatientList(taken[1], basis, taken[0])
        else:
            left.append(one)
    return {**found, **_added_up(session, left, known_at, newest_on)} if left else found


def _taken(snapshots: Collection[tuple[date, int]], year: Period, newest_on: date | None) -> tuple[date, int] | None:
    if newest_on is None:
        return effective(snapshots, year)
    return max((one for one in snapshots if one[0] <= newest_on), default=None)


def _added_up(
    session: Session, wanted: Collection[Wanted], known_at: datetime | None, newest_on: date | None
) -> dict[Wanted, PatientList]:
    links = defaultdict(list)
    for link in session.exec(
        select(CommissionerLink).where(col(CommissionerLink.commissioner).in_({one[0] for one in wanted}))
    ):
        links[link.commissioner].append(link)
    codes = {link.practice for each in links.values() for link in each}
    lists = _snapshots(session, codes, known_at)
    groups = {code for code, row in organisations.known(session, codes).items() if row.kind in organisations.GROUPS}
    counted_by_members = {code for code in groups if not any(code == listed for listed, _ in lists)}
    found: dict[Wanted, PatientList] = {}
    for one in wanted:
        commissioner, text, basis = one
        year = Period.parse(text)
        day = newest_on or year.starts
        practices = {
            link.practice
            for link in links[commissioner]
            if link.practice not in counted_by_members and in_force(link.starts, link.ends, on=day)
        }
        taken = [_taken(lists.get((practice, basis), ()), year, newest_on) for practice in sorted(practices)]
        have = [each for each in taken if each]
        if have:
            patients = sum(hundredths for _, hundredths in have)
            missing = len(practices) - len(have)
            found[one] = PatientList(patients, basis, max(on for on, _ in have), len(practices), missing)
    return found


def _snapshots(session: Session, codes: Collection[str], known_at: datetime | None) -> Snapshots:
    columns = (
        *(ListSnapshot.organisation, ListSnapshot.basis, ListSnapshot.taken_on),
        *(ListSnapshot.patients, ListSnapshot.hundredths),
    )
    found: Snapshots = defaultdict(list)
    for batch in organisations.batches(codes):
        asked = select(*columns).where(col(ListSnapshot.organisation).in_(batch))  # type: ignore[call-overload]
        if known_at is not None:
            asked = asked.where(ListSnapshot.recorded_at <= known_at)
        for code, basis, on, patients, hundredths in session.exec(asked):
            found[code, basis].append((on, patients * 100 + hundredths))
    return found
