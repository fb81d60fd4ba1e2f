"""The letter that tells of a partner that left: L13d, to the partner and to the lead."""

from datetime import date

from fundflow.letters.facts.fact import Common, Count, Pence, Text


class PartnerLeft(Common):
    """L13d: who left on which day, and what that does to the rules, the money and the duties of both.

    `to_lead` says which of the two reads it; `broken` are the rules of the fund that are no longer met; `pence` is what the
    agreed budget holds for the partner's own lines; without an award there are no duties and nothing to keep.
    """

    to_lead: bool
    partner: Text
    lead: Text
    left_on: date
    reason: Text
    broken: tuple[Text, ...]
    pence: Pence
    others: Count
    duty: str = ""
    awarded: bool
    records_until: date | None
    tell_by: date
