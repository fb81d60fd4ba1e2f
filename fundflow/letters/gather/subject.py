"""One case as letters see it: its facts read once, and turned into the pieces that several letters state."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from sqlmodel import Session

from fundflow import applications, awards, committees, organisations, people
from fundflow.calendar import add_working_days
from fundflow.clock import end_of, london_day
from fundflow.errors import BadInput

Row = dict[str, Any]
Amounts = Mapping[str, Mapping[str, int]]

_OUTCOMES = {
    "approve": "approved in full",
    "approve_less": "approved in part",
    "reserve": "reserve list",
    "defer": "put off",
    "reject": "not approved",
}
_CAME_UP = "reserve list, and approved from it once money became free"


@dataclass
class Subject:
    """The case that a letter is about, the moment of the step, and what only the step knows (`extra`)."""

    session: Session
    application_id: int
    now: datetime
    extra: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def application(self) -> applications.Application:
        """The case's row."""
        return applications.get_by_id(self.session, self.application_id)

    @cached_property
    def case(self) -> applications.Dossier:
        """The case, whole."""
        return applications.dossier(self.session, self.application.ref)

    @cached_property
    def pinned(self) -> applications.Pinned:
        """The definitions of its round as they stood when it opened."""
        return applications.definitions(applications.round_by_id(self.session, self.application.round_id))

    @cached_property
    def money(self) -> awards.AwardDossier:
        """Its offer, award and conditions."""
        return awards.award_dossiers(self.session, [self.application_id])[self.application_id]

    @cached_property
    def offer(self) -> awards.OfferFacts:
        """Its last offer.

        Raises:
            BadInput: none was made.
        """
        if self.money.offer is None:
            raise BadInput(f"{self.case.ref} has no offer to write about", place="offer")
        return self.money.offer

    @cached_property
    def award(self) -> awards.AwardFacts:
        """Its award.

        Raises:
            BadInput: nothing was awarded.
        """
        if self.money.award is None:
            raise BadInput(f"{self.case.ref} has no award to write about", place="award")
        return self.money.award

    @property
    def day(self) -> date:
        """Today in the United Kingdom."""
        return london_day(self.now)

    def days_on(self, name: str) -> date:
        """The day that is one of the fund's numbers of working days from now."""
        return add_working_days(self.day, getattr(self.pinned.fund.days, name))

    def at(self, name: str, *, days: str) -> datetime:
        """A moment that the case keeps by name, else the end of the fund's days from now."""
        kept = self.case.deadlines.get(name)
        return datetime.fromisoformat(kept) if kept else end_of(self.days_on(days))

    def said(self, name: str, otherwise: str) -> str:
        """Words that the step gave under a name, else others."""
        given = self.extra.get(name)
        return given.strip() if isinstance(given, str) and given.strip() else otherwise

    def short(self, commissioner: str) -> str:
        """What people call a commissioner."""
        return self.pinned.commissioner(commissioner).short_name

    @cached_property
    def commissioners(self) -> tuple[str, ...]:
        """Those who write: the payers of its award, before it those with a share in the bid, else all of the fund's."""
        award = self.money.award
        paying = tuple(code for code, row in award.amounts.items() if any(row.values())) if award else ()
        offered = tuple(self.money.offer.amounts) if self.money.offer else ()
        shared = tuple(share.commissioner for share in self.case.shares)
        return paying or shared or offered or self._own or self.pinned.fund.commissioners

    @property
    def _own(self) -> tuple[str, ...]:
        """The commissioner to which the lead of a case of support falls, where it is one of the fund's."""
        if self.pinned.fund.support is None:
            return ()
        found = organisations.commissioner_of(self.session, self.case.lead, on=self.day)
        return (found,) if found in self.pinned.fund.commissioners else ()

    @cached_property
    def names(self) -> Mapping[str, str]:
        """What the organisations of the bid are called, by code."""
        return organisations.names(
            self.session, [self.case.lead, *(one.organisation for one in self.case.participants)]
        )

    def name(self, code: str) -> str:
        """What one organisation of the bid is called."""
        return self.names.get(code, code)

    def person(self, person_id: int | None, otherwise: str) -> str:
        """Somebody's name, else other words."""
        found = people.names(self.session, [person_id]) if person_id is not None else {}
        return next(iter(found.values()), otherwise)

    @cached_property
    def signatory(self) -> str:
        """Who signs for the lead: its signatory on the books, else the person whom its rule names."""
        held = people.holders(self.session, "signatory", on=self.day, organisation=self.case.lead)
        own = [one.name for one in held if one.organisation == self.case.lead] or [one.name for one in held]
        named = organisations.require(self.session, self.case.lead).named_signatory
        return next(iter(own), named or "The partners")

    def amounts(self, table: Amounts) -> tuple[Row, ...]:
        """Pence by commissioner and period as a letter lists them; nought is left out."""
        fund = self.pinned.fund
        return tuple(
            {
                "commissioner": self.short(code),
                "commissioner_code": code,
                "year": period,
                "fund": fund.short_title,
                "recurrence": self._recurrence(period),
                "pence": pence,
            }
            for code, row in table.items()
            for period, pence in row.items()
            if pence
        )

    def _recurrence(self, period: str) -> str:
        stated = self.pinned.fund.money.recurrence
        return stated if isinstance(stated, str) else stated.get(period, "non-recurrent")

    @property
    def asked(self) -> dict[str, dict[str, int]]:
        """What the bid asks, by commissioner and period."""
        return {share.commissioner: dict(share.asked) for share in self.case.shares}

    @property
    def approved(self) -> dict[str, dict[str, int]]:
        """What was approved, by commissioner and period."""
        return {share.commissioner: {year: p or 0 for year, p in share.approved.items()} for share in self.case.shares}

    @cached_property
    def share_decisions(self) -> tuple[committees.ShareDecision, ...]:
        """Each commissioner's decision on the last tabling that stands."""
        rows = committees.shares(self.session, self.application_id)
        return tuple(row for row in rows if row.outcome and row.void_at is None and row.decided_at is not None)

    @cached_property
    def decisions(self) -> tuple[Row, ...]:
        """Who decided what, when and under which minute."""
        return tuple(
            {
                "commissioner": self.short(row.commissioner),
                "body": self.pinned.commissioner_type(row.commissioner).committee,
                "day": london_day(row.decided_at or self.now),
                "minute": row.minute_number or "",
                "outcome": self._outcome(row) + (", with conditions" if row.conditions else ""),
            }
            for row in self.share_decisions
        )

    def _outcome(self, row: committees.ShareDecision) -> str:
        """What was decided, in words; of a bid that came up from the reserve list, that its money has since been agreed."""
        came_up = row.outcome == "reserve" and any(
            share.commissioner == row.commissioner and share.approved_pence for share in self.case.shares
        )
        return _CAME_UP if came_up else _OUTCOMES[row.outcome or ""]

    def decided(self, outcome: str) -> tuple[Row, ...]:
        """The decision of the step itself, by the minute that it names, for every commissioner that writes."""
        return tuple(
            {
                "commissioner": self.short(code),
                "body": self.pinned.commissioner_type(code).committee,
                "day": self.day,
                "minute": self.said("minute", ""),
                "outcome": outcome,
            }
            for code in self.commissioners
        )

    @cached_property
    def next_meeting(self) -> date | None:
        """The next day on which one of its committees sits, if one is planned."""
        found = []
        for code in self.commissioners:
            body = self._body(code)
            meeting = committees.next_meeting(self.session, body, after=self.day) if body else None
            if meeting:
                found.append(meeting.held_on)
        return min(found, default=None)

    def _body(self, commissioner: str) -> int | None:
        terms = self.pinned.fund.committees.get(commissioner)
        known = {one.key: one.id for one in committees.committees(self.session)}
        return known.get(terms or "")

    def common(self) -> Row:
        """The facts of every letter."""
        lead = organisations.require(self.session, self.case.lead)
        office, fund = self.pinned.office, self.pinned.fund
        if fund.contact is None:
            raise BadInput(f"{fund.title} names no person whom the reader can ring", place="contact")
        place = [*lead.address, *([lead.postcode] if lead.postcode and lead.postcode not in lead.address else [])]
        return {
            "date": self.day,
            "senders": tuple(self._sender(code) for code in self.commissioners),
            "addressee": {
                "name": self.signatory,
                "organisation": lead.name,
                "code": lead.code,
                "address": tuple(line for line in place if line.strip()),
            },
            "case_ref": self.case.ref,
            "case_title": self.case.title or "Untitled",
            "round_title": self.case.round_title,
            "fund_title": fund.title,
            "bid": fund.noun,
            "decisions": self.decisions,
            "contact": fund.contact.model_dump(),
            "complaint": fund.complaint or office.complaint,
            "publication": fund.publication or office.publication,
            "data_protection": fund.data_protection or office.data_protection,
        }

    @property
    def senders_of_offer(self) -> tuple[Row, ...]:
        """Who writes an offer or an award: the commissioners, and NHS England where one decides jointly with it."""
        office = self.pinned.office
        own = tuple(self._sender(code) for code in self.commissioners)
        joint = any(self.pinned.commissioner(code).delegation_level == "joint" for code in self.commissioners)
        if not joint or not office.region_signatory:
            return own
        region = {
            "code": "NHS England",
            "name": office.region_name,
            "signatory": office.region_signatory,
            "signatory_title": office.region_signatory_title,
            "address": office.region_address,
        }
        return (*own, region)

    def _sender(self, code: str) -> Row:
        body = self.pinned.commissioner(code)
        return {
            "code": body.code,
            "name": body.name,
            "signatory": body.signatory,
            "signatory_title": body.signatory_title,
            "address": body.address,
            "contact": body.contact.model_dump() if body.contact else None,
        }
