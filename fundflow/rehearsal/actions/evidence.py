"""Files of evidence: sent with a claim, and deleted."""

from sqlmodel import Session

from fundflow import engine, files, reporting
from fundflow.errors import BadInput
from fundflow.rehearsal.action import Action, Stage, verb


@verb("attach evidence")
class AttachEvidence(Action):
    """Put a text file to a claim; who sends it says whether it is redacted."""

    main = "on"
    on: str
    file: str
    text: str
    redacted: bool = True

    def play(self, stage: Stage, session: Session) -> str:
        """Put it there."""
        name, media_type, content = files.checked(self.file, self.text.encode(), place="file")
        made = engine.claims.attach(
            session,
            stage.ref(self.on),
            name=name,
            media_type=media_type,
            content=content,
            redacted=self.redacted,
            actor=stage.who(session, self.as_),
            now=stage.now,
        )
        return f"{name} is file {made.id} of {stage.ref(self.on)}"


@verb("delete evidence")
class DeleteEvidence(Action):
    """Delete the last file of a claim that is still kept, on the ground `due` or `personal_data`."""

    main = "on"
    on: str
    ground: str = "due"

    def play(self, stage: Stage, session: Session) -> str:
        """Delete it."""
        claim = stage.ref(self.on)
        found = [one for one in reporting.evidence_files(session, claim=claim) if one.deleted_at is None]
        if not found:
            raise BadInput(f"no file of {claim} is kept", place="delete evidence")
        number = max(one.number for one in found)
        actor = stage.who(session, self.as_)
        engine.retention.delete(session, number, ground=self.ground, reason=self.reason, actor=actor, now=stage.now)
        return f"file {number} of {claim} is deleted"
