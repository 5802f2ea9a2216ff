"""An OpenID provider on loopback that enforces the published rules, and misbehaves when told to.

Rules of FranceConnect v2 and ProConnect, as their documentation and their published source say
them: exact parameters, state and nonce of 32 characters, acr_values, one use and thirty seconds
for a code, client authentication, PKCE when sent, tokens and userinfo signed with ES256 or RS256.
"""

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CODE_SECONDS = 30
ACCESS_SECONDS = 60
SHORTEST = 32
_KNOWN = {
    "response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "acr_values", "claims",
    "prompt", "login_hint", "idp_hint",
}  # fmt: skip
_PKCE = {"code_challenge", "code_challenge_method"}
# Made once: making one takes most of a second.
_RSA, _OTHER_RSA = (rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in "12")


@dataclass
class SigningKey:
    """A key of the provider, published or not."""

    algorithm: str
    kid: str
    private: Any

    @classmethod
    def make(cls, algorithm: str) -> "SigningKey":
        private = _RSA if algorithm == "RS256" else ec.generate_private_key(ec.SECP256R1())
        return cls(algorithm, secrets.token_hex(4), private)

    @property
    def published(self) -> dict[str, Any]:
        kind = jwt.algorithms.RSAAlgorithm if self.algorithm == "RS256" else None
        kind = kind or jwt.algorithms.ECAlgorithm
        key = kind.to_jwk(self.private.public_key(), as_dict=True)
        return {**key, "kid": self.kid, "use": "sig", "alg": self.algorithm}


@dataclass
class Grant:
    """What a code or an access token stands for."""

    client_id: str
    redirect_uri: str
    nonce: str
    acr: str
    scope: set[str]
    challenge: str
    at: float = field(default_factory=time.time)


class OpenIDProvider:
    """The provider's mind: its clients, its person, its keys, and how it is told to misbehave."""

    def __init__(self, *, name: str = "franceconnect", algorithm: str = "RS256") -> None:
        self.name = name
        self.address = ""
        self.secret = "un secret partagé avec la ville"
        self.client_id = "ville-de-parvis"
        self.redirect_uris: set[str] = set()
        self.logout_uris: set[str] = set()
        self.takes_pkce = name == "proconnect"
        self.person: dict[str, Any] = {
            "sub": "b6048e95bb134ec5" + "v1",
            "email": "marie@test.example",
        }
        self.acr = "eidas1"
        self.amr: list[str] | None = None
        self.keys = [SigningKey.make(algorithm)]
        self.complaints: list[str] = []
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.codes: dict[str, Grant] = {}
        self.tokens: dict[str, Grant] = {}
        # How it misbehaves: claims replaced (None takes one out), ways of signing, addresses.
        self.identity: dict[str, Any] = {}
        self.details: dict[str, Any] = {}
        self.identity_signing = "right"
        self.details_signing = "right"
        self.discovery: dict[str, Any] = {}
        self.troubles: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {}
        self.cancels: str = ""

    @property
    def issuer(self) -> str:
        return f"{self.address}/api/v2"

    @property
    def discovery_url(self) -> str:
        return f"{self.issuer}/.well-known/openid-configuration"

    def rotate(self, algorithm: str = "RS256") -> None:
        """Signs with a new key from now on, and publishes it beside the former."""
        made = SigningKey.make(algorithm)
        self.keys = [made, *self.keys]

    def document(self) -> dict[str, Any]:
        found = {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "userinfo_endpoint": f"{self.issuer}/userinfo",
            "jwks_uri": f"{self.issuer}/jwks",
            "end_session_endpoint": f"{self.issuer}/session/end",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "authorization_response_iss_parameter_supported": True,
        }
        if self.takes_pkce:
            found["code_challenge_methods_supported"] = ["S256"]
        return {**found, **self.discovery}

    # What is asked of it.

    def authorize(self, asked: dict[str, str]) -> str | None:
        """Where to send the person back with a code; None when the request breaks a rule."""
        self.complaints = list(self._faults(asked))
        if self.complaints:
            return None
        back = {"state": asked["state"], "iss": self.issuer}
        if self.cancels:
            return f"{asked['redirect_uri']}?{urlencode({'error': self.cancels, **back})}"
        code = secrets.token_urlsafe(24)
        self.codes[code] = Grant(
            asked["client_id"],
            asked["redirect_uri"],
            asked["nonce"],
            asked.get("acr_values", ""),
            set(asked["scope"].split()),
            asked.get("code_challenge", ""),
        )
        return f"{asked['redirect_uri']}?{urlencode({'code': code, **back})}"

    def _faults(self, asked: dict[str, str]) -> Iterator[str]:
        known = _KNOWN | (_PKCE if self.takes_pkce else set())
        yield from (f"Y000400 unknown parameter {name}" for name in asked if name not in known)
        for name in ("state", "nonce"):
            value = asked.get(name, "")
            if len(value) < SHORTEST or not value.isalnum():
                yield f"Y000400 {name} is shorter than {SHORTEST} characters"
        if self.name == "franceconnect" and asked.get("acr_values") not in {"eidas1", "eidas2"}:
            yield "Y000400 acr_values is mandatory"
        if asked.get("response_type") != "code":
            yield "Y000400 response_type"
        if asked.get("client_id") != self.client_id:
            yield "Y000300 unknown client"
        if asked.get("redirect_uri") not in self.redirect_uris:
            yield "Y000301 redirect_uri is not registered"
        if "openid" not in asked.get("scope", "").split():
            yield "Y000400 scope"
        if asked.get("code_challenge") and asked.get("code_challenge_method") != "S256":
            yield "Y000400 code_challenge_method"

    def exchange(self, given: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """The tokens of a code, once, to the client that asked for it."""
        allowed = {"grant_type", "code", "redirect_uri", "client_id", "client_secret"}
        grant = self.codes.pop(given.get("code", ""), None)
        if given.get("client_id") != self.client_id or given.get("client_secret") != self.secret:
            return 401, {"error": "invalid_client"}
        if set(given) - allowed - {"code_verifier"}:
            return 400, {"error": "invalid_request"}
        if grant is None or time.time() - grant.at > CODE_SECONDS:
            return 400, {"error": "invalid_grant"}
        if given.get("redirect_uri") != grant.redirect_uri:
            return 400, {"error": "invalid_grant"}
        if grant.challenge and _challenge(given.get("code_verifier", "")) != grant.challenge:
            return 400, {"error": "invalid_grant"}
        access = secrets.token_urlsafe(24)
        grant.at = time.time()
        self.tokens[access] = grant
        return 200, {
            "access_token": access,
            "token_type": "Bearer",
            "expires_in": ACCESS_SECONDS,
            "id_token": self._sign(self._identity_of(grant), self.identity_signing),
        }

    def _identity_of(self, grant: Grant) -> dict[str, Any]:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": grant.client_id,
            "sub": self.person["sub"],
            "exp": now + 60,
            "iat": now,
            "nonce": grant.nonce,
            "acr": self.acr,
            **({"amr": self.amr} if self.amr is not None else {}),
            **self.identity,
        }
        return {name: value for name, value in claims.items() if value is not None}

    def describe(self, authorization: str) -> str | dict[str, Any] | None:
        """The details of the person, signed; None without a token that still holds."""
        grant = self.tokens.get(authorization.removeprefix("Bearer "))
        if grant is None or time.time() - grant.at > ACCESS_SECONDS:
            return None
        claims = {"iss": self.issuer, "aud": grant.client_id, **self.person, **self.details}
        allowed = {"iss", "aud", "sub", "rep_scope", "exp", *grant.scope}
        claims = {
            name: value
            for name, value in claims.items()
            if value is not None and (name in allowed or name in self.details)
        }
        if self.details_signing == "plain":
            return claims
        return self._sign(claims, self.details_signing)

    def _sign(self, claims: dict[str, Any], how: str) -> str:
        key = self.keys[0]
        if how == "none":
            return jwt.encode(claims, None, algorithm="none", headers={"kid": key.kid})
        if how == "hs256":
            # The confusion of algorithms: signed with the public key, as if it were a secret.
            return _signed_with_public_key(claims, key)
        if how == "wrong_key":
            key = SigningKey(key.algorithm, key.kid, _other_key(key.algorithm))
        if how == "unknown_kid":
            key = SigningKey.make(key.algorithm)
        return jwt.encode(claims, key.private, algorithm=key.algorithm, headers={"kid": key.kid})


def _other_key(algorithm: str) -> Any:
    if algorithm == "RS256":
        return _OTHER_RSA
    return ec.generate_private_key(ec.SECP256R1())


def _signed_with_public_key(claims: dict[str, Any], key: SigningKey) -> str:
    """Made by hand: libraries refuse to."""
    public = key.private.public_key()
    secret = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    header = {"alg": "HS256", "kid": key.kid, "typ": "JWT"}
    signed = ".".join(_word(json.dumps(part).encode()) for part in (header, claims))
    return f"{signed}.{_word(hmac.new(secret, signed.encode(), hashlib.sha256).digest())}"


def _word(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).decode().rstrip("=")


def _challenge(verifier: str) -> str:
    return _word(hashlib.sha256(verifier.encode()).digest())


def oversize(handler: BaseHTTPRequestHandler) -> None:
    """Answers with a megabyte of valid JSON."""
    _answer(handler, 200, "application/json", b'{"a": "' + b"x" * 1_000_000 + b'"}')


def unavailable(handler: BaseHTTPRequestHandler) -> None:
    """Answers that it is broken."""
    _answer(handler, 503, "text/html", b"<h1>En maintenance</h1>")


def redirecting(handler: BaseHTTPRequestHandler) -> None:
    """Sends whoever asks somewhere else."""
    handler.send_response(302)
    handler.send_header("Location", "https://ailleurs.example/")
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def silent(handler: BaseHTTPRequestHandler) -> None:
    """Takes the question and says nothing for longer than anybody waits."""
    time.sleep(1.5)


def dripping(handler: BaseHTTPRequestHandler) -> None:
    """Answers one character after the other, each soon enough, the whole never."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _drop in range(20):
        handler.wfile.write(b" ")
        handler.wfile.flush()
        time.sleep(0.1)


def _answer(handler: BaseHTTPRequestHandler, status: int, kind: str, body: bytes) -> None:
    handler.send_response(status)
    handler.send_header("Content-Type", kind)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


class _Handler(BaseHTTPRequestHandler):
    """The provider's addresses."""

    provider: OpenIDProvider

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_GET(self) -> None:
        self._serve(dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True)))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self._serve({name: values[0] for name, values in parse_qs(body).items()})

    def _serve(self, given: dict[str, str]) -> None:
        place = urlsplit(self.path).path.removeprefix("/api/v2/")
        self.provider.asked.append((place, given))
        try:
            if trouble := self.provider.troubles.get(place):
                trouble(self)
            else:
                self._answer_to(place, given)
        except (BrokenPipeError, ConnectionResetError):
            pass  # The portal did not wait.

    def _answer_to(self, place: str, given: dict[str, str]) -> None:
        if place == ".well-known/openid-configuration":
            self._json(200, self.provider.document())
        elif place == "jwks":
            self._json(200, {"keys": [key.published for key in self.provider.keys]})
        elif place == "authorize":
            self._go(self.provider.authorize(given), "; ".join(self.provider.complaints))
        elif place == "token" and self.command == "POST":
            self._json(*self.provider.exchange(given))
        elif place == "userinfo":
            self._details(self.provider.describe(self.headers.get("Authorization", "")))
        elif place == "session/end":
            back = given.get("post_logout_redirect_uri", "")
            known = back in self.provider.logout_uris and len(given.get("state", "")) >= SHORTEST
            known = known and given.get("id_token_hint", "").count(".") == 2
            self._go(f"{back}?{urlencode({'state': given['state']})}" if known else None, "")
        else:
            self._json(404, {"error": "not_found"})

    def _details(self, found: str | dict[str, Any] | None) -> None:
        if found is None:
            self._json(401, {"error": "invalid_token"})
        elif isinstance(found, dict):
            self._json(200, found)
        else:
            _answer(self, 200, "application/jwt; charset=utf-8", found.encode())

    def _go(self, address: str | None, complaint: str) -> None:
        if address is None:
            _answer(self, 400, "text/plain; charset=utf-8", complaint.encode())
            return
        self.send_response(303)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _json(self, status: int, body: Any) -> None:
        _answer(self, status, "application/json", json.dumps(body).encode())


@contextmanager
def serving(provider: OpenIDProvider, host: str = "127.0.0.1") -> Iterator[OpenIDProvider]:
    """The provider on a free port of this machine, until the end of the block."""
    server = ThreadingHTTPServer((host, 0), type("Handler", (_Handler,), {"provider": provider}))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    provider.address = f"http://{host}:{server.server_address[1]}"
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
