"""The papers of a meeting as one Word file: the agenda with its pages, then each item's paper in order."""

from collections.abc import Sequence
from dataclasses import dataclass

from docx.document import Document as Paper

from fundflow.exchange.exports import paper as page
from fundflow.money import pounds

_ADVISED = {"approve": "Approve", "partial": "Approve less", "reject": "Do not approve", "defer": "Put off"}


@dataclass(frozen=True)
class Sits:
    """One body that sits: how many must count, its voting members, and what earlier meetings left to be done."""

    title: str
    needed: int
    members: Sequence[str]
    arising: Sequence[str]


@dataclass(frozen=True)
class AskedOf:
    """What one commissioner is asked for a year, and what its fund has left before the meeting, in pence."""

    body: str
    period: str
    asked: int
    left: int


@dataclass(frozen=True)
class BidPaper:
    """What a committee reads of a bid before it decides.

    `facts` are its plain facts in pairs, `advice` the group's word (its key), `conditions` what it proposes to ask,
    `texts` the bid's own answers in pairs, `costs` rows of year, kind, what for and amount, `cover` the rows of the cover
    sheet with what was written, `interests` the ties of members that are known.
    """

    facts: Sequence[tuple[str, str]]
    asked: Sequence[AskedOf]
    advice: str
    reasons: str
    conditions: Sequence[str]
    cover: Sequence[tuple[str, str]]
    initials: str
    interests: Sequence[str]
    texts: Sequence[tuple[str, str]]
    costs: Sequence[tuple[str, str, str, str]]
    notes: Sequence[str]


@dataclass(frozen=True)
class ItemPaper:
    """One item of the agenda; `kept_back` says why its paper is not in this copy, `bid` is nothing where it is about none."""

    number: int
    title: str
    private: bool
    bid: BidPaper | None
    kept_back: str = ""


@dataclass(frozen=True)
class MeetingPack:
    """A meeting's papers for one reader (`reader` is empty for the office's own copy)."""

    ref: str
    title: str
    starts: str
    place: str
    made_on: str
    reader: str
    bodies: Sequence[Sits]
    items: Sequence[ItemPaper]


def as_docx(pack: MeetingPack) -> bytes:
    """The papers, with whose copy it is and the day on every page, and the page of each item in the agenda."""
    paper = page.new_paper(f"{pack.title}: papers of {pack.ref}")
    copy = f"Copy of {pack.reader}" if pack.reader else "The office's own copy"
    if pack.reader:
        page.watermark(paper, f"{pack.reader}, {pack.made_on}")
    page.foot(paper, f"{pack.ref}. {copy}, {pack.made_on}. In confidence.")
    page.write(paper, pack.title, style="Title")
    where = f", {pack.place}" if pack.place else ""
    page.write(paper, f"{pack.starts}{where}", bold=True)
    _agenda(paper, pack)
    _bodies(paper, pack.bodies)
    for item in pack.items:
        if not item.kept_back:
            _item(paper, item)
    return page.as_bytes(paper)


def _agenda(paper: Paper, pack: MeetingPack) -> None:
    page.write(paper, "Agenda", style="Heading 1")
    for item in pack.items:
        line = f"{item.number}. {item.title}{'  (in private)' if item.private else ''}"
        if item.kept_back:
            page.write(paper, f"{line}: not in this copy", grey=True)
        else:
            page.entry(paper, line, _mark(item))
    if not pack.items:
        page.write(paper, "Nothing is on the agenda yet.")
    kept: dict[str, list[str]] = {}
    for item in pack.items:
        if item.kept_back:
            kept.setdefault(item.kept_back, []).append(str(item.number))
    if kept:
        page.write(paper, "Not in this copy", style="Heading 2")
        page.bullets(paper, [f"Item{'s'[len(which) == 1 :]} {', '.join(which)}: {why}" for why, which in kept.items()])


def _bodies(paper: Paper, bodies: Sequence[Sits]) -> None:
    page.write(paper, "Who decides", style="Heading 2")
    rows = [(one.title, str(one.needed), "; ".join(one.members) or "Nobody has a voting seat.") for one in bodies]
    page.table(paper, ("Body", "Must count", "Members with a vote"), rows, widths=(5.0, 2.2, 9.8))
    arising = [f"{one.title}: {line}" for one in bodies for line in one.arising]
    if arising:
        page.write(paper, "Matters arising", style="Heading 2")
        page.bullets(paper, arising)


def _mark(item: ItemPaper) -> str:
    return f"item_{item.number}"


def _item(paper: Paper, item: ItemPaper) -> None:
    heading = page.write(paper, f"{item.number}. {item.title}", style="Heading 1", new_page=True)
    page.bookmark(heading, _mark(item), item.number)
    if item.private:
        page.write(paper, "To be taken in private.", bold=True)
    if item.bid is None:
        page.write(paper, "This item is spoken to; it has no paper.")
        return
    bid = item.bid
    page.table(paper, (), [(name, f" {said}") for name, said in bid.facts], widths=(4.2, 12.8))
    _decision(paper, bid)
    _cover(paper, bid)
    page.write(paper, "The bid in its own words", style="Heading 2")
    for title, text in bid.texts:
        page.write(paper, title, bold=True).paragraph_format.keep_with_next = True
        page.write(paper, text or "No answer.")
    page.write(paper, "Costs", style="Heading 2")
    page.table(paper, ("Year", "Kind", "What for", "Amount"), bid.costs, widths=(2.0, 5.0, 7.0, 3.0))


def _decision(paper: Paper, bid: BidPaper) -> None:
    page.write(paper, "What is to be decided", style="Heading 2")
    rows = [
        (one.body, one.period, pounds(one.asked), pounds(one.left), pounds(one.left - one.asked)) for one in bid.asked
    ]
    heads = ("Share of", "Year", "Asked", "Left before the meeting", "Left if agreed")
    page.table(paper, heads, rows, widths=(5.0, 2.0, 3.2, 3.6, 3.2))
    advised = _ADVISED.get(bid.advice, "Nothing is advised yet")
    page.write(paper, f"The group advises: {advised}.", bold=True)
    if bid.reasons:
        page.write(paper, bid.reasons)
    if bid.conditions:
        page.write(paper, "Conditions that it proposes:")
        page.bullets(paper, bid.conditions)
    if bid.notes:
        page.write(paper, "Noted on a score after it was locked:")
        page.bullets(paper, bid.notes)
    if bid.interests:
        page.write(paper, "Interests that are known", style="Heading 2")
        page.bullets(paper, bid.interests)


def _cover(paper: Paper, bid: BidPaper) -> None:
    page.write(paper, "Cover sheet", style="Heading 2")
    if not bid.cover:
        page.write(paper, "It is not written yet.")
        return
    page.table(paper, ("Row", "Is action required?"), bid.cover, widths=(7.0, 10.0))
    page.write(paper, f"Author: {bid.initials}", grey=True)
