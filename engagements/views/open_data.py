"""The open data of the commitments: the list of the files, the files, what describes them."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.table_schemas import LICENCE, OpenTable, data_package

from ..models import Commitment
from ..open_data import figures_of, open_tables

_TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


@require_safe
def open_data_page(request: HttpRequest) -> HttpResponse:
    """List the files, their columns and their licence."""
    tables = [
        (table, _address(table, "csv"), _address(table, "json"), _schema_address(table))
        for table in open_tables(timezone.now(), _base(request)).values()
    ]
    board_url = reverse("engagements:board")
    return render(
        request,
        "engagements/open_data.html",
        {
            "tables": tables,
            "licence_url": LICENCE["path"],
            "breadcrumbs": [
                (_("Home"), "/"),
                (_("Commitments"), board_url),
                (_("Open data"), None),
            ],
        },
    )


@require_safe
def open_data_file(request: HttpRequest, name: str, kind: str) -> HttpResponseBase:
    """Send a table, as it is now."""
    return _sent(request, _table(request, name), kind)


@require_safe
def open_data_schema(request: HttpRequest, name: str) -> HttpResponse:
    """Describe the columns of a table, as a Table Schema."""
    return _json(_table(request, name).schema())


@require_safe
def open_data_package(request: HttpRequest) -> HttpResponse:
    """Describe all the tables, as a Data Package."""
    tables = open_tables(timezone.now(), _base(request)).values()
    title = _("Commitments of the city")
    return _json(data_package("engagements", title, tables, lambda table: f"{table.name}.csv"))


@require_safe
def figures_csv(request: HttpRequest, number: int) -> HttpResponseBase:
    """Send the figures of one commitment."""
    commitment: Commitment = get_object_or_404(Commitment.objects.on_display(), number=number)
    return _sent(request, figures_of(commitment), "csv")


def _sent(request: HttpRequest, table: OpenTable, kind: str) -> HttpResponseBase:
    headers = {"Content-Disposition": f'attachment; filename="{table.name}.{kind}"'}
    if request.method == "HEAD":
        # Nobody reads the rows: none is asked for.
        return HttpResponse(content_type=_TYPES[kind], headers=headers)
    pieces = table.csv_pieces() if kind == "csv" else table.json_pieces()
    return StreamingHttpResponse(pieces, content_type=_TYPES[kind], headers=headers)


def _table(request: HttpRequest, name: str) -> OpenTable:
    table = open_tables(timezone.now(), _base(request)).get(name)
    if table is None:
        raise Http404
    return table


def _json(content: dict[str, object]) -> JsonResponse:
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})


def _base(request: HttpRequest) -> str:
    return request.build_absolute_uri("/")[:-1]


def _address(table: OpenTable, kind: str) -> str:
    return reverse(f"engagements:open_data_{kind}", args=[table.name])


def _schema_address(table: OpenTable) -> str:
    return reverse("engagements:open_data_schema", args=[table.name])
