"""Saves what an applicant writes, on a draft only, refusing what cannot stand with a sentence at its place."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col

from fundflow import money
from fundflow.applications.actions.cases import advance, clean_title
from fundflow.applications.actions.participants import review_consents
from fundflow.applications.actions.signatures import clear_signatures
from fundflow.applications.queries.content import draft_of, form_of, participants, submitted_of
from fundflow.applications.queries.rounds import definitions, round_by_id
from fundflow.applications.rules import content as rules
from fundflow.applications.rules.consent import PRESENT
from fundflow.applications.rules.content import Complaint, Content, CostLine
from fundflow.applications.rules.freezing import plain
from fundflow.applications.tables import Application, ApplicationVersion, BudgetLine
from fundflow.audit import Act
from fundflow.clock import moment_words
from fundflow.definitions.fund import Form, Fund
from fundflow.errors import BadInput, Refused

LONGEST_TEXT = 20_000


def fund_of(session: Session, application: Application) -> Fund:
    """The fund's definition as the case's round pinned it."""
    return definitions(round_by_id(session, application.round_id)).fund


def draft(session: Session, application: Application) -> ApplicationVersion:
    """The version that is being written.

    Raises:
        Refused: none is: the bid was submitted or is over.
    """
    assert application.id is not None
    found = draft_of(session, application.id)
    if found is None:
        sent = submitted_of(session, application.id)
        when = f" on {moment_words(sent.submitted_at)}" if sent and sent.submitted_at else ""
        raise Refused.because(
            "draft_open",
            f"Nothing was saved: {application.ref} was submitted{when} and its answers are fixed. "
            "You can recall it while its round is open, or ask the officer.",
        )
    return found


def first_complaint(complaints: Sequence[Complaint]) -> None:
    """Raise the first complaint, saying how many follow it.

    Raises:
        BadInput: there is one.
    """
    if complaints:
        more = len(complaints) - 1
        rest = f" ({more} more like this)" if more else ""
        raise BadInput(complaints[0].sentence + rest, place=complaints[0].place)


def _form(fund: Fund) -> Form:
    if fund.form is None:
        raise BadInput(f"{fund.title} has no form to fill in", place="answers")
    return fund.form


def save_answers(
    session: Session,
    application: Application,
    *,
    act: Act,
    answers: Mapping[str, str] | None = None,
    actions: Mapping[str, Mapping[str, Any]] | None = None,
    priorities: Sequence[str] | None = None,
    outcomes: Mapping[str, Mapping[str, Any]] | None = None,
    exit_plan: str | None = None,
    vat: Mapping[str, Any] | None = None,
    expected_version: int | None = None,
) -> ApplicationVersion:
    """Write the answers given into the draft; questions not named keep their text, an empty text clears one.

    Raises:
        Refused: no draft is open. BadInput: an unknown key, or a text above its word limit. Stale.
    """
    version = draft(session, application)
    complaints: list[Complaint] = []
    if answers or actions or priorities or outcomes:
        form = _form(fund_of(session, application))
        complaints += rules.answer_complaints(form, answers or {})
        complaints += rules.action_complaints(form, actions or {})
        complaints += rules.tag_complaints(form, priorities=priorities or (), outcomes=outcomes or ())
    complaints += rules.vat_complaints(vat or {})
    if exit_plan is not None and len(exit_plan) > LONGEST_TEXT:
        complaints.append(
            Complaint("exit_plan", f"the exit plan is longer than {LONGEST_TEXT:,} characters: shorten it")
        )
    first_complaint(complaints)
    version.answers = {**version.answers, **(answers or {})}
    version.actions = {**version.actions, **plain({key: dict(line) for key, line in (actions or {}).items()})}
    version.outcomes = {**version.outcomes, **plain({key: dict(line) for key, line in (outcomes or {}).items()})}
    version.priorities = list(priorities) if priorities is not None else version.priorities
    version.exit_plan = version.exit_plan if exit_plan is None else exit_plan
    version.vat = version.vat if vat is None else plain(dict(vat))
    version.copied = [key for key in version.copied if key not in (answers or {})]
    return _saved(session, application, version, act=act, expected_version=expected_version)


def save_outline(
    session: Session,
    application: Application,
    *,
    act: Act,
    title: str | None = None,
    severable: bool | None = None,
    minimum_viable_pence: int | None = None,
    work_starts_on: date | None = None,
    work_ends_on: date | None = None,
    expected_version: int | None = None,
) -> ApplicationVersion:
    """Write title, dates of the work, and whether and how far the bid may be cut.

    Raises:
        Refused: no draft is open. BadInput: the dates run backwards, or a least amount of nought or less. Stale.
    """
    version = draft(session, application)
    if minimum_viable_pence is not None and not 0 < minimum_viable_pence <= rules.MOST_SENSIBLE_PENCE:
        raise BadInput(
            f"{money.pounds(minimum_viable_pence)} is not a least workable amount: enter more than £0.00 and "
            f"at most {money.pounds(rules.MOST_SENSIBLE_PENCE)}",
            place="minimum_viable",
        )
    starts, ends = work_starts_on or version.work_starts_on, work_ends_on or version.work_ends_on
    if starts and ends and ends < starts:
        raise BadInput(f"the work would end on {ends:%Y-%m-%d}, before it starts: change one", place="work_ends_on")
    version.title = version.title if title is None else clean_title(title)
    version.severable = version.severable if severable is None else severable
    if severable is False:
        version.minimum_viable_pence = None
    elif minimum_viable_pence is not None:
        version.minimum_viable_pence = minimum_viable_pence
    version.work_starts_on, version.work_ends_on = starts, ends
    return _saved(session, application, version, act=act, expected_version=expected_version)


def save_documents(
    session: Session,
    application: Application,
    *,
    documents: Mapping[str, str | None],
    act: Act,
    expected_version: int | None = None,
) -> ApplicationVersion:
    """Attach files by name (the sha256 that `files.put` gave); None takes one off.

    Raises:
        Refused: no draft is open. BadInput: a document that the form does not ask for. Stale.
    """
    version = draft(session, application)
    first_complaint(rules.tag_complaints(_form(fund_of(session, application)), documents=documents))
    merged = {**version.documents, **documents}
    version.documents = {name: sha256 for name, sha256 in merged.items() if sha256}
    return _saved(session, application, version, act=act, expected_version=expected_version)


def save_budget(
    session: Session,
    application: Application,
    *,
    lines: Sequence[CostLine],
    act: Act,
    most_pence: int | None = None,
    expected_version: int | None = None,
) -> ApplicationVersion:
    """Replace all cost lines of the draft; the ask is their sum (pence). `most_pence` is the fund's whole money.

    Raises:
        Refused: no draft is open. BadInput: a line of an unknown kind, period, commissioner or organisation, an amount
        of nought or less, or a sum above the fund (domain, case 68). Stale.
    """
    version = draft(session, application)
    complaints = list(rules.budget_complaints(fund_of(session, application), lines, most_pence=most_pence))
    complaints += _strangers(session, application, lines)
    first_complaint(complaints)
    replace_lines(session, version, lines)
    return _saved(session, application, version, act=act, expected_version=expected_version)


def _strangers(session: Session, application: Application, lines: Sequence[CostLine]) -> list[Complaint]:
    assert application.id is not None
    present = {row.organisation for row in participants(session, application.id) if row.state in PRESENT}
    return [
        Complaint(f"budget.{number}.organisation", f"{line.organisation} is not in this bid: add it as a partner first")
        for number, line in enumerate(lines, 1)
        if line.organisation is not None and line.organisation not in present
    ]


def check_content(session: Session, application: Application, content: Content) -> None:
    """Check a whole content against the fund's form: texts, actions, documents and cost lines.

    Raises:
        BadInput: the first thing that cannot stand, at its place.
    """
    fund, form = fund_of(session, application), form_of(session, application)
    complaints: list[Complaint] = []
    if form is not None:
        complaints += rules.answer_complaints(form, content.answers)
        complaints += rules.action_complaints(form, content.actions)
        complaints += rules.tag_complaints(form, documents=content.documents)
    first_complaint([*complaints, *rules.budget_complaints(fund, content.lines)])


def replace_lines(session: Session, version: ApplicationVersion, lines: Sequence[CostLine]) -> None:
    """Write a version's cost lines anew, numbered from 1, and its ask."""
    assert version.id is not None
    session.flush()
    session.exec(delete(BudgetLine).where(col(BudgetLine.version_id) == version.id))
    for number, line in enumerate(lines, 1):
        session.add(
            BudgetLine(
                version_id=version.id,
                number=number,
                commissioner=line.commissioner,
                period=line.period,
                cost_type=line.cost_type,
                organisation=line.organisation,
                description=" ".join(line.description.split()),
                pence=line.pence,
                recurrent=line.recurrent,
            )
        )
    version.ask_pence = sum(line.pence for line in lines)
    session.flush()


def mirror(version: ApplicationVersion) -> dict[str, Any]:
    """What a case repeats of the version that counts now."""
    return {
        "title": version.title,
        "ask_pence": version.ask_pence,
        "severable": version.severable,
        "minimum_viable_pence": version.minimum_viable_pence,
    }


def _saved(
    session: Session,
    application: Application,
    version: ApplicationVersion,
    *,
    act: Act,
    expected_version: int | None,
) -> ApplicationVersion:
    version.saved_at, version.saved_by = act.now, act.actor_id
    session.add(version)
    clear_signatures(session, application, because="the content changed", act=act)
    advance(session, application, expected_version=expected_version, **mirror(version))
    review_consents(session, application, act=act)
    return version
