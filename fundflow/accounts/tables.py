"""What lets a person in: accounts, an identity provider, sign-ins, one-time links, kept forms and tokens for programs."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel


class Account(SQLModel, table=True):
    """A person's way in: the hash of a password, never the password; closed accounts stay on record."""

    __tablename__ = "account"

    person_id: int = Field(primary_key=True, foreign_key="person.id")
    password_hash: str = ""
    password_set_at: datetime | None = None
    opened_at: datetime
    closed_at: datetime | None = None


class SignIn(SQLModel, table=True):
    """One stay of a person, from sign-in to its end; the token itself is known to the browser alone."""

    __tablename__ = "sign_in"
    __table_args__ = (UniqueConstraint("token_sha256", name="uq_sign_in_token"),)

    id: int | None = Field(default=None, primary_key=True)
    token_sha256: str
    secret: str
    person_id: int = Field(foreign_key="person.id", index=True)
    viewed_id: int | None = Field(default=None, foreign_key="person.id")
    stands_in_for_id: int | None = Field(default=None, foreign_key="person.id")
    started_at: datetime
    ends_at: datetime
    ended_at: datetime | None = None
    how: str = "password"


class Attempt(SQLModel, table=True):
    """One try to sign in by a name, from a network address where one is known, kept to slow down those who guess."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (
        Index("ix_sign_in_attempt_name_at", "sign_in_name", "at"),
        Index("ix_sign_in_attempt_address_at", "address", "at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    sign_in_name: str
    at: datetime
    succeeded: bool
    address: str = ""


class Link(SQLModel, table=True):
    """A one-time link: to choose a first password, to choose a new one, or to make the first administrator."""

    __tablename__ = "account_link"
    __table_args__ = (
        UniqueConstraint("token_sha256", name="uq_account_link_token"),
        CheckConstraint("purpose IN ('invitation', 'reset', 'first')", name="ck_account_link_purpose"),
    )

    id: int | None = Field(default=None, primary_key=True)
    token_sha256: str
    purpose: str
    person_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


class KeptForm(SQLModel, table=True):
    """What a person had typed and nobody has taken: kept for a time, for them and that page alone."""

    __tablename__ = "kept_form"
    __table_args__ = (Index("ix_kept_form_person_path", "person_id", "path"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    path: str
    fields: list[list[str]] = Field(default_factory=list, sa_type=JSON)
    kept_at: datetime
    expires_at: datetime
    taken_at: datetime | None = None


class Token(SQLModel, table=True):
    """A program's way in, acting for a person within the scopes that it was given."""

    __tablename__ = "api_token"
    __table_args__ = (UniqueConstraint("token_sha256", name="uq_api_token"),)

    id: int | None = Field(default=None, primary_key=True)
    token_sha256: str
    name: str
    person_id: int = Field(foreign_key="person.id", index=True)
    scopes: list[str] = Field(default_factory=list, sa_type=JSON)
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None = None


class Reply(SQLModel, table=True):
    """What a program was told the first time that it sent a key, so that sending it again changes nothing."""

    __tablename__ = "api_reply"
    __table_args__ = (UniqueConstraint("person_id", "key", name="uq_api_reply_key"),)

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    key: str
    fingerprint: str
    status: int
    body: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    at: datetime


class IdentityProvider(SQLModel, table=True):
    """Who recognises people for this office, as its own document described it; the one row, absent until it is set.

    The client's secret is never kept here. Without `passwords` nobody signs in by one.
    """

    __tablename__ = "identity_provider"
    __table_args__ = (CheckConstraint("id = 1", name="ck_identity_provider_one"),)

    id: int = Field(default=1, primary_key=True, sa_column_kwargs={"autoincrement": False})
    title: str
    issuer: str
    client_id: str
    site: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    end_session_endpoint: str = ""
    algorithms: list[str] = Field(default_factory=list, sa_type=JSON)
    on: bool = True
    passwords: bool = True
    set_at: datetime
    set_by: str


class Identity(SQLModel, table=True):
    """Whom a provider means by a subject: bound by the person's own one-time link or by an administrator, never by address."""

    __tablename__ = "identity"
    __table_args__ = (
        UniqueConstraint("issuer", "subject", name="uq_identity_subject"),
        UniqueConstraint("issuer", "person_id", name="uq_identity_person"),
    )

    id: int | None = Field(default=None, primary_key=True)
    issuer: str
    subject: str
    person_id: int = Field(foreign_key="person.id", index=True)
    bound_at: datetime
    bound_by: str


class Visit(SQLModel, table=True):
    """One way to the provider and back: what its answer must carry, and what the person wanted; used once.

    `link_id` is the one-time link by which the person came, whose person is then bound.
    """

    __tablename__ = "provider_visit"
    __table_args__ = (UniqueConstraint("state_sha256", name="uq_provider_visit_state"),)

    id: int | None = Field(default=None, primary_key=True)
    state_sha256: str
    nonce: str
    verifier: str
    wanted: str = "/"
    link_id: int | None = Field(default=None, foreign_key="account_link.id")
    made_at: datetime
    used_at: datetime | None = None
