"""Every shelf of the API, one module a subject; adding one here makes its endpoints known."""

from fundflow.api.calls import Shelf
from fundflow.api.routes import applications, bids, events, funds, own, problems, rounds, steps

SHELVES: tuple[Shelf, ...] = (
    own.shelf,
    funds.shelf,
    rounds.shelf,
    applications.shelf,
    steps.shelf,
    bids.shelf,
    events.shelf,
    problems.shelf,
)
