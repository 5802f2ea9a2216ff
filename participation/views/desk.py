"""The officers' desk in the admin: read a contribution, publish or refuse it, see to its answer."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages

from portal.accounts.models import User
from portal.decisions import Refused

from .. import actions
from ..enums import Moderation, QueueKind
from ..forms.moderation import RefusalForm
from ..models import Contribution
from ..queries import answering
from ..queries.files import own_file
from ..queries.flags import Flagger
from ..queries.queue import QueueItem
from ..queries.readings import readings
from .answering import desk_context
from .files import file_response
from .moderating import MODERATE, ModeratorView, QueuedMixin

ANSWER = "participation.answer_contribution"


class DeskView(QueuedMixin, ModeratorView):
    """One contribution with what may be done about it, according to the officer's rights."""

    template_name = "participation/desk/contribution.html"
    header_icon = "pilcrow"
    index_url_name = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.pk = kwargs["pk"]
        return super().dispatch(request, *args, **kwargs)

    def may_enter(self, user: User) -> bool:
        """Moderators, and whoever has to prepare its answer."""
        return super().may_enter(user) or answering.may_handle(user, self.pk)

    @cached_property
    def contribution(self) -> Contribution:
        """The contribution of the address, with all that is shown of it."""
        found = Contribution.objects.exclude(moderation=Moderation.STAGED)
        found = found.with_story().select_related(
            "moderated_by", "assignment", "theme", "neighbourhood", "concerned_department"
        )
        return get_object_or_404(found.prefetch_related("attachments", "wishes"), pk=self.pk)

    @property
    def item(self) -> QueueItem:  # type: ignore[override]
        """Its place in the queue."""
        contribution = self.contribution
        return QueueItem(QueueKind.CONTRIBUTION, contribution.submitted_at, contribution)

    def get_page_title(self) -> str:
        return self.contribution.say("number")

    def get_page_subtitle(self) -> str:
        return self.contribution.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = self.breadcrumbs_items
        listing = {"url": reverse(self.index_url_name), "label": _("Contributions")}
        if not (self.officer.has_perm(MODERATE) or self.officer.has_perm(ANSWER)):
            listing = {"url": reverse("answering:index"), "label": _("Answers to prepare")}
        return [
            *items,
            listing,
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        contribution = self.contribution
        user = self.request.user
        moderates = user.has_perm(MODERATE)
        pending = contribution.awaits_reading
        may_refuse = moderates and (pending or contribution.is_public)
        context = {
            "contribution": contribution,
            "activity": contribution.activity,
            "marked": Flagger().marked(contribution),
            "history": readings(contribution),
            "may_moderate": pending and moderates,
            "may_withdraw": may_refuse and not pending,
            "refusal_form": RefusalForm(prefix="refusal") if may_refuse else None,
            **(self.around() if moderates else {}),
            **desk_context(contribution, user),
            **kwargs,
        }
        return super().get_context_data(**context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        doing = {"publish": self._publish, "refuse": self._refuse}
        action = doing.get(request.POST.get("action", ""))
        if action is None:
            raise PermissionDenied
        try:
            return action(request)
        except Refused as refused:
            messages.error(request, refused.reason.label)
            return HttpResponseRedirect(request.get_full_path())

    def _require(self, permission: str) -> None:
        if not self.request.user.has_perm(permission):
            raise PermissionDenied

    def _publish(self, request: HttpRequest) -> HttpResponse:
        self._require(MODERATE)
        actions.publish_contribution(
            contribution=self.contribution, moderator=self.officer, at=timezone.now()
        )
        return self._onward(_("Published: %(name)s."))

    def _refuse(self, request: HttpRequest) -> HttpResponse:
        self._require(MODERATE)
        form = RefusalForm(request.POST, prefix="refusal")
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(refusal_form=form))
        actions.refuse_contribution(
            contribution=self.contribution,
            moderator=self.officer,
            reason=form.cleaned_data["reason"],
            note=form.cleaned_data["note"],
            at=timezone.now(),
            # One that was read already is withdrawn.
            on_report=self.contribution.is_public and not self.contribution.awaits_reading,
        )
        return self._onward(_("Refused: %(name)s. Its author can read the reason."))

    def _onward(self, done: str) -> HttpResponse:
        """Says what was done, then shows the next thing that waits, else the queue."""
        return self.onward(done % {"name": self.contribution.say("number")})


class DeskFileView(DeskView):
    """A file that came with a contribution, for those who read it at the desk.

    Inside the admin, so that its door asks for the second factor.
    """

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        file = own_file(self.contribution, kwargs["file"])
        return file_response(file, kwargs["filename"], public=False)
