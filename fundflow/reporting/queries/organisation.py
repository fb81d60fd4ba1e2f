"""One organisation's bids and awards: where each stands, what comes next and by when, and its money."""

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
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
    cases = [
        one
        for one in session.exec(select(Application).where(*_of(codes)).order_by(col(Application.ref)))
        if asked.wants(fund=one.fund) and one.ref not in unseen
    ]
    money = _money(session, {one.id or 0: one.ref for one in cases})
    keys = sorted({key for found in money.values() for key in found})
    rows = _rows(session, cases, _rounds(session, {one.round_id for one in cases}), money, keys, codes=codes)
    columns = [*_FACTS, *_TOTALS, *_columns(keys)]
    made = make(asked, "bids", f"Bids and awards of {name}", columns, rows, brief=_BRIEF)
    return marked(made) if practising.marker(session) else made


@dataclass(frozen=True)
class BidsPage:
    """A page of an organisation's bids: its rows, how many were found, the money of all of them, and what to choose from.

    `rounds` are titles by reference, `stages` the words for where a bid stands.
    """

    rows: Sequence[Row]
    found: int
    totals: Mapping[str, int]
    rounds: Mapping[str, str]
    stages: Sequence[str]


def bids_page(
    session: Session,
    code: str,
    *,
    round_ref: str = "",
    stage: str = "",
    first: int,
    most: int,
    unseen: Container[str] = (),
) -> BidsPage:
    """Some of an organisation's bids, of one round and at one stage if they are named, from the `first` (0) on.

    Only the rows that are shown are worked out; the money is of all that were found.
    """
    codes = sorted(organisations.one_with(session, [code]))
    light = select(Application.id, Application.ref, Application.round_id, Application.state).where(*_of(codes))
    every = [one for one in session.exec(light.order_by(col(Application.ref))) if one[1] not in unseen]
    rounds = _rounds(session, {round_id for _, _, round_id, _ in every})
    stages = {
        (round_id, state): _life(rounds[round_id]).states[state].applicant
        for round_id, state in {(round_id, state) for _, _, round_id, state in every}
    }
    found = [
        (number, ref)
        for number, ref, round_id, state in every
        if round_ref in ("", rounds[round_id].ref) and stage in ("", stages[round_id, state])
    ]
    money = _money(session, {number or 0: ref for number, ref in found})
    shown = [number for number, _ in found[first : first + most]]
    cases = session.exec(select(Application).where(col(Application.id).in_(shown)).order_by(col(Application.ref))).all()
    return BidsPage(
        _rows(session, cases, rounds, money, (), codes=codes),
        len(found),
        _together(money),
        {row.ref: row.title for row in sorted(rounds.values(), key=lambda row: row.opens_at)},
        sorted(set(stages.values())),
    )


def _together(money: Mapping[str, Mapping[Key, Mapping[str, int]]]) -> dict[str, int]:
    cells = [cell for found in money.values() for cell in found.values()]
    return {f"{kind}_pence": sum(cell.get(kind, 0) for cell in cells) for kind in _KINDS}


def _rounds(session: Session, numbers: Collection[int]) -> dict[int, Round]:
    return {one.id or 0: one for one in session.exec(select(Round).where(col(Round.id).in_(numbers)))}


def _life(round_: Round) -> Workflow:
    workflow = applications.definitions(round_).workflow
    assert workflow is not None
    return workflow


def _of(codes: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
    """That a case is led by one of some organisations, or has one of them in it."""
    inside = select(Participant.application_id).where(
        col(Participant.organisation).in_(codes), col(Participant.state).not_in(("left", "removed"))
    )
    return (col(Application.lead).in_(codes) | col(Application.id).in_(inside), col(Application.set_aside).is_(False))


def _rows(
    session: Session,
    cases: Sequence[Application],
    rounds: Mapping[int, Round],
    money: Mapping[str, Mapping[Key, Mapping[str, int]]],
    keys: Sequence[Key],
    *,
    codes: Sequence[str],
) -> list[Row]:
    waiting = _not_agreed(session, [one.id for one in cases if one.id is not None])
    return [
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
    workflow = _life(round_)
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
