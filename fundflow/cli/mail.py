"""`fundflow mail`: how this office sends mail, what waits and what did not arrive."""

from typing import Annotated

import typer

from fundflow.cli import below, terminal
from fundflow.cli.options import As, Reason

Number = Annotated[int, typer.Argument(metavar="NUMBER", help="Its number; `mail list` shows them.")]
_FACTS = "id state kind about to_name to_email subject made_at attempts next_at sent_at sent_by last_error"
_SET = (
    "host port security user_name from_name from_address reply_to site contact_name contact_telephone contact_hours on"
)


def add_to(app: typer.Typer) -> None:
    """Add the group `mail`."""
    group = typer.Typer(no_args_is_help=True, help="Mail that the worker sends: how, what waits, what did not arrive.")
    group.command("set")(set_up)
    group.command("off")(off)
    group.command("show")(show)
    group.command("list")(list_messages)
    group.command("send")(send)
    group.command("retry")(retry)
    group.command("sent")(sent)
    group.command("bounced")(bounced)
    app.add_typer(group, name="mail")


def set_up(
    host: Annotated[str, typer.Argument(metavar="HOST", help="The mail server.")],
    *,
    user: As,
    from_name: Annotated[str, typer.Option(help="Who writes, as people read it: the office's name.")],
    from_address: Annotated[str, typer.Option("--from", help="The address from which messages come.")],
    reply_to: Annotated[str, typer.Option(help="The mailbox that people read and that answers go to.")],
    site: Annotated[str, typer.Option(help="Where people reach fundflow: https://...")],
    contact: Annotated[str, typer.Option(help="Whom to ring about an account.")],
    telephone: Annotated[str, typer.Option(help="On which number.")],
    hours: Annotated[str, typer.Option(help="When, e.g. 'Monday to Friday, 9 am to 5 pm'.")],
    security: Annotated[str, typer.Option(help="starttls or tls (none on this computer only).")] = "starttls",
    port: Annotated[int | None, typer.Option(help="Its port; default: the usual one.")] = None,
    name: Annotated[str, typer.Option("--user", help="The account at the mail server, if it asks for one.")] = "",
) -> None:
    """Set how this office sends mail, and send from now on. The password stands in FUNDFLOW_MAIL_PASSWORD alone."""
    with terminal.writing() as session:
        now = terminal.now()
        given = below.mail.MailSetting(
            host=host,
            port=port or below.mail.SECURITY.get(security, 0),
            security=security,
            user_name=name,
            from_name=from_name,
            from_address=from_address,
            reply_to=reply_to,
            site=site.rstrip("/"),
            contact_name=contact,
            contact_telephone=telephone,
            contact_hours=hours,
            set_at=now,
            set_by=user,
        )
        row = below.engine.mail_out.set_up(session, given, actor=terminal.acting(session, user), now=now)
        facts = terminal.facts(row, _SET)
    terminal.told(f"Mail goes by {facts['host']}:{facts['port']} from {facts['from_address']}", facts)


def off(*, reason: Reason = "", user: As) -> None:
    """Send no mail from now on; what waits stays on the list, and officers send consent links by hand."""
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        below.engine.mail_out.switch_off(session, reason=reason, actor=actor, now=terminal.now())
    terminal.told("No mail is sent any more", {"on": False})


def show() -> None:
    """Show how mail is sent, and how many messages stand where."""
    with terminal.reading() as session:
        row = below.mail.setting(session)
        counts = {state: many for state, many in below.mail.counts(session).items() if state != "on"}
        facts = {**(terminal.facts(row, _SET) if row else {"on": False}), "messages": counts}
    terminal.sheet(facts)


def list_messages(
    *,
    state: Annotated[list[str] | None, typer.Option(help="waiting, sending, sent, failed or bounced.")] = None,
    user: As,
) -> None:
    """List messages, those that did not arrive first; a link and a code stand only where you send it by hand."""
    with terminal.reading() as session:
        actor = terminal.acting(session, user)
        found = below.engine.mail_out.listed(session, actor=actor, states=state or ())
        rows = [{**terminal.facts(one.row, f"{_FACTS} text"), "path": one.path, "code": one.code} for one in found]
    terminal.table(
        rows, columns=("id", "state", "about", "to_name", "to_email", "subject", "last_error", "path", "code")
    )


def send() -> int:
    """Send now what waits, as the worker does by itself; exit 1 if something could not be sent."""
    from fundflow import worker  # noqa: PLC0415 - its scheduler is slow to import

    opened = terminal.engine()
    with terminal.reachable(opened):
        tried = worker.send_mail(opened)
    terminal.table([terminal.facts(one, "number kind about outcome") for one in tried])
    return 1 if any(one.outcome != "sent" for one in tried) else 0


def retry(number: Number, *, user: As) -> None:
    """Have a message that did not arrive sent again."""
    with terminal.writing() as session:
        row = below.engine.mail_out.retry(session, number, actor=terminal.acting(session, user), now=terminal.now())
        facts = terminal.facts(row, "id state about to_name")
    terminal.told(f"the message to {facts['to_name']} is sent again", facts)


def sent(number: Number, *, user: As) -> None:
    """Note that you have sent a message yourself, or rung: its link and its code are dropped."""
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        row = below.engine.mail_out.told_by_hand(session, number, actor=actor, now=terminal.now())
        facts = terminal.facts(row, "id to_name subject sent_at sent_by")
    terminal.told(f"the message to {facts['to_name']} was sent", facts)


def bounced(
    number: Number,
    *,
    said: Annotated[str, typer.Option(help="What the message that came back says.")],
    user: As,
) -> None:
    """Note that a message came back: telling its reader another way becomes somebody's task."""
    with terminal.writing() as session:
        actor = terminal.acting(session, user)
        row = below.engine.mail_out.came_back(session, number, said=said, actor=actor, now=terminal.now())
        facts = terminal.facts(row, "id state about to_name last_error")
    terminal.told(f"the message to {facts['to_name']} came back: ring them", facts)
