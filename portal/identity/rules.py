"""What is believed of a provider's answer, and who may link or unlink. Pure: no query, no write."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from portal.decisions import ALLOWED, Decision, refuse

from .enums import Kind, Reason

# Clocks of two servers never agree; a token may be so many seconds early or late.
CLOCK_SKEW = 30
# A token made longer ago than a person takes to come back was not made for this sign-in.
TOKEN_SECONDS = 600
# What may go into the column that keeps the subject.
SUBJECT_LENGTH = 191
# eIDAS levels, the weakest first: a firmer one than asked for is accepted.
_EIDAS = ("eidas1", "eidas2", "eidas3")
# Methods by which ProConnect says that a second factor was used (claim_amr.md).
_SECOND_FACTORS = {"mfa", "totp", "pop"}

_KINDS = {
    Kind.CANCELLED: {Reason.CANCELLED},
    Kind.EXPIRED: {
        Reason.STATE_EXPIRED,
        Reason.STATE_REPLAYED,
        Reason.TOKEN_EXPIRED,
        Reason.CODE_REFUSED,
        Reason.SESSION_CHANGED,
        Reason.PROOF_TOO_OLD,
    },
    Kind.EMPLOYER: {Reason.SIRET_REFUSED},
    Kind.LEVEL: {Reason.ACR_TOO_LOW},
    Kind.DOWN: {
        Reason.PROVIDER_DOWN,
        Reason.PROVIDER_SLOW,
        Reason.PROVIDER_REFUSED,
        Reason.DISCOVERY_WRONG,
        Reason.HOST_UNKNOWN,
    },
    Kind.LINKED: {Reason.LINKED_ELSEWHERE, Reason.HAS_ONE_ALREADY, Reason.LAST_WAY_IN},
    Kind.BUSY: {Reason.TOO_MANY},
}


@dataclass(frozen=True, slots=True)
class Expected:
    """What an identity must say to answer one request of ours."""

    issuer: str
    client_id: str
    nonce: str
    # The levels that are accepted, as the city wrote them.
    acrs: tuple[str, ...]


def kind_of(reason: str) -> Kind:
    """What to tell the person; everything unnamed means that the answer was not verified."""
    return next((kind for kind, reasons in _KINDS.items() if reason in reasons), Kind.UNVERIFIED)


def may_believe_identity(
    claims: Mapping[str, Any], expected: Expected, *, at: datetime
) -> Decision:
    """Whether the claims of an id_token, whose signature was verified, answer our request.

    OpenID Connect Core 3.1.3.7, with no room left: one issuer, one audience, our nonce, a moment
    of now, a level that suffices.
    """
    checks = (
        _issued_by(claims, expected.issuer, Reason.ISSUER_WRONG),
        _meant_for(claims, expected.client_id, Reason.AUDIENCE_WRONG),
        _asked_by(claims, expected.client_id),
        _of_now(claims, at),
        _answers(claims, expected.nonce),
        acr_suffices(claims.get("acr"), expected.acrs),
        _names_somebody(claims),
    )
    return next((check for check in checks if not check), ALLOWED)


def may_believe_details(
    details: Mapping[str, Any], expected: Expected, *, subject: str, at: datetime
) -> Decision:
    """Whether the claims of userinfo, whose signature was verified, are about the same person."""
    checks = (
        _issued_by(details, expected.issuer, Reason.USERINFO_ISSUER_WRONG),
        _meant_for(details, expected.client_id, Reason.USERINFO_AUDIENCE_WRONG),
        _not_expired(details, at),
        ALLOWED if details.get("sub") == subject else refuse(Reason.SUBJECT_DIFFERS),
    )
    return next((check for check in checks if not check), ALLOWED)


def acr_suffices(acr: object, accepted: tuple[str, ...]) -> Decision:
    """Whether a level is among those accepted, or firmer on the eIDAS scale."""
    if not accepted or acr in accepted:
        return ALLOWED
    if acr in _EIDAS:
        asked = [_EIDAS.index(level) for level in accepted if level in _EIDAS]
        if asked and _EIDAS.index(str(acr)) >= min(asked):
            return ALLOWED
    return refuse(Reason.ACR_TOO_LOW)


def may_enter_as_agent(siret: object, sirets: tuple[str, ...]) -> Decision:
    """Whether an employer is the city: any professional may use ProConnect, not only agents."""
    return ALLOWED if isinstance(siret, str) and siret in sirets else refuse(Reason.SIRET_REFUSED)


def used_second_factor(amr: object) -> bool:
    """Whether the methods of authentication hold a second factor."""
    return isinstance(amr, list) and any(
        isinstance(method, str) and method in _SECOND_FACTORS for method in amr
    )


def is_assisted(details: Mapping[str, Any]) -> bool:
    """Whether an aide of Aidants Connect signs in in the name of the person."""
    return bool(details.get("rep_scope"))


def may_link(*, owner: int | None, user: int, has_one: bool) -> Decision:
    """Whether an identity may be linked to the account `user`; `owner` is whose it is already."""
    if owner is not None and owner != user:
        return refuse(Reason.LINKED_ELSEWHERE)
    if owner is None and has_one:
        return refuse(Reason.HAS_ONE_ALREADY)
    return ALLOWED


def may_unlink(*, has_password: bool, other_identities: int, has_mail_code: bool) -> Decision:
    """Whether an identity may go: another way to sign in must remain."""
    if has_password or other_identities or has_mail_code:
        return ALLOWED
    return refuse(Reason.LAST_WAY_IN)


def _issued_by(claims: Mapping[str, Any], issuer: str, reason: Reason) -> Decision:
    return ALLOWED if claims.get("iss") == issuer else refuse(reason)


def _meant_for(claims: Mapping[str, Any], client_id: str, reason: Reason) -> Decision:
    audience = claims.get("aud")
    return ALLOWED if audience in (client_id, [client_id]) else refuse(reason)


def _asked_by(claims: Mapping[str, Any], client_id: str) -> Decision:
    return ALLOWED if claims.get("azp", client_id) == client_id else refuse(Reason.PARTY_WRONG)


def _moment(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value)


def _of_now(claims: Mapping[str, Any], at: datetime) -> Decision:
    issued, expires = _moment(claims.get("iat")), _moment(claims.get("exp"))
    if issued is None or expires is None:
        return refuse(Reason.TOKEN_EXPIRED)
    now = at.timestamp()
    if issued > now + CLOCK_SKEW or (_moment(claims.get("nbf")) or 0) > now + CLOCK_SKEW:
        return refuse(Reason.TOKEN_EARLY)
    if expires <= now - CLOCK_SKEW or issued < now - TOKEN_SECONDS:
        return refuse(Reason.TOKEN_EXPIRED)
    return ALLOWED


def _not_expired(claims: Mapping[str, Any], at: datetime) -> Decision:
    """Userinfo need not say when it ends; when it does, it is held to it."""
    if "exp" not in claims:
        return ALLOWED
    expires = _moment(claims["exp"])
    late = expires is None or expires <= at.timestamp() - CLOCK_SKEW
    return refuse(Reason.TOKEN_EXPIRED) if late else ALLOWED


def _answers(claims: Mapping[str, Any], nonce: str) -> Decision:
    given = claims.get("nonce")
    same = isinstance(given, str) and hmac.compare_digest(given.encode(), nonce.encode())
    return ALLOWED if same and nonce else refuse(Reason.NONCE_WRONG)


def _names_somebody(claims: Mapping[str, Any]) -> Decision:
    subject = claims.get("sub")
    named = isinstance(subject, str) and subject.isascii() and 0 < len(subject) <= SUBJECT_LENGTH
    return ALLOWED if named else refuse(Reason.SUBJECT_WRONG)
