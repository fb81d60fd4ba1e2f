"""What every letter states: who writes, to whom, about which case, decided when and where, and whom to ring."""

from datetime import date
from typing import Annotated

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
"""Words that must be there: an empty fact is as wrong as a missing one."""

Moment = AwareDatetime
"""A moment with its zone; stored in UTC, shown in Europe/London."""

Pence = Annotated[int, Field(strict=True)]
"""Integer pence; shown by the filter `pounds`."""

Count = Annotated[int, Field(strict=True, ge=0)]


class Fact(BaseModel):
    """A frozen piece of what a letter states; a missing or unknown fact is an error that names it."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Addressee(Fact):
    """Who reads the letter, for which organisation."""

    name: Text
    organisation: Text
    code: Text
    address: tuple[Text, ...] = ()


class Contact(Fact):
    """The person whom the reader can ring: the last paragraph of every letter."""

    name: Text
    role: Text
    telephone: Text
    email: Text
    hours: Text


class Sender(Fact):
    """One commissioner who writes, the person who signs for it, and the one to ring there.

    `signed_by` and `signed_at` are empty when the letter is drafted: who signed, and when, is filled in as it is written out.
    """

    code: Text
    name: Text
    signatory: Text
    signatory_title: Text
    address: tuple[Text, ...] = ()
    contact: Contact | None = None
    signed_by: str = ""
    signed_at: Moment | None = None


class Decision(Fact):
    """What one commissioner decided, in which body, on which day, under which minute if that has its number."""

    commissioner: Text
    body: Text
    day: date
    minute: str = ""
    outcome: Text


class Common(Fact):
    """The facts of every letter; `code` and `reference` are filled in when it is drafted.

    `counterparts` names those who sign copies of their own that say the same.
    """

    code: str = ""
    reference: str = ""
    date: date
    senders: Annotated[tuple[Sender, ...], Field(min_length=1)]
    addressee: Addressee
    case_ref: Text
    case_title: Text
    round_title: Text
    fund_title: Text
    bid: Text = "bid"
    decisions: tuple[Decision, ...] = ()
    counterparts: tuple[Text, ...] = ()
    contact: Contact
    complaint: Text
    publication: Text
    data_protection: Text


Decided = Annotated[tuple[Decision, ...], Field(min_length=1)]
"""The decisions of a letter that cannot go out without one."""
