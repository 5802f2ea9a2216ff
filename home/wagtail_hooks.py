"""Registrations of the room with Wagtail: messages, categories, contact form, documents."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from wagtail import hooks
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from portal.accounts.rules import may_read
from portal.cms.models import PortalDocument

from .models import ContactPage
from .queries.documents import audience_of
from .views.contact import contact
from .viewsets import ContactMessageViewSet, NewsCategoryViewSet

register_snippet(ContactMessageViewSet)
register_snippet(NewsCategoryViewSet)


@hooks.register("before_serve_page", order=10)
def contact_form(
    page: Page, request: HttpRequest, serve_args: Any, serve_kwargs: Any
) -> HttpResponse | None:
    """Give the contact page its form; restrictions were checked by Wagtail's own hooks before."""
    return contact(request, page) if isinstance(page, ContactPage) else None


@hooks.register("before_serve_document")
def documents_of_agents(document: PortalDocument, request: HttpRequest) -> HttpResponse | None:
    """Keep for agents what is attached only to calls and news that are theirs alone.

    Strangers are sent to sign in and come back; anybody else is refused (403). What an agent
    receives is never kept by a cache: `portal.middleware.anonymous_cache` sees the session.
    """
    if may_read(audience_of(document), request.user):
        return None
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.get_full_path(), reverse("account_login"))
