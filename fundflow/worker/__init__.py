"""The worker: does what has fallen due and sends mail, at once after a stop and then again and again, until told to end."""

from fundflow.worker.running import INTERVAL_SECONDS, run, send_mail

__all__ = ["INTERVAL_SECONDS", "run", "send_mail"]
