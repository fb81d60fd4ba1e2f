"""The tables of the books."""

from fundflow.finance.tables.coding import Coding

__all__ = ["Coding"]
