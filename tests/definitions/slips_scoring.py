"""Schemes that do not add up.

Name: file, what stands there, what is written instead (¶ before the place expected), part of the message.
"""

from tests.definitions.conftest import SIX

SLIPS: dict[str, tuple[str, str, str, str]] = {
    "weights that do not add up": (
        SIX,
        "items:\n- key: working_at_scale\n  title: Evidence of working at scale\n  weight: 25",
        "¶items:\n- key: working_at_scale\n  title: Evidence of working at scale\n  weight: 24",
        "the weights add up to 99, not 100 (24 + 20 + 10 + 15 + 20 + 10)",
    ),
    "an anchor off the scale": (
        SIX,
        "    5: A federation or the whole county",
        "    ¶6: A federation or the whole county",
        "the anchor 6 of 'working_at_scale' is not on the scale",
    ),
    "a minimum off the scale": (
        SIX,
        "  weight: 25\n  minimum: 2",
        "  weight: 25\n  minimum: ¶6",
        "is above the scale, which ends at 5",
    ),
    "a gap in the scale": (
        SIX,
        "scale:\n  0: Not addressed.",
        "¶scale:\n  7: Not addressed.",
        "a scale runs from 0 upwards",
    ),
    "bands that do not rise": (SIX, "least_tenths: 500}", "least_tenths: ¶0}", "put the bands in rising order"),
    "a first band above nought": (
        SIX,
        "in this round, least_tenths: 0}",
        "in this round, least_tenths: ¶100}",
        "the first band must begin at 0",
    ),
    "a threshold inside a band": (SIX, "fundable_tenths: 600", "fundable_tenths: ¶590", "no band begins at 590"),
    "an unknown tie-break": (
        SIX,
        "tie_breaks: [working_at_scale, impact_gain]",
        "tie_breaks: [working_at_scale, ¶impact_gian]",
        "there is no criterion 'impact_gian'; did you mean 'impact_gain'?",
    ),
    "a criterion given twice": (SIX, "- key: sustainability", "- key: ¶working_at_scale", "stands twice"),
    "a scheme with another name than its file": (
        SIX,
        "criteria: worcestershire-six",
        "criteria: ¶worcestershire-sex",
        "give both the same name",
    ),
}
