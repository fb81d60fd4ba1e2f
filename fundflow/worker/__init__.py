"""The worker: does what has fallen due, at once after a stop and then again and again, until it is told to end."""

from fundflow.worker.running import INTERVAL_SECONDS, run

__all__ = ["INTERVAL_SECONDS", "run"]
