"""The portal's drawing and its French, for templates: icons, gauges, typography, dates, figures."""

import datetime
from decimal import Decimal
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.http import QueryDict
from django.template.context import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeData, SafeString, mark_safe

from portal import page_tokens

from .. import french_dates
from ..typography import NBSP, french_typography, french_typography_html

register = template.Library()

ICONS = "portal/img/icons.svg"
MOTIFS = "portal/img/motifs.svg"
LEVELS = 6
SHAPES = 5
# The house has its weight at the bottom: its number sits a little lower.
HOUSE, HOUSE_BASELINE, BASELINE = 2, "34", "32.2"


# ---- drawing ---------------------------------------------------------------------------------


@register.simple_tag
def css(name: str) -> SafeString:
    """Link one stylesheet of css/components/."""
    return format_html(
        '<link rel="stylesheet" href="{}">', static(f"portal/css/components/{name}.css")
    )


@register.simple_tag
def js(name: str) -> SafeString:
    """Link one behaviour of js/; a page must work without it."""
    return format_html('<script type="module" src="{}"></script>', static(f"portal/js/{name}.js"))


@register.simple_tag
def page_token() -> SafeString:
    """What a form carries that stands on pages without a cookie (portal.page_tokens)."""
    token = page_tokens.page_token(timezone.localdate())
    return format_html('<input type="hidden" name="{}" value="{}">', page_tokens.FIELD, token)


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """Draw one icon of the sprite; always beside a text that says the same."""
    return format_html(
        '<svg class="{}" viewBox="0 0 256 256" aria-hidden="true" focusable="false">'
        '<use href="{}#i-{}"/></svg>',
        f"icon {css}".strip(),
        static(ICONS),
        name,
    )


@register.simple_tag
def motif(id: str, css: str = "", viewbox: str = "0 0 48 48") -> SafeString:
    """Draw one symbol of our own: value tile, plant, news plate, brand mark."""
    return format_html(
        '<svg class="{}" viewBox="{}" preserveAspectRatio="{}" aria-hidden="true"'
        ' focusable="false"><use href="{}#{}"/></svg>',
        css,
        viewbox,
        "xMidYMax slice" if id.startswith("art-") else "xMidYMid meet",
        static(MOTIFS),
        id,
    )


@register.simple_tag
def gauge(n: int, css: str = "") -> SafeString:
    """Draw the six steps, the first n filled. Decorative: the level's name stands beside it."""
    bars = format_html_join(
        "",
        '<rect class="{}" x="{}" y="{}" width="7" height="{}"/>',
        (
            (
                "on" if step <= n else "off",
                (step - 1) * 9 + 1,
                f"{26 - 4.1 * step:.1f}",
                f"{4.1 * step:.1f}",
            )
            for step in range(1, LEVELS + 1)
        ),
    )
    return format_html(
        '<svg class="{}" viewBox="0 0 54 27" width="54" height="27" aria-hidden="true"'
        ' focusable="false">{}</svg>',
        f"gauge {css}".strip(),
        bars,
    )


@register.simple_tag
def priority_shape(number: int, css: str = "") -> SafeString:
    """Draw a priority: its shape, its colour, its number. A sixth one takes the first shape."""
    shape = (number - 1) % SHAPES + 1
    return format_html(
        '<svg class="{}" viewBox="0 0 48 48" aria-hidden="true" focusable="false">'
        '<use href="{}#p-{}"/><text x="24" y="{}" text-anchor="middle">{}</text></svg>',
        f"shape p{shape} {css}".strip(),
        static(MOTIFS),
        shape,
        HOUSE_BASELINE if shape == HOUSE else BASELINE,
        str(number),
    )


# ---- words -----------------------------------------------------------------------------------


@register.filter
def typo(value: Any) -> SafeString:
    """Show a text with French typography; a plain text is escaped, an HTML one keeps its tags."""
    text = "" if value is None else str(value)  # a lazy translation becomes its text here
    if isinstance(text, SafeData):
        return typo_html(text)
    return mark_safe(escape(french_typography(text)))  # noqa: S308 (escaped just above)


@register.filter
def typo_html(value: Any) -> SafeString:
    """Show an HTML fragment that is already safe with French typography between its tags."""
    if not isinstance(value, SafeData):
        value = value.__html__() if hasattr(value, "__html__") else escape(value or "")
    return mark_safe(french_typography_html(str(value)))  # noqa: S308 (safe before, or escaped)


@register.filter
def faulty_fields(form: BaseForm) -> list[BoundField]:
    """The fields a person can see and must correct."""
    return [field for field in form.visible_fields() if field.errors]


@register.filter
def lines(value: str | None) -> list[str]:
    """The lines of a text field, one idea per line, without the empty ones."""
    return [line.strip() for line in (value or "").splitlines() if line.strip()]


# ---- dates and figures -----------------------------------------------------------------------


@register.filter
def date_fr(value: french_dates.Moment | None) -> str:
    """« 11 mai 2026 »."""
    return french_dates.long_date(value) if value else ""


@register.filter
def datetime_fr(value: french_dates.Moment | None) -> str:
    """« 31 mai 2026 à 23 h 59 »."""
    return french_dates.date_and_hour(value) if value else ""


@register.filter
def day_fr(value: french_dates.Moment | None) -> str:
    """« dimanche 24 mai, 23 h 59 »."""
    return french_dates.weekday_date(value) if value else ""


@register.filter
def day_month_fr(value: french_dates.Moment | None) -> str:
    """« 24 mai »."""
    return french_dates.day_and_month(value) if value else ""


@register.filter
def time_fr(value: datetime.datetime | datetime.time | None) -> str:
    """« 23 h 59 », « 17 h »."""
    return french_dates.hour(value) if value is not None else ""


@register.filter
def month_fr(value: french_dates.Moment | None) -> str:
    """« décembre 2026 »."""
    return french_dates.month_and_year(value) if value else ""


@register.filter
def number_fr(value: int | float | Decimal | None) -> str:
    """« 400 000 », « 12,5 »: hard spaces between thousands, decimal comma."""
    if value is None:
        return ""
    return f"{value:,}".replace(",", NBSP).replace(".", ",")


@register.filter
def percent_fr(value: int | float | Decimal | None) -> str:
    """« 62 % », « 12,5 % »."""
    return "" if value is None else f"{number_fr(value)}{NBSP}%"


@register.filter
def size_fr(value: int | None) -> str:
    """« 90 ko », « 1,1 Mo »: the weight of a file, said before the click."""
    if value is None:
        return ""
    if value < 1_000_000:
        return f"{max(1, round(value / 1000))}{NBSP}ko"
    megabytes = f"{value / 1_000_000:.1f}".removesuffix(".0").replace(".", ",")
    return f"{megabytes}{NBSP}Mo"


# ---- addresses -------------------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def qs(context: Context, **changes: Any) -> str:
    """The current query string with some values changed; None or "" takes one away."""
    request = context.get("request")
    query = request.GET.copy() if request else QueryDict(mutable=True)
    for name, value in changes.items():
        if value is None or value == "":
            query.pop(name, None)
        else:
            query[name] = value
    return f"?{query.urlencode()}"


# ---- where the reader is ---------------------------------------------------------------------


@register.simple_tag(takes_context=True)
def trail(context: Context) -> list[tuple[str, str | None]]:
    """The breadcrumbs of a view (`breadcrumbs`) or of a page (`page.breadcrumbs`)."""
    found = context.get("breadcrumbs")
    if found is None:
        found = getattr(context.get("page"), "breadcrumbs", None)
    return list(found or [])


@register.simple_tag(takes_context=True)
def section(context: Context) -> str:
    """The part of the site a page belongs to, for its title; nothing for the part's own page."""
    steps = trail(context)
    return steps[1][0] if len(steps) > 2 else ""


@register.simple_tag(takes_context=True)
def aria_current(context: Context, href: str) -> SafeString:
    """Mark the menu entry the reader is under."""
    request = context.get("request")
    if not request or not href.startswith("/") or href == "/":
        return mark_safe("")
    if request.path == href:
        return mark_safe('aria-current="page"')
    if request.path.startswith(f"{href.rstrip('/')}/"):
        return mark_safe('aria-current="true"')
    return mark_safe("")
