"""The pages that people use: thin doors that translate, make one call below, and show what came of it."""

from fundflow.web.house import House
from fundflow.web.service import create, doors, in_demonstration

__all__ = ["House", "create", "doors", "in_demonstration"]
