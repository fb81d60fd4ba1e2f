"""Everything about one case as one ZIP: every version, file, letter, decision, claim and note, and what happened."""

from collections.abc import Iterator
from dataclasses import asdict, replace
from typing import Any

from fundflow import applications, awards, committees, files, letters, organisations, payments, practising, scoring
from fundflow.clock import london_day, moment_words
from fundflow.engine import readership, sight
from fundflow.engine.case import Case
from fundflow.errors import NotFound
from fundflow.exchange.exports import archive, bid_paper
from fundflow.exchange.exports.archive import Paper
from fundflow.exchange.exports.workbook import new_book
from fundflow.files import address


def pack(case: Case) -> bytes:
    """The whole case as its office sees it: scores only once their assessors have locked them.

    Raises:
        NotFound: the person who asks does not work in the office of its fund.
    """
    view = sight.of_case(case)
    if view.relation != "office":
        raise NotFound(f"There is no archive of {case.ref} for you. Its office can send you what you may have.")
    papers = [one for one in _papers(case, view) if one.there]
    found = [Paper("Index", "index.xlsx", _index(case, view, papers)), *papers]
    if practising.marker(case.session) is not None:
        found = archive.practised(found)
    return archive.zipped(found)


def file_name(case: Case) -> str:
    """What the archive is called on a disk."""
    mark = archive.PRACTICE if practising.marker(case.session) is not None else ""
    return f"{mark}{case.ref}-whole-case.zip"


def _papers(case: Case, view: sight.Sight) -> Iterator[Paper]:
    session, bid = case.session, case.dossier
    yield archive.facts("Where it stands, its money and its people", "case.json", _where(case))
    yield from _versions(case)
    yield archive.facts("Rules tested", "gates.json", [archive.row(one) for one in bid.gates])
    yield archive.facts("Questions and answers", "questions.json", [archive.row(one) for one in bid.clarifications])
    if "scores" in view:
        found = [archive.row(one) for one in scoring.consolidations(session, case.id)]
        yield archive.facts("Scores", "scores.json", found)
    yield archive.facts("Decisions", "decisions.json", [archive.row(one) for one in _decided(case)])
    conditions = [archive.row(one) for one in awards.conditions(session, case.id)]
    yield archive.facts("Conditions", "conditions.json", conditions)
    for one in letters.find(session, application_id=case.id):
        name = f"letters/{letters.file_name(one)}"
        yield Paper(f"Letter {one.ref}, {one.state}", name, letters.content(session, one))
    yield from _claims(case)
    owed = [archive.row(one) for one in payments.recoveries_of(session, case.id)]
    yield archive.facts("Money asked back", "recoveries.json", owed)
    yield archive.facts("Notes", "notes.json", [archive.row(one) for one in bid.notes])


def _decided(case: Case) -> list[committees.ShareDecision]:
    return [one for one in committees.shares(case.session, case.id) if one.outcome]


def _where(case: Case) -> dict[str, Any]:
    bid = case.dossier
    names = ("ref", "fund", "round", "lead", "title", "state", "state_since", "version", "ask_pence", "submitted_at")
    return {
        **{name: getattr(bid, name) for name in names},
        "deadlines": dict(bid.deadlines),
        "participants": [archive.row(one) for one in bid.participants],
        "shares": [archive.row(one) for one in bid.shares],
        "money": [archive.row(one) for one in case.holdings],
    }


def _versions(case: Case) -> Iterator[Paper]:
    """Each version as a Word file to read, and the files that were attached to it, each once."""
    session, bid, form = case.session, case.dossier, case.fund.form
    names = organisations.names(session, [bid.lead, *(one.organisation for one in bid.participants)])
    practice = practising.marker(session) is not None
    kept: set[str] = set()
    for row in applications.versions(session, case.id):
        content = applications.content_of(session, row)
        told = archive.facts(f"Version {row.number}, {row.state}", f"bid/version-{row.number}.json", asdict(content))
        yield told
        if form is not None:
            sheet = replace(bid, content=content, version_number=row.number, submitted_at=row.submitted_at)
            raw = bid_paper.answers(sheet, form, names)
            raw = letters.across(raw, practising.MARK) if practice else raw
            yield Paper(f"{told.what}, to read", f"bid/version-{row.number}.docx", raw)
        for key, sha256 in content.documents.items():
            if sha256 and sha256 not in kept:
                kept.add(sha256)
                held = files.get(session, sha256)
                yield Paper(f"Document: {key}", f"bid/documents/{sha256[:8]}-{held.name}", held.content)


def _claims(case: Case) -> Iterator[Paper]:
    for claim in payments.claims_of(case.session, case.id):
        folder = f"claims/{claim.ref.rpartition('/')[2]}"
        lines = [archive.row(one) for one in payments.lines(case.session, claim.id)]
        asked = [archive.row(one) for one in payments.questions(case.session, claim.id)]
        shown = payments.evidence(case.session, claim.id)
        told = {
            **archive.row(claim),
            "lines": lines,
            "questions": asked,
            "evidence": [archive.row(one) for one in shown],
        }
        yield archive.facts(f"Claim {claim.ref}", f"{folder}/claim.json", told)
        for sha256 in dict.fromkeys(one.file_sha for one in shown if one.file_sha and not one.deleted_at):
            held = files.get(case.session, sha256)
            yield Paper(f"Evidence of {claim.ref}", f"{folder}/{sha256[:8]}-{held.name}", held.content)


def _index(case: Case, view: sight.Sight, papers: list[Paper]) -> bytes:
    """What is in the archive, with each file's fingerprint, and everything that happened."""
    out, book = new_book(london_day(case.now))
    bold = book.add_format({"bold": True})
    mark = f"{practising.MARK}. " if practising.marker(case.session) is not None else ""
    about = f"{mark}{case.ref}, {case.application.title}: everything as it stood on {moment_words(case.now)}"
    rows = [(one.what, one.name, address(one.raw)) for one in papers]
    happened = [
        (moment_words(one.at), one.actor, one.what.replace("_", " "), str(one.contents.get("reason", "")))
        for one in readership.history(case, view)
    ]
    for title, heads, lines in (
        ("Papers", ("What it is", "File", "SHA-256"), rows),
        ("What happened", ("When", "Who", "What", "Why"), happened),
    ):
        sheet = book.add_worksheet(title)
        sheet.write_string(0, 0, about, bold)
        for at, head in enumerate(heads):
            sheet.write_string(2, at, head, bold)
            sheet.set_column(at, at, 36)
        for down, line in enumerate(lines, start=3):
            for at, text in enumerate(line):
                sheet.write_string(down, at, text)
        sheet.freeze_panes(3, 0)
    book.close()
    return out.getvalue()
