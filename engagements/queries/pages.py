"""Reading the pages of the room: values, axes and priorities that everybody may read."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet

from portal.cms.closed_pages import closed

from ..models import AxisPage, Commitment, Period, PriorityPage, ValuePage


def on_show(pages: QuerySet[Any]) -> QuerySet[Any]:
    """Keep the published pages that no privacy setting closes, at no extra query."""
    return pages.filter(~closed(), live=True)


def axes_on_show() -> QuerySet[AxisPage]:
    """Published axes in their order."""
    return on_show(AxisPage.objects.order_by("number"))


def values_with_axes() -> QuerySet[ValuePage]:
    """Published values in their order, each with its published axes."""
    return (
        on_show(ValuePage.objects.all())
        .order_by("number")
        .prefetch_related(Prefetch("axes", queryset=axes_on_show()))
    )


def axes_in_order() -> QuerySet[AxisPage]:
    """Published axes in their order, each with its published values."""
    return axes_on_show().prefetch_related(Prefetch("values", queryset=values_with_axes()))


def some_values(pages: Iterable[ValuePage]) -> QuerySet[ValuePage]:
    """Return the published ones of these values, in their order, each with its axes."""
    return values_with_axes().filter(pk__in=[page.pk for page in pages])


def priorities_in_order() -> QuerySet[PriorityPage]:
    """Published priorities in their order."""
    return on_show(PriorityPage.objects.order_by("number"))


def periods_in_use() -> QuerySet[Period]:
    """Periods that at least one commitment on display is planned in."""
    return (
        Period.objects.filter(commitments__in=Commitment.objects.on_display())
        .distinct()
        .order_by("sort_order", "key")
    )
