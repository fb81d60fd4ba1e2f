"""`fundflow assign`, `declare`, `score`, `moderate`, `rank`, `option`, `recommend`: how bids are judged."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fundflow import plural
from fundflow.cli import assessors, below, cases, terminal, values
from fundflow.cli.options import As, CaseRef, Reason, RoundRef, With
from fundflow.errors import BadInput

if TYPE_CHECKING:
    from fundflow.database import Session


def add_to(app: typer.Typer) -> None:
    """Add the commands of assessment."""
    app.command("assign")(assign)
    app.command("declare")(declare)
    app.command("score")(score)
    app.command("moderate")(moderate)
    app.command("rank")(rank)
    app.command("option")(option)
    app.command("recommend")(recommend)


def assign(
    ref: CaseRef,
    assessor: Annotated[str, typer.Argument(metavar="USER", help="The assessor's sign-in name.")],
    *,
    user: As,
    clinical: Annotated[bool, typer.Option("--clinical", help="Sits as a clinician.")] = False,
    finance_aware: Annotated[bool, typer.Option("--finance-aware", help="Sits as somebody who knows finance.")] = False,
) -> None:
    """Seat an assessor on a bid."""
    with terminal.writing() as session:
        seat = below.engine.assessment.assign(
            session,
            ref,
            assessor,
            actor=terminal.acting(session, user),
            now=terminal.now(),
            finance_aware=finance_aware,
            clinical=clinical,
        )
        facts = {"ref": ref, "assessor": assessor, **terminal.facts(seat, "state clinical finance_aware")}
    terminal.told(f"{assessor} has a seat on {ref}", facts)


def declare(
    ref: Annotated[str, typer.Argument(metavar="REF", help="A bid; with --all a round.")],
    answer: Annotated[
        str | None, typer.Argument(metavar="ANSWER", help="none, declare, not_sure or same_area.")
    ] = None,
    *,
    user: As,
    detail: Annotated[str, typer.Option(help="What the interest is.")] = "",
    page: Annotated[
        Path | None, typer.Option("--all", metavar="FILE", help="YAML: each bid of the round with its answer.")
    ] = None,
) -> None:
    """Say, as an assessor, whether you have an interest in a bid, or in every bid of a round; papers open after that."""
    if page is not None:
        assessors.declare_page(ref, page, user)
        return
    if answer is None:
        raise typer.BadParameter(
            "say none, declare, not_sure or same_area, or give a page with --all", param_hint="ANSWER"
        )
    with terminal.writing() as session:
        if any(one.ref == ref for one in below.applications.rounds(session)):
            raise typer.BadParameter(
                f"{ref} is a round: name one bid, or declare for them all with --all FILE, which holds a line like "
                f"'TF-17-0001: {answer}' for each; fundflow assessment declarations lists them",
                param_hint="REF",
            )
        actor, now = terminal.acting(session, user), terminal.now()
        below.engine.assessment.declare(session, ref, answer=answer, detail=detail, actor=actor, now=now)
    terminal.told(f"{user} declared '{answer}' on {ref}", {"ref": ref, "assessor": user, "answer": answer})


def score(
    ref: CaseRef,
    *,
    user: As,
    mark: Annotated[
        list[str] | None, typer.Option(metavar="CRITERION=SCORE", help="A mark; its reason stands in --reason.")
    ] = None,
    reason: Annotated[str, typer.Option(help="The justification of the marks given here.")] = "",
    strength: Annotated[str, typer.Option(help="Sent to the applicant.")] = "",
    gap: Annotated[str, typer.Option(help="Sent to the applicant.")] = "",
    file: Annotated[Path | None, typer.Option("--from", metavar="FILE", help="YAML: a sheet under 'marks'.")] = None,
    lock: Annotated[bool, typer.Option("--lock", help="Lock the sheet: nothing in it changes afterwards.")] = False,
) -> None:
    """Score a bid as its assessor; opens its papers if they are not open yet."""
    marks = _marks(mark, reason, strength, gap, file)
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        below.engine.assessment.open_papers(session, ref, actor=actor, now=now)
        taken = below.engine.assessment.score(session, ref, marks, actor=actor, now=now, lock=lock)
    state = taken.state if taken else None
    line = f"{plural.counted(len(marks), 'mark')} of {user} on {ref}: {'locked' if lock else 'saved'}"
    facts = {"ref": ref, "assessor": user, "marks": sorted(marks), "locked": lock, "state": state}
    terminal.told(f"{line}; scoring is complete: {state}" if state else line, facts)


def _marks(mark: list[str] | None, reason: str, strength: str, gap: str, file: Path | None) -> dict[str, Any]:
    from fundflow.cli import papers  # noqa: PLC0415 - help needs no papers

    found = papers.read(papers.Sheet, file).taken() if file else {}
    typed = values.named(mark, option="--mark")
    sheet = {
        "marks": {
            key: {"score": text, "justification": reason, "strength": strength, "gap": gap}
            for key, text in typed.items()
        }
    }
    return {**found, **papers.shape(papers.Sheet, sheet, place="--mark").taken()}


def moderate(
    ref: CaseRef,
    criterion: Annotated[str, typer.Argument(help="The criterion to settle.")],
    *,
    user: As,
    reason: Reason,
    agreed: Annotated[int | None, typer.Option(metavar="SCORE", help="A whole score in place of the mean.")] = None,
    mean_stands: Annotated[bool, typer.Option("--mean-stands", help="Let the mean stand.")] = False,
) -> None:
    """Settle a criterion that the assessors dispute, as the chair of moderation."""
    if (agreed is None) != mean_stands:
        raise BadInput("give either --agreed SCORE or --mean-stands", place="fundflow moderate")
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        below.engine.assessment.agree_score(session, ref, criterion, agreed=agreed, reason=reason, actor=actor, now=now)
    said = "the mean stands" if agreed is None else f"agreed at {agreed}"
    terminal.told(f"{ref}, {criterion}: {said}", {"ref": ref, "criterion": criterion, "agreed": agreed})


def rank(
    ref: RoundRef,
    *,
    user: As,
    freeze: Annotated[bool, typer.Option("--freeze", help="Freeze the list, so that advice can rest on it.")] = False,
) -> None:
    """Rank a round's bids against the money free now."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        below.engine.assessment.rank(session, ref, actor=actor, now=now, freeze=freeze)
        rows = _walked(session, ref)
        spare = below.engine.undersubscribed.lines(session, below.applications.get_round(session, ref))
    terminal.table(rows, title=f"{ref}, ranked{' and frozen' if freeze else ''}")
    for line in spare:
        terminal.say(line)


def _walked(session: "Session", ref: str) -> list[dict[str, Any]]:
    wishes = below.engine.portfolio.wishes(session, ref)
    return [
        {
            "rank": one.rank,
            "ref": one.ref,
            "status": one.status,
            "given_pence": one.pence,
            "short": [f"{commissioner} {period}" for commissioner, period in one.short],
            "stopped_by": list(one.stopped_by),
            "leads_order": wishes[one.ref].preference,
            "linked": wishes[one.ref].links,
            "link_not_kept": list(wishes[one.ref].not_kept),
        }
        for one in below.engine.assessment.walk(session, ref)
    ]


def option(
    round_ref: RoundRef,
    ref: CaseRef,
    choice: Annotated[
        str, typer.Argument(metavar="CHOICE", help="partial_award, skip_to_next, hold_balance or decide_tie.")
    ],
    *,
    user: As,
    reason: Reason,
    amount: Annotated[
        list[str] | None, typer.Option(metavar="CODE/PERIOD=AMOUNT", help="What a partial award gives of a key.")
    ] = None,
) -> None:
    """Record what people choose where the ranked list stopped at a bid."""
    amounts = {_cell(key): pence for key, pence in values.amounts(amount, option="--amount").items()}
    with terminal.writing() as session:
        below.engine.assessment.record_option(
            session,
            round_ref,
            ref,
            choice,
            reason=reason,
            amounts=amounts or None,
            actor=terminal.acting(session, user),
            now=terminal.now(),
        )
        rows = _walked(session, round_ref)
    terminal.table(rows, title=f"{round_ref} with '{choice}' for {ref}")


def _cell(text: str) -> tuple[str, str]:
    commissioner, sign, period = text.partition("/")
    if not sign:
        raise BadInput(f"'{text}' is not a key: write it as 05J/2017/18=£1,234.50", place="--amount")
    return commissioner, str(below.calendar.Period.parse(period, place="--amount"))


def recommend(
    ref: CaseRef,
    kind: Annotated[str, typer.Argument(metavar="KIND", help="approve, partial, defer or reject.")],
    *,
    meeting: Annotated[str, typer.Option(help="The group's meeting.")],
    reasons: Annotated[str, typer.Option(help="Why the group advises so.")],
    user: As,
    amount: Annotated[
        list[str] | None, typer.Option(metavar="CODE/PERIOD=AMOUNT", help="What is advised of a key.")
    ] = None,
    given: With = None,
) -> None:
    """Record what the assessing group advises; committees decide."""
    typed = {"recommendation": kind, "meeting": meeting, "reasons": reasons, **values.given(given)}
    amounts = {_cell(key): pence for key, pence in values.amounts(amount, option="--amount").items()}
    if amounts:
        typed["amounts"] = [
            {"commissioner": commissioner, "period": period, "pence": pence}
            for (commissioner, period), pence in amounts.items()
        ]
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        taken = below.engine.take_step(session, ref, "recommend", actor=actor, now=now, values=typed)
    cases.report(taken)
