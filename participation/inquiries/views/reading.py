"""Reading a procedure: its page, its notice, its register, one observation."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ...models import Activity
from ...queries.processes import processes_of
from ...views.reading import page_or_404, pager, trail
from .. import rules
from ..enums import ObservationChannel
from ..forms.filters import ObservationFilterForm
from ..models import Inquiry, Observation
from ..queries.listing import counted_by_channel, observation_of, observation_page
from ..queries.pages import InquiryPage, page_of
from ..queries.procedures import register_of
from .parts import found_inquiry


def page_context(inquiry: Inquiry, page: InquiryPage, at: Any) -> dict[str, Any]:
    """What the templates of the procedure ask, in the preview too."""
    return {
        "activity": inquiry,
        "regime": inquiry.regime,
        "page": page,
        "at": at,
        "today": timezone.localdate(at),
        "state": inquiry.state(at),
        "register_state": page.register.state(at) if page.register else "draft",
        "may_deposit": rules.may_deposit(page.register, at, at),
    }


@require_safe
def inquiry(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The procedure: what is decided, the dossier, how to give one's opinion, what follows."""
    found = found_inquiry(activity)
    at = timezone.now()
    context = {
        **page_context(found, page_of(found), at),
        "processes": processes_of(found, request.user),
        "social_title": found.title,
        "social_description": found.introduction,
        "breadcrumbs": trail(found),
    }
    return render(request, "inquiries/inquiry.html", context)


@require_safe
def notice(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The notice as it is published and posted: all that the order says, on one sheet."""
    found = found_inquiry(activity)
    page = page_of(found)
    if page.register is None or page.register.announced_at is None:
        raise Http404
    context = {
        **page_context(found, page, timezone.now()),
        "breadcrumbs": trail(found, (_("Notice"), None)),
    }
    return render(request, "inquiries/notice.html", context)


@require_safe
def register(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The register: every observation, in order of time, with its filters."""
    found = found_inquiry(activity)
    asked = ObservationFilterForm(request.GET)
    filters = asked.filters()
    page = page_or_404(lambda: observation_page(found, filters, request.GET.get("suite")))
    base = found.page("observations")
    at = timezone.now()
    held = register_of(found)
    counts = counted_by_channel(found)
    context = {
        "activity": found,
        "at": at,
        "register": held,
        "register_state": held.state(at) if held else "draft",
        "may_deposit": rules.may_deposit(held, at, at),
        "counts": [(str(ObservationChannel(name).label), n) for name, n in counts.items() if n],
        "form": ObservationFilterForm(
            initial={"q": filters.words, "canal": filters.channel, "tri": filters.order}
        ),
        "filters": filters,
        "observations": page.items,
        "pager": pager(page, lambda cursor: f"{base}{filters.query(suite=cursor)}"),
        "breadcrumbs": trail(found, (_("Register of observations"), None)),
    }
    return render(request, "inquiries/register.html", context)


@require_safe
def observation(request: HttpRequest, activity: Activity, number: int) -> HttpResponse:
    """One observation as given, with its files, its fingerprint, the reply of the applicant."""
    found = found_inquiry(activity)
    line = observation_of(found, number)
    if line is None:
        raise Http404
    context = {
        "activity": found,
        "observation": line,
        "replies": list(line.replies.all()),
        **_around(found, line),
        "social_title": _("Observation no. %(number)s") % {"number": number},
        "breadcrumbs": trail(
            found,
            (_("Register of observations"), found.page("observations")),
            (_("Observation no. %(number)s") % {"number": number}, None),
        ),
    }
    return render(request, "inquiries/observation.html", context)


def _around(inquiry: Inquiry, line: Observation) -> dict[str, str]:
    """The addresses of the lines before and after in the register."""
    held = register_of(inquiry)
    last = held.last_number if held else line.number
    around = {"before_url": line.number - 1, "after_url": line.number + 1}
    return {
        name: inquiry.page("observation", number=number) if 1 <= number <= last else ""
        for name, number in around.items()
    }
