"""One case, for whoever may see something of it, and the page of any step that its life cycle has."""

from typing import Any

from starlette.responses import Response

from fundflow import organisations, people, views
from fundflow.engine import asking, noting, open_case, open_steps, readership, sight, take_step, takeover
from fundflow.engine.case import Case
from fundflow.engine.openness import OpenStep
from fundflow.errors import NotFound
from fundflow.views import history as happened
from fundflow.views import upcoming
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.typed import number_typed
from fundflow.web.who import RECOVERERS, SIGNED_IN

room = Room()
BACK = 20
"""Lines of history, and notes, that a page shows before it asks for more."""

SENT = {
    "none": "-",
    "waiting": "Waits to be sent",
    "sent": "Sent",
    "opened": "Opened",
    "bounced": "Came back",
    "by_hand": "Handed over",
}
"""How a letter travels, in words."""


def seen(desk: Desk, ref: str) -> tuple[Case, sight.Sight]:
    """A case as the person who is here may see it.

    Raises:
        NotFound: there is none, or nothing of it is theirs to see.
    """
    case = open_case(desk.session, ref, actor=desk.actor, now=desk.now)
    return case, sight.of_case(case)


@room.page("/cases/{ref}", who=SIGNED_IN)
def show(desk: Desk, ref: str) -> Response:
    """A case on one page: where it stands, what can be done, its money, people, papers and history."""
    case, view = seen(desk, ref)
    steps = open_steps(case) if "steps" in view else []
    return desk.page(
        "case.html",
        case=case,
        view=view,
        names=organisations.names(desk.session, [case.lead, *(one.organisation for one in case.dossier.participants)]),
        commissioners={code: case.pinned.commissioner(code).short_name for code in case.fund.commissioners},
        state=case.workflow.states[case.application.state],
        taken=takeover.before(case) if "history" in view else None,
        deadlines=sorted((at, name) for name in case.application.deadlines if (at := case.deadline(name))),
        open=[one for one in steps if one.open and _mine(one)],
        closed=[one for one in steps if not (one.open and _mine(one))],
        **_parts(desk, case, view),
    )


def _mine(one: OpenStep) -> bool:
    """Whether a step is this person's to take, whatever else closes it."""
    return not any(refusal.guard == "may_act" for refusal in one.refusals)


def _parts(desk: Desk, case: Case, view: sight.Sight) -> dict[str, Any]:
    office = view.relation == "office"
    bodies = [one.organisation for one in case.dossier.present]
    papers = views.of_case(desk.session, case.id, bodies=bodies, on=case.day)
    return {
        "next": upcoming.of_case(case, papers) if office else [],
        "money": _money(case) if "money" in view else [],
        "letters": [one for one in papers.letters if "letters" in view and (office or one.state == "released")],
        "conditions": papers.conditions if "money" in view else [],
        "claims": papers.claims if "claims" in view else [],
        "lists": papers.lists,
        "claimed": papers.claimed,
        "due_back": papers.due_back,
        "award": papers.award if "claims" in view else None,
        "recoveries": readership.recoveries_seen(papers.recoveries, view),
        "may_recover": "claims" in view and papers.award is not None and RECOVERERS.includes(desk.actor),
        "claimable": view.relation == "lead" and papers.award is not None and papers.award.ended_on is None,
        "decisions": [
            one for one in papers.decisions if "decisions" in view and one.outcome and (one.applied_at or office)
        ],
        "decisions_wait": office and any(not one.outcome for one in papers.decisions),
        "result": papers.result if "scores" in view else None,
        "feedback": {one.criterion: one for one in papers.feedback},
        "criteria": case.pinned.criteria.items if case.pinned.criteria else (),
        "sent_words": SENT,
        "history": happened.lines(readership.history(case, view), case.workflow)[:BACK],
        "notes": case.dossier.notes[::-1][:BACK] if "notes" in view else (),
        "foi": noting.FOI,
        "may_note": "notes" in view and noting.may_note(desk.actor, fund=case.fund_id),
    }


def _money(case: Case) -> list[dict[str, Any]]:
    """One row a commissioner and year: asked, agreed, and what the ledger holds of it."""
    held = {(one.key.commissioner, one.key.period): one for one in case.holdings}
    return [
        {
            "commissioner": share.commissioner,
            "period": period,
            "asked": asked,
            "agreed": share.approved.get(period),
            "held": held.get((share.commissioner, period)),
        }
        for share in case.dossier.shares
        for period, asked in share.asked.items()
    ]


def step_page(desk: Desk, ref: str, step: str) -> Response:
    """What a step means, what it needs, and the button that takes it."""
    case, _ = seen(desk, ref)
    found = next((one for one in open_steps(case) if one.step == step), None)
    if found is None:
        stood = case.workflow.states[case.application.state].officer
        raise NotFound(f"{ref} is at '{stood}' and this step does not lead on from there. Nothing has changed.")
    return desk.page(
        "step.html",
        case=case,
        step=found,
        fields=asking.fields(case, found.asks),
        version=desk.typed.text("version") or str(case.application.version),
        signed=people.names(desk.session, [one.person_id for one in case.dossier.signatures if one.step == step]),
    )


@room.form("/cases/{ref}/steps/{step}", who=SIGNED_IN, page=step_page)
def take(desk: Desk, ref: str, step: str) -> Response:
    """Take a step with what was typed, or be told why not with everything still on the page."""
    case, _ = seen(desk, ref)
    found = next((one for one in open_steps(case) if one.step == step), None)
    asks = asking.fields(case, found.asks) if found else []
    expected = desk.typed.text("version")
    taken = take_step(
        desk.session,
        ref,
        step,
        actor=desk.actor,
        now=desk.now,
        values=asking.values(asks, desk.typed.all),
        reason=desk.typed.text("reason"),
        expected_version=number_typed(expected),
    )
    label = found.label if found else step
    if taken.waiting_for:
        who = " and ".join(people.role_words(role) for role in taken.waiting_for)
        return desk.go(f"/cases/{ref}", said=f"You have signed '{label}'. It waits for the {who}.")
    return desk.go(f"/cases/{ref}", said=f"{label}: done.")
