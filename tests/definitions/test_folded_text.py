"""Text that is folded over several lines in YAML reads as one line of plain words."""

import json

from fundflow.definitions import load_library


def test_folded_text_carries_no_control_characters():
    library, _ = load_library()
    for name in library.funds:
        assert "\\u0007" not in json.dumps(library.pin(name))
