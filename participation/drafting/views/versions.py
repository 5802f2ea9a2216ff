"""Versions of a text: their list, one with its origins, two side by side, their files."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ...models import Activity
from ...views.reading import trail
from .. import exports
from ..forms.versions import CompareForm
from ..models import Drafting, TextVersion
from ..queries.comparing import RowState, compared
from ..queries.deciding import integrated_in
from ..queries.reading import parts_of, version_of, versions_of
from .parts import found_drafting

_TYPES = {
    "pdf": "application/pdf",
    "odt": "application/vnd.oasis.opendocument.text",
}


@require_safe
def versions(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Every version with what it brought, and the choice of two to compare."""
    drafting = found_drafting(activity)
    rows = versions_of(drafting)
    context = {
        "activity": drafting,
        "versions": rows,
        "form": CompareForm(versions=rows) if len(rows) > 1 else None,
        "breadcrumbs": trail(drafting, (_("Versions"), None)),
    }
    return render(request, "drafting/versions.html", context)


def _found(activity: Activity, number: int) -> tuple[Drafting, TextVersion]:
    drafting = found_drafting(activity)
    found = version_of(drafting, number) if number < 2**31 else None
    if found is None:
        raise Http404
    return drafting, found


@require_safe
def version(request: HttpRequest, activity: Activity, number: int) -> HttpResponse:
    """One version: its text, where each sentence comes from, what it integrated."""
    drafting, found = _found(activity, number)
    context = {
        "activity": drafting,
        "version": found,
        "parts": parts_of(found),
        "integrated": integrated_in(found),
        "each": "origines" in request.GET,
        "has_pdf": exports.engine() is not None,
        "breadcrumbs": trail(drafting, *_way(drafting, str(found))),
    }
    return render(request, "drafting/version.html", context)


def _way(drafting: Drafting, last: str) -> list[tuple[str, str | None]]:
    address = drafting.mechanism.url(drafting, "versions") if drafting.mechanism else None
    return [(_("Versions"), address), (last, None)]


@require_safe
def compare(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Two versions side by side; only what changed, unless one asks for the whole."""
    drafting = found_drafting(activity)
    rows = versions_of(drafting)
    form = CompareForm(request.GET, versions=rows)
    context = {"activity": drafting, "form": form}
    if form.is_valid():
        older, newer = form.chosen()
        table = compared(parts_of(older), parts_of(newer))
        changed = [row for row in table if row.state != RowState.SAME]
        context |= {
            "older": older,
            "newer": newer,
            "rows": table if form.cleaned_data["tout"] else changed,
            "changed": len(changed),
            "kept": len(table) - len(changed),
        }
    context["breadcrumbs"] = trail(drafting, *_way(drafting, _("Compare two versions")))
    return render(request, "drafting/compare.html", context)


@require_safe
def version_file(request: HttpRequest, activity: Activity, number: int, kind: str) -> HttpResponse:
    """The text of a version as a tagged PDF or an OpenDocument text; 404 for any other kind."""
    drafting, found = _found(activity, number)
    make = {"pdf": exports.pdf_bytes, "odt": exports.odt_bytes}.get(kind)
    made = make(found, parts_of(found)) if make else None
    if made is None:
        raise Http404
    response = HttpResponse(made, content_type=_TYPES[kind])
    name = f"{drafting.slug}-version-{number}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def version_json(request: HttpRequest, activity: Activity, number: int) -> HttpResponse:
    """The text of a version with the origin of each of its words, as open data."""
    _drafting, found = _found(activity, number)
    return JsonResponse(
        exports.version_data(found, parts_of(found)), json_dumps_params={"ensure_ascii": False}
    )
