"""The verbs of scenarios: each is one kind of action's alone."""

import pytest

from fundflow.rehearsal.action import VERBS, Action, verb


def test_no_two_kinds_of_action_have_one_verb():
    with pytest.raises(ValueError, match="'take back'"):
        verb("take back")(type("Another", (Action,), {}))
    assert VERBS["take back"].__name__ != "Another"
