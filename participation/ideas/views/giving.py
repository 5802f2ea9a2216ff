"""Giving an idea: the form, its second reading, the receipt."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.models import User
from portal.decisions import Decision, Refused
from portal.throttle import client_key, exhausted, take

from ... import rules
from ...actions import describe_files, drop_file, stage_file
from ...eligibility import CHECKED, EligibilityReason
from ...enums import FileKind, Reason
from ...forms.files import no_room_for, said_of
from ...models import Activity, Contribution
from ...queries.files import staged_files
from ...queries.similar import similar
from ...views.reading import trail
from ...views.tracking import receipt_page
from ..actions import submit_idea
from ..forms.giving import IdeaForm
from ..models import IdeaConsultation
from ..rules import TEXT_MAXIMUM, TITLE_MAXIMUM
from .parts import found_call

_HOUR = 3600


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def contribute(request: HttpRequest, activity: Activity) -> HttpResponse:
    """The form in two steps, write then read again; nothing typed or joined is ever lost."""
    call = found_call(activity)
    decision = rules.may_contribute(call, request.user, timezone.now())
    if not decision:
        return _refusal(request, call, decision)
    if request.method != "POST":
        return _form_page(request, call, IdeaForm(consultation=call, initial=_known(request)))
    form = IdeaForm(request.POST, request.FILES, consultation=call)
    if not _may_try(request, call, form):
        return _form_page(request, call, form, status=429)
    _keep_files(request, call, form)
    asked = "retirer" if "retirer" in request.POST else request.POST.get("action", "relire")
    if asked not in {"relire", "envoyer"}:
        form.forgive()
        return _form_page(request, call, form, look=asked == "proches")
    if not form.is_valid():
        return _form_page(request, call, form)
    if asked == "relire":
        return render(request, "ideas/review.html", _page(request, call, form, look=True))
    return _send(request, call, form)


def _may_try(request: HttpRequest, call: IdeaConsultation, form: IdeaForm) -> bool:
    """Checks the form; False when too many proofs were tried in vain from this connection."""
    key, limit = client_key(request), settings.ELIGIBILITY_LIMIT
    checked = call.eligibility in CHECKED
    form.looks_up = not (checked and exhausted("proof", key, limit=limit, seconds=_HOUR))
    form.is_valid()
    if not form.looks_up:
        said = _("Many tries came from your connection. Your text is kept: try again in an hour.")
        form.add_error(None, said)
        return False
    if form.failed_lookup:
        take("proof", key, limit=limit, seconds=_HOUR)
    return True


def _keep_files(request: HttpRequest, call: IdeaConsultation, form: IdeaForm) -> None:
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
        limit = settings.UPLOAD_LIMIT
        if not take("upload", client_key(request), limit=limit, seconds=_HOUR):
            told = _("it was not kept: many files came from your connection. Try in an hour.")
            form.add_error(field, said_of(upload.name, told))
        elif not stage_file(
            activity=call, form_token=form.form_token, upload=upload, at=timezone.now()
        ):
            form.add_error(field, no_room_for(upload.name))


def _known(request: HttpRequest) -> dict[str, Any]:
    """What a signed-in person need not type again."""
    # Never a name nor a department: they are for the person to give, idea by idea.
    return {"email": request.user.email} if isinstance(request.user, User) else {}


def _send(request: HttpRequest, call: IdeaConsultation, form: IdeaForm) -> HttpResponse:
    """Registers the idea and leads to its receipt; says so when it already was."""
    key = client_key(request)
    limit, seconds = settings.CONTRIBUTION_LIMIT, settings.CONTRIBUTION_WINDOW_SECONDS
    if not form.take("contribution", key, limit=limit, seconds=seconds):
        message = _(
            "Many ideas came from your connection in the last hour. Your text is kept: "
            "try again later, or give it on paper."
        )
        form.add_error(None, message)
        return _form_page(request, call, form, status=429)
    try:
        given = submit_idea(
            consultation=call,
            at=timezone.now(),
            author=request.user if isinstance(request.user, User) else None,
            reader=request.user,
            form_token=form.form_token,
            is_doubted=not form.is_proved,
            **form.idea(),
        )
    except Refused as refused:
        if isinstance(refused.reason, EligibilityReason):
            form.add_error(None, refused.reason.label)
            return _form_page(request, call, form, status=409)
        if refused.reason != Reason.ALREADY_SENT:
            return _refusal(request, call, Decision(False, refused.reason))
        return _already_sent(request, call, form)
    receipt_url = call.mechanism.url(call, "receipt", receipt=given.receipt_display)  # type: ignore[union-attr]
    return HttpResponseRedirect(receipt_url)


def _already_sent(request: HttpRequest, call: IdeaConsultation, form: IdeaForm) -> HttpResponse:
    before = Contribution.objects.get(form_token=form.form_token)
    form.add_error(
        None,
        _("This idea is already registered, under the receipt %(receipt)s. It was not sent twice.")
        % {"receipt": before.receipt_display},
    )
    return _form_page(request, call, form, status=409, already=before)


def _page(
    request: HttpRequest, call: IdeaConsultation, form: IdeaForm | None, *, look: bool = False
) -> dict[str, Any]:
    """What the pages of the form show; `look` adds what resembles the idea."""
    typed = form.data if form and form.is_bound else {}
    title, text = (str(typed.get(name, "")) for name in ("title", "text"))
    found = None
    if look:
        title, text = title[:TITLE_MAXIMUM], text[:TEXT_MAXIMUM]
        found = similar(title, text, user=request.user, at=timezone.now())
    return {
        "activity": call,
        "form": form,
        "similar": found,
        "similar_url": call.mechanism.url(call, "similar") if call.mechanism else "",
        "asked": look,
        "kept_files": staged_files(form.form_token) if form else [],
        "breadcrumbs": trail(call, (_("Give an idea"), None)),
    }


def _form_page(
    request: HttpRequest,
    call: IdeaConsultation,
    form: IdeaForm,
    *,
    status: int = 200,
    already: Contribution | None = None,
    look: bool = False,
) -> HttpResponse:
    context = {**_page(request, call, form, look=look), "already": already}
    return render(request, "ideas/contribute.html", context, status=status)


def _refusal(request: HttpRequest, call: IdeaConsultation, decision: Decision) -> HttpResponse:
    """Why nothing can be sent now, with the text typed so that it can be copied."""
    typed = [request.POST.get(name, "").strip() for name in ("title", "text")]
    context = {
        **_page(request, call, None),
        "decision": decision,
        "typed": "\n\n".join(part for part in typed if part)[:20_000],
        "had_files": bool(request.FILES),
        "sign_in": rules.would_signing_in_help(decision, request.user),
    }
    return render(request, "ideas/closed.html", context, status=403)


@require_safe
@never_cache
def receipt(request: HttpRequest, activity: Activity, receipt: str) -> HttpResponse:
    """The receipt, right after sending: the number to keep, and what comes next."""
    return receipt_page(request, activity, receipt, "ideas/receipt.html")
