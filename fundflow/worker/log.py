"""The worker's log: one line on stderr for each piece of work, JSON for programs, words on a terminal."""

import sys

import structlog
from structlog.typing import EventDict, FilteringBoundLogger, WrappedLogger

from fundflow import clock


def opened(*, worker: str) -> FilteringBoundLogger:
    """A log whose every line carries the moment in UTC and the worker's name."""
    terminal = sys.stderr.isatty()
    shown = structlog.processors.LogfmtRenderer() if terminal else structlog.processors.JSONRenderer(ensure_ascii=False)
    made: FilteringBoundLogger = structlog.wrap_logger(
        structlog.WriteLogger(sys.stderr),
        processors=[structlog.processors.add_log_level, _moment, structlog.processors.format_exc_info, shown],
        wrapper_class=structlog.make_filtering_bound_logger("info"),
        worker=worker,
    )
    return made


def _moment(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    return {"at": clock.wire(clock.now()), **line}
