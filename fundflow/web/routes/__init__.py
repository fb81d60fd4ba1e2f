"""Every room of the house, one module a subject; adding one here makes its pages known."""

from fundflow.web.rooms import Room
from fundflow.web.routes import (
    applying,
    aside,
    bodies,
    case_papers,
    cases,
    chairs_actions,
    day_sheet,
    evidence,
    finding,
    front,
    helping,
    importing,
    information,
    letter_pages,
    letter_templates,
    letters,
    meetings,
    messages,
    moderation,
    money,
    people,
    provider,
    rankings,
    reports,
    requests,
    round_office,
    round_opening,
    rounds,
    score_sheets,
    scoring,
    seats,
    secretary,
    setting_up,
    signing_in,
    taking_over,
    tokens,
)

ROOMS: tuple[Room, ...] = (
    *applying.ROOMS,
    scoring.room,
    rankings.room,
    moderation.room,
    seats.room,
    score_sheets.room,
    messages.room,
    provider.room,
    *money.ROOMS,
    requests.room,
    evidence.room,
    tokens.room,  # before the one-time links, whose address would swallow its own
    *(
        one.room
        for one in (
            helping,  # before the other pages about the service, whose address would swallow its own
            front,
            signing_in,
            case_papers,
            information,
            aside,
            cases,
            finding,
            setting_up,
            round_office,
            importing,
            taking_over,
            round_opening,
            rounds,
        )
    ),
    *(
        one.room
        for one in (
            bodies,
            chairs_actions,
            day_sheet,
            secretary,  # before the meetings, whose address would swallow the one that calls a new one
            meetings,
            letter_pages,
            letter_templates,
            letters,
            people,
            reports,
        )
    ),
    letters.files,  # last among the letters: its address would swallow theirs
)
