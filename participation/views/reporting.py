"""Reporting a contribution or a comment that breaks the charter: one view for every mechanism."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from portal.accounts.models import User
from portal.decisions import Decision, Refused
from portal.throttle import client_key

from .. import actions, rules
from ..enums import Reason
from ..forms.reactions import ReportForm
from ..models import Activity, Comment, Contribution
from ..queries.comments import published_comment
from ..queries.reactions import published_contribution


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def report(request: HttpRequest, activity: Activity, number: int) -> HttpResponse:
    """The form of a report, and its acknowledgement; the activity may be closed.

    A mechanism names it in its urls as “report”. 404 for what is not public, so that nothing is
    guessed.
    """
    subject = published_contribution(activity.pk, number)
    if subject is None:
        raise Http404
    if "envoye" in request.GET:
        return _page(request, "participation/report_sent.html", subject)
    comment = found_comment(subject, request.GET.get("commentaire", ""))
    initial = {"email": request.user.email if isinstance(request.user, User) else ""}
    form = ReportForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method != "POST" or not form.is_valid():
        return _page(request, "participation/report.html", subject, form=form, comment=comment)
    limit, seconds = settings.CONTRIBUTION_LIMIT, settings.CONTRIBUTION_WINDOW_SECONDS
    if not form.take("report", client_key(request), limit=limit, seconds=seconds):
        form.add_error(
            None,
            _(
                "Many reports came from your connection in the last hour. Your text is kept: "
                "try again later."
            ),
        )
        return _page(
            request, "participation/report.html", subject, form=form, comment=comment, status=429
        )
    return _send(request, subject, form, comment)


def found_comment(subject: Contribution, asked: str) -> Comment | None:
    """The comment that an address names, if any; 404 unless it is a public one of this text."""
    if not asked:
        return None
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 19 else 0
    found = published_comment(subject, number)
    if found is None:
        raise Http404
    return found


def _send(
    request: HttpRequest, subject: Contribution, form: ReportForm, comment: Comment | None
) -> HttpResponse:
    """Files the report and acknowledges it; says so when it already was."""
    try:
        actions.file_report(
            subject=comment or subject,
            form_token=form.form_token,
            at=timezone.now(),
            **form.report(),
        )
    except Refused as refused:
        if refused.reason != Reason.ALREADY_SENT:
            return _refusal(request, subject, Decision(False, refused.reason), form)
        form.add_error(None, _("This report is already registered. It was not sent twice."))
        return _page(
            request, "participation/report.html", subject, form=form, comment=comment, status=409
        )
    return HttpResponseRedirect(f"{request.path}?envoye=oui")


def _refusal(
    request: HttpRequest, subject: Contribution, decision: Decision, form: ReportForm
) -> HttpResponse:
    """Why this cannot be done now, with what was typed so that it can be copied."""
    return _page(
        request,
        "participation/reaction_refused.html",
        subject,
        message=decision.reason.label if decision.reason else "",
        typed=form.cleaned_data["text"][:20_000],
        sign_in=rules.would_signing_in_help(decision, request.user),
        status=403,
    )


def _page(
    request: HttpRequest, template: str, subject: Contribution, *, status: int = 200, **more: Any
) -> HttpResponse:
    """A page about a contribution, with the way to it."""
    label = _("Report a text")
    context = {
        "activity": subject.activity,
        "contribution": subject,
        "label": label,
        "breadcrumbs": [
            (_("Home"), "/"),
            (_("Take part"), "/participer/"),
            (subject.activity.title, subject.activity.url),
            (subject.say("number"), subject.url),
            (label, None),
        ],
        **more,
    }
    return render(request, template, context, status=status)
