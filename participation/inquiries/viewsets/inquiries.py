"""Procedures in the admin, beside their regimes: drafts, preview, schedule, desk."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
)
from wagtail.admin.ui.tables import LiveStatusTagColumn
from wagtail.admin.viewsets.base import ViewSet
from wagtail.snippets.views.snippets import (
    DeleteView,
    SnippetViewSetGroup,
    UnpublishView,
)

from ...models import Activity
from ...panels import editor
from ...registry import DeskLink
from ...viewsets.activities import ActivityViewSet, hours
from .. import rules
from ..enums import InquiryReason
from ..forms.admin import InquiryForm
from ..models import Inquiry, Register
from ..views.desk import RUN, ProcedureView
from .regimes import RegimeViewSet

if TYPE_CHECKING:
    from portal.accounts.models import User


def _back(request: HttpRequest, words: Any) -> HttpResponse:
    messages.error(request, str(words))
    return HttpResponseRedirect(reverse(Inquiry.snippet_viewset.get_url_name("list")))  # type: ignore[attr-defined]


def why_kept(pk: int) -> Any:
    """Why this procedure may not be deleted, in words; None when it may."""
    register = Register.objects.filter(pk=pk).first()
    if register is not None and register.announced_at is not None:
        # Its register is an archive: not even when its time on the site is over.
        return InquiryReason.KEPT_ONLINE.label
    if Inquiry.objects.filter(pk=pk, dossier__isnull=False).exists():
        return _("Take the pieces out of its dossier first.")
    return None


class InquiryDeleteView(DeleteView):
    """Removes a procedure that was never announced."""

    def form_valid(self, form: Any) -> HttpResponse:
        if why := why_kept(self.object.pk):
            return _back(self.request, why)
        Register.objects.filter(pk=self.object.pk).delete()
        response: HttpResponse = super().form_valid(form)
        return response


class InquiryUnpublishView(UnpublishView):
    """Withdraws a page that the law no longer keeps on the site."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        register = Register.objects.filter(pk=self.object.pk).first()
        decision = rules.may_withdraw(register)
        if decision.reason is not None:
            return _back(request, decision.reason.label)
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response


class InquiryViewSet(ActivityViewSet):
    """The procedures."""

    model = Inquiry
    icon = "doc-full"
    copy_view_enabled = False
    menu_label = _("Procedures")
    list_display: ClassVar[list[Any]] = [
        "title",
        "regime",
        *hours(),
        LiveStatusTagColumn(),
    ]
    list_filter: ClassVar[list[str]] = ["regime", "live"]
    delete_view_class = InquiryDeleteView
    unpublish_view_class = InquiryUnpublishView
    edit_handler = editor.editor(
        editor.words(
            _("Project"),
            FieldPanel("body"),
            FieldPanel("applicant"),
            editor.commitments(),
            about=editor.introduction(
                _("Introduction"), _("What the project is about, in one to three short sentences.")
            ),
        ),
        ObjectList(
            [
                FieldPanel("regime"),
                FieldPanel("has_assessment"),
                FieldPanel("decisions"),
                FieldPanel("authority"),
                MultiFieldPanel(
                    [
                        FieldRowPanel([FieldPanel("order_number"), FieldPanel("order_date")]),
                        FieldPanel("order_document"),
                    ],
                    heading=_("Order that opens it"),
                ),
                editor.opening(),
                FieldPanel("visibility"),
                PublishingPanel(),
            ],
            heading=_("Order and dates"),
        ),
        ObjectList(
            [
                FieldPanel("seat"),
                InlinePanel("places", label=_("Place"), heading=_("Places of the dossier")),
                InlinePanel(
                    "sessions",
                    label=_("Permanence or meeting"),
                    heading=_("Permanences and meetings"),
                ),
                FieldPanel("mailbox"),
                FieldPanel("postal_address"),
                MultiFieldPanel(
                    [
                        FieldPanel("responsible_name"),
                        FieldRowPanel(
                            [FieldPanel("responsible_phone"), FieldPanel("responsible_email")]
                        ),
                    ],
                    heading=_("Who answers about the project"),
                ),
                FieldPanel("help_contact"),
                FieldPanel("paper_information"),
                FieldPanel("report_place"),
            ],
            heading=_("Practical information"),
        ),
        editor.promise(),
        form=InquiryForm,
    )


class InquiriesGroup(SnippetViewSetGroup):
    """The menu of the mechanism."""

    # Short: Wagtail cuts what is wider than its menu.
    menu_label = pgettext_lazy("menu", "Consultations")
    menu_icon = "doc-full"
    menu_order = 216
    items = (InquiryViewSet, RegimeViewSet)


class ProcedureScreens(ViewSet):
    """The desk of a procedure, without a menu: one comes from the dashboard."""

    name = "inquiries_desk"
    url_prefix = "inquiries"

    def get_urlpatterns(self) -> list[Any]:
        return [path("<int:pk>/", ProcedureView.as_view(), name="procedure")]

    def get_menu_item(self, order: Any = None) -> None:
        return None


def _procedure(activity: Activity, user: "User") -> str | None:
    """The desk of a procedure, for whoever runs it."""
    if activity.mechanism_name != Inquiry.mechanism_slug or not user.has_perm(RUN):
        return None
    return reverse("inquiries_desk:procedure", args=[activity.pk])


LINKS = (DeskLink(_("Announcement, dossier, follow-up"), "doc-full", _procedure, 12),)


def keep_procedures(
    request: HttpRequest, action_type: str, objects: Any, action: Any
) -> HttpResponse | None:
    """Refuses to delete many procedures at once when the law keeps one of them."""
    if action_type != "delete" or not issubclass(action.model, Inquiry | Activity):
        return None
    for one in objects:
        if isinstance(one, Inquiry) and (why := why_kept(one.pk)):
            return _back(request, gettext("%(title)s: %(why)s") % {"title": one.title, "why": why})
    return None
