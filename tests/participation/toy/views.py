"""The pages of the toy."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from participation import rules
from participation.forms.giving import SignedForm
from participation.models import Activity, Contribution
from participation.stories import story
from participation.views.exporting import open_answer
from portal.accounts.models import User
from portal.guarded_forms import GuardedForm

from .actions import drop
from .models import Fountain


class WishForm(SignedForm, GuardedForm):
    """A wish."""

    title = forms.CharField(label="Votre vœu", max_length=100)


@require_safe
def fountain(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The fountain and its wishes."""
    wishes = Contribution.objects.filter(activity=activity).published().order_by("number")
    context = {"activity": activity, "wishes": wishes, "breadcrumbs": [("Accueil", "/")]}
    return render(request, "toy/fountain.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def contribute(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The form of a wish."""
    at = timezone.now()
    if not rules.may_contribute(activity, request.user, at):
        return render(request, "toy/fountain.html", {"activity": activity}, status=403)
    form = WishForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "toy/drop.html", {"activity": activity, "form": form})
    given = {name: form.cleaned_data[name] for name in ("title", "display_name", "email")}
    author = request.user if isinstance(request.user, User) else None
    made = drop(
        fountain=Fountain.objects.get(pk=activity.pk),
        at=at,
        author=author,
        form_token=form.form_token,
        **given,
    )
    return HttpResponseRedirect(made.story_url)


@require_safe
def wish(request: HttpRequest, activity: Activity, number: int) -> HttpResponse:
    """One wish, with its answer."""
    found = Contribution.objects.filter(activity=activity, number=number).citable()
    one = getattr(request, "previewed", None) or found.with_story().first()
    if one is None:
        raise Http404
    context = {"activity": activity, "wish": one, "steps": story(one, timezone.now())}
    return render(request, "toy/wish.html", context)


@require_safe
def wishes_json(request: HttpRequest, activity: Activity) -> HttpResponseBase:
    """The wishes as open data."""
    return open_answer(request, activity, "json")
