"""The register as PDF: volumes of so many observations, so that no document grows with it."""

from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from engagements.pdf import engine, pdf_of

from ..models import Inquiry
from . import lines

VOLUME = 200

__all__ = ["VOLUME", "Volume", "engine", "volume_pdf", "volumes"]


@dataclass(frozen=True)
class Volume:
    """So many observations following one another; `number` counts from 1."""

    number: int
    first: int
    last: int


def volumes(last_number: int) -> list[Volume]:
    """The volumes of a register whose last observation has this number."""
    return [
        Volume(rank + 1, first, min(first + VOLUME - 1, last_number))
        for rank, first in enumerate(range(1, last_number + 1, VOLUME))
    ]


def volume_pdf(inquiry: Inquiry, volume: Volume, *, of: int) -> bytes:
    """The PDF of a volume. Raises RuntimeError where the engine is missing: ask `engine()`."""
    context = {
        "inquiry": inquiry,
        "volume": volume,
        "volume_count": of,
        "observations": list(lines.observations(inquiry, first=volume.first, last=volume.last)),
    }
    with translation.override(settings.LANGUAGE_CODE):
        return pdf_of(render_to_string("inquiries/room/register_pdf.html", context))
