"""Committees and offices that cannot work.

Name: file, what stands there, what is written instead (¶ before the place expected), part of the message.
"""

from tests.definitions.conftest import COMMITTEE, GROUP, OFFICE

SLIPS: dict[str, tuple[str, str, str, str]] = {
    "a chair who has no vote": (
        GROUP,
        "chairs: [group_chair, group_vice_chair]",
        "chairs: [group_chair, ¶chair]",
        "there is no voting role 'chair'",
    ),
    "a role needed that has no vote": (
        GROUP,
        "- [group_chair, group_vice_chair]\n- [finance_lead]",
        "- [group_chair, group_vice_chair]\n- [¶finance_led]",
        "did you mean 'finance_lead'?",
    ),
    "bands that do not rise": (COMMITTEE, '{up_to: "£50,000"', '{up_to: ¶"£5,000"', "rising order"),
    "bands that end": (
        COMMITTEE,
        "- {up_to: null, decides: The committee}\n",
        '- {up_to: ¶"£60,000", decides: The committee}\n',
        "nobody decides above this",
    ),
    "a committee of nobody": (
        COMMITTEE,
        "kind: committee\ncommissioner: 06D\n",
        "kind: ¶committee\n",
        "a committee decides for one commissioner",
    ),
    "a commissioner of no known kind": (
        OFFICE,
        "  short_name: Wyre Forest\n  type: ccg",
        "  short_name: Wyre Forest\n  type: ¶cgc",
        "did you mean 'ccg'?",
    ),
    "an alias of two commissioners": (
        OFFICE,
        "aliases: [WF, WE, Wyre Forest]",
        "aliases: [¶SW, WE, Wyre Forest]",
        "'SW' already stands for 05T",
    ),
    "a code given twice": (OFFICE, '- code: "06D"', '- code: ¶"05T"', "'05T' already stands for 05T"),
    "an unknown parent": (
        OFFICE,
        "  short_name: Wyre Forest\n",
        "  short_name: Wyre Forest\n  parent: ¶QGH\n",
        "there is no commissioner 'QGH'",
    ),
    "a pattern that cannot be read": (
        OFFICE,
        'code_pattern: "^[0-9]{2}[A-Z]$"',
        'code_pattern: ¶"^[0-9"',
        "cannot be read",
    ),
}
