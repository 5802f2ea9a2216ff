"""Registrations of the mechanism with Wagtail's admin."""

from wagtail.snippets.models import register_snippet

from .viewsets import BriefingsGroup

register_snippet(BriefingsGroup)
