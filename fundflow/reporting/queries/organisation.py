"""One organisation's bids and awards: where each stands, what comes next and by when, and its money."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from fundflow import applications, ledger, organisations, practising
from fundflow.applications import Application, Participant, Round, Share, ShareAmount
from fundflow.awards import Offer, OfferLine
from fundflow.definitions import Library
from fundflow.definitions.workflow import Workflow
from fundflow.reporting.rules.practice import marked
from fundflow.reporting.rules.report import Asked, Column, Report, Row, make

_OWN = ("applicant", "signatory")
_AGREED = ("agreed", "by_letter", "refused", "left", "removed")
Key = tuple[str, str]


def organisation_bids(
    session: Session,
    code: str,
    *,
    library: Library,
    now: datetime,
    fund: str | None = None,
    unseen: Container[str] = (),
) -> Report:
    """Every bid and award in which an organisation takes part, one row each, with money by commissioner and year.

    The columns of a commissioner and year are there where one of the bids has money in it. However many bids there
    are, it asks the database about as often. `unseen` are references that its reader may not see.

    Raises:
        NotFound: there is no such organisation.
    """
    asked = Asked(now, library, fund=fund)
    name = organisations.require(session, code).name
    codes = sorted(organisations.one_with(session, [code]))
    cases = [one for one in _cases(session, codes) if asked.wants(fund=one.fund) and one.ref not in unseen]
    ids = [one.id for one in cases if one.id is not None]
    money = _money(session, {one.id or 0: one.ref for one in cases})
    keys = sorted({key for found in money.values() for key in found})
    waiting = _not_agreed(session, ids)
    rounds = {one.id: one for one in session.exec(select(Round).where(col(Round.id).in_({c.round_id for c in cases})))}
    rows = [
        _row(
            one,
            rounds[one.round_id],
            waiting.get(one.id or 0, []),
            money.get(one.ref, {}),
            keys,
            leads=one.lead in codes,
        )
        for one in cases
    ]
    columns = [*_FACTS, *_TOTALS, *_columns(keys)]
    made = make(asked, "bids", f"Bids and awards of {name}", columns, rows, brief=_BRIEF)
    return marked(made) if practising.marker(session) else made


def _cases(session: Session, codes: Sequence[str]) -> Sequence[Application]:
    inside = select(Participant.application_id).where(
        col(Participant.organisation).in_(codes), col(Participant.state).not_in(("left", "removed"))
    )
    query = select(Application).where(
        (col(Application.lead).in_(codes)) | col(Application.id).in_(inside), col(Application.set_aside).is_(False)
    )
    return session.exec(query.order_by(col(Application.ref))).all()


def _money(session: Session, refs: Mapping[int, str]) -> dict[str, dict[Key, dict[str, int]]]:
    """By case and key: asked, offered, paid and to claim (pence)."""
    found: dict[str, dict[Key, dict[str, int]]] = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    shares = (
        select(Share.holder, Share.commissioner, ShareAmount.period, ShareAmount.asked_pence)
        .join(ShareAmount, col(ShareAmount.share_id) == Share.id)
        .where(col(Share.application_id).in_(refs))
    )
    holders = set()
    for holder, commissioner, period, pence in session.exec(shares):
        found[holder.rsplit("/", 1)[0]][commissioner, period]["asked"] += pence
        holders.add(holder)
    lines = (
        select(Offer.application_id, OfferLine.commissioner, OfferLine.period, OfferLine.pence)
        .join(OfferLine, col(OfferLine.offer_id) == Offer.id)
        .where(col(Offer.application_id).in_(refs), col(Offer.state).in_(("open", "queried", "accepted")))
        .order_by(col(Offer.number))
    )
    for case, commissioner, period, pence in session.exec(lines):
        found[refs[case]][commissioner, period]["offered"] = pence
    for one in ledger.holdings(session, holders=holders):
        cell = found[(one.holder or "").rsplit("/", 1)[0]][one.key.commissioner, one.key.period]
        cell["paid"] += one.paid
        cell["to_claim"] += one.unclaimed
    return found


def _not_agreed(session: Session, ids: Sequence[int]) -> dict[int, list[str]]:
    query = select(Participant.application_id, Participant.organisation).where(
        col(Participant.application_id).in_(ids), Participant.role == "partner", col(Participant.state).not_in(_AGREED)
    )
    waiting: dict[int, list[str]] = defaultdict(list)
    pairs = list(session.exec(query))
    names = organisations.names(session, sorted({code for _, code in pairs}))
    for case, code in pairs:
        waiting[case].append(names.get(code, code))
    return waiting


def _row(
    one: Application,
    round_: Round,
    waiting: list[str],
    money: Mapping[Key, Mapping[str, int]],
    keys: Iterable[Key],
    *,
    leads: bool,
) -> Row:
    workflow = applications.definitions(round_).workflow
    assert workflow is not None
    state = workflow.states[one.state]
    following, who = _next(workflow, one.state, leads=leads)
    due = _due(one, round_, editable=state.editable)
    totals = {kind: sum(cell.get(kind, 0) for cell in money.values()) for kind in _KINDS}
    return {
        "case": one.ref,
        "title": one.title,
        "round": round_.ref,
        "stage": state.applicant,
        "next": following,
        "who": who,
        "due": due,
        "preference": one.preference,
        "leads": leads,
        "not_agreed": ", ".join(waiting),
        **{f"{kind}_pence": pence for kind, pence in totals.items()},
        **{
            f"{kind}_{commissioner}_{period}_pence": money.get((commissioner, period), {}).get(kind, 0)
            for commissioner, period in keys
            for kind in _KINDS
        },
    }


def _next(workflow: Workflow, state: str, *, leads: bool) -> tuple[str, str]:
    """What the applicant does next and whose it is, else that the office acts; nothing where it has ended.

    Calling a bid back and giving it up are always allowed and never what comes next.
    """
    here = workflow.states[state]
    own = [one for one in workflow.steps_from(state) if set(_OWN) & {*one.by, *one.signatures}]
    ahead = [
        one.label for one in own if not workflow.goes_back(here, workflow.states[workflow.destination(one, state)])
    ]
    if ahead:
        return (ahead[0], "you") if leads else ("", "its lead")
    return "", "" if here.kind == "end" else "the office"


def _due(one: Application, round_: Round, *, editable: bool) -> datetime | None:
    if editable:
        return round_.closes_at
    moments = [datetime.fromisoformat(text) for text in one.deadlines.values() if text]
    return min(moments) if moments else None


_BRIEF = (
    "case",
    "title",
    "stage",
    "next",
    "who",
    "due",
    "asked_pence",
    "offered_pence",
    "paid_pence",
    "to_claim_pence",
)
_KINDS = {"asked": "Asked", "offered": "Offered", "paid": "Paid", "to_claim": "To claim"}
_FACTS = (
    Column("case", "Case"),
    Column("title", "Title"),
    Column("round", "Round"),
    Column("stage", "Stage"),
    Column("next", "Next"),
    Column("who", "Who"),
    Column("due", "Due", "moment"),
    Column("preference", "Your order", "number"),
    Column("not_agreed", "Not agreed yet"),
)
_TOTALS = tuple(Column(f"{kind}_pence", title, "pence") for kind, title in _KINDS.items())


def _columns(keys: Iterable[Key]) -> Iterable[Column]:
    for commissioner, period in keys:
        for kind, title in _KINDS.items():
            yield Column(f"{kind}_{commissioner}_{period}_pence", f"{title} {commissioner} {period}", "pence")
