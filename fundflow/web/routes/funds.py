"""A fund before a bid is begun: whether it suits, what it asks, and the way in."""

from urllib.parse import urlencode

from starlette.responses import Response

from fundflow import applications, organisations, plural
from fundflow.engine import bids, portfolio, sight, suiting
from fundflow.errors import BadInput, FundflowError
from fundflow.exchange.exports import bid_paper
from fundflow.views import applicant as views
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.sending import WORD, attachment
from fundflow.web.who import ANYBODY, SIGNED_IN

room = Room()
MOST_PRACTICES = 150
"""The most practices that one visitor may ask about at once."""


def sheet(desk: Desk, fund: str) -> Response:
    """A fund on one page: purpose, money, dates, rules tested on practices, criteria, what to have ready."""
    found = views.of_fund(desk.session, desk.library, fund, now=desk.now, search=desk.asked.get("q", ""))
    practices = _practices(desk, found)
    lead = desk.asked.get("lead", "")
    answer, wrong = None, ""
    known = organisations.known(desk.session, [*practices, *([lead] if lead else [])]) if practices else {}
    if practices and found.round:
        try:
            latest = suiting.current_round(desk.session, fund)
            name = fund if latest.ref == found.round.ref else found.round.ref
            answer = suiting.suits(desk.session, name, list(known), lead=lead or None, now=desk.now)
        except FundflowError as error:
            wrong = str(error)
    return desk.page(
        "funds/fund.html",
        sheet=found,
        fund=found.fund,
        practices=practices,
        names={code: one.name for code, one in known.items()},
        lead=lead,
        answer=answer,
        wrong=wrong,
        query=urlencode([("practice", code) for code in practices]),
    )


def _practices(desk: Desk, found: views.FundSheet) -> list[str]:
    codes = [*desk.asked.getlist("practice"), *desk.typed.all("practice")]
    return views.chosen(found, codes)[:MOST_PRACTICES]


@room.page("/funds/{fund}", who=ANYBODY)
def show(desk: Desk, fund: str) -> Response:
    """Find out whether this fund suits you, without signing in."""
    return sheet(desk, fund)


@room.page("/funds/{fund}/questions.docx", who=ANYBODY)
def questions(desk: Desk, fund: str) -> Response:
    """All the questions as a Word file, to write in."""
    row = suiting.current_round(desk.session, fund)
    pinned = applications.definitions(row)
    if pinned.fund.form is None:
        raise BadInput(f"{pinned.fund.title} has no form to fill in.", place="fund")
    return attachment(bid_paper.questions(row, pinned), f"{row.ref}-questions.docx", WORD)


@room.form("/funds/{fund}/wrong", who=ANYBODY, page=sheet, alone=True)
def wrong(desk: Desk, fund: str) -> Response:
    """Tell us that our figures are wrong: an officer looks, and nothing waits for it."""
    codes = desk.typed.all("practice")[:MOST_PRACTICES]
    for name, missing in (
        ("wrong", "Say what is wrong."),
        ("contact", "Say how we can reach you: a name and a number."),
    ):
        if not desk.typed.text(name):
            raise BadInput(missing, place=name)
    suiting.challenge(
        desk.session,
        fund,
        codes,
        desk.typed.text("wrong")[:2_000],
        contact=desk.typed.text("contact")[:200],
        now=desk.now,
    )
    return desk.go(
        f"/funds/{fund}?{urlencode([('practice', code) for code in codes])}",
        said="Thank you. An officer looks at the figures and rings you. Your bid is not held up by it.",
    )


def begin_page(desk: Desk, fund: str) -> Response:
    """What a bid needs before it can be begun: who leads it, and what it is called."""
    found = views.of_fund(desk.session, desk.library, fund, now=desk.now)
    own = organisations.names(desk.session, sight.own_organisations(desk.actor))
    practices = _practices(desk, found)
    return desk.page(
        "funds/begin.html",
        sheet=found,
        fund=found.fund,
        own=own,
        practices=practices,
        names=organisations.names(desk.session, practices),
        earlier=[one for one in sight.cases(desk.session, desk.actor) if one.lead in own] if own else [],
    )


@room.form("/funds/{fund}/bid", who=SIGNED_IN, page=begin_page)
def begin(desk: Desk, fund: str) -> Response:
    """Begin a bid with its practices invited, from an earlier one if that is wished."""
    title, lead = desk.typed.text("title"), desk.typed.text("lead")
    if not title:
        raise BadInput("Give the bid a title. You can change it until you send the bid.", place="title")
    if not lead:
        raise BadInput("Say which organisation leads the bid.", place="lead")
    row = suiting.current_round(desk.session, fund)
    case = bids.begin(desk.session, row.ref, lead=lead, title=title, actor=desk.actor, now=desk.now)
    partners = [code for code in dict.fromkeys(desk.typed.all("practice")) if code != lead]
    if partners:
        draft = bids.Draft(partners=[applications.Partner(code) for code in partners])
        bids.save(desk.session, case.ref, draft, actor=desk.actor, now=desk.now)
    earlier = desk.typed.text("earlier")
    copied = portfolio.start_from(desk.session, case.ref, earlier, actor=desk.actor, now=desk.now) if earlier else ()
    more = (
        f" {plural.counted(len(copied), 'answer was', 'answers were')} copied from {earlier}: please check each."
        if copied
        else ""
    )
    return desk.go(f"/bids/{case.ref}", said=f"{case.ref} is begun.{more}")
