"""Every room of the house, one module a subject; adding one here makes its pages known."""

from fundflow.web.rooms import Room
from fundflow.web.routes import (
    applying,
    cases,
    claims,
    finance,
    front,
    letters,
    meetings,
    reports,
    rounds,
    setting_up,
    signing_in,
    tokens,
)

ROOMS: tuple[Room, ...] = (
    *applying.ROOMS,
    tokens.room,  # before the one-time links, whose address would swallow its own
    *(one.room for one in (front, signing_in, cases, claims, setting_up, rounds, finance, meetings, letters, reports)),
)
