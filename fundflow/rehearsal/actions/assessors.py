"""The assessor's and the moderator's desks: pages of answers, packs, sheets, locks, notes."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session

from fundflow import engine
from fundflow.clock import london_day
from fundflow.rehearsal.action import Action, Stage, Texts, Unmet, verb
from fundflow.rehearsal.actions.panels import round_of


@verb("declare all")
class DeclareAll(Action):
    """An assessor answers for every bid of a round: as the register suggests, but where `answers` says otherwise."""

    main = "round"
    round: str | None = None
    answers: dict[str, str] = Field(default_factory=dict)
    details: dict[str, str] = Field(default_factory=dict)

    def play(self, stage: Stage, session: Session) -> str:
        """Answer for each."""
        ref, actor = round_of(stage, self.round), stage.who(session, self.as_)
        page = engine.assessors.to_declare(session, ref, actor=actor, now=stage.now)
        given = {one.ref: (one.suggested, one.why) for one in page if not one.answered}
        for bid, answer in self.answers.items():
            given[stage.ref(bid)] = (answer, self.details.get(bid, ""))
        many = engine.assessors.declare_all(session, ref, given, actor=actor, now=stage.now)
        return f"{many} bids: {', '.join(f'{bid} {answer}' for bid, (answer, _) in given.items())}"


@verb("pack")
class TakePack(Action):
    """An assessor takes their pack: the papers of every bid that they may read are open from then on."""

    main = "round"
    round: str | None = None

    def play(self, stage: Stage, session: Session) -> str:
        """Open the papers and make it."""
        from fundflow.exchange.exports import pack  # noqa: PLC0415

        actor = stage.who(session, self.as_)
        made = engine.assessors.open_pack(session, round_of(stage, self.round), actor=actor, now=stage.now)
        return f"{len(made.bids)} bids, {len(pack.as_docx(made)):,} bytes, {len(made.shut)} left out"


class SheetLine(BaseModel):
    """One row that an assessor fills in: a bid, a criterion, the score and the words that justify it."""

    model_config = ConfigDict(extra="forbid")
    bid: str
    criterion: str
    score: int
    justification: str = ""
    strength: str = ""
    gap: str = ""


@verb("score sheet")
class HandInSheet(Action):
    """An assessor fills in their score sheet offline and hands it in: what cannot be taken is named, the rest is saved."""

    main = "round"
    round: str | None = None
    rows: list[SheetLine]
    rejected: Texts = Field(default_factory=list, description="Words of each row that is not taken, in order.")

    def play(self, stage: Stage, session: Session) -> str:
        """Write the workbook, fill it in, and hand it in."""
        from fundflow.exchange.imports import scores  # noqa: PLC0415

        ref, actor = round_of(stage, self.round), stage.who(session, self.as_)
        with TemporaryDirectory() as folder:
            file = Path(folder) / "scores.xlsx"
            file.write_bytes(self._filled_in(stage, engine.assessors.own_sheet(session, ref, actor=actor)))
            report = scores.take(session, ref, file, actor=actor, now=stage.now)
        said = [why for _, why in report.rejected]
        if len(said) != len(self.rejected) or any(
            words not in why for words, why in zip(self.rejected, said, strict=False)
        ):
            raise Unmet(f"rows were expected to be rejected with {self.rejected}: {said}", place="score sheet")
        return f"{report.written} of {report.read} rows saved; " + "; ".join(said)

    def _filled_in(self, stage: Stage, sheet: engine.assessors.OwnSheet) -> bytes:
        from fundflow.exchange.exports import score_sheet  # noqa: PLC0415

        given = {(stage.ref(one.bid), one.criterion): one.model_dump(exclude={"bid", "criterion"}) for one in self.rows}
        own = {(one.ref, one.criterion): one for one in sheet.rows}
        rows = [replace(one, written=given.get(key, one.written)) for key, one in own.items()]
        rows += [
            engine.assessors.SheetRow(ref, "", criterion, written, locked=False)
            for (ref, criterion), written in given.items()
            if (ref, criterion) not in own
        ]
        return score_sheet.as_xlsx(
            replace(sheet, rows=tuple(rows)), person=self.as_ or "", made_on=london_day(stage.now)
        )


@verb("lock all")
class LockAll(Action):
    """An assessor locks every bid of theirs that is complete; `open` counts those that are not."""

    main = "round"
    round: str | None = None
    open: int = Field(default=0, description="How many stay open because something is missing.")

    def play(self, stage: Stage, session: Session) -> str:
        """Lock them."""
        actor = stage.who(session, self.as_)
        done = engine.assessors.lock_all(session, round_of(stage, self.round), actor=actor, now=stage.now)
        left = [one for one in done if not one.locked]
        if len(left) != self.open:
            raise Unmet(f"{self.open} were expected to stay open and {len(left)} do: {left}", place="lock all")
        return "; ".join(f"{one.ref} {one.state if one.locked else one.missing}" for one in done)


@verb("rule on interest")
class RuleOnInterest(Action):
    """The officer rules on an interest, or a doubt, that an assessor declared."""

    main = "on"
    on: str
    assessor: str
    may_assess: bool

    def play(self, stage: Stage, session: Session) -> str:
        """Rule."""
        engine.moderators.rule(
            session,
            stage.ref(self.on),
            self.assessor,
            may_assess=self.may_assess,
            reason=self.reason,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"{self.assessor} {'may' if self.may_assess else 'may not'} assess {stage.ref(self.on)}"

    def subject(self, stage: Stage) -> str | None:
        """The bid."""
        return stage.ref(self.on)


@verb("unlock scores")
class Unlock(Action):
    """The moderator opens an assessor's locked scores again, before the bid has a result."""

    main = "on"
    on: str
    assessor: str

    def play(self, stage: Stage, session: Session) -> str:
        """Open them."""
        actor = stage.who(session, self.as_)
        engine.moderators.unlock(
            session, stage.ref(self.on), self.assessor, reason=self.reason, actor=actor, now=stage.now
        )
        return f"{self.assessor} on {stage.ref(self.on)}"

    def subject(self, stage: Stage) -> str | None:
        """The bid."""
        return stage.ref(self.on)


@verb("note score")
class NoteScore(Action):
    """Note what was meant beside a locked score; `told` is the meeting in which the committee hears of it."""

    main = "on"
    on: str
    assessor: str
    criterion: str
    meant: int
    told: str = ""

    def play(self, stage: Stage, session: Session) -> str:
        """Note it, and tell the committee."""
        actor = stage.who(session, self.as_)
        note = engine.moderators.correct(
            session,
            stage.ref(self.on),
            self.assessor,
            self.criterion,
            meant=self.meant,
            reason=self.reason,
            actor=actor,
            now=stage.now,
        )
        if self.told:
            engine.moderators.tell_committee(session, note.id or 0, meeting=self.told, actor=actor, now=stage.now)
        return f"{note.criterion} stands at {note.stands}, {note.meant} was meant: {note.would_be_band}"

    def subject(self, stage: Stage) -> str | None:
        """The bid."""
        return stage.ref(self.on)


@verb("score history")
class ScoreHistory(Action):
    """Look at everything that was ever scored of a bid."""

    main = "on"
    on: str
    shows: Texts = Field(default_factory=list, description="What must have happened: `locked`, `result superseded`.")

    def play(self, stage: Stage, session: Session) -> str:
        """Look."""
        found = engine.rescored.history(session, stage.ref(self.on), actor=stage.who(session, self.as_), now=stage.now)
        said = [one.what for one in found]
        for wanted in self.shows:
            if not any(wanted in one for one in said):
                raise Unmet(f"'{wanted}' was expected among what was scored: {', '.join(dict.fromkeys(said))}")
        return f"{len(found)} entries: {', '.join(dict.fromkeys(said))}"
