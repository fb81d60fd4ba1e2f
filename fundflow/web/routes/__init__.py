"""Every room of the house, one module a subject; adding one here makes its pages known."""

from fundflow.web.rooms import Room
from fundflow.web.routes import applying, cases, claims, finance, front, letters, reports, rounds, signing_in

ROOMS: tuple[Room, ...] = (
    *applying.ROOMS,
    *(front.room, signing_in.room, cases.room, claims.room, rounds.room, finance.room, letters.room, reports.room),
)
