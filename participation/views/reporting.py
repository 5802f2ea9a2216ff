"""Reporting an idea or a comment that breaks the charter."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts.models import User
from portal.decisions import Decision, Refused
from portal.throttle import client_key

from .. import actions
from ..enums import Reason
from ..forms.reactions import ReportForm
from ..models import Activity, Comment, Contribution
from .reactions import found_comment, found_idea, reaction_page, refusal


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def report(request: HttpRequest, activity: Activity, number: int) -> HttpResponse:
    """The form of a report, and its acknowledgement; the call may be closed."""
    idea = found_idea(activity, number)
    if "envoye" in request.GET:
        return render(
            request, "participation/reactions/report_sent.html", reaction_page(idea, _label())
        )
    comment = found_comment(idea, request.GET.get("commentaire", ""))
    initial = {"email": request.user.email if isinstance(request.user, User) else ""}
    form = ReportForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method != "POST" or not form.is_valid():
        return _form_page(request, idea, form, comment)
    limit, seconds = settings.CONTRIBUTION_LIMIT, settings.CONTRIBUTION_WINDOW_SECONDS
    if not form.take("report", client_key(request), limit=limit, seconds=seconds):
        form.add_error(
            None,
            _(
                "Many reports came from your connection in the last hour. Your text is kept: "
                "try again later."
            ),
        )
        return _form_page(request, idea, form, comment, status=429)
    return _send(request, idea, form, comment)


def _label() -> str:
    return _("Report a text")


def _send(
    request: HttpRequest, idea: Contribution, form: ReportForm, comment: Comment | None
) -> HttpResponse:
    """Files the report and acknowledges it; says so when it already was."""
    try:
        actions.file_report(
            subject=comment or idea,
            form_token=form.form_token,
            at=timezone.now(),
            **form.report(),
        )
    except Refused as refused:
        if refused.reason != Reason.ALREADY_SENT:
            decision = Decision(False, refused.reason)
            typed = form.cleaned_data["text"]
            return refusal(request, idea, _label(), decision, typed=typed)
        form.add_error(None, _("This report is already registered. It was not sent twice."))
        return _form_page(request, idea, form, comment, status=409)
    return HttpResponseRedirect(f"{request.path}?envoye=oui")


def _form_page(
    request: HttpRequest,
    idea: Contribution,
    form: ReportForm,
    comment: Comment | None,
    *,
    status: int = 200,
) -> HttpResponse:
    page = reaction_page(idea, _label(), form=form, comment=comment)
    return render(request, "participation/reactions/report.html", page, status=status)
