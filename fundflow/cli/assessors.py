"""`fundflow assessment` for assessors and moderators: declare, read, compare, score offline, lock, unlock, correct."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fundflow import plural
from fundflow.cli import below, terminal, values
from fundflow.cli.options import As, CaseRef, DryRun, Reason, RoundRef
from fundflow.errors import BadInput

if TYPE_CHECKING:
    from fundflow.database import Session
    from fundflow.engine.calibration import OwnGrid
    from fundflow.scoring import OwnSpread

Out = Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to write it.")]


def add_commands(group: typer.Typer) -> None:
    """Add the assessor's and the moderator's commands to the group `assessment`."""
    group.command("declarations")(declarations)
    group.command("pack")(pack)
    group.command("grid")(grid)
    group.command("sheet")(sheet)
    group.command("import")(import_sheet)
    group.command("lock")(lock)
    group.command("unlock")(unlock)
    group.command("rule")(rule)
    group.command("moderation")(moderation)
    group.command("correct")(correct)
    group.command("feedback")(feedback)
    group.command("tell")(tell)
    group.command("history")(history)


def declarations(ref: RoundRef, *, user: As) -> None:
    """Show every bid of a round that you assess, who is in it, and what the register suggests that you declare."""
    with terminal.reading() as session:
        rows = below.engine.assessors.to_declare(session, ref, actor=terminal.acting(session, user), now=terminal.now())
        terminal.table(
            [{**terminal.simple(one), "practices": "; ".join(one.practices)} for one in rows],
            columns=("ref", "title", "lead", "practices", "ask_pence", "suggested", "why", "answered"),
        )


def declare_page(ref: str, file: Path, user: str) -> None:
    """Declare for every bid of a file: reference to an answer, or to an answer and what the interest is."""
    written = values.read(file)
    if not isinstance(written, dict):
        raise BadInput("a page of answers is expected: TF-17-0001: none", place=str(file))
    answers: dict[str, tuple[str, str]] = {}
    for bid, said in written.items():
        parts = said if isinstance(said, dict) else {"answer": said}
        answers[bid] = (str(parts.get("answer", "")), str(parts.get("detail", "")))
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        many = below.engine.assessors.declare_all(session, ref, answers, actor=actor, now=now)
    terminal.told(
        f"{user} declared for {plural.counted(many, 'bid')} of {ref}",
        {"round": ref, "assessor": user, "declared": many},
    )


def pack(ref: RoundRef, *, out: Out, user: As) -> None:
    """Write your pack as one Word file: every bid that you may read, with a page to write on for each criterion."""
    from fundflow.exchange.exports import pack as packs  # noqa: PLC0415 - few commands need Word

    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        made = below.engine.assessors.open_pack(session, ref, actor=actor, now=now)
        out.write_bytes(terminal.word(packs.as_docx(made)))
        refs, shut = [bid.ref for bid in made.bids], [{"ref": bid, "why": why} for bid, why in made.shut]
    terminal.told(
        f"{out}: {plural.counted(len(refs), 'bid')}, {len(shut)} left out",
        {"file": str(out), "bids": refs, "shut": shut},
    )
    for one in shut:
        terminal.note(f"{one['ref']}: {one['why']}")


def grid(
    ref: RoundRef,
    *,
    by: Annotated[str, typer.Option(metavar="CRITERION", help="Put the highest of this criterion first.")] = "",
    user: As,
) -> None:
    """Show your own scores side by side, how they lie, and where the same words got different scores; only you see it."""
    with terminal.reading() as session:
        made = below.engine.calibration.own_grid(session, ref, actor=terminal.acting(session, user), by=by)
    bids, spreads = _own_bids(made), [_own_spread(one) for one in made.spreads]
    if terminal.wishes.json:
        asked = [{**terminal.simple(one), "scores": dict(one.scores)} for one in made.same_words]
        terminal.document({"bids": bids, "criteria": spreads, "same_words": asked})
        return
    terminal.table(bids, title=f"Own scores of {user}", columns=[key for key in bids[0] if key != "title"])
    terminal.table(spreads, title="How they lie")
    for one in made.same_words:
        terminal.say(f"{one.question}. Is that what you mean?")


def _own_bids(made: "OwnGrid") -> list[dict[str, object]]:
    keys = [one.criterion for one in made.spreads]
    return [
        {
            "ref": row.ref,
            "title": row.title,
            "state": row.state,
            **{key: row.marks.get(key) for key in keys},
            "total": below.scoring.tenths_words(below.scoring.in_tenths(row.total)) if row.total is not None else None,
            "missing": len(row.lacks),
        }
        for row in made.rows
    ]


def _own_spread(one: "OwnSpread") -> dict[str, object]:
    mean = below.scoring.mean_words(one.mean) if one.mean is not None else None
    return {**terminal.facts(one, "criterion title marks"), "mean": mean, "spread": one.spread}


def sheet(ref: RoundRef, *, out: Out, user: As) -> None:
    """Write your score sheet as a workbook, with what you have written so far."""
    with terminal.reading() as session:
        content, many = _sheet(session, ref, user)
    out.write_bytes(content)
    terminal.told(
        f"{out}: {plural.counted(many, 'row')}. Fill it in, then: fundflow assessment import {ref} {out} --as {user}",
        {"file": str(out), "rows": many},
    )


def _sheet(session: "Session", ref: str, user: str) -> tuple[bytes, int]:
    from fundflow.exchange.exports import score_sheet  # noqa: PLC0415 - few commands need a workbook

    actor = terminal.acting(session, user)
    made = below.engine.assessors.own_sheet(session, ref, actor=actor)
    day = below.clock.london_day(terminal.now())
    return score_sheet.as_xlsx(made, person=actor.name, made_on=day), len(made.rows)


def import_sheet(
    ref: RoundRef,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The filled-in score sheet, .xlsx.")],
    *,
    dry_run: DryRun = False,
    user: As,
) -> int:
    """Take a filled-in score sheet: rows that cannot be taken are named by line. Nothing is locked by it."""
    from fundflow.exchange.imports import scores  # noqa: PLC0415 - few commands need a workbook

    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        report = scores.take(session, ref, file, actor=actor, now=now, dry_run=dry_run)
        if dry_run:
            below.database.dry_run(session)
    rejected = [{"line": line, "reason": reason} for line, reason in report.rejected]
    facts = {"dry_run": dry_run, **terminal.facts(report, "read written unchanged"), "rejected": rejected}
    done = "would be saved" if dry_run else "saved"
    terminal.told(
        f"{plural.counted(report.read, 'row')}: {report.written} {done}, {report.unchanged} as before, {len(rejected)} rejected",
        facts,
    )
    for one in rejected:
        terminal.note(f"{file}:{one['line']}: {one['reason']}")
    return 1 if rejected else 0


def lock(ref: RoundRef, *, user: As) -> int:
    """Lock every bid of yours in a round that is complete; what the others lack is listed, and they stay open."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        done = below.engine.assessors.lock_all(session, ref, actor=actor, now=now)
        rows = [terminal.facts(one, "ref locked state missing") for one in done]
    terminal.table(rows, title=f"{user}, {ref}")
    return 0 if all(one["locked"] for one in rows) else 1


def unlock(
    ref: CaseRef,
    assessor: Annotated[str, typer.Argument(metavar="USER", help="Whose locked scores.")],
    *,
    reason: Reason,
    user: As,
) -> None:
    """Open an assessor's locked scores again, as the moderator, before the bid has a result."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        below.engine.moderators.unlock(session, ref, assessor, reason=reason, actor=actor, now=now)
    terminal.told(
        f"{assessor} can change the scores of {ref} again", {"ref": ref, "assessor": assessor, "reason": reason}
    )


def rule(
    ref: CaseRef,
    assessor: Annotated[str, typer.Argument(metavar="USER", help="Whose declaration.")],
    *,
    may_assess: Annotated[bool, typer.Option("--may-assess/--may-not", help="Whether they go on.")],
    reason: Reason,
    user: As,
) -> None:
    """Rule on an interest or a doubt that an assessor declared: they go on, or their seat is void."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        below.engine.moderators.rule(session, ref, assessor, may_assess=may_assess, reason=reason, actor=actor, now=now)
    said = "may assess" if may_assess else "may not assess"
    terminal.told(f"{assessor} {said} {ref}", {"ref": ref, "assessor": assessor, "may_assess": may_assess})


def moderation(ref: RoundRef, *, user: As) -> None:
    """Show a moderator which bids differ and why, how generous each assessor is, and how far each criterion spreads."""
    from fundflow import views  # noqa: PLC0415 - few commands need pages' facts

    with terminal.reading() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        terminal.sheet(views.of_moderation(session, ref, actor=actor, now=now).rows)


def correct(
    ref: CaseRef,
    assessor: Annotated[str, typer.Argument(metavar="USER", help="Whose score.")],
    criterion: Annotated[str, typer.Argument(help="Which criterion.")],
    *,
    meant: Annotated[int, typer.Option(metavar="SCORE", help="What was meant.")],
    reason: Reason,
    user: As,
) -> None:
    """Note what was meant beside a locked score: the score stays as it is, and the committee is to be told."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        note = below.engine.moderators.correct(
            session, ref, assessor, criterion, meant=meant, reason=reason, actor=actor, now=now
        )
        facts = {"ref": ref, **terminal.facts(note, "id criterion stands meant would_be_tenths would_be_band reason")}
    would = below.scoring.tenths_words(facts["would_be_tenths"])
    terminal.told(
        f"Note {facts['id']}: {criterion} of {ref} stands at {facts['stands']} and {meant} was meant; "
        f"the total would be {would} ({facts['would_be_band']}). Tell the committee.",
        facts,
    )


def feedback(
    ref: CaseRef,
    criterion: Annotated[
        str | None, typer.Argument(metavar="[CRITERION]", help="Which to word; without it, all are shown.")
    ] = None,
    *,
    strength: Annotated[str | None, typer.Option(help="What was good, in one sentence or more.")] = None,
    gap: Annotated[str | None, typer.Option(help="What was missing.")] = None,
    user: As,
) -> None:
    """Show what a bid's own people will be told of each criterion, or word it for one before the letter is drafted."""
    if criterion is None:
        with terminal.reading() as session:
            actor, now = terminal.acting(session, user), terminal.now()
            found = below.engine.moderators.feedback(session, ref, actor=actor, now=now)
            terminal.table([terminal.facts(one, "criterion band strength gap") for one in found])
        return
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        row = below.engine.moderators.word_feedback(
            session, ref, criterion, strength=strength, gap=gap, actor=actor, now=now
        )
        facts = {"ref": ref, **terminal.facts(row, "criterion band strength gap")}
    terminal.told(f"{ref}, {criterion}: {facts['strength']} {facts['gap']}", facts)


def tell(
    note: Annotated[int, typer.Argument(metavar="NOTE", help="The note's number.")],
    *,
    meeting: Annotated[str, typer.Option(help="The meeting in which the committee was told.")],
    user: As,
) -> None:
    """Record in which meeting the committee was told of a note on a score."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        below.engine.moderators.tell_committee(session, note, meeting=meeting, actor=actor, now=now)
    terminal.told(f"The committee was told of note {note} in {meeting}", {"note": note, "meeting": meeting})


def history(ref: CaseRef, *, user: As) -> None:
    """Show every score that a bid was ever given: locked, changed, void, superseded or noted, by whom and why."""
    with terminal.reading() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        found = below.engine.rescored.history(session, ref, actor=actor, now=now)
        rows = [terminal.facts(one, "at who what criterion score why") for one in found]
    terminal.table(rows, title=f"Every score of {ref}")
