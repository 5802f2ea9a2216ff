"""Registrations of the mechanism with Wagtail's admin."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from ..registry import register_desk_link
from .viewsets import WorkshopsGroup
from .viewsets.meetings import contribution_chooser
from .viewsets.workshops import LINKS

register_snippet(WorkshopsGroup)
hooks.register("register_admin_viewset", lambda: contribution_chooser)
for link in LINKS:
    register_desk_link(link)
