"""The line to the mail server: one message handed over, and what the server answered."""

import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Literal

from fundflow.mail.tables import MailSetting

PATIENCE_SECONDS = 30.0
"""How long the mail server may take for one answer; all of them together stay within the lease."""


@dataclass(frozen=True)
class Answer:
    """What came of it: `accepted`; `later` (try again); `never` (this message will not be taken); `broke_off` (unknown).

    With `line` the fault is the server's or the settings', so that other messages would fare no better just now.
    """

    what: Literal["accepted", "later", "never", "broke_off"]
    said: str = ""
    line: bool = False


def hand_over(
    envelope: EmailMessage, setting: MailSetting, *, password: str, to: str, last_moment: Callable[[], None]
) -> Answer:
    """Hand one message to the mail server. `last_moment` is called just before the text goes; what it raises stops it."""
    try:
        server = _reached(setting, password)
    except smtplib.SMTPAuthenticationError as error:
        return Answer("later", f"The mail server did not take our name and password ({error.smtp_code}).", line=True)
    except (OSError, smtplib.SMTPException) as error:
        said = f"The mail server {setting.host}:{setting.port} cannot be used: {_words(error)}."
        return Answer("later", said, line=True)
    try:
        return _asked(server, setting, to) or _given(server, envelope, last_moment)
    except (smtplib.SMTPException, OSError) as error:
        return Answer("later", f"The line broke before the text was handed over: {_words(error)}.", line=True)
    finally:
        with suppress(smtplib.SMTPException, OSError):
            server.quit()
        server.close()


def _reached(setting: MailSetting, password: str) -> smtplib.SMTP:
    safe = ssl.create_default_context()
    if setting.security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(setting.host, setting.port, timeout=PATIENCE_SECONDS, context=safe)
    else:
        server = smtplib.SMTP(setting.host, setting.port, timeout=PATIENCE_SECONDS)
    try:
        if setting.security == "starttls":
            server.starttls(context=safe)
        if setting.user_name:
            server.login(setting.user_name, password)
        server.ehlo_or_helo_if_needed()
    except (smtplib.SMTPException, OSError):
        server.close()
        raise
    return server


def _asked(server: smtplib.SMTP, setting: MailSetting, to: str) -> Answer | None:
    """Whether sender and recipient are taken; the answer where one is not."""
    code, said = server.mail(setting.from_address)
    if code != 250:
        return _refused(code, said, "our own address", line=True)
    code, said = server.rcpt(to)
    return None if code in (250, 251) else _refused(code, said, to)


def _given(server: smtplib.SMTP, envelope: EmailMessage, last_moment: Callable[[], None]) -> Answer:
    text = envelope.as_bytes()
    last_moment()
    try:
        code, said = server.data(text)
    except smtplib.SMTPDataError as error:
        return _refused(error.smtp_code, error.smtp_error, "the message")
    except (smtplib.SMTPException, OSError) as error:
        return Answer("broke_off", _words(error), line=True)
    return Answer("accepted") if code == 250 else _refused(code, said, "the message")


def _refused(code: int, said: bytes | str, what: str, *, line: bool = False) -> Answer:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    sentence = f"The mail server did not take {what}: {code} {' '.join(words.split()).rstrip('.')}."
    return Answer("never" if code >= 500 and not line else "later", sentence, line=line)


def _words(error: Exception) -> str:
    return " ".join(str(error).split()) or type(error).__name__
