"""A clock that a test moves."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass
class Clock:
    """What the time is, until a test says that it is later."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def later(self, **gone: float) -> None:
        self.now += timedelta(**gone)
