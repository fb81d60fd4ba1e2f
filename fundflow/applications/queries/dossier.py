"""Everything about cases in a handful of queries, as frozen facts for letters, reports and pages."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeVar

from sqlmodel import Session, SQLModel, col, select

from fundflow import together
from fundflow.applications.queries.content import cost_line
from fundflow.applications.queries.rounds import round_by_id
from fundflow.applications.rules.content import Content
from fundflow.applications.rules.facts import (
    ClarificationFacts,
    Dossier,
    GateFacts,
    NoteFacts,
    ParticipantFacts,
    ShareFacts,
    SignatureFacts,
    TaskFacts,
    VersionFacts,
)
from fundflow.applications.rules.freezing import Snapshot
from fundflow.applications.tables import (
    Application,
    ApplicationVersion,
    BudgetLine,
    CaseTask,
    Clarification,
    GateResult,
    Note,
    Participant,
    Round,
    Share,
    ShareAmount,
    Signature,
)
from fundflow.errors import NotFound

_Row = TypeVar("_Row", bound=SQLModel)
_CASE = (
    *("ref", "fund", "capital", "workflow", "lead", "title", "state", "state_since", "version", "origins", "deadlines"),
    *("facts", "ask_pence", "severable", "minimum_viable_pence", "deferral_count", "submitted_at", "preference"),
    "set_aside",
)

_OF_A_CASE: tuple[type[Any], ...] = (
    *(ApplicationVersion, Participant, Share, Clarification, GateResult, Signature, CaseTask, Note),
)


def dossier(session: Session, ref: str) -> Dossier:
    """One case, whole, in about a dozen queries.

    Raises:
        NotFound: there is none.
    """
    found = dossiers(session, [ref])
    if not found:
        raise NotFound(f"there is no case '{ref}'. Look among those that you may see (fundflow application list)")
    return found[0]


def dossiers(session: Session, refs: Iterable[str]) -> list[Dossier]:
    """Several cases, whole, by reference, in as many queries as one."""
    query = select(Application).where(col(Application.ref).in_(set(refs))).order_by(col(Application.ref))
    found = session.exec(query).all()
    # a round carries its pinned definitions, which are large: each is read once, not once a case
    rounds = {number: round_by_id(session, number) for number in {row.round_id for row in found}}
    parts = _Parts(session, [row.id for row in found if row.id is not None])
    return [parts.dossier(row, rounds[row.round_id]) for row in found]


def dossier_of(session: Session, application: Application, round_: Round) -> Dossier:
    """One case whose row and round are at hand, whole, in one query."""
    return _Parts(session, [application.id or 0]).dossier(application, round_)


class _Parts:
    """Rows of several cases, read in one round trip and told apart by case."""

    def __init__(self, session: Session, ids: Sequence[int]) -> None:
        mine = [(table, col(table.application_id).in_(ids)) for table in _OF_A_CASE]
        versions = select(ApplicationVersion.id).where(col(ApplicationVersion.application_id).in_(ids))
        shares = select(Share.id).where(col(Share.application_id).in_(ids))
        below = [
            (BudgetLine, col(BudgetLine.version_id).in_(versions)),
            (ShareAmount, col(ShareAmount.share_id).in_(shares)),
        ]
        self.rows = together.read(session, [*mine, *below])
        self.versions = self._by(ApplicationVersion)
        self.participants = self._by(Participant)
        self.shares = self._by(Share)
        self.clarifications = self._by(Clarification)
        self.gates = self._by(GateResult)
        self.signatures = self._by(Signature)
        self.tasks = self._by(CaseTask)
        self.notes = self._by(Note)
        self.lines = self._by(BudgetLine, "version_id")
        self.amounts = self._by(ShareAmount, "share_id")

    def _by(self, table: type[_Row], key: str = "application_id") -> dict[int, list[_Row]]:
        grouped: dict[int, list[_Row]] = defaultdict(list)
        for row in self.rows[table]:
            grouped[getattr(row, key)].append(row)
        return grouped

    def dossier(self, application: Application, round_: Round) -> Dossier:
        assert application.id is not None
        case = application.id
        versions = sorted(self.versions.get(case, []), key=lambda row: row.number)
        current = next((row for state in ("draft", "submitted") for row in versions if row.state == state), None)
        submitted = next((row for row in versions if row.state == "submitted"), None)
        if current is None:
            current = versions[-1]
        return Dossier(
            **{name: getattr(application, name) for name in _CASE},
            id=case,
            round=round_.ref,
            round_title=round_.title,
            round_closes_at=round_.closes_at,
            reserve_until=round_.reserve_until,
            next_round=round_.next_round,
            version_number=current.number,
            content=self._content(current),
            snapshot=Snapshot.from_json(submitted.frozen["snapshot"]) if submitted and submitted.frozen else None,
            versions=tuple(_version(row) for row in versions),
            participants=tuple(_participant(row) for row in sorted(self.participants.get(case, []), key=_lead_first)),
            shares=tuple(self._share(row) for row in sorted(self.shares.get(case, []), key=_by_commissioner)),
            clarifications=_each(_clarification, self.clarifications.get(case, [])),
            gates=_each(_gate, {row.code: row for row in self.gates.get(case, [])}.values()),
            signatures=_each(_signature, self._binding(application)),
            tasks=_each(_task, (row for row in self.tasks.get(case, []) if row.done_at is None)),
            notes=tuple(NoteFacts(row.text, row.author, row.at) for row in self.notes.get(case, [])),
        )

    def _binding(self, application: Application) -> list[Signature]:
        signed = self.signatures.get(application.id or 0, [])
        return [row for row in signed if row.cleared_at is None and row.version == application.version]

    def _content(self, version: ApplicationVersion) -> Content:
        assert version.id is not None
        lines = sorted(self.lines.get(version.id, []), key=lambda row: row.number)
        return Content(
            title=version.title,
            answers=version.answers,
            actions=version.actions,
            documents=version.documents,
            priorities=tuple(version.priorities),
            outcomes=version.outcomes,
            exit_plan=version.exit_plan,
            vat=version.vat,
            work_starts_on=version.work_starts_on,
            work_ends_on=version.work_ends_on,
            lines=tuple(cost_line(row) for row in lines),
            severable=version.severable,
            minimum_viable_pence=version.minimum_viable_pence,
        )

    def _share(self, share: Share) -> ShareFacts:
        assert share.id is not None
        rows = sorted(self.amounts.get(share.id, []), key=lambda row: row.period)
        return ShareFacts(
            commissioner=share.commissioner,
            holder=share.holder,
            basis=share.basis,
            patients=share.patients,
            asked={row.period: row.asked_pence for row in rows},
            approved={row.period: row.approved_pence for row in rows},
        )


_In = TypeVar("_In")
_Out = TypeVar("_Out")


def _each(build: Callable[[_In], _Out], rows: Iterable[_In]) -> tuple[_Out, ...]:
    return tuple(build(row) for row in rows)


def _lead_first(row: Participant) -> tuple[bool, str]:
    return row.role != "lead", row.organisation


def _by_commissioner(row: Share) -> str:
    return row.commissioner


def _version(row: ApplicationVersion) -> VersionFacts:
    assert row.id is not None
    return VersionFacts(
        row.id,
        row.number,
        row.state,
        row.form_version,
        row.created_at,
        row.saved_at,
        row.submitted_at,
        row.signed_by,
        row.sha256,
    )


def _participant(row: Participant) -> ParticipantFacts:
    return ParticipantFacts(
        row.organisation,
        row.role,
        row.state,
        row.commitments,
        row.shown,
        row.consent_by,
        row.consent_at,
        row.consent_channel,
        row.condition,
    )


def _clarification(row: Clarification) -> ClarificationFacts:
    return ClarificationFacts(
        row.number,
        row.questions,
        row.asked_at,
        row.due_at,
        row.extended,
        row.outcome,
        row.answers,
        row.fields_changed,
        row.closed_at,
    )


def _gate(row: GateResult) -> GateFacts:
    return GateFacts(row.code, row.passed, row.warning, row.detail, row.curable, row.at)


def _signature(row: Signature) -> SignatureFacts:
    return SignatureFacts(row.step, row.role, row.person_id, row.person, row.at)


def _task(row: CaseTask) -> TaskFacts:
    assert row.id is not None
    return TaskFacts(row.id, row.kind, row.role, row.text, row.due_at)
