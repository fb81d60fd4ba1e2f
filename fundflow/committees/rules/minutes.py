"""The life of minutes: drafted, checked by the chair, circulated, confirmed at the body's next meeting."""

STAGES = ("draft", "checked", "circulated", "confirmed")


def after(stage: str) -> str:
    """The stage that follows; nothing after the last one."""
    at = STAGES.index(stage)
    return STAGES[at + 1] if at + 1 < len(STAGES) else ""
