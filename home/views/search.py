"""The search page: results grouped by kind, or one kind page by page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..enums import ResultKind
from ..queries.search import QUERY_LENGTH, SearchResults, search, search_kind

# Pages deep enough for a reader; beyond, a more precise search helps more.
LAST_PAGE = 50


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """What the site says about some words, in what the reader may see."""
    # A NUL byte is no word, and no engine accepts one.
    typed = " ".join(request.GET.get("q", "").replace("\x00", "").split())[:QUERY_LENGTH]
    kind = _kind(request.GET.get("type", ""))
    at = timezone.now()
    number = _number(request.GET.get("page", ""))
    if kind:
        results = search_kind(request.user, typed, kind, number, at)
    else:
        results = search(request.user, typed, at)
    context = {
        "results": results,
        "kind": kind,
        "group": results.groups[0] if kind and results.groups else None,
        "kinds": ResultKind,
        "page_title": _title(results, number if kind else 1),
        "at": at,
        "breadcrumbs": [(_("Home"), "/"), (_("Search"), None)],
    }
    return render(request, "home/search.html", context)


def _kind(name: str) -> ResultKind | None:
    return ResultKind(name) if name in ResultKind.values else None


def _number(typed: str) -> int:
    asked = int(typed) if typed.isdecimal() and len(typed) < 7 else 1
    return max(1, min(asked, LAST_PAGE))


def _title(results: SearchResults, number: int) -> str:
    if not results.typed:
        return _("Search")
    title = _("Search: %(words)s") % {"words": results.typed}
    if number == 1:
        return title
    return _("%(title)s, page %(number)s") % {"title": title, "number": number}
