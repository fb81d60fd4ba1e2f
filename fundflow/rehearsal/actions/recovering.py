"""Money asked back: proposed by two, and each step of its life."""

from typing import Any

from pydantic import Field
from sqlmodel import Session

from fundflow import engine, payments
from fundflow.money import parse, pounds
from fundflow.rehearsal.action import Action, Pounds, Stage, values_of, verb


@verb("recover")
class Recover(Action):
    """An officer and finance propose to ask money back that was paid and not spent."""

    ref: str
    on: str
    paid: Pounds | None = Field(default=None, description="Without it, as the award's end proposed.")
    eligible: Pounds = 0
    clause: str
    cause: str = "unspent"
    second: str
    outcome: str = "forfeited"

    def play(self, stage: Stage, session: Session) -> str:
        """Propose it."""
        working = None if self.paid is None else payments.unspent(paid=self.paid, eligible=self.eligible)
        made = engine.recoveries.propose(
            session,
            stage.ref(self.on),
            cause=self.cause,
            clause=self.clause,
            working=working,
            second=stage.who(session, self.second),
            outcome=self.outcome,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        stage.bind(self.ref, made)
        row = payments.recovery(session, made)
        asked = sum(one.pence for one in payments.recovery_shares(session, row.id))
        return f"{self.ref} is {made}, {pounds(asked)}"


@verb("propose recovery")
class ProposeRecovery(Action):
    """Propose to ask money back under one's own name; another person gives the same, or agrees to what stands."""

    main = "on"
    on: str
    ref: str | None = None
    paid: Pounds | None = Field(default=None, description="Without it, as the award's end proposed.")
    eligible: Pounds = 0
    clause: str = ""
    cause: str = "unspent"
    outcome: str = "forfeited"
    agree: bool = Field(default=False, description="Agree to what a colleague proposed, as it stands.")

    def play(self, stage: Stage, session: Session) -> str:
        """Ask for it, or raise it."""
        case, actor = stage.ref(self.on), stage.who(session, self.as_)
        if self.agree:
            done = engine.recovery_proposals.agree(session, case, actor=actor, now=stage.now)
        else:
            done = engine.recovery_proposals.propose_together(
                session,
                case,
                cause=self.cause,
                clause=self.clause,
                working=None if self.paid is None else payments.unspent(paid=self.paid, eligible=self.eligible),
                outcome=self.outcome,
                actor=actor,
                now=stage.now,
            )
        if done.waiting:
            return done.waiting.line
        stage.bind(self.ref, done.ref)
        return f"{done.ref} is proposed by two"


@verb("recovery step")
class RecoveryStep(Action):
    """Take a step of a recovery: give_notice, represent, agree, receive, write_off and so on."""

    main = "name"
    name: str
    on: str
    with_: dict[str, Any] = Field(default_factory=dict, alias="with")

    def play(self, stage: Stage, session: Session) -> str:
        """Take it; `amount` is in pounds, and `claim` may be the scenario's own name."""
        values = values_of(self.with_, stage)
        if "amount" in values:
            values["pence"] = parse(values.pop("amount"))
        row = engine.recoveries.act_on(
            session,
            stage.ref(self.on),
            self.name,
            actor=stage.who(session, self.as_),
            now=stage.now,
            values=values,
            reason=self.reason,
        )
        return f"{row.ref} -> {row.state}"
