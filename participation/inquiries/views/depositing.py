"""Giving an observation: the form, its second reading, the receipt. Nothing typed is ever lost."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.decisions import Decision, Refused
from portal.throttle import client_key, exhausted, take

from ...actions import describe_files, drop_file, stage_file
from ...enums import FileKind
from ...forms.files import no_room_for, said_of
from ...models import Activity
from ...queries.files import staged_files
from ...views.reading import trail
from ...views.tracking import unknown
from .. import rules
from ..actions import Deposit, deposit_observation
from ..enums import InquiryReason, ObservationChannel
from ..forms.depositing import ObservationForm
from ..models import Inquiry, Observation
from ..queries.listing import observation_of
from ..queries.procedures import register_of
from .parts import found_inquiry

_HOUR = 3600
# How many unknown receipts one connection may try in an hour, as at /suivi/.
_GUESSES = 60


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def contribute(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The form in two steps, write then read again: once sent, nothing can be taken back."""
    inquiry = found_inquiry(activity)
    at = timezone.now()
    decision = rules.may_deposit(register_of(inquiry), at, at)
    if not decision:
        return _refusal(request, inquiry, decision)
    if request.method != "POST":
        return _form_page(request, inquiry, ObservationForm())
    form = ObservationForm(request.POST, request.FILES)
    form.is_valid()
    _keep_files(request, inquiry, form)
    asked = "retirer" if "retirer" in request.POST else request.POST.get("action", "relire")
    if asked not in {"relire", "envoyer"}:
        form.forgive()
        return _form_page(request, inquiry, form)
    if asked == "envoyer" and (before := _sent_before(form)):
        return _already_sent(request, inquiry, form, before)
    if staged_files(form.form_token):
        form.excuse_text()
    if form.errors:
        return _form_page(request, inquiry, form)
    if asked == "relire":
        return render(request, "inquiries/review.html", _page(inquiry, form))
    return _send(request, inquiry, form)


def _keep_files(request: HttpRequest, inquiry: Inquiry, form: ObservationForm) -> None:
    """Keeps what came with the form, whatever is wrong with the rest of it."""
    if not form.form_token:
        return
    if descriptions := form.descriptions():
        describe_files(form_token=form.form_token, descriptions=descriptions)
    removed = request.POST.get("retirer", "")
    if removed.isascii() and removed.isdigit():
        drop_file(form_token=form.form_token, pk=int(removed[:18]))
    for upload in form.uploads:
        field = "pictures" if upload.kind == FileKind.PICTURE else "document"
        if not take("upload", client_key(request), limit=settings.UPLOAD_LIMIT, seconds=_HOUR):
            told = _("it was not kept: many files came from your connection. Try in an hour.")
            form.add_error(field, said_of(upload.name, told))
        elif not stage_file(
            activity=inquiry, form_token=form.form_token, upload=upload, at=timezone.now()
        ):
            form.add_error(field, no_room_for(upload.name))


def _send(request: HttpRequest, inquiry: Inquiry, form: ObservationForm) -> HttpResponse:
    """Writes it in the register and leads to its receipt; says so when it already was."""
    limit, seconds = settings.CONTRIBUTION_LIMIT, settings.CONTRIBUTION_WINDOW_SECONDS
    if not form.take("observation", client_key(request), limit=limit, seconds=seconds):
        message = _(
            "Many observations came from your connection in the last hour. Your text is kept: "
            "try again later, or send it by e-mail."
        )
        form.add_error(None, message)
        return _form_page(request, inquiry, form, status=429)
    at = timezone.now()
    given = Deposit(
        channel=ObservationChannel.WEB,
        received_at=at,
        form_token=form.form_token,
        **form.observation(),
    )
    try:
        line = deposit_observation(inquiry=inquiry, given=given, at=at)
    except Refused as refused:
        if refused.reason == InquiryReason.ALREADY_SENT:
            before = _sent_before(form)
            if before is not None:
                return _already_sent(request, inquiry, form, before)
        return _refusal(request, inquiry, Decision(False, refused.reason))
    return HttpResponseRedirect(line.receipt_url)


def _sent_before(form: ObservationForm) -> Observation | None:
    """What this very form already wrote: its files are no longer among those of a draft."""
    if not form.form_token:
        return None
    return Observation.objects.filter(form_token=form.form_token).first()


def _already_sent(
    request: HttpRequest, inquiry: Inquiry, form: ObservationForm, before: Observation
) -> HttpResponse:
    said = _(
        "This observation is already in the register, under the receipt %(receipt)s. "
        "It was not sent twice."
    )
    form.add_error(None, said % {"receipt": before.receipt_display})
    return _form_page(request, inquiry, form, status=409)


def _page(inquiry: Inquiry, form: ObservationForm | None, **more: Any) -> dict[str, Any]:
    return {
        "activity": inquiry,
        "form": form,
        "kept_files": staged_files(form.form_token) if form and form.form_token else [],
        "breadcrumbs": trail(inquiry, (_("Give my opinion"), None)),
        **more,
    }


def _form_page(
    request: HttpRequest, inquiry: Inquiry, form: ObservationForm, *, status: int = 200
) -> HttpResponse:
    return render(request, "inquiries/deposit.html", _page(inquiry, form), status=status)


def _refusal(request: HttpRequest, inquiry: Inquiry, decision: Decision) -> HttpResponse:
    """Why nothing is received now, with the text typed so that it can be copied."""
    page = _page(
        inquiry,
        None,
        decision=decision,
        typed=request.POST.get("text", "").strip()[:20_000],
        had_files=bool(request.FILES),
    )
    return render(request, "inquiries/closed.html", page, status=403)


@require_safe
@never_cache
def receipt(request: HttpRequest, activity: Activity, receipt: str) -> HttpResponse:
    """The receipt: number, moment, fingerprint, for whoever holds its number."""
    inquiry = found_inquiry(activity)
    if exhausted("receipt", client_key(request), limit=_GUESSES, seconds=_HOUR):
        return unknown(request, receipt[:60])
    found = Observation.objects.filter(inquiry=inquiry.pk).by_receipt(receipt)  # type: ignore[attr-defined]
    if found is None:
        return unknown(request, receipt[:60])
    context = {
        "activity": inquiry,
        "observation": observation_of(inquiry, found.number),
        "breadcrumbs": trail(inquiry, (_("Receipt"), None)),
    }
    return render(request, "inquiries/receipt.html", context)
