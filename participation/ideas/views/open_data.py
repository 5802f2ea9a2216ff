"""The published ideas of a call as open data, for whoever may read the call."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from ...models import Activity
from ...views.exporting import open_answer


@require_safe
def ideas_csv(request: HttpRequest, activity: Activity) -> HttpResponseBase:
    """As CSV."""
    return open_answer(request, activity, "csv")


@require_safe
def ideas_json(request: HttpRequest, activity: Activity) -> HttpResponseBase:
    """As JSON."""
    return open_answer(request, activity, "json")
