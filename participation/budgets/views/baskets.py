"""What a voter's browser keeps of a vote, sealed: the basket, a code awaited, a proof given.

Sent back to the pages of its budget only. Nothing of it is in a session nor in a log.
"""

import base64
import json
import zlib
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from portal.sealed import BadSeal, decrypt, encrypt

from ..basket import Basket
from ..enums import KeyKind
from ..models import ParticipatoryBudget
from ..proofs import PendingCode, Proof

# What browsers keep of one cookie at most, its name and attributes apart.
_LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Remembered:
    """What this browser keeps of one vote."""

    basket: Basket = field(default_factory=Basket)
    # The day of the last vote from this browser; never what it said.
    voted_on: date | None = None
    pending: PendingCode | None = None
    proof: Proof | None = None
    # Projects that left the basket because they were withdrawn, until a page has said it.
    lost: tuple[str, ...] = ()

    def with_basket(self, basket: Basket) -> "Remembered":
        return replace(self, basket=basket)

    def told(self) -> "Remembered":
        """The same once a page has said what left the basket."""
        return replace(self, lost=())

    def after_vote(self, on: date) -> "Remembered":
        """Nothing but the order of projects and the day."""
        return Remembered(basket=Basket(seed=self.basket.seed), voted_on=on)


def remembered(request: HttpRequest, budget: ParticipatoryBudget) -> Remembered:
    """What this browser keeps of this vote; a fresh one when it keeps nothing we can read."""
    sealed = request.COOKIES.get(settings.BASKET_COOKIE_NAME, "")
    if not sealed or len(sealed) > _LONGEST:
        return Remembered()
    try:
        packed = base64.b64decode(decrypt(_purpose(budget), sealed))
        return _read(json.loads(zlib.decompress(packed)))
    except (BadSeal, ValueError, KeyError, TypeError, zlib.error):
        return Remembered()


def remember(
    response: HttpResponse, budget: ParticipatoryBudget, kept: Remembered, at: datetime
) -> None:
    """Writes it into the browser, until a week after closing at most."""
    packed = base64.b64encode(zlib.compress(json.dumps(_data(kept)).encode())).decode()
    after = int((budget.closes_at - at).total_seconds()) + 7 * 24 * 3600
    response.set_cookie(
        settings.BASKET_COOKIE_NAME,
        encrypt(_purpose(budget), packed),
        max_age=max(60, min(settings.BASKET_COOKIE_SECONDS, after)),
        path=budget.url,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponse, budget: ParticipatoryBudget, *names: str) -> None:
    """Takes everything of this vote out of the browser, or only what these names say."""
    for name in names or (settings.BASKET_COOKIE_NAME, settings.RECEIPT_COOKIE_NAME):
        # Browsers refuse the deletion of a “__Secure-” cookie that does not repeat its attributes.
        response.set_cookie(
            name,
            "",
            max_age=0,
            path=budget.url,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def hand_receipt(
    response: HttpResponse, budget: ParticipatoryBudget, receipt: dict[str, Any]
) -> None:
    """Gives the receipt page what it shows, for a quarter of an hour."""
    response.set_cookie(
        settings.RECEIPT_COOKIE_NAME,
        encrypt(_receipt_purpose(budget), json.dumps(receipt)),
        max_age=settings.RECEIPT_COOKIE_SECONDS,
        path=budget.url,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def receipt_in(request: HttpRequest, budget: ParticipatoryBudget) -> dict[str, Any] | None:
    """What the receipt page shows; None when it is not kept any more."""
    sealed = request.COOKIES.get(settings.RECEIPT_COOKIE_NAME, "")
    if not sealed or len(sealed) > _LONGEST:
        return None
    try:
        found: dict[str, Any] = json.loads(decrypt(_receipt_purpose(budget), sealed))
    except (BadSeal, ValueError):
        return None
    return found


def _purpose(budget: ParticipatoryBudget) -> str:
    return f"budgets.basket:{budget.pk}"


def _receipt_purpose(budget: ParticipatoryBudget) -> str:
    return f"budgets.receipt:{budget.pk}"


def _data(kept: Remembered) -> dict[str, Any]:
    basket = kept.basket
    return {
        "s": basket.seed,
        "e": basket.envelope,
        "c": {name: list(choices) for name, choices in basket.chosen.items() if choices},
        "v": kept.voted_on.isoformat() if kept.voted_on else "",
        "n": kept.pending.data() if kept.pending else None,
        "p": kept.proof.data() if kept.proof else None,
        "w": list(kept.lost),
    }


def _read(data: dict[str, Any]) -> Remembered:
    chosen = {
        str(name): tuple((str(project), int(value)) for project, value in choices)
        for name, choices in data["c"].items()
    }
    pending, proof = data["n"], data["p"]
    return Remembered(
        basket=Basket(seed=int(data["s"]), envelope=str(data["e"]), chosen=chosen),
        voted_on=date.fromisoformat(data["v"]) if data["v"] else None,
        pending=PendingCode(KeyKind(pending[0]), *pending[1:]) if pending else None,
        proof=Proof(KeyKind(proof[0]), *proof[1:]) if proof else None,
        lost=tuple(str(one) for one in data.get("w", ())),
    )
