"""`fundflow questions`, `suits` and `application answers`: what an applicant needs without a screen."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fundflow import plural
from fundflow.cli import below, seeing, terminal
from fundflow.cli.options import As, CaseRef, Viewer

if TYPE_CHECKING:
    from fundflow.definitions.fund import Question, Tag
    from fundflow.views.funds import FundSheet

Out = Annotated[Path, typer.Option("--out", metavar="FILE", help="Where to write it, .docx.")]
Name = Annotated[
    str, typer.Argument(metavar="FUND|ROUND", help="A fund's name (its latest round), or a round's reference.")
]


def add_to(app: typer.Typer) -> None:
    """Add `questions` and `suits`."""
    app.command("questions")(questions)
    app.command("suits")(suits)


def questions(name: Name, *, out: Out) -> None:
    """Write every question of a round as a Word file, with guidance, word limits, rules and criteria."""
    from fundflow.exchange.exports import bid_paper  # noqa: PLC0415 - few commands need Word

    with terminal.reading() as session:
        row = below.engine.suiting.current_round(session, name)
        pinned = below.applications.definitions(row)
        out.write_bytes(terminal.word(bid_paper.questions(row, pinned)))
        facts = {
            "file": str(out),
            "round": row.ref,
            "questions": len(pinned.fund.form.questions) if pinned.fund.form else 0,
        }
    terminal.told(f"{out}: {facts['questions']} questions of {facts['round']}. {bid_paper.WORD_RULE}", facts)


def answers(ref: CaseRef, *, out: Out, user: Viewer = None) -> None:
    """Write a copy of a bid's answers as they stand, with their words counted, as a Word file."""
    from fundflow.exchange.exports import bid_paper  # noqa: PLC0415 - few commands need Word

    with terminal.reading() as session:
        seeing.case(session, ref, user, part="content")
        bid = below.applications.dossier(session, ref)
        form = below.applications.fund_of(session, below.applications.get(session, ref)).form
        assert form is not None
        names = below.organisations.names(session, [bid.lead, *(one.organisation for one in bid.present)])
        out.write_bytes(terminal.word(bid_paper.answers(bid, form, names)))
        words = {key: below.applications.word_count(text) for key, text in bid.content.answers.items()}
    terminal.told(
        f"{out}: {plural.counted(len(words), 'answer')}. {bid_paper.WORD_RULE}",
        {"file": str(out), "ref": ref, "words": words},
    )


def suits(
    name: Name,
    *,
    practices: Annotated[str, typer.Option(metavar="CODES", help="The practices that would take part: Z10001,Z10002.")],
    lead: Annotated[str | None, typer.Option(help="Who would lead the bid.")] = None,
    wrong: Annotated[str, typer.Option(help="What is wrong with our figures: an officer looks at it.")] = "",
    contact: Annotated[str, typer.Option(help="How to reach you, with --wrong.")] = "",
) -> None:
    """Say whether a fund suits some practices: each rule, the lists used, the money left and the dates."""
    codes = [code.strip() for code in practices.split(",") if code.strip()]
    if wrong:
        with terminal.writing() as session:
            task = below.engine.suiting.challenge(session, name, codes, wrong, contact=contact, now=terminal.now())
            facts = {"task": task.id, "text": task.text}
        terminal.told(
            "Thank you. An officer will look at the figures and ring you. Your bid is not held up by it.", facts
        )
        return
    from fundflow.cli.definitions import library  # noqa: PLC0415
    from fundflow.views import funds  # noqa: PLC0415 - few commands need views

    below.engine.rounds.must_take_bids(library(), name)
    with terminal.reading() as session:
        found = below.engine.suiting.suits(session, name, codes, lead=lead, now=terminal.now())
        fund = below.engine.suiting.current_round(session, name).fund
        takes = _takes(funds.of_fund(session, library(), fund, now=terminal.now()))
    facts = {**terminal.simple(found), **takes}
    if not terminal.wishes.json:
        facts["opens_at"] = below.clock.moment_words(found.opens_at)
        facts["closes_at"] = below.clock.moment_words(found.closes_at)
    terminal.sheet(facts)


def _takes(sheet: "FundSheet") -> dict[str, Any]:
    """What a bid takes, and when it is decided and paid, in the words of the fund's page."""
    fund, form = sheet.fund, sheet.fund.form
    asked: list[Question | Tag] = [*form.questions, *form.documents] if form else []
    words = below.clock.day_words
    met = "; ".join(f"{one.committee} on {words(one.held_on)}" for one in sheet.meetings)
    return {
        "decided": met or "The committees have not set their day yet",
        "work_runs": f"{words(sheet.starts)} to {words(sheet.ends)}" if sheet.starts and sheet.ends else "",
        "first_money": f"Within {fund.days.pay_within_calendar} days of your first claim after you accept the offer",
        "time_it_takes": f"About {sheet.hours} hours, in as many sittings as you like",
        "have_in_hand": [*(one.title for one in asked), *([form.actions.title] if form else [])],
        "signed_by": list(sheet.signers),
    }


def start_from(
    ref: CaseRef,
    earlier: Annotated[str, typer.Argument(metavar="EARLIER", help="Your own earlier bid, of any round.")],
    *,
    user: As,
) -> None:
    """Copy the answers of an earlier bid of yours into a draft; nothing else is copied, and each is to be checked."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        copied = below.engine.portfolio.start_from(session, ref, earlier, actor=actor, now=now)
    terminal.told(
        f"{ref}: {plural.counted(len(copied), 'answer')} copied, please check: {', '.join(copied)}",
        {"ref": ref, "copied": copied},
    )


def prefer(
    ref: CaseRef,
    place: Annotated[int, typer.Argument(metavar="PLACE", help="Its place among your own bids, from 1.")],
    *,
    depends_on: Annotated[list[str] | None, typer.Option(metavar="REF", help="Only with this bid of yours.")] = None,
    either_or: Annotated[list[str] | None, typer.Option(metavar="REF", help="This one or that, not both.")] = None,
    user: As,
) -> None:
    """Say which of your bids matters most, and which go together: shown to the committee, never scored."""
    links = {kind: refs for kind, refs in (("depends_on", depends_on), ("either_or", either_or)) if refs}
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        row = below.engine.portfolio.prefer(session, ref, preference=place, links=links or None, actor=actor, now=now)
        facts = terminal.facts(row, "ref preference links")
    terminal.told(f"{ref} is number {place} of your bids", facts)


def warnings(ref: CaseRef, *, user: As) -> int:
    """Say how a bid stands beside your others: costs asked twice, a bid like another, practices in several, sums asked."""
    with terminal.reading() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        found = below.engine.portfolio.warnings(session, ref, actor=actor, now=now)
        together = below.engine.portfolio.beside(session, ref, actor=actor, now=now)
    if terminal.wishes.json:
        terminal.document({"ref": ref, "warnings": found, "beside": together})
    for line in found if not terminal.wishes.json else ():
        terminal.say(line)
    if not found and not terminal.wishes.json:
        terminal.say(f"{ref}: nothing comes twice.")
    for line in together if not terminal.wishes.json else ():
        terminal.say(line)
    return 1 if found else 0
