"""What pages and programs show: facts put together from several floors, for reading alone."""

from fundflow.views.queries import CaseSheet, of_case
from fundflow.views.work import Pile, Work, of_person

__all__ = ["CaseSheet", "Pile", "Work", "of_case", "of_person"]
