"""The screens of one call at the desk: dashboard, exports, imports; and the ways there."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from django.urls import NoReverseMatch, path, re_path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button, HeaderButton, ListingButton

from ..mechanism import owes_answers, takes_contributions, takes_paper
from ..models import Activity
from ..queries import answering
from ..registry import DeskLink, desk_links, register_desk_link
from ..views.call_screens import DASHBOARD, IMPORT, may_open
from ..views.coupons import MAKE
from ..views.dashboard import ChartFileView, DashboardView
from ..views.desk import MODERATE
from ..views.eligibility import CHECK, EligibilityView
from ..views.exporting import ExportView, OpenDataFileView
from ..views.importing import FaultsFileView, ImportListView, ImportView
from ..views.paper import KEY_IN
from ..views.promises import KEEP

if TYPE_CHECKING:
    from portal.accounts.models import User


class CallScreens(ViewSet):
    """Addresses without a menu: one comes from the calls."""

    name = "calls"
    url_prefix = "calls"

    def get_urlpatterns(self) -> list[Any]:
        return [
            path("<int:pk>/", DashboardView.as_view(), name="dashboard"),
            path("<int:pk>/figures/<slug:kind>.csv", ChartFileView.as_view(), name="figures"),
            path("<int:pk>/export/", ExportView.as_view(), name="export"),
            re_path(
                r"^(?P<pk>\d+)/export/idees\.(?P<kind>csv|json|xlsx)$",
                OpenDataFileView.as_view(),
                name="open_data",
            ),
            path("<int:pk>/eligibility/", EligibilityView.as_view(), name="eligibility"),
            path("<int:pk>/imports/", ImportListView.as_view(), name="imports"),
            path("imports/<int:pk>/", ImportView.as_view(), name="import"),
            path("imports/<int:pk>/faults.csv", FaultsFileView.as_view(), name="faults"),
        ]

    def get_menu_item(self, order: Any = None) -> None:
        return None


class DeskButtons:
    """Mixed into the edit view of a call: the dashboard first, then all that leads elsewhere."""

    request: Any
    object: Any

    @cached_property
    def header_buttons(self) -> list[Any]:
        buttons: list[Any] = list(super().header_buttons)  # type: ignore[misc]
        if may_open(self.request.user):
            url = reverse(DASHBOARD, args=[self.object.pk])
            buttons.append(HeaderButton(_("Dashboard"), url=url, icon_name="view", priority=10))
        return buttons

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        buttons: list[Any] = list(super().header_more_buttons)  # type: ignore[misc]
        found = links_of(self.object, self.request.user)
        return buttons + [
            Button(link.label, url=url, icon_name=link.icon, priority=200 + place)
            for place, (link, url) in enumerate(found)
        ]


def links_of(activity: Activity, user: "User") -> list[tuple[DeskLink, str]]:
    """The links of the desk, for who may open it."""
    return desk_links(activity, user) if may_open(user) else []


def listing_buttons(snippet: Any, user: "User", next_url: str | None = None) -> Iterator[Any]:
    """The dashboard, in the list of calls."""
    if isinstance(snippet, Activity) and may_open(user):
        url = reverse(DASHBOARD, args=[snippet.pk])
        yield ListingButton(_("Dashboard"), url=url, icon_name="view", priority=5)


def _listed(name: str, right: str, when: Callable[[Activity], bool] = takes_contributions) -> Any:
    def url(activity: Activity, user: "User") -> str | None:
        if not user.has_perm(right) or not when(activity):
            return None
        return f"{reverse(name)}?activity={activity.pk}"

    return url


def _answering(activity: Activity, user: "User") -> str | None:
    if not takes_contributions(activity) or not owes_answers(activity):
        return None
    if not answering.may_enter(user):
        return None
    return f"{reverse('answering:index')}?activity={activity.pk}"


def _screen(name: str, right: str = "", when: Callable[[Activity], bool] | None = None) -> Any:
    def url(activity: Activity, user: "User") -> str | None:
        if (right and not user.has_perm(right)) or (when and not when(activity)):
            return None
        return reverse(name, args=[activity.pk])

    return url


def _importable(activity: Activity) -> bool:
    """Whether a file of contributions may be brought in, or was."""
    mechanism = activity.mechanism
    return bool(mechanism and mechanism.importable) or activity.imports.exists()


def register_own_links() -> None:
    """The links of the core; other areas add theirs by `register_desk_link`."""
    for link in (
        DeskLink(_("Contributions to read"), "tasks", _listed("moderation:index", MODERATE), 10),
        DeskLink(_("All contributions"), "pilcrow", _listed("contributions:index", MODERATE), 20),
        DeskLink(_("Answers to give"), "comment", _answering, 30),
        DeskLink(_("Key in a paper"), "edit", _screen("paper:key_in", KEY_IN, takes_paper), 40),
        DeskLink(_("Coupons"), "tag", _listed("coupons:index", MAKE, takes_paper), 45),
        DeskLink(_("Who may take part"), "group", _screen("calls:eligibility", CHECK), 47),
        DeskLink(_("Import"), "upload", _screen("calls:imports", IMPORT, _importable), 50),
        DeskLink(_("Exports"), "download", _screen("calls:export"), 60),
        DeskLink(
            _("Life of the promise"), "tick-inverse", _screen("participation_promises", KEEP), 70
        ),
        DeskLink(_("Results"), "history", _results, 80),
        DeskLink(_("Public page"), "link-external", _public, 90),
    ):
        register_desk_link(link)


def _results(activity: Activity, user: "User") -> str | None:
    """The public page of results, when the mechanism has one."""
    if not activity.live or activity.mechanism is None:
        return None
    try:
        return activity.mechanism.url(activity, "results")
    except NoReverseMatch:
        return None


def _public(activity: Activity, user: "User") -> str | None:
    return activity.url if activity.live else None
