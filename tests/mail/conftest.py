"""A mail server of the tests' own, which takes, refuses or breaks off as it is told, and an office that uses it."""

import email
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from fundflow import audit, database, mail, people
from fundflow.engine import mail_out

NOW = datetime(2017, 5, 12, 16, 0, tzinfo=UTC)


@dataclass
class MailServer:
    """What it does with each recipient or text (`does`), and every message that it took."""

    does: dict[str, str] = field(default_factory=dict)
    took: list[EmailMessage] = field(default_factory=list)
    port: int = 0

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        envelope.mail_from = address
        return self.does.get("mail", "250 OK")

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        said = self.does.get("rcpt", "250 OK")
        if said == "drop":
            server.transport.abort()
        if said.startswith("250"):
            envelope.rcpt_tos.append(address)
        return said

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        said = self.does.get("data", "250 OK")
        if said == "drop before taking":
            server.transport.abort()
            return "451 gone"
        if said.startswith("250") or said == "drop":
            self.took.append(email.message_from_bytes(envelope.original_content, policy=default))
        if said == "drop":
            server.transport.abort()
        return said

    def subjects(self) -> list[str]:
        return [str(one["Subject"]) for one in self.took]


class AnyPort(Controller):
    """A server on whatever port is free."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def server() -> Iterator[MailServer]:
    made = MailServer()
    controller = AnyPort(made, hostname="127.0.0.1", port=0)
    controller.start()
    made.port = controller.port
    yield made
    controller.stop()


def setting(port: int, **more: Any) -> mail.MailSetting:
    return mail.MailSetting(
        **{
            "host": "127.0.0.1",
            "port": port,
            "security": "none",
            "from_name": "Primary care funds",
            "from_address": "funds@office.internal",
            "reply_to": "primary-care@office.internal",
            "site": "https://funds.office.internal",
            "contact_name": "Kim Oak",
            "contact_telephone": "01905 000009",
            "contact_hours": "Monday to Friday, 9 am to 5 pm",
            "set_at": NOW,
            "set_by": "Kim Oak",
            **more,
        }
    )


@dataclass
class Office:
    """An office that sends mail by the tests' server: puts messages, sends them, and tells where each stands."""

    engine: Any
    server: MailServer

    def put(self, number: int = 1, **more: Any) -> None:
        with database.writing(self.engine) as session:
            mail.put(session, **{**message(number), **more})

    def send(self, *, later: timedelta = timedelta(0), worker: str = "w", **more: Any) -> list[str]:
        """What came of each message that was due."""
        tried = []
        while True:
            one = mail_out.send_next(self.engine, now=NOW + later, worker=worker, **more)
            if one is None:
                return tried
            tried.append(one.outcome)

    def rows(self) -> list[mail.Message]:
        with database.reading(self.engine) as session:
            return sorted(mail.messages(session), key=lambda one: one.id)

    def states(self) -> list[str]:
        return [one.state for one in self.rows()]


def message(number: int = 1) -> dict[str, Any]:
    return {
        "key": f"invitation:jo.{number}",
        "kind": "invitation",
        "about": f"jo.{number}",
        "to_name": f"Jo Elm {number}",
        "to_email": f"jo.{number}@practice.internal",
        "subject": f"Your invitation {number}",
        "text": "You can use fundflow now.",
        "closing": mail.closing("Kim Oak", "01905 000009", "Monday to Friday, 9 am to 5 pm"),
        "path": f"/account/secret{number}",
        "made_at": NOW,
        "made_by": "Kim Oak",
    }


def with_administrator(engine: Any) -> None:
    with database.writing(engine) as session:
        system = people.system(session)
        act = audit.Act(system.id, system.name, NOW, "test", "root")
        root = people.add(session, sign_in_name="root", name="Root Person", email="root@office.internal", act=act)
        people.grant(session, root.id, "administrator", starts=NOW.date().replace(month=4, day=1), act=act)


def office_over(engine: Any, server: MailServer, **more: Any) -> Office:
    with database.writing(engine) as session:
        root = people.actor(session, "root", now=NOW)
        mail_out.set_up(session, setting(server.port, **more), actor=root, now=NOW)
    return Office(engine, server)


@pytest.fixture
def office(engine, server) -> Office:
    """An office on either database."""
    with_administrator(engine)
    return office_over(engine, server)
