"""Meetings: called, opened, and who came and went."""

from pydantic import Field
from sqlmodel import Session

from fundflow import engine
from fundflow.rehearsal.action import Action, Day, Moment, Stage, Texts, verb
from fundflow.rehearsal.actions.deciding import item_number


@verb("call meeting")
class CallMeeting(Action):
    """Call bodies to sit together; bids named under `items` go on the agenda in order."""

    ref: str
    title: str
    starts: Moment
    bodies: Texts
    papers_out: Day | None = None
    place: str = ""
    items: Texts = Field(default_factory=list)

    def play(self, stage: Stage, session: Session) -> str:
        """Call it."""
        actor = stage.who(session, self.as_)
        made = engine.meetings.call(
            session,
            self.ref,
            title=self.title,
            starts_at=self.starts,
            bodies=self.bodies,
            papers_out_on=self.papers_out,
            place=self.place,
            actor=actor,
            now=stage.now,
        )
        for bid in self.items:
            engine.meetings.add_item(session, self.ref, case_ref=stage.ref(bid), actor=actor, now=stage.now)
        return f"{made.ref}, {len(self.bodies)} bodies, {len(self.items)} items"


@verb("add item")
class AddItem(Action):
    """Put a bid, or another matter, on an agenda."""

    meeting: str
    on: str | None = None
    title: str = ""

    def play(self, stage: Stage, session: Session) -> str:
        """Add it."""
        case = stage.ref(self.on) if self.on else None
        made = engine.meetings.add_item(
            session, self.meeting, case_ref=case, title=self.title, actor=stage.who(session, self.as_), now=stage.now
        )
        return f"item {made.number}: {made.title}"


@verb("send papers")
class SendPapers(Action):
    """Write down the day on which a meeting's papers went out."""

    main = "meeting"
    meeting: str
    on: Day | None = None

    def play(self, stage: Stage, session: Session) -> str:
        """Write it down."""
        row = engine.meetings.send_papers(
            session, self.meeting, on=self.on, actor=stage.who(session, self.as_), now=stage.now
        )
        return f"{row.ref}, {row.papers_out_on}"


@verb("table bids")
class TableBids(Action):
    """Table bids, each with its cover sheet, and put them on the agenda; rows not in `action_on` need no action."""

    meeting: str
    bids: Texts
    initials: str
    action_on: Texts = Field(default_factory=list)

    def play(self, stage: Stage, session: Session) -> str:
        """Table them in order."""
        for bid in self.bids:
            engine.meetings.table(
                session,
                self.meeting,
                stage.ref(bid),
                initials=self.initials,
                action_on=self.action_on,
                actor=stage.who(session, self.as_),
                now=stage.now,
            )
        return f"{len(self.bids)} {'bid is' if len(self.bids) == 1 else 'bids are'} before {self.meeting}"


@verb("rule in meeting")
class RuleInMeeting(Action):
    """The chair rules on what somebody has declared, in place of what was proposed."""

    meeting: str
    item: int | str
    who: str
    ruling: Texts
    ruled_by: str

    def play(self, stage: Stage, session: Session) -> str:
        """Record the ruling."""
        engine.meetings.rule(
            session,
            self.meeting,
            item_number(stage, session, self.meeting, self.item),
            self.who,
            actions=self.ruling,
            ruled_by=self.ruled_by,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"{self.ruled_by} ruled on {self.who}: {', '.join(self.ruling)}"


@verb("open meeting")
class OpenMeeting(Action):
    """Open a meeting; those named come in at this moment."""

    main = "meeting"
    meeting: str
    present: Texts = Field(default_factory=list)
    leaving: dict[str, Moment] = Field(default_factory=dict, description="Who must go, and when.")

    def play(self, stage: Stage, session: Session) -> str:
        """Open it and note who is there."""
        actor = stage.who(session, self.as_)
        engine.meetings.open_meeting(session, self.meeting, actor=actor, now=stage.now)
        for name in self.present:
            engine.meetings.attend(
                session, self.meeting, name, leaves_by=self.leaving.get(name), actor=actor, now=stage.now
            )
        return f"{len(self.present)} present"


@verb("declare ties")
class DeclareTies(Action):
    """Minute who is tied to which item by the registers, of those who are there; the proposal holds until the chair rules."""

    main = "meeting"
    meeting: str

    def play(self, stage: Stage, session: Session) -> str:
        """Minute them."""
        made = engine.meetings.declare_known(session, self.meeting, actor=stage.who(session, self.as_), now=stage.now)
        items: dict[str, list[str]] = {}
        for one in made:
            items.setdefault(one.person, []).append(str(one.item))
        said = [f"{who}: {', '.join(dict.fromkeys(numbers))}" for who, numbers in items.items()]
        return f"items declared: {'; '.join(said)}" if said else "nobody there is tied to an item"


@verb("arrive")
class Arrive(Action):
    """Somebody comes in."""

    main = "meeting"
    meeting: str
    who: str
    mode: str = "room"

    def play(self, stage: Stage, session: Session) -> str:
        """Note it."""
        engine.meetings.attend(
            session, self.meeting, self.who, mode=self.mode, actor=stage.who(session, self.as_), now=stage.now
        )
        return f"{self.who} came"


@verb("leave")
class Leave(Action):
    """Somebody goes: from every sitting, or from the one named."""

    main = "meeting"
    meeting: str
    who: str
    body: str | None = None

    def play(self, stage: Stage, session: Session) -> str:
        """Note it."""
        lost = engine.meetings.leave(
            session, self.meeting, self.who, sitting=self.body, actor=stage.who(session, self.as_), now=stage.now
        )
        return " ".join([f"{self.who} left", *lost])
