"""Reports of rounds, of the ranked list, and of awards."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from sqlmodel import Session, col, select

from fundflow import applications, audit, ledger, organisations, scoring, support
from fundflow.applications import Application, Round
from fundflow.awards import Award, OfferLine
from fundflow.ledger import Balances
from fundflow.reporting.queries import words
from fundflow.reporting.queries.money import pence
from fundflow.reporting.queries.past import state_then
from fundflow.reporting.rules import money, withheld
from fundflow.reporting.rules.report import Asked, Column, Report, Row, make

CASE = Column("case", "Case")
FUND = (Column("fund", "Fund id", at="data"), Column("fund_title", "Fund", at="paper"))


def stood(session: Session, asked: Asked, row: Application) -> str:
    """The state of a case at the end of the day asked for."""
    return state_then(session, asked, row.ref, state=row.state, since=row.state_since, first="draft")


def held_by_case(session: Session, asked: Asked) -> dict[str, list[Balances]]:
    """What every case holds, by its reference."""
    found: dict[str, list[Balances]] = defaultdict(list)
    for one in ledger.holdings_as_at(session, as_at=asked.as_at, known_at=asked.known_at):
        if asked.wants(fund=one.key.fund, commissioner=one.key.commissioner):
            found[(one.holder or "").rsplit("/", 1)[0]].append(one)
    return found


def rounds(session: Session, asked: Asked) -> Report:
    """One row a round: dates, bids, what was asked for, what was promised and paid of it."""
    held = held_by_case(session, asked)
    rows = []
    for one in _rounds(session, asked):
        cases = [row for row in _cases(session, one) if asked.counts(row.created_at)]
        bids = [row for row in cases if asked.counts(row.submitted_at)]
        states = Counter(stood(session, asked, row) for row in cases)
        balances = [balance for row in cases for balance in held.get(row.ref, ())]
        rows.append(
            {
                "round": one.ref,
                "fund": one.fund,
                "fund_title": words.fund_title(asked.library, one.fund),
                "title": one.title,
                "state": "closed" if one.closed_at and asked.counts(one.closed_at) else _round_state(asked, one),
                "opens_at": one.opens_at,
                "closes_at": one.closes_at,
                **_counted(asked, one.fund, bids=len(bids), drafts=len(cases) - len(bids), states=states),
                "asked_pence": sum(row.ask_pence for row in bids),
                "reserved_pence": sum(balance.reserved for balance in balances),
                "committed_pence": sum(balance.committed for balance in balances),
                "paid_pence": sum(balance.paid for balance in balances),
            }
        )
    brief = ("round", "state", "closes_at", "bids", "asked_pence", "reserved_pence", "committed_pence", "paid_pence")
    notes = words.hidden_note(asked, (row["fund"] for row in rows))
    return make(asked, "rounds", "Rounds", _ROUNDS, rows, notes=notes, brief=brief)


def _counted(asked: Asked, fund: str, *, bids: int, drafts: int, states: Mapping[str, int]) -> Row:
    """How many bids and drafts a round has and where they stand, as far as their fund's numbers may be printed."""
    named = [(_plain(state), count) for state, count in sorted(states.items()) if state]
    if not words.hides(asked, fund):
        return {"bids": bids, "drafts": drafts, "stands": ", ".join(f"{count} {state}" for state, count in named)}
    return {
        **support.suppressed({"bids": bids, "drafts": drafts}, least=withheld.LEAST),
        "stands": withheld.tallied(named),
    }


_ROUNDS = (
    Column("round", "Round"),
    *FUND,
    Column("title", "Title", at="data"),
    Column("state", "State"),
    Column("opens_at", "Opens", "moment"),
    Column("closes_at", "Closes", "moment"),
    Column("bids", "Bids", "number"),
    Column("drafts", "Drafts", "number"),
    Column("stands", "Where they stand"),
    Column("asked_pence", "Asked", "pence"),
    *pence("reserved", "committed", "paid"),
)


def _rounds(session: Session, asked: Asked) -> list[Round]:
    found = applications.rounds(session, fund=asked.fund)
    return [one for one in found if asked.round_ref in (None, one.ref) and asked.counts(one.created_at)]


def _round_state(asked: Asked, one: Round) -> str:
    if not asked.backward:
        return one.state
    return "open" if asked.counts(one.opens_at) else "planned"


def _cases(session: Session, one: Round) -> list[Application]:
    query = select(Application).where(Application.round_id == one.id, col(Application.set_aside).is_(False))
    return list(session.exec(query.order_by(Application.ref)))


def _plain(state: str) -> str:
    return state.replace("_", " ")


def awards(session: Session, asked: Asked) -> Report:
    """One row an award: offered, committed, claimed, paid, to recover, and where it stands."""
    found = [
        (award, case, ref)
        for award, case, ref in session.exec(_EVERY_AWARD)
        if asked.counts(award.accepted_at) and asked.wants(fund=case.fund) and asked.round_ref in (None, ref)
    ]
    offered = _offered(session, asked, [award.offer_id for award, _, _ in found])
    held = held_by_case(session, asked)
    names = organisations.names(session, {award.recipient for award, _, _ in found})
    rows: list[Row] = [
        {
            **case_cells(asked, case),
            "round": round_ref,
            "recipient": words.shown(asked, case.fund, award.recipient, case=case.ref),
            "recipient_name": words.shown(asked, case.fund, names.get(award.recipient, award.recipient), case=case.ref),
            "state": _plain(stood(session, asked, case)),
            "starts": award.starts,
            "ends": award.ends,
            "offered_pence": offered.get(award.offer_id, 0),
            **_sums(held.get(case.ref, ()), ("committed", "claimed", "approved", "paid", "recoverable", "remaining")),
        }
        for award, case, round_ref in found
        if held.get(case.ref) or not asked.commissioner
    ]
    notes = words.hidden_note(asked, (row["fund"] for row in rows))
    brief = ("case", "recipient_name", "state", "offered_pence", "committed_pence", "paid_pence", "recoverable_pence")
    return make(asked, "awards", "Awards", _AWARDS, rows, notes=notes, brief=brief, anchor=audit.anchor(session))


_EVERY_AWARD = (
    select(Award, Application, Round.ref)
    .join(Application, col(Application.id) == Award.application_id)
    .join(Round, col(Round.id) == Application.round_id)
    .order_by(Application.ref)
)
_AWARDS = (
    CASE,
    Column("round", "Round", at="data"),
    *FUND,
    Column("title", "Title"),
    Column("recipient", "Code"),
    Column("recipient_name", "Recipient", at="paper"),
    Column("state", "State"),
    Column("starts", "Starts", "date"),
    Column("ends", "Ends", "date"),
    Column("offered_pence", "Offered", "pence"),
    *pence("committed", "claimed", "approved", "paid", "recoverable"),
    Column("remaining_pence", "Remaining", "pence"),
)


def case_cells(asked: Asked, case: Application) -> Row:
    """The cells that say which case a row is about."""
    return {
        "case": case.ref,
        "fund": case.fund,
        "fund_title": words.fund_title(asked.library, case.fund),
        "title": words.shown(asked, case.fund, case.title, case=case.ref),
    }


def _sums(balances: Iterable[Balances], names: tuple[str, ...]) -> Row:
    listed = list(balances)
    return {f"{name}_pence": sum(getattr(one, name) for one in listed) for name in names}


def _offered(session: Session, asked: Asked, offers: list[int]) -> dict[int, int]:
    """Pence of each offer, of the commissioner asked for if one was."""
    found: dict[int, int] = defaultdict(int)
    for start in range(0, len(offers), 500):
        batch = offers[start : start + 500]
        for line in session.exec(select(OfferLine).where(col(OfferLine.offer_id).in_(batch))):
            if asked.wants(commissioner=line.commissioner):
                found[line.offer_id] += line.pence
    return found


def scores(session: Session, asked: Asked) -> Report:
    """The ranked list of each round, as it was tested against the money: rank, score, band, and what it could get."""
    rows: list[Row] = []
    notes: list[str] = []
    for one in _rounds(session, asked):
        lists = [row for row in scoring.rankings(session, one.id or 0) if asked.counts(row.at)]
        if not lists:
            continue
        latest = lists[-1]
        notes.append(f"{one.ref}: list {latest.number}, {'frozen' if latest.frozen_at else 'not frozen yet'}.")
        outcomes = {outcome.id: outcome for outcome in scoring.outcomes(session, latest)}
        cases = {row.id: row for row in _cases(session, one)}
        for entry in sorted(latest.rows, key=lambda row: (row["rank"] is None, row["rank"] or 0, row["ref"])):
            about = entry["application_id"]
            rows.append(_score_row(asked, one, entry, cases.get(about), outcomes.get(about)))
    brief = ("rank", "case", "title", "score", "band", "asked_pence", "outcome", "fits_pence")
    return make(asked, "scores", "Ranked list", _SCORES, rows, notes=notes, brief=brief)


def _score_row(asked: Asked, one: Round, entry: Row, case: Application | None, outcome: scoring.Outcome | None) -> Row:
    patients = money.PatientList((entry["patients"] or 0) * 100, "registered", asked.day)
    return {
        "round": one.ref,
        "rank": f"{entry['rank']}{'=' if entry['tied_with'] else ''}" if entry["rank"] else "",
        "of": entry["of"],
        "case": entry["ref"],
        "title": words.shown(asked, one.fund, case.title if case else ""),
        "lead": words.shown(asked, one.fund, case.lead if case else ""),
        "score": scoring.tenths_words(entry["tenths"]) if entry["consolidation_id"] else None,
        "band": _plain(entry["band"]),
        "excluded": entry["excluded"],
        "preference": case.preference if case else None,
        "links": applications.link_words(case.links) if case else "",
        "asked_pence": entry["ask_pence"],
        "cost_per_head": patients.per_head(entry["ask_pence"]),
        "outcome": _plain(outcome.status) if outcome else "",
        "fits_pence": outcome.pence if outcome else 0,
        "stopped_by": ", ".join(outcome.stopped_by) if outcome else "",
    }


_SCORES = (
    Column("round", "Round"),
    Column("rank", "Rank"),
    Column("of", "Of", "number"),
    CASE,
    Column("title", "Title"),
    Column("lead", "Lead"),
    Column("score", "Score", "percent"),
    Column("band", "Band"),
    Column("excluded", "Not ranked because"),
    Column("preference", "Lead's own order", "number"),
    Column("links", "Linked by its lead"),
    Column("asked_pence", "Asked", "pence"),
    Column("cost_per_head", "Cost a head", "rate"),
    Column("outcome", "Outcome"),
    Column("fits_pence", "Within the money", "pence"),
    Column("stopped_by", "Waits behind"),
)
