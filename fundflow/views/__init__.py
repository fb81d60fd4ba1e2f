"""What pages and programs show: facts put together from several floors, for reading alone."""

from fundflow.views.queries import CaseSheet, of_case

__all__ = ["CaseSheet", "of_case"]
