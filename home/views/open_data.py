"""The catalogue of open data: a page for people, JSON for programs, and what describes it."""

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from portal.cms.models import SiteSettings
from portal.open_data import Dataset, datasets
from portal.table_schemas import LICENCE

VERSION = "1"
_LICENCE = {"name": LICENCE["title"], "url": LICENCE["path"]}


@require_safe
def catalogue_page(request: HttpRequest) -> HttpResponse:
    """Every file that anybody may take away, filed under the page whose data it holds."""
    found = datasets(timezone.now())
    context = {
        "groups": [
            (about, list(rows)) for about, rows in groupby(found, lambda one: one.about_path)
        ],
        "count": len(found),
        "licence_url": LICENCE["path"],
        "openapi_name": reverse("home:openapi").rpartition("/")[2],
        "api_address": request.build_absolute_uri(reverse("home:api")),
        "breadcrumbs": [(_("Home"), "/"), (_("Open data"), None)],
    }
    return render(request, "home/open_data.html", context)


@require_safe
def api(request: HttpRequest) -> JsonResponse:
    """The same catalogue for programs; docs/open-data.md says what each word means."""
    at = timezone.now()
    city = SiteSettings.for_request(request)
    return _json(
        {
            "version": VERSION,
            "title": str(city.project_name),
            "licence": _LICENCE,
            "generated_at": at.isoformat(timespec="seconds"),
            "openapi": request.build_absolute_uri(reverse("home:openapi")),
            "datasets": [_described(request, one) for one in datasets(at)],
        }
    )


@require_safe
def openapi(request: HttpRequest) -> JsonResponse:
    """What can be asked, as OpenAPI 3.1: the catalogue, then each file it names."""
    city = SiteSettings.for_request(request)
    paths = {
        reverse("home:api"): _operation("catalogue", _("Catalogue of open data"), "json", True),
        reverse("home:openapi"): _operation("openapi", _("This description"), "json"),
    }
    for one in datasets(timezone.now()):
        for file in one.files:
            title = f"{one.about} – {one.title}"
            paths[file.path] = _operation(f"{one.key}-{file.format}", title, file.format)
    return _json(
        {
            "openapi": "3.1.0",
            "info": {
                "title": _("Open data of %(name)s") % {"name": city.project_name},
                "version": VERSION,
                "license": _LICENCE,
            },
            "servers": [{"url": request.build_absolute_uri("/")[:-1]}],
            "paths": paths,
            "components": {"schemas": {"Catalogue": _CATALOGUE}},
        }
    )


def _described(request: HttpRequest, one: Dataset) -> dict[str, Any]:
    return {
        "key": one.key,
        "title": str(one.title),
        "about": {"title": str(one.about), "url": request.build_absolute_uri(one.about_path)},
        "files": [
            {"format": file.format, "url": request.build_absolute_uri(file.path)}
            for file in one.files
        ],
    }


_MEDIA = {
    "csv": "text/csv",
    "json": "application/json",
    "ics": "text/calendar",
    "atom": "application/atom+xml",
}


def _operation(key: str, title: str, kind: str, is_catalogue: bool = False) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Catalogue"} if is_catalogue else {}
    content = {_MEDIA[kind]: {"schema": schema}}
    said = {"200": {"description": title, "content": content}}
    return {"get": {"operationId": key, "summary": title, "responses": said}}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


_TEXT = {"type": "string"}
_URL = {"type": "string", "format": "uri"}
_CATALOGUE = _object(
    version=_TEXT,
    title=_TEXT,
    licence=_object(name=_TEXT, url=_URL),
    generated_at={"type": "string", "format": "date-time"},
    openapi=_URL,
    datasets={
        "type": "array",
        "items": _object(
            key=_TEXT,
            title=_TEXT,
            about=_object(title=_TEXT, url=_URL),
            files={
                "type": "array",
                "items": _object(format={"type": "string", "enum": sorted(_MEDIA)}, url=_URL),
            },
        ),
    },
)


def _json(content: dict[str, Any]) -> JsonResponse:
    """Readable by the pages of other sites too: nothing in it is anybody's."""
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Access-Control-Allow-Origin"] = "*"
    return response
