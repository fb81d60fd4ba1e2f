"""Files that somebody looks at before they are used: held for a day, then removed unless they were used."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from fundflow import audit, due, files, people
from fundflow.clock import wire
from fundflow.engine.rounds import act_of

KIND = "drop_file"
HELD = timedelta(hours=24)
"""How long a file waits for the second press."""


def hold(session: Session, *, name: str, media_type: str, content: bytes, now: datetime) -> str:
    """Keep a file for a second press and return its address; after a day it goes, unless it was used."""
    until = now + HELD
    sha256 = files.hold(session, name=name, media_type=media_type, content=content, now=now, until=until)
    facts = {"sha256": sha256, "name": name}
    due.put(
        session, KIND, key=f"{KIND}:{sha256}:{wire(until)}", run_at=until, payload=facts, subject=f"file {sha256[:12]}"
    )
    return sha256


def drop(session: Session, payload: Mapping[str, Any], now: datetime) -> str:
    """Remove a file that was looked at and not used, and record so; one that was used stays."""
    if not files.drop(session, payload["sha256"], now=now):
        return "it was used, or looked at again"
    act = act_of(people.system(session), now=now, what="file.drop", subject="files")
    audit.record(session, act, after={"name": payload["name"], "sha256": payload["sha256"]})
    return "removed"
