"""Verbs of interests: papers open only to an assessor who has answered, and whom an answer does not bar."""

from collections.abc import Collection, Mapping
from typing import Literal

from sqlmodel import Session

from fundflow.audit import Act
from fundflow.errors import BadInput, NotFound, Refused
from fundflow.scoring import queries, rules
from fundflow.scoring.actions.superseding import end_seat, supersede_unless_frozen
from fundflow.scoring.tables import Assignment, Declaration

Answer = Literal["none", "declare", "not_sure", "same_area"]


def declare(
    session: Session, application_id: int, *, answer: Answer, bodies: Collection[str], detail: str = "", act: Act
) -> Declaration:
    """The assessor who acts answers for one bid, from a summary alone; `bodies` are the codes that they were shown.

    An interest declared before the papers were opened waits for the officer's ruling. One declared afterwards makes
    the scores void (case 17); being unsure afterwards shuts the papers until the ruling.

    Raises:
        NotFound: they have no seat here.
        Refused: an interest without a word about it, or an earlier answer that still waits for a ruling.
    """
    row = queries.assignment(session, application_id, act.actor_id)
    if answer not in {"none", "declare", "not_sure", "same_area"}:
        raise BadInput(f"'{answer}' is not an answer: use none, declare, not_sure or same_area", place="answer")
    if answer == "declare" and not detail.strip():
        raise Refused.because(
            "interest_described",
            "Your declaration was not saved: it has 0 words about the interest. Say whom you are tied to, and how.",
        )
    _check_not_waiting(session, application_id, act.actor_id, answer)
    late = row.state in {"open", "locked"}
    said = Declaration(
        application_id=application_id,
        person_id=act.actor_id,
        answer=answer,
        detail=detail.strip(),
        about=sorted(bodies),
        late=late,
        at=act.now,
    )
    session.add(said)
    session.flush()
    _follow(session, row, said, act)
    return said


def _check_not_waiting(session: Session, application_id: int, person_id: int, answer: Answer) -> None:
    earlier = queries.declaration(session, application_id, person_id)
    if earlier is None or rules.cleared(earlier.answer, earlier.ruling) or answer == "declare":
        return
    raise Refused.because(
        "declaration_ruled",
        f"Your answer of {earlier.at:%d %B %Y} waits for the officer's ruling, so a new one cannot take its place. "
        "Ask the officer to rule. What you have written stays.",
    )


def _follow(session: Session, row: Assignment, said: Declaration, act: Act) -> None:
    if rules.cleared(said.answer, ""):
        if not said.late:
            row.state = rules.next_state(row.state, "clear", who=row.person)
            session.add(row)
    elif said.late and said.answer == "declare":
        reason = f"interest declared after the papers were opened: {said.detail}"
        end_seat(session, row, "void", why="undeclared", reason=reason, act=act)
    else:
        counted = row.state == "locked"
        row.state, row.locked_at = rules.next_state(row.state, "shut", who=row.person), None
        session.add(row)
        if counted:
            supersede_unless_frozen(session, row.application_id, because="an interest is in doubt", act=act)
    session.flush()


def rule_on_declaration(
    session: Session, application_id: int, person_id: int, *, may_assess: bool, reason: str, act: Act
) -> Declaration:
    """The officer rules on an interest, or on a doubt: the assessor may go on, or the seat is void.

    Somebody who goes on with a declared interest no longer counts as outside.

    Raises:
        NotFound: nothing waits for a ruling.
        Refused: no reason, or ruling on oneself.
    """
    said = queries.declaration(session, application_id, person_id)
    if said is None or said.ruling or rules.cleared(said.answer, said.ruling):
        raise NotFound("no declaration of this assessor waits for a ruling")
    if act.actor_id == person_id:
        raise Refused.because(
            "rules_on_others",
            f"Nothing was ruled: {act.actor} declared this interest and cannot rule on it. Ask another officer.",
        )
    if not reason.strip():
        raise Refused.because(
            "reason_given",
            "Nothing was ruled: a ruling needs a reason. Write 1 sentence for the minutes and rule again.",
        )
    said.ruling, said.ruling_reason = ("may_assess" if may_assess else "may_not"), reason.strip()
    said.ruled_by, said.ruled_at = act.actor_id, act.now
    session.add(said)
    row = next((r for r in queries.assignments(session, application_id, live=True) if r.person_id == person_id), None)
    if row is not None:
        if may_assess:
            row.state = rules.next_state(row.state, "clear", who=row.person)
            row.outside = row.outside and said.answer != "declare"
            session.add(row)
        else:
            end_seat(session, row, "void", why="conflict", reason=reason.strip(), act=act)
    session.flush()
    return said


def open_papers(
    session: Session, application_id: int, *, bodies: Mapping[str, str], version_id: int | None, act: Act
) -> Assignment:
    """Open a bid's papers to the assessor who acts; `bodies` are those now in the bid, code to name.

    Raises:
        NotFound: they have no seat here.
        Refused: nothing declared, an answer that waits for a ruling, or a body that has joined since.
    """
    row = queries.assignment(session, application_id, act.actor_id)
    if row.state == "locked":
        return row
    said = queries.declaration(session, application_id, act.actor_id)
    if said is None:
        names = ", ".join(bodies.values())
        raise Refused.because(
            "declared_before_papers",
            f"The papers of this bid are shut: you have not said whether you have an interest in {names}. "
            "Answer for this bid on your list; it takes a moment, and then its papers open.",
        )
    if not rules.cleared(said.answer, said.ruling):
        raise Refused.because(
            "declared_before_papers",
            f"The papers of this bid are shut: your answer of {said.at:%d %B %Y} waits for the officer's ruling. "
            "Ask the officer to rule. What you have written stays.",
        )
    joined = [name for code, name in sorted(bodies.items()) if code not in said.about]
    if joined:
        raise Refused.because(
            "declared_before_papers",
            f"The papers of this bid are shut: {', '.join(joined)} joined it after you answered. "
            "Answer again for this bid. What you have written stays.",
        )
    row.state = rules.next_state(row.state, "open_papers", who=row.person)
    row.opened_at = row.opened_at or act.now
    row.version_id = version_id if version_id is not None else row.version_id
    session.add(row)
    session.flush()
    return row
