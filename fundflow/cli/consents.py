"""`fundflow application partners, shown, consent, contact`, `organisation signing-rule, telephone`: who agreed, who may sign."""

from pathlib import Path
from typing import Annotated, Any

import typer

from fundflow.cli import below, terminal
from fundflow.cli.options import As, CaseRef, Reason

Code = Annotated[str, typer.Argument(metavar="CODE", help="The organisation that answers.")]


def add_commands(group: typer.Typer) -> None:
    """Add the commands to the group `application`."""
    group.command("partners")(partners)
    group.command("shown")(shown)
    group.command("consent")(consent)
    group.command("contact")(contact)
    group.command("confirm-contact")(confirm_contact)


def partners(ref: CaseRef, *, user: As) -> None:
    """Show who takes part in a bid, where each agreement stands, and how many have agreed."""
    with terminal.reading() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        found = below.engine.standings.partners(session, ref, actor=actor, now=now)
    facts = terminal.simple(found)
    if terminal.wishes.json:
        terminal.document(facts)
        return
    terminal.say(f"{ref}: {found.summary}. {found.wanted_by}")
    terminal.table(
        [
            {"organisation": one.organisation, "name": one.name, "part": one.role, "stands": one.said}
            for one in found.standings
        ]
    )
    for one in found.standings:
        for line in one.words:
            terminal.say(f"{one.name}, {line}")


def shown(ref: CaseRef, code: Code, *, user: As) -> None:
    """Show exactly what an organisation is asked to agree to, beside what it agreed to before."""
    with terminal.reading() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        page = below.engine.standings.page(session, ref, code, actor=actor, now=now)
    if terminal.wishes.json:
        terminal.document(terminal.simple(page))
        return
    terminal.say(f"{ref}, {page.name} ({code}): {page.said}")
    before = any(line["agreed_to"] for line in page.lines)
    columns = ("what", "agreed_to", "now", "changed") if before else ("what", "now")
    terminal.table([dict(line) for line in page.lines], columns=columns)
    for one in page.changed:
        terminal.say(f"Since then {one}.")
    terminal.say(page.data_use)
    if page.waiting_for:
        terminal.say(f"Still to sign: {', '.join(page.waiting_for)}.")
    for one in page.talk:
        terminal.say(one)
    terminal.say(f"To agree to exactly this: fundflow application consent {ref} {code} --seen {page.sha256[:12]}")


def consent(
    ref: CaseRef,
    organisation: Code,
    *,
    user: As,
    answer: Annotated[
        str,
        typer.Option(
            help="agree, refuse, ask, leave; the lead: accept_condition, decline_condition, reply, send_letter; an officer: "
            "check_letter, return_letter."
        ),
    ] = "agree",
    condition: Annotated[str, typer.Option(help="What it agrees subject to.")] = "",
    letter: Annotated[Path | None, typer.Option(metavar="FILE", help="A signed letter.")] = None,
    text: Annotated[str, typer.Option(help="A question, a reply, or who signed a letter.")] = "",
    seen: Annotated[str, typer.Option(help="Fingerprint of what was read: refused if the bid changed since.")] = "",
    interest: Annotated[
        str, typer.Option(help="The signatory's own interest in it, for the register of interests.")
    ] = "",
    reason: Reason = "",
) -> None:
    """Record a partner's answer to a bid that names it, or what the lead or an officer does about it."""
    now = terminal.now()
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        address = ""
        if letter is not None:
            address = below.files.put(
                session,
                name=letter.name,
                media_type="application/octet-stream",
                content=letter.read_bytes(),
                now=now,
            )
        below.engine.consents.answer(
            session,
            ref,
            organisation,
            answer=answer,
            actor=actor,
            now=now,
            condition=condition,
            reason=reason,
            letter=address,
            interest=interest,
            text=text,
            seen=seen,
        )
        found = below.engine.standings.partners(session, ref, actor=actor, now=now)
    facts = {"ref": ref, "summary": found.summary, "participants": _states(found)}
    mine = next(one for one in found.standings if one.organisation == organisation)
    terminal.told(f"{ref}: {mine.name} {mine.said}. {found.summary}.", facts)


def _states(found: Any) -> dict[str, str]:
    return {one.organisation: one.state for one in found.standings}


def contact(
    ref: CaseRef,
    organisation: Code,
    *,
    name: Annotated[str, typer.Option(help="Who may sign for it.")],
    email: Annotated[str, typer.Option(help="Their own address at the practice.")],
    user: As,
) -> None:
    """Propose who may sign for a partner; an officer rings the number on the register before they can."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        task = below.engine.contacts.propose(session, ref, organisation, name=name, email=email, actor=actor, now=now)
        facts = {"ref": ref, "organisation": organisation, "task": task.text}
    terminal.told(f"{ref}: an officer will ring {organisation} before {name} can answer for it", facts)


def confirm_contact(
    ref: CaseRef,
    organisation: Code,
    *,
    called: Annotated[str, typer.Option(metavar="NUMBER", help="The number that was rung.")],
    sign_in: Annotated[str, typer.Option(metavar="NAME", help="The sign-in name that the person gets.")],
    user: As,
) -> None:
    """Confirm, after ringing the number on the register, that a proposed person may sign for a partner."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        row = below.engine.contacts.confirm(
            session, ref, organisation, sign_in_name=sign_in, called=called, actor=actor, now=now
        )
        facts = terminal.facts(row, "sign_in_name name organisation")
    terminal.told(f"{facts['name']} may sign for {organisation} as '{facts['sign_in_name']}'", facts)


def signing_rule(
    code: Annotated[str, typer.Argument(metavar="CODE", help="The organisation's code.")],
    rule: Annotated[str, typer.Argument(metavar="RULE", help="any-, named-, all-partners or company-officer.")],
    *,
    user: As,
    named: Annotated[str, typer.Option(help="Who alone signs for it, with named-partner.")] = "",
    since: Annotated[str | None, typer.Option(metavar="DAY", help="Since when; today if left out.")] = None,
    reason: Reason = "",
) -> None:
    """Record who may sign for an organisation, from a day; what was signed before stays."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        row = below.engine.register.set_signing_rule(
            session,
            code,
            rule=rule,
            named=named,
            on=terminal.day(since, "--since") or below.clock.london_day(now),
            reason=reason,
            actor=actor,
            now=now,
        )
        facts = terminal.facts(row, "code name signing_rule signing_rule_since named_signatory")
    terminal.told(f"{facts['name']}: {facts['signing_rule'].replace('_', ' ')} since {row.signing_rule_since}", facts)


def telephone(
    code: Annotated[str, typer.Argument(metavar="CODE", help="The organisation's code.")],
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The number, as a public source has it.")],
    *,
    user: As,
    checked: Annotated[str | None, typer.Option(metavar="DAY", help="When it was checked; today if left out.")] = None,
) -> None:
    """Record on which number an organisation is rung back, and when that was checked."""
    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        day = terminal.day(checked, "--checked") or below.clock.london_day(now)
        row = below.engine.register.set_telephone(
            session, code, telephone=number, verified_on=day, actor=actor, now=now
        )
        facts = terminal.facts(row, "code name telephone telephone_verified_on")
    terminal.told(f"{facts['name']}: {facts['telephone']}, checked on {day}", facts)
