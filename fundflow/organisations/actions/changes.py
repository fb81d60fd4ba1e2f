"""What happens to organisations over time: joining, leaving, moving, closing, merging."""

from datetime import date

from sqlmodel import Session, col, select

from fundflow.audit import Act
from fundflow.clock import day_words, london_day
from fundflow.errors import BadInput, NotFound, Refused
from fundflow.organisations import queries, rules
from fundflow.organisations.actions.entry import snapshot
from fundflow.organisations.actions.history import happened
from fundflow.organisations.tables import (
    CommissionerLink,
    Membership,
    Organisation,
)


def _commissioner(session: Session, code: str) -> Organisation:
    row = queries.require(session, code)
    if row.kind != "commissioner":
        raise BadInput(f"{row.name} ({code}) is not a commissioner", place="commissioner")
    return row


def move(session: Session, practice: str, *, to: str, on: date, act: Act) -> CommissionerLink:
    """Move a practice to another commissioner from a day; what it cost before stays where it was (domain, case 12).

    Raises:
        NotFound: a code is not in the register.
        Refused: it falls to that commissioner already, or its present link began on that day or later.
    """
    queries.require(session, practice)
    _commissioner(session, to)
    present = _open_link(session, practice, on)
    if present is not None and present.commissioner == to:
        raise Refused.because(
            "another_commissioner",
            f"{practice} falls to {to} already. Nothing has changed. Check the code and the day.",
        )
    was = None
    if present is not None:
        if present.starts >= on:
            raise Refused.because(
                "move_after_link",
                f"{practice} has fallen to {present.commissioner} since {day_words(present.starts)}, so it cannot move "
                f"on {day_words(on)}. Give a later day.",
            )
        was, present.ends = present.commissioner, rules.day_before(on)
        session.add(present)
        session.flush()
    made = CommissionerLink(practice=practice, commissioner=to, starts=on)
    session.add(made)
    happened(session, practice, "moved", on, act=act, other=to, detail=f"from {was}" if was else "")
    return made


def _open_link(session: Session, practice: str, on: date) -> CommissionerLink | None:
    return session.exec(
        select(CommissionerLink)
        .where(
            CommissionerLink.practice == practice,
            col(CommissionerLink.ends).is_(None) | (col(CommissionerLink.ends) >= on),
        )
        .order_by(col(CommissionerLink.starts).desc())
    ).first()


def join(session: Session, code: str, *, group: str, starts: date, act: Act, ends: date | None = None) -> Membership:
    """Let an organisation belong to a group from a day; the same again changes nothing.

    Raises:
        NotFound: a code is not in the register.
        BadInput: the group is not a group, or is the organisation itself.
        Refused: it belongs to that group on some of those days already.
    """
    queries.require(session, code)
    body = queries.require(session, group)
    if body.kind not in rules.GROUPS or code == group:
        raise BadInput(f"{body.name} ({group}) is not a group that {code} can join", place="group")
    rules.in_order(starts, ends, place=code)
    for row in queries.memberships(session, [code]).get(code, []):
        if row.group_code != group:
            continue
        if (row.starts, row.ends) == (starts, ends):
            return row
        if rules.overlap(row.starts, row.ends, starts, ends):
            raise Refused.because(
                "already_member",
                f"{code} was not added to {body.name}: it has belonged to it since {day_words(row.starts)}. "
                "End that membership first, or give later days.",
            )
    made = Membership(organisation=code, group_code=group, starts=starts, ends=ends)
    session.add(made)
    happened(session, code, "joined", starts, act=act, other=group)
    return made


def leave(session: Session, code: str, *, group: str, on: date, act: Act) -> Membership:
    """End a membership: `on` is the last day (domain, case 6: gates are tested again by whoever uses the group).

    Raises:
        NotFound: it does not belong to that group then.
    """
    for row in queries.memberships(session, [code]).get(code, []):
        if row.group_code == group and row.ends is None and row.starts <= on:
            row.ends = on
            session.add(row)
            happened(session, code, "left", on, act=act, other=group)
            return row
    raise NotFound(f"{code} does not belong to {group} on {day_words(on)}. Check the group and the day.")


def close(session: Session, code: str, *, on: date, act: Act, handed_back: bool = False) -> Organisation:
    """Close an organisation: `on` is its last day; its memberships and links end then (domain, case 3).

    The code is kept, closed, for ever. Awards are stopped by whoever composes this with them.

    Raises:
        Refused: it is closed already.
    """
    row = queries.require(session, code)
    if row.closed is not None:
        raise Refused.because(
            "still_open",
            f"{row.name} ({code}) closed on {day_words(row.closed)} already. Nothing has changed. Check the code.",
        )
    if row.opened is not None:
        rules.in_order(row.opened, on, place=code)
    row.closed = on
    row.status = "closed" if on <= london_day(act.now) else row.status
    session.add(row)
    _end_relations(session, code, on)
    happened(session, code, "handed_back" if handed_back else "closed", on, act=act)
    return row


def _end_relations(session: Session, code: str, on: date) -> None:
    member = (Membership.organisation == code) | (Membership.group_code == code)
    for membership in session.exec(select(Membership).where(member, col(Membership.ends).is_(None))):
        membership.ends = max(on, membership.starts)
        session.add(membership)
    for linked in session.exec(
        select(CommissionerLink).where(CommissionerLink.practice == code, col(CommissionerLink.ends).is_(None))
    ):
        linked.ends = max(on, linked.starts)
        session.add(linked)
    session.flush()


def merge(session: Session, code: str, *, into: str, on: date, act: Act) -> Organisation:
    """Merge an organisation into another from a day: it closes the day before, and the other succeeds it.

    Practices: where both have a list, the survivor gets their sum as a list of that day (domain, case 1).
    Commissioners: practices that fell to the one fall to its successor from that day (case 11); money stays where it
    is until it is vired or carried forward.

    Raises:
        Refused: it is the same organisation, of another kind, or closed before.
    """
    gone, stays = queries.require(session, code), queries.require(session, into)
    commissioners = {gone.kind == "commissioner", stays.kind == "commissioner"}
    if code == into or len(commissioners) == 2:
        raise Refused.because(
            "can_merge", f"{gone.name} ({code}) cannot merge into {stays.name} ({into}). Choose another organisation."
        )
    if not rules.open_on(stays.opened, stays.closed, on):
        raise Refused.because(
            "can_merge", f"{stays.name} ({into}) is not open on {day_words(on)}, so nothing can merge into it that day."
        )
    lists = {basis: queries.list_sizes(session, [code, into], basis=basis, on=on) for basis in rules.BASES}
    followers = queries.practices_of(session, code, on=rules.day_before(on)) if gone.kind == "commissioner" else []
    close(session, code, on=rules.day_before(on), act=act)
    for practice in followers:
        move(session, practice, to=into, on=on, act=act)
    for basis, sizes in lists.items():
        if gone.kind != "commissioner" and {code, into} <= set(sizes):
            _sum_lists(session, [sizes[code], sizes[into]], basis=basis, on=on, act=act)
    happened(session, code, "successor", on, act=act, other=into)
    happened(session, into, "merged", on, act=act, other=code)
    return stays


def _sum_lists(session: Session, sizes: list[rules.ListSize], *, basis: str, on: date, act: Act) -> None:
    gone, stays = sizes
    whole, hundredths = divmod(gone.in_hundredths + stays.in_hundredths, 100)
    key = (stays.code, basis, on)
    if key in queries.snapshots_on(session, [key]):
        return
    source = f"sum at merger of {stays.code} ({stays.on.isoformat()}) and {gone.code} ({gone.on.isoformat()})"
    snapshot(session, stays.code, basis=basis, on=on, patients=whole, hundredths=hundredths, source=source, act=act)
