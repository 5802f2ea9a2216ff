"""Registrations of the mechanism with Wagtail's admin."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from ..registry import register_desk_link
from .viewsets import InquiriesGroup
from .viewsets.inquiries import LINKS, ProcedureScreens, keep_procedures
from .viewsets.notices import notice_admin_urls
from .viewsets.rooms import ROOM_LINKS, room_admin_urls

register_snippet(InquiriesGroup)
hooks.register("register_admin_viewset", ProcedureScreens)
hooks.register("before_bulk_action", keep_procedures)
hooks.register("register_admin_urls", room_admin_urls)
hooks.register("register_admin_urls", notice_admin_urls)
for link in (*LINKS, *ROOM_LINKS):
    register_desk_link(link)
