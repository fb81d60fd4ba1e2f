"""Worked rounds as data: scenarios that play every verb of the product under a clock of their own."""

from fundflow.rehearsal import actions, packaged
from fundflow.rehearsal.action import VERBS, Stage, Unmet
from fundflow.rehearsal.play import Played, play, proof
from fundflow.rehearsal.scenario import Scenario, load
from fundflow.rehearsal.schema import schema

__all__ = ["VERBS", "Played", "Scenario", "Stage", "Unmet", "actions", "load", "packaged", "play", "proof", "schema"]
