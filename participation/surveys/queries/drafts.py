"""Answers being typed: found by their private link or their account, opened, sealed; marks."""

import hashlib
import json
from typing import TYPE_CHECKING

from portal.keyed_hashes import keyed_now_or_before
from portal.sealed import BadSeal, decrypt, encrypt

from ..models import Participation, Survey, SurveyDraft

if TYPE_CHECKING:
    from portal.accounts.models import User

_PURPOSE = "surveys.typed"
# An address that leads to the draft of whoever is signed in, not to a private link.
ACCOUNT_KEY = "compte"


def sealed(typed: dict[str, list[str]]) -> str:
    """What was typed as one word that only this portal reads."""
    return encrypt(_PURPOSE, json.dumps(typed, ensure_ascii=False, separators=(",", ":")))


def opened(kept: str) -> dict[str, list[str]]:
    """What is in such a word; nothing when no key of this portal opens it any more."""
    try:
        found: dict[str, list[str]] = json.loads(decrypt(_PURPOSE, kept))
    except (BadSeal, ValueError):
        return {}
    return found


def digest_of(key: str) -> str:
    """The fingerprint under which a private link, or a form, is known."""
    return hashlib.sha256(f"surveys:{key}".encode()).hexdigest()


def draft_of(survey: Survey, key: str, user: "User | None") -> SurveyDraft | None:
    """The answer being typed at this address; None when there is none (any more).

    The draft of an account opens for that account only, whatever the address.
    """
    found = SurveyDraft.objects.filter(survey=survey.pk)
    if key == ACCOUNT_KEY:
        return found.filter(user=user).first() if user else None
    return found.filter(key_digest=digest_of(key), user=None).first()


def purpose_of(survey_id: int) -> str:
    """Another key for each survey: two marks of one account have nothing in common."""
    return f"surveys.participation:{survey_id}"


def has_answered(survey: Survey, user: "User | None") -> bool:
    """Whether this account has answered a survey that takes one answer an account."""
    if user is None:
        return False
    hashes = keyed_now_or_before(purpose_of(survey.pk), str(user.pk))
    return Participation.objects.filter(survey=survey.pk, who_hash__in=hashes).exists()
