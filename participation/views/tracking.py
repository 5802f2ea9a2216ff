"""The story of a contribution, for whoever holds its receipt number."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.throttle import client_key, exhausted, take

from .. import receipts, rules
from ..forms.moderation import AppealForm
from ..models import Activity, Contribution
from ..queries.paper import waiting_coupon
from ..queries.readings import readings
from ..registry import address_elsewhere
from ..stories import story, time_taken
from .reading import trail

# Tries at numbers that do not exist, from one address in an hour, before "later, please".
_LIMIT, _SECONDS = 60, 3600
# What was just done, in the address of the story: the kind of the notice, and its words.
_DONE = {
    "confirme": ("success", gettext_lazy("Your address is confirmed: it will be read now.")),
    "renvoye": (
        "success",
        gettext_lazy("The message was sent again to the address that you gave."),
    ),
    "assez": (
        "warning",
        gettext_lazy("The message was sent several times already. Look in your junk mail."),
    ),
}


@require_safe
@never_cache
def tracking(request: HttpRequest) -> HttpResponse:
    """Asks for a number; leads to its story, or says what to check."""
    typed = request.GET.get("recu", "").strip()[:60]
    if not typed:
        return _ask(request)
    found = sought(request, typed)
    if found is None:
        return _elsewhere(request, typed) or unknown(request, typed)
    return HttpResponseRedirect(found.story_url)


@require_safe
@never_cache
def story_of(request: HttpRequest, receipt: str) -> HttpResponse:
    """Every step of the contribution with this receipt; a plain 404 that says what to do."""
    found = sought(request, receipt)
    if found is None:
        return _elsewhere(request, receipt) or unknown(request, receipt[:60])
    return story_page(request, found)


def _elsewhere(request: HttpRequest, typed: str) -> HttpResponse | None:
    """The way to a receipt of another kind; none after too many wrong ones."""
    if exhausted("receipt", client_key(request), limit=_LIMIT, seconds=_SECONDS):
        return None
    address = address_elsewhere(typed)
    return HttpResponseRedirect(address) if address else None


def story_page(
    request: HttpRequest, found: Contribution, form: AppealForm | None = None, status: int = 200
) -> HttpResponse:
    """The story with each reading, and the form to contest a refusal as long as one may."""
    appeal = getattr(found, "appeal", None)
    may_appeal = rules.may_appeal(found, is_contested=appeal is not None)
    context = {
        "contribution": found,
        "activity": found.activity,
        "steps": story(found, timezone.now(), readings=readings(found)),
        "appeal": appeal,
        "appeal_form": (form or AppealForm()) if may_appeal else None,
        "form": form,
        "taken": time_taken(found),
        "done": _DONE.get(request.GET.get("fait", "")),
        "breadcrumbs": [
            (_("Home"), "/"),
            (_("Follow a contribution"), "/suivi/"),
            (found.receipt_display, None),
        ],
    }
    return render(request, "participation/story.html", context, status=status)


def receipt_page(
    request: HttpRequest, activity: Activity, receipt: str, template: str
) -> HttpResponse:
    """The receipt of a contribution to this activity; says so when the number is not one."""
    found = sought(request, receipt)
    if found is None or found.activity_id != activity.pk:
        return unknown(request, receipt[:60])
    context = {
        "activity": activity,
        "contribution": found,
        "steps": story(found, timezone.now()),
        "breadcrumbs": trail(activity, (_("Receipt"), None)),
    }
    return render(request, template, context)


def sought(request: HttpRequest, receipt: str) -> Contribution | None:
    """The contribution with this receipt, unless too many wrong ones came from this connection."""
    if exhausted("receipt", client_key(request), limit=_LIMIT, seconds=_SECONDS):
        return None
    return Contribution.objects.with_story().by_receipt(receipt)


def _ask(request: HttpRequest) -> HttpResponse:
    context = {"breadcrumbs": [(_("Home"), "/"), (_("Follow a contribution"), None)]}
    return render(request, "participation/tracking.html", context)


def unknown(request: HttpRequest, typed: str) -> HttpResponse:
    """Says that a number leads nowhere, and counts the try."""
    calm = take("receipt", client_key(request), limit=_LIMIT, seconds=_SECONDS)
    number = receipts.normalise(typed)
    not_keyed = calm and number is not None and waiting_coupon(number)
    context = {
        "typed": typed,
        "too_many": not calm,
        "not_keyed": receipts.display(number) if number and not_keyed else "",
        "breadcrumbs": [(_("Home"), "/"), (_("Follow a contribution"), None)],
    }
    status = 200 if not_keyed else 404 if calm else 429
    return render(request, "participation/tracking.html", context, status=status)
