"""What a message looks like on its way, whom it may go to, and how long to wait before it is tried again."""

import re
from datetime import UTC, datetime, timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

from fundflow.errors import BadInput
from fundflow.mail.tables import MailSetting, Message

PRIVATE: Final = frozenset({"invitation", "reset"})
"""Kinds whose link lets its person in: nobody else is shown it, not even an officer."""
SECURITY: Final = {"starttls": 587, "tls": 465, "none": 25}
"""How the line to the mail server is kept from being read, each with its usual port."""
LEASE: Final = timedelta(minutes=5)
"""How long one worker has a message; longer than the mail server is waited for."""
MOST_ATTEMPTS: Final = 12
"""Tries after which a person is asked, about a day after the first."""
_FIRST_WAIT: Final = timedelta(minutes=1)
_LONGEST_WAIT: Final = timedelta(hours=6)
_ADDRESS: Final = re.compile(r"[A-Za-z0-9._%+'-]+@([A-Za-z0-9-]+\.)+[A-Za-z]{2,}")
_NOWHERE: Final = re.compile(r"(?i)(^|[.@])(example(\.com|\.net|\.org)?|invalid|test|localhost)$")
LOOPBACK: Final = ("127.0.0.1", "localhost", "::1")


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many failures: a minute, then double, at most six hours."""
    return min(_FIRST_WAIT * (1 << min(max(attempts - 1, 0), 20)), _LONGEST_WAIT)


def undeliverable(address: str) -> str:
    """Why no message can go to an address, in words; empty where one can."""
    if not _ADDRESS.fullmatch(address):
        return f"'{address}' is not an address that mail can go to"
    if _NOWHERE.search(address):
        return f"{address} is an address for examples, to which nothing is ever sent"
    return ""


def must_be_usable(setting: MailSetting) -> MailSetting:
    """Settings with which mail can be sent.

    Raises:
        BadInput: an address is none, the site has no https, or a password would travel where others can read it.
    """
    for name in ("host", "from_name", "contact_name", "contact_telephone", "contact_hours"):
        if not getattr(setting, name).strip():
            raise BadInput("say what it is: it is empty", place=name)
    for name in ("from_address", "reply_to"):
        if not _ADDRESS.fullmatch(getattr(setting, name)):
            raise BadInput(f"'{getattr(setting, name)}' is not an address: write it as fund@office.nhs.uk", place=name)
    if setting.security not in SECURITY:
        raise BadInput(f"'{setting.security}' is not one of {', '.join(SECURITY)}", place="security")
    if setting.security == "none" and setting.host not in LOOPBACK:
        raise BadInput(
            f"messages and their links would travel to {setting.host} where others can read them: use starttls or tls",
            place="security",
        )
    if not re.fullmatch(r"https://[^\s/]+(/[^\s]*)?|http://(localhost|127\.0\.0\.1)(:\d+)?", setting.site):
        raise BadInput(f"'{setting.site}' is not where people reach the service: https://...", place="site")
    if not 1 <= setting.port <= 65_535:
        raise BadInput(f"{setting.port} is no port", place="port")
    return setting


def closing(name: str, telephone: str, hours: str, *, role: str = "") -> str:
    """The end of every message: a person, whom they are, and when they answer which telephone."""
    return f"{name}{f', {role}' if role else ''}\n{telephone} ({hours})"


def body(message: Message, *, site: str) -> str:
    """The plain text of a message, with its code and its link, ending on a person to ring."""
    parts = [f"Dear {message.to_name},", message.text]
    if message.code:
        parts.append(f"Code: {message.code}")
    if message.path:
        parts.append(f"{site.rstrip('/')}{message.path}")
    return "\n\n".join([*parts, message.closing]) + "\n"


def message_id(message: Message, setting: MailSetting) -> str:
    """The same name of a message at every try, so that whoever gets it twice can tell."""
    return f"<{message.token}@{setting.from_address.partition('@')[2]}>"


def envelope(message: Message, setting: MailSetting, *, now: datetime) -> EmailMessage:
    """A message as it goes to the mail server: plain text, marked as sent by a program, answered to a mailbox."""
    made = EmailMessage(policy=SMTP)
    made["From"] = Address(display_name=_line(setting.from_name), addr_spec=setting.from_address)
    made["To"] = Address(display_name=_line(message.to_name), addr_spec=message.to_email)
    made["Reply-To"] = Address(addr_spec=setting.reply_to)
    made["Subject"] = _line(message.subject)
    made["Date"] = now.astimezone(UTC)
    made["Message-ID"] = message_id(message, setting)
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "All"
    made.set_content(body(message, site=setting.site), cte="quoted-printable")
    return made


def _line(text: str) -> str:
    return " ".join(text.split())
