"""One case as guards and effects see it: its row, its definitions, who acts, what they gave, and lazy readers."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlmodel import Session

from fundflow import applications, audit, awards, ledger, organisations, people, takeovers
from fundflow.applications import Dossier
from fundflow.clock import london_day
from fundflow.definitions.criteria import Criteria
from fundflow.definitions.fund import Form, Fund, Payment
from fundflow.definitions.workflow import Step, Workflow
from fundflow.engine import ahead, visibility
from fundflow.errors import NotFound, Refusal, Refused
from fundflow.people import Actor

READINGS = ("dossier", "form", "offer", "award", "holdings", "free")
"""What a case reads once and keeps until something is written."""


@dataclass
class Case:
    """Everything that a rule may look at; nothing here writes.

    `state` is where the case would stand after the step that is being tried, `stood` where it stood before, and
    `application.state` where it stands in the database.
    """

    session: Session
    application: applications.Application
    round: applications.Round
    actor: Actor
    now: datetime
    values: Mapping[str, Any] = field(default_factory=dict)
    reason: str = ""
    step: str = ""
    state: str = ""
    stood: str = ""
    chosen: Step | None = None
    refusals: list[Refusal] = field(default_factory=list)

    @property
    def id(self) -> int:
        """The case's number in the database."""
        assert self.application.id is not None
        return self.application.id

    @property
    def ref(self) -> str:
        """What people call it: `TF-17-0001`."""
        return self.application.ref

    @property
    def lead(self) -> str:
        """The code of the organisation that leads it."""
        return self.application.lead

    @cached_property
    def leads(self) -> frozenset[str]:
        """Every code of that organisation: two records may have turned out to be one body."""
        return frozenset(organisations.one_with(self.session, [self.lead]))

    @property
    def fund_id(self) -> str:
        """The fund that it asks."""
        return self.application.fund

    @cached_property
    def pinned(self) -> applications.Pinned:
        """The definitions of its round, as they stood when the round opened."""
        return applications.definitions(self.round)

    @property
    def fund(self) -> Fund:
        """Its fund's rules."""
        return self.pinned.fund

    @property
    def workflow(self) -> Workflow:
        """Its life cycle."""
        assert self.pinned.workflow is not None
        return self.pinned.workflow

    @property
    def criteria(self) -> Criteria:
        """How it is scored."""
        assert self.pinned.criteria is not None
        return self.pinned.criteria

    @cached_property
    def dossier(self) -> Dossier:
        """Its content, participants, shares, questions, gates and signatures, whole."""
        return applications.dossier_of(self.session, self.application, self.round)

    @cached_property
    def form(self) -> Form:
        """The form that its present version answers, which an amendment may have replaced for others since.

        Raises:
            NotFound: its fund takes no bids that are written.
        """
        found = applications.form_of(self.session, self.application)
        if found is None:
            raise NotFound(f"{self.ref} has no form: {self.fund.title} takes no written bids. Look at the case itself.")
        return found

    @cached_property
    def offer(self) -> awards.Offer | None:
        """The offer that can still be accepted or is being queried."""
        return awards.open_offer(self.session, self.id)

    @cached_property
    def award(self) -> awards.Award | None:
        """The award, once an offer was accepted."""
        return awards.find_award(self.session, self.id)

    @property
    def awarded(self) -> awards.Award:
        """The award.

        Raises:
            Refused: nothing has been awarded yet.
        """
        if self.award is None:
            stood = self.workflow.states[self.application.state].officer
            raise Refused.because(
                "award_made",
                f"Nothing was done: {self.ref} is at '{stood}' and has no award yet. An offer must be accepted first.",
            )
        return self.award

    @property
    def award_id(self) -> int:
        """The award's number in the database."""
        assert self.awarded.id is not None
        return self.awarded.id

    @property
    def payment(self) -> Payment:
        """How the fund's money leaves."""
        assert self.fund.payment is not None
        return self.fund.payment

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Names of the commissioners of its fund, by code."""
        return organisations.names(self.session, self.fund.commissioners)

    @cached_property
    def holdings(self) -> tuple[ledger.Balances, ...]:
        """What it holds in the ledger, one row a key and holder."""
        return tuple(ledger.holdings(self.session, holder_prefix=f"{self.ref}/"))

    @cached_property
    def free(self) -> Mapping[tuple[str, str], ledger.Balances]:
        """The fund's money by commissioner and period, as it stands now."""
        rows = ledger.positions(self.session, fund=self.fund_id)
        return {(one.key.commissioner, one.key.period): one for one in rows}

    @cached_property
    def bodies(self) -> Mapping[str, organisations.Organisation]:
        """The organisations of the bid by code, read together; asking the register for one of them then costs nothing."""
        codes = [self.lead, *(one.organisation for one in self.dossier.participants)]
        return organisations.known(self.session, codes)

    @property
    def day(self) -> date:
        """Today in the United Kingdom."""
        return london_day(self.now)

    @property
    def list_day(self) -> date:
        """The day whose patient lists count: its round's, or today where the round fixed none."""
        return self.round.snapshot_on or self.day

    def deadline(self, name: str) -> datetime | None:
        """A moment that this case keeps by name (`offer_expires`), if set."""
        text = self.application.deadlines.get(name)
        return datetime.fromisoformat(text) if text else None

    def act(self, what: str = "", *, reason: str | None = None) -> audit.Act:
        """Who does this, when and why, for everything that is written."""
        return audit.Act(
            actor_id=self.actor.id,
            actor=self.actor.name,
            now=self.now,
            what=what or self.step,
            subject=self.ref,
            reason=self.reason if reason is None else reason,
            key=f"{self.ref}:{self.application.version}:{self.step}",
        )

    def money_key(self, commissioner: str, period: str) -> ledger.BudgetKey:
        """The budget key of one commissioner and period of this fund."""
        return ledger.BudgetKey(commissioner, period, self.fund_id)

    def by_key(self, amounts: Mapping[str, Mapping[str, int]]) -> dict[ledger.BudgetKey, int]:
        """Pence by commissioner and period as pence by budget key of this fund, without noughts."""
        return {self.money_key(*cell): pence for cell, pence in awards.cells(amounts).items()}

    def holder(self, commissioner: str) -> str:
        """The name in the ledger under which one commissioner's share of this case is held."""
        return f"{self.ref}/{commissioner}"

    def value(self, name: str) -> Any:
        """A value that the person gave with the step.

        Raises:
            Refused: it is missing.
        """
        given = self.values.get(name)
        if given in (None, "", [], {}):
            raise Refused.because(
                "value_given",
                f"'{self.step}' on {self.ref} was not taken: it needs '{name}'. Nothing has changed. "
                f"Give it with the step ({name}=...).",
            )
        return given

    def forget_readings(self) -> None:
        """Read afresh what an effect may have changed."""
        for name in READINGS:
            self.__dict__.pop(name, None)

    def snapshot(self) -> dict[str, Any]:
        """What the audit keeps of a case before and after a step."""
        row = self.application
        return {
            "state": row.state,
            "version": row.version,
            "ask_pence": row.ask_pence,
            "origins": dict(row.origins),
            "deadlines": dict(row.deadlines),
            "facts": dict(row.facts),
            "deferral_count": row.deferral_count,
        }


def open_case(
    session: Session,
    ref: str,
    *,
    actor: Actor,
    now: datetime,
    values: Mapping[str, Any] | None = None,
    reason: str = "",
    step: str = "",
    lock: bool = False,
    beginning: bool = False,
    adopting: bool = False,
) -> Case:
    """A case ready for rules to look at; locked first when it is to be changed.

    Whoever may put a practice forward is `beginning` its case, and may not look into it after that. A bid that is being
    taken over stands still until its round goes live, but for `adopting` it.

    Raises:
        NotFound: there is none by this reference.
        Refused: it is being taken over (`before_go_live`).
        Refused: its fund keeps to itself whom it helps, and this person has no part in it.
    """
    if not lock:
        ahead.read_case(session, ref, actor=actor)
    application = applications.lock(session, ref) if lock else applications.get(session, ref)
    round_ = applications.round_by_id(session, application.round_id)
    if lock and not adopting:
        _must_not_stand_still(session, application, round_)
    given = dict(values or {})
    state = application.state
    case = Case(session, application, round_, actor, now, given, reason.strip(), step, state=state, stood=state)
    if not beginning:
        visibility.see(session, application, case.fund, actor=actor)
    return case


def _must_not_stand_still(session: Session, row: applications.Application, round_: applications.Round) -> None:
    """Let nothing happen to a bid while it is being taken over with its round."""
    if row.entered_from == applications.TAKEN_OVER and takeovers.standing_still(session, row.round_id):
        raise Refused.because(
            "before_go_live",
            f"Nothing was done: {row.ref} is being taken over with its round, and stands still until {round_.title} goes "
            "live. Nothing has changed. Correct the file and import it again, or let two people go live "
            f"(fundflow take-over go-live {round_.ref}).",
        )


def acting_as(actor: Actor, role: str, *, fund: str) -> Actor:
    """The same person acting for a body that has decided (a committee through its meeting)."""
    return replace(actor, roles=(*actor.roles, people.Role(role, fund=fund)))
