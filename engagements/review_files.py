"""The files of a published review: its record, its lines as CSV, its PDF made once and kept."""

import logging
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.utils import translation

from portal.tables import write_csv

from .exports import iso_date
from .models import Review, ReviewLine
from .pdf import engine, pdf_of
from .queries.reviews import ReviewDetail

logger = logging.getLogger(__name__)

# A contract (docs/open-data.md): columns are added at the end, none is renamed or taken away.
COLUMNS = (
    "review",
    "number",
    "wording",
    "priority_number",
    "priority",
    "objective",
    "department",
    "state",
    "status",
    "status_reason",
    "due_on",
    "revised_due_on",
    "milestones_reached",
    "milestones_total",
    "reported_on",
    "text",
    "next_step",
    "author_function",
    "evidence",
    "figures",
    "movement",
    "previous_state",
    "fingerprint",
    "news",
)


def record_bytes(review: Review) -> bytes:
    """Return the record as it was digested: `sha256sum` of this file is the fingerprint."""
    return review.canonical.encode()


def csv_bytes(review: Review, lines: Iterable[ReviewLine]) -> bytes:
    """Return the lines of a review as a table, one commitment a line."""
    return b"".join(write_csv(COLUMNS, _csv_rows(review, lines)))


def _csv_rows(review: Review, lines: Iterable[ReviewLine]) -> Iterator[list[Any]]:
    for line in lines:
        yield [
            review.number,
            line.number,
            line.wording,
            line.priority_number,
            line.priority_name,
            line.objective,
            line.department,
            line.state,
            line.status,
            line.status_reason,
            iso_date(line.due_on, line.due_precision),
            iso_date(line.revised_due_on, line.revised_due_precision),
            line.milestones_reached,
            line.milestones_total,
            iso_date(line.reported_on),
            line.text,
            line.next_step,
            line.author_function,
            " ; ".join(_proof_words(one) for one in line.evidence),
            " ; ".join(f"{one['label']} : {one['value']} {one['unit']}" for one in line.figures),
            line.movement,
            line.previous_state,
            line.fingerprint,
            line.news.value,
        ]


def _proof_words(one: dict[str, Any]) -> str:
    told = (one["label"], one["url"], one["file"], one["deliberation_number"])
    return ", ".join(word for word in told if word)


def pdf_name(review: Review) -> str:
    """Return where the PDF is kept: under the fingerprint, as it never changes."""
    return f"engagements/reviews/{review.fingerprint}.pdf"


def is_pdf_offered(review: Review) -> bool:
    """Say whether the PDF is kept already, or can be made here."""
    return default_storage.exists(pdf_name(review)) or engine() is not None


def pdf_size(review: Review) -> int | None:
    """Return the weight of the PDF, once it is kept."""
    name = pdf_name(review)
    return default_storage.size(name) if default_storage.exists(name) else None


# How every whole PDF ends (ISO 32000-1, 7.5.5).
_END = b"%%EOF"


def kept_pdf(detail: ReviewDetail) -> bytes | None:
    """Return the PDF of a published review; made at the first call, kept ever after.

    None where it cannot be made: the page then says nothing of it, and `check --deploy` does.
    """
    name = pdf_name(detail.review)
    if default_storage.exists(name):
        with default_storage.open(name) as kept:
            drawn = bytes(kept.read())
        if drawn.rstrip().endswith(_END):
            return drawn
        default_storage.delete(name)  # The process that wrote it was killed on the way.
    if engine() is None:
        return None
    made = pdf_of(pdf_page(detail))
    saved = default_storage.save(name, ContentFile(made))
    if saved != name:  # Somebody else made it meanwhile: one is enough.
        default_storage.delete(saved)
    logger.info(
        "PDF of a review kept",
        extra={
            "event": "engagements.review.drawn",
            "review": detail.review.number,
            "bytes": len(made),
        },
    )
    return made


def pdf_page(detail: ReviewDetail) -> str:
    """Return the document that becomes the PDF."""
    address = settings.WAGTAILADMIN_BASE_URL.rstrip("/") + detail.review.get_absolute_url()
    with translation.override(settings.LANGUAGE_CODE):
        return render_to_string(
            "engagements/review_pdf.html",
            {"detail": detail, "review": detail.review, "address": address},
        )
