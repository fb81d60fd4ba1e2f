"""What may stand in a bid: words, answers, the grid of actions, documents and cost lines."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from fundflow import money
from fundflow.definitions.fund import Form, Fund

MOST_SENSIBLE_PENCE = 10_000_000_000
"""£100,000,000.00: no primary-care bid asks more in one line, but a misplaced decimal point does."""

_BULLETS = frozenset("\u2022\u25e6\u25aa\u25ab\u25cf\u25cb\u2023\u2043\u00b7\uf0b7")


@dataclass(frozen=True)
class Complaint:
    """What is wrong or missing, and where."""

    place: str
    sentence: str


@dataclass(frozen=True)
class CostLine:
    """One cost (pence): without a commissioner it is shared by patients, without an organisation it is joint."""

    period: str
    cost_type: str
    description: str
    pence: int
    commissioner: str | None = None
    organisation: str | None = None
    recurrent: bool = False


@dataclass(frozen=True)
class Content:
    """Everything that an applicant states in one version."""

    title: str
    answers: Mapping[str, str] = field(default_factory=dict)
    actions: Mapping[str, Any] = field(default_factory=dict)
    documents: Mapping[str, str] = field(default_factory=dict)
    priorities: Sequence[str] = ()
    outcomes: Mapping[str, Any] = field(default_factory=dict)
    exit_plan: str = ""
    vat: Mapping[str, Any] = field(default_factory=dict)
    work_starts_on: date | None = None
    work_ends_on: date | None = None
    lines: Sequence[CostLine] = ()
    severable: bool = False
    minimum_viable_pence: int | None = None

    @property
    def ask_pence(self) -> int:
        """The sum of its cost lines."""
        return sum(line.pence for line in self.lines)


def word_count(text: str) -> int:
    """Words as Word counts them: whatever stands between spaces; bullets pasted as characters do not count."""
    return sum(not set(token) <= _BULLETS for token in text.split())


def answer_complaints(form: Form, answers: Mapping[str, str]) -> tuple[Complaint, ...]:
    """Unknown questions, and answers above their word limit."""
    questions = {question.key: question for question in form.questions}
    found = []
    for key, text in answers.items():
        question = questions.get(key)
        if question is None:
            known = ", ".join(questions)
            found.append(Complaint(f"answers.{key}", f"this form has no question '{key}': its questions are {known}"))
            continue
        words = word_count(text)
        if words > question.words:
            found.append(
                Complaint(
                    f"answers.{key}",
                    f"'{question.title}' has {words:,} words and may have {question.words:,}: "
                    f"take out {words - question.words:,}",
                )
            )
    return tuple(found)


def action_complaints(form: Form, actions: Mapping[str, Any]) -> tuple[Complaint, ...]:
    """Unknown lines of the action grid, and lines without a plain yes or no."""
    known = [item.key for item in form.actions.items]
    found = []
    for key, line in actions.items():
        if key not in known:
            found.append(
                Complaint(f"actions.{key}", f"this form has no action '{key}': its actions are {', '.join(known)}")
            )
        elif not isinstance(line, Mapping) or not isinstance(line.get("contributes"), bool):
            found.append(Complaint(f"actions.{key}", "say whether the bid contributes to this action: yes or no"))
    return tuple(found)


def tag_complaints(
    form: Form, *, documents: Iterable[str] = (), priorities: Iterable[str] = (), outcomes: Iterable[str] = ()
) -> tuple[Complaint, ...]:
    """Documents, priorities and outcomes that the form does not have (`other` is always a priority, WO 7.3)."""
    lists = (
        ("documents", documents, {tag.key for tag in form.documents}),
        ("priorities", priorities, {tag.key for tag in form.priorities} | {"other"}),
        ("outcomes", outcomes, {tag.key for tag in form.outcomes} | {"other"}),
    )
    return tuple(
        Complaint(f"{where}.{name}", f"'{name}' is not among the {where} of this form: {', '.join(sorted(known))}")
        for where, names, known in lists
        for name in names
        if name not in known
    )


def vat_complaints(vat: Mapping[str, Any]) -> tuple[Complaint, ...]:
    """A bid is costed gross unless its payee can recover the tax (domain, cases 48 and 50)."""
    found = [
        Complaint(f"vat.{key}", f"'{key}' is not asked about VAT: use basis, recoverable and note")
        for key in vat
        if key not in ("basis", "recoverable", "note")
    ]
    if vat.get("basis", "gross") not in ("gross", "net"):
        found.append(Complaint("vat.basis", "say whether the costs are gross or net of VAT"))
    if not isinstance(vat.get("recoverable", False), bool):
        found.append(Complaint("vat.recoverable", "say whether the VAT can be recovered: yes or no"))
    if vat.get("basis") == "net" and vat.get("recoverable") is False:
        found.append(
            Complaint("vat.basis", "the costs are net, and the VAT cannot be recovered: enter the costs with VAT")
        )
    return tuple(found)


def budget_complaints(fund: Fund, lines: Sequence[CostLine], *, most_pence: int | None = None) -> tuple[Complaint, ...]:
    """What is wrong with cost lines: kinds, periods, commissioners and amounts; `most_pence` is the fund's whole money.

    A negative or zero ask, or one above the fund, is refused while it is still a draft (domain, case 68).
    """
    kinds = {kind.key for kind in fund.form.cost_types} if fund.form else set()
    found = [
        Complaint(f"budget.{number}.{field_name}", sentence)
        for number, line in enumerate(lines, 1)
        for field_name, sentence in _line_faults(fund, kinds, line)
    ]
    total = sum(line.pence for line in lines)
    if most_pence is not None and total > most_pence:
        found.append(
            Complaint(
                "budget",
                f"the bid asks for {money.pounds(total)} and the whole fund has {money.pounds(most_pence)}: "
                f"take out {money.pounds(total - most_pence)} or more",
            )
        )
    return tuple(found)


def _line_faults(fund: Fund, kinds: set[str], line: CostLine) -> Iterable[tuple[str, str]]:
    if kinds and line.cost_type not in kinds:
        yield "cost_type", f"'{line.cost_type}' is not a kind of cost in this fund: use {', '.join(sorted(kinds))}"
    if line.period not in fund.money.periods:
        yield "period", f"this fund has no money for '{line.period}': use {', '.join(fund.money.periods)}"
    if line.commissioner is not None and line.commissioner not in fund.commissioners:
        yield (
            "commissioner",
            f"'{line.commissioner}' does not pay into this fund: use {', '.join(fund.commissioners)}",
        )
    if not line.description.strip():
        yield "description", "say in a few words what this cost is"
    if line.pence <= 0:
        yield "amount", f"{money.pounds(line.pence)} is not an amount to ask for: enter more than £0.00"
    elif line.pence > MOST_SENSIBLE_PENCE:
        yield (
            "amount",
            f"{money.pounds(line.pence)} is above {money.pounds(MOST_SENSIBLE_PENCE)}, the most of one line: check it",
        )


def recurrent_on_one_off(fund: Fund, lines: Sequence[CostLine]) -> tuple[CostLine, ...]:
    """Recurrent costs asked of non-recurrent money: they need an exit plan (WO 7.2; gate E7)."""
    kinds = {kind.key for kind in fund.form.cost_types if kind.recurrent} if fund.form else set()
    return tuple(
        line
        for line in lines
        if (line.recurrent or line.cost_type in kinds)
        and line.period in fund.money.periods
        and fund.money.recurrence_of(line.period) == "non-recurrent"
    )


def incomplete(form: Form, content: Content) -> tuple[Complaint, ...]:
    """Everything that is still to do before a bid can be submitted, each at its place (gate E9's form part)."""
    found = [
        Complaint(
            f"answers.{question.key}", f"'{question.title}' has no answer yet: write up to {question.words} words"
        )
        for question in form.questions
        if question.mandatory and not content.answers.get(question.key, "").strip()
    ]
    found += answer_complaints(form, content.answers)
    found += _actions_to_do(form, content.actions)
    found += [
        Complaint(f"documents.{tag.key}", f"'{tag.title}' is not attached yet: add the file")
        for tag in form.documents
        if not content.documents.get(tag.key)
    ]
    if content.ask_pence <= 0:
        found.append(Complaint("budget", "the bid asks for £0.00: add at least one cost line"))
    minimum = content.minimum_viable_pence
    if minimum is None and (content.severable or form.least_amount.asked_of == "everybody"):
        why = "the bid may be cut" if content.severable else f"'{form.least_amount.title}' has no answer yet"
        found.append(Complaint("minimum_viable", f"{why}: say the least amount with which it still works"))
    if minimum is not None and minimum > content.ask_pence:
        found.append(
            Complaint(
                "minimum_viable",
                f"the least workable amount, {money.pounds(minimum)}, is above the ask, "
                f"{money.pounds(content.ask_pence)}: lower it",
            )
        )
    return tuple(found)


def _actions_to_do(form: Form, actions: Mapping[str, Any]) -> list[Complaint]:
    grid = form.actions
    found = []
    for item in grid.items:
        line = actions.get(item.key)
        if line is None:
            found.append(
                Complaint(f"actions.{item.key}", f"'{item.title}' has no line yet: say if the bid contributes")
            )
        elif not str(line.get("text") or "").strip():
            found.append(Complaint(f"actions.{item.key}", f"'{item.title}' has no words yet: say how, or why not"))
    contributing = sum(bool(line.get("contributes")) for line in actions.values())
    if contributing < grid.least:
        found.append(
            Complaint(
                "actions", f"the bid contributes to {contributing} actions and must contribute to {grid.least} or more"
            )
        )
    return found
