"""Paper in the admin: entries to verify, batches of coupons."""

from typing import Any, ClassVar

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permission_policies import ModelPermissionPolicy

from portal.cms.french_dates import long_date

from ..mechanism import takes_contributions
from ..models import Activity, CouponBatch, PaperEntry
from ..queries.paper import batches
from ..registry import DeskLink
from ..views import coupons, paper


class RightPolicy(ModelPermissionPolicy):
    """Whoever holds one right reads and does everything its pages offer; nobody deletes."""

    def __init__(self, model: Any, right: str) -> None:
        super().__init__(model)
        self.right = right

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in {"add", "delete"} and bool(user.has_perm(self.right))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action)


class EntryFilters(WagtailFilterSet):
    """The filters of entries."""

    class Meta:
        model = PaperEntry
        fields: ClassVar[list[str]] = [
            "contribution__moderation",
            "contribution__activity",
            "contribution__channel",
        ]


class EntryIndexView(generic.IndexView):
    """What waits for a second eye comes first, the oldest before."""

    default_ordering = ("is_verified", "keyed_at", "pk")
    nothing_yet = _(
        "No paper was keyed in yet. One person keys it in, another one compares it with the paper."
    )
    any_permission_required: ClassVar[list[str]] = ["change"]

    def get_base_queryset(self) -> "QuerySet[PaperEntry]":
        is_verified = ExpressionWrapper(Q(verified_at__isnull=False), BooleanField())
        entries = PaperEntry.objects.annotate(is_verified=is_verified)
        return entries.select_related("contribution__activity", "keyed_by")

    @cached_property
    def header_buttons(self) -> list[Any]:
        url = reverse("paper:choose")
        return [HeaderButton(_("Key in a paper"), url=url, icon_name="plus", priority=10)]


class PaperEntryViewSet(ModelViewSet):
    """Entries from paper: keyed in by one person, verified by another."""

    model = PaperEntry
    name = "paper"
    icon = "doc-full-inverse"
    menu_label = _("On paper")
    index_view_class = EntryIndexView
    filterset_class = EntryFilters
    form_fields: ClassVar[list[str]] = []
    search_fields: ClassVar[list[str]] = ["contribution__title", "contribution__receipt"]
    search_backend_name = None
    list_display: ClassVar[list[Any]] = [
        TitleColumn(
            "contribution.title",
            label=_("Title"),
            get_url=lambda entry: reverse("paper:verify", args=[entry.pk]),
        ),
        Column("contribution.receipt_display", label=_("Receipt")),
        Column("contribution.get_moderation_display", label=_("Reading")),
        Column("contribution.activity", label=_("Activity")),
        Column("contribution.get_channel_display", label=_("How it came")),
        Column(
            "received_on",
            label=_("Received on"),
            accessor=lambda entry: long_date(entry.received_on),
            sort_key="received_on",
        ),
        Column("keyed_by", label=_("Keyed in by")),
    ]
    list_per_page = 50

    @cached_property
    def permission_policy(self) -> RightPolicy:
        return RightPolicy(PaperEntry, paper.KEY_IN)

    @property
    def url_finder_class(self) -> type[ModelAdminURLFinder]:
        """Where an entry is read again, by whoever may."""
        found = {"permission_policy": self.permission_policy, "edit_url_name": "paper:verify"}
        return type("EntryURLFinder", (ModelAdminURLFinder,), found)

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("key/", paper.ChooseCallView.as_view(), name="choose"),
            path("key/<int:pk>/", paper.KeyInView.as_view(), name="key_in"),
            path("keyed/<int:pk>/", paper.KeyedView.as_view(), name="keyed"),
            path("verify/<int:pk>/", paper.VerifyView.as_view(), name="verify"),
            path("scan/<int:pk>/", paper.scan, name="scan"),
        ]


class BatchIndexView(generic.IndexView):
    """The batches, the latest first, with what came back."""

    nothing_yet = _(
        "No coupon was printed yet. Each has a number that leads its author to the answer."
    )
    any_permission_required: ClassVar[list[str]] = ["change"]

    def get_base_queryset(self) -> "QuerySet[CouponBatch]":
        return batches()

    @cached_property
    def header_buttons(self) -> list[Any]:
        url = reverse("coupons:make")
        return [HeaderButton(_("Print coupons"), url=url, icon_name="plus", priority=10)]


class CouponBatchViewSet(ModelViewSet):
    """Batches of numbered coupons."""

    model = CouponBatch
    name = "coupons"
    icon = "tag"
    menu_label = _("Coupons")
    index_view_class = BatchIndexView
    form_fields: ClassVar[list[str]] = []
    list_filter: ClassVar[list[str]] = ["activity"]
    list_display: ClassVar[list[Any]] = [
        TitleColumn(
            "label",
            label=_("Where they go"),
            accessor=lambda batch: batch.label or _("Not said"),
            get_url=lambda batch: reverse("coupons:batch", args=[batch.pk]),
        ),
        Column("activity", label=_("Activity")),
        Column("count", label=_("Printed")),
        Column("used_count", label=_("Came back")),
        DateColumn("made_at", label=_("Made on")),
        Column("made_by", label=_("Made by")),
    ]
    list_per_page = 50

    @cached_property
    def permission_policy(self) -> RightPolicy:
        return RightPolicy(CouponBatch, coupons.MAKE)

    @property
    def url_finder_class(self) -> type[ModelAdminURLFinder]:
        """What lists the uses of a call leads to the batch: batches are never edited."""
        found = {"permission_policy": self.permission_policy, "edit_url_name": "coupons:batch"}
        return type("BatchURLFinder", (ModelAdminURLFinder,), found)

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("make/", coupons.MakeBatchView.as_view(), name="make"),
            path("<int:pk>/", coupons.BatchView.as_view(), name="batch"),
            path("<int:pk>/print/", coupons.print_batch, name="print"),
        ]


def papers_of_call(activity: Activity, user: Any) -> str | None:
    """The entries of a call, for those who key in."""
    if not user.has_perm(paper.KEY_IN) or not takes_contributions(activity):
        return None
    return f"{reverse('paper:index')}?contribution__activity={activity.pk}"


papers_link = DeskLink(_("On paper"), "doc-full-inverse", papers_of_call, 40)
