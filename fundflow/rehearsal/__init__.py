"""Worked rounds as data: scenarios that play every verb of the product under a clock of their own."""

from fundflow.rehearsal import actions, packaged
from fundflow.rehearsal.action import VERBS, Stage, Unmet
from fundflow.rehearsal.coverage import Covered, Way, covered, ways
from fundflow.rehearsal.pages import pages
from fundflow.rehearsal.play import Played, play, proof
from fundflow.rehearsal.record import Record, all_seen, record
from fundflow.rehearsal.scenario import Scenario, load
from fundflow.rehearsal.schema import schema
from fundflow.rehearsal.witness import Seen

__all__ = [
    "VERBS",
    "Covered",
    "Played",
    "Record",
    "Scenario",
    "Seen",
    "Stage",
    "Unmet",
    "Way",
    "actions",
    "all_seen",
    "covered",
    "load",
    "packaged",
    "pages",
    "play",
    "proof",
    "record",
    "schema",
    "ways",
]
