"""Registrations of the mechanism with Wagtail's admin."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from ..registry import register_desk_link
from .viewsets import LINKS, CampaignScreens, CampaignsGroup

register_snippet(CampaignsGroup)
hooks.register("register_admin_viewset", lambda: CampaignScreens())
for link in LINKS:
    register_desk_link(link)
