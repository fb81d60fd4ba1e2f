"""What is said between us and an identity provider (OpenID Connect, code flow with PKCE); needs the extra `oidc`."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import util
from typing import TYPE_CHECKING, Any, Final

from fundflow.accounts.tables import IdentityProvider, Visit
from fundflow.errors import BadInput, Refused

if TYPE_CHECKING:
    from authlib.integrations.httpx_client import OAuth2Client

PATIENCE_SECONDS: Final = 10.0
LEEWAY_SECONDS: Final = 60
"""How far the provider's clock may differ from ours."""
ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Signatures that only the provider can make; never `none`, nor one made with a secret that we share."""
RETURN: Final = "/sign-in/provider/return"
_SAFE: Final = re.compile(r"https://[^\s/]+(/[^\s]*)?|http://(localhost|127\.0\.0\.1)(:\d+)?(/[^\s]*)?")


@dataclass(frozen=True)
class Described:
    """What a provider's own document says of it."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    end_session_endpoint: str
    algorithms: tuple[str, ...]


def provider_usable() -> bool:
    """Whether the libraries of the extra are installed."""
    return util.find_spec("authlib") is not None and util.find_spec("httpx2") is not None


def must_be_here() -> None:
    """Go on only with the libraries of the extra.

    Raises:
        BadInput: they are not installed.
    """
    if not provider_usable():
        raise BadInput("this needs the extra: pip install 'fundflow[oidc]'", place="sign-in")


def provider_described(issuer: str) -> Described:
    """Ask a provider for the document that describes it.

    Raises:
        BadInput: it cannot be reached, is another's, or offers no protected addresses or signatures.
    """
    must_be_here()
    import httpx2  # noqa: PLC0415 - the extra

    if not _SAFE.fullmatch(issuer):
        raise BadInput(f"'{issuer}' is not the address of a provider: https://...", place="issuer")
    address = f"{issuer.rstrip('/')}/.well-known/openid-configuration"
    try:
        answer = httpx2.get(address, timeout=PATIENCE_SECONDS, follow_redirects=False)
        answer.raise_for_status()
        found = answer.json()
    except (httpx2.HTTPError, ValueError) as error:
        raise BadInput(f"it cannot be asked at {address}: {_words(error)}", place="issuer") from None
    return _read(found if isinstance(found, dict) else {}, issuer)


def _read(found: Mapping[str, Any], issuer: str) -> Described:
    if found.get("issuer") != issuer:
        raise BadInput(f"it calls itself '{found.get('issuer')}': give that, letter for letter", place="issuer")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if not _SAFE.fullmatch(str(found.get(name, ""))):
            raise BadInput(f"its document has no protected {name.replace('_', ' ')}", place="issuer")
    offered = found.get("id_token_signing_alg_values_supported") or ["RS256"]
    algorithms = tuple(one for one in ALGORITHMS if one in offered)
    if not algorithms:
        raise BadInput(f"it signs with none of {', '.join(ALGORITHMS)}", place="issuer")
    out = str(found.get("end_session_endpoint") or "")
    return Described(
        authorization_endpoint=str(found["authorization_endpoint"]),
        token_endpoint=str(found["token_endpoint"]),
        jwks_uri=str(found["jwks_uri"]),
        end_session_endpoint=out if _SAFE.fullmatch(out) else "",
        algorithms=algorithms,
    )


def return_address(provider: IdentityProvider) -> str:
    """Where the provider sends people back, as it must be registered there."""
    return f"{provider.site}{RETURN}"


def provider_address(provider: IdentityProvider, visit: Visit, state: str) -> str:
    """Where somebody is sent to be recognised."""
    must_be_here()
    with _client(provider, "") as client:
        url, _ = client.create_authorization_url(
            provider.authorization_endpoint, state=state, nonce=visit.nonce, code_verifier=visit.verifier
        )
    return str(url)


def provider_subject(provider: IdentityProvider, visit: Visit, code: str, *, secret: str, now: datetime) -> str:
    """Change the code for the provider's word on who came, and check it: whom it means.

    Raises:
        Refused: the provider takes the code no more, or its word is not for us, not for this visit, too old or not its own.
    """
    must_be_here()
    import httpx2  # noqa: PLC0415 - the extra
    from authlib.common.errors import AuthlibBaseError  # noqa: PLC0415
    from joserfc.errors import JoseError  # noqa: PLC0415

    try:
        with _client(provider, secret) as client:
            token = client.fetch_token(
                provider.token_endpoint, grant_type="authorization_code", code=code, code_verifier=visit.verifier
            )
        keys = httpx2.get(provider.jwks_uri, timeout=PATIENCE_SECONDS).raise_for_status().json()
        return _believed(provider, visit, token, keys, now=now)
    except (AuthlibBaseError, JoseError, httpx2.HTTPError, ValueError, KeyError) as error:
        raise Refused.because(
            "provider_trusted",
            f"You are not signed in: what {provider.title} sent cannot be relied on ({_words(error)}). Nothing has changed. "
            "Go to the sign-in page and begin again. If you see this twice, ask your administrator.",
        ) from None


def _believed(provider: IdentityProvider, visit: Visit, token: Mapping[str, Any], keys: Any, *, now: datetime) -> str:
    from authlib.oidc.core import CodeIDToken  # noqa: PLC0415 - the extra
    from joserfc import jwt  # noqa: PLC0415
    from joserfc.jwk import KeySet  # noqa: PLC0415
    from joserfc.jws import JWSRegistry  # noqa: PLC0415

    if not token.get("id_token"):
        raise ValueError("it holds no word on who came")
    signed = JWSRegistry(algorithms=list(provider.algorithms), strict_check_header=False)
    found = jwt.decode(token["id_token"], KeySet.import_key_set(keys), registry=signed)
    claims = CodeIDToken(
        found.claims,
        found.header,
        {
            "iss": {"essential": True, "value": provider.issuer},
            "aud": {"essential": True, "value": provider.client_id},
            "exp": {"essential": True},
            "sub": {"essential": True},
            "nonce": {"essential": True, "value": visit.nonce},
        },
        {"nonce": visit.nonce, "client_id": provider.client_id, "access_token": token.get("access_token")},
    )
    claims.validate(now=int(now.timestamp()), leeway=LEEWAY_SECONDS)
    meant = claims["sub"]
    if not isinstance(meant, str) or not 1 <= len(meant) <= 255:
        raise ValueError("it names nobody")
    return meant


def _client(provider: IdentityProvider, secret: str) -> "OAuth2Client":
    from authlib.integrations.httpx_client import OAuth2Client  # noqa: PLC0415 - the extra

    return OAuth2Client(
        client_id=provider.client_id,
        client_secret=secret or None,
        token_endpoint_auth_method="client_secret_basic" if secret else "none",
        scope="openid",
        redirect_uri=return_address(provider),
        code_challenge_method="S256",
        timeout=PATIENCE_SECONDS,
        follow_redirects=False,
    )


def _words(error: Exception) -> str:
    said = getattr(error, "description", "") or str(error)
    return " ".join(str(said).split())[:200] or type(error).__name__
