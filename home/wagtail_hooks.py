"""Registrations of the room with Wagtail: messages, categories, contact form, files."""

from typing import Any, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.documents.wagtail_hooks import check_view_restrictions
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from . import receivers
from .models import ContactPage
from .queries.files import File, Reading, reading_of, wants_password
from .views.contact import contact
from .views.control import READ_HISTORIES, READ_ROLES, HistoriesView, MatrixView
from .viewsets import ContactMessageViewSet, NewsCategoryViewSet

register_snippet(ContactMessageViewSet)
register_snippet(NewsCategoryViewSet)


@hooks.register("before_serve_page", order=10)
def contact_form(
    page: Page, request: HttpRequest, serve_args: Any, serve_kwargs: Any
) -> HttpResponse | None:
    """Give the contact page its form; restrictions were checked by Wagtail's own hooks before."""
    return contact(request, page) if isinstance(page, ContactPage) else None


@hooks.register("before_serve_document", order=-1)
@hooks.register("before_serve_picture")
def only_for_those_who_may_read(file: File, request: HttpRequest) -> HttpResponse | None:
    """Keep what only agents' content, closed pages, drafts or closed collections show.

    Strangers are sent to sign in and come back; anybody else is refused (403). What an agent
    receives is never kept by a cache: `portal.middleware.anonymous_cache` sees the session. Before
    Wagtail's own question about collections, which would send whoever is signed in to sign in.
    """
    reading = reading_of(file, request)
    if reading == Reading.GIVEN:
        return None
    if reading == Reading.UNKNOWN:
        raise Http404
    if wants_password(file, request):
        return cast(HttpResponse, check_view_restrictions(file, request))
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.get_full_path(), reverse("account_login"))


@hooks.register("after_bulk_action")
def pictures_in_another_collection(request: HttpRequest, kind: str, *args: Any) -> None:
    """Wagtail moves many pictures to a collection at once without a signal."""
    if kind == "add_to_collection":
        receivers.place_soon()


@hooks.register("register_admin_urls")
def control_urls() -> list[Any]:
    """The pages of those who control."""
    results = HistoriesView.as_view(results_only=True)
    return [
        path("people/roles/", MatrixView.as_view(), name="role_matrix"),
        path("reports/histories/", HistoriesView.as_view(), name="histories"),
        path("reports/histories/results/", results, name="histories_results"),
    ]


class RightMenuItem(MenuItem):
    """An item for those who hold a right."""

    def __init__(self, *args: Any, right: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.right = right

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(self.right))


@hooks.register("register_people_menu_item")
def matrix_item() -> MenuItem:
    """Who may do what."""
    address = reverse("role_matrix")
    label = _("Who may do what")
    return RightMenuItem(
        label, address, right=READ_ROLES, name="role_matrix", icon_name="key", order=60
    )


@hooks.register("register_reports_menu_item")
def histories_item() -> MenuItem:
    """Every history, for those who control."""
    address = reverse("histories")
    label = _("Histories")
    return RightMenuItem(
        label, address, right=READ_HISTORIES, name="histories", icon_name="history", order=1010
    )
