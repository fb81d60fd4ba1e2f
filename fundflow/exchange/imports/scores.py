"""Takes a filled-in score sheet: each row is saved as its assessor's own score, or rejected by its line."""

import zipfile
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from sqlmodel import Session

from fundflow import practising
from fundflow.engine import assessment, assessors
from fundflow.engine.assessment import Mark
from fundflow.errors import BadInput, FundflowError
from fundflow.exchange.exports.score_sheet import COLUMNS, NAMES
from fundflow.exchange.imports.report import ImportReport
from fundflow.people import Actor


def take(
    session: Session, round_ref: str, path: Path, *, actor: Actor, now: datetime, dry_run: bool = False
) -> ImportReport:
    """Save the scores of a sheet for the assessor who acts; `dry_run` only checks them.

    Rows without a score are left as they are. A row is rejected alone: a bid that is not theirs or is shut, locked
    scores, no justification, a mark off the scale. Nothing is locked by handing a sheet in.

    Raises:
        BadInput: it is not a score sheet, or a practice sheet is handed in to the real round, or the other way about.
        NotFound: they assess no bid of the round.
    """
    report = ImportReport("scores", dry_run=dry_run)
    own = dict(assessors.own_seats(session, round_ref, actor))
    grid = {row.ref: row for row in assessors.grid(session, round_ref, actor=actor)}
    for line, cells in _rows(path, practice=practising.marker(session) is not None):
        report.read += 1
        ref, criterion = str(cells["bid"] or "").strip(), str(cells["criterion"] or "").strip()
        try:
            if ref not in own:
                raise BadInput(f"{ref or 'this row'} is not among the bids of {round_ref} that {actor.name} assesses")
            if cells["score"] in (None, ""):
                report.count(wrote=False)
                continue
            mark = _mark(cells)
            if own[ref].state == "locked" and grid[ref].marks.get(criterion) == mark.score:
                report.count(wrote=False)
                continue
            with session.begin_nested():
                assessment.open_papers(session, ref, actor=actor, now=now)
                assessment.score(session, ref, {criterion: mark}, actor=actor, now=now, lock=False)
            report.count(wrote=True)
        except FundflowError as error:
            report.reject(line, str(error))
    return report.finish()


def _mark(cells: Mapping[str, Any]) -> Mark:
    written = cells["score"]
    text = str(int(written)) if isinstance(written, float) and written.is_integer() else str(written).strip()
    if not text.isdecimal():
        raise BadInput(f"'{text}' is not a score: use a whole number of the scale", place="score")
    words = {name: str(cells[name] or "").strip() for name in COLUMNS[5:]}
    return Mark(int(text), **words)


def _rows(path: Path, *, practice: bool) -> Iterator[tuple[int, dict[str, Any]]]:
    """The rows that are not blank, each with its line in the sheet."""
    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except FileNotFoundError:
        raise BadInput("there is no such file", place=str(path)) from None
    except (InvalidFileException, zipfile.BadZipFile, KeyError, OSError, ValueError):
        raise BadInput("this is not a workbook: hand in the .xlsx score sheet itself", place=str(path)) from None
    try:
        if (book.sheetnames[0] == NAMES[True]) != practice:
            made, here = ("the real", "a practice") if practice else ("a practice", "the real")
            raise BadInput(
                f"nothing was saved: this sheet was made in {made} round and is handed in to {here} one. "
                "Write a sheet from the round that you mean and fill that in",
                place=str(path),
            )
        lines = book.worksheets[0].iter_rows(values_only=True)
        titles = [str(title or "").strip().casefold() for title in next(lines, ())]
        missing = [name for name in COLUMNS if name not in titles]
        if missing:
            raise BadInput(f"this is not a score sheet: it has no column {', '.join(missing)}", place=str(path))
        for line, values in enumerate(lines, 2):
            cells = dict(zip(titles, values, strict=False))
            if any(value not in (None, "") for value in cells.values()):
                yield line, cells
    finally:
        book.close()
