"""Rows of who answered for a participant, when, and to exactly what."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint
from sqlmodel import Field, SQLModel


class ConsentAnswer(SQLModel, table=True):
    """One answer about a participant's part in a bid, with its author and what was shown; rows are added, never changed.

    `text` is a condition, a question, a reply or a reason; of these, who may read it is the engine's to say.
    """

    __tablename__ = "consent_answer"
    __table_args__ = (
        CheckConstraint(
            "kind IN ('agree', 'condition', 'refuse', 'ask', 'reply', 'leave', 'asks_to_leave', 'accept_condition',"
            " 'decline_condition', 'letter_sent', 'letter_checked', 'letter_returned')",
            name="ck_consent_answer_kind",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    participant_id: int = Field(foreign_key="participant.id", index=True)
    kind: str
    text: str = ""
    person_id: int
    person: str
    capacity: str = ""
    at: datetime
    shown: dict[str, Any] | None = Field(default=None, sa_type=JSON)
    shown_sha256: str = ""
    letter_file: str = ""
