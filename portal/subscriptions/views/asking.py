"""Asking to follow something: in one press with an account, by a mailed link without one."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.models import User
from portal.accounts.rules import may_read
from portal.decisions import Refused
from portal.guarded_forms import GuardedForm
from portal.page_tokens import from_a_page_or_protected, is_carried
from portal.sealed import BadSeal, SealExpired
from portal.throttle import address_key, client_key, take

from ..actions import ask_by_email, confirm, follow, send_own_link, unfollow
from ..forms import LostLinkForm, SubscribeForm
from ..links import asked_in
from ..queries import subject_to_follow, subscriber_of
from ..registry import Subject, find_subjects, general_topics

_HOUR = 3600
TOPIC = "sujet"


def _crumbs(title: str) -> list[tuple[str, str | None]]:
    return [(_("Home"), "/"), (title, None)]


def _choices(topic: str) -> list[Subject]:
    """What is proposed to a stranger: what was asked for, then what is about many things."""
    asked = subject_to_follow(topic, None)
    general = find_subjects(general_topics())
    others = [
        general[key]
        for key in general_topics()
        if key in general and key != topic and may_read(general[key].audience, None)
    ]
    return [asked, *others] if asked else others


def _first_choice(request: HttpRequest, subjects: Sequence[Subject]) -> list[str]:
    """What is ticked at first: the one thing whose own button was pressed, and nothing else.

    Silence and boxes ticked beforehand are no consent (GDPR, recital 32).
    """
    asked = request.GET.getlist(TOPIC)
    return [one.key for one in subjects if [one.key] == asked]


# The first step is a form on pages that caches share, which cannot hold a token of this visitor's.
# It only opens the second one, which holds one.
@from_a_page_or_protected
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """The form without an account; the same answer whoever the address is."""
    topic = (request.POST.get(TOPIC) or request.GET.get(TOPIC) or "")[:80]
    if isinstance(request.user, User) and request.method != "POST":
        return _one_press(request, topic)
    subjects = _choices(topic)
    sent = request.method == "POST" and not is_carried(request)
    initial = {
        "topics": _first_choice(request, subjects),
        "email": request.POST.get("email", "")[:254],
    }
    form = SubscribeForm(request.POST if sent else None, subjects=subjects, initial=initial)
    status = 200
    if sent and form.is_valid():
        if _may_ask(request, form):
            asked = form.asked()
            if _may_receive(asked.email):
                ask_by_email(asked=asked)
            return HttpResponseRedirect(reverse("subscriptions:link_sent"))
        status = 429
    title = _("Follow by e-mail")
    context = {"form": form, "topic": topic, "breadcrumbs": _crumbs(title)}
    return render(request, "subscriptions/ask.html", context, status=status)


def _may_ask(request: HttpRequest, form: GuardedForm) -> bool:
    limit, key = settings.SUBSCRIBE_LIMIT, client_key(request)
    if take("subscribe", key, limit=limit, seconds=_HOUR):
        return True
    form.add_error(None, _("Many links were asked for from this connection. Try again in an hour."))
    return False


def _may_receive(email: str) -> bool:
    """Whether this address may receive one more link; who asks is not told."""
    limit = settings.SUBSCRIBE_LINKS_PER_ADDRESS
    return take("subscribe-to", address_key(email), limit=limit, seconds=_HOUR)


def _one_press(request: HttpRequest, topic: str) -> HttpResponse:
    """What somebody signed in sees instead of the form: a button, or their own list."""
    subject = subject_to_follow(topic, request.user)
    if subject is None:
        return HttpResponseRedirect(reverse("subscriptions:mine"))
    title = _("Follow by e-mail")
    context = {"subject": subject, "breadcrumbs": _crumbs(title)}
    return render(request, "subscriptions/one_press.html", context)


@require_safe
@never_cache
def link_sent(request: HttpRequest) -> HttpResponse:
    """A link was sent, if the address exists: what to do now."""
    context = {
        "days": settings.SUBSCRIBE_LINK_SECONDS // 86_400,
        "breadcrumbs": _crumbs(_("Check your mailbox")),
    }
    return render(request, "subscriptions/link_sent.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def confirm_link(request: HttpRequest, token: str) -> HttpResponse:
    """The page of a mailed link: opening it changes nothing, its button does."""
    context: dict[str, Any] = {"breadcrumbs": _crumbs(_("Follow by e-mail"))}
    try:
        asked = asked_in(token)
    except (BadSeal, SealExpired) as error:
        context["expired"] = isinstance(error, SealExpired)
        return render(request, "subscriptions/dead_link.html", context, status=404)
    if request.method == "POST":
        try:
            subscriber = confirm(asked=asked, at=timezone.now())
        except Refused as refused:
            context["refusal"] = refused.reason.label
            return render(request, "subscriptions/dead_link.html", context, status=404)
        return HttpResponseRedirect(f"{subscriber.manage_url}?fait=suivi")
    found = find_subjects(asked.topics)
    context["subjects"] = [found[key] for key in asked.topics if key in found]
    return render(request, "subscriptions/confirm.html", context)


@require_POST
@login_required
@never_cache
def press(request: HttpRequest) -> HttpResponse:
    """One press: follows or stops a topic with one's account, then back to its page."""
    topic, at = request.POST.get(TOPIC, "")[:80], timezone.now()
    subject = subject_to_follow(topic, request.user)
    user: User = request.user  # type: ignore[assignment]
    if request.POST.get("action") == "arreter":
        subscriber = subscriber_of(user)
        if subscriber is not None:
            unfollow(subscriber=subscriber, topic=topic)
    else:
        try:
            follow(topic=topic, at=at, user=user)
        except Refused as refused:
            context = {"refusal": refused.reason.label, "breadcrumbs": _crumbs(_("Follow"))}
            return render(request, "subscriptions/dead_link.html", context, status=404)
    back = f"{subject.url}#suivre" if subject else reverse("subscriptions:mine")
    return HttpResponseRedirect(back)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def lost_link(request: HttpRequest) -> HttpResponse:
    """Finds one's list again by a mailed link; never says whether the address has one."""
    form, status = LostLinkForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        if _may_ask(request, form):
            if _may_receive(form.cleaned_data["email"]):
                send_own_link(email=form.cleaned_data["email"])
            return HttpResponseRedirect(reverse("subscriptions:link_sent"))
        status = 429
    context = {"form": form, "breadcrumbs": _crumbs(_("Find my subscriptions"))}
    return render(request, "subscriptions/lost_link.html", context, status=status)
