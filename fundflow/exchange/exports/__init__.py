"""Files out: reports as JSON, CSV, workbooks and charts."""

from fundflow.exchange.exports.chart import spend_chart, spend_chart_png, spend_words
from fundflow.exchange.exports.finance import finance_workbook
from fundflow.exchange.exports.plain import as_csv, as_json, document
from fundflow.exchange.exports.workbook import as_xlsx

__all__ = [
    "as_csv",
    "as_json",
    "as_xlsx",
    "document",
    "finance_workbook",
    "spend_chart",
    "spend_chart_png",
    "spend_words",
]
