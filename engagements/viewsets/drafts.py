"""One report in preparation: what it would change, then publish it or send it back."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail_modeladmin.views import WMABaseView

from portal.accounts.models import User
from portal.decisions import Refused

from ..actions import discard_draft, publish_draft, return_draft
from ..enums import DraftState
from ..forms import ReturnForm
from ..queries.drafts import changes_of, figures_prepared
from ..queries.reporting import approves, draft_shown, may_read_draft, reports_on, stamp


class DraftView(WMABaseView):
    """Reads a report; those who approve publish it or send it back with a reason."""

    page_title = gettext_lazy("Report in preparation")
    draft_pk = ""
    request: HttpRequest

    def __init__(self, model_admin: Any, draft_pk: str) -> None:
        super().__init__(model_admin)
        found = draft_shown(int(draft_pk))
        if found is None:
            raise Http404
        self.draft = found

    def check_action_permitted(self, user: Any) -> bool:
        return may_read_draft(user, self.draft)

    def get_template_names(self) -> list[str]:
        return ["engagements/admin/draft.html"]

    def get_page_subtitle(self) -> str:
        return str(self.draft.commitment)

    @property
    def reader(self) -> User:
        """Whoever is signed in."""
        return cast("User", self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        draft = self.draft
        waits = draft.state == DraftState.SUBMITTED
        decides = waits and approves(self.reader)
        kwargs.setdefault("form", ReturnForm() if decides else None)
        writes = draft.is_open and reports_on(self.reader, draft.commitment)
        return super().get_context_data(
            draft=draft,
            changes=changes_of(draft),
            figures=figures_prepared(draft),
            decides=decides,
            writes=writes,
            discards=draft.is_open and (writes or approves(self.reader)),
            seen=stamp(draft),
            report_url=reverse(
                "engagements_commitment_modeladmin_progress", args=[draft.commitment_id]
            ),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        doing = {"publish": self._publish, "return": self._return, "discard": self._discard}
        action = doing.get(request.POST.get("action", ""))
        if action is None:
            raise PermissionDenied
        try:
            return action(request)
        except ValidationError as refused:
            messages.error(request, refused.messages[0])
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect(request.path)

    def _publish(self, request: HttpRequest) -> HttpResponse:
        seen = request.POST.get("seen", "")
        publish_draft(draft=self.draft, by=self.reader, at=timezone.now(), seen=seen)
        messages.success(request, _("Progress reported: it is public now."))
        return self._onward()

    def _return(self, request: HttpRequest) -> HttpResponse:
        form = ReturnForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("The report was not sent back: see why below."))
            return self.render_to_response(self.get_context_data(form=form))
        return_draft(
            draft=self.draft,
            by=self.reader,
            at=timezone.now(),
            reason=form.cleaned_data["reason"],
            seen=request.POST.get("seen", ""),
        )
        messages.success(request, _("The report is sent back; whoever prepared it is told."))
        return self._onward()

    def _discard(self, request: HttpRequest) -> HttpResponse:
        discard_draft(draft=self.draft, by=self.reader, at=timezone.now())
        messages.success(request, _("The report in preparation is thrown away."))
        return redirect(self.index_url)

    def _onward(self) -> HttpResponse:
        """Back to what still waits."""
        return redirect(f"{self.index_url}?report=waiting")
