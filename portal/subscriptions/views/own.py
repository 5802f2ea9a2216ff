"""One's own subscriptions: the list, how often, stopping one or all; stopping by one click."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from portal.accounts.models import User
from portal.sealed import BadSeal

from ..actions import change_frequency, stop_all, unfollow
from ..forms import FrequencyForm
from ..links import managed_by, stopped_by
from ..models import Subscriber
from ..queries import followed_by, subscriber_by, subscriber_of
from ..registry import find_subjects

# What was just done, said at the top of the list.
_DONE = {"suivi", "rythme", "arret", "tout"}


def _crumbs(request: HttpRequest) -> list[tuple[str, str | None]]:
    account = [(_("My account"), "/compte/")] if request.user.is_authenticated else []
    return [(_("Home"), "/"), *account, (_("My subscriptions"), None)]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """The subscriptions of an account."""
    user: User = request.user  # type: ignore[assignment]
    return _list(request, subscriber_of(user))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The same by the link at the foot of each message, without an account."""
    try:
        subscriber = subscriber_by(managed_by(token))
    except BadSeal:
        context = {"breadcrumbs": _crumbs(request)}
        return render(request, "subscriptions/dead_link.html", context, status=404)
    return _list(request, subscriber)


def _list(request: HttpRequest, subscriber: Subscriber | None) -> HttpResponse:
    form = FrequencyForm(initial={"frequency": subscriber.frequency if subscriber else ""})
    if request.method == "POST":
        done = _do(request, subscriber)
        if isinstance(done, str):
            return HttpResponseRedirect(f"{request.path}?fait={done}")
        form = done
    said = request.GET.get("fait", "")
    context: dict[str, Any] = {
        "subscriber": subscriber,
        "followed": followed_by(subscriber) if subscriber else [],
        "form": form,
        "said": said if said in _DONE else "",
        "breadcrumbs": _crumbs(request),
    }
    return render(request, "subscriptions/mine.html", context)


def _do(request: HttpRequest, subscriber: Subscriber | None) -> str | FrequencyForm:
    """Does what was pressed; its word, or the form that has a fault."""
    action = request.POST.get("action", "")
    if subscriber is None:
        return "tout"
    if action == "tout":
        stop_all(subscriber=subscriber)
        return "tout"
    if action == "arret":
        unfollow(subscriber=subscriber, topic=request.POST.get("sujet", "")[:80])
        return "arret"
    form = FrequencyForm(request.POST)
    if not form.is_valid():
        return form
    frequency = form.cleaned_data["frequency"]
    change_frequency(subscriber=subscriber, frequency=frequency, at=timezone.now())
    return "rythme"


# Mail software posts here by itself, without cookie nor token (RFC 8058): the seal is the proof.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stops what a message was about, or everything: by one press here, or in the mail software.

    Opening it stops nothing: software that follows links before people do stops nobody.
    """
    context: dict[str, Any] = {"breadcrumbs": [(_("Home"), "/"), (_("Stop following"), None)]}
    try:
        handle = stopped_by(token)
    except BadSeal:
        return render(request, "subscriptions/dead_link.html", context, status=404)
    subscriber = subscriber_by(handle)
    if request.method == "POST" and subscriber is not None:
        if handle.topic:
            unfollow(subscriber=subscriber, topic=handle.topic)
        else:
            stop_all(subscriber=subscriber)
    still = subscriber is not None and request.method != "POST"
    subject = find_subjects([handle.topic]).get(handle.topic) if handle.topic else None
    if still and subscriber is not None and handle.topic:
        still = subscriber.subscriptions.filter(topic=handle.topic).exists()
    context |= {
        "still": still,
        "subject": subject,
        "only": bool(handle.topic),
        "manage_url": subscriber.manage_url if subscriber and subscriber.pk else "",
    }
    return render(request, "subscriptions/stop.html", context)
