"""The published amendments and their decisions as open data, for whoever may read the page."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from ...models import Activity
from ...views.exporting import open_answer


@require_safe
def amendments_csv(request: HttpRequest, activity: Activity) -> HttpResponseBase:
    """As CSV."""
    return open_answer(request, activity, "csv")


@require_safe
def amendments_json(request: HttpRequest, activity: Activity) -> HttpResponseBase:
    """As JSON."""
    return open_answer(request, activity, "json")
