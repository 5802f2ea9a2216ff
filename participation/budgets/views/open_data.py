"""The projects of a budget as open data, for whoever may read it."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from ...models import Activity
from ..open_data import projects_table
from .parts import found_budget

_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@require_safe
def projects_csv(request: HttpRequest, activity: Activity) -> HttpResponseBase:
    """As CSV."""
    return _sent(request, activity, "csv")


@require_safe
def projects_json(request: HttpRequest, activity: Activity) -> HttpResponseBase:
    """As JSON."""
    return _sent(request, activity, "json")


@require_safe
def projects_schema(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The columns, as a Table Schema."""
    table = projects_table(found_budget(activity), timezone.now(), settings.WAGTAILADMIN_BASE_URL)
    return JsonResponse(table.schema(), json_dumps_params={"ensure_ascii": False})


def _sent(request: HttpRequest, activity: Activity, kind: str) -> HttpResponseBase:
    table = projects_table(found_budget(activity), timezone.now(), settings.WAGTAILADMIN_BASE_URL)
    headers = {"Content-Disposition": f'attachment; filename="{table.name}.{kind}"'}
    if request.method == "HEAD":
        return HttpResponse(content_type=_TYPES[kind], headers=headers)
    pieces = table.csv_pieces() if kind == "csv" else table.json_pieces()
    return StreamingHttpResponse(pieces, content_type=_TYPES[kind], headers=headers)
