"""The triggers that keep an answer of a participant as it was given."""

from fundflow.audit import append_only

TRIGGERS = (append_only("consent_answer"),)
