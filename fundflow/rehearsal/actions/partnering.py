"""Who takes part in an award and what outlives it: leaving, duties, assets, and an award that passes to another lead."""

from typing import Any

from pydantic import Field
from sqlmodel import Session

from fundflow import engine, organisations
from fundflow.money import pounds
from fundflow.rehearsal.action import Action, Day, Pounds, Stage, Unmet, verb
from fundflow.rehearsal.actions.monitoring import OnAward


@verb("leave award")
class LeaveAward(OnAward):
    """A partner leaves a bid that was sent, or an award, through an officer; `breaks` names the rules that it breaks."""

    main = "on"
    organisation: str
    day: Day | None = None
    breaks: list[str] | None = Field(default=None, description="Codes of the rules that its leaving must break.")
    show_only: bool = Field(default=False, description="Only look at what it would mean; the lead looks first.")
    told: str = Field(default="", description="How the lead was told, if nobody of it looked.")

    def play(self, stage: Stage, session: Session) -> str:
        """Show what it means, then do it."""
        ref, actor = stage.ref(self.on), stage.who(session, self.as_)
        look = engine.partners.show_leaving if self.show_only else engine.partners.leaving
        found = look(session, ref, self.organisation, actor=actor, now=stage.now)
        codes = [one.code for one in found.broken]
        if self.breaks is not None and self.breaks != codes:
            raise Unmet(f"{found.name}'s leaving was expected to break {self.breaks} and breaks {codes}")
        if not self.show_only:
            engine.partners.leave(
                session,
                ref,
                self.organisation,
                on=self.day,
                reason=self.reason,
                told=self.told,
                actor=actor,
                now=stage.now,
            )
        said = f"breaks {', '.join(codes)}" if codes else "breaks no rule"
        return f"{found.name} {'would leave' if self.show_only else 'left'} {ref}: {said}"


@verb("duty")
class Duty(OnAward):
    """State what a participant owes under an award."""

    main = "on"
    organisation: str
    does: str
    amount: Pounds | None = None

    def play(self, stage: Stage, session: Session) -> str:
        """State it."""
        row = engine.awards.set_duty(
            session,
            stage.ref(self.on),
            self.organisation,
            duty=self.does,
            pence=self.amount,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"{row.organisation}: {row.duty}"


@verb("asset")
class Asset(OnAward):
    """List something that lasts and that an award's money bought."""

    main = "on"
    what: str
    amount: Pounds
    bought: Day
    life_years: int
    duty: str

    def play(self, stage: Stage, session: Session) -> str:
        """List it."""
        row = engine.awards.add_asset(
            session,
            stage.ref(self.on),
            what=self.what,
            pence=self.amount,
            bought_on=self.bought,
            life_years=self.life_years,
            duty=self.duty,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"{row.what}, {pounds(row.pence)}, until {row.until}"


@verb("end asset")
class EndAsset(OnAward):
    """End the duty on something that an award's money bought."""

    main = "on"
    number: int
    day: Day

    def play(self, stage: Stage, session: Session) -> str:
        """End it."""
        row = engine.awards.end_asset(
            session,
            stage.ref(self.on),
            self.number,
            on=self.day,
            reason=self.reason,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"{row.what}: {row.end_reason}"


@verb("snooze")
class Snooze(OnAward):
    """Put off what a timer proposed about an award's last date, until a day."""

    main = "on"
    until: Day

    def play(self, stage: Stage, session: Session) -> str:
        """Put it off."""
        said = engine.long_stops.snooze(
            session,
            stage.ref(self.on),
            until=self.until,
            reason=self.reason,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"{said} is put off until {self.until}"


@verb("take over")
class TakeOver(OnAward):
    """The signatory of the next lead says that it takes an award over."""

    main = "on"

    def play(self, stage: Stage, session: Session) -> str:
        """Say it."""
        row = engine.awards.take_over(session, stage.ref(self.on), actor=stage.who(session, self.as_), now=stage.now)
        return f"taken over by {row.details['taken_over_by']}"


@verb("due diligence")
class DueDiligence(OnAward):
    """Record what was looked at before an award passes to another lead."""

    main = "on"
    found: str

    def play(self, stage: Stage, session: Session) -> str:
        """Record it."""
        row = engine.awards.record_due_diligence(
            session, stage.ref(self.on), found=self.found, actor=stage.who(session, self.as_), now=stage.now
        )
        return str(row.details["due_diligence"])


@verb("change organisation")
class ChangeOrganisation(Action):
    """The register changes: an organisation merges into another, closes, or moves to another commissioner."""

    main = "organisation"
    organisation: str
    day: Day
    merged_into: str | None = None
    moved_to: str | None = None
    handed_back: bool = False

    def play(self, stage: Stage, session: Session) -> str:
        """Enter it; without another code it closes."""
        given: dict[str, Any] = {
            "on": self.day,
            "reason": self.reason,
            "actor": stage.who(session, self.as_),
            "now": stage.now,
        }
        if self.merged_into:
            engine.register.merge(session, self.organisation, into=self.merged_into, **given)
            what = f"merged into {self.merged_into}"
        elif self.moved_to:
            engine.register.move(session, self.organisation, to=self.moved_to, **given)
            what = f"moved to {self.moved_to}"
        else:
            engine.register.close(session, self.organisation, handed_back=self.handed_back, **given)
            what = "closed"
        return f"{organisations.names(session, [self.organisation]).get(self.organisation, self.organisation)} {what}"
