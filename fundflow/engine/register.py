"""What happens to organisations, recorded with who and why: merged, closed, moved to another commissioner."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlmodel import Session

from fundflow import applications, audit, organisations, people
from fundflow.clock import day_words, london_day
from fundflow.engine.case import open_case
from fundflow.engine.effects.correspondence import raise_task
from fundflow.engine.effects.register import register_changed
from fundflow.engine.rounds import act_of, must_hold
from fundflow.errors import BadInput, NotFound, Refused
from fundflow.people import Actor


def merge(
    session: Session, code: str, *, into: str, on: date, reason: str, actor: Actor, now: datetime
) -> organisations.Organisation:
    """Merge an organisation into another from a day: the old code is closed and never used again."""
    act = _act(actor, now, "organisation.merge", code, reason)
    made = organisations.merge(session, code, into=into, on=on, act=act)
    told = register_changed(session, code, f"merged into {into}", on=on, actor=actor, now=now)
    audit.record(session, act, after={"into": into, "on": on, "to_review": told})
    return made


def close(
    session: Session, code: str, *, on: date, reason: str, handed_back: bool, actor: Actor, now: datetime
) -> organisations.Organisation:
    """Close an organisation: `on` is its last day; `handed_back` says that it gave up its contract."""
    act = _act(actor, now, "organisation.close", code, reason)
    made = organisations.close(session, code, on=on, act=act, handed_back=handed_back)
    what = "handed its contract back and closed" if handed_back else "closed"
    told = register_changed(session, code, what, on=on, actor=actor, now=now)
    audit.record(session, act, after={"on": on, "handed_back": handed_back, "to_review": told})
    return made


def move(
    session: Session, code: str, *, to: str, on: date, reason: str, actor: Actor, now: datetime
) -> organisations.CommissionerLink:
    """Move a practice to another commissioner from a day; what it cost before stays where it was."""
    act = _act(actor, now, "organisation.move", code, reason)
    made = organisations.move(session, code, to=to, on=on, act=act)
    told = register_changed(session, code, f"moved to {to}", on=on, actor=actor, now=now)
    audit.record(session, act, after={"to": to, "on": on, "to_review": told})
    return made


def disperse(
    session: Session, code: str, *, to: Mapping[str, int], on: date, reason: str, actor: Actor, now: datetime
) -> list[organisations.ListSize]:
    """Record where the patients of a closed practice went: each neighbour's list grows from the day after `on`.

    Nothing that was worked out before is worked out anew: a formula uses the list of its own day (domain, case 4).

    Raises:
        Refused: no role, the practice is open that day, or more patients are spread than it had.
        NotFound: a neighbour has no list to add to.
    """
    act = _act(actor, now, "organisation.disperse", code, reason)
    day = on + timedelta(days=1)
    if organisations.open_on(session, code, on=day):
        raise Refused.because(
            "is_closed",
            f"The list of {code} was not spread: it is still open on {day_words(day)}. Close it first, with its last day.",
        )
    had = organisations.list_size(session, code, basis="registered", on=on)
    spread = sum(to.values())
    if had is None or spread > had.patients:
        known = f"it had {had.patients:,} patients" if had else "no list of it is on record"
        raise Refused.because(
            "spread_fits",
            f"The list of {code} was not spread: {spread:,} patients were given and {known}. Correct the figures. "
            "Nothing has changed.",
        )
    grown = [_grown(session, neighbour, many, source=f"dispersal of {code}", on=day) for neighbour, many in to.items()]
    for size in grown:
        organisations.snapshot(
            session, size.code, basis=size.basis, on=size.on, patients=size.patients, source=size.source, act=act
        )
    audit.record(session, act, after={"to": dict(to), "on": day, "left": had.patients - spread})
    _suggest(session, code, grown, act=act, actor=actor)
    return grown


@dataclass(frozen=True)
class Suggestion:
    """A neighbour that took patients on, by how many of every hundred it has grown, and a list on which it can be put."""

    code: str
    name: str
    percent: int
    round: str
    opening: str

    @property
    def said(self) -> str:
        """What an officer reads."""
        return (
            f"{self.name} ({self.code}) has grown by {self.percent}%: ask whether it needs support now (fundflow "
            f"application new {self.round} --lead {self.code} --opening {self.opening})."
        )


def suggestions(session: Session, to: Mapping[str, int], *, on: date) -> list[Suggestion]:
    """Neighbours to think of once patients came to them (the domino effect, domain case 4), a line a list that is open.

    Nobody is put forward by this, and whether one is on a list already is not told: nominating says so.
    """
    names = organisations.names(session, to)
    found = []
    for one in applications.rounds(session, state="open"):
        pinned = applications.definitions(one)
        ways = (
            [name for name, way in pinned.workflow.openings.items() if "officer" in way.by] if pinned.workflow else []
        )
        if pinned.fund.support is None or not ways:
            continue
        for code, many in to.items():
            had = organisations.list_size(session, code, basis="registered", on=on)
            if had is not None and had.patients:
                grown = round(100 * many / had.patients)
                found.append(Suggestion(code, names.get(code, code), grown, one.ref, ways[0]))
    return found


def _suggest(
    session: Session, code: str, grown: Iterable[organisations.ListSize], *, act: audit.Act, actor: Actor
) -> None:
    """Leave the neighbours to the officers of a fund that helped the closed practice, in its own case."""
    names = organisations.names(session, [one.code for one in grown])
    about = ", ".join(f"{names.get(one.code, one.code)} ({one.code})" for one in grown)
    everywhere = replace(actor, roles=(*actor.roles, people.Role("system")))
    for row in applications.find_cases(session, lead=code):
        case = open_case(session, row.ref, actor=everywhere, now=act.now, step=act.what)
        if case.fund.support is not None:
            raise_task(case, "nominate_neighbours", about=about, thing=f"{code}:{act.now:%Y-%m-%d}")


def _grown(session: Session, code: str, many: int, *, source: str, on: date) -> organisations.ListSize:
    size = organisations.list_size(session, code, basis="registered", on=on)
    if size is None:
        raise NotFound(
            f"{code} has no registered list on {day_words(on)} to add {many:,} patients to. Import it first."
        )
    return organisations.ListSize(code, size.patients + many, "registered", on, source)


def alias(
    session: Session,
    code: str,
    *,
    called: str,
    starts: date | None,
    ends: date | None,
    actor: Actor,
    now: datetime,
) -> organisations.OrganisationAlias:
    """Confirm, as a person who knows, that papers call an organisation by another name (domain, D-25).

    Raises:
        BadInput: no name, or days out of order. Refused: no role.
    """
    act = _act(actor, now, "organisation.alias", code, "")
    if not called.strip():
        raise BadInput("say the other name", place="called")
    if starts is not None:
        organisations.in_order(starts, ends, place="until")
    made = organisations.alias(session, code, alias=called, starts=starts, ends=ends, act=act)
    audit.record(session, act, after={"alias": made.alias, "starts": starts, "ends": ends})
    return made


def challenge_list(
    session: Session, code: str, *, basis: str, patients: int, why: str, actor: Actor, now: datetime
) -> str:
    """Say that the list on record is wrong: an officer is asked to look; drafts and bids go on (journeys, 1.5).

    Gives the sentence that the person reads.

    Raises:
        Refused: the person neither acts for the organisation nor is an officer. BadInput: nothing differs.
    """
    officer = any(actor.has(role) for role in ("officer", "data_officer"))
    if not officer and not any(actor.has(role, organisation=code) for role in ("applicant", "signatory")):
        raise Refused.because(
            "may_act",
            f"Only somebody who acts for {code}, or an officer, can say that its list is wrong; {actor.name} is neither. "
            "Nothing has changed. Ask them to do it.",
        )
    on = london_day(now)
    size = organisations.list_size(session, code, basis=basis, on=on)
    held = f"{size.patients:,} patients ({size.source}, {day_words(size.on)})" if size else "no list"
    if size is not None and size.patients == patients:
        raise BadInput(f"{code} has {patients:,} {basis} patients on record already", place="patients")
    act = act_of(actor, now=now, what="organisation.challenge", subject=code, reason=why)
    applications.raise_task(
        session,
        key=_challenge(code, basis),
        kind="check_list",
        role="officer",
        fund="",
        text=f"{actor.name} says that the {basis} list of {code} is {patients:,}, not {held}: {why}",
        act=act,
    )
    audit.record(session, act, after={"basis": basis, "says": patients, "on_record": size.patients if size else None})
    return f"An officer is asked to check the {basis} list of {code}: {held} on record, {patients:,} by you."


def _challenge(code: str, basis: str) -> str:
    return f"list:{code}:{basis}"


def correct_list(
    session: Session,
    code: str,
    *,
    basis: str,
    on: date,
    patients: int,
    source: str,
    reason: str,
    actor: Actor,
    now: datetime,
) -> organisations.ListSnapshot:
    """Correct a list on record; whoever is tested on it is tested on the new figure from now on.

    Raises:
        Refused: no role. NotFound: no list of that day. BadInput: no reason.
    """
    act = _act(actor, now, "organisation.correct_list", code, reason)
    before = organisations.list_size(session, code, basis=basis, on=on)
    row = organisations.correct_list(session, code, basis=basis, on=on, patients=patients, source=source, act=act)
    if any(task.key == _challenge(code, basis) for task in applications.tasks(session, roles=["officer"], fund="")):
        applications.finish_task(session, _challenge(code, basis), act=act)
    audit.record(session, act, before=before.patients if before else None, after={"patients": patients, "on": on})
    return row


def set_telephone(
    session: Session, code: str, *, telephone: str, verified_on: date, actor: Actor, now: datetime
) -> organisations.Organisation:
    """Record on which number an organisation is rung, and when an officer checked it against a public source.

    Raises:
        Refused: no role. BadInput: no number.
    """
    if not any(char.isdigit() for char in telephone):
        raise BadInput("give the number", place="telephone")
    act = _act(actor, now, "organisation.telephone", code, "")
    row = organisations.set_contact(session, code, telephone=telephone, verified_on=verified_on, act=act)
    audit.record(session, act, after={"telephone": row.telephone, "verified_on": verified_on})
    return row


def set_signing_rule(
    session: Session, code: str, *, rule: str, named: str, on: date, reason: str = "", actor: Actor, now: datetime
) -> organisations.Organisation:
    """Record who may sign for an organisation from a day: any partner, a named one, all of them, a company's officer.

    Raises:
        Refused: no role. BadInput: an unknown rule, or a named partner without a name.
    """
    act = _act(actor, now, "organisation.signing_rule", code, reason)
    row = organisations.set_signing_rule(session, code, rule=rule, named_signatory=named, on=on, act=act)
    audit.record(session, act, after={"rule": row.signing_rule, "named": row.named_signatory, "on": on})
    return row


def _act(actor: Actor, now: datetime, what: str, subject: str, reason: str) -> audit.Act:
    must_hold(actor, "data_officer", "officer", doing="Changing the register of organisations")
    return act_of(actor, now=now, what=what, subject=subject, reason=reason)
