"""One line of money as it comes in, and how its words are read."""

from dataclasses import dataclass

from fundflow.errors import BadInput

_RECURRENCE = {
    "recurrent": "recurrent",
    "r": "recurrent",
    "rec": "recurrent",
    "non-recurrent": "non-recurrent",
    "non recurrent": "non-recurrent",
    "nonrecurrent": "non-recurrent",
    "n/r": "non-recurrent",
    "nr": "non-recurrent",
}


@dataclass(frozen=True)
class Receipt:
    """A line of an allocation (pence); `printed_total` is what the paper says the line's row adds up to."""

    fund: str
    commissioner: str
    period: str
    pence: int
    recurrence: str
    capital: bool
    source: str
    ring_fence: str | None = None
    printed_total: int | None = None

    @property
    def natural_key(self) -> tuple[str, str, str, str]:
        """By which the same line is known when it comes again."""
        return (self.fund, self.commissioner, self.period, self.source)


def parse_recurrence(text: object, *, place: str = "recurrence") -> str:
    """Read `recurrent`, `Recurrent`, `non-recurrent` or `N/R`.

    Raises:
        BadInput: anything else.
    """
    read = _RECURRENCE.get(str(text or "").strip().casefold())
    if read is None:
        raise BadInput(f"'{text}' is neither recurrent nor non-recurrent (N/R)", place=place)
    return read
