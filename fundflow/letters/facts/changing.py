"""The letter that tells everybody of a change of their round: N8."""

from datetime import date
from typing import Literal

from fundflow.letters.facts.fact import Common, Moment, Text


class RoundChanged(Common):
    """N8: something about a round changed for everybody (its closing time, words or questions), or a message to all."""

    kind: Literal["extended", "reopened", "wording", "optional", "material", "message"]
    changed_on: date
    reason: Text
    was: Moment
    closes_at: Moment
    changes: tuple[Text, ...]
    sent_at: Moment | None
    editable: bool
