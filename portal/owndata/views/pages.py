"""What the pages of an account and those of an address have in common."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.personal_data import Person
from portal.cms.models import SiteSettings

from ..exports import Heading, archive, filename
from ..forms import ErasureForm
from ..queries import may_be_erased, overview, spotted, withdrawable

DAY = 86_400


def trail(*last: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """The way to a page."""
    return [(_("Home"), "/"), *last]


def sent(request: HttpRequest) -> Any:
    """What a form sent; None when it is only looked at."""
    return request.POST if request.method == "POST" else None


def overview_page(request: HttpRequest, person: Person, **context: Any) -> HttpResponse:
    """What is kept, in words and figures, and what may be done with it."""
    context = {"parts": overview(person), "limit": settings.OWN_DATA_FILES_PER_DAY, **context}
    return render(request, "owndata/overview.html", context, status=context.pop("status", 200))


def erasure_form(person: Person, at: datetime, data: Any = None) -> ErasureForm:
    """The form, with the choices that this person has."""
    return ErasureForm(data, withdrawable=withdrawable(person, at), spotted=list(spotted(person)))


def erasure_page(
    request: HttpRequest, person: Person, form: ErasureForm, **context: Any
) -> HttpResponse:
    """What becomes of each thing, the choices, and the button; or why it may not be."""
    decision = may_be_erased(person)
    context = {
        "parts": overview(person),
        "form": form,
        "refusal": decision.reason.label if decision.reason else "",
        **context,
    }
    return render(request, "owndata/erase.html", context, status=context.pop("status", 200))


def archive_response(request: HttpRequest, person: Person) -> StreamingHttpResponse:
    """The archive as it is made; nobody may keep it on the way."""
    at = timezone.now()
    heading = Heading(SiteSettings.for_request(request).project_name, at)
    content: Iterator[bytes] = archive(person, heading)
    response = StreamingHttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{filename(at)}"'
    response["Cache-Control"] = "private, no-store"
    return response


def forget_device(response: HttpResponse) -> HttpResponse:
    """Takes the supporter's number out of this browser: it leads to nobody any more."""
    # Browsers refuse the deletion of a “__Host-” cookie that does not repeat its attributes.
    response.set_cookie(
        settings.SUPPORTER_COOKIE_NAME,
        "",
        max_age=0,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
