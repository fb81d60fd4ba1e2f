"""Every verb that writes to the register of organisations."""

from fundflow.organisations.actions.changes import (
    close,
    join,
    leave,
    merge,
    move,
)
from fundflow.organisations.actions.entry import (
    add,
    add_many,
    alias,
    ensure_commissioners,
    join_many,
    link_many,
    snapshot,
    snapshot_many,
)
from fundflow.organisations.actions.particulars import (
    amend,
    correct_list,
    rename,
    set_contact,
    set_signing_rule,
)
from fundflow.organisations.actions.sameness import apart, same

__all__ = [
    "add",
    "add_many",
    "alias",
    "amend",
    "apart",
    "close",
    "correct_list",
    "ensure_commissioners",
    "join",
    "join_many",
    "leave",
    "link_many",
    "merge",
    "move",
    "rename",
    "same",
    "set_contact",
    "set_signing_rule",
    "snapshot",
    "snapshot_many",
]
