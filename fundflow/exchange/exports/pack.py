"""An assessor's pack as one Word file: contents, each bid's papers, and a page to write on for every criterion."""

from docx.document import Document as Paper

from fundflow.applications import Dossier
from fundflow.clock import day_words
from fundflow.definitions.criteria import Criteria, Criterion
from fundflow.engine.assessors import Pack
from fundflow.exchange.exports import paper as page
from fundflow.money import pounds


def as_docx(pack: Pack) -> bytes:
    """The pack of one assessor, in the order of their list, with their name and the day across every page."""
    paper = page.new_paper(f"{pack.round_title}: papers for {pack.person}")
    page.watermark(paper, f"{pack.person}, {day_words(pack.on)}")
    page.foot(paper, f"{pack.round_title}. Copy of {pack.person}, {day_words(pack.on)}. Not to be passed on.")
    page.write(paper, pack.round_title, style="Title")
    page.write(paper, f"Papers and score pages of {pack.person}, {day_words(pack.on)}", bold=True)
    page.write(
        paper,
        f"{len(pack.bids)} {'bid' if len(pack.bids) == 1 else 'bids'} that you may read, each with a page for every "
        "criterion. What you write under strength and gap is sent to the applicant; notes are for the panel alone. "
        "Enter the scores yourself, or fill in the score sheet and hand it in.",
    )
    _contents(paper, pack)
    for number, bid in enumerate(pack.bids, 1):
        _bid(paper, pack, bid, number)
    return page.as_bytes(paper)


def _contents(paper: Paper, pack: Pack) -> None:
    page.write(paper, "Contents", style="Heading 1")
    for number, bid in enumerate(pack.bids, 1):
        page.entry(paper, f"{number}. {bid.ref}  {bid.title}", _mark(bid))
    if pack.shut:
        page.write(paper, "Not in this pack", style="Heading 2")
        page.bullets(paper, [f"{ref}: {why}" for ref, why in pack.shut])
    _scale(paper, pack.criteria)


def _scale(paper: Paper, criteria: Criteria) -> None:
    page.write(paper, "The scale", style="Heading 2")
    page.table(
        paper, ("Score", "Meaning"), [(str(mark), said) for mark, said in criteria.scale.items()], widths=(1.8, 15.2)
    )


def _mark(bid: Dossier) -> str:
    return f"bid_{bid.ref.replace('-', '_')}"


def _bid(paper: Paper, pack: Pack, bid: Dossier, number: int) -> None:
    heading = page.write(paper, f"{number}. {bid.title}", style="Heading 1", new_page=True)
    page.bookmark(heading, _mark(bid), number)
    partners = [pack.names.get(one.organisation, one.organisation) for one in bid.present if one.role != "lead"]
    facts = [
        ("Reference", bid.ref),
        ("Led by", pack.names.get(bid.lead, bid.lead)),
        ("With", ", ".join(partners) or "nobody else"),
        ("Asks for", pounds(bid.ask_pence)),
        ("Patients", patients(bid)),
    ]
    page.table(paper, (), [(name, f" {said}") for name, said in facts], widths=(3.2, 13.8))
    content = bid.content
    for question in pack.form.questions:
        page.write(paper, question.title, style="Heading 2")
        page.write(paper, content.answers.get(question.key, "") or "No answer.")
    helped = [
        f"{item.title}: {content.actions[item.key].get('text', '')}"
        for item in pack.form.actions.items
        if content.actions.get(item.key, {}).get("contributes")
    ]
    page.write(paper, f"{pack.form.actions.title}: what the bid helps with", style="Heading 2")
    page.bullets(paper, helped or ["None."])
    if content.exit_plan:
        page.write(paper, "When the money ends", style="Heading 2")
        page.write(paper, content.exit_plan)
    _costs(paper, pack, bid)
    for item in pack.criteria.items:
        _criterion(paper, bid, item, number)


def patients(bid: Dossier) -> str:
    """The patients of every practice in the bid, each counted once; a list that is not held is said, never guessed."""
    lists = bid.snapshot.lists if bid.snapshot else ()
    held = [fact.patients for fact in lists if fact.patients is not None]
    if not held:
        return "not known: no list size is held for its practices"
    lacking = [fact.organisation for fact in lists if fact.patients is None]
    practices = f"{len(lists)} {'practice' if len(lists) == 1 else 'practices'}"
    if lacking:
        return f"{sum(held):,} in {len(held)} of {practices}; no list size is held for {', '.join(lacking)}"
    return f"{sum(held):,} in {practices}"


def _costs(paper: Paper, pack: Pack, bid: Dossier) -> None:
    kinds = {kind.key: kind.title for kind in pack.form.cost_types}
    page.write(paper, "Costs", style="Heading 2")
    rows = [
        (line.period, kinds.get(line.cost_type, line.cost_type), line.description, pounds(line.pence))
        for line in bid.content.lines
    ]
    total = ("", "", "In all", pounds(bid.ask_pence))
    page.table(paper, ("Year", "Kind", "What for", "Amount"), [*rows, total], widths=(2.0, 5.0, 7.0, 3.0))


def _criterion(paper: Paper, bid: Dossier, item: Criterion, number: int) -> None:
    page.write(paper, f"{number}. {bid.ref}: {item.title}", style="Heading 1", new_page=True)
    least = f" A score below {item.minimum} cannot be funded." if item.minimum else ""
    page.write(paper, f"Weight {item.weight} of 100.{least}", grey=True)
    page.write(paper, f"Look at: {item.evidence}")
    page.table(
        paper,
        ("Score", "What it looks like"),
        [(str(mark), said) for mark, said in item.anchors.items()],
        widths=(1.8, 15.2),
    )
    page.write_in(paper, "Your score", note="a whole number of the scale", centimetres=0.9)
    page.write_in(paper, "What in the bid earns it", centimetres=3.6)
    if item.feedback:
        page.write_in(paper, "Strength", note="sent to the applicant", centimetres=2.4)
        page.write_in(paper, "Gap", note="sent to the applicant", centimetres=2.4)
    page.write_in(paper, "Note", note="not sent: for the panel", centimetres=1.6)
