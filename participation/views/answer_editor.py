"""The editor of an answer: Wagtail's own views, which hold the contribution while they write."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from wagtail.admin import messages
from wagtail.snippets.views.snippets import EditView, UnpublishView, WorkflowActionView

from portal.decisions import Refused

from ..enums import Reason
from ..models import Answer, AnswerTemplate, Contribution
from ..queries import answering

EDIT_URL = "wagtailsnippets_participation_answer:edit"


def only_those_in_charge(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The same view, for officers and for those to whom this answer was entrusted."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer = get_object_or_404(Answer, pk=unquote(str(kwargs["pk"])))
        if not answering.may_handle(request.user, answer.contribution_id):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


class HoldsContribution:
    """Writes in one transaction that takes the contribution first, as every action does.

    What the rules refuse is told above the editor; nothing is kept of it.
    """

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer: Answer = self.object  # type: ignore[attr-defined]
        try:
            with transaction.atomic():
                held = Contribution.objects.select_for_update(of=("self",))
                held.get(pk=answer.contribution_id)
                response: HttpResponseBase = super().post(request, *args, **kwargs)  # type: ignore[misc]
                return response
        except Refused as refused:
            messages.error(request, refused.reason.label)
            return HttpResponseRedirect(reverse(EDIT_URL, args=[answer.pk]))


class AnswerEditView(HoldsContribution, EditView):
    """The editor, whose first words may come from a template (`?modele=`)."""

    def get_initial(self) -> dict[str, Any]:
        initial: dict[str, Any] = super().get_initial()
        asked = self.request.GET.get("modele", "")
        template = AnswerTemplate.objects.filter(pk=asked).first() if asked.isdecimal() else None
        if template is None:
            return initial
        written = self.object.text.strip()
        text = f"{written}\n\n{template.text}" if written else template.text
        return {**initial, "text": text, "verdict": self.object.verdict or template.verdict}


class AnswerUnpublishView(HoldsContribution, UnpublishView):
    """Withdrawing an interim word; a final answer stays."""


class AnswerActionView(HoldsContribution, WorkflowActionView):
    """Approving an answer, or asking for changes."""


def refuse_deletion(request: HttpRequest, answers: list[Answer]) -> HttpResponseRedirect | None:
    """The way back, with the reason, when one of these answers was public; else nothing."""
    known = next((answer for answer in answers if answer.is_known), None)
    if known is None:
        return None
    messages.error(request, Reason.ANSWER_STAYS.label)
    return HttpResponseRedirect(reverse(EDIT_URL, args=[known.pk]))
