"""Reports: reads across domains, as plain facts that anybody may print."""

from fundflow.reporting.queries.accruing import accruals_due, month_movements
from fundflow.reporting.queries.catalogue import REPORTS, describe, run
from fundflow.reporting.queries.evidence import EvidenceFile, Holding, evidence_files, evidence_holdings, held_elsewhere
from fundflow.reporting.queries.organisation import BidsPage, bids_page, organisation_bids
from fundflow.reporting.queries.soundness import schedule_faults, stored_faults
from fundflow.reporting.queries.stays import Program, Stay, of_stay, of_token
from fundflow.reporting.queries.year_end import Closing, closing
from fundflow.reporting.rules.accruing import Accrual, Movement
from fundflow.reporting.rules.money import percent, whole_pounds
from fundflow.reporting.rules.report import Column, Kind, Report, Row
from fundflow.reporting.rules.year_lists import Name as YearList

__all__ = [
    "REPORTS",
    "Accrual",
    "BidsPage",
    "Closing",
    "Column",
    "EvidenceFile",
    "Holding",
    "Kind",
    "Movement",
    "Program",
    "Report",
    "Row",
    "Stay",
    "YearList",
    "accruals_due",
    "bids_page",
    "closing",
    "describe",
    "evidence_files",
    "evidence_holdings",
    "held_elsewhere",
    "month_movements",
    "of_stay",
    "of_token",
    "organisation_bids",
    "percent",
    "run",
    "schedule_faults",
    "stored_faults",
    "whole_pounds",
]
