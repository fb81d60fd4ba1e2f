"""Keys and values that do not fit.

Name: file, what stands there, what is written instead (¶ before the place expected), part of the message.
"""

from tests.definitions.conftest import ACCESS, FUND, GROUP, SIX, WORKFLOW

SLIPS: dict[str, tuple[str, str, str, str]] = {
    "an unknown key": (
        WORKFLOW,
        "guards: [ranking_frozen, group_quorate",
        "¶gaurds: [ranking_frozen, group_quorate",
        "there is no key 'gaurds' here; did you mean 'guards'?",
    ),
    "an unknown key at the top": (SIX, "fundable_tenths: 600", "fundable_tenths: 600\n¶colour: red", "no key 'colour'"),
    "an unknown key of a timer": (
        WORKFLOW,
        "{at: clarification_due, task: clarification_overdue}",
        "{at: clarification_due, ¶tsk: clarification_overdue}",
        "did you mean 'task'?",
    ),
    "a missing key": (
        WORKFLOW,
        "- step: discard\n  from: draft\n  to: withdrawn\n",
        "- ¶step: discard\n  from: draft\n",
        "'to' is missing here: add a line 'to: ...'",
    ),
    "a missing key at the top": (
        GROUP,
        "committee: gpfv-implementation-group\ntitle: Worcestershire GP Forward View Implementation Group",
        "¶committee: gpfv-implementation-group",
        "'title' is missing",
    ),
    "a wrong word": (
        WORKFLOW,
        "  draft:\n    kind: open",
        "  draft:\n    kind: ¶opne",
        "'opne' cannot stand here; did you mean 'open'?",
    ),
    "a number for a text": (SIX, "title: Evidence of working at scale", "title: ¶2017", 'put it in quotes, "2017"'),
    "a text for a number": (
        SIX,
        "- key: working_at_scale\n  title: Evidence of working at scale\n  weight: 25",
        "- key: working_at_scale\n  title: Evidence of working at scale\n  weight: ¶heavy",
        "a whole number is expected here, not 'heavy'",
    ),
    "a text for a list": (
        GROUP,
        "chairs: [group_chair, group_vice_chair]",
        "chairs: ¶group_chair",
        "a list is expected here",
    ),
    "a text for keys": (
        FUND,
        "footprint:\n  group_minimum: 2\n  least_patients: 30000\n  most_patients: 50000",
        "footprint: ¶wide",
        "keys with values are expected here",
    ),
    "a word for true or false": (GROUP, "casting_vote: true", "casting_vote: ¶maybe", "write true or false here"),
    "an amount that is none": (ACCESS, 'rate: "£3.34"', "rate: ¶three pounds", "is not an amount of money"),
    "an amount without quotes": (ACCESS, 'rate: "£3.34"', "rate: ¶3.345", "is not an amount of money"),
    "a period that is none": (
        FUND,
        "periods: [2017/18, 2018/19]\n  recurrence",
        "periods: [2017/18, ¶2018-19]\n  recurrence",
        "is not a financial year",
    ),
    "a day that is none": (FUND, "ends: 2019-03-31", "ends: ¶2019-02-30", "is not a day"),
    "days below one": (FUND, "  offer: 20", "  offer: ¶0", "this must be 1 or more"),
    "a percentage above a hundred": (FUND, "percent: 35", "percent: ¶135", "this must be 100 or less"),
    "a name with capitals": (
        WORKFLOW,
        "  to: at_committee\n  by: [committee_secretary]\n  guards: [papers_out",
        "  to: ¶At Committee\n  by: [committee_secretary]\n  guards: [papers_out",
        "is not a name",
    ),
    "a guard with two words": (
        WORKFLOW,
        "guards: [reconsideration_open, grounds_named]",
        "guards: [reconsideration_open, ¶{grounds_named: 1, other: 2}]",
        "one word with its argument",
    ),
    "an unknown kind of rate": (
        ACCESS,
        'kind: per_head, rate: "£3.34"',
        'kind: per_hed, rate: "£3.34"',
        "did you mean 'per_head'?",
    ),
    "nothing where something must be": (
        FUND,
        "chapter: Investment in general practice",
        "¶chapter:",
        "a text is expected here, not nothing",
    ),
    "an empty text": (FUND, "chapter: Investment in general practice", 'chapter: ¶""', "this must not be empty"),
}
