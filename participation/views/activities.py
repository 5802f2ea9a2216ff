"""Open, coming and closed activities; the six levels; the door of each activity."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, URLResolver
from django.urls.resolvers import RegexPattern
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_safe

from .. import rules
from ..enums import ActivityState, Level
from ..mechanism import mechanisms
from ..models import Activity
from ..queries import activity_lists, level_lines, next_opening

# What the list can be narrowed to, by the words of addresses.
_STATES = [*ActivityState.choices, ("archived", _lazy("Archived"))]


@require_safe
def activities(request: HttpRequest) -> HttpResponse:
    """What one can take part in: open, coming, closed; by level and state."""
    at = timezone.now()
    level = request.GET.get("niveau", "")
    state = request.GET.get("etat", "")
    chosen = int(level) if level in {str(number) for number in Level.values} else None
    lists = activity_lists(
        request.user, at, level=chosen, state=state if state in dict(_STATES) else ""
    )
    context = {
        "lists": lists,
        "at": at,
        "levels": level_lines(request.user, at),
        "chosen_level": chosen,
        "chosen_state": state,
        "states": _STATES,
        "next_opening": None if lists.open else next_opening(request.user, at),
        "breadcrumbs": [(_("Home"), "/"), (_("Take part"), None)],
    }
    return render(request, "participation/activities.html", context)


@require_safe
def levels(request: HttpRequest) -> HttpResponse:
    """The six levels: what one can do, what the city promises, who decides, what is open."""
    context = {
        "lines": level_lines(request.user, timezone.now()),
        "breadcrumbs": [
            (_("Home"), "/"),
            (_("Take part"), "/participer/"),
            (_("The six levels"), None),
        ],
    }
    return render(request, "participation/levels.html", context)


def activity(request: HttpRequest, slug: str, rest: str = "") -> HttpResponse:
    """Finds the activity, asks whether it may be seen, and lets its mechanism answer.

    404 for what is not published; the sign-in page for a visitor and 403 for a resident when it
    is for agents. What a mechanism keeps behind a door of its own is answered by that door.
    """
    found, refusal = _found(request, slug, rest)
    if refusal is not None:
        return refusal
    view, kwargs = _inside(found, rest)
    if view is None:
        return _with_slash(request)
    response: HttpResponse = view(request, activity=found, **kwargs)
    return response


@require_safe
def data_card(request: HttpRequest, slug: str) -> HttpResponse:
    """What the forms of an activity keep, why, who reads it, until when; as the law asks."""
    found, refusal = _found(request, slug)
    if refusal is not None:
        return refusal
    context = {
        "activity": found,
        "card": found.data_card,
        "breadcrumbs": [
            (_("Home"), "/"),
            (_("Take part"), "/participer/"),
            (found.title, found.url),
            (_("Personal data"), None),
        ],
    }
    return render(request, "participation/data_card.html", context)


def _found(request: HttpRequest, slug: str, rest: str = "") -> tuple[Activity, HttpResponse | None]:
    """The activity, and the way to the sign-in page when that is all that lacks."""
    found = Activity.objects.select_related("tally", "department").filter(slug=slug).first()
    if found is None or not found.live or found.mechanism is None:
        return _behind_a_door(request, found, rest)
    decision = rules.may_see(found, request.user)
    if decision:
        return found, None
    if rules.would_signing_in_help(decision, request.user):
        return found, redirect_to_login(request.get_full_path())
    raise PermissionDenied(decision.reason.label if decision.reason else "")


def _behind_a_door(
    request: HttpRequest, found: Activity | None, rest: str
) -> tuple[Activity, HttpResponse | None]:
    """A draft, for the door that its mechanism keeps; 404 for everything else.

    A visitor is led to the sign-in page whatever the address names, something or nothing: nobody
    learns by it that a draft is there.
    """
    doors = {one.own_door for one in mechanisms() if one.own_door}
    if not any(rest.startswith(door) for door in doors):
        raise Http404
    if not request.user.is_authenticated:
        return Activity(), redirect_to_login(request.get_full_path())
    own = found.mechanism.own_door if found and found.mechanism else ""
    if found is None or not own or not rest.startswith(own):
        raise Http404
    return found, None


def _inside(activity: Activity, rest: str) -> tuple[Any, dict[str, Any]]:
    """The mechanism's view for the rest of the address; none when only a final slash lacks."""
    resolver = URLResolver(RegexPattern(r"^"), activity.mechanism.urlconf)  # type: ignore[union-attr]
    try:
        match = resolver.resolve(rest)
    except Resolver404:
        try:
            resolver.resolve(f"{rest}/")
        except Resolver404 as error:
            raise Http404 from error
        return None, {}
    return match.func, match.kwargs


def _with_slash(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(request.path + "/")
