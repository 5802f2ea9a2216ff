"""Commenting on an idea: the form, what happens next, one thread read whole."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.enums import Audience
from portal.accounts.models import User
from portal.cms.keyset import BadCursor
from portal.decisions import Decision, Refused
from portal.throttle import client_key

from ... import actions, rules
from ...enums import Reason
from ...forms.reactions import CommentForm
from ...models import Activity, Comment, Contribution
from ...queries.comments import reply_page, shown_comment
from ...views.reporting import found_comment
from .reactions import found_idea, reaction_page, refusal


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def comment(request: HttpRequest, activity: Activity, number: int) -> HttpResponse:
    """The form of a comment or of a reply; nothing typed is ever lost."""
    idea = found_idea(activity, number)
    user = request.user if isinstance(request.user, User) else None
    if "envoye" in request.GET:
        return _sent_page(request, idea)
    decision = rules.may_comment(idea, user, timezone.now())
    if not decision:
        return refusal(request, idea, _label(), decision, typed=request.POST.get("text", ""))
    parent = found_comment(idea, request.GET.get("reponse", ""))
    form = _form(request, idea, user)
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, idea, form, parent)
    if _sent_too_often(request, form):
        form.add_error(
            None,
            _(
                "Many comments came from your connection in the last hour. Your text is kept: "
                "try again later."
            ),
        )
        return _form_page(request, idea, form, parent, status=429)
    return _send(request, idea, user, form, parent)


def _label() -> str:
    return pgettext("action", "Comment")


def _form(request: HttpRequest, idea: Contribution, user: User | None) -> CommentForm:
    return CommentForm(
        request.POST if request.method == "POST" else None,
        initial={"email": user.email if user else ""},
        asks_standing=idea.activity.audience == Audience.EVERYONE,
        may_be_official=bool(rules.may_speak_for_city(user)),
    )


def _sent_too_often(request: HttpRequest, form: CommentForm) -> bool:
    limit, seconds = settings.CONTRIBUTION_LIMIT, settings.CONTRIBUTION_WINDOW_SECONDS
    return not form.take("comment", client_key(request), limit=limit, seconds=seconds)


def _send(
    request: HttpRequest,
    idea: Contribution,
    user: User | None,
    form: CommentForm,
    parent: Comment | None,
) -> HttpResponse:
    """Registers the comment and says what happens next; says so when it already was."""
    at: datetime = timezone.now()
    try:
        added = actions.add_comment(
            contribution=idea,
            at=at,
            user=user,
            parent=parent,
            form_token=form.form_token,
            is_doubted=not form.is_proved,
            **form.comment(),
        )
    except Refused as refused:
        if refused.reason != Reason.ALREADY_SENT:
            decision = Decision(False, refused.reason)
            typed = form.cleaned_data["text"]
            return refusal(request, idea, _label(), decision, typed=typed)
        form.add_error(None, _("This comment is already registered. It was not sent twice."))
        return _form_page(request, idea, form, parent, status=409)
    state = "publie" if added.is_public else "oui"
    reply = f"&reponse={parent.pk}" if parent else ""
    return HttpResponseRedirect(f"{request.path}?envoye={state}{reply}")


def _sent_page(request: HttpRequest, idea: Contribution) -> HttpResponse:
    """What happens next; the draft kept in the browser is forgotten."""
    reply = request.GET.get("reponse", "")[:20]
    page = reaction_page(
        idea,
        _label(),
        is_public=request.GET["envoye"] == "publie",
        draft_key=f"comment-{idea.pk}" + (f"-{reply}" if reply else ""),
    )
    return render(request, "ideas/comment_sent.html", page)


def _form_page(
    request: HttpRequest,
    idea: Contribution,
    form: CommentForm,
    parent: Comment | None,
    *,
    status: int = 200,
) -> HttpResponse:
    page: dict[str, Any] = reaction_page(idea, _label(), form=form, parent=parent)
    return render(request, "ideas/comment.html", page, status=status)


@require_safe
def thread(request: HttpRequest, activity: Activity, number: int, pk: int) -> HttpResponse:
    """One comment with all its replies, by pages."""
    idea = found_idea(activity, number)
    first = shown_comment(idea, pk) if pk < 2**63 else None
    if first is None:
        raise Http404
    try:
        replies = reply_page(first, request.GET.get("suite"))
    except BadCursor as error:
        raise Http404 from error
    user = request.user if isinstance(request.user, User) else None
    decision = rules.may_comment(idea, user, timezone.now())
    page = reaction_page(idea, _label(), comment=first, replies=replies, decision=decision)
    return render(request, "ideas/thread.html", page)
