"""What is told when something is not done: problem details (RFC 9457), with every refusal in the engine's own words."""

from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic import Field
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from fundflow.api.shapes import Shape
from fundflow.database import OperationalError
from fundflow.errors import BadInput, Conflict, FundflowError, NotFound, Refused, Stale

MEDIA = "application/problem+json"
CONFLICTS = ("step_open",)
"""Guards that refuse because the case stands elsewhere by now."""
BUSY_SECONDS = 2
_BUSY = ("database is locked", "deadlock", "could not serialize", "lock timeout", "connection")
"""What a database says when trying again may help."""


class Refusal(Shape):
    """One reason: the guard that refused (its problem code) and the sentence that a person reads."""

    guard: str
    reason: str


class Fault(Shape):
    """One value that cannot be read: where it stands, and why."""

    place: str
    reason: str


class Problem(Shape):
    """Why something was not done. `type` is the address at which its kind is explained; nothing was changed."""

    type: str
    title: str
    status: int
    detail: str
    refused: list[Refusal] = []
    errors: list[Fault] = []
    message: str | None = Field(default=None, description="The same as `detail`, under CommonGrants' name for it.")


class NotAllowed(Exception):  # noqa: N818 - it tells, and is no fault of ours
    """Nobody, or nobody who may use this scope: the answer says how to come with a token."""

    def __init__(self, status: int, detail: str, *, error: str = "") -> None:
        self.status, self.detail, self.error = status, detail, error
        super().__init__(detail)


class KeyReused(FundflowError):  # noqa: N818
    """An idempotency key was used before for something else."""


class Outdated(Stale):
    """The version that `If-Match` names is not the present one."""


_KINDS: tuple[tuple[type[FundflowError], tuple[str, int]], ...] = (
    (NotFound, ("not_found", 404)),
    (Outdated, ("stale", 412)),
    (Stale, ("stale", 409)),
    (KeyReused, ("key_reused", 422)),
    (Conflict, ("conflict", 409)),
)


def answer(
    kind: str,
    status: int,
    detail: str,
    *,
    refused: Any = (),
    errors: Any = (),
    headers: dict[str, str] | None = None,
    message: str | None = None,
) -> Response:
    """A problem as it travels."""
    told = Problem(
        type=f"/api/v1/problems/{kind}",
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        refused=[Refusal(guard=one.guard, reason=one.reason) for one in refused],
        errors=list(errors),
        message=message,
    )
    return JSONResponse(told.model_dump(exclude_none=True), status_code=status, media_type=MEDIA, headers=headers)


def of_error(error: FundflowError) -> Response:
    """What one of the product's own errors is to a program."""
    if isinstance(error, Refused):
        guards = {one.guard for one in error.refusals}
        status = 403 if "may_act" in guards else 409 if guards & set(CONFLICTS) else 422
        return answer("refused", status, str(error), refused=error.refusals)
    if isinstance(error, BadInput):
        return answer("bad_input", 422, str(error), errors=[Fault(place=error.place, reason=error.reason)])
    kind, status = next((told for known, told in _KINDS if isinstance(error, known)), ("unavailable", 503))
    return answer(kind, status, str(error))


def _wrong(request: Request, error: Exception) -> Response:
    assert isinstance(error, FundflowError)
    if "/common-grants/" in request.url.path and isinstance(error, NotFound):
        return answer("not_found", 404, str(error), message=str(error))
    return of_error(error)


def _unread(_request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    found = [
        Fault(place=".".join(str(part) for part in one["loc"]), reason=str(one["msg"]).removeprefix("Value error, "))
        for one in error.errors()
    ]
    detail = f"Nothing was done: {found[0].place}: {found[0].reason}." if found else "Nothing was done."
    return answer("bad_input", 422, detail, errors=found)


def _not_allowed(_request: Request, error: Exception) -> Response:
    assert isinstance(error, NotAllowed)
    told = f', error="{error.error}"' if error.error else ""
    return answer(
        "unauthenticated" if error.status == 401 else "forbidden",
        error.status,
        error.detail,
        headers={"WWW-Authenticate": f'Bearer realm="fundflow"{told}'},
    )


def _http(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    said = {404: "There is nothing at this address.", 405: "This address is not used so."}
    detail = said.get(error.status_code, str(error.detail))
    kind = "not_found" if error.status_code == 404 else "bad_input"
    return answer(kind, error.status_code, detail, headers=dict(error.headers or {}))


def _busy(request: Request, error: Exception) -> Response:
    assert isinstance(error, OperationalError)
    if not any(word in str(error.orig) for word in _BUSY):
        return _failed(request, error)
    said = "Another program is writing, so nothing was done. Try again in a moment, with the same idempotency key."
    return answer("unavailable", 503, said, headers={"Retry-After": str(BUSY_SECONDS)})


def _failed(_request: Request, _error: Exception) -> Response:
    return answer("failed", 500, "Something of ours went wrong, and nothing was written. Please report it.")


def tell_on(app: FastAPI) -> None:
    """Have an app tell everything that goes wrong as a problem."""
    app.add_exception_handler(FundflowError, _wrong)
    app.add_exception_handler(RequestValidationError, _unread)
    app.add_exception_handler(NotAllowed, _not_allowed)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(OperationalError, _busy)
    app.add_exception_handler(Exception, _failed)
