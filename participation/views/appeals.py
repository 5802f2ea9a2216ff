"""Contesting a refusal: of a contribution by its receipt, of a comment by the link in the mail."""

from contextlib import suppress
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from portal.decisions import Refused
from portal.throttle import client_key

from .. import actions, rules
from ..enums import Moderation
from ..forms.moderation import AppealForm
from ..models import Comment, Contribution
from ..queries.readings import readings
from ..stories import Step
from .tracking import sought, story_page, unknown

# Objections from one connection in an hour; each text can be contested once anyway.
_LIMIT, _SECONDS = 20, 3600
_ANCHOR = "#contester"
_RECEIVED = 303


@require_POST
@never_cache
def appeal(request: HttpRequest, receipt: str) -> HttpResponse:
    """Receives what the author of a refused contribution objects, then shows its story."""
    found = sought(request, receipt)
    if found is None:
        return unknown(request, receipt[:60])
    form = AppealForm(request.POST)
    status = _receive(request, found, form)
    if status != _RECEIVED:
        return story_page(request, found, form, status=status)
    return HttpResponseRedirect(found.story_url + _ANCHOR)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def comment_story(request: HttpRequest, token: str) -> HttpResponse:
    """What became of a comment, for whoever received the mail about it; and its objection."""
    found = Comment.objects.select_related("contribution__activity", "appeal").by_token(token)
    if found is None:
        raise Http404
    if request.method != "POST":
        return _comment_page(request, found, None)
    form = AppealForm(request.POST)
    status = _receive(request, found, form)
    if status != _RECEIVED:
        return _comment_page(request, found, form, status=status)
    return HttpResponseRedirect(found.story_url + _ANCHOR)


def _receive(request: HttpRequest, subject: Contribution | Comment, form: AppealForm) -> int:
    """Keeps the objection, unless the form is wrong (200) or too many came (429)."""
    if not form.is_valid():
        return 200
    if not form.take("appeal", client_key(request), limit=_LIMIT, seconds=_SECONDS):
        form.add_error(None, _("Many objections came from your connection: try again in an hour."))
        return 429
    # Refused: it was contested or published meanwhile, and the story says which.
    with suppress(Refused):
        actions.file_appeal(subject=subject, text=form.cleaned_data["text"], at=timezone.now())
    return _RECEIVED


def _comment_page(
    request: HttpRequest, comment: Comment, form: AppealForm | None, status: int = 200
) -> HttpResponse:
    contested = getattr(comment, "appeal", None)
    may_appeal = rules.may_appeal(comment, is_contested=contested is not None)
    contribution = comment.contribution
    context: dict[str, Any] = {
        "comment": comment,
        "contribution": contribution,
        "activity": contribution.activity,
        "steps": _steps(comment),
        "appeal": contested,
        "appeal_form": (form or AppealForm()) if may_appeal else None,
        "form": form,
        "breadcrumbs": [
            (_("Home"), "/"),
            (_("Follow a contribution"), "/suivi/"),
            (_("Your comment"), None),
        ],
    }
    return render(request, "participation/comment_story.html", context, status=status)


def _steps(comment: Comment) -> list[Step]:
    sent = Step("pencil-simple", _("Sent"), timezone.localdate(comment.submitted_at))
    read = readings(comment)
    if not read and comment.moderation in {Moderation.PENDING, Moderation.PUBLISHED}:
        read = [Step("eye", _("Read by a moderator"), note=_("By the team in charge"), done=False)]
    return [sent, *read]
