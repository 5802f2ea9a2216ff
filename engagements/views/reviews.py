"""The public pages and files of the half-yearly reviews."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..models import Review
from ..queries.reviews import (
    ReviewDetail,
    next_review,
    published_review,
    published_reviews,
    review_detail,
)
from ..review_files import csv_bytes, is_pdf_offered, kept_pdf, pdf_size, record_bytes

Trail = list[tuple[str, str | None]]


@require_safe
def reviews_page(request: HttpRequest) -> HttpResponse:
    """List the published reviews, and say when the next one is due, or how late it is."""
    return render(
        request,
        "engagements/reviews.html",
        {
            "reviews": list(published_reviews()),
            "next": next_review(timezone.now()),
            "social_title": _("Half-yearly reviews"),
            "breadcrumbs": [*_start(), (_("Half-yearly reviews"), None)],
        },
    )


@require_safe
def review_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a published review, whole."""
    detail = review_detail(slug, request.user, timezone.now())
    if detail is None:
        raise Http404
    return render(request, "engagements/review.html", review_context(detail))


def review_context(detail: ReviewDetail) -> dict[str, Any]:
    """Return what the page of a review needs, published or previewed."""
    review = detail.review
    files = None
    if review.is_published:
        files = {
            "json_size": len(record_bytes(review)),
            "csv_size": len(csv_bytes(review, detail.in_order)),
            "has_pdf": is_pdf_offered(review),
            "pdf_size": pdf_size(review),
            "commands": _commands(file_name(review, "json")),
        }
    return {
        "detail": detail,
        "review": review,
        "files": files,
        "social_title": review.title,
        "breadcrumbs": [
            *_start(),
            (_("Half-yearly reviews"), reverse("engagements:reviews")),
            (_("Review no. %(number)d") % {"number": review.number}, None),
        ],
    }


def file_name(review: Review, end: str) -> str:
    """Return the name under which a browser saves a file of a review."""
    return f"bilan-{review.slug}.{end}"


def _commands(name: str) -> list[tuple[str, str]]:
    """Return what to type for the fingerprint of a file, system by system."""
    return [
        ("Linux", f"sha256sum {name}"),
        ("macOS", f"shasum -a 256 {name}"),
        ("Windows", f"certutil -hashfile {name} SHA256"),
    ]


def _start() -> Trail:
    return [(_("Home"), "/"), (_("Commitments"), reverse("engagements:board"))]


@require_safe
def review_json(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Give the record, byte for byte as it was digested."""
    review = _published(slug)
    return _file(request, review, record_bytes(review), "application/json", "json")


@require_safe
def review_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Give the lines as a table."""
    review = _published(slug)
    content = csv_bytes(review, review.lines.order_by("number"))
    return _file(request, review, content, "text/csv; charset=utf-8", "csv")


@require_safe
def review_pdf(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Give the accessible PDF, made at the first request and kept; 404 where it cannot be made."""
    detail = review_detail(slug, AnonymousUser(), timezone.now())
    content = kept_pdf(detail) if detail else None
    if detail is None or content is None:
        raise Http404
    return _file(request, detail.review, content, "application/pdf", "pdf")


def _published(slug: str) -> Review:
    review = published_review(slug)
    if review is None:
        raise Http404
    return review


def _file(
    request: HttpRequest, review: Review, content: bytes, kind: str, end: str
) -> HttpResponseBase:
    """Give a file that never changes: whoever has it is told so."""
    response = HttpResponse(content, content_type=kind)
    disposition = content_disposition_header(False, file_name(review, end))
    response.headers["Content-Disposition"] = disposition or ""
    etag = f'"{review.fingerprint}-{end}"'
    response.headers["ETag"] = etag
    answer = get_conditional_response(request, etag=etag, response=response)
    return answer if answer is not None else response
