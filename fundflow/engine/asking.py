"""How a person is asked for what a step needs: each value's words, its kind of field, and how its text is read."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from fundflow import applications, awards, committees, money, people, scoring
from fundflow.engine.case import Case
from fundflow.engine.guards.deciding import COVER_SHEET
from fundflow.engine.guards.reconsidering import GROUNDS

Kind = Literal[
    "text",
    "long",
    "day",
    "moment",
    "lines",
    "choice",
    "several",
    "amounts",
    "pairs",
    "cover",
    "changes",
    "details",
    "yes",
]


@dataclass(frozen=True)
class Asked:
    """One field: what it is called, what helps to fill it, its kind, and what can be chosen (value to words).

    For `pairs`, `amounts`, `changes` and `details`, `choices` are the rows.
    """

    name: str
    label: str
    hint: str = ""
    kind: Kind = "text"
    choices: Mapping[str, str] | None = None
    optional: bool = False


_PLAIN: Mapping[str, Asked] = {
    one.name: one
    for one in (
        Asked("interests", "Interests of those who sign", "People and bodies who stand to gain, or 'none'.", "long"),
        Asked("questions", "Your questions", "One question a line; they are numbered for the applicant.", "lines"),
        Asked("answer", "Your answer", "Answer each point that was asked for.", "long"),
        Asked(
            "scope", "What you will do for the smaller amount", "What stays, what goes, and who still benefits.", "long"
        ),
        Asked("report", "Your final report", "What was done, what came of it, and what others can learn.", "long"),
        Asked("assets", "What the money bought that lasts", "Each thing above £1,000, or 'none'.", "long"),
        Asked("consent", "Who agreed, and when", "For example: Ruth Hale by telephone, 3 May 2017."),
        Asked("minute", "Number of the minute", "As it stands in the committee's minutes."),
        Asked("resolution", "Number of the resolution", "The minute that lets officers do this."),
        Asked("outcomes_recorded", "Where the results are recorded"),
        Asked("qualification", "What you ask or dispute", "Say which term, and what you would accept instead.", "long"),
        Asked("remedy", "What puts it right", "What the recipient must do, and by when.", "long"),
        Asked("reasons", "Reasons", "They are printed in the committee's papers.", "long"),
        Asked("clause", "Clause of the agreement"),
        Asked("ends_on", "Day on which it ends", kind="day"),
    )
}


def fields(case: Case, names: Sequence[str]) -> list[Asked]:
    """The fields of a step, in order; a name that nobody has described is asked for by itself."""
    found = [_field(case, name) for name in names]
    return [*found, _judged(case)] if "gates" in names else found


def _field(case: Case, name: str) -> Asked:
    if name in _CHOSEN:
        return _CHOSEN[name](case)
    return _PLAIN.get(name) or Asked(name, name.replace("_", " ").capitalize())


def _gates(case: Case) -> Asked:
    rules = {gate.code: f"{gate.code}: {gate.title}" for gate in case.fund.gates}
    return Asked("gates", "Rules that the bid does not meet", "Choose every one that applies.", "several", rules)


def _judged(case: Case) -> Asked:
    rules = {gate.code: f"{gate.code}: {gate.title}" for gate in case.fund.gates}
    words = "Only where our figures say that the bid meets it and you judge otherwise; give the reason below."
    return Asked("judged", "Rules on which you judge otherwise", words, "several", rules, optional=True)


def _answers(case: Case) -> Asked:
    asked = applications.open_clarification(case.session, case.id)
    rows = {str(at): str(one.get("text", "")) for at, one in enumerate(asked.questions, start=1)} if asked else {}
    return Asked("answers", "Your answers", "Answer each question.", "pairs", rows)


def _outcomes(case: Case) -> Asked:
    known = {one.key: one.title for one in case.fund.form.outcomes} if case.fund.form else {}
    rows = {key: known.get(key, key) for key in case.dossier.content.outcomes}
    return Asked("outcomes", "What came of each outcome", "A figure, or why there is none.", "pairs", rows)


def _meeting(case: Case) -> Asked:
    rows = {one.ref: f"{one.title}, {one.held_on:%d %B %Y}" for one in committees.meetings(case.session)}
    return Asked("meeting", "Which meeting", kind="choice", choices=rows)


def _assessors(name: str, label: str) -> Callable[[Case], Asked]:
    def ask(case: Case) -> Asked:
        seats = scoring.assignments(case.session, case.id, live=True)
        rows = {people.require(case.session, one.person_id).sign_in_name: one.person for one in seats}
        return Asked(name, label, kind="choice", choices=rows)

    return ask


def _commissioner(case: Case) -> Asked:
    rows = {code: case.pinned.commissioner(code).short_name for code in case.fund.commissioners}
    return Asked("commissioner", "Whose decision", kind="choice", choices=rows)


def _amounts(case: Case) -> Asked:
    rows = {
        f"{share.commissioner}|{period}": f"{case.pinned.commissioner(share.commissioner).short_name}, {period}"
        for share in case.dossier.shares
        for period in share.asked
    }
    return Asked("amounts", "Amounts", "In pounds; leave out what stays nothing.", "amounts", rows)


def _grounds(_case: Case) -> Asked:
    words = ("The process was not followed", "A fact was wrong", "Somebody had an interest that was not declared")
    rows = dict(zip(GROUNDS, words, strict=True))
    return Asked("grounds", "On what ground", kind="choice", choices=rows)


def _recommendation(_case: Case) -> Asked:
    rows = {"approve": "Approve", "partial": "Approve in part", "reject": "Do not approve", "defer": "Put off"}
    return Asked("recommendation", "The group's advice", kind="choice", choices=rows)


def _kind(_case: Case) -> Asked:
    rows = {
        "value": "The amount",
        "budget": "How an amount is spent, line by line",
        "profile": "In which year it is spent",
        "dates": "A date",
        "partner": "Who takes part",
        "novation": "The organisation that leads",
        "outcome": "What it is to achieve",
        "scope": "What is done",
    }
    return Asked("kind", "What kind of change", kind="choice", choices=rows)


def _changes(case: Case) -> Asked:
    """Every line of the award with what it is now; by cost where the costs of the bid add up to the award still."""
    held = awards.award_amounts(case.session, case.award_id)
    costs: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for line in case.dossier.content.lines:
        costs[line.commissioner or "", line.period][line.cost_type] += line.pence
    rows = {}
    for commissioner, of_years in held.items():
        name = case.pinned.commissioner(commissioner).short_name
        for period, pence in of_years.items():
            mine = costs[commissioner, period]
            for cost, now in (mine if mine and sum(mine.values()) == pence else {"": pence}).items():
                words = ", ".join((name, period, *([cost.replace("_", " ")] if cost else [])))
                rows[f"{commissioner}|{period}|{cost}|{now}"] = f"{words}: {money.pounds(now)} now"
    return Asked(
        "changes", "Money: what it becomes", "Leave empty what stays as it is.", "changes", rows, optional=True
    )


def _details(_case: Case) -> Asked:
    rows = {
        "starts": "First day of the work, as 2018-04-01",
        "ends": "Last day of the work, as 2018-12-31",
        "last_claim_on": "Last day for a claim, as 2019-01-31",
        "joins": "Who joins: codes, with commas between",
        "leaves": "Who leaves: codes, with commas between",
        "recipient": "Code of the organisation that is to lead",
        "outcomes": "What it is to achieve instead",
        "scope": "What is done instead",
    }
    words = "Fill in what the kind of change needs, and leave the rest empty."
    return Asked("details", "Everything else: what it becomes", words, "details", rows, optional=True)


def _cover(_case: Case) -> Asked:
    rows = {row: row.replace("_", " ").capitalize() for row in COVER_SHEET}
    return Asked(
        "cover_sheet", "Cover sheet", "For each row: is action required? Whose initials say so?", "cover", rows
    )


_CHOSEN: Mapping[str, Callable[[Case], Asked]] = {
    "gates": _gates,
    "answers": _answers,
    "outcomes": _outcomes,
    "meeting": _meeting,
    "assessor": _assessors("assessor", "Whose scores"),
    "commissioner": _commissioner,
    "amounts": _amounts,
    "grounds": _grounds,
    "recommendation": _recommendation,
    "kind": _kind,
    "changes": _changes,
    "details": _details,
    "cover_sheet": _cover,
}


Texts = Callable[[str], Sequence[str]]
"""The texts that were typed into a field, by its name."""


def values(fields: Sequence[Asked], typed: Texts) -> dict[str, Any]:
    """What was typed into the fields of a step, as the step takes it; empty fields are left out.

    Raises:
        BadInput: an amount that is none.
    """
    found = {one.name: _read(one, typed) for one in fields}
    return {name: value for name, value in found.items() if value not in ("", [], {}, None)}


def _read(one: Asked, typed: Texts) -> Any:
    read = _READERS.get(one.kind)
    return read(one, typed) if read else _only(typed(one.name))


def _rows(one: Asked, typed: Texts) -> dict[str, str]:
    """The texts of a field's rows, by row; empty ones are left out."""
    rows = {key: _only(typed(f"{one.name}.{key}")) for key in one.choices or {}}
    return {key: text for key, text in rows.items() if text}


def _lines(one: Asked, typed: Texts) -> list[str]:
    return [line.strip() for text in typed(one.name) for line in text.split("\n") if line.strip()]


def _paid(one: Asked, typed: Texts) -> list[dict[str, Any]]:
    rows = [(*key.split("|"), text) for key, text in _rows(one, typed).items()]
    return [
        {"commissioner": body, "period": period, "pence": money.parse(text, place=one.name)}
        for body, period, text in rows
    ]


def _stated(one: Asked, typed: Texts) -> dict[str, Any]:
    rows = _rows(one, typed)
    return {key: _codes(text) if key in ("joins", "leaves") else text for key, text in rows.items()}


def _changed(one: Asked, typed: Texts) -> list[dict[str, Any]]:
    """Every line of each commissioner's year in which an amount was typed, as a change of an award states them."""
    rows = []
    for key in one.choices or {}:
        commissioner, period, cost, now = key.split("|")
        text = _only(typed(f"{one.name}.{key}"))
        after = money.parse(text, place=f"{one.name}.{key}") if text else int(now)
        row = {"commissioner": commissioner, "period": period, "before_pence": int(now), "after_pence": after}
        rows.append({**row, "cost_type": cost, "typed": bool(text)})
    touched = {(row["commissioner"], row["period"]) for row in rows if row.pop("typed")}
    return [row for row in rows if (row["commissioner"], row["period"]) in touched]


def _codes(text: str) -> list[str]:
    return [code.strip() for code in text.split(",") if code.strip()]


def _only(texts: Sequence[str]) -> str:
    return texts[-1].strip() if texts else ""


_READERS: Mapping[Kind, Callable[[Asked, Texts], Any]] = {
    "several": lambda one, typed: [text for text in typed(one.name) if text],
    "lines": _lines,
    "pairs": lambda one, typed: {(int(key) if key.isdigit() else key): text for key, text in _rows(one, typed).items()},
    "cover": lambda one, typed: {"rows": _rows(one, typed), "initials": _only(typed(f"{one.name}.initials"))},
    "amounts": _paid,
    "changes": _changed,
    "details": _stated,
}
