"""The screens by which versions are prepared and published, and paragraphs retouched."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from portal.decisions import Refused

from .. import actions
from ..forms.desk import RetouchForm, VersionForm
from ..models import Paragraph, Retouch
from ..queries.preparing import prepared_rows
from ..queries.working import working_text
from .desk import DraftingScreen


class PrepareView(DraftingScreen):
    """The next version as it would be, compared with the one that holds; then its publication."""

    template_name = "drafting/admin/version.html"
    title = gettext_lazy("Next version")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        working = working_text(self.drafting)
        context = {
            "working": working,
            "rows": prepared_rows(working),
            "form": VersionForm(prefix="version", initial={"seen": working.digest}),
            **kwargs,
        }
        return super().get_context_data(**context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = VersionForm(request.POST, prefix="version")
        if not form.is_valid():
            messages.error(request, _("Nothing is kept yet: correct what is marked."))
            return self.render_to_response(self.get_context_data(form=form))
        try:
            made = actions.publish_version(
                drafting=self.drafting, by=self.officer, at=timezone.now(), **form.cleaned_data
            )
        except Refused as refused:
            messages.error(request, refused.reason.label)
            # With what was typed, and the text as it is now.
            kept = {name: form.cleaned_data[name] for name in ("note", "is_final")}
            seen = working_text(self.drafting).digest
            again = VersionForm(prefix="version", initial={**kept, "seen": seen})
            return self.render_to_response(self.get_context_data(form=again))
        messages.success(request, _("Version %(number)s is public.") % {"number": made.number})
        return self.back_to()


class RetouchView(DraftingScreen):
    """One paragraph written otherwise by the drafting group."""

    template_name = "drafting/admin/retouch.html"
    title = gettext_lazy("Wording of the drafting group")

    def find(self, **kwargs: Any) -> None:
        super().find(**kwargs)
        rows = Paragraph.objects.filter(drafting=self.drafting)
        self.paragraph: Paragraph = get_object_or_404(rows, pk=kwargs["paragraph"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        working = working_text(self.drafting)
        current = working.text_of(self.paragraph.pk)
        waiting = Retouch.objects.filter(
            paragraph=self.paragraph, integrated_in__isnull=True
        ).first()
        initial = {"text": waiting.text, "reason": waiting.reason} if waiting else {"text": current}
        context = {
            "paragraph": self.paragraph,
            "current": current,
            "waiting": waiting,
            "form": RetouchForm(prefix="retouch", initial=initial),
            **kwargs,
        }
        return super().get_context_data(**context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = RetouchForm(request.POST, prefix="retouch")
        if not form.is_valid():
            messages.error(request, _("Nothing is kept yet: correct what is marked."))
            return self.render_to_response(self.get_context_data(form=form))
        try:
            actions.retouch_paragraph(
                drafting=self.drafting,
                paragraph=self.paragraph,
                by=self.officer,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except Refused as refused:
            form.add_error("text", refused.reason.label)
            messages.error(request, refused.reason.label)
            return self.render_to_response(self.get_context_data(form=form))
        messages.success(request, _("It will enter the next version."))
        return self.back_to("drafting:prepare")
