"""Letters in the admin: written, looked at with their recipients, tried on oneself, sent once."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from portal.accounts.models import User
from portal.decisions import Refused

from ..actions import cancel_letter, send_letter, try_letter, write_letter
from ..enums import LetterState
from ..forms import LetterForm
from ..models import Letter
from ..notifications import letter_context
from ..queries import recipients, sample_of
from ..registry import find_subjects
from ..rules import may_cancel_letter

SEND = "subscriptions.send_letter"
_PER_PAGE = 30
_NOT_SURE = gettext_lazy("Nothing was sent: tick “I have read it”, then send.")


class LetterView(WagtailAdminTemplateMixin, TemplateView):
    """A page of the letters, for those who may send them."""

    header_icon = "mail"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, User) or not user.has_perm(SEND):
            raise PermissionDenied
        self.writer = user
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = super().get_breadcrumbs_items()
        listing = {"url": reverse("letters"), "label": _("Letters to subscribers")}
        here = {"url": "", "label": self.get_page_title()}
        return [*items, here] if isinstance(self, LetterListView) else [*items, listing, here]

    def letter_or_404(self) -> Letter:
        """The letter of the address."""
        found = Letter.objects.select_related("sent_by", "written_by")
        return get_object_or_404(found, pk=self.kwargs["pk"])


class LetterListView(LetterView):
    """Every letter, the latest first."""

    template_name = "subscriptions/admin/letters.html"
    page_title = gettext_lazy("Letters to subscribers")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        letters = Letter.objects.select_related("written_by")
        page = Paginator(letters, _PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(page=page, **kwargs)


class WriteLetterView(LetterView):
    """The form of a draft, new or begun."""

    template_name = "subscriptions/admin/write.html"

    def get_page_title(self) -> str:
        return _("Change the letter") if "pk" in self.kwargs else _("Write a letter")

    def _letter(self) -> Letter:
        return self.letter_or_404() if "pk" in self.kwargs else Letter()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        letter = self._letter()
        if letter.state != LetterState.DRAFT:
            return HttpResponseRedirect(reverse("letter", args=[letter.pk]))
        return self._form(LetterForm(instance=letter))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        letter = self._letter()
        form = LetterForm(request.POST, instance=letter)
        if not form.is_valid():
            return self._form(form)
        fresh = self._letter()
        try:
            kept = write_letter(
                letter=fresh, by=self.writer, at=timezone.now(), **form.cleaned_data
            )
        except Refused as refused:
            messages.error(request, refused.reason.label)
            return HttpResponseRedirect(reverse("letter", args=[fresh.pk]))
        messages.success(request, _("The draft is kept. Look at it before sending."))
        return HttpResponseRedirect(reverse("letter", args=[kept.pk]))

    def _form(self, form: LetterForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form))


class OneLetterView(LetterView):
    """A letter as it will leave: to whom, how it looks; tried, sent or cancelled from here."""

    template_name = "subscriptions/admin/letter.html"

    def get_page_title(self) -> str:
        return _("Letter")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        letter = self.letter_or_404()
        found = find_subjects(letter.topics)
        is_draft = letter.state == LetterState.DRAFT
        context = {
            "letter": letter,
            "is_draft": is_draft,
            "topics": [found[topic].label for topic in letter.topics if topic in found],
            "count": recipients(letter.topics).count() if is_draft else letter.recipient_count,
            "sample": sample_of(letter.topics) if is_draft else [],
            "text": letter_context(letter)["letter_text"],
            "may_cancel": bool(may_cancel_letter(letter, timezone.now())),
            **kwargs,
        }
        return super().get_context_data(**context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        letter, action = self.letter_or_404(), request.POST.get("action", "")
        doing = {"try": self._try, "send": self._send, "cancel": self._cancel}
        if action not in doing:
            raise PermissionDenied
        try:
            said = doing[action](letter)
        except Refused as refused:
            messages.error(request, refused.reason.label)
        else:
            (messages.success if said else messages.error)(request, said or _NOT_SURE)
        return HttpResponseRedirect(request.path)

    def _try(self, letter: Letter) -> str:
        try_letter(letter=letter, by=self.writer)
        return _("A test is on its way to %(address)s.") % {"address": self.writer.email}

    def _send(self, letter: Letter) -> str:
        seen = self.request.POST.get("seen", "")
        if self.request.POST.get("sure") != "on":
            return ""
        send_letter(letter=letter, seen=seen, by=self.writer, at=timezone.now())
        return _("The letter leaves in a few minutes. Until then you may cancel it.")

    def _cancel(self, letter: Letter) -> str:
        cancel_letter(letter=letter, by=self.writer, at=timezone.now())
        return _("The letter is cancelled: nobody receives it.")


@xframe_options_sameorigin
def drawn(request: HttpRequest, pk: int) -> HttpResponse:
    """The message itself, drawn as mail software would, for the frame of the page above."""
    if not request.user.has_perm(SEND):
        raise PermissionDenied
    letter = get_object_or_404(Letter, pk=pk)
    context = {
        **letter_context(letter),
        "title": letter.subject,
        "stop_url": "#",
        "manage_url": "#",
    }
    return HttpResponse(render_to_string("emails/news_letter.html", context))
