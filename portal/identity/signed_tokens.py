"""Signed tokens (JWT): which signatures, keys and algorithms are believed, and no others."""

import json
from collections.abc import Callable
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from portal.decisions import Refused

from .enums import Reason

# Asymmetric only: with a shared secret, whoever verifies could also have signed.
ALGORITHMS = ("ES256", "RS256")
_RSA_BITS = 2048

Key = RSAPublicKey | EllipticCurvePublicKey
# Finds the key of an identifier for an algorithm, among those that the provider publishes.
KeyFinder = Callable[[str, str], Key | None]


def claims_of(
    token: object, find_key: KeyFinder, *, wrong_signature: Reason = Reason.SIGNATURE_WRONG
) -> dict[str, Any]:
    """The claims of a token whose signature is right; what they say is not judged here.

    Raises Refused: malformed, not signed, signed otherwise than by a published asymmetric key.
    """
    algorithm, kid = _header(token)
    key = find_key(kid, algorithm)
    if key is None:
        raise Refused(Reason.KEY_UNKNOWN)
    try:
        payload = jwt.PyJWS().decode(str(token), key=key, algorithms=[algorithm])
    except jwt.InvalidSignatureError as error:
        raise Refused(wrong_signature) from error
    except jwt.PyJWTError as error:
        raise Refused(Reason.TOKEN_MALFORMED) from error
    try:
        claims = json.loads(payload)
    except ValueError as error:
        raise Refused(Reason.TOKEN_MALFORMED) from error
    if not isinstance(claims, dict):
        raise Refused(Reason.TOKEN_MALFORMED)
    return claims


def key_in(keys: object, kid: str, algorithm: str) -> Key | None:
    """The key of this identifier in a published set, made for signing with this algorithm."""
    found = keys.get("keys") if isinstance(keys, dict) else None
    for key in found if isinstance(found, list) else []:
        if isinstance(key, dict) and key.get("kid") == kid and _signs(key, algorithm):
            return _read(key, algorithm)
    return None


def _header(token: object) -> tuple[str, str]:
    if not isinstance(token, str) or not token.isascii() or token.count(".") != 2:
        raise Refused(Reason.TOKEN_MALFORMED)
    try:
        header = jwt.get_unverified_header(token)
    except jwt.PyJWTError as error:
        raise Refused(Reason.TOKEN_MALFORMED) from error
    algorithm, kid = header.get("alg"), header.get("kid")
    if not isinstance(algorithm, str) or algorithm.lower() == "none":
        raise Refused(Reason.ALGORITHM_NONE)
    if algorithm.startswith("HS"):
        raise Refused(Reason.ALGORITHM_SYMMETRIC)
    if algorithm not in ALGORITHMS:
        raise Refused(Reason.ALGORITHM_REFUSED)
    if not isinstance(kid, str) or not kid:
        raise Refused(Reason.KEY_UNKNOWN)
    return algorithm, kid


def _signs(key: dict[str, Any], algorithm: str) -> bool:
    """Whether a published key is of the type of the algorithm, and meant for signatures."""
    types = {"RS256": "RSA", "ES256": "EC"}
    return (
        key.get("kty") == types[algorithm]
        and key.get("use", "sig") == "sig"
        and key.get("alg", algorithm) == algorithm
    )


def _read(key: dict[str, Any], algorithm: str) -> Key | None:
    try:
        found = jwt.PyJWK(key, algorithm=algorithm).key
    except (jwt.PyJWTError, ValueError, TypeError):
        return None
    if isinstance(found, RSAPublicKey) and found.key_size >= _RSA_BITS:
        return found
    # ES256 is the curve P-256 and no other.
    if isinstance(found, EllipticCurvePublicKey) and found.curve.name == "secp256r1":
        return found
    return None
