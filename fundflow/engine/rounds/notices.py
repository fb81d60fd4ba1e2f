"""Who is touched by a change of a round, and the letter that tells each of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from fundflow import applications, audit, letters, organisations, people, plural
from fundflow.clock import london_day
from fundflow.definitions import Workflow
from fundflow.engine import mailing
from fundflow.errors import BadInput, Refused
from fundflow.people import Actor

CHANGED = "N8"
_TEMPLATE = "round-changed"
"""Used where a round's fund was written before this letter, so that nobody goes without notice."""


@dataclass(frozen=True)
class Notice:
    """What the letter says of a change: its kind, when the round closed before, what changed, and why."""

    kind: str
    was: datetime
    reason: str
    changes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Affected:
    """Whom a change of a round touches: references of bids being written and of bids that were sent and still run."""

    drafts: tuple[str, ...]
    sent: tuple[str, ...]

    @property
    def line(self) -> str:
        """`4 drafts and 1 sent bid`."""
        drafts, sent = len(self.drafts), len(self.sent)
        return f"{plural.counted(drafts, 'draft')} and {plural.counted(sent, 'sent bid')}"

    @property
    def all(self) -> tuple[str, ...]:
        """Everybody, in order of reference."""
        return tuple(sorted((*self.drafts, *self.sent)))

    def among(self, to: str) -> tuple[str, ...]:
        """Those of one choice, `all`, `drafts` or `sent`.

        Raises:
            BadInput: there is no such choice.
        """
        chosen = {"all": self.all, "drafts": self.drafts, "sent": self.sent}
        if to not in chosen:
            raise BadInput(f"'{to}' is nobody: choose {', '.join(chosen)}. Nothing was written.", place="to")
        return chosen[to]


def affected(session: Session, row: applications.Round, *, by: str = "") -> Affected:
    """Every draft and every sent bid of a round whose life goes on; those set aside are nobody's.

    With a step named, only those from whose state it leads on.
    """
    workflow = life_of(row)
    live = [
        one
        for one in applications.find_cases(session, round_ref=row.ref)
        if workflow.states[one.state].kind == "open"
        and (not by or any(step.step == by for step in workflow.steps_from(one.state)))
    ]
    drafts = tuple(one.ref for one in live if workflow.states[one.state].editable)
    return Affected(drafts, tuple(one.ref for one in live if one.ref not in drafts))


def life_of(row: applications.Round) -> Workflow:
    """The life cycle that a round pinned."""
    workflow = applications.definitions(row).workflow
    assert workflow is not None
    return workflow


def tell(
    session: Session, row: applications.Round, refs: Sequence[str], notice: Notice, *, act: audit.Act
) -> tuple[str, ...]:
    """Draft the letter for each of some bids; people approve and release it. References of the letters."""
    template = applications.definitions(row).fund.letters.get(CHANGED, _TEMPLATE)
    extra = {"kind": notice.kind, "was": notice.was, "reason": notice.reason, "changes": notice.changes}
    drafted = []
    for ref in refs:
        case = applications.get(session, ref)
        assert case.id is not None
        facts = letters.gather(session, CHANGED, application_id=case.id, now=act.now, extra=extra)
        made = letters.draft(session, CHANGED, facts, template=template, act=act, application_id=case.id, subject=ref)
        words = life_of(row).told_at_once.get(CHANGED)
        if words and notice.kind != "message":  # the words of a message are its letter, which a person releases
            mailing.of_letter(session, made, words=words, act=act)
        drafted.append(made.ref)
    return tuple(drafted)


def must_be_untied(session: Session, row: applications.Round, actor: Actor, *, now: datetime) -> None:
    """Let nobody change a round in which a body that they are tied to has a draft or a bid.

    Raises:
        Refused: the person is tied to one of them (`no_tie_to_round`).
    """
    codes: set[str] = set()
    for dossier in applications.dossiers(session, affected(session, row).all):
        codes |= {dossier.lead, *(one.organisation for one in dossier.present)}
    for groups in organisations.groups_of_many(session, sorted(codes), on=london_day(now)).values():
        codes |= set(groups)
    ties = people.ties(session, actor.id, on=london_day(now))
    tied = sorted(codes & set(ties))
    if not tied:
        return
    name = organisations.names(session, tied[:1]).get(tied[0], tied[0])
    raise Refused.because(
        "no_tie_to_round",
        f"You cannot change this round: you are tied to {name} ({ties[tied[0]]}), which has a bid in it. Nothing has "
        "changed. Ask a colleague without a tie to do this.",
    )
