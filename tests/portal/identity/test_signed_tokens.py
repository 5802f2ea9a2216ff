"""Signatures: only ES256 and RS256, only published keys made for it, nothing that is malformed."""

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from portal.decisions import Refused
from portal.identity.enums import Reason
from portal.identity.signed_tokens import claims_of, key_in
from tests.support.openid_provider import SigningKey

KEY = SigningKey.make("ES256")
RSA_KEY = SigningKey.make("RS256")
PUBLISHED = {"keys": [KEY.published, RSA_KEY.published]}


def _find(kid, algorithm):
    return key_in(PUBLISHED, kid, algorithm)


def _signed(key=KEY, payload=None, **headers):
    return jwt.encode(
        {"a": 1} if payload is None else payload,
        key.private,
        algorithm=key.algorithm,
        headers={"kid": key.kid, **headers},
    )


@pytest.mark.parametrize("key", [KEY, RSA_KEY])
def test_right_signature_gives_the_claims(key):
    assert claims_of(_signed(key), _find) == {"a": 1}


@pytest.mark.parametrize(
    "token",
    [None, "", "a.b", "a.b.c", "a.b.c.d.e", 42, "é.é.é", _signed() + ".x", {"a": 1}],
)
def test_malformed_token(token):
    with pytest.raises(Refused) as refusal:
        claims_of(token, _find)

    assert refusal.value.reason == Reason.TOKEN_MALFORMED


@pytest.mark.parametrize(
    ("algorithm", "reason"),
    [
        ("none", Reason.ALGORITHM_NONE),
        ("None", Reason.ALGORITHM_NONE),
        ("HS256", Reason.ALGORITHM_SYMMETRIC),
        ("HS512", Reason.ALGORITHM_SYMMETRIC),
        ("ES384", Reason.ALGORITHM_REFUSED),
        ("PS256", Reason.ALGORITHM_REFUSED),
        ("EdDSA", Reason.ALGORITHM_REFUSED),
        ("es256", Reason.ALGORITHM_REFUSED),
        ("RS256", Reason.KEY_UNKNOWN),
    ],
)
def test_algorithm_that_is_only_claimed(algorithm, reason):
    head, _dot, rest = _signed().partition(".")
    header = jwt.utils.base64url_encode(
        f'{{"alg": "{algorithm}", "kid": "{KEY.kid}"}}'.encode()
    ).decode()
    assert head

    with pytest.raises(Refused) as refusal:
        claims_of(f"{header}.{rest}", _find)

    assert refusal.value.reason == reason


def test_token_without_key_identifier():
    token = jwt.encode({"a": 1}, KEY.private, algorithm="ES256")

    with pytest.raises(Refused) as refusal:
        claims_of(token, _find)

    assert refusal.value.reason == Reason.KEY_UNKNOWN


def test_changed_claims_break_the_signature():
    head, _claims, signature = _signed().split(".")
    other = _signed(payload={"a": 2}).split(".")[1]

    with pytest.raises(Refused) as refusal:
        claims_of(f"{head}.{other}.{signature}", _find)

    assert refusal.value.reason == Reason.SIGNATURE_WRONG


def _weak_rsa():
    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # noqa: S505
    return SigningKey("RS256", "faible", key)


@pytest.mark.parametrize(
    ("published", "algorithm"),
    [
        ({**KEY.published, "use": "enc"}, "ES256"),
        ({**KEY.published, "alg": "ES384"}, "ES256"),
        ({**KEY.published, "x": "!!"}, "ES256"),
        ({"kty": "oct", "kid": KEY.kid, "k": "c2VjcmV0"}, "ES256"),
        ({**RSA_KEY.published, "kid": KEY.kid}, "ES256"),
        ({**_weak_rsa().published, "kid": KEY.kid}, "RS256"),
    ],
)
def test_key_that_is_not_made_for_it(published, algorithm):
    assert key_in({"keys": [published]}, KEY.kid, algorithm) is None


@pytest.mark.parametrize("published", [None, [], {}, {"keys": None}, {"keys": ["x"]}, "x"])
def test_set_of_keys_that_is_none(published):
    assert key_in(published, KEY.kid, "ES256") is None


def test_other_curve_is_no_key():
    key = SigningKey("ES256", KEY.kid, ec.generate_private_key(ec.SECP384R1()))

    assert key_in({"keys": [key.published]}, KEY.kid, "ES256") is None


@pytest.mark.parametrize("payload", [b"[1]", b"pas du JSON", b"\xff\xfe"])
def test_signed_text_that_is_no_claims(payload):
    token = jwt.PyJWS().encode(payload, KEY.private, algorithm="ES256", headers={"kid": KEY.kid})

    with pytest.raises(Refused) as refusal:
        claims_of(token, _find)

    assert refusal.value.reason == Reason.TOKEN_MALFORMED
