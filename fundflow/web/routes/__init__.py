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
)

ROOMS: tuple[Room, ...] = (
    *applying.ROOMS,
    *(one.room for one in (front, signing_in, cases, claims, setting_up, rounds, finance, meetings, letters, reports)),
)
