"""Whether what should happen by itself does: mail that did not arrive, and due work that was given up."""

from dataclasses import dataclass

from sqlmodel import Session

from fundflow import due, mail


@dataclass(frozen=True)
class Health:
    """How many messages wait and how many did not arrive, where mail is sent; how much due work was given up."""

    sends: bool
    waiting: int
    not_delivered: int
    given_up: int

    @property
    def sound(self) -> bool:
        """Whether nobody need look."""
        return not self.not_delivered and not self.given_up


def health(session: Session) -> Health:
    """The health of this installation, in two questions."""
    messages, work = mail.counts(session), due.counts(session)
    return Health(
        sends="on" in messages,
        waiting=messages.get("waiting", 0),
        not_delivered=messages.get("failed", 0) + messages.get("bounced", 0),
        given_up=work.get("failed", 0),
    )
