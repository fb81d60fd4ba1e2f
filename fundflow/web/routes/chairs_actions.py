"""What a committee's chair decides between meetings: asked for, talked over, decided, and ratified at the next meeting."""

from collections.abc import Sequence

from starlette.responses import Response

from fundflow import applications, committees, money
from fundflow.clock import london_day
from fundflow.engine import meetings, readership
from fundflow.errors import BadInput, NotFound
from fundflow.web.desk import Desk
from fundflow.web.rooms import Room
from fundflow.web.routes.meetings import CHOICES, OUTCOMES
from fundflow.web.typed import number_typed
from fundflow.web.who import OFFICE

room = Room()


def _keeps(desk: Desk) -> bool:
    return bool(desk.actor.holds("committee_secretary") or desk.actor.holds("administrator"))


@room.page("/chairs-actions", who=OFFICE)
def every(desk: Desk) -> Response:
    """Every chair's action, the newest first."""
    readership.must_see_office(desk.actor, doing="Looking at chairs' actions")
    found = committees.chairs_actions(desk.session)[::-1]
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
    row = committees.chairs_action(desk.session, ref)
    case = applications.get_by_id(desk.session, row.application_id)
    _, view = readership.case(desk.session, case.ref, actor=desk.actor, now=desk.now)
    if view.relation != "office":
        raise NotFound(f"There is no chair's action {ref} among those that you may see.")
    return desk.page(
        "meetings/action.html",
        action=row,
        case=case,
        consulted=committees.consultees(desk.session, row.id or 0),
        members=_members(desk, row),
        outcomes=OUTCOMES,
        choices=CHOICES,
        keeps=_keeps(desk),
        names=_names(desk),
    )


def _members(desk: Desk, row: committees.ChairsAction) -> dict[int, str]:
    seats = committees.members_on(desk.session, row.committee_id, on=london_day(desk.now))
    found: Sequence[committees.CommitteeMember] = seats
    return {one.person_id: f"{one.name}, {committees.role_words(one.role)}" for one in found}


@room.form("/chairs-actions/{ref}", who=OFFICE, page=page)
def act(desk: Desk, ref: str) -> Response:
    """Record what a member said, what the chair decided, or how the committee voted on it."""
    typed = desk.typed
    match typed.text("do"):
        case "consult":
            meetings.consult(
                desk.session,
                ref,
                _who(desk),
                says=typed.text("says"),
                agrees=typed.text("agrees") == "yes",
                interest=typed.text("interest"),
                actor=desk.actor,
                now=desk.now,
            )
            said = "It is on record."
        case "decide" | "decline":
            agrees = typed.text("do") == "decide"
            meetings.decide_action(
                desk.session,
                ref,
                _who(desk),
                interests=typed.text("interests"),
                agrees=agrees,
                actor=desk.actor,
                now=desk.now,
            )
            said = (
                "It is decided and applied. The next agenda has it, to be ratified."
                if agrees
                else "It goes to a meeting."
            )
        case "ratify":
            votes = {_sign_in(desk, one): vote for one, vote in typed.under("vote.").items() if vote in CHOICES}
            row = meetings.ratify_action(desk.session, ref, votes=votes, actor=desk.actor, now=desk.now)
            said = f"{row.ref} is {row.state.replace('_', ' ')}."
        case _:
            raise BadInput("Choose what to do.", place="do")
    return desk.go(f"/chairs-actions/{ref}", said=said)


def _who(desk: Desk) -> str:
    number = desk.typed.text("who")
    if number_typed(number) is None:
        raise BadInput("Say who. Nothing has changed.", place="who")
    return _sign_in(desk, number)


def _sign_in(desk: Desk, number: str) -> str:
    return desk.named(number)
