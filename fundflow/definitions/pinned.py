"""A round's own copy of its definitions, so that editing a file never changes a case in flight."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from fundflow.definitions.committee import Commissioner, CommissionerType, Office, Terms
from fundflow.definitions.criteria import Criteria
from fundflow.definitions.fund import Fund
from fundflow.definitions.shape import Definition, FileName
from fundflow.definitions.workflow import Workflow
from fundflow.errors import BadInput, NotFound

_KEPT: dict[str, "Pinned"] = {}
_MOST_KEPT = 64


class Pinned(Definition):
    """A fund with the workflow, the scheme, the committees' terms and the office that it had when pinned."""

    fund: Fund
    workflow: Workflow | None = None
    criteria: Criteria | None = None
    committees: dict[FileName, Terms] = {}
    office: Office

    def terms(self, commissioner: str) -> Terms:
        """The terms of the committee that decides a commissioner's share.

        Raises:
            NotFound: the fund names no committee for it.
        """
        name = self.fund.committees.get(commissioner)
        if name is None:
            raise NotFound(f"{self.fund.title} names no committee for the commissioner {commissioner}")
        return self.committees[name]

    def group(self) -> Terms | None:
        """The terms of the group that assesses and advises."""
        return self.committees[self.fund.group] if self.fund.group else None

    def commissioner(self, code: str) -> Commissioner:
        """One of the fund's commissioners.

        Raises:
            NotFound: the office does not serve it.
        """
        found = next((body for body in self.office.commissioners if body.code == code), None)
        if found is None:
            raise NotFound(f"{self.office.title} serves no commissioner {code}")
        return found

    def commissioner_type(self, code: str) -> CommissionerType:
        """The kind of body that a commissioner is, with its words."""
        wanted = self.commissioner(code).type
        return next(kind for kind in self.office.commissioner_types if kind.key == wanted)


def pinned_snapshot(pinned: Pinned) -> dict[str, Any]:
    """The plain JSON of a pinned fund, with the sha256 of the rest of it under `sha256`."""
    body: dict[str, Any] = pinned.model_dump(mode="json", by_alias=True)
    return {**body, "sha256": _digest(body)}


def unpin(snapshot: Mapping[str, Any]) -> Pinned:
    """The typed objects of a snapshot, the same as when it was pinned.

    Raises:
        BadInput: the snapshot was changed since, or is not one.
    """
    body = {key: value for key, value in snapshot.items() if key != "sha256"}
    digest = _digest(body)
    if snapshot.get("sha256") != digest:
        raise BadInput("this round's copy of its definitions was changed after it was made", place="definitions")
    if digest not in _KEPT:
        try:
            pinned = Pinned.model_validate(body)
        except ValidationError as error:
            first = error.errors()[0]
            place = "/".join(str(part) for part in first["loc"])
            raise BadInput(
                f"this round's copy of its definitions cannot be read: {first['msg']}", place=place
            ) from None
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.pop(next(iter(_KEPT)))
        _KEPT[digest] = pinned
    return _KEPT[digest]


def kept(sha256: str) -> Pinned | None:
    """The typed objects of a snapshot that was unpinned here before, so that it need not be read and hashed again."""
    return _KEPT.get(sha256)


def _digest(body: Mapping[str, Any]) -> str:
    written = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(written.encode()).hexdigest()
