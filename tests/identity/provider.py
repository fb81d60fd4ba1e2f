"""An OpenID Connect provider of the tests' own: real HTTP on this computer, RS256 keys, PKCE, codes that work once."""

import base64
import hashlib
import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx2
import uvicorn
from joserfc import jwt
from joserfc.jwk import RSAKey
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

CLIENT, SECRET = "fundflow", "shared-with-nobody"


@dataclass
class Provider:
    """It signs everybody in as `subject` at once; `lies` changes what its word says, `alg` how it is signed."""

    now: datetime
    subject: str = "a1b2-jo"
    lies: dict[str, Any] = field(default_factory=dict)
    alg: str = "RS256"
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}, private=True))
    signs_with: RSAKey | None = None
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    asked: list[dict[str, str]] = field(default_factory=list)
    issuer: str = ""
    calls_itself: str = ""

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route("/.well-known/openid-configuration", self.document),
                Route("/authorize", self.authorize),
                Route("/token", self.token, methods=["POST"]),
                Route("/keys", self.keys),
            ]
        )

    def document(self, _request: Request) -> Response:
        return JSONResponse(
            {
                "issuer": self.calls_itself or self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "end_session_endpoint": f"{self.issuer}/out",
                "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            }
        )

    def authorize(self, request: Request) -> Response:
        given = dict(request.query_params)
        self.asked.append(given)
        code = secrets.token_urlsafe(16)
        self.codes[code] = given
        back = urlencode({"code": code, "state": given["state"]})
        return RedirectResponse(f"{given['redirect_uri']}?{back}", status_code=303)

    async def token(self, request: Request) -> Response:
        given = {name: one[0] for name, one in parse_qs((await request.body()).decode()).items()}
        basic = request.headers.get("authorization", "").removeprefix("Basic ")
        known = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        asked = self.codes.pop(given.get("code", ""), None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(given.get("code_verifier", "").encode()).digest())
        proved = asked is not None and proof.decode().rstrip("=") == asked["code_challenge"]
        if basic != known or asked is None or not proved or given["redirect_uri"] != asked["redirect_uri"]:
            return JSONResponse({"error": "invalid_grant", "error_description": "this code is not good"}, 400)
        return JSONResponse({"access_token": "opaque", "token_type": "Bearer", "id_token": self.word(asked["nonce"])})

    def word(self, nonce: str) -> str:
        seconds = int(self.now.timestamp())
        said = {
            "iss": self.issuer, "aud": CLIENT, "sub": self.subject, "nonce": nonce, "iat": seconds, "exp": seconds + 300,
        }  # fmt: skip
        said = {name: one for name, one in {**said, **self.lies}.items() if one is not None}
        if self.alg == "none":
            parts = [json.dumps({"alg": "none", "kid": "one"}), json.dumps(said)]
            return ".".join([*(base64.urlsafe_b64encode(one.encode()).decode().rstrip("=") for one in parts), ""])
        return jwt.encode({"alg": self.alg, "kid": "one"}, said, self.signs_with or self.key)

    def keys(self, _request: Request) -> Response:
        return JSONResponse({"keys": [self.key.as_dict(private=False)]})

    def sends_back(self, address: str) -> str:
        """What the browser is told to open when it follows an address to the provider: its path and query."""
        answer = httpx2.get(address, follow_redirects=False)
        assert answer.status_code == 303, answer.text
        parts = urlsplit(answer.headers["location"])
        return f"{parts.path}?{parts.query}"


class Serving:
    """A server in a thread of its own, on whatever port is free."""

    def __init__(self, provider: Provider) -> None:
        self.server = uvicorn.Server(uvicorn.Config(provider.app(), host="127.0.0.1", port=0, log_level="error"))
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        while not self.server.started:
            time.sleep(0.01)
        port = self.server.servers[0].sockets[0].getsockname()[1]
        provider.issuer = f"http://127.0.0.1:{port}"

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(timeout=10)
