"""Opens rounds and amends them."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from fundflow.applications.queries.rounds import definitions, drafts_of, last_round_number, round_changes
from fundflow.applications.rules import rounds as rules
from fundflow.applications.rules.freezing import plain
from fundflow.applications.tables import ApplicationVersion, Round, RoundChange, RoundDefinition
from fundflow.audit import Act
from fundflow.clock import london_day, moment_words
from fundflow.definitions import Form, Fund, pinned_snapshot, unpin
from fundflow.errors import BadInput, Refused


def open_round(
    session: Session,
    *,
    pinned: Mapping[str, Any],
    opens_at: datetime,
    closes_at: datetime,
    title: str = "",
    number: int | None = None,
    reserve_until: date | None = None,
    snapshot_on: date | None = None,
    next_round: str = "",
    settings: Mapping[str, Any] | None = None,
    lived_elsewhere: bool = False,
    act: Act,
) -> Round:
    """Open (or plan) a round that keeps `pinned` (`Library.pin`), so that cases in flight never see a later edit.

    One that lived elsewhere until now may have closed long ago, and takes no bids here.

    Raises:
        BadInput: the fund takes no bids, or the dates do not run forward.
    """
    fund, workflow = _takes_bids(pinned)
    _run_forward(opens_at, closes_at, opens_at if lived_elsewhere else act.now)
    year = london_day(opens_at).year
    chosen = number if number is not None else last_round_number(session, fund=fund.fund, year=year) + 1
    row = Round(
        ref=rules.reference(fund.fund, year, chosen),
        fund=fund.fund,
        workflow=workflow,
        year=year,
        number=chosen,
        title=title or f"{fund.short_title} {year}, round {chosen}",
        opens_at=opens_at,
        closes_at=closes_at,
        reserve_until=reserve_until or rules.reserve_list_ends(closes_at),
        state="closed" if lived_elsewhere else "open" if opens_at <= act.now else "planned",
        closed_at=closes_at if lived_elsewhere else None,
        pinned=dict(pinned),
        pinned_sha256=pinned["sha256"],
        snapshot_on=snapshot_on,
        settings=plain(dict(settings or {})),
        next_round=next_round,
        created_at=act.now,
        created_by=act.actor_id,
    )
    session.add(row)
    session.flush()
    record(session, row, "opened", before={}, after=dates(row), act=act)
    return row


def _takes_bids(pinned: Mapping[str, Any]) -> tuple[Fund, str]:
    fund = unpin(pinned).fund
    if fund.workflow is None or fund.case_prefix is None:
        raise BadInput(f"{fund.title} takes no bids: give it a workflow and a case prefix first", place="fund")
    return fund, fund.workflow


def _run_forward(opens_at: datetime, closes_at: datetime, now: datetime) -> None:
    if opens_at >= closes_at:
        raise BadInput(f"the round would close on {moment_words(closes_at)}, before it opens", place="closes")
    if closes_at <= now:
        raise BadInput(f"{moment_words(closes_at)} has passed: choose a later closing time", place="closes")


def begin_round(session: Session, round_: Round, *, act: Act) -> Round:
    """Mark a planned round open once its opening time has come; harmless when repeated."""
    if round_.state == "planned" and round_.opens_at <= act.now:
        round_.state = "open"
        session.add(round_)
        session.flush()
    return round_


def amend_round(
    session: Session,
    round_: Round,
    *,
    act: Act,
    title: str | None = None,
    opens_at: datetime | None = None,
    reserve_until: date | None = None,
    snapshot_on: date | None = None,
    next_round: str | None = None,
    settings: Mapping[str, Any] | None = None,
    pinned: Mapping[str, Any] | None = None,
) -> RoundChange:
    """Change what is given and record before and after; a changed form or scheme is pinned anew, with its class.

    The closing time has its own verbs. `after["change"]` says `none`, `wording`, `optional` or `material`.

    Raises:
        Refused: the round is cancelled, or has begun and its opening would move.
        BadInput: another fund's definition, or an opening after the closing.
    """
    still_there(round_)
    before = dates(round_)
    if opens_at is not None and opens_at != round_.opens_at:
        _move_opening(round_, opens_at, act.now)
    change = _repin(session, round_, pinned, act) if pinned is not None else "none"
    given = {"title": title, "reserve_until": reserve_until, "snapshot_on": snapshot_on, "next_round": next_round}
    for name, value in given.items():
        if value is not None:
            setattr(round_, name, value)
    if settings is not None:
        round_.settings = {**round_.settings, **plain(dict(settings))}
    session.add(round_)
    session.flush()
    return record(session, round_, "amended", before=before, after={**dates(round_), "change": change}, act=act)


def _move_opening(round_: Round, opens_at: datetime, now: datetime) -> None:
    if round_.opens_at <= now:
        raise Refused.because(
            "round_open",
            f"The opening was not moved: {round_.title} has been open since {moment_words(round_.opens_at)}. "
            "You can extend its closing time instead.",
        )
    if opens_at >= round_.closes_at:
        raise BadInput(f"the round closes on {moment_words(round_.closes_at)}, before that", place="opens")
    round_.opens_at = opens_at


def _repin(session: Session, round_: Round, pinned: Mapping[str, Any], act: Act) -> str:
    was, now = definitions(round_), unpin(pinned)
    change = class_of_amendment(round_, pinned)
    if change == "none" or was.fund.form is None or now.fund.form is None:
        round_.pinned, round_.pinned_sha256 = dict(pinned), pinned["sha256"]
        return change
    assert round_.id is not None
    version = was.fund.form.version
    session.add(
        RoundDefinition(
            round_id=round_.id,
            form_version=version,
            pinned=round_.pinned,
            pinned_sha256=round_.pinned_sha256,
            until=act.now,
        )
    )
    form = now.fund.form.model_copy(update={"version": version + 1})
    fresh = pinned_snapshot(now.model_copy(update={"fund": now.fund.model_copy(update={"form": form})}))
    round_.pinned, round_.pinned_sha256 = fresh, fresh["sha256"]
    for draft in drafts_of(session, round_.id):
        fit_to_form(draft, form)
        session.add(draft)
    return change


def fit_to_form(version: ApplicationVersion, form: Form) -> None:
    """Let a draft answer a form as it is now; answers to questions that are gone are kept apart, and come back with them."""
    asked = {question.key for question in form.questions}
    written = {**version.removed, **version.answers}
    version.answers = {key: text for key, text in written.items() if key in asked}
    version.removed = {key: text for key, text in written.items() if key not in asked}
    version.form_version = form.version


def class_of_amendment(round_: Round, pinned: Mapping[str, Any]) -> rules.Change:
    """How far a changed definition would touch those who are writing: `none`, `wording`, `optional` or `material`.

    Raises:
        BadInput: it is another fund's definition, or changes who decides, who pays, the money's years or the life cycle.
    """
    was, now = definitions(round_), unpin(pinned)
    for name in ("fund", "workflow", "commissioners", "committees", "group", "case_prefix", "criteria"):
        if getattr(was.fund, name) != getattr(now.fund, name):
            raise BadInput(
                f"'{name}' of {round_.fund} cannot change while a round is under way: plan another round", place=name
            )
    if was.fund.money.periods != now.fund.money.periods:
        pinned_years, given = ", ".join(was.fund.money.periods), ", ".join(now.fund.money.periods)
        raise BadInput(
            f"this round of {round_.fund} is for {pinned_years} and the definitions given are for {given}: give the file "
            "of this round's years (--from), or plan another round",
            place="money/periods",
        )
    order: tuple[rules.Change, ...] = ("none", "wording", "optional", "material")
    return max(
        rules.class_of_change(was.fund, now.fund), rules.class_of_criteria(was.criteria, now.criteria), key=order.index
    )


def still_there(round_: Round) -> None:
    """Let a cancelled round be changed no more."""
    if round_.state == "cancelled":
        raise Refused.because(
            "round_open", f"Nothing was changed: {round_.title} was cancelled. You can plan another round."
        )


def dates(round_: Round) -> dict[str, Any]:
    """What the history of a round keeps of it before and after a change."""
    names = ("state", "title", "opens_at", "closes_at", "reserve_until", "snapshot_on", "next_round", "settings")
    stated: dict[str, Any] = plain({name: getattr(round_, name) for name in names})
    return {**stated, "pinned_sha256": round_.pinned_sha256}


def record(
    session: Session, round_: Round, kind: str, *, before: dict[str, Any], after: dict[str, Any], act: Act
) -> RoundChange:
    """Keep one change of a round in its history."""
    assert round_.id is not None
    changed = {name: value for name, value in after.items() if before.get(name) != value}
    row = RoundChange(
        round_id=round_.id,
        number=len(round_changes(session, round_.id)) + 1,
        kind=kind,
        before={name: before[name] for name in changed if name in before},
        after=changed,
        reason=act.reason,
        by=act.actor_id,
        at=act.now,
    )
    session.add(row)
    session.flush()
    return row
