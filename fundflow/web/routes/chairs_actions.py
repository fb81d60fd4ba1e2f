"""What a committee's chair decides between meetings: asked for, talked over, decided, and ratified at the next meeting."""

from typing import Any

from starlette.responses import Response

from fundflow import committees, money, views
from fundflow.engine import meetings, readership
from fundflow.errors import BadInput, NotFound
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.routes.meetings import CHOICES, OUTCOMES
from fundflow.web.typed import number_typed
from fundflow.web.who import OFFICE, SIGNED_IN

room = Room()


def _keeps(desk: Desk) -> bool:
    return bool(desk.actor.holds("committee_secretary") or desk.actor.holds("administrator"))


@room.page("/chairs-actions", who=SIGNED_IN)
def every(desk: Desk) -> Response:
    """Every chair's action that this person may see, the newest first."""
    found = views.actions_of(desk.session, actor=desk.actor, now=desk.now)
    return desk.page("meetings/actions.html", actions=found, outcomes=OUTCOMES, names=_names(desk))


def _names(desk: Desk) -> dict[str, str]:
    return {code: one.short_name for code, one in desk.library.commissioners().items()}


def propose_page(desk: Desk, ref: str) -> Response:
    """The form that asks a chair to decide a share before the next meeting."""
    case, view = readership.case(desk.session, ref, actor=desk.actor, now=desk.now)
    if view.relation != "office":
        raise NotFound(f"There is nothing of that kind about {ref} that you may see. Go back to the case.")
    bodies = {
        code: case.pinned.commissioner(code).short_name for code in (one.commissioner for one in case.dossier.shares)
    }
    return desk.page("meetings/propose.html", case=case, bodies=bodies, outcomes=OUTCOMES, keeps=_keeps(desk))


@room.form("/cases/{ref}/chairs-action", who=OFFICE, page=propose_page)
def propose(desk: Desk, ref: str) -> Response:
    """Ask for it."""
    typed = desk.typed
    amounts = {
        period: money.parse(text, place=f"amount.{period}") for period, text in typed.under("amount.").items() if text
    }
    for name, words in (
        ("urgent", "why it is urgent"),
        ("why_no_meeting", "why no meeting can be called"),
        ("evidence", "what the chair has before them"),
    ):
        if not typed.text(name):
            raise BadInput(f"Say {words}. Nothing has changed.", place=name)
    asked = committees.Urgent(
        outcome=typed.text("outcome"),
        amounts=amounts or None,
        urgent=typed.text("urgent"),
        why_no_meeting=typed.text("why_no_meeting"),
        evidence=typed.text("evidence"),
        cut_lines=typed.text("cut_lines"),
        reason=typed.text("reason"),
    )
    row = meetings.propose_action(desk.session, ref, typed.text("body"), asked, actor=desk.actor, now=desk.now)
    return desk.go(f"/chairs-actions/{row.ref}", said=f"{row.ref} waits for members' views and the chair.")


def page(desk: Desk, ref: str) -> Response:
    """One chair's action: why it could not wait, who was asked, what the chair and then the committee made of it."""
    sheet = views.of_action(desk.session, ref, actor=desk.actor, now=desk.now)
    return desk.page(
        "meetings/action.html",
        sheet=sheet,
        members={one.person_id: f"{one.name}, {committees.role_words(one.role)}" for one in sheet.members},
        outcomes=OUTCOMES,
        choices=CHOICES,
        keeps=_keeps(desk),
        names=_names(desk),
    )


@room.form("/chairs-actions/{ref}", who=SIGNED_IN, page=page)
def act(desk: Desk, ref: str) -> Response:
    """Say or record what a member thinks, decide as the chair or record it, or record how the committee voted on it."""
    views.of_action(desk.session, ref, actor=desk.actor, now=desk.now)
    match desk.typed.text("do"):
        case "consult":
            said = _consult(desk, ref, _who(desk))
        case "say":
            said = _consult(desk, ref, desk.actor.sign_in_name)
        case "decide" | "decline":
            said = _decide(desk, ref, _who(desk), interests=desk.typed.text("interests"))
        case "decide_own" | "decline_own":
            said = _decide(desk, ref, desk.actor.sign_in_name, interests=_own_interests(desk))
        case "ratify":
            votes = {_sign_in(desk, one): vote for one, vote in desk.typed.under("vote.").items() if vote in CHOICES}
            row = meetings.ratify_action(desk.session, ref, votes=votes, actor=desk.actor, now=desk.now)
            said = f"{row.ref} is {row.state.replace('_', ' ')}."
        case _:
            raise BadInput("Choose what to do.", place="do")
    return desk.go(f"/chairs-actions/{ref}", said=said)


def _consult(desk: Desk, ref: str, who: str) -> str:
    typed = desk.typed
    if typed.text("agrees") not in ("yes", "no"):
        raise BadInput("Say whether it is agreed to or not. Nothing has changed.", place="agrees")
    meetings.consult(
        desk.session,
        ref,
        who,
        says=typed.text("says"),
        agrees=typed.text("agrees") == "yes",
        interest=typed.text("interest"),
        actor=desk.actor,
        now=desk.now,
    )
    return "It is on record."


def _own_interests(desk: Desk) -> str:
    match desk.typed.text("own_interest"):
        case "none":
            return "none"
        case "some":
            return desk.typed.text("interests") or "an interest, not described"
    raise BadInput("Say whether you have an interest in this bid. Nothing has changed.", place="own_interest")


def _decide(desk: Desk, ref: str, chair: str, *, interests: str) -> str:
    agrees = desk.typed.text("do").startswith("decide")
    given: dict[str, Any] = {"interests": interests, "agrees": agrees, "actor": desk.actor, "now": desk.now}
    meetings.decide_action(desk.session, ref, chair, **given)
    return "It is decided and applied. The next agenda has it, to be ratified." if agrees else "It goes to a meeting."


def _who(desk: Desk) -> str:
    number = desk.typed.text("who")
    if number_typed(number) is None:
        raise BadInput("Say who. Nothing has changed.", place="who")
    return _sign_in(desk, number)


def _sign_in(desk: Desk, number: str) -> str:
    return desk.named(number)
