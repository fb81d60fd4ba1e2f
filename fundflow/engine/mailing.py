"""What is written to whom by mail, in the transaction of what causes it; nothing where this office sends no mail."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session

from fundflow import applications, letters, mail, people, practising
from fundflow.audit import Act
from fundflow.clock import london_day, moment_words
from fundflow.definitions.fund import Fund
from fundflow.people import Actor, Person

CONTACTS = ("applicant", "signatory")
"""Roles of an organisation's own people, who are told what the office writes to it."""
_READY = "A letter about your {bid} is ready. It is about '{title}' ({ref}). Sign in to read it and to keep it."


def setting(session: Session) -> mail.MailSetting | None:
    """How mail is sent, where it is: set, switched on, and not in a practice copy."""
    found = mail.setting(session)
    return found if found is not None and found.on and practising.marker(session) is None else None


def of_letter(session: Session, letter: letters.Letter, *, act: Act, words: str = "", only: str = "") -> None:
    """Tell the people whom a letter is for that it is there, once for each letter and mailbox.

    `words` stand instead of the usual ones where people are told before the letter itself leaves; `only` names one person.
    """
    if letter.application_id is None or setting(session) is None or mail.told_of(session, letter.ref):
        return
    case = applications.get_by_id(session, letter.application_id)
    fund = applications.definitions(applications.round_by_id(session, case.round_id)).fund
    found = [one for one in _people(session, letter.addressee_code, act) if only in ("", one.name)]
    facts = {"bid": str(letter.facts.get("bid", "bid")), "title": case.title, "ref": case.ref}
    text = (words or _READY).format(**facts, moment=moment_words(act.now))
    subject = text.partition(".")[0] if words else f"a letter about your {facts['bid']}"
    for address, names in _mailboxes(found).items():
        mail.put(
            session,
            key=f"{letter.ref}:{address}",
            kind="letter",
            about=case.ref,
            thing=letter.ref,
            fund=case.fund,
            to_name=" and ".join(names),
            to_email=address,
            subject=f"{case.ref}: {subject}",
            text=text,
            closing=_closing(session, fund),
            path=f"/bids/{case.ref}" if words else f"/letters/read/{letter.ref}",
            made_at=act.now,
            made_by=act.actor,
        )


def _people(session: Session, organisation: str, act: Act) -> Sequence[Actor]:
    """Everybody with an address who writes or signs for an organisation, each once."""
    found: dict[int, Actor] = {}
    for role in CONTACTS:
        for one in people.holders(session, role, on=london_day(act.now), organisation=organisation):
            own = any(held.role == role and held.organisation == organisation for held in one.roles)
            if own and one.email:
                found.setdefault(one.id, one)
    return list(found.values())


def _mailboxes(found: Sequence[Actor]) -> Mapping[str, list[str]]:
    """The names behind each mailbox: a shared one gets one message, to all of them."""
    boxes: dict[str, list[str]] = {}
    for one in found:
        boxes.setdefault(one.email.strip().casefold(), []).append(one.name)
    return boxes


def invitation(session: Session, person: Person, *, purpose: str, token: str, until: str, act: Act) -> bool:
    """Send a one-time link to the person whom it lets in; whether that is done, so that nobody else need see it."""
    if setting(session) is None or mail.undeliverable(person.email):
        return False
    asked = "You can use fundflow now" if purpose == "invitation" else "Choose a new password"
    text = (
        f"{asked}: your sign-in name is {person.sign_in_name}. Open this link, choose a password, and you are in. It works "
        f"once, until {until}; opening it changes nothing. If you did not expect it, ring us."
    )
    mail.put(
        session,
        key=f"{purpose}:{person.sign_in_name}:{act.now.isoformat()}",
        kind=purpose,
        about=person.sign_in_name,
        to_name=person.name,
        to_email=person.email,
        subject="Your invitation to fundflow" if purpose == "invitation" else "Choose a new password",
        text=text,
        closing=_closing(session, None),
        path=f"/account/{token}",
        made_at=act.now,
        made_by=act.actor,
    )
    return True


def with_link(
    session: Session,
    to: Actor,
    *,
    kind: str,
    link: int,
    fund: Fund,
    subject: str,
    text: str,
    path: str,
    code: str,
    act: Act,
) -> None:
    """Ask somebody by a link that needs no account; where no mail is sent, an officer sends it by hand."""
    mail.put(
        session,
        key=f"{kind}:{link}",
        kind=kind,
        about=act.subject,
        fund=fund.fund,
        to_name=to.name,
        to_email=to.email,
        subject=subject,
        text=text,
        closing=_closing(session, fund),
        path=path,
        code=code,
        made_at=act.now,
        made_by=act.actor,
    )


def _closing(session: Session, fund: Fund | None) -> str:
    """Whom to ring: the fund's own contact, else the office's."""
    if fund is not None and fund.contact is not None:
        one = fund.contact
        return mail.closing(one.name, one.telephone, one.hours, role=one.role)
    own = mail.setting(session)
    return mail.closing(own.contact_name, own.contact_telephone, own.contact_hours) if own else ""
