"""Facts of the letter that tells everybody of a change of their round: N8."""

from fundflow.letters.gather.subject import Row, Subject


def round_changed(subject: Subject) -> Row:
    """N8."""
    workflow, case = subject.pinned.workflow, subject.case
    return {
        "kind": subject.extra.get("kind", "extended"),
        "changed_on": subject.day,
        "reason": subject.said("reason", "We want everybody to have the same chance"),
        "was": subject.extra.get("was", case.round_closes_at),
        "closes_at": case.round_closes_at,
        "changes": tuple(subject.extra.get("changes") or ()),
        "sent_at": case.submitted_at,
        "editable": bool(workflow and workflow.states[case.state].editable),
    }


GATHER = {"N8": round_changed}
