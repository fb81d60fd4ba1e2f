"""`fundflow user` and `fundflow payee`: people with their roles, and how organisations are paid."""

from typing import Annotated, Any

import typer

from fundflow.cli import below, letting_in, terminal
from fundflow.cli.definitions import library
from fundflow.cli.options import As, MayAs, Reason

Name = Annotated[str, typer.Argument(metavar="NAME", help="Sign-in name: one word, never an e-mail address.")]
Payee = Annotated[int, typer.Argument(metavar="NUMBER", help="From `fundflow payee list`.")]
MayFund = Annotated[str | None, typer.Option(help="Only for this fund.")]
MayCode = Annotated[str | None, typer.Option(metavar="CODE", help="Whose person they are, and for whom they act.")]
MayCommissioner = Annotated[str | None, typer.Option(metavar="CODE", help="Only for this commissioner.")]


def add_to(app: typer.Typer) -> None:
    """Add the groups `user` and `payee`."""
    user = typer.Typer(no_args_is_help=True, help="People and what they may do.")
    user.command("add")(add)
    user.command("change")(change)
    user.command("grant")(grant)
    user.command("cover")(cover)
    user.command("revoke")(revoke)
    user.command("list")(list_people)
    user.command("leave")(leave)
    letting_in.add_commands(user)
    app.add_typer(user, name="user")
    payee = typer.Typer(no_args_is_help=True, help="How organisations are paid.")
    payee.command("request")(request)
    payee.command("call")(call)
    payee.command("confirm")(confirm)
    payee.command("refuse")(refuse)
    payee.command("list")(list_payees)
    app.add_typer(payee, name="payee")


def add(
    name: Name,
    *,
    full_name: Annotated[str, typer.Option("--name", help="The person's name, as it stands in letters.")],
    email: Annotated[str, typer.Option(help="Contact address; it may be shared.")] = "",
    role: Annotated[list[str] | None, typer.Option(help="A role that they get at once; give it once for each.")] = None,
    organisation: MayCode = None,
    fund: MayFund = None,
    commissioner: MayCommissioner = None,
    user: MayAs = None,
) -> None:
    """Add a person, with roles if given. The first of all is made with --role administrator, and needs no --as."""
    from fundflow.engine import desk  # noqa: PLC0415 - few commands need the engine

    newcomer = desk.Newcomer(name, full_name, email, organisation, fund, commissioner, tuple(role or ()))
    with terminal.writing() as session:
        now = terminal.now()
        actor = desk.keeper(session, user, now=now, making=newcomer.roles)
        row = desk.add(session, newcomer, actor=actor, now=now)
        facts = {**terminal.facts(row, "sign_in_name name email organisation"), "roles": list(newcomer.roles)}
    terminal.told(
        f"{facts['name']} signs in as {facts['sign_in_name']}: {', '.join(newcomer.roles) or 'no role'}", facts
    )


def change(
    name: Name,
    *,
    full_name: Annotated[str | None, typer.Option("--name", help="The name, as it stands in letters.")] = None,
    email: Annotated[str | None, typer.Option(help="Contact address; '' takes it off.")] = None,
    organisation: Annotated[
        str | None, typer.Option(metavar="CODE", help="Whose person they are; '' takes it off.")
    ] = None,
    user: As,
) -> None:
    """Change how a person is called in letters, how they are reached, or whose person they are."""
    from fundflow.engine import desk  # noqa: PLC0415 - few commands need the engine

    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        row = desk.change(session, name, name=full_name, email=email, organisation=organisation, actor=actor, now=now)
        facts = terminal.facts(row, "sign_in_name name email organisation")
    terminal.told(f"{name}: {facts['name']}, {facts['email'] or 'no address'}", facts)


def cover(
    name: Name,
    user: As,
    *,
    by: Annotated[str, typer.Option(metavar="USER", help="Who stands in.")],
    role: Annotated[str, typer.Option(help="The role that is handed over.")],
    starts: Annotated[str | None, typer.Option("--from", metavar="DAY", help="First day; default: today.")] = None,
    ends: Annotated[str, typer.Option("--until", metavar="DAY", help="Last day.")],
    reason: Reason = "",
) -> None:
    """Hand a role over while somebody is away: the other acts with --as "USER for NAME", and both names are kept."""
    from fundflow.engine import desk  # noqa: PLC0415 - few commands need the engine

    with terminal.writing() as session:
        now = terminal.now()
        last = terminal.needed_day(ends, "--until")
        made = desk.cover(
            session,
            name,
            role,
            by=by,
            starts=terminal.day(starts, "--from") or below.clock.london_day(now),
            ends=last,
            actor=terminal.acting(session, user),
            now=now,
            reason=reason,
        )
        facts = {"name": name, "by": by, **terminal.facts(made, "role starts ends")}
    terminal.told(f"{by} stands in for {name} as {facts['role']} until {facts['ends']}: --as '{by} for {name}'", facts)


def grant(
    name: Name,
    role: Annotated[str, typer.Argument(metavar="ROLE", help="`fundflow words roles` lists them.")],
    user: As,
    *,
    organisation: MayCode = None,
    fund: MayFund = None,
    commissioner: MayCommissioner = None,
    starts: Annotated[str | None, typer.Option("--from", metavar="DAY", help="First day; default: today.")] = None,
    ends: Annotated[str | None, typer.Option("--until", metavar="DAY", help="Last day.")] = None,
    reason: Reason = "",
) -> None:
    """Let a person do something, everywhere or for one fund, organisation or commissioner."""
    from fundflow.engine import desk  # noqa: PLC0415 - few commands need the engine

    scope = {"fund": fund, "organisation": organisation, "commissioner": commissioner}
    with terminal.writing() as session:
        now = terminal.now()
        made = desk.grant(
            session,
            name,
            role,
            scope=scope,
            starts=terminal.day(starts, "--from") or below.clock.london_day(now),
            ends=terminal.day(ends, "--until"),
            actor=desk.keeper(session, user, now=now),
            now=now,
            reason=reason,
        )
        facts = {"sign_in_name": name, **terminal.facts(made, "role fund organisation commissioner starts ends")}
    terminal.told(f"{name} is {facts['role']} from {facts['starts']}", facts)


def revoke(
    name: Name,
    role: Annotated[str, typer.Argument(metavar="ROLE", help="The role that ends.")],
    *,
    user: As,
    reason: Reason,
    on: Annotated[str | None, typer.Option(metavar="DAY", help="The last day on which it may be used.")] = None,
) -> None:
    """End a role of a person, wherever they hold it."""
    from fundflow.engine import desk  # noqa: PLC0415 - few commands need the engine

    with terminal.writing() as session:
        now = terminal.now()
        day = terminal.day(on, "--on") or below.clock.london_day(now)
        actor = desk.keeper(session, user, now=now)
        ended = desk.revoke(session, name, role, ends=day, reason=reason, actor=actor, now=now)
    terminal.told(
        f"{name} is {role} until {day}", {"sign_in_name": name, "role": role, "ends": day, "many": len(ended)}
    )


def list_people(
    *,
    role: Annotated[str | None, typer.Option(help="Only those who hold this role today.")] = None,
    gone: Annotated[bool, typer.Option("--gone", help="Also those who have left.")] = False,
) -> None:
    """List people with the roles that they hold today."""
    with terminal.reading() as session:
        today = below.clock.london_day(terminal.now())
        everybody = [one for one in below.people.list_all(session) if one.kind == "person"]
        found = [one for one in everybody if gone or one.left_on is None or one.left_on >= today]
        held = below.people.grants_of_many(session, [one.id or 0 for one in found], on=today)
        rows = []
        for one in found:
            roles = [_role(each) for each in held.get(one.id or 0, ())]
            rows.append({**terminal.facts(one, "sign_in_name name email organisation left_on"), "roles": roles})
    terminal.table([one for one in rows if role is None or any(said.split()[0] == role for said in one["roles"])])


def _role(grant: Any) -> str:
    where = [one for one in (grant.fund, grant.organisation, grant.commissioner) if one]
    return f"{grant.role} ({', '.join(where)})" if where else str(grant.role)


def leave(
    name: Name,
    *,
    user: As,
    on: Annotated[str | None, typer.Option(metavar="DAY", help="Their last day; default: today.")] = None,
    reason: Reason = "",
) -> None:
    """Record that a person leaves: roles and interests end, and all records stay."""
    from fundflow.engine import desk  # noqa: PLC0415 - few commands need the engine

    with terminal.writing() as session:
        now = terminal.now()
        day = terminal.day(on, "--on") or below.clock.london_day(now)
        desk.leave(session, name, on=day, reason=reason, actor=desk.keeper(session, user, now=now), now=now)
    terminal.told(f"{name} leaves on {day}", {"sign_in_name": name, "left_on": day})


def request(
    organisation: Annotated[str, typer.Argument(metavar="CODE", help="Who is paid.")],
    *,
    vendor: Annotated[str, typer.Option(help="The vendor reference in the ledger that pays.")],
    user: As,
    route: Annotated[str, typer.Option(help="How it is paid.")] = "invoice",
    came_by: Annotated[str, typer.Option(help="How it was asked for: letter, form, telephone, visit.")] = "letter",
) -> None:
    """Ask for an organisation to be paid by a vendor reference; two others must check it first."""
    from fundflow.engine import desk  # noqa: PLC0415 - few commands need the engine

    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        row = desk.request_payee(
            session, organisation, vendor_reference=vendor, route=route, actor=actor, now=now, came_by=came_by
        )
        _tell(row)


def _tell(row: Any) -> None:
    facts = terminal.facts(row, "id organisation vendor_reference route state hold_until")
    terminal.told(f"Payee {facts['id']} ({facts['organisation']}) is {facts['state']}", facts)


def _check(payee: int, what: str, user: str, **facts: Any) -> None:
    from fundflow.engine import desk  # noqa: PLC0415 - few commands need the engine

    with terminal.writing() as session:
        actor, now = terminal.acting(session, user), terminal.now()
        _tell(desk.check_payee(session, payee, what, actor=actor, now=now, **facts))


def call(
    number: Payee,
    *,
    telephone: Annotated[str, typer.Option(help="The number that was rung: one that was held before.")],
    held_since: Annotated[str, typer.Option(metavar="DAY", help="Since when it is held.")],
    spoke_to: Annotated[str, typer.Option(help="Who answered.")],
    user: As,
) -> None:
    """Record the call back to the organisation, on a number that has been held for long."""
    since = terminal.day(held_since, "--held-since")
    _check(number, "call", user, number=telephone, held_since=since, spoke_to=spoke_to)


def confirm(number: Payee, *, user: As) -> None:
    """Put new payment details in use, as a second person."""
    days = max((office.payee_hold_working_days for office in library().offices.values()), default=5)
    _check(number, "confirm", user, hold_working_days=days)


def refuse(number: Payee, *, user: As) -> None:
    """Turn new payment details down; those in use stay."""
    _check(number, "refuse", user)


def list_payees(organisation: Annotated[str, typer.Argument(metavar="CODE", help="Who is paid.")]) -> None:
    """List every version of how an organisation is or was paid, newest first."""
    names = "id organisation vendor_reference route state came_by requested_name called_name confirmed_name hold_until"
    with terminal.reading() as session:
        terminal.table([terminal.facts(one, names) for one in below.payments.payees(session, organisation)])
