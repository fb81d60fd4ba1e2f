"""How long a stay lasts, what a password must be, how guesses are slowed, and what a cookie carries."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from ipaddress import IPv6Address, ip_address, ip_network
from typing import TYPE_CHECKING

from fundflow.errors import BadInput

if TYPE_CHECKING:
    from pwdlib import PasswordHash

IDLE = timedelta(minutes=30)
"""A sign-in of which nothing was heard for so long has ended."""
LONGEST = timedelta(hours=10)
"""A sign-in ends after so long, whatever was done with it."""
KEPT = timedelta(hours=24)
"""How long a form is kept for somebody whose sign-in had ended."""
TRIES_KEPT = timedelta(days=30)
"""How long it is kept who tried to sign in, and from which network."""
INVITED = timedelta(days=21)
RESET = timedelta(hours=2)
FIRST = timedelta(hours=24)
GUESSES = 5
"""Failed tries by one name before the next must wait."""
GUESSES_FROM_ONE_PLACE = 30
"""Failed tries from one network address, by whatever names, before the next must wait: many people may share one."""
WAIT = timedelta(minutes=15)
LEAST = 12
"""Characters of a password; length is asked for, not kinds of characters."""
SCOPES = ("read", "write")
WORN = frozenset({"password", "passw0rd", "letmein", "welcome", "qwerty", "primarycare", "123456", "abcdef"})


@cache
def _hasher() -> "PasswordHash":
    from pwdlib import PasswordHash  # noqa: PLC0415 - only those who sign in pay for it

    return PasswordHash.recommended()


def hashed(password: str) -> str:
    """A password as it is kept (argon2id)."""
    return _hasher().hash(password)


@cache
def _nobody() -> str:
    return hashed("nobody has this password")


def fits(password: str, kept: str | None) -> bool:
    """Whether a password is the one that is kept; as slow for an unknown name as for a known one."""
    try:
        matches = _hasher().verify(password, kept or _nobody())
    except Exception:  # noqa: BLE001 - a hash that cannot be read lets nobody in
        return False
    return matches and bool(kept)


def good_password(password: str, *, about: Sequence[str] = ()) -> str:
    """A password that may be used.

    Raises:
        BadInput: too short, too common, or made of the person's own name.
    """
    plain = password.casefold()
    if len(password) < LEAST:
        raise BadInput(
            f"Your password has {len(password)} characters and needs at least {LEAST}. Choose a longer one: "
            "three words that do not belong together are easy to remember.",
            place="password",
        )
    words = [word for word in about if len(word) > 3]
    if any(word.casefold() in plain for word in words) or any(worn in plain for worn in WORN):
        raise BadInput(
            "That password holds a name or a word that is guessed first. Choose other words, at least "
            f"{LEAST} characters.",
            place="password",
        )
    return password


def sha256(token: str) -> str:
    """A token as it is kept: whoever reads the database cannot sign in with it."""
    return hashlib.sha256(token.encode()).hexdigest()


def wait_until(failures: Sequence[datetime], *, now: datetime, most: int = GUESSES) -> datetime | None:
    """When a name, or from an address, may be tried again, if that was in vain too often of late."""
    recent = sorted(at for at in failures if now - at < WAIT)
    return recent[-most] + WAIT if len(recent) >= most else None


def _without_port(host: str) -> str:
    """An address as a proxy may write it: `192.0.2.1:443`, `[2001:db8::1]:443`."""
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0] if host.count(":") == 1 else host


def place_of(host: str) -> str:
    """A network address as tries are counted by it; nothing for this computer's own, which may be a proxy's.

    Whoever has one IPv6 address has a whole network of 64 bits, so that is what counts.
    """
    try:
        found = ip_address(_without_port(host).partition("%")[0])
    except ValueError:
        return host
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    if found.is_loopback:
        return ""
    return str(found) if found.version == 4 else str(ip_network((found, 64), strict=False))


@dataclass(frozen=True)
class Cookie:
    """What the browser brings: the token, and when it was last heard of."""

    token: str
    heard_at: datetime
    seal: str

    @classmethod
    def read(cls, text: str) -> "Cookie | None":
        """A cookie from its text, or nothing."""
        token, _, rest = text.partition(".")
        seconds, _, seal = rest.partition(".")
        if not (token and seconds.isdigit() and len(seconds) < 12 and seal):
            return None
        return cls(token, datetime.fromtimestamp(int(seconds), UTC), seal)

    @staticmethod
    def write(token: str, secret: str, *, now: datetime) -> str:
        """A cookie that says that the browser was heard of now; only the server can make one."""
        seconds = str(int(now.timestamp()))
        return f"{token}.{seconds}.{_seal(token, seconds, secret)}"

    def genuine(self, secret: str) -> bool:
        """Whether the server made it."""
        seconds = str(int(self.heard_at.timestamp()))
        return hmac.compare_digest(self.seal, _seal(self.token, seconds, secret))


def _seal(token: str, seconds: str, secret: str) -> str:
    return hmac.new(secret.encode(), f"{token}.{seconds}".encode(), hashlib.sha256).hexdigest()


def form_key(secret: str) -> str:
    """What a form must carry so that no other site can send it: made from the stay's own secret."""
    return hmac.new(secret.encode(), b"form", hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Whether two secrets are equal, told in constant time."""
    return hmac.compare_digest(one.encode(), other.encode())
