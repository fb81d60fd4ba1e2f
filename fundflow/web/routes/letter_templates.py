"""The office's own Word templates of letters: sent in, checked, tried on a real case, put in use, put back."""

from typing import Any

from starlette.responses import Response

from fundflow import letters
from fundflow.engine import correspondence, readership
from fundflow.errors import BadInput, NotFound
from fundflow.files import StoredFile
from fundflow.web import kept
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.sending import WORD, attachment
from fundflow.web.typed import number_typed
from fundflow.web.who import SENDERS

room = Room()
SHIPPED = "shipped"


@room.page("/letters/templates", who=SENDERS)
def every(desk: Desk) -> Response:
    """Every kind of letter, and whose template it uses."""
    own: dict[str, list[letters.LetterTemplate]] = {}
    newest = {(row.code, row.fund): row for row in letters.template_versions(desk.session)}
    for (code, _), row in newest.items():
        if row.sha256:
            own.setdefault(code, []).append(row)
    return desk.page("letters/templates.html", codes=sorted(letters.MODELS), own=own, funds=desk.library.funds)


def one(desk: Desk, code: str) -> Response:
    """One kind of letter: the versions of its template, and the form that sends in another."""
    return _page(desk, code)


def _page(desk: Desk, code: str, *, held: StoredFile | None = None, **found: Any) -> Response:
    letters.model_for(code)
    rows = letters.template_versions(desk.session, code=code)
    newest = {row.fund: row.number for row in rows}
    return desk.page(
        "letters/template.html",
        code=code,
        versions=[(row, newest[row.fund] == row.number) for row in rows[::-1]],
        funds=desk.library.funds,
        may_change=any(desk.actor.holds(role) for role in ("officer", "administrator")),
        held=held or kept.held(desk),
        **{"problems": None, "blocks": None, **found},
    )


@room.form("/letters/templates/{code}", who=SENDERS, page=one)
def act(desk: Desk, code: str) -> Response:
    """Check a template, try it on a real case, put it in use, or put an earlier one back."""
    letters.model_for(code)
    typed, fund = desk.typed, desk.typed.text("fund") or None
    given = {"fund": fund, "library": desk.library, "actor": desk.actor, "now": desk.now}
    if typed.text("do") == "restore":
        number = typed.text("number")
        row = correspondence.restore_template(
            desk.session, code, number=number_typed(number), reason=typed.text("reason"), **given
        )
        return desk.go(f"/letters/templates/{code}", said=_now(code, row))
    correspondence.may_change_templates(desk.actor)  # it is filled with the facts of a real case
    held = kept.sent_or_kept(desk, "template", media_type=WORD)
    match typed.text("do"):
        case "check":
            return _page(desk, code, held=held, problems=letters.check_content(held.content, code, place=held.name))
        case "preview" | "save":
            return _tried(desk, code, held)
        case "use":
            row = correspondence.add_template(
                desk.session, code, held.content, file_name=held.name, reason=typed.text("reason"), **given
            )
            return desk.go(f"/letters/templates/{code}", said=_now(code, row))
    raise BadInput("Choose what to do with the template.", place="do")


def _now(code: str, row: letters.LetterTemplate) -> str:
    used = f"version {row.number}, {row.file_name}" if row.sha256 else "the template that came with the product"
    return f"Letter {code} uses {used} from now on. Letters that are drafted already keep theirs."


def _tried(desk: Desk, code: str, held: StoredFile) -> Response:
    ref = desk.typed.text("case")
    if not ref:
        raise BadInput("Name the case on which the template is tried, or one of its letters.", place="case")
    _, view = readership.case(desk.session, ref.split("/")[0], actor=desk.actor, now=desk.now)
    if view.relation != "office":
        raise NotFound(f"There is no case '{ref}' among those that you may see. Check the reference.")
    name, content = correspondence.preview(
        desk.session, ref, held.content, file_name=held.name, code=code, now=desk.now
    )
    if desk.typed.text("do") == "save":
        return attachment(content, name, WORD)
    return _page(desk, code, held=held, problems=[], blocks=letters.words(content))


@room.page("/letters/templates/{code}/{number}", who=SENDERS)
def word_file(desk: Desk, code: str, number: str) -> Response:
    """The Word file of a version of the office's own, or (as `shipped`) of the one that came with the product."""
    letters.model_for(code)
    fund = desk.asked.get("fund", "")
    if number == SHIPPED:
        return _shipped(desk, code)
    found = [row for row in letters.template_versions(desk.session, code=code, fund=fund) if str(row.number) == number]
    if not found or not found[0].sha256:
        raise NotFound(f"Letter {code} has no version {number} of its own here. Look at the list of them.")
    return attachment(letters.template_content(desk.session, found[0]), found[0].file_name, WORD)


def _shipped(desk: Desk, code: str) -> Response:
    """The template of a fund that sends this letter, to begin one's own from."""
    names = [fund.letters[code] for fund in desk.library.funds.values() if code in fund.letters]
    if not names:
        raise NotFound(f"No fund here sends letter {code}, so there is no template of it to show. Look at the list.")
    found = letters.load(names[-1])
    return attachment(found.content, f"{found.name}.docx", WORD)
