"""Proposing an amendment or leaving a remark: choose, write, see the difference, send."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.models import User
from portal.decisions import Decision, Refused
from portal.throttle import client_key, take

from ... import rules as core_rules
from ...enums import Reason
from ...models import Activity, Contribution
from ...views.reading import trail
from ...views.tracking import receipt_page
from .. import rules
from ..actions import propose_amendment
from ..enums import AmendmentKind, DraftingReason, PartKind
from ..forms.proposing import AmendmentForm
from ..models import Drafting, TextVersion
from ..queries.reading import KINDS, ParagraphNow, latest_version, parts_of
from .parts import found_drafting, found_paragraph, found_version

_HOUR = 3600
# What the person sends again once they have compared: said at the field, nothing is lost.
_AT_THE_FIELD = {DraftingReason.PARAGRAPH_CHANGED, DraftingReason.NOTHING_CHANGES}


@dataclass(frozen=True)
class Asked:
    """What is being proposed, about which paragraph of which version."""

    drafting: Drafting
    version: TextVersion
    found: ParagraphNow
    what: str

    @property
    def kind(self) -> AmendmentKind:
        """What it does to the paragraph."""
        return KINDS[self.what]

    @property
    def current(self) -> str:
        """The words of the paragraph now; none once it is gone."""
        return self.found.wording.text if self.found.wording else ""

    @property
    def label(self) -> str:
        """What one does here, in words."""
        said = {
            AmendmentKind.REPLACE: _("Change paragraph %(label)s"),
            AmendmentKind.ADD: _("Add a paragraph after %(label)s"),
            AmendmentKind.DELETE: _("Remove paragraph %(label)s"),
            AmendmentKind.REMARK: _("Comment on paragraph %(label)s"),
        }
        return said[self.kind] % {"label": self.found.name}


@require_safe
@never_cache
def choose(request: HttpRequest, activity: Activity) -> HttpResponse:
    """Where one begins: the paragraphs, each with what may be proposed about it."""
    drafting = found_drafting(activity)
    version = latest_version(drafting)
    decision = rules.may_propose(drafting, version, request.user, timezone.now())
    if not decision or version is None:
        return _closed(request, drafting, _("Propose an amendment"), decision)
    context = {
        "activity": drafting,
        "version": version,
        "parts": parts_of(version),
        "breadcrumbs": trail(drafting, (_("Propose an amendment"), None)),
    }
    return render(request, "drafting/choose.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def propose(request: HttpRequest, activity: Activity, key: str, what: str) -> HttpResponse:
    """The form, without account; “see the difference” shows it and keeps nothing."""
    drafting = found_drafting(activity)
    version = found_version(drafting)
    if what not in KINDS:
        raise Http404
    asked = Asked(drafting, version, found_paragraph(drafting, key, version), what)
    decision = _may(asked, request)
    if not decision:
        return _closed(request, drafting, asked.label, decision)
    if request.method != "POST":
        return _form_page(request, asked, _first_form(request, asked))
    if request.headers.get("X-Requested-With") == "difference":
        return _live_difference(request, asked)
    if "voir" in request.POST and (seen := _looked_at(request, asked)):
        return _form_page(request, asked, seen, seen=True)
    form = AmendmentForm(request.POST, kind=asked.kind)
    if not form.is_valid():
        return _form_page(request, asked, form)
    return _send(request, asked, form)


def _live_difference(request: HttpRequest, asked: Asked) -> HttpResponse:
    """The difference as a piece of page, fetched while somebody writes; nothing is kept."""
    limit = settings.DIFFERENCE_LIMIT
    if not take("difference", client_key(request), limit=limit, seconds=_HOUR):
        return HttpResponse(status=429)
    seen = _looked_at(request, asked)
    if seen is None:
        return HttpResponse(status=413)
    context = {"old": asked.current, "new": seen.typed}
    return render(request, "drafting/includes/live_difference.html", context)


def _may(asked: Asked, request: HttpRequest) -> Decision:
    decision = rules.may_propose(asked.drafting, asked.version, request.user, timezone.now())
    if not decision:
        return decision
    if asked.found.wording is None:
        return Decision(False, DraftingReason.PARAGRAPH_GONE)
    if asked.kind == AmendmentKind.DELETE and asked.found.paragraph.kind == PartKind.HEADING:
        return Decision(False, DraftingReason.HEADING_STAYS)
    return decision


def _first_form(request: HttpRequest, asked: Asked) -> AmendmentForm:
    """The form with the paragraph as it is, to be changed directly."""
    known = {"email": request.user.email} if isinstance(request.user, User) else {}
    replaces = asked.kind == AmendmentKind.REPLACE
    words = {"proposed": asked.current} if replaces else {}
    return AmendmentForm(initial={"read": asked.version.number, **words, **known}, kind=asked.kind)


def _looked_at(request: HttpRequest, asked: Asked) -> AmendmentForm | None:
    """The form as it is, without a word on what is not written yet; None when it is too long."""
    names = ("token", *AmendmentForm.base_fields)
    typed = {name: request.POST.get(name, "").replace("\x00", "") for name in names}
    form = AmendmentForm(initial=typed, kind=asked.kind)
    return form if len(form.typed) <= rules.PROPOSED_MAXIMUM else None


def _send(request: HttpRequest, asked: Asked, form: AmendmentForm) -> HttpResponse:
    """Registers it and leads to its receipt; says so when it already was."""
    limit, seconds = settings.CONTRIBUTION_LIMIT, settings.CONTRIBUTION_WINDOW_SECONDS
    if not form.take("contribution", client_key(request), limit=limit, seconds=seconds):
        message = _(
            "Many amendments came from your connection in the last hour. Your text is kept: "
            "try again later."
        )
        form.add_error(None, message)
        return _form_page(request, asked, form, status=429)
    drafting = asked.drafting
    try:
        made = propose_amendment(
            drafting=drafting,
            paragraph=asked.found.paragraph,
            at=timezone.now(),
            author=request.user if isinstance(request.user, User) else None,
            reader=request.user,
            form_token=form.form_token,
            is_doubted=not form.is_proved,
            **form.amendment(),
        )
    except Refused as refused:
        return _refused(request, asked, form, refused)
    address = drafting.mechanism.url(drafting, "receipt", receipt=made.receipt_display)  # type: ignore[union-attr]
    return HttpResponseRedirect(address)


def _refused(
    request: HttpRequest, asked: Asked, form: AmendmentForm, refused: Refused
) -> HttpResponse:
    if refused.reason in _AT_THE_FIELD:
        field = "proposed" if "proposed" in form.fields else None
        form.add_error(field, refused.reason.label)
        if refused.reason == DraftingReason.PARAGRAPH_CHANGED:
            # The next time, it is about the paragraph shown beside the form.
            data = form.data.copy()  # type: ignore[attr-defined]
            data["read"] = str(asked.version.number)
            form.data = data
        return _form_page(request, asked, form, seen=True, status=409)
    if refused.reason != Reason.ALREADY_SENT:
        return _closed(request, asked.drafting, asked.label, Decision(False, refused.reason))
    before = Contribution.objects.get(form_token=form.form_token)
    form.add_error(
        None,
        _(
            "This amendment is already registered, under the receipt %(receipt)s. "
            "It was not sent twice."
        )
        % {"receipt": before.receipt_display},
    )
    return _form_page(request, asked, form, status=409)


def _form_page(
    request: HttpRequest,
    asked: Asked,
    form: AmendmentForm,
    *,
    seen: bool = False,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, Any] = {
        "activity": asked.drafting,
        "asked": asked,
        "form": form,
        "seen": seen,
        "old": "" if asked.kind == AmendmentKind.ADD else asked.current,
        "new": form.typed,
        "breadcrumbs": trail(asked.drafting, (asked.label, None)),
    }
    return render(request, "drafting/propose.html", context, status=status)


def _closed(
    request: HttpRequest, drafting: Drafting, label: str, decision: Decision
) -> HttpResponse:
    """Why nothing can be sent now, with the text typed so that it can be copied."""
    typed = [request.POST.get(name, "").strip() for name in ("proposed", "title", "text")]
    context = {
        "activity": drafting,
        "label": label,
        "decision": decision,
        "typed": "\n\n".join(part for part in typed if part)[:20_000],
        "sign_in": core_rules.would_signing_in_help(decision, request.user),
        "breadcrumbs": trail(drafting, (label, None)),
    }
    return render(request, "drafting/closed.html", context, status=403)


@require_safe
@never_cache
def receipt(request: HttpRequest, activity: Activity, receipt: str) -> HttpResponse:
    """The receipt, right after sending: the number to keep, and what comes next."""
    return receipt_page(request, activity, receipt, "drafting/receipt.html")
