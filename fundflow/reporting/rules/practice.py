"""How a report of a practice database says so, on paper and where only programs and spreadsheets read it."""

from dataclasses import replace

from fundflow import practising
from fundflow.reporting.rules.report import Column, Report

_COLUMN = Column("practice", "Practice", at="data")


def marked(report: Report) -> Report:
    """The same report with the mark in its title and first note, and a column of it beside every row of a data file."""
    return replace(
        report,
        title=f"{practising.TITLE}{report.title}",
        columns=(*report.columns, _COLUMN),
        rows=[{**row, _COLUMN.key: practising.MARK} for row in report.rows],
        notes=[f"{practising.MARK}.", *report.notes],
    )
