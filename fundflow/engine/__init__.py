"""The one composer of writes: steps, rounds, bids, assessment, meetings, letters, claims, due work, proof."""

from fundflow.engine import (
    adjusting,
    agreement,
    aside,
    assessment,
    assessors,
    awards,
    bids,
    claims,
    consents,
    contacts,
    correspondence,
    disclosure,
    due,
    funds,
    long_stops,
    meetings,
    moderators,
    moments,
    monitoring,
    month_end,
    openings,
    panels,
    partners,
    portfolio,
    problems,
    proof,
    recoveries,
    register,
    replacing,
    rounds,
    standings,
    suiting,
    visibility,
    years,
)
from fundflow.engine.case import Case, acting_as, open_case
from fundflow.engine.effects import assessing as _assessing_effects
from fundflow.engine.effects import awarding as _awarding_effects
from fundflow.engine.effects import bidding as _bidding_effects
from fundflow.engine.effects import correspondence as _letters_effects
from fundflow.engine.effects import deciding as _deciding_effects
from fundflow.engine.effects import offering as _offering_effects
from fundflow.engine.effects import overseeing as _overseeing_effects
from fundflow.engine.effects import planning as _planning_effects
from fundflow.engine.effects import supporting as _supporting_effects
from fundflow.engine.effects import varying as _varying_effects
from fundflow.engine.guards import (
    advising,
    assessing,
    awarding,
    bidding,
    clarifying,
    deciding,
    delegating,
    gates,
    history,
    offering,
    planning,
    reconsidering,
    rekeying,
    standing,
    supporting,
    varying,
)
from fundflow.engine.openness import OpenStep, open_steps
from fundflow.engine.registry import EFFECTS, GUARDS, MOMENTS, Effect, Guard, Moment
from fundflow.engine.step import Taken, take_step

KNOWN = (
    *(planning, supporting, _planning_effects, _supporting_effects),
    *(
        advising,
        assessing,
        awarding,
        bidding,
        clarifying,
        deciding,
        delegating,
        gates,
        history,
        offering,
        reconsidering,
        rekeying,
        standing,
        varying,
        moments,
    ),
    *(_assessing_effects, _awarding_effects, _bidding_effects, _letters_effects, _deciding_effects, _offering_effects),
    *(_overseeing_effects, _varying_effects),
)
"""The modules whose guards, effects and moments workflows may name; importing them makes them known."""

__all__ = [
    "EFFECTS",
    "GUARDS",
    "KNOWN",
    "MOMENTS",
    "Case",
    "Effect",
    "Guard",
    "Moment",
    "OpenStep",
    "Taken",
    "acting_as",
    "adjusting",
    "agreement",
    "aside",
    "assessment",
    "assessors",
    "awards",
    "bids",
    "claims",
    "consents",
    "contacts",
    "correspondence",
    "disclosure",
    "due",
    "funds",
    "long_stops",
    "meetings",
    "moderators",
    "monitoring",
    "month_end",
    "open_case",
    "open_steps",
    "openings",
    "panels",
    "partners",
    "portfolio",
    "problems",
    "proof",
    "recoveries",
    "register",
    "replacing",
    "rounds",
    "standings",
    "suiting",
    "take_step",
    "visibility",
    "years",
]
