"""Signing in by an identity provider: set by an administrator, bound person by person, and never by an address."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from fundflow import accounts, audit, people
from fundflow.accounts import Described, Identity, IdentityProvider, Visit
from fundflow.clock import london_day
from fundflow.engine import access
from fundflow.engine.rounds import act_of, must_hold
from fundflow.errors import BadInput, NotFound, Refused
from fundflow.people import Actor

SECRET = "FUNDFLOW_OIDC_SECRET"  # noqa: S105 - the name of the variable, not what it holds


@dataclass(frozen=True)
class Asked:
    """What an administrator says of a provider; the rest is its own document's."""

    title: str
    issuer: str
    client_id: str
    site: str


def set_provider(session: Session, asked: Asked, found: Described, *, actor: Actor, now: datetime) -> IdentityProvider:
    """Let people sign in by a provider from now on; passwords go on until they are switched off.

    Raises:
        Refused: not an administrator. BadInput: a name is missing.
    """
    must_hold(actor, doing="Setting who recognises people")
    for name in ("title", "client_id", "site"):
        if not getattr(asked, name).strip():
            raise BadInput("say what it is: it is empty", place=name)
    before = accounts.provider(session)
    kept = accounts.keep_provider(
        session,
        IdentityProvider(
            title=asked.title.strip(),
            issuer=asked.issuer,
            client_id=asked.client_id.strip(),
            site=asked.site.rstrip("/"),
            authorization_endpoint=found.authorization_endpoint,
            token_endpoint=found.token_endpoint,
            jwks_uri=found.jwks_uri,
            end_session_endpoint=found.end_session_endpoint,
            algorithms=list(found.algorithms),
            passwords=before.passwords if before is not None else True,
            set_at=now,
            set_by=actor.name,
        ),
    )
    after = {"title": kept.title, "issuer": kept.issuer, "client": kept.client_id}
    audit.record(session, act_of(actor, now=now, what="sign_in.provider", subject="sign-in"), after=after)
    return kept


def switch_off(session: Session, *, reason: str, actor: Actor, now: datetime) -> None:
    """Let nobody sign in by the provider from now on; passwords work again."""
    must_hold(actor, doing="Setting who recognises people")
    row = _provider(session)
    row.on, row.passwords, row.set_at, row.set_by = False, True, now, actor.name
    accounts.keep_provider(session, row)
    act = act_of(actor, now=now, what="sign_in.provider_off", subject="sign-in", reason=reason)
    audit.record(session, act)


def allow_passwords(session: Session, *, allowed: bool, reason: str, actor: Actor, now: datetime) -> None:
    """Switch signing in by a password on or off, for everybody.

    Raises:
        Refused: not an administrator, or no administrator could come in without one. NotFound: no provider is set.
    """
    must_hold(actor, doing="Switching passwords off or on")
    row = _provider(session)
    keepers = people.holders(session, "administrator", on=london_day(now))
    if not allowed and not any(accounts.identity_of(session, row.issuer, one.id) for one in keepers):
        raise Refused.because(
            "somebody_can_come_in",
            f"Passwords were not switched off: no administrator is bound to an account at {row.title} yet, so nobody could "
            "put anything right. Nothing has changed. Bind one first, then switch them off.",
        )
    row.passwords, row.set_at, row.set_by = allowed, now, actor.name
    accounts.keep_provider(session, row)
    act = act_of(actor, now=now, what="sign_in.passwords", subject="sign-in", reason=reason)
    audit.record(session, act, after={"allowed": allowed})


def bind(session: Session, name: str, subject: str, *, actor: Actor, now: datetime) -> people.Person:
    """An administrator says by which subject the provider means a person.

    Raises:
        Refused: not an administrator, or the subject is somebody else's. BadInput: no subject. NotFound.
    """
    must_hold(actor, doing="Saying who an account belongs to")
    if not subject.strip() or len(subject) > 255:
        raise BadInput(
            "give the subject that the provider uses for this person, not an e-mail address", place="subject"
        )
    provider, person = _provider(session), people.named(session, name)
    accounts.bind_identity(session, provider, subject.strip(), person.id or 0, by=actor.name, now=now)
    act = act_of(actor, now=now, what="identity.bind", subject=person.sign_in_name)
    audit.record(session, act, after={"issuer": provider.issuer})
    return person


def unbind(session: Session, name: str, *, reason: str, actor: Actor, now: datetime) -> people.Person:
    """Have the provider's word count no more for a person; every stay of theirs ends at once.

    Raises:
        Refused: not an administrator. NotFound: they were not bound.
    """
    must_hold(actor, doing="Saying who an account belongs to")
    provider, person = _provider(session), people.named(session, name)
    if not accounts.unbind_identity(session, provider, person.id or 0):
        raise NotFound(f"{person.name} is bound to no account at {provider.title}, so nothing has changed.")
    accounts.end_all(session, person.id or 0, now=now)
    audit.record(session, act_of(actor, now=now, what="identity.unbind", subject=person.sign_in_name, reason=reason))
    return person


def account_of(session: Session, person: people.Person) -> Identity | None:
    """The account at the provider by which a person signs in, if they are bound to one."""
    provider = offered(session)
    return accounts.identity_of(session, provider.issuer, person.id or 0) if provider is not None else None


def offered(session: Session) -> IdentityProvider | None:
    """The provider by which people may sign in, if one is."""
    row = accounts.provider(session)
    return row if row is not None and row.on else None


def leave(session: Session, *, wanted: str, token: str = "", now: datetime) -> tuple[str, str]:
    """Send somebody to the provider; gives the address and the state that their browser keeps.

    With the `token` of a one-time link its person is bound when they come back.

    Raises:
        NotFound: no provider is offered, or the link cannot be used.
    """
    provider = _offered(session)
    link = accounts.usable_link(session, token, now=now) if token else None
    if link is not None and link.person_id is None:
        raise NotFound("This link makes the first administrator, who chooses a password. Give a name and a password.")
    visit, state = accounts.leave_for_provider(session, wanted=wanted, link=link, now=now)
    return accounts.provider_address(provider, visit, state), state


def arrive(session: Session, state: str, *, now: datetime) -> tuple[IdentityProvider, Visit]:
    """Take somebody's way back, once.

    Raises:
        NotFound: it is not there, used or old.
    """
    provider = _offered(session)
    return provider, accounts.return_from_provider(session, state, now=now)


def enter(session: Session, provider: IdentityProvider, visit: Visit, subject: str, *, now: datetime) -> access.Entry:
    """Let in the person whom the provider means, or bind whoever came by their own one-time link.

    Raises:
        Refused: nobody here is bound to the subject, it is another's, or the person was shut out.
    """
    if visit.link_id is not None:
        person_id = _bound(session, provider, visit.link_id, subject, now=now)
    else:
        known = accounts.identity(session, provider.issuer, subject)
        if known is None:
            raise Refused.because(
                "subject_known",
                f"You are not signed in: {provider.title} recognises you, and nobody here is bound to that account yet. "
                f"Nothing has changed. Open the link of your invitation and choose {provider.title} there, or ask your "
                "administrator.",
            )
        person_id = known.person_id
    person = people.require(session, person_id)
    account = accounts.account(session, person_id)
    if account is not None and account.closed_at is not None:
        raise Refused.because(
            "account_open",
            f"You are not signed in: the account of {person.name} was closed here. Nothing has changed. Ask your administrator.",
        )
    return access.sign_in_as(session, person.sign_in_name, how="provider", now=now)


def _bound(session: Session, provider: IdentityProvider, link_id: int, subject: str, *, now: datetime) -> int:
    link = accounts.link_of(session, link_id)
    if link.used_at is not None or link.expires_at < now or link.person_id is None:
        raise NotFound("This link cannot be used any more: it was used, or its time has passed. Ask for a new one.")
    person = people.require(session, link.person_id)
    accounts.bind_identity(session, provider, subject, link.person_id, by=person.name, now=now)
    accounts.open_account(session, link.person_id, now=now)
    accounts.use_link(session, link, now=now)
    act = audit.Act(link.person_id, person.name, now, "identity.bind", person.sign_in_name)
    audit.record(session, act, after={"issuer": provider.issuer, "by": link.purpose})
    return link.person_id


def _provider(session: Session) -> IdentityProvider:
    row = accounts.provider(session)
    if row is None:
        raise NotFound("No identity provider is set here. Set one first: fundflow sign-in set.")
    return row


def _offered(session: Session) -> IdentityProvider:
    row = offered(session)
    if row is None:
        raise NotFound("Nobody signs in by an identity provider here. Sign in with your name and password.")
    return row
