"""What the pages of the room ask its queries for, and how it writes its dates."""

from datetime import date

from django import template
from django.template.context import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from portal.cms.french_dates import long_date, month_and_year
from portal.cms.templatetags.portal_tags import typo

from ..enums import DatePrecision, DisplayState
from ..exports import iso_date
from ..models import AxisPage, PriorityPage, ValuePage
from ..queries import (
    BoardRow,
    ObjectiveRows,
    Progress,
    ValueCommitments,
    axes_in_order,
    axes_on_show,
    commitments_of_axis,
    commitments_of_priority,
    commitments_of_value,
    on_show,
    origins_of_priority,
    progress,
    some_values,
    values_with_axes,
)
from ..registry import Origin

register = template.Library()

ICONS = {
    DisplayState.DONE: "check-circle-fill",
    DisplayState.UNDER_WAY: "circle-half-fill",
    DisplayState.LATE: "clock-fill",
    DisplayState.NOT_STARTED: "circle-dashed",
    DisplayState.DROPPED: "x-circle",
    DisplayState.UNKNOWN: "minus-circle",
}


@register.filter
def state_icon(state: DisplayState) -> str:
    """Name of the icon of a state."""
    return ICONS[state]


@register.filter
def as_state(status: str) -> DisplayState:
    """The displayed state of a reported status, lateness apart."""
    return DisplayState(status)


@register.filter
def tile_words(row: BoardRow) -> SafeString:
    """What a tile says after its number: “ : en cours. Wording”."""
    state = str(row.state.label)
    words = f"{state[:1].lower()}{state[1:]}"
    if row.is_silent and row.last_reported_on:
        words = _("%(state)s, no news since %(day)s") % {
            "state": words,
            "day": long_date(row.last_reported_on),
        }
    return typo(f" : {words}. {row.commitment.wording}")


@register.simple_tag
def due_date(day: date, precision: str = DatePrecision.DAY) -> SafeString:
    """Write a date no more precisely than it was published, inside a <time>."""
    words = {
        DatePrecision.YEAR: lambda: str(day.year),
        DatePrecision.MONTH: lambda: month_and_year(day),
    }.get(DatePrecision(precision), lambda: long_date(day))
    return format_html('<time datetime="{}">{}</time>', iso_date(day, precision), words())


@register.simple_tag
def all_values() -> list[ValuePage]:
    """Every published value, in order, with its axes."""
    return list(values_with_axes())


@register.simple_tag
def all_axes() -> list[AxisPage]:
    """Every published axis, in order, with its values."""
    return list(axes_in_order())


@register.simple_tag
def values_of(page: AxisPage | PriorityPage) -> list[ValuePage]:
    """The published values of an axis or a priority, drafts of the page included."""
    return list(some_values(page.values.all()))


@register.simple_tag
def values_related_to(page: ValuePage) -> list[ValuePage]:
    """The published values that a value names as near, itself apart."""
    return [value for value in some_values(page.related_values.all()) if value.pk != page.pk]


@register.simple_tag
def axes_of(page: ValuePage) -> list[AxisPage]:
    """The published axes a value belongs to."""
    return list(axes_on_show().filter(values=page)) if page.pk else []


@register.simple_tag
def current_progress() -> Progress:
    """The state of all commitments now."""
    return progress(timezone.now())


@register.simple_tag
def priority_commitments(page: PriorityPage) -> list[ObjectiveRows]:
    """The objectives of a priority and their commitments."""
    return commitments_of_priority(page, timezone.now()) if page.pk else []


@register.simple_tag
def is_on_show(page: PriorityPage) -> bool:
    """Whether everybody may read it, and follow it: published, and closed by no privacy setting."""
    return bool(page.pk) and on_show(PriorityPage.objects.filter(pk=page.pk)).exists()


@register.simple_tag(takes_context=True)
def priority_origins(context: Context, page: PriorityPage) -> list[Origin]:
    """The ideas that fed a priority and that the reader may see."""
    user = getattr(context.get("request"), "user", None)
    return origins_of_priority(page, user, timezone.now()) if page.pk else []


@register.simple_tag
def axis_commitments(page: AxisPage) -> list[BoardRow]:
    """The commitments that cite an axis."""
    return commitments_of_axis(page, timezone.now()) if page.pk else []


@register.simple_tag
def value_commitments(page: ValuePage) -> ValueCommitments:
    """The commitments that cite a value, then those whose priority cites it."""
    return commitments_of_value(page, timezone.now()) if page.pk else ValueCommitments()
