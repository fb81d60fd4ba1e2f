"""The JSON API: a thin door for programs, which act for a person and see and do no more than that person may."""

from fundflow.api.calls import Service
from fundflow.api.service import PREFIX, create, doors, mount

__all__ = ["PREFIX", "Service", "create", "doors", "mount"]
