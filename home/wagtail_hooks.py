"""Registrations of the room with Wagtail: messages, categories, the form of the contact page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from wagtail import hooks
from wagtail.models import Page
from wagtail.snippets.models import register_snippet

from .models import ContactPage
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
