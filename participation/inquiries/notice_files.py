"""The notice on paper: posters of each format, and the certificate of where it was published."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone, translation

from engagements.pdf import engine, pdf_of, pdf_on_one_page

from .enums import NoticeMedium, PosterColour, PosterFormat, RegisterState
from .models import Inquiry, NoticePublication
from .notice_rules import publicity
from .queries.pages import InquiryPage, page_of

__all__ = ["certificate_pdf", "engine", "poster_pdf", "poster_sheets", "record_of"]

# Width and height of each sheet, in millimetres.
SHEETS = {PosterFormat.A2: (420, 594), PosterFormat.A3: (297, 420), PosterFormat.A4: (210, 297)}
# How high a capital letter of the font stands, for a font size of one (its OS/2 table).
CAP_HEIGHT = 0.668
# The text of an A2 poster, in millimetres of font size: the first that fits on one page is taken.
_TEXT_MM = tuple(12 * 0.96**step for step in range(25))
_GROUND = {
    PosterColour.YELLOW: "#ffe94d",
    PosterColour.WHITE: "#fff",
    PosterColour.GREEN: "#8fd694",
}


def poster_sheets(inquiry: Inquiry, sheet: PosterFormat, *, on_white: bool = False) -> list[str]:
    """The style sheets of a poster, from the largest text to the smallest.

    The title never becomes smaller than its regime asks on the format of the regime; on another
    sheet it follows the width. `on_white` prints no ground: the paper has the colour.
    """
    regime = inquiry.regime
    width, height = SHEETS[sheet]
    scale = width / SHEETS[PosterFormat(regime.poster_format)][0]
    title = regime.poster_title_mm * scale / CAP_HEIGHT
    ground = "#fff" if on_white else _GROUND[PosterColour(regime.poster_colour)]
    margin = width * 0.055
    return [
        f"@page {{ size: {width}mm {height}mm; margin: {margin:.2f}mm; background: {ground} }}"
        f"body {{ font-size: {text * width / SHEETS[PosterFormat.A2][0]:.3f}mm }}"
        f"h1 {{ font-size: {title:.3f}mm }}"
        for text in _TEXT_MM
    ]


def poster_pdf(
    inquiry: Inquiry, sheet: PosterFormat, *, at: datetime, on_white: bool = False
) -> bytes:
    """The poster of a procedure on this sheet, on one page. Raises RuntimeError without engine."""
    page = page_of(inquiry)
    context = {
        "inquiry": inquiry,
        "page": page,
        "is_announced": _is_announced(page),
        "days": (timezone.localdate(inquiry.closes_at) - timezone.localdate(inquiry.opens_at)).days
        + 1,
        "address": address_of(inquiry),
        # People type it: what every browser adds by itself is left out.
        "printed": address_of(inquiry).partition("://")[2],
        "at": at,
    }
    with translation.override(settings.LANGUAGE_CODE):
        html = render_to_string("inquiries/poster_pdf.html", context)
        return pdf_on_one_page(html, poster_sheets(inquiry, sheet, on_white=on_white))


def _is_announced(page: InquiryPage) -> bool:
    return page.register is not None and page.register.announced_at is not None


def address_of(inquiry: Inquiry) -> str:
    """The whole address of the page, as it is printed."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{inquiry.url}"


def certificate_pdf(inquiry: Inquiry, *, at: datetime) -> bytes:
    """What an officer signs: where the notice stood, since when, with the proofs that are kept.

    Says that it is provisional while the register is not closed, and what lacks. Raises
    RuntimeError without engine.
    """
    page = page_of(inquiry)
    notices = list(inquiry.notices.select_related("noted_by").order_by("published_on", "pk"))
    context = {
        "inquiry": inquiry,
        "page": page,
        "notices": notices,
        "asked": publicity(inquiry, notices),
        "is_over": page.register is not None and page.register.state(at) == RegisterState.CLOSED,
        "address": address_of(inquiry),
        "at": at,
        "fingerprint": record_of(inquiry, notices),
    }
    with translation.override(settings.LANGUAGE_CODE):
        return pdf_of(render_to_string("inquiries/certificate_pdf.html", context))


def record_of(inquiry: Inquiry, notices: Sequence[NoticePublication]) -> str:
    """The fingerprint of what a certificate lists: another list has another one."""
    rows: list[dict[str, Any]] = [
        {
            "medium": NoticeMedium(one.medium).value,
            "title": one.title,
            "from": one.published_on.isoformat(),
            "until": one.ended_on.isoformat() if one.ended_on else None,
            "proof": one.sha256,
        }
        for one in notices
    ]
    written = json.dumps([inquiry.slug, rows], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()
