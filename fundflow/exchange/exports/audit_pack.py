"""An auditor's sample as one ZIP: an index, and for each payment a folder with everything about it (journeys 7.4)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from typing import Any

from sqlmodel import Session

from fundflow import applications, committees, files, letters, payments, people, practising, scoring
from fundflow.exchange.exports import archive
from fundflow.exchange.exports.archive import Paper
from fundflow.exchange.exports.workbook import new_book
from fundflow.payments import Payment

MISSING = "MISSING"


def pack(session: Session, chosen: Sequence[Payment], *, about: str, on: date) -> bytes:
    """The sample's ZIP; what is missing stands in the index in red, and is never left out.

    Of a practice copy every name in it, the index and every sheet of facts say what they are.
    """
    practice = practising.marker(session) is not None
    held = {paid.ref: list(_papers(session, paid)) for paid in chosen}
    index = Paper("Index", "index.xlsx", _index(chosen, held, about, on, practice=practice))
    filed = [replace(one, name=f"{ref.replace('/', '-')}/{one.name}") for ref, own in held.items() for one in own]
    return archive.zipped(archive.practised([index, *filed]) if practice else [index, *filed])


def missing(session: Session, paid: Payment) -> list[str]:
    """What an auditor would miss of one payment."""
    return [paper.what for paper in _papers(session, paid) if not paper.there]


def _papers(session: Session, paid: Payment) -> Iterator[Paper]:
    claim = payments.claim_of_payment(session, paid.ref)
    case = applications.dossier(session, claim.case_ref)
    yield archive.facts("Bid as it was decided", "01-bid.json", _bid(case))
    yield archive.facts(
        "Scores", "02-scores.json", [archive.row(one) for one in scoring.consolidations(session, case.id)]
    )
    decided = [archive.row(one) for one in committees.shares(session, case.id) if one.outcome and one.void_at is None]
    yield archive.facts("Decision and minute", "03-decision.json", decided)
    yield from _letters(session, case.id, {"L04": "04-offer", "L17": "05-acceptance"})
    yield archive.facts("Claim with its lines", "06-claim.json", _claim(session, claim))
    yield archive.facts("Evidence", "07-evidence.json", _evidence(session, claim.id))
    yield archive.facts("Three people and their interests", "08-people.json", _people(session, claim))
    yield archive.facts("Coding and line of the payment file", "09-coding.json", _coding(session, paid))
    said = {"state": paid.state, "result_on": paid.result_on, "reason": paid.result_reason}
    yield archive.facts("Bank confirmation", "10-bank.json", said if paid.result_on else None)
    yield from _letters(session, case.id, {"L08": "11-remittance"}, payment=paid.ref)
    later = [archive.row(one) for one in payments.recoveries_of(session, case.id)]
    yield archive.facts("Later recoveries (none is an answer too)", "12-recoveries.json", {"recoveries": later})


def _bid(case: applications.Dossier) -> dict[str, Any]:
    return {"ref": case.ref, "title": case.title, "lead": case.lead, "content": asdict(case.content)}


def _claim(session: Session, claim: payments.Claim) -> dict[str, Any]:
    lines = [archive.row(one) for one in payments.lines(session, claim.id)]
    return {
        **archive.row(claim),
        "lines": lines,
        "questions": [archive.row(one) for one in payments.questions(session, claim.id)],
    }


def _evidence(session: Session, claim_id: int | None) -> list[dict[str, Any]]:
    found = [*payments.evidence(session, claim_id), *payments.invoices(session, claim_id)]
    return [archive.row(one) for one in found]


def _people(session: Session, claim: payments.Claim) -> dict[str, Any] | None:
    hands = {"checked": claim.checked_by, "approved": claim.approved_by, "released": claim.released_by}
    if not all(hands.values()):
        return None
    return {
        did: {
            "name": people.require(session, int(who or 0)).name,
            "interests": [archive.row(one) for one in people.interests(session, int(who or 0))],
        }
        for did, who in hands.items()
    }


def _coding(session: Session, paid: Payment) -> list[dict[str, Any]] | None:
    lines = [archive.row(one) for one in payments.payment_lines(session, paid.id)]
    return lines if all(line["cost_centre"] and line["subjective_code"] for line in lines) else None


def _letters(session: Session, case: int, wanted: Mapping[str, str], *, payment: str = "") -> Iterator[Paper]:
    for code, name in wanted.items():
        sent = [
            one
            for one in letters.find(session, application_id=case, code=code)
            if one.state == "released" and payment in ("", str(one.facts.get("payment_ref")))
        ]
        raw = files.get(session, sent[-1].file_sha256 or "").content if sent else b""
        yield Paper(f"Letter {code}", f"{name}.docx", raw)


def _index(
    chosen: Sequence[Payment], held: Mapping[str, Sequence[Paper]], about: str, on: date, *, practice: bool
) -> bytes:
    out, book = new_book(on)
    sheet = book.add_worksheet(f"{practising.TITLE if practice else ''}Sample")
    if practice:
        sheet.set_header(f"&R{practising.MARK}")
        about = f"{practising.MARK}. {about}"
    bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "£#,##0.00"})
    red = book.add_format({"font_color": "#B00020", "bold": True})
    sheet.write_string(0, 0, about, bold)
    titles = ("Payment", "Payee", "Commissioner", "Gross", "Paid", "State")
    whats = [paper.what for paper in next(iter(held.values()), ())]
    for at, title in enumerate((*titles, *whats)):
        sheet.write_string(2, at, title, bold)
        sheet.set_column(at, at, max(12, len(title)))
    for down, paid in enumerate(chosen, start=3):
        sheet.write_string(down, 0, paid.ref)
        sheet.write_string(down, 1, paid.payee)
        sheet.write_string(down, 2, paid.commissioner)
        sheet.write_number(down, 3, paid.gross_pence / 100, money)
        sheet.write_string(down, 4, str(paid.result_on or ""))
        sheet.write_string(down, 5, paid.state)
        for at, paper in enumerate(held[paid.ref], start=len(titles)):
            sheet.write_string(down, at, paper.name if paper.there else MISSING, None if paper.there else red)
    sheet.freeze_panes(3, 1)
    book.close()
    return out.getvalue()
