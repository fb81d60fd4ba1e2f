"""Changing a round, and setting a bid aside; each is asked for by one person and agreed to by another."""

from typing import Literal

from pydantic import Field
from sqlmodel import Session

from fundflow import applications
from fundflow.clock import moment_words
from fundflow.definitions import with_edited
from fundflow.engine import aside, rounds
from fundflow.engine.seconding import Waiting
from fundflow.errors import BadInput
from fundflow.rehearsal.action import Action, Moment, Stage, verb
from fundflow.rehearsal.actions.editing import Edit, edited


class BySecond(Action):
    """An action that waits for a second person the first time; `expect: {waiting_for: second person}` says so."""

    def told(self, waiting: Waiting | None, done: str) -> str:
        """The line of the play; what waits where nobody expected it, or the other way round, stops the play."""
        wanted = self.expect.waiting_for if self.expect else None
        if wanted and waiting is None:
            raise BadInput("expected to wait for a second person, and it was done", place=wanted)
        if waiting is None:
            return done
        if not wanted:
            raise BadInput(f"this waits for a second person: {waiting.said}", place="expect")
        return f"asked for by {waiting.asked_by}; waits for a second person"


def _done(changed: rounds.Changed) -> str:
    row = changed.round
    return f"{row.ref} until {moment_words(row.closes_at)}; {changed.affected.line} told"


@verb("extend round")
class ExtendRound(BySecond):
    """Give everybody more time: one person asks, a second one gives the same values."""

    main = "round"
    round: str
    closes: Moment

    def play(self, stage: Stage, session: Session) -> str:
        """Extend it."""
        changed = rounds.extend_round(
            session,
            stage.ref(self.round),
            closes_at=self.closes,
            reason=self.reason,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return self.told(changed.waiting, _done(changed))


@verb("reopen round")
class ReopenRound(BySecond):
    """Open a closed round again for everybody after a fault of the office's own, with its evidence."""

    main = "round"
    round: str
    closes: Moment
    evidence: str = ""

    def play(self, stage: Stage, session: Session) -> str:
        """Reopen it."""
        changed = rounds.reopen_round(
            session,
            stage.ref(self.round),
            closes_at=self.closes,
            evidence=self.evidence,
            reason=self.reason,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return self.told(changed.waiting, _done(changed))


@verb("cancel round")
class CancelRound(BySecond):
    """Cancel a round under a committee's minute: every bid that waits for a decision ends."""

    main = "round"
    round: str
    minute: str = ""

    def play(self, stage: Stage, session: Session) -> str:
        """Cancel it."""
        changed = rounds.cancel_round(
            session,
            stage.ref(self.round),
            minute=self.minute,
            reason=self.reason,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return self.told(changed.waiting, f"{changed.round.ref} is cancelled; {changed.affected.line} ended")


@verb("message round")
class MessageRound(Action):
    """Draft one letter with the same words for everybody in a round, or only for those whose bid is a draft, or sent."""

    main = "round"
    round: str
    text: str
    to: Literal["all", "drafts", "sent"] = "all"

    def play(self, stage: Stage, session: Session) -> str:
        """Write to them."""
        made = rounds.message_all(
            session,
            stage.ref(self.round),
            text=self.text,
            to=self.to,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"{len(made.letters)} letters drafted, for {', '.join(made.to)}"


@verb("withdraw request")
class WithdrawRequest(Action):
    """Take back a change of a round that the same person asked for, before a second one agrees."""

    main = "round"
    round: str

    def play(self, stage: Stage, session: Session) -> str:
        """Take it back."""
        taken = rounds.withdraw_request(
            session,
            stage.ref(self.round),
            reason=self.reason,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"taken back: {'; '.join(one.said for one in taken)}"


@verb("amend round")
class AmendRound(BySecond):
    """Change the form or the scheme of a round under way, by editing its fund's file or from a file beside the scenario."""

    main = "round"
    round: str
    edit: list[Edit] = Field(default_factory=list)
    file: str | None = None
    closes: Moment | None = None
    change: Literal["none", "wording", "optional", "material"] | None = Field(
        default=None, description="The class that the change is expected to have."
    )

    def play(self, stage: Stage, session: Session) -> str:
        """Amend it."""
        ref = stage.ref(self.round)
        if self.file is not None:
            library = with_edited(stage.folder / self.file, root=stage.library.root)
        else:
            library = edited(stage.library, applications.get_round(session, ref).fund, self.edit)
        amendment, changed = rounds.amend_round(
            session,
            ref,
            library=library,
            closes_at=self.closes,
            reason=self.reason,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        if self.change and amendment.change != self.change:
            raise BadInput(
                f"expected a change of the class '{self.change}', this is '{amendment.change}'", place="change"
            )
        return self.told(changed.waiting, f"{amendment.change}: {'; '.join(amendment.words)}")


@verb("foresee amendment")
class ForeseeAmendment(Action):
    """See which bids would meet a round's rules, and which would not, if its fund's file were edited; nothing changes."""

    main = "round"
    round: str
    edit: list[Edit]
    turns: list[str] = Field(default_factory=list, description="The bids of which the rules would find otherwise.")

    def play(self, stage: Stage, session: Session) -> str:
        """Look."""
        ref = stage.ref(self.round)
        library = edited(stage.library, applications.get_round(session, ref).fund, self.edit)
        amendment = rounds.propose_amendment(session, ref, library)
        actor = stage.who(session, self.as_)
        found = rounds.gate_effect(session, ref, amendment.pinned, actor=actor, now=stage.now)
        turned = sorted({bid.ref for one in found for bid in one.turned})
        wanted = sorted(stage.ref(name) for name in self.turns)
        if turned != wanted:
            raise BadInput(f"{wanted} were expected to turn, and {turned} would", place="turns")
        told = (
            f"{one.name}: {one.meet_now} of {one.bids} meet every rule now, {one.would_meet} would" for one in found
        )
        return "; ".join(told) or "no bid would turn"


@verb("set aside")
class SetAsideBid(BySecond):
    """Take a test, a duplicate or an entry in error out of every list and count, by two people."""

    main = "on"
    on: str
    kind: str

    def play(self, stage: Stage, session: Session) -> str:
        """Set it aside."""
        done = aside.set_aside(
            session,
            stage.ref(self.on),
            kind=self.kind,
            reason=self.reason,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return self.told(done.waiting, f"{done.ref} is set aside as {done.kind.replace('_', ' ')}")
