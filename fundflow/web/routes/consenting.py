"""A partner's answer: by a link that needs no account, or signed in; and what the lead and an officer do with it."""

from starlette.responses import Response

from fundflow import applications, files
from fundflow.engine import consent_links, consents, contacts, standings
from fundflow.engine.partners import show_leaving
from fundflow.errors import BadInput, NotFound, Refused
from fundflow.web import uploads
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.routes.bid import seen
from fundflow.web.sending import attachment
from fundflow.web.who import ANYBODY, SIGNED_IN

room = Room()
ANSWERS = {
    "agree": "We agree",
    "condition": "We agree, on a condition",
    "ask": "We have a question first",
    "refuse": "No, we do not take part",
}
"""The four answers, as the page calls them."""


def link_page(desk: Desk, token: str) -> Response:
    """What a partner is asked to agree to; opening it changes nothing, however often and by whomever."""
    who = consent_links.invited(desk.session, token, now=desk.now)
    page = standings.page(desk.session, who.ref, who.organisation, actor=who.actor, now=desk.now)
    case = applications.get(desk.session, who.ref)
    return desk.page(
        "consent/link.html",
        token=token,
        who=who,
        page=page,
        title=case.title,
        answers=ANSWERS,
    )


@room.form("/consent/{token}", who=ANYBODY, page=link_page)
def by_link(desk: Desk, token: str) -> Response:
    """Record the answer of whoever has the link and its code."""
    kind, given = _given(desk)
    took = consent_links.answer(desk.session, token, code=desk.typed.text("code"), kind=kind, given=given, now=desk.now)
    if took.refused:
        desk.error = Refused.because("consent_code", took.refused)
        return link_page(desk, token) if took.tries_left else desk.page("consent/ended.html")
    return desk.page("consent/done.html", said=took.said, asked=kind == "ask")


def _given(desk: Desk) -> tuple[str, dict[str, str]]:
    chosen = desk.typed.text("answer")
    if chosen not in ANSWERS:
        raise BadInput("Choose one of the four answers.", place="answer")
    if chosen == "condition" and not desk.typed.text("condition"):
        raise BadInput("Write the condition on which you agree.", place="condition")
    given = {name: desk.typed.text(name) for name in ("seen", "interest")}
    match chosen:
        case "condition":
            return "agree", {**given, "condition": desk.typed.text("condition")}
        case "ask":
            return "ask", {**given, "text": desk.typed.text("text")}
        case "refuse":
            return "refuse", {**given, "reason": desk.typed.text("reason")}
    return chosen, given


def partner_page(desk: Desk, ref: str, code: str) -> Response:
    """One partner: what it is shown, what it answered, and what the reader can do about it."""
    case, view = seen(desk, ref, part="participants")
    page = standings.page(desk.session, ref, code, actor=desk.actor, now=desk.now)
    row = applications.participant(desk.session, case.application, code)
    officer = desk.actor.has("officer", fund=case.fund_id)
    return desk.page(
        "consent/partner.html",
        case=case,
        page=page,
        row=row,
        answers=ANSWERS,
        theirs=desk.actor.has("signatory", organisation=code),
        lead=view.relation == "lead",
        officer=officer,
        waits=bool(row.letter_file) and row.letter_checked_by is None,
        accept=uploads.ACCEPT,
        said=uploads.SAID,
    )


@room.form("/bids/{ref}/partners/{code}", who=SIGNED_IN, page=partner_page)
def partner(desk: Desk, ref: str, code: str) -> Response:
    """Answer for a partner, or deal with its answer."""
    seen(desk, ref, part="participants")
    here, do = f"/bids/{ref}/partners/{code}", desk.typed.text("do")
    if do == "invite":
        names = consent_links.invite(desk.session, ref, code, actor=desk.actor, now=desk.now)
        return desk.go(here, said=f"A message for {' and '.join(names)} is on its way. Opening it changes nothing.")
    if do == "propose":
        contacts.propose(
            desk.session,
            ref,
            code,
            name=desk.typed.text("name"),
            email=desk.typed.text("email"),
            actor=desk.actor,
            now=desk.now,
        )
        return desk.go(
            here, said="Thank you. An officer rings the practice on the number that we hold and confirms them."
        )
    if do == "confirm_contact":
        contacts.confirm(
            desk.session,
            ref,
            code,
            sign_in_name=desk.typed.text("sign_in_name"),
            called=desk.typed.text("called"),
            actor=desk.actor,
            now=desk.now,
        )
        return desk.go(here, said="They are confirmed and may sign. You can write to them now.")
    return _answer(desk, ref, code, do)


def _answer(desk: Desk, ref: str, code: str, do: str) -> Response:
    kind, given = (
        _given(desk) if do == "answer" else (do, {"text": desk.typed.text("text"), "reason": desk.typed.text("reason")})
    )
    sent = desk.typed.file("letter")
    if sent is not None:
        name, media_type, content = uploads.checked(sent, place="letter")
        given["letter"] = files.put(desk.session, name=name, media_type=media_type, content=content, now=desk.now)
    consents.answer(desk.session, ref, code, answer=kind, actor=desk.actor, now=desk.now, **given)
    return desk.go(f"/bids/{ref}/partners/{code}", said="It is recorded.")


@room.page("/bids/{ref}/partners/{code}/letter", who=SIGNED_IN)
def letter(desk: Desk, ref: str, code: str) -> Response:
    """A partner's signed letter, for saving; for the lead, the partner and the office."""
    case, view = seen(desk, ref, part="participants")
    row = applications.participant(desk.session, case.application, code)
    own = desk.actor.has("signatory", organisation=code) or view.relation in ("lead", "office")
    if not row.letter_file or not own:
        raise NotFound(f"There is no letter of {code} on {ref}.")
    held = files.get(desk.session, row.letter_file)
    return attachment(held.content, held.name, held.media_type)


def leaving_page(desk: Desk, ref: str, code: str) -> Response:
    """Ask first: what a partner's leaving means is shown, and kept as seen, when the button is pressed."""
    case, view = seen(desk, ref, part="steps")
    del view
    return desk.page("consent/leaving.html", case=case, code=code, found=None)


@room.form("/bids/{ref}/partners/{code}/leaving", who=SIGNED_IN, page=leaving_page)
def leaving(desk: Desk, ref: str, code: str) -> Response:
    """Show what a partner's leaving does to the fund's rules."""
    case, _ = seen(desk, ref, part="steps")
    found = show_leaving(desk.session, ref, code, actor=desk.actor, now=desk.now)
    return desk.page("consent/leaving.html", case=case, code=code, found=found)
