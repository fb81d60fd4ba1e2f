"""Saying in a scenario that a task is done."""

from pydantic import Field
from sqlmodel import Session

from fundflow import applications, engine
from fundflow.rehearsal.action import Action, Stage, Unmet, verb


@verb("task done")
class TaskDone(Action):
    """Somebody says that an open task is done, and how: `reason`."""

    main = "task"
    task: str = Field(description="The kind of task, e.g. ring_practice.")
    on: str | None = Field(default=None, description="The case that it is about; without one, a task of the office.")

    def play(self, stage: Stage, session: Session) -> str:
        """Say so."""
        number = stage.case(session, self.on).id if self.on else None
        open_ones = [
            one for one in applications.tasks(session) if one.kind == self.task and one.application_id == number
        ]
        if not open_ones:
            raise Unmet(f"no task of the kind '{self.task}' is open", place="task done")
        actor = stage.who(session, self.as_)
        row = engine.finishing.done(session, open_ones[0].id or 0, how=self.reason, actor=actor, now=stage.now)
        return f"done: {row.text}"

    def subject(self, stage: Stage) -> str | None:
        """The case, if it is about one."""
        return stage.ref(self.on) if self.on else None
