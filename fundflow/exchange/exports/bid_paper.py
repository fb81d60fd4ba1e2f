"""The questions of a round, and one bid's own answers, as Word files to work in, keep and show to partners."""

from collections.abc import Mapping

from docx.document import Document as Paper

from fundflow.applications import Dossier, Round, word_count
from fundflow.clock import moment_words
from fundflow.definitions import Pinned
from fundflow.definitions.fund import Form
from fundflow.exchange.exports import paper as page
from fundflow.money import pounds

WORD_RULE = "Words are counted as Word counts them: whatever stands between spaces is one. Bullets are not counted."


def questions(row: Round, pinned: Pinned) -> bytes:
    """Every question of a round with its guidance and word limit, what else is asked, and how bids are scored."""
    fund, form = pinned.fund, pinned.fund.form
    assert form is not None
    paper = page.new_paper(f"{row.title}: questions")
    page.foot(paper, f"{row.title}: questions")
    page.write(paper, f"{row.title}: all the questions", style="Title")
    page.write(paper, fund.purpose)
    if fund.not_for:
        page.write(paper, f"It is not for: {fund.not_for}")
    page.write(paper, f"Bids are taken until {moment_words(row.closes_at)}.", bold=True)
    page.write(paper, WORD_RULE, grey=True)
    for number, question in enumerate(form.questions, 1):
        page.write(paper, f"{number}. {question.title}", style="Heading 1")
        page.write(paper, question.guidance)
        need = "must be answered" if question.mandatory else "may be left out"
        page.write(paper, f"At most {question.words} words; {need}.", grey=True)
        page.write(paper, "")
    _rest_of_form(paper, form)
    _gates_and_criteria(paper, pinned)
    if fund.contact:
        page.write(paper, f"{fund.contact.name}, {fund.contact.telephone}, {fund.contact.hours}.")
    return page.as_bytes(paper)


def _rest_of_form(paper: Paper, form: Form) -> None:
    page.write(paper, form.actions.title, style="Heading 1")
    page.write(paper, form.actions.guidance)
    rows = [(item.title, "", "") for item in form.actions.items]
    page.table(paper, ("Action", "Helps?", "How, or why not"), rows, widths=(6.0, 2.0, 9.0))
    page.write(paper, "Costs", style="Heading 1")
    page.write(
        paper,
        "A line for each cost: the year, the kind, what it is for, the amount, and the practice if it is one's own.",
    )
    page.bullets(
        paper, [kind.title + (" (goes on after the award)" if kind.recurrent else "") for kind in form.cost_types]
    )
    page.write(paper, form.least_amount.title, style="Heading 2")
    page.write(paper, form.least_amount.guidance)
    asked_of = "Everybody answers" if form.least_amount.asked_of == "everybody" else "Asked if your bid may be cut"
    page.write(paper, f"{asked_of}. In pounds: ", grey=True)
    page.write(paper, "Also wanted", style="Heading 1")
    page.bullets(paper, [f"Attach: {one.title}" for one in form.documents])
    page.bullets(paper, ["Choose the priorities that it serves: " + "; ".join(one.title for one in form.priorities)])


def _gates_and_criteria(paper: Paper, pinned: Pinned) -> None:
    page.write(paper, "Rules that every bid must meet", style="Heading 1")
    page.bullets(paper, [f"{gate.title} ({gate.code})" for gate in pinned.fund.gates])
    if pinned.criteria is None:
        return
    page.write(paper, "How bids are scored", style="Heading 1")
    rows = [(item.title, str(item.weight), str(item.minimum or ""), item.evidence) for item in pinned.criteria.items]
    page.table(paper, ("Criterion", "Weight", "At least", "What is looked at"), rows, widths=(5.0, 1.8, 1.8, 8.4))


def answers(bid: Dossier, form: Form, names: Mapping[str, str]) -> bytes:
    """A copy of a bid's answers as they stand, with the words of each counted."""
    paper = page.new_paper(f"{bid.ref}: {bid.title}")
    page.foot(paper, f"{bid.ref}, version {bid.version_number}")
    page.write(paper, bid.title, style="Title")
    sent = f"sent {moment_words(bid.submitted_at)}" if bid.submitted_at else "not sent yet"
    page.write(
        paper, f"{bid.ref}, {sent}. Led by {names.get(bid.lead, bid.lead)}. {pounds(bid.ask_pence)} asked.", bold=True
    )
    page.write(paper, WORD_RULE, grey=True)
    content = bid.content
    for question in form.questions:
        text = content.answers.get(question.key, "")
        page.write(paper, question.title, style="Heading 1")
        page.write(paper, text or "Not answered yet.")
        page.write(paper, f"{word_count(text)} of at most {question.words} words", grey=True)
    page.write(paper, form.actions.title, style="Heading 1")
    said = [(item.title, content.actions.get(item.key, {})) for item in form.actions.items]
    rows = [(title, "yes" if one.get("contributes") else "no", str(one.get("text", ""))) for title, one in said]
    page.table(paper, ("Action", "Helps?", "How, or why not"), rows, widths=(6.0, 2.0, 9.0))
    page.write(paper, "Costs", style="Heading 1")
    kinds = {kind.key: kind.title for kind in form.cost_types}
    costs = [
        (one.period, kinds.get(one.cost_type, one.cost_type), one.description, pounds(one.pence))
        for one in content.lines
    ]
    page.table(paper, ("Year", "Kind", "What for", "Amount"), costs, widths=(2.0, 5.0, 7.0, 3.0))
    if content.minimum_viable_pence is not None:
        page.write(paper, form.least_amount.title, style="Heading 2")
        page.write(paper, pounds(content.minimum_viable_pence))
    page.write(paper, "Who takes part", style="Heading 1")
    page.bullets(
        paper,
        [f"{names.get(one.organisation, one.organisation)}: {one.state.replace('_', ' ')}" for one in bid.present],
    )
    return page.as_bytes(paper)
