"""Recounting oneself: the page that says how, the published files, the search for a receipt."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.cms.models.pages import Breadcrumb
from portal.throttle import client_key, take

from ...models import Activity
from ...views.reading import trail
from ..ballot_box import receipt_hash
from ..enums import CountingRule
from ..models import BallotReceipt, Count, ParticipatoryBudget, PublishedFile
from ..rulebook import Rulebook
from .parts import found_budget

# Codes tried from one address in an hour.
_LIMIT, _SECONDS = 60, 3600
_TYPES = {"json": "application/json", "csv": "text/csv", "pb": "text/plain", "py": "text/plain"}
_SHOWN_RECOUNTS = 30
# What one types; the code is the example of a receipt.
COMMANDS = {
    "recount": "python3 -I recompter.py .",
    "digest": "sha256sum resultat.json",
    "receipt": "printf 'ABCD1234EFGH5678' | sha256sum",
}


@require_safe
def recount(request: HttpRequest, activity: Activity) -> HttpResponse:
    """How to recount, with which files, and what the automatic recounts found."""
    budget = found_budget(activity)
    count = _count(budget)
    recounts = list(count.recounts.all()[:_SHOWN_RECOUNTS])
    context = {
        "activity": budget,
        "budget": budget,
        "count": count,
        "files": list(count.files.all()),
        "recounts": recounts,
        "last": recounts[0] if recounts else None,
        "equal_shares": _equal_shares(count),
        "commands": COMMANDS,
        "breadcrumbs": trail(budget, _results(budget), (_("Recount it yourself"), None)),
    }
    return render(request, "budgets/recount.html", context)


def _count(budget: ParticipatoryBudget) -> Count:
    count = Count.objects.select_related("rules").filter(budget=budget).first()
    if count is None:
        raise Http404
    return count


def _results(budget: ParticipatoryBudget) -> Breadcrumb:
    return (_("Results"), f"{budget.url}resultats/")


def _equal_shares(count: Count) -> dict[str, Any] | None:
    """What to choose in the usual tool on the web, when the rule is its own; None otherwise."""
    rules = Rulebook.read(count.rules.text)
    rule = rules.count
    return rule if rule["rule"] == CountingRule.EQUAL_SHARES else None


@require_safe
def published_file(request: HttpRequest, activity: Activity, name: str) -> HttpResponseBase:
    """One of the published files, as it was published; unchanged since, its ETag says so."""
    budget = found_budget(activity)
    found = PublishedFile.objects.filter(count__budget=budget, name=name).first()
    if found is None:
        raise Http404
    etag = f'"{found.sha256}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    kind = _TYPES.get(name.rpartition(".")[2], "text/plain")
    headers = {
        "ETag": etag,
        "Content-Length": str(found.size),
        "Content-Disposition": content_disposition_header(True, name) or "",
        "X-Content-Type-Options": "nosniff",
    }
    content_type = kind if kind == "application/json" else f"{kind}; charset=utf-8"
    if request.method == "HEAD":
        return HttpResponse(headers=headers, content_type=content_type)
    if not found.stored.name or not found.stored.storage.exists(found.stored.name):
        # The recount of the day says so in public, and tells the officers.
        raise Http404
    return StreamingHttpResponse(_pieces(found), headers=headers, content_type=content_type)


def _pieces(file: PublishedFile) -> Iterator[bytes]:
    with file.stored.open("rb") as content:
        yield from content.chunks()


@require_safe
@never_cache
def receipt_lookup(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Says whether a receipt is among those published; never anything of a choice."""
    budget = found_budget(activity)
    count = _count(budget)
    typed = request.GET.get("recepisse", "").strip()[:60].replace("\x00", "")
    calm = not typed or take("ballot-receipt", client_key(request), limit=_LIMIT, seconds=_SECONDS)
    hashed = receipt_hash(typed) if typed else ""
    rows = BallotReceipt.objects.filter(budget=budget, receipt_hash=hashed)
    context = {
        "activity": budget,
        "budget": budget,
        "typed": typed,
        "hash": hashed if calm else "",
        "is_readable": bool(hashed),
        "is_present": bool(hashed) and calm and rows.exists(),
        "too_many": not calm,
        "list": count.files.filter(name="recepisses.txt").first(),
        "commands": COMMANDS,
        "breadcrumbs": trail(budget, _results(budget), (_("Find my receipt"), None)),
    }
    return render(request, "budgets/receipt_lookup.html", context, status=200 if calm else 429)
