"""Every shelf of the API, one module a subject; adding one here makes its endpoints known."""

from fundflow.api.calls import Shelf
from fundflow.api.routes import (
    applications,
    assessment,
    awards,
    bids,
    claims,
    common_grants,
    events,
    funds,
    letters,
    meetings,
    money,
    organisations,
    own,
    problems,
    reports,
    rounds,
    runs,
    steps,
)

SHELVES: tuple[Shelf, ...] = (
    own.shelf,
    funds.shelf,
    rounds.shelf,
    applications.shelf,
    steps.shelf,
    bids.shelf,
    assessment.shelf,
    meetings.shelf,
    letters.shelf,
    awards.shelf,
    claims.shelf,
    runs.shelf,
    money.shelf,
    reports.shelf,
    organisations.shelf,
    events.shelf,
    common_grants.shelf,
    problems.shelf,
)
