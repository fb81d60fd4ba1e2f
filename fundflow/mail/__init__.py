"""Mail: messages written where they are caused, handed to the office's mail server once, and what became of each."""

from fundflow.mail.actions import (
    accepted,
    bounced,
    broke_off,
    claim,
    hand_over,
    keep_setting,
    lost,
    not_taken,
    put,
    retry,
    switch_off,
    told_by_hand,
)
from fundflow.mail.line import Answer
from fundflow.mail.line import hand_over as give
from fundflow.mail.queries import counts, message, messages, setting, told_of
from fundflow.mail.rules import MOST_ATTEMPTS, PRIVATE, SECURITY, body, closing, envelope, undeliverable
from fundflow.mail.tables import MailSetting, Message

__all__ = [
    "MOST_ATTEMPTS",
    "PRIVATE",
    "SECURITY",
    "Answer",
    "MailSetting",
    "Message",
    "accepted",
    "body",
    "bounced",
    "broke_off",
    "claim",
    "closing",
    "counts",
    "envelope",
    "give",
    "hand_over",
    "keep_setting",
    "lost",
    "message",
    "messages",
    "not_taken",
    "put",
    "retry",
    "setting",
    "switch_off",
    "told_by_hand",
    "told_of",
    "undeliverable",
]
