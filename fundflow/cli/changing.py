"""`fundflow round amend`, `extend`, `reopen`, `cancel`, `message`: what is done to a round is done for everybody in it."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fundflow.cli import below, terminal, values
from fundflow.cli.definitions import library
from fundflow.cli.options import As, DryRun, Reason, RoundRef

if TYPE_CHECKING:
    from fundflow.engine.rounds import Amendment, Changed, GateEffect

_FACTS = "ref fund title state opens_at closes_at reserve_until snapshot_on"


def amend(
    ref: RoundRef,
    *,
    file: Annotated[
        Path | None,
        typer.Option("--from", metavar="FILE", help="The edited fund or scheme, or a folder; default: as installed."),
    ] = None,
    closes: Annotated[
        str | None, typer.Option(metavar="MOMENT", help="The later closing time that a material change needs.")
    ] = None,
    reason: Reason = "",
    user: As,
    dry_run: DryRun = False,
) -> None:
    """Change the form or the scheme of a round under way; --dry-run shows its class and what it does to whom."""
    found = library()
    edited = below.definitions.with_edited(file, root=found.root) if file else found
    closes_at = terminal.moment(closes, "--closes")
    if dry_run:
        with terminal.reading() as session:
            amendment = below.engine.rounds.propose_amendment(session, ref, edited)
            actor, now = terminal.acting(session, user), terminal.now()
            effect = below.engine.rounds.gate_effect(session, ref, amendment.pinned, actor=actor, now=now)
        _tell_amendment(ref, amendment, f"it needs {amendment.needs}", effect)
        return
    with terminal.writing() as session:
        amendment, changed = below.engine.rounds.amend_round(
            session,
            ref,
            library=edited,
            closes_at=closes_at,
            reason=reason,
            actor=terminal.acting(session, user),
            now=terminal.now(),
        )
        if not terminal.wishes.json and not changed.waiting:
            _tell_amendment(ref, amendment, "nothing to do" if amendment.change == "none" else "done")
            _tell_drafted(changed)
            return
        _tell_changed(changed, f"{ref} is amended", change=amendment.change, words=list(amendment.words))


def _tell_drafted(changed: "Changed") -> None:
    if changed.letters:
        until = below.clock.moment_words(changed.round.closes_at)
        terminal.say(f"It is open until {until}. A letter is drafted for each: fundflow letters approve, then release.")


def _tell_amendment(ref: str, amendment: "Amendment", outcome: str, effect: Sequence["GateEffect"] = ()) -> None:
    touched = amendment.affected
    document = {
        "ref": ref,
        "change": amendment.change,
        "words": list(amendment.words),
        "drafts": list(touched.drafts),
        "sent": list(touched.sent),
        "needs": amendment.needs,
        "earliest_close": amendment.earliest,
        "effect": list(effect),
    }
    if terminal.wishes.json:
        terminal.document(document)
        return
    terminal.say(f"{ref}: {amendment.change} change, {outcome}. It touches {touched.line}.")
    for line in amendment.words:
        terminal.say(f"- {line}")
    for one in effect:
        terminal.say(f"{one.name}: {one.meet_now} of {one.bids} meet every rule now, {one.would_meet} would.")
        for bid in one.turned:
            terminal.say(f"- {bid.ref} {'would meet every rule' if bid.passes else f'would not: {bid.why}'}")


def extend(
    ref: RoundRef,
    *,
    to: Annotated[str, typer.Option("--to", "--closes", metavar="MOMENT", help="The later closing time.")],
    reason: Reason = "",
    user: As,
) -> None:
    """Move the closing time later for everybody: one person asks, a second gives the same time, all are told."""
    closes_at = terminal.needed_moment(to, "--to")
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        changed = below.engine.rounds.extend_round(
            session, ref, closes_at=closes_at, reason=reason, actor=actor, now=terminal.now()
        )
        _tell_changed(changed, f"{ref} is open until {below.clock.moment_words(changed.round.closes_at)}")


def reopen(
    ref: RoundRef,
    *,
    to: Annotated[str, typer.Option("--to", "--closes", metavar="MOMENT", help="The new closing time.")],
    evidence: Annotated[str, typer.Option(help="What proves that our service was at fault: a log or ticket.")] = "",
    reason: Reason = "",
    user: As,
) -> None:
    """Open a closed round again for everybody after a fault of ours: within two working days, by two people."""
    closes_at = terminal.needed_moment(to, "--to")
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        changed = below.engine.rounds.reopen_round(
            session, ref, closes_at=closes_at, evidence=evidence, reason=reason, actor=actor, now=terminal.now()
        )
        _tell_changed(changed, f"{ref} is open again until {below.clock.moment_words(changed.round.closes_at)}")


def cancel(
    ref: RoundRef,
    *,
    minute: Annotated[str, typer.Option(help="The committee's minute that cancels it.")] = "",
    reason: Reason = "",
    user: As,
) -> None:
    """Cancel a round under a committee's minute: every bid that waits for a decision ends; by two people."""
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        changed = below.engine.rounds.cancel_round(
            session, ref, minute=minute, reason=reason, actor=actor, now=terminal.now()
        )
        _tell_changed(changed, f"{ref} is cancelled")


def message(
    ref: RoundRef,
    *,
    text: Annotated[str, typer.Option(help="What is said; the first line opens the letter.")] = "",
    file: Annotated[Path | None, typer.Option("--from", metavar="FILE", help="A text file of what is said.")] = None,
    to: Annotated[str, typer.Option("--to", help="all, drafts or sent: whose bids.")] = "all",
    user: As,
    dry_run: DryRun = False,
) -> None:
    """Draft one letter with the same words for everybody who is in a round; --dry-run says who would get it."""
    if dry_run:
        with terminal.reading() as session:
            row = below.applications.get_round(session, ref)
            below.engine.rounds.must_hold(
                terminal.acting(session, user), "officer", fund=row.fund, doing="Writing to everybody in a round"
            )
            touched = below.engine.rounds.affected(session, row)
        refs = touched.among(to)
        facts = {"ref": ref, "to": list(refs), "drafts": list(touched.drafts), "sent": list(touched.sent)}
        terminal.told(f"{ref} has {touched.line}; it would go to {', '.join(refs) or 'nobody'}.", facts)
        return
    text = values.text_of(file) if file else text
    with terminal.writing() as session:
        made = below.engine.rounds.message_all(
            session, ref, text=text, to=to, actor=terminal.acting(session, user), now=terminal.now()
        )
    many = len(made.letters)
    terminal.told(
        f"{ref}: {many} letter{'s are' if many != 1 else ' is'} drafted, for {', '.join(made.to)}: fundflow letters approve, "
        "then release.",
        {"ref": ref, "to": list(made.to), "letters": list(made.letters)},
    )


def withdraw_request(ref: RoundRef, *, reason: Reason = "", user: As) -> None:
    """Take back a change that you asked for and nobody has agreed to yet."""
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        taken = below.engine.rounds.withdraw_request(session, ref, reason=reason, actor=actor, now=terminal.now())
        said = [one.said for one in taken]
    terminal.told(
        f"{ref}: taken back: {'; '.join(said)}. The round is as it was, and nobody was told.",
        {"ref": ref, "withdrawn": said},
    )


def _tell_changed(changed: "Changed", done: str, **more: Any) -> None:
    """Say what came of a change by two people: what waits, or what was done and who is told."""
    waiting, touched = changed.waiting, changed.affected
    document = {
        **terminal.facts(changed.round, _FACTS),
        "waiting_for": "second person" if waiting else None,
        "asked": waiting and waiting.said,
        "drafts": list(touched.drafts),
        "sent": list(touched.sent),
        "letters": list(changed.letters),
        "stands": list(changed.stands),
        **more,
    }
    if waiting:
        terminal.told(f"{waiting.line} It touches {touched.line}.", document)
        return
    lines = [
        f"{done}. It touches {touched.line}; a letter is drafted for each: fundflow letters approve, then release."
    ]
    if changed.stands:
        lines.append(f"These have a decision and stand as they are: {', '.join(changed.stands)}.")
    terminal.told(" ".join(lines), document)
