"""Files out: reports as JSON, CSV, workbooks and charts, minutes and day sheets as Word files."""

from fundflow.exchange.exports.chart import spend_chart, spend_chart_png, spend_words
from fundflow.exchange.exports.finance import finance_workbook
from fundflow.exchange.exports.minutes import DaySheet, SheetBody, day_sheet_docx, minutes_docx
from fundflow.exchange.exports.plain import as_csv, as_json, document, yes_no
from fundflow.exchange.exports.workbook import as_xlsx

__all__ = [
    "DaySheet",
    "SheetBody",
    "as_csv",
    "as_json",
    "as_xlsx",
    "day_sheet_docx",
    "document",
    "finance_workbook",
    "minutes_docx",
    "spend_chart",
    "spend_chart_png",
    "spend_words",
    "yes_no",
]
