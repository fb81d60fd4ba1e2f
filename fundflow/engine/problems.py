"""What a problem code means: the code that a caller reads out, looked up by an officer (journeys 4.3)."""

from dataclasses import dataclass

from fundflow.definitions import Library, unknown
from fundflow.engine.registry import GUARDS
from fundflow.errors import NotFound

GENERAL = {
    "may_act": "The person does not hold a role that may do this. An administrator gives roles (fundflow user grant).",
    "step_open": "The step does not leave the state in which the case stands. Look at those that do (fundflow steps REF).",
    "step_fits": "No form of the step fits the case as it stands now.",
    "reason_given": "What was done is kept with its reason, and none was given.",
    "value_given": "The step needs something that was not typed with it.",
    "second_person": "Two different people are needed, and this is the one who asked.",
    "same_values": "Two people are needed and gave different values; the second one gives exactly what the first one gave.",
    "different_person": "The same person signed before; a different one must sign.",
    "signed_by_another": "The same person signed before; a different one must sign.",
    "no_tie_to_round": "The person is tied to a body that has a bid in the round, so a colleague does this.",
    "closes_later": "A round's closing time only ever moves later.",
    "round_closed": "The round is still open by the clock.",
    "reopening_in_time": "A closed round is opened again within two working days or not at all.",
    "evidence_given": "A round is opened again only with evidence of a fault of the office's own.",
    "bids_unopened": "An assessor has opened a bid, so the round is not opened again.",
    "extension_given": "A material change of the form gives everybody more time in the same act.",
    "weights_fixed": "A score is locked, so criteria and weights stay as they are.",
    "before_go_live": "A round that is taken over is corrected by its file before it goes live, and by steps after that.",
    "round_taken_over": "Only a round that was declared to have lived elsewhere takes in where its bids stand.",
    "position_read": "No file has said yet where the bids of a round that is taken over stand.",
    "take_over_agrees": "The file, the books and the outside ledger differ materially, and nobody has accepted it by name.",
    "opened_once": "A holder's opening figure is posted where it has no money yet.",
    "not_set_aside": "The case was set aside as a test, a duplicate or an entry in error.",
    "no_money_held": "Money hangs on the case, so it cannot be set aside.",
    "no_letter_sent": "A letter about the case was sent, so it cannot be set aside.",
    "discrepancies_accepted": "Figures of the fund's papers do not agree, and nobody has accepted the difference by name.",
    "practice_once": "Only a real round is copied for practice, never a practice copy.",
    "practice_elsewhere": "Practice is kept in a database of its own.",
    "practice_in_new": "A practice round needs a new database: it is never laid over other records.",
    "practice_pays_nobody": "A payment file of a practice round could be taken for a real one, so there is none.",
    "practice_writes_to_nobody": "Nothing leaves a practice database, so no letter of it is sent.",
    "one_record": "A record stands for one other only: no chains, so that everybody finds the same one.",
    "not_rivals": "Both stand in a live bid, or bid against each other, so they are not made one now.",
    "no_money_under_way": "Money is under way under the record that would be given up, so who is paid must not change.",
    "stands_for_another": "Only what was said to be one organisation can be taken apart.",
    "cover_stands": "Nobody has been asked to stand in for that person today.",
}
"""Codes of verbs that are not guards of a workflow."""


@dataclass(frozen=True)
class Explained:
    """A code, what its rule asks, what a person types for it, and the steps that it guards, by workflow."""

    code: str
    means: str
    asks: tuple[str, ...]
    guards: tuple[str, ...]


def explain(library: Library, code: str) -> Explained:
    """What stands behind a problem code.

    Raises:
        NotFound: there is no such code; the nearest is named.
    """
    if code in GENERAL:
        return Explained(code, GENERAL[code], (), ())
    if code not in GUARDS:
        raise NotFound(unknown("problem code", code, (*GENERAL, *GUARDS)))
    steps = [
        f"{name}: {step.label}"
        for name, workflow in library.workflows.items()
        for step in workflow.steps
        if any(call.name == code for call in (*step.when, *step.guards))
    ]
    gates = [
        f"{fund.short_title}: {gate.code} {gate.title}"
        for fund in library.funds.values()
        for gate in fund.gates
        if gate.test.name == code
    ]
    return Explained(code, GUARDS[code].means, GUARDS[code].asks, tuple(dict.fromkeys((*steps, *gates))))
