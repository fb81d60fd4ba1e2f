"""Letting people in: signing in and out, one-time links, seeing as another sees, and programs' tokens, each recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from fundflow import accounts, audit, people, reporting
from fundflow.clock import london_day, moment_words, time_words
from fundflow.engine import mailing
from fundflow.engine.rounds import act_of, must_hold
from fundflow.errors import BadInput, FundflowError, NotFound, Refused
from fundflow.people import Actor

WRONG = (
    "You are not signed in: that name and password do not belong together. Check both, or ask your administrator for "
    "a link to choose a new password."
)


@dataclass(frozen=True)
class Entry:
    """What came of trying to sign in: the cookie to give, or the sentence that says why not, and until when to wait."""

    cookie: str = ""
    refused: str = ""
    person: str = ""
    wait: datetime | None = None


@dataclass(frozen=True)
class Visitor:
    """Somebody who is signed in: who acts, the stay, and whose eyes they see with (their own unless `viewing`).

    With `stands_in` they act for a colleague who is away, in the roles that were handed over and in no others.
    """

    actor: Actor
    stay: accounts.SignIn
    cookie: accounts.Cookie
    viewing: Actor | None = None
    stands_in: bool = False

    @property
    def eyes(self) -> Actor:
        """The person whose view is shown."""
        return self.viewing or self.actor

    @property
    def form_key(self) -> str:
        """What every form of this stay carries."""
        return accounts.form_key(self.stay.secret)


@dataclass(frozen=True)
class OneTimeLink:
    """A link by which a person chooses a password; once it goes by mail, nobody else need see it."""

    token: str
    mailed: bool


def sign_in(session: Session, name: str, password: str, *, address: str = "", now: datetime) -> Entry:
    """Let a person in by name and password; what went wrong is told, never which of the two.

    `address` is the network address from which they try: guesses are counted by it too, whatever the names.
    """
    provider = accounts.provider(session)
    if provider is not None and not provider.passwords:
        return Entry(refused=_no_passwords(provider.title))
    plain = name.strip().casefold()
    wait = accounts.wait_until(accounts.failures(session, plain, since=now - accounts.WAIT), now=now)
    if wait is not None:
        return Entry(
            refused=f"You are not signed in: this name was tried 5 times in vain. Try again after {time_words(wait)}, "
            "or ask your administrator for a link to choose a new password.",
            wait=wait,
        )
    place = accounts.place_of(address)
    tried = accounts.failures_from(session, place, since=now - accounts.WAIT)
    wait = accounts.wait_until(tried, now=now, most=accounts.GUESSES_FROM_ONE_PLACE)
    if wait is not None:
        return Entry(
            refused=f"You are not signed in: from your network names were tried {len(tried)} times in vain. Try again "
            f"after {time_words(wait)}, or ask your administrator whether somebody is guessing.",
            wait=wait,
        )
    person = people.called(session, plain)
    kept = accounts.account(session, person.id) if person and person.id else None
    right = accounts.fits(password, kept.password_hash if kept and not kept.closed_at else None)
    accounts.note_attempt(session, plain, succeeded=right, place=place, now=now)
    if not right or person is None or person.id is None:
        return Entry(refused=WRONG)
    try:
        actor = people.actor(session, plain, now=now)
    except FundflowError as error:
        return Entry(refused=str(error))
    return _enter(session, actor, how="password", now=now)


def _no_passwords(title: str) -> str:
    return f"You are not signed in: passwords are switched off here. Press the button of {title} to sign in."


def sign_in_as(session: Session, name: str, *, how: str, now: datetime) -> Entry:
    """Let a person in whom somebody else has recognised: an identity provider, or a demonstration's list of names."""
    return _enter(session, people.actor(session, name, now=now), how=how, now=now)


def _enter(session: Session, actor: Actor, *, how: str, now: datetime) -> Entry:
    row, token = accounts.start(session, actor.id, how=how, now=now)
    audit.record(session, act_of(actor, now=now, what="sign_in", subject=actor.sign_in_name), after={"how": how})
    return Entry(cookie=accounts.Cookie.write(token, row.secret, now=now), person=actor.name)


def visitor(session: Session, text: str | None, *, now: datetime) -> Visitor | None:
    """Whoever a cookie belongs to, if their stay still runs and they may still act."""
    found = _stay(session, text)
    if found is None:
        return None
    cookie, stay = found
    row, on = stay.sign_in, london_day(now)
    if row.ended_at is not None or row.ends_at < now or cookie.heard_at + accounts.IDLE < now:
        return None
    try:
        actor, viewing = (
            people.actor_of(stay.people[number], stay.grants.get(number, ()), on=on) if number is not None else None
            for number in (row.person_id, row.viewed_id)
        )
    except FundflowError:
        return None
    absent = row.stands_in_for_id
    acting = (
        people.standing_in(actor, stay.people[absent], stay.grants.get(absent, ()), stay.covers, on=on)
        if actor and absent is not None
        else None
    )
    return Visitor(acting or actor, row, cookie, viewing, stands_in=acting is not None) if actor else None


def former(session: Session, text: str | None) -> int | None:
    """Whose stay a genuine cookie was, however long ago it ended: for keeping what they had typed."""
    found = _stay(session, text)
    return found[1].sign_in.person_id if found else None


def _stay(session: Session, text: str | None) -> tuple[accounts.Cookie, reporting.Stay] | None:
    cookie = accounts.Cookie.read(text or "")
    stay = reporting.of_stay(session, cookie.token) if cookie else None
    return (cookie, stay) if cookie and stay and cookie.genuine(stay.sign_in.secret) else None


def refreshed(visitor: Visitor, *, now: datetime) -> str:
    """The cookie that says that this browser was heard of now."""
    return accounts.Cookie.write(visitor.cookie.token, visitor.stay.secret, now=now)


def sign_out(session: Session, visitor: Visitor, *, everywhere: bool = False, now: datetime) -> None:
    """End this stay, or every stay of the person."""
    if everywhere:
        accounts.end_all(session, visitor.actor.id, now=now)
    accounts.end(session, visitor.stay.id or 0, now=now)
    act = act_of(visitor.actor, now=now, what="sign_out", subject=visitor.actor.sign_in_name)
    audit.record(session, act, after={"everywhere": everywhere})


def view_as(session: Session, visitor: Visitor, name: str | None, *, now: datetime) -> None:
    """See, and only see, what another person sees; administrators may, and it is on record.

    Raises:
        Refused: not an administrator, or the other is an assessor, whose scores nobody may see early.
    """
    must_hold(visitor.actor, doing="Seeing as another person sees")
    other = people.actor(session, name, now=now) if name else None
    if other is not None and other.holds("assessor"):
        raise Refused.because(
            "view_as",
            f"You cannot see as {other.name} sees: an assessor's scores are theirs until they are locked. "
            "Nothing has changed. Ask them to describe the page, or look at the case yourself.",
        )
    accounts.view_as(session, visitor.stay.id or 0, other.id if other else None)
    act = act_of(visitor.actor, now=now, what="view_as", subject=other.sign_in_name if other else "nobody")
    audit.record(session, act, after={"person": other.name if other else None})


def invite(session: Session, name: str, *, purpose: str = "invitation", actor: Actor, now: datetime) -> OneTimeLink:
    """Make a one-time link by which a person chooses a password, and send it to them where this office sends mail.

    Raises:
        Refused: not an administrator. NotFound: there is no such person.
    """
    must_hold(actor, doing="Letting people in")
    person = people.named(session, name)
    lasts = accounts.RESET if purpose == "reset" else accounts.INVITED
    row, token = accounts.make_link(session, purpose=purpose, person_id=person.id, lasts=lasts, now=now)
    act = act_of(actor, now=now, what=f"account.{purpose}", subject=person.sign_in_name)
    until = moment_words(row.expires_at)
    mailed = mailing.invitation(session, person, purpose=purpose, token=token, until=until, act=act)
    audit.record(session, act, after={"by_mail": mailed})
    return OneTimeLink(token, mailed)


def shut_out(session: Session, name: str, *, reason: str, actor: Actor, now: datetime) -> None:
    """Close a person's account: every stay and every program's token of theirs ends at once."""
    must_hold(actor, doing="Shutting people out")
    person = people.named(session, name)
    accounts.close_account(session, person.id or 0, now=now)
    audit.record(session, act_of(actor, now=now, what="account.close", subject=person.sign_in_name, reason=reason))


def link_person(session: Session, token: str, *, now: datetime) -> people.Person | None:
    """Whose link it is; nobody's where it makes the first administrator. Looking uses nothing up.

    Raises:
        NotFound: the link cannot be used.
    """
    row = accounts.usable_link(session, token, now=now)
    return people.require(session, row.person_id) if row.person_id is not None else None


def choose_password(session: Session, token: str, password: str, *, now: datetime) -> Entry:
    """Use a link up, give its person the password that they chose, and let them in.

    Raises:
        NotFound: the link cannot be used. BadInput: the password may not be used.
    """
    row = accounts.usable_link(session, token, now=now)
    if row.person_id is None:
        raise NotFound("This link makes the first administrator: give a name with it.")
    provider = accounts.provider(session)
    if provider is not None and not provider.passwords:
        raise Refused.because("passwords_allowed", _no_passwords(provider.title))
    person = people.require(session, row.person_id)
    about = [*person.name.split(), person.sign_in_name]
    accounts.set_password(session, row.person_id, password, about=about, now=now)
    accounts.use_link(session, row, now=now)
    return _enter(session, people.actor(session, person.sign_in_name, now=now), how=row.purpose, now=now)


def first_link(session: Session, *, now: datetime) -> str | None:
    """A one-time link that makes the first administrator, unless somebody is here already."""
    if any(one.kind == "person" for one in people.list_all(session)):
        return None
    _, token = accounts.make_link(session, purpose="first", person_id=None, lasts=accounts.FIRST, now=now)
    return token


def make_first(session: Session, token: str, *, sign_in_name: str, name: str, password: str, now: datetime) -> Entry:
    """Make the first administrator by the one-time link that the first start printed.

    Raises:
        NotFound: the link cannot be used. BadInput: a name or the password may not be used.
    """
    row = accounts.usable_link(session, token, now=now)
    if row.purpose != "first" or any(one.kind == "person" for one in people.list_all(session)):
        raise NotFound("This link cannot be used any more: somebody was made already. Ask your administrator.")
    system = people.system(session)
    act = act_of(system, now=now, what="user.add", subject=sign_in_name)
    person = people.add(session, sign_in_name=sign_in_name, name=name, email="", act=act)
    people.grant(session, person.id or 0, "administrator", starts=london_day(now), act=act)
    audit.record(session, act, after={"name": person.name, "role": "administrator"})
    row.person_id = person.id
    return choose_password(session, token, password, now=now)


def make_token(
    session: Session, *, name: str, scopes: Sequence[str], days: int, actor: Actor, now: datetime
) -> tuple[accounts.Token, str]:
    """Make a token for a program that acts for this person; its text is shown once."""
    if not name.strip() or len(name) > 100:
        raise BadInput("Nothing was made: give the program a name of up to 100 characters.", place="name")
    if not 1 <= days <= 366:
        raise BadInput(f"Nothing was made: a token lasts from 1 to 366 days, not {days}.", place="days")
    row, text = accounts.make_token(session, actor.id, name=name, scopes=scopes, lasts=timedelta(days=days), now=now)
    audit.record(session, act_of(actor, now=now, what="token.make", subject=name), after={"scopes": list(scopes)})
    return row, text


def revoke_token(session: Session, token_id: int, *, actor: Actor, now: datetime) -> None:
    """Shut a program out."""
    row = accounts.revoke_token(session, actor.id, token_id, now=now)
    audit.record(session, act_of(actor, now=now, what="token.revoke", subject=row.name))


def program(session: Session, text: str, *, scope: str, now: datetime) -> Actor | None:
    """The person for whom a program acts, with nothing but reading if that is its scope; None if it is not let in."""
    found = reporting.of_token(session, text)
    if found is None or found.token.revoked_at is not None or found.token.expires_at < now:
        return None
    if scope not in found.token.scopes:
        return None
    try:
        return people.actor_of(found.person, found.grants, on=london_day(now))
    except FundflowError:
        return None
