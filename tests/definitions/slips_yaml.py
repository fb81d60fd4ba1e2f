"""Slips of YAML itself.

Name: file, what stands there, what is written instead (¶ before the place expected), part of the message.
"""

from tests.definitions.conftest import FUND, GROUP, SIX, WORKFLOW

SLIPS: dict[str, tuple[str, str, str, str]] = {
    "a quote that is never closed": (GROUP, "papers_clear_days: 5", "papers_clear_days: ¶'5", "this is not YAML"),
    "a colon too many": (SIX, "title: Evidence of working", "title: Evidence¶: of working", "this is not YAML"),
    "a tab for indentation": (SIX, "scale:\n  0: Not", "scale:\n¶\t0: Not", "this is not YAML"),
    "a key written twice": (
        WORKFLOW,
        "    applicant: You are writing this bid\n",
        "    applicant: You are writing this bid\n    ¶applicant: Again\n",
        "the key 'applicant' is written twice; the first is on line 21: keep one",
    ),
    "a control character": (FUND, "short_title: Transformation fund", "short_title: Transf¶\x07fund", "not YAML"),
    "a key that is a list": (GROUP, "deferrals: 2", "¶[a, b]: 2", "a key must be a plain word"),
    "a loop": (
        GROUP,
        "co_opt:\n- A member",
        "co_opt: ¶&loop\n- *loop\n- A member",
        "refers to a part of the file that contains it",
    ),
}
