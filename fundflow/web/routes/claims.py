"""Claims: a new one with its papers, one claim as its people and finance see it, and the page of each of its steps."""

from collections.abc import Sequence
from urllib.parse import quote

from starlette.responses import Response

from fundflow import files, money, organisations, payments, people, plural, reporting, views
from fundflow.engine import claim_steps, claims, sight
from fundflow.engine.case import Case
from fundflow.errors import BadInput, NotFound
from fundflow.payments import Cost
from fundflow.views import claims as claim_checks
from fundflow.web import pages
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.routes.cases import seen
from fundflow.web.typed import Upload
from fundflow.web.who import SIGNED_IN

room = Room()
ROWS = 3
"""Empty rows that a new claim starts with."""
MOST_ROWS = 60


def _claim(desk: Desk, ref: str, number: str) -> tuple[Case, sight.Sight, payments.Claim]:
    case, view = seen(desk, ref)
    if "claims" not in view:
        raise NotFound(f"There is no claim {ref}/{number} among those that you may see.")
    return case, view, payments.claim(desk.session, f"{ref}/{number}")


def new_page(desk: Desk, ref: str) -> Response:
    """What a new claim asks: instalments, period, costs, invoices, evidence; nothing of it counts until it is sent."""
    case, view = seen(desk, ref)
    if "claims" not in view:
        raise NotFound(f"There is nothing to claim of {ref} among what you may see.")
    rows = min(max(ROWS, _rows(desk) + ("more" in desk.typed) * ROWS), MOST_ROWS)
    return desk.page(
        "claim_new.html",
        case=case,
        tranches=payments.standing(desk.session, case.id),
        types=_types(case),
        budget=claims.whole_budget(case),
        tolerance=claims.tolerance_of(case),
        rows=rows,
        total=_total(desk),
    )


def _types(case: Case) -> dict[str, str]:
    """What each kind of cost is called."""
    return dict(case.fund.support.costs) if case.fund.support else {one.key: one.title for one in case.form.cost_types}


def _rows(desk: Desk) -> int:
    used = [int(name.split(".")[1]) for name, text in desk.typed.fields if name.startswith("pounds.") and text.strip()]
    return max(used, default=0) + 1


def _total(desk: Desk) -> int | None:
    """What the rows add up to, if each that is filled is an amount."""
    try:
        found = [money.parse(text) for text in desk.typed.under("pounds.").values() if text]
    except BadInput:
        return None
    return sum(found)


@room.form("/cases/{ref}/claims/new", who=SIGNED_IN, page=new_page)
def begin(desk: Desk, ref: str) -> Response:
    """Begin a claim with what was typed; adding rows or adding up keeps everything and begins nothing."""
    if "more" in desk.typed or "add_up" in desk.typed:
        return new_page(desk, ref)
    typed = desk.typed
    claiming = claims.Claiming(
        tranches=typed.all("tranche"),
        period_from=desk.typed.needed_day("period_from"),
        period_to=desk.typed.needed_day("period_to"),
        costs=_costs(desk),
        invoices=_invoices(desk),
        evidence=[],
    )
    made = claims.begin(desk.session, ref, claiming, actor=desk.actor, now=desk.now)
    _keep(desk, made, [one for name, one in typed.files if name == "file" and one.name])
    return desk.go(pages.claim_path(made), said=f"{made} is begun. Nothing counts until it is sent.")


def _costs(desk: Desk) -> list[Cost]:
    found: list[Cost] = []
    for row in range(_rows(desk)):
        text = desk.typed.text(f"pounds.{row}")
        if not text:
            continue
        vat = desk.typed.text(f"vat.{row}")
        found.append(
            Cost(
                number=len(found) + 1,
                cost_type=desk.typed.text(f"type.{row}"),
                description=desk.typed.text(f"what.{row}"),
                delivered_from=desk.typed.day(f"from.{row}") or desk.typed.needed_day("period_from"),
                delivered_to=desk.typed.day(f"to.{row}") or desk.typed.needed_day("period_to"),
                pence=money.parse(text, place=f"pounds.{row}"),
                vat_pence=money.parse(vat, place=f"vat.{row}") if vat else 0,
            )
        )
    if not found:
        raise BadInput("No cost has an amount, so no claim was begun. Fill in one row at least.", place="pounds.0")
    return found


def _invoices(desk: Desk) -> list[claims.Invoice]:
    found = []
    for row in range(_rows(desk)):
        number = desk.typed.text(f"invoice.{row}")
        if number:
            found.append(
                claims.Invoice(
                    supplier=desk.typed.text(f"supplier.{row}"),
                    number=number,
                    dated=desk.typed.needed_day(f"dated.{row}"),
                    pence=money.parse(desk.typed.text(f"pounds.{row}"), place=f"pounds.{row}"),
                )
            )
    return found


def _keep(desk: Desk, claim: str, uploads: Sequence[Upload]) -> None:
    for one in uploads:
        name, media_type, content = files.checked(one.name, one.content, place="file")
        claims.attach(
            desk.session,
            claim,
            name=name,
            media_type=media_type,
            content=content,
            redacted=desk.typed.text("redacted") == "yes",
            actor=desk.actor,
            now=desk.now,
        )


def show(desk: Desk, ref: str, number: str) -> Response:
    """One claim: its lines, papers, questions and payments, and what can be done with it now."""
    case, view, row = _claim(desk, ref, number)
    sheet = views.of_claim(desk.session, row.id or 0)
    office = view.relation == "office"
    awaited = claim_steps.awaited(row)
    return desk.page(
        "claim.html",
        case=case,
        view=view,
        claim=row,
        sheet=sheet,
        total=sum(one.pence for one in sheet.lines),
        approved=sum(one.approved_pence or 0 for one in sheet.lines),
        names=organisations.names(desk.session, [row.payee, *(one.commissioner for one in sheet.shares)]),
        kept={one.number: one for one in reporting.evidence_files(desk.session, claim=row.ref)}
        if sheet.evidence
        else {},
        hands={what: name for what, (_, name) in payments.hands(row).by.items()},
        deeds=claim_steps.deeds(case, row),
        next=(awaited[0], [people.role_words(role) for role in awaited[1]]) if awaited else None,
        types=_types(case),
        budget=[] if office else claims.against_budget(case, row),
        tolerance=claims.tolerance_of(case),
        checks=claim_checks.checks(case, row, tranches={one.tranche_id for one in sheet.shares}) if office else None,
    )


@room.form("/cases/{ref}/claims/{number}", who=SIGNED_IN, page=show)
def add_evidence(desk: Desk, ref: str, number: str) -> Response:
    """Put files to a draft, or to a claim that is being asked about."""
    _, _, row = _claim(desk, ref, number)
    uploads = [one for name, one in desk.typed.files if name == "file" and one.name]
    if not uploads:
        raise BadInput("No file was chosen, so nothing was added. Choose one.", place="file")
    _keep(desk, row.ref, uploads)
    return desk.go(f"/cases/{ref}/claims/{number}", said=f"{plural.counted(len(uploads), 'file')} added.")


def deed_page(desk: Desk, ref: str, number: str, action: str) -> Response:
    """What one step of a claim means and needs, and its button."""
    case, _, row = _claim(desk, ref, number)
    deed = claim_steps.chosen(claim_steps.deeds(case, row), row, action)
    return desk.page("claim_step.html", case=case, claim=row, deed=deed)


@room.form("/cases/{ref}/claims/{number}/{action}", who=SIGNED_IN, page=deed_page)
def take(desk: Desk, ref: str, number: str, action: str) -> Response:
    """Take a step of a claim with what was typed."""
    case, _, row = _claim(desk, ref, number)
    deed = claim_steps.chosen(claim_steps.deeds(case, row), row, action)
    claims.act_on(
        desk.session,
        row.ref,
        action,
        actor=desk.actor,
        now=desk.now,
        values=claim_steps.given(deed, desk.typed.all),
        reason=desk.typed.text("reason"),
    )
    return desk.go(f"/cases/{ref}/claims/{number}", said=f"{deed.label}: done.")


@room.page("/cases/{ref}/claims/{number}/evidence/{sha}", who=SIGNED_IN)
def evidence(desk: Desk, ref: str, number: str, sha: str) -> Response:
    """A file that stands as evidence, offered for saving."""
    _, _, row = _claim(desk, ref, number)
    if sha not in {one.file_sha for one in payments.evidence(desk.session, row.id) if not one.deleted_at}:
        raise NotFound(f"There is no such file with {row.ref}.")
    kept = files.get(desk.session, sha)
    return Response(
        kept.content,
        media_type=kept.media_type,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(kept.name)}"},
    )
