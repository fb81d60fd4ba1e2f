"""The rooms of finance: pay and close, months and years, what comes back, how money moves, and the books."""

from fundflow.web.rooms import Room
from fundflow.web.routes import (
    allocations,
    charts,
    claims,
    discrepancies,
    finance,
    month_end,
    outside_ledger,
    payees,
    recoveries,
    virements,
    year_end,
)

ROOMS: tuple[Room, ...] = (
    *(claims.room, finance.room, month_end.room, year_end.room, recoveries.room, payees.room, virements.room),
    *(outside_ledger.room, discrepancies.room, allocations.room, charts.room),
)
