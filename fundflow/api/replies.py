"""A write is done once for each idempotency key: the same key and words get the first answer again."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import BaseModel
from sqlalchemy import Engine
from starlette.requests import Request
from starlette.responses import Response

from fundflow import accounts, audit, database
from fundflow.api.problems import KeyReused
from fundflow.database import Session


@dataclass(frozen=True)
class Asked:
    """Who asks under which key (none: without one), and a fingerprint of what is asked."""

    person_id: int
    key: str | None
    fingerprint: str


@dataclass(frozen=True)
class Told:
    """An answer that can be given again: JSON as bytes, or a ready response that is never kept."""

    body: Any
    status: int
    headers: Mapping[str, str]

    def response(self, *, again: bool = False) -> Response:
        """The same as it travels."""
        if isinstance(self.body, Response):
            return self.body
        more = {"Idempotency-Replayed": "true"} if again else {}
        return Response(self.body, self.status, headers={**self.headers, **more}, media_type="application/json")


class _Taken(Exception):  # noqa: N818
    """Another call came first with the same key and is finished by now."""


def fingerprint(request: Request, given: Mapping[str, Any]) -> str:
    """What makes two calls the same: method, address and everything sent, whatever its spacing or order."""
    sent = {
        name: value.model_dump(mode="json") if isinstance(value, BaseModel) else value for name, value in given.items()
    }
    return audit.sha256(audit.canonical([request.method, request.url.path, sent]))


def once(engine: Engine, asked: Asked, work: Callable[[Session], Told], *, now: datetime) -> Response:
    """Do the work and keep its answer in one transaction, or give the answer that is kept already.

    Raises:
        KeyReused: the key was used before for something else.
    """
    try:
        with database.writing(engine) as session:
            if asked.key is None:
                return work(session).response()
            _claim(session, asked, now=now)
            told = work(session)
            _keep(session, asked, told)
            return told.response()
    except _Taken:
        with database.reading(engine) as session:
            return _first(session, asked).response(again=True)


def _claim(session: Session, asked: Asked, *, now: datetime) -> None:
    assert asked.key is not None
    if not accounts.take_key(session, asked.person_id, asked.key, fingerprint=asked.fingerprint, now=now):
        raise _Taken


def _keep(session: Session, asked: Asked, told: Told) -> None:
    if isinstance(told.body, Response):
        return
    body = {"body": json.loads(told.body), "headers": dict(told.headers)}
    accounts.finish_reply(session, asked.person_id, asked.key or "", status=told.status, body=body)


def _first(session: Session, asked: Asked) -> Told:
    kept = accounts.reply(session, asked.person_id, asked.key or "")
    assert kept is not None
    if kept.fingerprint != asked.fingerprint:
        raise KeyReused(
            f"Nothing was done: the idempotency key '{asked.key}' was used before for something else. Take a new key "
            "for each new act."
        )
    body = json.dumps(kept.body["body"], ensure_ascii=False, separators=(",", ":")).encode()
    return Told(body, kept.status, kept.body["headers"])
