"""Whose turn it is with a chair's action: members are asked first, then whoever takes the chair decides."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from sqlmodel import Session

from fundflow import applications, committees
from fundflow.applications import Application
from fundflow.committees import ChairsAction
from fundflow.engine import parties
from fundflow.people import Actor


class Turn(NamedTuple):
    """One thing to do: about which action, in words, and what to type."""

    about: str
    said: str
    type: str


def of(session: Session, actor: Actor, cases: Mapping[int, Application], *, on: date) -> Iterator[Turn]:
    """What waits for a member of a body: a view where they gave none, a decision where they take the chair.

    Whoever is tied to the bid by the register is asked neither. With none proposed, the database is asked once.
    """
    proposed = [row for row in committees.chairs_actions(session, states=["proposed"]) if row.application_id in cases]
    mine = {seat.committee_id for seat in committees.seats_of(session, actor.id, on=on)} if proposed else set()
    theirs = [row for row in proposed if row.committee_id in mine]
    tied = _tied(session, actor, [cases[row.application_id].ref for row in theirs], on=on) if theirs else set()
    for row in theirs:
        case = cases[row.application_id]
        if case.ref not in tied:
            yield from _turn(session, row, case, actor, on=on)


def _tied(session: Session, actor: Actor, refs: list[str], *, on: date) -> set[str]:
    found = applications.dossiers(session, refs)
    bodies = {one.ref: {one.lead, *(each.organisation for each in one.present)} for one in found}
    return set(parties.ties_to_many(session, actor.id, bodies, on=on))


def _turn(session: Session, row: ChairsAction, case: Application, actor: Actor, *, on: date) -> Iterator[Turn]:
    asked = committees.asked_of(session, row, actor.id, on=on)
    if asked.chairs:
        said = f"Decide between meetings, or leave it to one: {case.title}"
        waits = f". It waits: {asked.lacking}" if asked.lacking else ""
        yield Turn(
            row.ref, f"{said}{waits}", f"fundflow chairs-action decide {row.ref} {actor.sign_in_name} --interests none"
        )
    elif not asked.spoke:
        said = f"Say what you think before the chair decides: {case.title}"
        yield Turn(row.ref, said, f"fundflow chairs-action consult {row.ref} {actor.sign_in_name} --says TEXT")
