"""Reading a text, one of its paragraphs, its amendments, one amendment."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.cms.keyset import KeysetPage

from ...models import Activity
from ...stories import time_taken
from ...views.reading import activity_context, contribution_context, page_or_404, pager, trail
from .. import rules
from ..forms.proposing import AmendmentFilterForm
from ..models import Drafting
from ..queries.reading import (
    AmendmentFilters,
    amendment_page,
    citable_amendment,
    filtered_amendments,
    grouped_under,
    latest_version,
    of_paragraph,
    parts_of,
)
from .parts import found_drafting, found_paragraph, found_version


@require_safe
def text(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The text as its latest version has it, what is said of each paragraph, and the promise."""
    drafting = found_drafting(activity)
    at = timezone.now()
    version = latest_version(drafting)
    context = {
        **activity_context(drafting, request.user, at),
        "version": version,
        "parts": parts_of(version) if version else [],
        "decision": rules.may_propose(drafting, version, request.user, at),
    }
    return render(request, "drafting/text.html", context)


@require_safe
def paragraph(request: HttpRequest, activity: Activity, key: str) -> HttpResponse:
    """One paragraph: its words, where they come from, its amendments, the remarks about it."""
    drafting = found_drafting(activity)
    version = found_version(drafting)
    found = found_paragraph(drafting, key, version)
    at = timezone.now()
    lists = {}
    for name, remarks in (("amendements", False), ("remarques", True)):
        rows = of_paragraph(drafting, found.paragraph, remarks=remarks)
        lists[name] = _page(request, rows, AmendmentFilters(), name)
    context = {
        "activity": drafting,
        "state": drafting.state(at),
        "version": version,
        "found": found,
        "decision": rules.may_propose(drafting, version, request.user, at),
        "changes": lists["amendements"],
        "remarks": lists["remarques"],
        "breadcrumbs": trail(drafting, (_("Paragraph %(label)s") % {"label": found.name}, None)),
    }
    return render(request, "drafting/paragraph.html", context)


def _page(
    request: HttpRequest, rows: Any, filters: AmendmentFilters, name: str
) -> "KeysetPage[Any]":
    return page_or_404(lambda: amendment_page(rows, filters, request.GET.get(name)))


@require_safe
def amendments(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Every amendment and remark, with its decision; filters, orders, pages."""
    drafting = found_drafting(activity)
    filters = AmendmentFilterForm(request.GET).filters()
    page = _page(request, filtered_amendments(drafting, filters), filters, "suite")
    base = drafting.mechanism.url(drafting, "amendments") if drafting.mechanism else ""
    context = {
        "activity": drafting,
        "state": drafting.state(timezone.now()),
        "form": AmendmentFilterForm(initial=_asked(filters)),
        "filters": filters,
        "rows": page.items,
        "pager": pager(page, lambda cursor: f"{base}{filters.query(suite=cursor)}"),
        "breadcrumbs": trail(drafting, (_("Amendments"), None)),
    }
    return render(request, "drafting/amendments.html", context)


def _asked(filters: AmendmentFilters) -> dict[str, str]:
    return {
        "q": filters.words,
        "etat": filters.state,
        "quoi": filters.kind,
        "ordre": filters.order,
    }


@require_safe
def amendment(request: HttpRequest, activity: Activity, number: int) -> HttpResponse:
    """One amendment: what it changes, why, the decision, who supports it, what is said of it."""
    drafting: Drafting = found_drafting(activity)
    found = getattr(request, "previewed", None) or citable_amendment(drafting, number)
    if found is None:
        raise Http404
    at = timezone.now()
    context = {
        **contribution_context(drafting, found, at),
        "amendment": found,
        "idea": found,
        "decision": getattr(found, "decision", None),
        "taken": time_taken(found),
        "grouped": grouped_under(found),
    }
    return render(request, "drafting/amendment.html", context)
