"""Workflows that do not hang together.

Name: file, what stands there, what is written instead (¶ before the place expected), part of the message.
"""

from tests.definitions.conftest import WORKFLOW

_LABELLED = """\
  effects: [restore_submitted_version, {forget: recalled}, {letter: L01}]
  label: Close the round for this bid
  means: The bid was called back and not sent again, so the version sent earlier stands.

"""
_FIRST = "- step: round_closes\n  from: draft\n  to: submitted\n  by: [system]\n"
_RECALLED = f"{_FIRST}  when: [{{came_from: {{recalled: submitted}}}}]\n{_LABELLED}- step: round_closes"
_ALWAYS = f"{_FIRST}{_LABELLED}- ¶step: round_closes"

SLIPS: dict[str, tuple[str, str, str, str]] = {
    "a misspelt destination": (
        WORKFLOW,
        "- step: submit\n  from: draft\n  to: submitted",
        "- step: submit\n  from: draft\n  to: ¶sumbitted",
        "there is no state 'sumbitted'; did you mean 'submitted'?",
    ),
    "a misspelt origin": (
        WORKFLOW,
        "from: [submitted, in_assessment]",
        "from: [submitted, ¶in_asessment]",
        "did you mean 'in_assessment'?",
    ),
    "a misspelt single origin": (
        WORKFLOW,
        "- step: discard\n  from: draft",
        "- step: discard\n  from: ¶darft",
        "did you mean 'draft'?",
    ),
    "an origin given twice": (
        WORKFLOW,
        "from: [submitted, in_assessment]",
        "from: [submitted, ¶submitted]",
        "stands twice in this list",
    ),
    "a misspelt start": (WORKFLOW, "    to: draft", "    to: ¶darft", "did you mean 'draft'?"),
    "a misspelt stage": (
        WORKFLOW,
        "  moderation:\n    kind: open\n    stage: Assessment",
        "  moderation:\n    kind: open\n    stage: ¶Assesment",
        "did you mean 'Assessment'?",
    ),
    "a state that nothing leads to": (
        WORKFLOW,
        "states:\n",
        "states:\n  ¶forgotten:\n    kind: end\n    stage: Bid\n    applicant: A\n    officer: B\n",
        "no step leads to 'forgotten'",
    ),
    "a state without a way out": (
        WORKFLOW,
        "- step: agree\n  from: moderation\n  to: scored\n",
        "- step: agree\n  from: scored\n  to: ¶stuck\n",
        "there is no state 'stuck'",
    ),
    "a step out of an end": (
        WORKFLOW,
        "- step: discard\n  from: draft",
        "- step: discard\n  from: [draft, ¶closed]",
        "'closed' is an end, so no step may leave it",
    ),
    "an alternative that is hidden": (WORKFLOW, _RECALLED, _ALWAYS, "has no 'when', so it always comes first"),
    "an alternative that repeats another": (
        WORKFLOW,
        "  to: partially_approved\n  by: [committee]\n  when: [part_is_viable]",
        "  to: partially_approved\n  by: [committee]\n  when: [every_share_approved]",
        "is taken whenever its 'when' holds",
    ),
    "an origin that is never remembered": (
        WORKFLOW,
        "guards: [{came_from: {reconsidered: ineligible}}, panel_independent, lay_member_sits]",
        "guards: [¶{came_from: {reconsidered: scored}}, panel_independent, lay_member_sits]",
        "'scored' is never remembered as 'reconsidered'",
    ),
    "a slot that is never filled": (
        WORKFLOW,
        "guards: [{came_from: {reconsidered: ineligible}}, panel_independent, lay_member_sits]",
        "guards: [¶{came_from: {reconsiderd: ineligible}}, panel_independent, lay_member_sits]",
        "did you mean 'reconsidered'?",
    ),
    "something forgotten that was never kept": (
        WORKFLOW,
        "effects: [freeze_version, {forget: recalled}",
        "effects: [freeze_version, ¶{forget: recaled}",
        "did you mean 'recalled'?",
    ),
    "a timer for a step that is not there": (
        WORKFLOW,
        "    - {at: round_closes, step: round_closes}",
        "    - {at: round_closes, step: ¶round_close}",
        "there is no step 'round_close' from 'draft'; did you mean 'round_closes'?",
    ),
    "a timer for a step of people": (
        WORKFLOW,
        "    - {at: round_closes, step: round_closes}",
        "    - {at: round_closes, step: ¶discard}",
        "is not a step of 'system'",
    ),
    "a timer that does nothing": (
        WORKFLOW,
        "    - {at: reserve_until, step: expire}",
        "    - ¶{at: reserve_until}",
        "a timer does exactly one thing",
    ),
    "a timer that does two things": (
        WORKFLOW,
        "    - {at: reserve_until, step: expire}",
        "    - ¶{at: reserve_until, step: expire, task: look}",
        "a timer does exactly one thing",
    ),
    "a timer in an end": (
        WORKFLOW,
        "  redirected:\n    kind: end\n",
        "  redirected:\n    kind: end\n    timers:\n    - ¶{at: reserve_until, task: look}\n",
        "nothing falls due in it",
    ),
    "an end that takes claims": (
        WORKFLOW,
        "  redirected:\n    kind: end\n",
        "  redirected:\n    kind: end\n    claims: ¶open\n",
        "claims are closed in it",
    ),
    "an end that decides": (
        WORKFLOW,
        "  redirected:\n    kind: end\n",
        "  redirected:\n    kind: end\n    deciding: ¶true\n",
        "cannot be 'deciding'",
    ),
    "an end that holds money": (
        WORKFLOW,
        "  redirected:\n    kind: end\n",
        "  redirected:\n    kind: end\n    holds: ¶reserved\n",
        "holds no promised money",
    ),
    "claims without promised money": (
        WORKFLOW,
        "  moderation:\n    kind: open\n",
        "  moderation:\n    kind: open\n    claims: ¶open\n",
        "need promised money",
    ),
    "assessing and deciding at once": (
        WORKFLOW,
        "    assessing: true\n",
        "    assessing: true\n    deciding: ¶true\n",
        "at once",
    ),
    "a signature that leaves out who takes the step": (
        WORKFLOW,
        "  by: [signatory]\n  signatures: [applicant, signatory]",
        "  by: ¶[officer]\n  signatures: [applicant, signatory]",
        "not among its signatures",
    ),
    "a single signature": (
        WORKFLOW,
        "  by: [signatory]\n  signatures: [applicant, signatory]",
        "  by: [signatory]\n  signatures: ¶[signatory]",
        "has one signature",
    ),
    "a letter without a template anywhere": (
        WORKFLOW,
        "effects: [{letter: N1}]",
        "effects: [¶{letter: N11}]",
        "did you mean 'N1'?",
    ),
    "a reminder without a template": (
        WORKFLOW,
        "{at: clarification_reminder, remind: L03b}",
        "{at: clarification_reminder, remind: ¶L03x}",
        "has a template for the letter 'L03x'",
    ),
    "a letter of an event without a template": (
        WORKFLOW,
        "claim_held: [{letter: N5}]",
        "claim_held: [¶{letter: N55}]",
        "did you mean 'N5'?",
    ),
}
