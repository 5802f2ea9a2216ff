"""The published questions and their answers as open data, for whoever may read the page."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from ...models import Activity
from ...views.exporting import open_file


@require_safe
def questions_csv(request: HttpRequest, activity: Activity) -> HttpResponseBase:
    """As CSV."""
    return _answer(request, activity, "csv")


@require_safe
def questions_json(request: HttpRequest, activity: Activity) -> HttpResponseBase:
    """As JSON."""
    return _answer(request, activity, "json")


def _answer(request: HttpRequest, activity: Activity, kind: str) -> HttpResponseBase:
    response = open_file(activity, kind)
    if request.method == "HEAD":
        # Nobody reads the rows: none is asked for.
        headers = {name: response[name] for name in ("Content-Type", "Content-Disposition")}
        return HttpResponse(headers=headers)
    return response
