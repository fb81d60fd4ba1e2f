"""Finds what a case states: versions, cost lines, participants and shares."""

from sqlmodel import Session, col, select

from fundflow.applications.queries.rounds import definitions, earlier_definitions, round_by_id
from fundflow.applications.rules.content import Content, CostLine
from fundflow.applications.tables import Application, ApplicationVersion, BudgetLine, Participant, Share, ShareAmount
from fundflow.definitions import Form, unpin
from fundflow.errors import NotFound


def versions(session: Session, application_id: int) -> list[ApplicationVersion]:
    """Every version of a bid, in order."""
    query = select(ApplicationVersion).where(ApplicationVersion.application_id == application_id)
    return list(session.exec(query.order_by(col(ApplicationVersion.number))))


def draft_of(session: Session, application_id: int) -> ApplicationVersion | None:
    """The version that is being written, if there is one."""
    return _version_in(session, application_id, "draft")


def submitted_of(session: Session, application_id: int) -> ApplicationVersion | None:
    """The version that counts as submitted, if there is one."""
    return _version_in(session, application_id, "submitted")


def current_version(session: Session, application_id: int) -> ApplicationVersion:
    """The draft if one is open, else the submitted version, else the last one dropped.

    Raises:
        NotFound: the case has no version.
    """
    found = draft_of(session, application_id) or submitted_of(session, application_id)
    if found is None:
        every = versions(session, application_id)
        if not every:
            raise NotFound("this case has no version yet")
        return every[-1]
    return found


def _version_in(session: Session, application_id: int, state: str) -> ApplicationVersion | None:
    query = select(ApplicationVersion).where(
        ApplicationVersion.application_id == application_id, ApplicationVersion.state == state
    )
    return session.exec(query).first()


def budget_lines(session: Session, version_id: int) -> list[BudgetLine]:
    """The cost lines of a version, in order."""
    query = select(BudgetLine).where(BudgetLine.version_id == version_id).order_by(col(BudgetLine.number))
    return list(session.exec(query))


def cost_line(row: BudgetLine) -> CostLine:
    """A stored line as the plain fact that rules read."""
    return CostLine(
        period=row.period,
        cost_type=row.cost_type,
        description=row.description,
        pence=row.pence,
        commissioner=row.commissioner,
        organisation=row.organisation,
        recurrent=row.recurrent,
    )


def content_of(session: Session, version: ApplicationVersion) -> Content:
    """Everything that a version states, as rules read it."""
    assert version.id is not None
    return Content(
        title=version.title,
        answers=version.answers,
        actions=version.actions,
        documents=version.documents,
        priorities=version.priorities,
        outcomes=version.outcomes,
        exit_plan=version.exit_plan,
        vat=version.vat,
        work_starts_on=version.work_starts_on,
        work_ends_on=version.work_ends_on,
        lines=tuple(cost_line(row) for row in budget_lines(session, version.id)),
        severable=version.severable,
        minimum_viable_pence=version.minimum_viable_pence,
    )


def participants(session: Session, application_id: int) -> list[Participant]:
    """The organisations of a bid, the lead first, then by code; those that left are among them."""
    query = select(Participant).where(Participant.application_id == application_id)
    return sorted(session.exec(query), key=lambda row: (row.role != "lead", row.organisation))


def shares(session: Session, application_id: int) -> list[Share]:
    """A case's shares by commissioner."""
    query = select(Share).where(Share.application_id == application_id).order_by(col(Share.commissioner))
    return list(session.exec(query))


def share_amounts(session: Session, application_id: int) -> dict[str, list[ShareAmount]]:
    """The amounts of a case's shares by commissioner, each in order of period."""
    query = (
        select(Share.commissioner, ShareAmount)
        .join(ShareAmount, col(ShareAmount.share_id) == Share.id)
        .where(Share.application_id == application_id)
        .order_by(col(Share.commissioner), col(ShareAmount.period))
    )
    found: dict[str, list[ShareAmount]] = {}
    for commissioner, amount in session.exec(query):
        found.setdefault(commissioner, []).append(amount)
    return found


def form_of(session: Session, application: Application) -> Form | None:
    """The form that a bid's present version answers: a bid sent before an amendment is judged on the form that it had."""
    assert application.id is not None
    form = definitions(round_by_id(session, application.round_id)).fund.form
    if form is None or form.version == 1:
        return form
    version = current_version(session, application.id).form_version
    if version >= form.version:
        return form
    earlier = earlier_definitions(session, application.round_id, form_version=version)
    return unpin(earlier.pinned).fund.form if earlier else form
